"""Makes database, starter library and static files ready to serve. Run by `make`; does nothing twice.

What was last done is kept as fingerprints in DATA_DIR/prepared.json: the library is looked at again when its files or
the code changed, or when nothing is published; static files are collected again when one of them changed.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError

BASE_DIR = Path(__file__).resolve().parent.parent
CONTENT = BASE_DIR / "content"
CODE = [BASE_DIR / name for name in ("publishing", "search", "conditions", "articles")]


def fingerprint(files: Iterable[Path], *, by_content: bool) -> str:
    """One hash for many files. By content it survives a new clone; by size and time it is quick."""
    summary = hashlib.sha256()
    for file in sorted(files):
        stat = file.stat()
        summary.update(f"{file}\0{stat.st_size}\0".encode())
        summary.update(file.read_bytes() if by_content else str(stat.st_mtime_ns).encode())
    return summary.hexdigest()


def library_files() -> list[Path]:
    content = [file for file in CONTENT.rglob("*") if file.is_file()]
    return content + [file for folder in CODE for file in folder.rglob("*.py")]


def static_files() -> list[Path]:
    from django.contrib.staticfiles.finders import get_finders

    return [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]


def prepare() -> None:
    from publishing.models import LivePage

    stamp = settings.DATA_DIR / "prepared.json"
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        done: dict[str, str] = json.loads(stamp.read_text())
    except (OSError, ValueError):
        done = {}

    call_command("migrate", interactive=False, verbosity=0)

    library = fingerprint(library_files(), by_content=True)
    published = LivePage.objects.exists()
    if done.get("library") != library or not published:
        print("Loading the starter library …", flush=True)
        call_command("load_content", str(CONTENT), publish=True)
        if published:
            # The code that makes the public side may have changed with the release.
            call_command("rebuild_public")
        done["library"] = library

    if not settings.DEBUG:
        static = fingerprint(static_files(), by_content=False)
        if done.get("static") != static or not (settings.STATIC_ROOT / "staticfiles.json").exists():
            print("Collecting static files …", flush=True)
            call_command("collectstatic", interactive=False, verbosity=0)
            done["static"] = static

    stamp.write_text(json.dumps(done))


def main() -> None:
    sys.path.insert(0, str(BASE_DIR))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
        prepare()
    except (CommandError, ImproperlyConfigured) as error:
        sys.exit(str(error))
    except (DatabaseError, OSError) as error:
        sys.exit(f"{error}\nIs there space left where the data is kept, and may this user write there?")


if __name__ == "__main__":
    main()

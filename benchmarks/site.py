"""A site of its own for a benchmark: a fresh folder, the starter library, and as many made-up conditions as asked for."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def fresh_site() -> Iterator[Path]:
    """Django set up on an empty folder that is gone afterwards, with the starter library live."""
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(prefix="whereabouts-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATA_DIR": folder,
            "ALLOWED_HOSTS": "testserver",
            "LOG_LEVEL": "ERROR",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("load_content", os.environ.get("CONTENT", ROOT / "content"), publish=True, verbosity=0)
        yield Path(folder)


def fill(total: int, have: int) -> int:
    """Adds made-up conditions until there are `total`; returns how many there are."""
    from benchmarks import synthetic

    if total > have:
        records = list(synthetic.conditions(total))[have:]
        synthetic.publish(iter(records))
    return max(total, have)

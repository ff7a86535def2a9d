"""One consistent copy of database and media in a tar file, made while the site runs, and back again.

The database is copied through SQLite's own backup, which sees one moment however busy it is. Media files are named by their
content and never change, so that those copied after the database are at least all it speaks of.
"""

import json
import shutil
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

DATABASE = "database.sqlite3"
MEDIA = "media"
MANIFEST = "whereabouts.json"
FORM = 1


class ArchiveRefused(Exception):
    """Nothing was changed. The message says why, and what to do."""


def make(path: Path) -> Path:
    """Writes the archive, whole or not at all.

    Raises:
        ArchiveRefused: another database, something at `path` already, or no room for it.
    """
    _only_sqlite("backed up with pg_dump, and its media folder with tar")
    if path.is_dir():
        path = path / f"whereabouts-{timezone.localtime():%Y-%m-%d-%H%M%S}.tar.gz"
    if path.exists():
        raise ArchiveRefused(f"{path} is there already. Give another name, or move it away.")
    part = path.with_name(f".{path.name}.part")
    try:
        # Passwords and sessions are in it.
        part.touch(mode=0o600)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".whereabouts-") as folder:
            copy = Path(folder) / DATABASE
            _copy_database_to(copy)
            _write(part, copy)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ArchiveRefused(
            f"The copy could not be written to {path}: {error.strerror}. Make room there or give another place."
        ) from error
    return path


def restore(path: Path) -> Path:
    """Puts database and media of an archive in place of what is there. Returns where the database before it was kept.

    A running site goes on with the restored content: the rows are written into the same file in one go.

    Raises:
        ArchiveRefused: another database, or no sound archive; nothing was changed.
    """
    _only_sqlite("restored with pg_restore, and its media folder with tar")
    before = Path(settings.DATA_DIR) / f"before-restore-{timezone.localtime():%Y-%m-%d-%H%M%S}.sqlite3"
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as folder:
        _unpack(path, Path(folder))
        _check(Path(folder) / DATABASE, path)
        before.touch(mode=0o600)
        _copy_database_to(before)
        _copy_media(Path(folder) / MEDIA)
        _copy_database_from(Path(folder) / DATABASE)
    # Whoever was logged in when the copy was made is not any more.
    Session.objects.all().delete()
    return before


def _only_sqlite(instead: str) -> None:
    if connection.vendor != "sqlite":
        raise ArchiveRefused(f"This copies SQLite alone. A {connection.vendor} database is {instead}.")


def _driver() -> Any:
    """The sqlite3 that Django uses, which may be newer than Python's."""
    return connection.Database  # type: ignore[attr-defined]


def _copy_database_to(target: Path) -> None:
    connection.ensure_connection()
    copy = _driver().connect(target)
    try:
        connection.connection.backup(copy)
    finally:
        copy.close()


def _copy_database_from(source: Path) -> None:
    connection.ensure_connection()
    copy = _driver().connect(source)
    try:
        copy.backup(connection.connection)
    finally:
        copy.close()


def _write(part: Path, database: Path) -> None:
    manifest = {"form": FORM, "version": settings.VERSION, "made": datetime.now().astimezone().isoformat()}
    note = database.with_name(MANIFEST)
    note.write_text(json.dumps(manifest), encoding="utf-8")
    with tarfile.open(part, "w:gz") as archive:
        archive.add(note, MANIFEST)
        archive.add(database, DATABASE)
        if Path(settings.MEDIA_ROOT).is_dir():
            archive.add(settings.MEDIA_ROOT, MEDIA)


def _unpack(path: Path, folder: Path) -> None:
    try:
        with tarfile.open(path) as archive:
            # "data": no links out of the folder, no absolute names, no devices.
            archive.extractall(folder, filter="data")
        form = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["form"]
    except FileNotFoundError as error:
        raise ArchiveRefused(f"There is no archive of this site at {path}. Check the path.") from error
    except (tarfile.TarError, EOFError, ValueError, KeyError, OSError) as error:
        raise ArchiveRefused(
            f"{path} cannot be read as an archive of this site: {error}. Take another copy."
        ) from error
    if form != FORM:
        raise ArchiveRefused(f"{path} was made by a newer Whereabouts. Update this one first.")


def _check(database: Path, path: Path) -> None:
    driver = _driver()
    copy = driver.connect(database)
    try:
        sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        ours = copy.execute("SELECT count(*) FROM sqlite_master WHERE name = 'publishing_page'").fetchone()[0]
    except driver.DatabaseError as error:
        raise ArchiveRefused(f"The database in {path} is damaged: {error}. Take another copy.") from error
    finally:
        copy.close()
    if not (sound and ours):
        raise ArchiveRefused(f"The database in {path} is damaged or is not of this site. Take another copy.")


def _copy_media(source: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, settings.MEDIA_ROOT, dirs_exist_ok=True)

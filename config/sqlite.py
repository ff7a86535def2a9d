"""The SQLite that Django's backend uses.

Before 3.51.3 SQLite can corrupt a file in WAL mode when two processes write (the WAL-reset race), and no stable
distribution has it yet. Where the pysqlite3 package is installed, its own, newer SQLite takes the place of the
standard library's; elsewhere a check warns.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.core.checks import CheckMessage, Warning, register

SAFE_VERSION = (3, 51, 3)


def use_newest() -> None:
    """Must run before `django.db.backends.sqlite3` is first imported: the settings call it."""
    try:
        replacement = import_module("pysqlite3")
    except ImportError:
        return
    sys.modules["sqlite3"] = replacement
    sys.modules["sqlite3.dbapi2"] = import_module("pysqlite3.dbapi2")


@register
def warn_of_an_old_sqlite(app_configs: object, **kwargs: Any) -> Sequence[CheckMessage]:
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        return []
    from django.db.backends.sqlite3.base import DatabaseWrapper

    sqlite = DatabaseWrapper.Database
    if sqlite.sqlite_version_info >= SAFE_VERSION:
        return []
    return [
        Warning(
            f"SQLite {sqlite.sqlite_version} can corrupt its file when two processes write at once.",
            hint="Install pysqlite3 (it is in requirements.txt for Linux on x86-64), or SQLite "
            f"{'.'.join(map(str, SAFE_VERSION))} or newer, or run one worker only (WEB_CONCURRENCY=1).",
            id="config.W001",
        )
    ]


# Options of every connection. IMMEDIATE: a transaction that will write waits its turn at the start, and does not fail
# half-way. FULL: a save that was acknowledged survives a power cut; editors write little. No mmap_size: it spreads a
# stray write into the file.
OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0",
}

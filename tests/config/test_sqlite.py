from django.db.backends.sqlite3.base import DatabaseWrapper

from config import sqlite


def test_an_old_sqlite_is_warned_of_with_the_remedy(monkeypatch):
    monkeypatch.setattr(DatabaseWrapper.Database, "sqlite_version_info", (3, 40, 1))

    (warning,) = sqlite.warn_of_an_old_sqlite(None)
    assert warning.id == "config.W001"
    assert "pysqlite3" in str(warning.hint)


def test_a_safe_sqlite_is_not_warned_of(monkeypatch):
    monkeypatch.setattr(DatabaseWrapper.Database, "sqlite_version_info", sqlite.SAFE_VERSION)

    assert sqlite.warn_of_an_old_sqlite(None) == []


def test_another_database_is_not_warned_of(monkeypatch, settings):
    monkeypatch.setattr(DatabaseWrapper.Database, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")

    assert sqlite.warn_of_an_old_sqlite(None) == []

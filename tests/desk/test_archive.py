"""Backup and restore: one consistent copy, and nothing lost by either."""

import tarfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from conditions.models import Condition
from publishing.models import LivePage
from tests import factories

# The copy is made by SQLite of what is committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def data_of_its_own(tmp_path: Path, settings) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    factories.live("condition", "sore-back", summary="As it was.")
    picture = Path(settings.MEDIA_ROOT) / "pictures" / "a.webp"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"picture")
    call_command("backup", tmp_path / "copy.tar.gz", verbosity=0)
    return tmp_path / "copy.tar.gz"


def test_what_was_lost_comes_back(backup):
    factories.live("condition", "sore-back", summary="Spoilt.")
    (Path(settings.MEDIA_ROOT) / "pictures" / "a.webp").unlink()
    call_command("restore", backup)
    assert LivePage.objects.get().summary == "As it was."
    assert (Path(settings.MEDIA_ROOT) / "pictures" / "a.webp").read_bytes() == b"picture"


def test_readers_see_the_restored_pages_at_once(backup, client):
    factories.live("condition", "sore-back", summary="Spoilt.")
    assert "Spoilt." in client.get("/conditions/").text
    call_command("restore", backup)
    assert "As it was." in client.get("/conditions/").text


def test_the_database_before_a_restore_is_kept(backup):
    call_command("restore", backup)
    (kept,) = Path(settings.DATA_DIR).glob("before-restore-*.sqlite3")
    assert kept.stat().st_size > 0


def test_a_backup_overwrites_nothing(backup):
    with pytest.raises(CommandError, match="there already"):
        call_command("backup", backup)


@pytest.mark.parametrize("damage", ["not a tar", "cut", "other"])
def test_a_damaged_copy_is_refused_and_changes_nothing(backup, damage, tmp_path):
    if damage == "not a tar":
        backup.write_bytes(b"nothing")
    elif damage == "cut":
        backup.write_bytes(backup.read_bytes()[:2000])
    else:
        with tarfile.open(backup, "w:gz") as archive:
            archive.add(__file__, "something.py")
    with pytest.raises(CommandError, match=r"Check the path|another copy"):
        call_command("restore", backup)
    assert Condition.objects.get().summary == "As it was."


def test_a_full_disk_leaves_no_half_copy(tmp_path, monkeypatch):
    from desk import archive

    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_write", fail)
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", tmp_path / "copy.tar.gz")
    assert list(tmp_path.glob("*.gz*")) == []

"""Content files and archives from somebody else: refused whole, nothing outside their folder read, written or run."""

import tarfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from conditions.models import Condition, Symptom
from publishing import loading
from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "vocabulary/symptoms.yaml",
            '- key: a\n  group: pain\n  name: !!python/object/apply:os.system ["touch {there}"]\n',
        ),
        (
            "pictures.yaml",
            "- key: a\n  file: ../../{there}\n  alt: a\n  credit: b\n  licence: c\n  width: 1\n  height: 1\n",
        ),
        ("vocabulary/symptoms.yaml", "- key: ../a\n  name: A\n  group: pain\n"),
        ("vocabulary/symptoms.yaml", "- {{<<: 5, key: a}}\n"),
    ],
    ids=["a tag that runs", "a picture elsewhere", "a key elsewhere", "a merge of nothing"],
)
def test_a_hostile_content_file_is_refused(tmp_path: Path, name, text):
    there = tmp_path / "there"
    file = tmp_path / "content" / name
    file.parent.mkdir(parents=True)
    file.write_text(text.format(there=there), encoding="utf-8")
    with pytest.raises(loading.ContentRefused):
        loading.load(tmp_path / "content")
    assert not there.exists()
    assert not Symptom.objects.exists()


@pytest.mark.django_db
def test_a_link_among_content_files_does_not_tell_what_it_leads_to(tmp_path: Path):
    (tmp_path / "secret").write_text("the words of a secret", encoding="utf-8")
    (tmp_path / "content" / "conditions").mkdir(parents=True)
    (tmp_path / "content" / "conditions" / "a.md").symlink_to(tmp_path / "secret")
    with pytest.raises(loading.ContentRefused) as refused:
        loading.load(tmp_path / "content")
    assert "words of a secret" not in " ".join(map(str, refused.value.problems))


def _entry(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, link
    return entry


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "hostile",
    [
        _entry("../outside"),
        _entry("media/../../outside"),
        _entry("media/link", tarfile.SYMTYPE, "/etc"),
        _entry("media/link", tarfile.SYMTYPE, "../../.."),
        _entry("media/link", tarfile.LNKTYPE, "../../outside"),
        _entry("media/device", tarfile.CHRTYPE),
        _entry("media/pipe", tarfile.FIFOTYPE),
    ],
    ids=["above", "above by a detour", "a link", "a relative link", "a hard link", "a device", "a pipe"],
)
def test_an_archive_that_reaches_out_of_its_folder_is_refused(tmp_path: Path, settings, hostile):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    factories.live("condition", "sore-back", summary="As it was.")
    copy = tmp_path / "copy.tar.gz"
    call_command("backup", copy, verbosity=0)
    factories.live("condition", "sore-back", summary="As it is.")
    with tarfile.open(copy) as sound, tarfile.open(tmp_path / "hostile.tar.gz", "w:gz") as archive:
        for entry in sound:
            archive.addfile(entry, sound.extractfile(entry))
        archive.addfile(hostile, BytesIO())
    with pytest.raises(CommandError, match="another copy"):
        call_command("restore", tmp_path / "hostile.tar.gz")
    assert Condition.objects.get().summary == "As it is."
    assert not list(tmp_path.rglob("outside"))


@pytest.mark.django_db(transaction=True)
def test_an_absolute_name_in_an_archive_lands_nowhere(tmp_path: Path, settings):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    factories.live("condition", "sore-back")
    copy = tmp_path / "copy.tar.gz"
    call_command("backup", copy, verbosity=0)
    with tarfile.open(copy) as sound, tarfile.open(tmp_path / "hostile.tar.gz", "w:gz") as archive:
        for entry in sound:
            archive.addfile(entry, sound.extractfile(entry))
        archive.addfile(_entry(str(tmp_path / "outside")), BytesIO())
    call_command("restore", tmp_path / "hostile.tar.gz")
    assert not list(tmp_path.rglob("outside"))

"""Content files in and out."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from conditions.models import Condition, Symptom
from publishing import loading
from publishing.models import LivePage, Page
from publishing.states import State
from tests import factories

pytestmark = pytest.mark.django_db

SYMPTOMS = """\
- key: numbness
  name: Numbness
  description: Part of the body feels nothing.
  words:
  - numb
  - dead
  group: feeling

- key: tingling
  name: Pins and needles
  clinical_name: Paraesthesia
  group: feeling
"""
SOURCES = """\
- key: study-2020
  title: A study of backs
  date: '2020'
"""
CONDITION = """\
---
key: sore-back
name: Sore back
summary: A back that is sore.
symptoms:
- symptom: numbness
  level: common
  sources:
  - study-2020
---

## What is going on

Something is sore [@study-2020].
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    write(content, "vocabulary/symptoms.yaml", SYMPTOMS)
    write(content, "sources.yaml", SOURCES)
    write(content, "conditions/sore-back.md", CONDITION)
    return content


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    write(folder, name, text.replace(old, new))


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(loading.ContentRefused) as refused:
        loading.load(folder)
    return [str(problem) for problem in refused.value.problems]


def test_loading_makes_working_copies_that_readers_do_not_see(folder):
    report = loading.load(folder)
    assert report.new == ["source study-2020", "symptom numbness", "symptom tingling", "condition sore-back"]
    assert Condition.objects.get().conditionsymptom_set.get().sources.get().key == "study-2020"
    assert not LivePage.objects.exists()


def test_loading_with_publish_makes_them_live(folder):
    loading.load(folder, publish=True)
    assert set(LivePage.objects.values_list("key", flat=True)) == {"numbness", "tingling", "sore-back"}


def test_loading_twice_changes_nothing(folder):
    loading.load(folder, publish=True)
    log = Page.objects.get(key="sore-back").log.count()
    report = loading.load(folder, publish=True)
    assert (report.new, report.changed, report.left, report.published) == ([], [], [], [])
    assert len(report.unchanged) == 4
    assert Page.objects.get(key="sore-back").log.count() == log


def test_a_changed_file_changes_what_nobody_touched(folder):
    loading.load(folder, publish=True)
    change(folder, "conditions/sore-back.md", "A back that is sore.", "A sore back.")
    report = loading.load(folder, publish=True)
    assert report.changed == ["condition sore-back"]
    assert LivePage.objects.get(key="sore-back").summary == "A sore back."


def edit_as_an_editor(summary: str) -> None:
    factories.write("condition", "sore-back", name="Sore back", summary=summary)


def test_an_editors_change_is_left_alone_and_named(folder):
    loading.load(folder, publish=True)
    edit_as_an_editor("The editor's words.")
    change(folder, "conditions/sore-back.md", "A back that is sore.", "A sore back.")
    report = loading.load(folder, publish=True)
    assert report.left == ["condition sore-back"]
    assert Condition.objects.get().summary == "The editor's words."
    assert LivePage.objects.get(key="sore-back").summary == "A back that is sore."


def test_force_overwrites_an_editors_change(folder):
    loading.load(folder)
    edit_as_an_editor("The editor's words.")
    loading.load(folder, force=True)
    assert Condition.objects.get().summary == "A back that is sore."


def test_an_editors_draft_is_not_published_by_loading(folder):
    loading.load(folder, publish=True)
    edit_as_an_editor("Half a thought")
    loading.load(folder, publish=True)
    assert LivePage.objects.get(key="sore-back").summary == "A back that is sore."


def test_what_an_editor_withdrew_stays_withdrawn(folder):
    from publishing import service

    loading.load(folder, publish=True)
    service.make_move(Page.objects.get(key="sore-back"), "withdraw", None)
    loading.load(folder, publish=True)
    assert Page.objects.get(key="sore-back").state == State.WITHDRAWN


def test_a_dry_run_says_what_would_change_and_changes_nothing(folder):
    loading.load(folder)
    change(folder, "vocabulary/symptoms.yaml", "- dead", "- no feeling")
    out = StringIO()
    call_command("load_content", folder, dry_run=True, stdout=out)
    assert "would be changed: symptom numbness" in out.getvalue()
    assert Symptom.objects.get(page__key="numbness").words == ["numb", "dead"]


def test_every_problem_of_every_file_is_told_at_once_and_nothing_is_loaded(folder):
    write(folder, "vocabulary/regions.yaml", "- key: calf\n  name: Calf\n   position: 1\n")
    change(folder, "vocabulary/symptoms.yaml", "clinical_name", "clinical_nam")
    change(folder, "conditions/sore-back.md", "level: common", "level: often")
    err = StringIO()
    with pytest.raises(CommandError, match="Nothing was loaded") as refused:
        call_command("load_content", folder, stderr=err)
    assert re.findall(r"^[\w/.-]+:\d+", err.getvalue(), re.MULTILINE) == [
        "conditions/sore-back.md:7",
        "vocabulary/regions.yaml:3",
        "vocabulary/symptoms.yaml:11",
    ]
    assert "3 problems" in str(refused.value)
    assert not Page.objects.exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "conditions/sore-back.md",
            "symptom: numbness",
            "symptom: nubness",
            r"sore-back.md:6: .* no symptom “nubness”",
        ),
        (
            "conditions/sore-back.md",
            "[@study-2020]",
            "[@study-2021]",
            r"sore-back.md:14: .* no source “study-2021”",
        ),
        (
            "conditions/sore-back.md",
            "  - study-2020",
            "  - nothing",
            r"sore-back.md:9: .* no source “nothing”",
        ),
        (
            "conditions/sore-back.md",
            "## What is going on",
            "## What goes on",
            r"sore-back.md:12: unknown heading",
        ),
        (
            "conditions/sore-back.md",
            "key: sore-back",
            "key: sad-back",
            r"sore-back.md:2: .* must be the same",
        ),
        (
            "conditions/sore-back.md",
            "summary: A",
            "summery: A",
            r"sore-back.md:\d+: sore-back.summery: unknown field",
        ),
        ("conditions/sore-back.md", "summary: A back that is sore.\n", "", r"sore-back.summary: is missing"),
        (
            "vocabulary/symptoms.yaml",
            "key: tingling",
            "key: numbness",
            r"symptoms.yaml:9: .* already the key of",
        ),
        (
            "vocabulary/symptoms.yaml",
            "  name: Numbness",
            "  name: Numbness\n  name: Numb",
            r"symptoms.yaml:\d+: the same key",
        ),
        ("vocabulary/symptoms.yaml", "key: tingling", "key: Tingling Toes", r"is not a key"),
        ("sources.yaml", "A study of backs", "A study\u0001", r"special characters are not allowed"),
        ("sources.yaml", "A study of backs", "A \u202estudy", r"invisible character U\+202E"),
        (
            "sources.yaml",
            "title: A study",
            "title: &a x\n  note: *a\n  publisher: A study",
            r"sources.yaml:3: .*alias",
        ),
        (
            "conditions/sore-back.md",
            "symptoms:",
            "reviewed_by: Somebody\nsymptoms:",
            r"give both `reviewed_on`",
        ),
        ("sources.yaml", "date: '2020'", "url: not-an-address", r"sources.yaml:3: study-2020.url"),
    ],
)
def test_a_problem_is_told_with_its_line_and_remedy(folder, name, old, new, told):
    change(folder, name, old, new)
    assert any(re.search(told, problem) for problem in problems_of(folder)), problems_of(folder)


def test_a_file_that_is_not_text_is_refused(folder):
    (folder / "sources.yaml").write_bytes(b"\xff\xfe\x00")
    assert any("not UTF-8" in problem for problem in problems_of(folder))


def test_a_missing_folder_is_told_in_one_line(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("load_content", tmp_path / "nowhere")


def test_an_empty_folder_is_refused(tmp_path):
    assert "no content files" in problems_of(tmp_path)[0]


def test_export_gives_the_same_bytes(folder, tmp_path):
    loading.load(folder)
    call_command("export_content", tmp_path / "first", verbosity=0)
    call_command("export_content", tmp_path / "second", verbosity=0)
    for name in ("vocabulary/symptoms.yaml", "sources.yaml", "conditions/sore-back.md"):
        text = (tmp_path / "first" / name).read_bytes()
        assert text == (folder / name).read_bytes()
        assert text == (tmp_path / "second" / name).read_bytes()


def test_a_file_nested_without_end_is_refused(folder):
    write(folder, "sources.yaml", "[" * 5000)
    assert any("nested too deeply" in problem for problem in problems_of(folder))

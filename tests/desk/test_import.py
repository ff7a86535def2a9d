"""Files brought in at the desk: shown first, then loaded by the loader's own way, as changes of whoever brought them."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from conditions import models
from publishing import importing, loading, uploads
from publishing.models import LivePage, LoadedRecord, LogEntry, Page, Upload
from publishing.states import State
from tests import factories
from tests.desk.conftest import at, move, said
from tests.desk.test_export import body, files, saved

pytestmark = pytest.mark.django_db

SYMPTOM = "- key: numbness\n  name: Numbness\n  words:\n  - numb\n  - dead\n  group: feeling\n"


def zipped(**contents: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return out.getvalue()


def bring(client: Any, **contents: str | bytes) -> Any:
    """What is shown after files of these names were sent; a name that is no word is given as {"a-b.md": …}."""
    sent = [
        SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
        for name, content in contents.items()
    ]
    return client.post(reverse("desk-import"), {"chosen": sent}, follow=True)


def load(client: Any, shown: Any, *take: str) -> Any:
    sent = {"load": "yes", "seen": shown.context["run"].seen, "take": take}
    return client.post(shown.request["PATH_INFO"], sent, follow=True)


def told(response: Any, what: str) -> list[str]:
    return [one.name for one in response.context[what]]


def problems(response: Any) -> str:
    return "\n".join(map(str, response.context["problems"]))


@pytest.fixture
def numbness() -> Any:
    """Loaded from a file, and nobody changed it here."""
    copy = factories.live("symptom", "numbness", name="Numbness", words=["numb"], group="feeling")
    digest = factories.record(
        "symptom", "numbness", name="Numbness", words=["numb"], group="feeling"
    ).digest()
    LoadedRecord.objects.create(kind="symptom", key="numbness", digest=digest)
    return copy


def words() -> Any:
    return models.Symptom.objects.get(page__key="numbness").words


def test_a_dry_run_shows_field_by_field_what_would_change_and_writes_nothing(numbness, writer):
    response = bring(writer, **{"symptoms.yaml": SYMPTOM + "\n- key: weak\n  name: Weak\n  group: feeling\n"})
    assert (told(response, "changed"), told(response, "new")) == (["Numbness"], ["Weak"])
    (difference,) = response.context["changed"][0].differences
    assert difference.label == "Words"
    assert words() == ["numb"]
    assert models.Symptom.objects.count() == 1


def test_what_was_shown_is_loaded_as_a_change_of_this_person_and_goes_to_no_reader(numbness, writer):
    response = load(writer, bring(writer, **{"symptoms.yaml": SYMPTOM}))
    assert "1 record was loaded from symptoms.yaml. Readers see nothing of it" in said(response)
    assert words() == ["numb", "dead"]
    page = Page.objects.get()
    entry = page.log.values_list("action", "by__username", "note").first()
    assert entry == ("load", "writer", "Loaded from symptoms.yaml.")
    assert page.state == State.DRAFT
    assert LivePage.objects.get().names == ["Numbness", "numb"]
    assert not Upload.objects.exists()


def test_who_brought_a_change_in_cannot_approve_it(numbness, log_in):
    boss = log_in("boss")
    load(boss, bring(boss, **{"symptoms.yaml": SYMPTOM}))
    move(boss, numbness, "submit")
    assert "You changed this page yourself" in said(move(boss, numbness, "approve"))


def test_what_a_person_brought_in_is_not_overwritten_by_the_library(numbness, writer, tmp_path):
    load(writer, bring(writer, **{"symptoms.yaml": SYMPTOM}))
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary/symptoms.yaml").write_text(SYMPTOM.replace("dead", "no feeling"))
    assert loading.load(tmp_path).left == ["symptom numbness"]
    assert words() == ["numb", "dead"]


def test_what_somebody_changed_here_is_left_unless_ticked(numbness, writer):
    factories.write("symptom", "numbness", name="Numbness", words=["mine"], group="feeling")
    shown = bring(writer, **{"symptoms.yaml": SYMPTOM})
    assert told(shown, "left") == ["Numbness"]
    load(writer, shown)
    assert words() == ["mine"]
    load(writer, bring(writer, **{"symptoms.yaml": SYMPTOM}), "symptom numbness")
    assert words() == ["numb", "dead"]


def test_a_change_since_the_dry_run_is_shown_before_anything_is_written(numbness, writer):
    shown = bring(writer, **{"symptoms.yaml": SYMPTOM})
    factories.write("symptom", "numbness", name="Numbness", words=["theirs"], group="feeling")
    response = load(writer, shown, "symptom numbness")
    assert "Somebody changed something since you looked" in said(response)
    assert words() == ["theirs"]
    assert told(response, "left") == ["Numbness"]


@pytest.mark.parametrize("kind", ["condition", "article", "red-flag", "symptom", "source"])
def test_what_an_export_gave_comes_back_in_as_unchanged(kind, editor):
    factories.vocabulary()
    model: Any = {
        "condition": models.Condition,
        "article": Article,
        "red-flag": models.RedFlag,
        "symptom": models.Symptom,
        "source": models.Source,
    }[kind]
    factories.write(kind, "one", **({"slug": "another", **factories.facts()} if kind == "condition" else {}))
    for form in ("yaml", "csv"):
        response = saved(editor, model, form)
        name = response["Content-Disposition"].split('"')[1]
        content = {name: body(response)}
        if name.endswith(".zip") and form == "csv":
            with zipfile.ZipFile(io.BytesIO(content[name])) as archive:
                content = {"conditions.csv": archive.read("conditions.csv")}
        shown = bring(editor, **content)
        assert problems(shown) == ""
        assert {outcome: len(told(shown, outcome)) for outcome in ("new", "changed", "left")} == {
            "new": 0,
            "changed": 0,
            "left": 0,
        }
        assert told(shown, "unchanged")


def edited_sheet(client: Any, model: Any, key: str, without: tuple[str, ...] = (), **cells: str) -> str:
    """The sheet of one list as a spreadsheet would save it, with these cells of one line changed."""
    content = body(saved(client, model, "csv")).decode("utf-8-sig")
    out = io.StringIO()
    rows = list(csv.DictReader(io.StringIO(content)))
    names = [name for name in rows[0] if name not in without]
    writer = csv.DictWriter(out, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**row, **(cells if row["key"] == key else {})} for row in rows)
    return out.getvalue()


def test_a_sheet_changes_the_cells_that_it_has_and_leaves_the_rest(writer):
    factories.write("source", "a-study", title="A study", note="Kept.", publisher="Gone")
    sheet = edited_sheet(writer, models.Source, "a-study", ("note",), title="Another title", publisher="")
    shown = bring(writer, **{"sources.csv": sheet})
    assert told(shown, "changed") == ["a-study: A study"]
    load(writer, shown)
    source = models.Source.objects.get()
    assert (source.title, source.publisher, source.note) == ("Another title", "", "Kept.")


def test_a_sheet_from_before_somebodys_change_is_left_unless_ticked(writer):
    factories.write("symptom", "numbness", name="Numbness", words=["numb"], group="feeling")
    sheet = edited_sheet(writer, models.Symptom, "numbness", words="numb | dead")
    factories.write("symptom", "numbness", name="Numbness", words=["theirs"], group="feeling")
    assert told(bring(writer, **{"symptoms.csv": sheet}), "left") == ["Numbness"]


def test_a_new_line_of_a_sheet_makes_a_record(writer):
    text = "kind,key,name,words,group\nsymptom,weak-leg,Weak leg,weak | gives way,feeling\n"
    load(writer, bring(writer, **{"my terms.csv": text.encode("utf-8-sig")}))
    copy = models.Symptom.objects.get()
    assert (copy.page.key, copy.words, copy.page.state) == ("weak-leg", ["weak", "gives way"], State.DRAFT)


def test_prose_of_a_condition_stays_when_its_sheet_comes_back(writer):
    factories.write("condition", "sore-back", what_happens="Something is sore.")
    load(
        writer,
        bring(writer, **{"c.csv": edited_sheet(writer, models.Condition, "sore-back", summary="New.")}),
    )
    copy = models.Condition.objects.get()
    assert (copy.summary, copy.what_happens) == ("New.", "Something is sore.")


def test_live_pages_that_cite_a_changed_source_wait_to_show_it(writer):
    factories.write("source", "a-study")
    factories.live("condition", "sore-back", what_happens="Sore [@a-study].")
    sheet = edited_sheet(writer, models.Source, "a-study", title="Corrected")
    load(writer, bring(writer, **{"sources.csv": sheet}))
    assert Page.objects.get(key="sore-back").state == State.DRAFT


# --- What is refused --------------------------------------------------------------------------------------------------


def test_every_problem_is_told_at_once_with_file_line_and_remedy_and_nothing_is_kept(writer):
    shown = bring(
        writer,
        **{
            "symptoms.yaml": "- key: weak\n  title: Weak\n  group: feeling\n",
            "sick.csv": "kind,key,name,group\nsymptom,a,A,nonsense\nsymptom,Not a key,B,feeling\n",
            "sore-back.md": "---\nkey: sore-back\nname: Sore\nsummary: S.\nsymptoms:\n- symptom: gone\n  level: common\n---\n",
        },
    )
    for line in (
        "vocabulary/symptoms.yaml:2: weak.title: unknown field",
        "sick.csv:2: a.group:",
        "sick.csv:3: Not a key.key: “Not a key” is not a key",
        "conditions/sore-back.md:6: sore-back.symptoms.0.symptom: there is no symptom “gone”",
    ):
        assert line in problems(shown)
    assert not Page.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("symptoms.yaml", "naïve".encode("cp1252"), "looks like Windows-1252"),
        ("symptoms.yaml", SYMPTOM.encode("utf-16"), "looks like UTF-16"),
        ("notes.txt", b"hello", "holds no content files"),
        ("Sore Back.md", "---\nkey: sore-back\nsummary: x\n---\n", "is not called by its key"),
        ("broken.zip", b"PK\x03\x04nothing", "is no zip that can be read"),
        ("bomb.zip", zipped(**{"sources.yaml": "a" * 5_000_000}), "is more than 2 MB of text"),
        ("many.zip", zipped(**{f"conditions/a{n}.md": "x" for n in range(501)}), "500 files"),
        ("two.zip", zipped(**{"a/sources.yaml": "[]", "b/sources.yaml": "[]"}), "and so does another file"),
        ("rows.csv", "(condition),(position)\na,1\n", "has no column “kind”"),
        ("sources.csv", "kind,key,title\nsource,a,\x00\n", "invisible character"),
        ("sources.csv", "kind,key,title\nsource,a\n", "fewer cells"),
        ("sources.csv", '"kind,key', "cannot be read as CSV"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_remedy(writer, name, content, expected):
    assert expected in problems(bring(writer, **{name: content}))


def test_a_link_or_a_password_in_an_archive_is_refused(writer):
    link = zipfile.ZipInfo("sources.yaml")
    link.external_attr = 0o120777 << 16
    locked = io.BytesIO(zipped(**{"sources.yaml": "[]"})).getvalue()
    # The mark of a password, in the archive's list of contents.
    at_flag = locked.index(b"PK\x01\x02") + 8
    locked = locked[:at_flag] + b"\x01" + locked[at_flag + 1 :]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "is a link to another file" in problems(bring(writer, **{"link.zip": out.getvalue()}))
    assert "has a password" in problems(bring(writer, **{"locked.zip": locked}))


def test_names_in_an_archive_lead_nowhere_outside(writer, tmp_path):
    shown = bring(
        writer,
        **{
            "a.zip": zipped(
                **{"../../../etc/sources.yaml": "- key: a\n  title: A\n", "../x.sh": "rm", "C:\\y.md": ""}
            )
        },
    )
    assert told(shown, "new") == ["A"]
    assert shown.context["run"].passed_over == ["../x.sh", "C:\\y.md"]


def test_files_that_are_too_large_are_refused_before_they_are_read(writer, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    response = bring(writer, **{"sources.yaml": "x" * 11})
    assert "Bring it in in parts" in str(response.context["form"].errors)


def test_nothing_chosen_is_told(writer):
    response = writer.post(reverse("desk-import"), {})
    assert "Choose at least one file." in response.content.decode()


def test_more_records_than_one_can_look_through_are_refused(writer, monkeypatch):
    monkeypatch.setattr(importing, "MOST_RECORDS", 1)
    assert "at most 1 at once" in problems(
        bring(writer, **{"sources.csv": "kind,key,title\nsource,a,A\nsource,b,B\n"})
    )
    assert "at most 1 at once" in problems(
        bring(writer, **{"sources.yaml": "- key: a\n  title: A\n\n- key: b\n  title: B\n"})
    )


# --- Who may ----------------------------------------------------------------------------------------------------------


def test_kinds_that_a_person_may_not_change_are_refused(writer, boss):
    writer.person.groups.get().permissions.remove(
        *writer.person.groups.get().permissions.filter(codename__in=["change_redflag", "add_redflag"])
    )
    factories.write("red-flag", "fever", name="Fever")
    flag = body(saved(boss, models.RedFlag, "yaml")).replace(b"This needs help.", b"It is nothing.")
    assert "you may not change this warning sign" in problems(bring(writer, **{"red-flags.yaml": flag}))
    assert models.RedFlag.objects.get().statement == "This needs help."


def test_a_case_that_came_with_the_library_stays_as_it_is(boss):
    models.RedFlagCase.objects.create(key="case-1", text="numb bum", urgent=True, shipped=True)
    sheet = edited_sheet(boss, models.RedFlagCase, "case-1", urgent="no")
    assert "you may not change this" in problems(bring(boss, **{"cases.csv": sheet}))


def test_a_case_that_a_person_brings_in_is_theirs(editor):
    load(editor, bring(editor, **{"red-flag-cases.yaml": "- text: numb bum\n  urgent: true\n"}))
    assert models.RedFlagCase.objects.get().shipped is False


def test_pictures_come_in_under_pictures_alone(editor):
    record = (
        f"- key: a\n  file: {'0' * 32}.webp\n  alt: A\n  credit: C\n  licence: L\n  width: 1\n  height: 1\n"
    )
    assert "add it under “Pictures” first" in problems(bring(editor, **{"pictures.yaml": record}))


def test_who_may_change_nothing_brings_nothing_in(reviewer, log_in):
    for client in (reviewer, log_in("staff")):
        assert client.get(reverse("desk-import")).status_code == 403
    assert log_in("reader").get(reverse("desk-import")).status_code == 302


def test_uploads_are_of_whoever_brought_them_and_forgotten_after_a_day(writer, editor, settings):
    shown = bring(writer, **{"sources.yaml": "- key: a\n  title: A\n"})
    address = shown.request["PATH_INFO"]
    assert editor.get(address).status_code == 404
    assert address in writer.get(reverse("desk-import")).content.decode()
    Upload.objects.update(at=timezone.now() - timedelta(days=2))
    assert writer.get(address).status_code == 404
    assert "no longer kept" in said(writer.post(address, {"load": "yes"}, follow=True))
    call_command("publish_due", verbosity=0)
    assert not Upload.objects.exists()


def test_what_was_brought_in_can_be_put_aside(writer):
    shown = bring(writer, **{"sources.yaml": "- key: a\n  title: A\n"})
    response = writer.post(shown.request["PATH_INFO"], {"forget": "yes"}, follow=True)
    assert "Nothing was loaded" in said(response)
    assert not Upload.objects.exists()


def test_a_dry_run_takes_as_many_queries_for_twenty_records_as_for_two(writer, django_assert_max_num_queries):
    def count(number: int) -> int:
        for one in range(number):
            factories.write("condition", f"one-{one}", **factories.facts())
        content = files(saved(writer, models.Condition, "yaml"))
        changed = {name: text.replace(b"A pain in the back.", b"Changed.") for name, text in content.items()}
        shown = bring(writer, **{"conditions.zip": zipped(**changed)})
        with django_assert_max_num_queries(60) as queries:
            writer.get(shown.request["PATH_INFO"])
        return len(queries)

    factories.vocabulary()
    count(2)
    assert count(2) == count(20)


def test_the_history_of_a_form_tells_it_too(writer):
    load(writer, bring(writer, **{"sources.yaml": "- key: a\n  title: A\n"}))
    copy = models.Source.objects.get()
    assert "Loaded from sources.yaml." in writer.get(at(copy, "history")).content.decode()
    assert not LogEntry.objects.exists()

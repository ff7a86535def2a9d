"""A newer starter library meets what was changed here: who changed what, and what somebody takes of it."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from conditions.models import Condition, Source, Symptom
from publishing import library, loading
from publishing.kinds import get_kind
from publishing.merging import Pick, Side, meet
from publishing.models import LoadedRecord, Page
from publishing.states import State
from tests import factories
from tests.desk.conftest import said
from tests.publishing.test_loading import change, folder  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

CONDITION = "conditions/sore-back.md"


def met(base: Any, theirs: Any, mine: Any, field: str = "words", kind: str = "symptom") -> Any:
    def content(value: Any) -> dict[str, Any]:
        return {"key": "one"} | ({field: value} if value is not None else {})

    meeting = meet(
        get_kind(kind), "one", base if base == "?" else content(base), content(theirs), content(mine)
    )
    return meeting.fields[0] if meeting.fields else None


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "side"),
    [
        ("a", "b", "a", Side.THERE),
        ("a", "a", "b", Side.HERE),
        ("a", "b", "b", Side.SAME),
        ("a", "b", "c", Side.CONFLICT),
        ("a", None, "b", Side.CONFLICT),
        (None, "b", None, Side.THERE),
        (["a"], ["a", "b"], ["a", "c"], Side.JOINED),
    ],
)
def test_who_changed_a_field_is_told(base, theirs, mine, side):
    assert met(base, theirs, mine).side is side


def test_what_is_the_same_in_all_three_is_not_told():
    assert met("a", "a", "a") is None


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "joined"),
    [
        (["a", "b"], ["a", "x", "b"], ["a", "b", "y"], ["a", "x", "b", "y"]),
        (["a", "b"], ["b"], ["a", "b", "y"], ["b", "y"]),
        (["a", "b"], ["a", "b", "x"], ["b", "a"], ["b", "x", "a"]),
        (["a"], ["x", "a"], [], ["x"]),
    ],
)
def test_lists_that_both_changed_are_joined_line_by_line(base, theirs, mine, joined):
    assert met(base, theirs, mine).joined == joined


def test_links_are_known_again_by_what_they_lead_to():
    def link(symptom: str, level: str) -> dict[str, str]:
        return {"symptom": symptom, "level": level}

    base = [link("numb", "common"), link("weak", "common")]
    theirs = [link("numb", "rare"), link("weak", "common")]
    mine = [link("numb", "common"), link("weak", "hallmark")]
    found = met(base, theirs, mine, "symptoms", "condition")
    assert found.joined == [link("numb", "rare"), link("weak", "hallmark")]
    mine[0] = link("numb", "hallmark")
    assert met(base, theirs, mine, "symptoms", "condition").side is Side.CONFLICT


def test_rows_that_cannot_be_told_apart_are_not_joined():
    def myth(text: str) -> dict[str, str]:
        return {"myth": text, "fact": "No."}

    assert met([], [myth("a")], [myth("b")], "myths", "condition").side is Side.CONFLICT


def test_taking_what_conflicts_with_nothing_keeps_everything_of_here():
    kind = get_kind("symptom")
    base = {"name": "A", "description": "old", "words": ["a"]}
    theirs = {"name": "A", "description": "new", "words": ["a", "b"], "clinical_name": "theirs"}
    mine = {"name": "B", "description": "old", "words": ["a", "c"], "clinical_name": "mine"}
    meeting = meet(kind, "one", base, theirs, mine)
    assert meeting.merged() == {
        "name": "B",
        "description": "new",
        "words": ["a", "c", "b"],
        "clinical_name": "mine",
    }
    assert meeting.merged({"clinical_name": Pick.THERE})["clinical_name"] == "theirs"


# --- With files -------------------------------------------------------------------------------------------------------


@pytest.fixture
def newer(folder: Path) -> Path:  # noqa: F811
    """Loaded and published; then an editor changed the summary and the library the name and the prose."""
    loading.load(folder, publish=True)
    edit(summary="The editor's words.")
    change(folder, CONDITION, "name: Sore back", "name: Aching back")
    change(folder, CONDITION, "Something is sore", "Something aches")
    return folder


def edit(**fields: Any) -> Any:
    kind = get_kind("condition")
    content = kind.to_record(kind.copies().get(page__key="sore-back")).content()
    return factories.write("condition", **content | fields)


def settle(client: Any, key: str = "sore-back", kind: str = "condition", **picks: str) -> Any:
    address = reverse("desk-library-record", args=[kind, key])
    seen = client.get(address).context["one"].seen
    return client.post(address, {"seen": seen, **picks}, follow=True)


def test_a_dry_run_tells_who_changed_what_and_keeps_nothing(newer):
    out = StringIO()
    call_command("load_content", newer, dry_run=True, stdout=out)
    assert "changed in the files only: name, what_happens" in out.getvalue()
    assert "changed here only: summary" in out.getvalue()
    assert library.waiting() == []


def test_a_dry_run_tells_it_as_json_too(newer):
    out = StringIO()
    call_command("load_content", newer, dry_run=True, json=True, stdout=out)
    told = json.loads(out.getvalue())
    assert told["left"] == ["condition sore-back"]
    assert told["meetings"]["condition sore-back"]["name"] == "there"


def test_loading_leaves_the_editors_text_and_keeps_what_the_library_says(newer):
    loading.load(newer, publish=True)
    assert Condition.objects.get().name == "Sore back"
    (one,) = library.waiting()
    assert one.meeting.named(Side.THERE) == ["name", "what_happens"]
    loading.load(newer, publish=True)
    assert library.waiting()[0].seen == one.seen


def test_the_news_of_all_records_without_a_conflict_are_taken_in_one_step(newer, writer):
    loading.load(newer, publish=True)
    address = reverse("desk-library")
    (line,) = writer.get(address).context["plain"]
    response = writer.post(address, {"all": "yes", "seen": [line.one.seen]}, follow=True)
    assert "went into 1 record" in said(response)
    copy = Condition.objects.get()
    assert (copy.name, copy.summary) == ("Aching back", "The editor's words.")
    page = Page.objects.get(pk=copy.page_id)
    assert page.state == State.DRAFT
    assert page.log.values_list("action", "by__username").first() == ("load", "writer")


def test_what_was_settled_is_not_asked_again_and_stays_the_editors(newer, writer):
    loading.load(newer)
    settle(writer)
    report = loading.load(newer)
    assert (report.left, report.meetings, library.waiting()) == (["condition sore-back"], [], [])
    assert Condition.objects.get().summary == "The editor's words."


def test_keeping_ones_own_text_changes_nothing_and_settles_it(newer, writer):
    loading.load(newer)
    before = Page.objects.get(key="sore-back").log.count()
    settle(writer, name="here", what_happens="here")
    assert Condition.objects.get().name == "Sore back"
    assert Page.objects.get(key="sore-back").log.count() == before
    assert library.waiting() == []


def test_of_a_conflict_somebody_picks_a_side(newer, writer):
    change(newer, CONDITION, "A back that is sore.", "A sore back.")
    loading.load(newer)
    (line,) = writer.get(reverse("desk-library")).context["lines"]
    assert line.undecided == 1
    html = writer.get(line.url).content.decode()
    assert "changed in both, differently" in html
    settle(writer, summary="there")
    assert Condition.objects.get().summary == "A sore back."


def test_the_step_for_all_leaves_conflicts_alone(newer, writer):
    change(newer, CONDITION, "A back that is sore.", "A sore back.")
    loading.load(newer)
    seen = library.waiting()[0].seen
    writer.post(reverse("desk-library"), {"all": "yes", "seen": [seen]})
    assert Condition.objects.get().name == "Sore back"


def test_a_decision_on_what_has_changed_since_is_refused(newer, writer):
    loading.load(newer)
    address = reverse("desk-library-record", args=["condition", "sore-back"])
    seen = writer.get(address).context["one"].seen
    edit(summary="Newer words.")
    response = writer.post(address, {"seen": seen, "summary": "there"})
    assert "changed since you looked" in response.content.decode()
    assert Condition.objects.get().summary == "Newer words."


def test_what_makes_no_sound_record_is_refused_with_the_reason(newer, writer):
    loading.load(newer)
    factories.write("symptom", "tingling", name="Tingling", group="feeling")
    edit(reviewed_on="2026-01-01", reviewed_by="A clinician")
    row = LoadedRecord.objects.get(key="sore-back")
    row.offered = {**(row.offered or {}), "reviewed_on": "2026-02-01", "reviewed_by": "Another"}
    row.content = {**(row.content or {}), "reviewed_by": "A clinician"}
    row.save()
    row.offered["symptoms"] = [{"symptom": "gone", "level": "common"}]
    row.save()
    response = settle(writer, symptoms="there")
    assert "there is no symptom “gone”" in response.content.decode()
    assert library.waiting()


def test_of_what_was_loaded_before_contents_were_kept_two_are_compared(newer, writer):
    LoadedRecord.objects.update(content=None)
    out = StringIO()
    call_command("load_content", newer, stdout=out)
    assert "what was loaded before is not known: name, summary, what_happens" in out.getvalue()
    html = writer.get(reverse("desk-library-record", args=["condition", "sore-back"])).content.decode()
    assert "What was loaded before is not known" in html
    settle(writer, name="there")
    copy = Condition.objects.get()
    assert (copy.name, copy.summary) == ("Aching back", "The editor's words.")


def test_contents_of_older_loads_are_filled_in_by_the_next(folder):  # noqa: F811
    loading.load(folder)
    LoadedRecord.objects.update(content=None)
    loading.load(folder)
    assert not LoadedRecord.objects.filter(content=None).exists()


def test_a_record_of_the_same_key_that_was_made_here_waits_too(folder, writer):  # noqa: F811
    factories.write("source", "study-2020", title="Another study")
    loading.load(folder)
    (one,) = library.waiting()
    assert one.meeting.named(Side.UNKNOWN) == ["title", "date"]
    settle(writer, "study-2020", "source", title="there", date="there")
    assert Source.objects.get().title == "A study of backs"
    assert loading.load(folder).left == []


def test_a_reviewer_may_look_and_not_decide_and_others_neither(newer, reviewer, log_in):
    loading.load(newer)
    address = reverse("desk-library-record", args=["condition", "sore-back"])
    assert reviewer.get(address).status_code == 200
    assert reviewer.post(address, {"seen": ""}).status_code == 403
    assert reviewer.get(reverse("desk-library")).status_code == 403
    assert log_in("staff").get(address).status_code == 403


def test_an_unknown_record_leads_to_the_list(writer):
    for kind, key in (("nonsense", "one"), ("condition", "nobody")):
        response = writer.get(reverse("desk-library-record", args=[kind, key]), follow=True)
        assert "Nothing waits there any more" in said(response)


def test_the_list_takes_as_many_queries_for_twenty_records_as_for_two(writer, django_assert_max_num_queries):
    def count(number: int) -> int:
        for one in range(number):
            factories.write("symptom", f"sign-{one}")
            LoadedRecord.objects.update_or_create(
                kind="symptom",
                key=f"sign-{one}",
                defaults={"offered": {"key": f"sign-{one}", "name": "Sign", "group": "pain"}},
            )
        with django_assert_max_num_queries(20) as queries:
            assert len(writer.get(reverse("desk-library")).context["lines"]) == number
        return len(queries)

    count(1)
    assert count(2) == count(20)
    assert Symptom.objects.count() == 20

"""What a page lacks is told with the way to it, and asked again by whatever way it is published."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from desk.checks import check_page
from desk.checks.library import read, read_around
from publishing import service
from publishing.gates import Weight
from publishing.kinds import get_kind
from publishing.models import LogEntry, Page
from publishing.states import State
from tests import factories
from tests.desk.conftest import at, list_of, move, said, save

pytestmark = [pytest.mark.django_db, pytest.mark.gate]

WHOLE = {
    "what_happens": "A muscle is sore. [@common-teaching]",
    "diagnosis": "By talking. [@common-teaching]",
    "outlook": "It heals. [@common-teaching]",
    "when_to_see_someone": "Ask if it lasts. [@common-teaching]",
    "look_alikes": [{"name": "A pulled muscle", "tell_apart": "That one has a day."}],
    "red_flags": [{"red_flag": "danger", "why": "It can be grave."}],
    "sources_checked_on": "2026-11-01",
    "next_review_due": "2099-11-01",
}
LONG = f"It hurts {'and hurts ' * 15}a lot."


def whole(key: str = "sore-back", **changes: Any) -> Any:
    """A condition that lacks nothing but what a test takes from it, approved."""
    factories.vocabulary()
    factories.live("red-flag", "danger")
    copy = factories.write("condition", key, **factories.facts(**WHOLE | changes))
    Page.objects.filter(pk=copy.page.pk).update(state=State.APPROVED)
    return copy


def told(copy: Any) -> dict[str, tuple[Weight, str]]:
    copy.page.refresh_from_db()
    return {str(one): (one.weight, one.link) for one in service.shortcomings(copy.page)}


def reason_for(client: Any, copy: Any, reason: str) -> Any:
    """The editor's answer to everything that can be let pass."""
    block = client.get(at(copy)).context["gate"]
    return client.post(at(copy, "pass"), {one.field: reason for one in block.passable}, follow=True)


def test_a_whole_page_is_published_and_readers_are_told_that_nobody_reviewed_it(editor):
    copy = whole()
    assert told(copy) == {
        "Reviewed by: no clinician has reviewed this text, and readers are told so": (
            Weight.NOTE,
            "#id_reviewed_by",
        )
    }
    assert "was published" in said(move(editor, copy, "publish"))


@pytest.mark.parametrize(
    ("lacks", "found", "link"),
    [
        ({"red_flags": []}, "Red flags: is missing", "#conditionredflag_set-group"),
        ({"when_to_see_someone": ""}, "When to see someone: is missing", "#id_when_to_see_someone"),
        ({"next_review_due": None}, "Next review due: is missing", "#id_next_review_due"),
        ({"outlook": "It all heals."}, "Outlook, paragraph 1: “It all heals.” has no source", "#id_outlook"),
        (
            {"treatments": [{"treatment": "heat", "evidence": "against", "time_to_try": "A week"}]},
            "Treatments, row 1 (heat): is advised against, and says how long to try it",
            "#conditiontreatment_set-0",
        ),
        (
            {"myths": [{"myth": "It is rare.", "fact": "It bothers 40 % of adults."}]},
            "Myths, row 1, fact: “40 %” has no source",
            "#id_conditionmyth_set-0-fact",
        ),
    ],
)
def test_what_must_be_mended_is_told_with_its_place_and_refused(editor, lacks, found, link):
    copy = whole(**lacks)
    assert told(copy)[found] == (Weight.MUST, link)
    html = editor.get(at(copy)).content.decode()
    assert f'href="{link}"' in html
    assert f'id="{link[1:]}"' in html
    assert found in said(move(editor, copy, "publish"))
    refused = editor.post(at(copy, "pass"), {f"reason-{key_of(copy, found)}": "Because."}, follow=True)
    assert "cannot be let pass" in said(refused)
    assert not LogEntry.objects.filter(action="waive").exists()


def key_of(copy: Any, found: str) -> str:
    return next(one.key for one in service.shortcomings(copy.page) if str(one) == found)


@pytest.mark.parametrize(
    ("lacks", "found"),
    [
        ({"diagnosis": ""}, "How it is diagnosed: is missing"),
        ({"summary": LONG}, "Summary: “It hurts and hurts and hurts and hurts …” has 34 words"),
        ({"next_review_due": "2026-11-02"}, "Next review due: was on 2026-11-02"),
        ({"summary": "It is idiopathic."}, "Summary: “idiopathic” is jargon"),
    ],
)
def test_an_editor_lets_the_rest_pass_with_a_reason_that_is_logged(editor, lacks, found):
    copy = whole(**lacks)
    assert "let it pass with a reason" in said(move(editor, copy, "publish"))
    reason_for(editor, copy, "The trial is not out yet.")
    entry = LogEntry.objects.filter(action="waive").get()
    assert (entry.by, entry.from_state, entry.to_state) == (editor.person, "approved", "approved")
    assert found in entry.note
    assert "Reason: The trial is not out yet." in entry.note
    assert "was published" in said(move(editor, copy, "publish"))
    (passed,) = LogEntry.objects.filter(action="publish").get().passed
    assert passed["reason"] == "The trial is not out yet."


@pytest.mark.parametrize("role", ["writer", "reviewer"])
def test_nobody_else_lets_anything_pass(log_in, role):
    copy = whole(diagnosis="")
    client = log_in(role)
    html = client.get(at(copy)).content.decode()
    assert "How it is diagnosed" in html
    assert 'name="reason-' not in html
    assert "do not have the permission" in said(reason_for(client, copy, "Because."))
    assert not LogEntry.objects.filter(action="waive").exists()


def test_an_empty_reason_lets_nothing_pass(editor):
    copy = whole(diagnosis="")
    assert "Nothing was let pass" in said(reason_for(editor, copy, "  "))


def test_a_reason_holds_for_one_publication_and_is_offered_for_the_next(editor):
    copy = whole(diagnosis="")
    reason_for(editor, copy, "Nobody knows yet.")
    move(editor, copy, "publish")
    save(editor, copy, summary="Other words.")
    (one,) = editor.get(at(copy)).context["gate"].passable
    assert (one.reason, one.before) == ("", "Nobody knows yet.")


def test_a_reason_does_not_hold_for_something_else(editor):
    copy = whole(diagnosis="")
    reason_for(editor, copy, "Nobody knows yet.")
    save(editor, copy, summary=LONG)
    Page.objects.filter(pk=copy.page.pk).update(state=State.APPROVED)
    refused = said(move(editor, copy, "publish"))
    assert "1 thing stands in the way" in refused
    assert "How it is diagnosed" not in refused


def test_a_note_of_return_stands_while_something_is_let_pass(editor, reviewer):
    copy = whole(diagnosis="")
    move(reviewer, copy, "return", "Say how it is diagnosed.")
    reason_for(editor, copy, "Nobody knows yet.")
    assert editor.get(at(copy)).context["returned"].note == "Say how it is diagnosed."


def test_a_schedule_and_a_list_meet_the_gate_too(editor):
    copy = whole(red_flags=[])
    Page.objects.filter(pk=copy.page.pk).update(publish_at=timezone.now())
    assert "will not go out by schedule" in editor.get(at(copy)).content.decode()
    ((_, done),) = service.publish_due()
    assert "Red flags: is missing" in done
    sent = {"action": "publish_selected", "_selected_action": [copy.pk]}
    assert "Red flags: is missing" in said(editor.post(list_of(type(copy)), sent, follow=True))
    assert not Page.objects.get(pk=copy.page.pk).is_published


def test_the_loader_and_a_withdrawal_are_not_asked(editor):
    copy = factories.live("condition", "sore-back")
    assert "was withdrawn" in said(move(editor, copy, "withdraw", sure="yes"))


def test_a_warning_sign_without_a_case_is_refused(editor):
    copy = factories.write("red-flag", "danger", why="It can be grave.")
    assert told(copy) == {
        "Cases for the warning rules: no case shows this sign": (
            Weight.MUST,
            "/admin/conditions/redflagcase/add/",
        )
    }


def test_a_look_alike_that_does_not_name_this_page_back_is_told(editor):
    factories.live("condition", "slipped-disc")
    copy = whole(look_alikes=[{"condition": "slipped-disc", "tell_apart": "That one shoots."}])
    found = "Look-alikes, row 1 (slipped-disc): “Slipped disc” does not name this page back"
    assert told(copy)[found] == (Weight.REASON, "#conditionlookalike_set-0")


def test_a_review_of_an_older_text_is_told(editor):
    reviewed = {"reviewed_by": "Dr Ruth Amara", "reviewed_on": "2026-11-01"}
    copy = whole(**reviewed)
    move(editor, copy, "publish")
    assert not told(copy)
    save(editor, copy, summary="It claims more now.")
    ((found, (weight, _)),) = told(copy).items()
    assert "Dr Ruth Amara reviewed the text that readers see now" in found
    assert weight is Weight.REASON


def test_a_page_that_is_published_as_it_stands_shows_no_gate(editor):
    copy = whole()
    move(editor, copy, "publish")
    assert "desk-gate" not in editor.get(at(copy)).content.decode()


def test_the_cases_of_the_warning_rules_are_asked_where_an_editor_asks(editor):
    factories.live("red-flag", "danger")
    kind = get_kind("red-flag-case")
    case = {"text": "a sign of danger", "shows": ["danger"], "urgent": True}
    kind.write_fields(kind.record.model_validate(case), None)
    copy = factories.write("red-flag", "danger", words=["zebra"])
    assert "judge 1 of their cases wrongly" not in editor.get(at(copy)).content.decode()
    assert "judge 1 of their cases wrongly" in editor.get(f"{at(copy)}?guards=ask").content.decode()


def test_the_gate_asks_the_database_no_more_of_many_pages(django_assert_num_queries):
    copy = whole()
    with CaptureQueriesContext(connection) as few:
        service.shortcomings(copy.page)
    for number in range(20):
        factories.live(
            "condition", f"other-{number}", look_alikes=[{"condition": "sore-back", "tell_apart": "So."}]
        )
    with django_assert_num_queries(len(few)):
        service.shortcomings(copy.page)


def test_a_page_is_judged_by_the_gate_as_by_check_content():
    factories.vocabulary()
    factories.write("condition", "neck", name="Wry neck", also_known_as=["Stiff neck"])
    factories.write("condition", "sore-back")
    factories.write("condition", "spine", look_alikes=[{"condition": "sore-back", "tell_apart": "So."}])
    factories.write("treatment", "warmth", words=["heat"])
    factories.write(
        "condition",
        "sore-back",
        look_alikes=[{"name": "Stiff neck", "tell_apart": "So."}],
        outlook="See [this](/conditions/gone/) and [that](/conditions/neck/).",
    )
    library = read()
    for page in library.pages.values():
        assert check_page(page, read_around(page)) == check_page(page, library)

"""Moves at the desk: the legal ones are shown, any other is refused, and nothing moves by looking."""

import logging

import pytest

from conditions.models import Condition, Symptom
from publishing.models import LogEntry, Page
from publishing.states import State
from tests import factories
from tests.desk.conftest import at, move, moves_shown, said, save

pytestmark = pytest.mark.django_db

SHOWN = {
    # role: state → buttons, for a page of which a revision is live
    "writer": {State.DRAFT: {"submit"}},
    "reviewer": {State.IN_REVIEW: {"approve", "return"}, State.APPROVED: {"return"}},
    "editor": {
        State.DRAFT: {"submit", "withdraw"},
        State.IN_REVIEW: {"withdraw"},
        State.APPROVED: {"publish", "withdraw"},
        State.PUBLISHED: {"withdraw"},
    },
}


@pytest.mark.parametrize("state", [state for state in State if state is not State.WITHDRAWN])
@pytest.mark.parametrize("role", SHOWN)
def test_just_the_legal_moves_are_shown(log_in, role, state):
    copy = factories.live("condition", "sore-back")
    Page.objects.update(state=state)
    assert moves_shown(log_in(role), copy) == SHOWN[role].get(state, set())


def test_who_has_no_move_is_told_who_is_next(writer):
    copy = factories.live("condition", "sore-back")
    Page.objects.update(state=State.APPROVED)
    assert "An editor publishes it." in writer.get(at(copy)).content.decode()


def test_a_reviewer_who_changed_the_page_is_told_why_there_is_no_approval(log_in):
    copy = factories.write("condition", "sore-back")
    reviewer = log_in("reviewer")
    reviewer.person.groups.add(*log_in("writer").person.groups.all())
    save(reviewer, copy, summary="Mine.")
    move(reviewer, copy, "submit")
    assert moves_shown(reviewer, copy) == {"return"}
    assert "A second person must approve it." in reviewer.get(at(copy)).content.decode()


def test_an_illegal_move_by_hand_is_refused_and_logged(editor, caplog):
    copy = factories.write("condition", "sore-back")
    with caplog.at_level(logging.WARNING, "publishing.service"):
        response = move(editor, copy, "publish")
    assert "It is for one that is approved." in said(response)
    assert "refused: publish of condition sore-back by editor" in caplog.text
    assert not Page.objects.published()


def test_a_withdrawal_by_hand_without_permission_is_refused_and_logged(writer, caplog):
    copy = factories.live("condition", "sore-back")
    with caplog.at_level(logging.WARNING, "publishing.service"):
        response = move(writer, copy, "withdraw")
    assert "do not have the permission" in said(response)
    assert "refused: withdraw" in caplog.text
    assert Page.objects.published()


def test_a_move_that_does_not_exist_is_refused(boss):
    copy = factories.write("condition", "sore-back")
    assert "There is no such move." in said(move(boss, copy, "explode"))


@pytest.mark.parametrize("view", ["move", "schedule"])
def test_looking_moves_nothing(boss, view):
    copy = factories.write("condition", "sore-back")
    query = {"move": "submit", "publish_at": "2030-01-01T09:00"}
    assert boss.get(at(copy, view), query).status_code == 302
    page = Page.objects.get()
    assert (page.state, page.publish_at) == (State.DRAFT, None)


def test_a_move_without_the_token_of_the_form_is_refused(boss):
    copy = factories.write("condition", "sore-back")
    boss.handler.enforce_csrf_checks = True
    assert boss.post(at(copy, "move"), {"move": "submit"}).status_code == 403


def test_withdrawing_first_shows_what_links_there_and_waits(editor):
    copy = factories.live("condition", "sore-back")
    factories.live("condition", "sore-back-too", name="Not this one")
    factories.live(
        "condition",
        "other",
        name="Stiff back",
        look_alikes=[{"condition": "sore-back", "tell_apart": "Stiff."}],
    )
    factories.live("article", "long-read", title="A long read", body="See [this](condition:sore-back).")
    html = move(editor, copy, "withdraw").content.decode()
    assert "Stiff back" in html
    assert "A long read" in html
    assert "Not this one" not in html
    assert Page.objects.published().count() == 4


def test_a_confirmed_withdrawal_is_done_at_once_with_its_reason(editor, client):
    copy = factories.live("condition", "sore-back")
    assert "was withdrawn" in said(move(editor, copy, "withdraw", "Wrong dose.", sure="yes"))
    assert client.get("/conditions/sore-back/").status_code == 410
    assert LogEntry.objects.latest("pk").note == "Wrong dose."


def test_a_withdrawn_page_is_submitted_again_without_a_change(editor):
    copy = factories.live("condition", "sore-back")
    move(editor, copy, "withdraw", sure="yes")
    assert moves_shown(editor, copy) == {"submit"}
    assert "was submitted" in said(move(editor, copy, "submit"))


def test_a_return_says_why_on_the_page_until_it_is_submitted_again(writer, reviewer):
    copy = factories.write("condition", "sore-back")
    move(writer, copy, "submit")
    assert "needs a note" in said(move(reviewer, copy, "return"))
    move(reviewer, copy, "return", "Cite the trial.")
    save(writer, copy, summary="With a trial.")
    assert "Cite the trial." in str(writer.get(at(copy)).context["returned"].note)
    move(writer, copy, "submit")
    assert writer.get(at(copy)).context["returned"] is None


def test_a_schedule_is_of_the_site_s_time_zone_and_logged(editor):
    copy = factories.write("condition", "sore-back")
    response = editor.post(at(copy, "schedule"), {"publish_at": "2030-07-01T09:00"}, follow=True)
    assert "only if it has been approved" in said(response)
    assert str(Page.objects.get().publish_at) == "2030-07-01 08:00:00+00:00"
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.by) == ("schedule", editor.person)
    html = response.content.decode()
    assert 'value="2030-07-01T09:00"' in html
    assert "Europe/London" in html


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ({"publish_at": "soon"}, "Publish at: Enter a valid date/time."),
        ({"publish_at": "2030-02-01T09:00", "withdraw_at": "2030-01-01T09:00"}, "must be later"),
        ({"publish_at": "2020-01-01T09:00"}, "Publish at: This time is past."),
        ({"withdraw_at": "2020-01-01T09:00"}, "press “Withdraw” to do it now."),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(editor, times, told):
    copy = factories.write("condition", "sore-back")
    assert told in said(editor.post(at(copy, "schedule"), {**times, "public_note": "Kept."}, follow=True))
    page = Page.objects.get()
    assert (page.publish_at, page.withdraw_at, page.public_note) == (None, None, "Kept.")


def test_what_is_late_may_stay_so_while_the_other_time_is_set(editor):
    copy = factories.write("condition", "sore-back")
    Page.objects.update(publish_at="2020-01-01T09:00Z")
    late = {"publish_at": "2020-01-01T09:00", "withdraw_at": "2030-01-01T09:00"}
    assert "was saved" in said(editor.post(at(copy, "schedule"), late, follow=True))


def test_a_restored_revision_is_the_working_copy_and_what_stood_there_is_kept(editor, client):
    copy = factories.live("condition", "sore-back", summary="First.")
    factories.write("condition", "sore-back", summary="Never submitted.")
    response = editor.post(at(copy, "revision", 1), follow=True)
    assert "Revision 1 is the working copy now. It is what readers see." in said(response)
    assert Condition.objects.get().summary == "First."
    assert copy.page.revisions.get(number=2).data["summary"] == "Never submitted."
    assert "First." in client.get("/conditions/sore-back/").content.decode()


def test_restoring_what_names_something_deleted_says_so(editor):
    factories.write("symptom", "gone")
    links = [{"symptom": "gone", "level": "common"}]
    copy = factories.write("condition", "sore-back", symptoms=links)
    move(editor, copy, "submit")
    factories.write("condition", "sore-back")
    Condition.objects.get().conditionsymptom_set.all().delete()
    Symptom.objects.all().delete()
    response = editor.post(at(copy, "revision", 1), follow=True)
    assert "names something that has been deleted" in said(response)


@pytest.mark.parametrize("view", ["move", "schedule", "preview", "revisions"])
@pytest.mark.parametrize("number", ["999", "x", "9" * 30])
def test_a_page_that_is_not_there_is_not_found(boss, view, number):
    assert boss.get(f"/admin/conditions/condition/{number}/{view}/").status_code == 404

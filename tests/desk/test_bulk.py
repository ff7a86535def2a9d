"""What is done to many pages of a list at once: each act asks first, and says what it did and what not."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from conditions.models import Condition, Symptom
from publishing.models import Page
from publishing.states import State
from tests import factories
from tests.desk.conftest import list_of, move, said
from tests.desk.test_lists import act

pytestmark = pytest.mark.django_db

NEXT_YEAR = timezone.localdate() + timedelta(days=365)
AT = datetime.combine(NEXT_YEAR, datetime.min.time().replace(hour=9), timezone.get_current_timezone())


def set_date(client: Any, *copies: Any, day: str = f"{NEXT_YEAR:%Y-%m-%d}") -> Any:
    return act(client, Condition, "set_review_date", *copies, next_review_due=day, sure="yes")


def schedule(client: Any, *copies: Any, day: str = f"{NEXT_YEAR:%Y-%m-%d}", time: str = "09:00") -> Any:
    at = f"{day}T{time}" if day else ""
    return act(client, Condition, "schedule_selected", *copies, publish_at=at, sure="yes")


def test_an_act_shows_the_pages_and_asks_before_it_changes_anything(writer):
    one, two = factories.live("condition", "one"), factories.write("condition", "two")
    response = act(writer, Condition, "set_review_date", one, two)
    assert "Set the next review of 2 pages" in response.content.decode()
    assert "One (published)" in response.content.decode()
    assert not Condition.objects.exclude(next_review_due=None).exists()


def test_the_next_review_is_set_as_an_edit_that_readers_do_not_see_yet(writer):
    one, two = factories.live("condition", "one"), factories.write("condition", "two")
    same = factories.write("condition", "three", next_review_due=NEXT_YEAR)
    told = said(set_date(writer, one, two, same))
    assert "2 pages were changed. 1 already says so." in told
    page = Page.objects.get(key="one")
    assert (page.state, page.is_published) == (State.DRAFT, True)
    assert page.log.values_list("by__username").first() == ("writer",)


def test_pages_in_review_are_left_and_told(writer):
    copy = factories.write("condition", "one", name="One")
    move(writer, copy, "submit")
    assert "“One”: it is in review" in said(set_date(writer, copy))
    assert Page.objects.get().state == State.IN_REVIEW


@pytest.mark.parametrize("day", ["2020-01-01", "soon", ""])
def test_a_day_that_will_not_do_is_asked_for_again(writer, day):
    copy = factories.write("condition", "one")
    response = set_date(writer, copy, day=day)
    assert response.context["form"].errors
    assert "One (draft)" in response.content.decode()


def test_many_are_scheduled_and_those_that_readers_see_already_are_told(editor, writer):
    draft, live = factories.write("condition", "one"), factories.live("condition", "two", name="Two")
    told = said(schedule(editor, draft, live))
    assert "“Two”: readers see this very text already." in told
    assert "1 page was changed." in told
    page = Page.objects.get(key="one")
    assert page.publish_at == AT
    assert page.log.values_list("action").first() == ("schedule",)
    assert "1 page was changed." in said(schedule(editor, draft, day=""))
    assert Page.objects.get(key="one").publish_at is None


def test_a_publication_after_the_withdrawal_is_refused(editor):
    copy = factories.write("condition", "one", name="One")
    Page.objects.update(withdraw_at=AT - timedelta(days=1))
    assert "“One”: it is withdrawn before that." in said(schedule(editor, copy))


def test_who_lacks_the_permission_is_not_offered_it_and_cannot_force_it(writer, reviewer):
    copy = factories.write("condition", "one")
    schedule(writer, copy)
    set_date(reviewer, copy)
    assert Page.objects.get().publish_at is None
    assert Condition.objects.get().next_review_due is None


def test_terms_have_no_review_to_set(editor):
    factories.write("symptom", "one")
    actions = editor.get(list_of(Symptom)).context["action_form"].fields["action"].choices
    assert "set_review_date" not in dict(actions)


def test_more_than_one_person_looks_through_are_refused(writer, monkeypatch):
    monkeypatch.setattr("publishing.admin_bulk.MOST", 1)
    copies = [factories.write("condition", key) for key in ("one", "two")]
    assert "at most 1" in said(set_date(writer, *copies))

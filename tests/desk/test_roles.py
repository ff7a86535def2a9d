"""Every role × every move, by request: what is done, and what is refused."""

from typing import Any

import pytest

from conditions.models import Condition
from publishing.models import Page
from publishing.states import MOVES, State
from tests import factories
from tests.desk.conftest import add_to, at, list_of, move, said, save

pytestmark = pytest.mark.django_db

ROLES = ("writer", "reviewer", "editor", "boss")
MAY = {
    "submit": {"writer", "editor", "boss"},
    "return": {"reviewer", "boss"},
    "approve": {"reviewer", "boss"},
    "publish": {"editor", "boss"},
    "withdraw": {"editor", "boss"},
}
FROM = {
    "submit": State.DRAFT,
    "return": State.IN_REVIEW,
    "approve": State.IN_REVIEW,
    "publish": State.APPROVED,
    "withdraw": State.PUBLISHED,
}
PEOPLE = {"/admin/auth/user/", "/admin/auth/group/"}


def standing_at(state: State) -> Any:
    copy = factories.live("condition", "sore-back")
    Page.objects.filter(pk=copy.page.pk).update(state=state)
    return copy


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", MOVES)
def test_each_role_makes_its_own_moves_and_is_refused_the_others(log_in, role, name):
    copy = standing_at(FROM[name])
    response = move(log_in(role), copy, name, "because", sure="yes")
    if role in MAY[name]:
        assert f"was {MOVES[name].done}" in said(response)
        assert Page.objects.get().state == MOVES[name].target
    else:
        assert "do not have the permission" in said(response)
        assert Page.objects.get().state == FROM[name]


@pytest.mark.parametrize("role", ["reader", "staff"])
def test_nobody_else_makes_a_move(log_in, role):
    copy = standing_at(State.DRAFT)
    assert log_in(role).post(at(copy, "move"), {"move": "submit"}).status_code in (302, 403)
    assert Page.objects.get().state == State.DRAFT


@pytest.mark.parametrize(("role", "answer"), [("writer", 200), ("reviewer", 403), ("editor", 200)])
def test_writers_and_editors_make_pages_and_reviewers_do_not(log_in, role, answer):
    assert log_in(role).get(add_to(Condition)).status_code == answer


def test_a_reviewer_cannot_save_a_change(reviewer):
    copy = factories.live("condition", "sore-back", summary="Kept.")
    assert reviewer.post(at(copy), {"summary": "Mine.", "name": "X"}).status_code == 403
    assert Condition.objects.get().summary == "Kept."


@pytest.mark.parametrize("role", ["writer", "reviewer"])
def test_only_an_editor_schedules_and_restores(log_in, role):
    copy = factories.live("condition", "sore-back")
    client = log_in(role)
    client.post(at(copy, "schedule"), {"publish_at": "2030-01-01T09:00"})
    assert Page.objects.get().publish_at is None
    assert client.post(at(copy, "revision", 1)).status_code == 403


def test_nobody_approves_their_own_change(log_in):
    copy = factories.write("condition", "sore-back")
    reviewer = log_in("reviewer")
    reviewer.person.groups.add(*log_in("writer").person.groups.all())
    save(reviewer, copy, summary="My own words.")
    move(reviewer, copy, "submit")
    response = move(reviewer, copy, "approve")
    assert "A second person must approve it" in said(response)
    assert Page.objects.get().state == State.IN_REVIEW


@pytest.mark.parametrize("role", ["writer", "reviewer", "editor"])
def test_the_front_page_shows_a_role_what_concerns_it_and_no_accounts(log_in, role):
    html = log_in(role).get("/admin/").content.decode()
    assert list_of(Condition) in html
    assert not [address for address in PEOPLE if address in html]


def test_the_front_page_begins_with_pages_and_vocabulary_under_the_name_of_the_site(boss):
    response = boss.get("/admin/")
    groups = [group["name"] for group in response.context["app_list"]]
    assert groups[:2] == ["Pages", "Vocabulary"]
    assert [model["object_name"] for model in response.context["app_list"][0]["models"]][:2] == [
        "Condition",
        "Article",
    ]
    assert "Whereabouts desk" in response.content.decode()


def test_each_role_is_told_on_the_front_page_what_waits_for_it(log_in):
    for key, state in (
        ("one", State.IN_REVIEW),
        ("two", State.IN_REVIEW),
        ("three", State.APPROVED),
        ("four", State.DRAFT),
    ):
        copy = factories.write("condition", key)
        Page.objects.filter(pk=copy.page.pk).update(state=state)
    waits = {
        role: [
            (one.to_do, [(some.count, some.label) for some in one.pages])
            for one in log_in(role).get("/admin/").context["waiting"]
        ]
        for role in ROLES
    }
    to_review, to_publish = ("To review", [(2, "conditions")]), ("To publish", [(1, "condition")])
    drafts = ("Drafts, to finish and submit", [(1, "condition")])
    assert waits == {
        "writer": [drafts],
        "reviewer": [to_review],
        "editor": [to_publish, drafts],
        "boss": [to_review, to_publish, drafts],
    }


def test_what_waits_leads_to_the_list_of_just_that(reviewer):
    for key in ("one", "two"):
        copy = factories.write("symptom", key)
    Page.objects.filter(pk=copy.page.pk).update(state=State.IN_REVIEW)
    address = reviewer.get("/admin/").context["waiting"][0].pages[0].url
    assert list(reviewer.get(address).context["cl"].queryset) == [copy]

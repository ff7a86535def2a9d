"""Moves, roles, revisions and what readers see of them."""

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from desk import roles
from publishing import projections, service
from publishing.models import Address, Immutable, LivePage, Page, Revision
from publishing.states import MOVES, State
from tests import factories

pytestmark = pytest.mark.django_db


def person(name: str, group: str = "", **fields) -> User:
    user = User.objects.create_user(name, is_staff=True, **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def writer() -> User:
    return person("writer", roles.WRITER)


@pytest.fixture
def reviewer() -> User:
    return person("reviewer", roles.REVIEWER)


@pytest.fixture
def editor() -> User:
    return person("editor", roles.EDITOR)


def test_a_page_goes_from_draft_to_readers_by_three_people(writer, reviewer, editor):
    copy = factories.write("condition", "sore-back")
    service.make_move(copy.page, "submit", writer)
    service.make_move(copy.page, "approve", reviewer)
    page = service.make_move(copy.page, "publish", editor)
    assert page.state == State.PUBLISHED
    assert LivePage.objects.get().key == "sore-back"
    assert [entry.action for entry in page.log.all()][:3] == ["publish", "approve", "submit"]


def test_saving_is_never_publishing():
    copy = factories.live("condition", "sore-back", summary="Old words.")
    factories.write("condition", "sore-back", summary="New words.")
    assert LivePage.objects.get().summary == "Old words."
    assert Page.objects.get(pk=copy.page.pk).state == State.DRAFT


def test_an_edit_sends_an_approved_page_back_to_draft(writer, reviewer):
    copy = factories.write("condition", "sore-back")
    service.make_move(copy.page, "submit", writer)
    service.make_move(copy.page, "approve", reviewer)
    factories.write("condition", "sore-back", summary="Not what was approved.")
    assert Page.objects.get().state == State.DRAFT


def test_an_edit_taken_back_leaves_the_page_published():
    factories.live("condition", "sore-back", summary="Old words.")
    factories.write("condition", "sore-back", summary="New words.")
    factories.write("condition", "sore-back", summary="Old words.")
    page = Page.objects.get()
    assert page.state == State.PUBLISHED
    assert page.differs_from_live is False


EXPECTED = {
    # role: the moves it can make from the state in which each is legal
    roles.WRITER: {"submit"},
    roles.REVIEWER: {"return", "approve"},
    roles.EDITOR: {"submit", "publish", "withdraw"},
}
STARTS = {
    "submit": State.DRAFT,
    "return": State.IN_REVIEW,
    "approve": State.IN_REVIEW,
    "publish": State.APPROVED,
    "withdraw": State.PUBLISHED,
}


@pytest.mark.parametrize("role", EXPECTED)
@pytest.mark.parametrize("move", MOVES)
def test_each_role_makes_its_moves_and_no_other(role, move):
    copy = factories.live("condition", "sore-back")
    Page.objects.filter(pk=copy.page.pk).update(state=STARTS[move])
    user = person("somebody", role)
    if move in EXPECTED[role]:
        service.make_move(copy.page, move, user, "because")
    else:
        with pytest.raises(service.MoveRefused, match="permission"):
            service.make_move(copy.page, move, user, "because")


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", State)
def test_a_move_is_refused_from_every_state_but_its_own(move, state):
    copy = factories.live("condition", "sore-back")
    if state == State.WITHDRAWN:
        service.make_move(copy.page, "withdraw", None)
    else:
        Page.objects.filter(pk=copy.page.pk).update(state=state)
    boss = person("boss", is_superuser=True)
    if state in MOVES[move].sources:
        service.make_move(copy.page, move, boss, "because")
    else:
        with pytest.raises(service.MoveRefused, match="not possible"):
            service.make_move(copy.page, move, boss, "because")


def test_nobody_approves_their_own_change(reviewer):
    copy = factories.write("condition", "sore-back")
    copy.summary = "Mine."
    copy.save()
    service.edited(copy.page, reviewer)
    service.make_move(copy.page, "submit", None)
    with pytest.raises(service.MoveRefused, match="second person"):
        service.make_move(copy.page, "approve", reviewer)


def test_a_superuser_approves_their_own_change_only_with_a_reason_that_is_logged():
    boss = person("boss", is_superuser=True)
    copy = factories.write("condition", "sore-back")
    service.make_move(copy.page, "submit", boss)
    with pytest.raises(service.MoveRefused, match="note"):
        service.make_move(copy.page, "approve", boss)
    service.make_move(copy.page, "approve", boss, "Nobody else is here.")
    assert copy.page.log.first().note == "Nobody else is here."


def test_a_return_needs_a_note(reviewer, writer):
    copy = factories.write("condition", "sore-back")
    service.make_move(copy.page, "submit", writer)
    with pytest.raises(service.MoveRefused, match="note"):
        service.make_move(copy.page, "return", reviewer, "  ")


def test_a_revision_cannot_be_changed_or_deleted():
    factories.live("condition", "sore-back")
    revision = Revision.objects.get()
    for act in (
        revision.save,
        revision.delete,
        Revision.objects.all().delete,
        lambda: Revision.objects.update(data={}),
    ):
        with pytest.raises(Immutable):
            act()


def test_publishing_the_same_words_again_makes_no_new_revision():
    copy = factories.live("condition", "sore-back")
    factories.publish(copy)
    assert copy.page.revisions.count() == 1


def test_an_old_revision_comes_back_as_a_working_copy_and_nothing_is_lost():
    factories.vocabulary()
    first = factories.live("condition", "sore-back", summary="First.", **factories.facts())
    factories.live("condition", "sore-back", summary="Second.")
    service.restore(first.page.revisions.get(number=1), None)
    copy = type(first).objects.get(pk=first.pk)
    assert copy.summary == "First."
    assert copy.conditionsymptom_set.get().symptom.name == "Numbness"
    assert LivePage.objects.get(key="sore-back").summary == "Second."
    assert first.page.revisions.count() == 2


def test_an_old_address_leads_to_the_new_one_in_one_hop(client):
    factories.live("condition", "sore-back")
    factories.live("condition", "sore-back", slug="aching-back")
    factories.live("condition", "sore-back", slug="painful-back")
    response = client.get("/conditions/sore-back/")
    assert (response.status_code, response["Location"]) == (301, "/conditions/painful-back/")


def test_an_address_is_never_given_to_another_page():
    factories.live("condition", "sore-back")
    factories.live("condition", "sore-back", slug="aching-back")
    copy = factories.write("condition", "other", slug="sore-back")
    with pytest.raises(service.MoveRefused, match="Choose another slug"):
        factories.publish(copy)


def test_a_withdrawn_page_is_gone_and_comes_back_when_published(client):
    copy = factories.live("condition", "sore-back")
    service.make_move(copy.page, "withdraw", None)
    assert client.get("/conditions/sore-back/").status_code == 410
    factories.publish(copy)
    assert client.get("/conditions/sore-back/").status_code == 200


def test_a_page_that_never_was_is_not_found(client):
    factories.write("condition", "sore-back")
    assert client.get("/conditions/sore-back/").status_code == 404


def test_what_is_scheduled_happens_when_it_is_due_and_once():
    copy = factories.write("condition", "sore-back")
    now = timezone.now()
    Page.objects.update(state=State.APPROVED, publish_at=now)
    assert [done for _, done in service.publish_due(now)] == ["published"]
    assert service.publish_due(now) == []
    assert LivePage.objects.get().key == copy.page.key


def test_a_scheduled_page_that_is_not_approved_stays_put_and_says_why():
    factories.write("condition", "sore-back")
    now = timezone.now()
    Page.objects.update(publish_at=now)
    ((_, done),) = service.publish_due(now)
    assert "not possible" in done
    assert not LivePage.objects.exists()


def test_everything_public_can_be_made_anew_from_revisions(client):
    factories.vocabulary()
    factories.live("condition", "sore-back", **factories.facts())
    factories.live("condition", "sore-back", slug="aching-back", **factories.facts())
    before = (
        list(Address.objects.values_list("slug", "page")),
        client.get("/conditions/aching-back/").content,
    )
    projections.rebuild()
    after = (
        list(Address.objects.values_list("slug", "page")),
        client.get("/conditions/aching-back/").content,
    )
    assert sorted(after[0]) == sorted(before[0])
    assert after[1] == before[1]


def test_a_text_that_changed_since_it_was_opened_is_not_approved(writer, reviewer):
    copy = factories.write("condition", "sore-back", summary="Good.")
    page = service.make_move(copy.page, "submit", writer)
    opened = page.copy_digest
    factories.write("condition", "sore-back", summary="Bad.")
    service.make_move(copy.page, "submit", writer)
    with pytest.raises(service.MoveRefused, match="changed since you opened it"):
        service.make_move(copy.page, "approve", reviewer, seen=opened)


@pytest.mark.parametrize("move", ["approve", "publish"])
def test_a_source_changed_after_submitting_needs_a_new_look(move):
    factories.write("source", "study", title="A study")
    copy = factories.write("condition", "sore-back", what_happens="It hurts [@study].")
    service.make_move(copy.page, "submit", None)
    if move == "publish":
        service.make_move(copy.page, "approve", None)
    factories.write("source", "study", title="Another study")
    with pytest.raises(service.MoveRefused, match="cites or shows was changed"):
        service.make_move(copy.page, move, None)


def scheduled(**fields) -> Page:
    page = factories.live("condition", "sore-back").page
    Page.objects.filter(pk=page.pk).update(**fields)
    return Page.objects.get(pk=page.pk)


def test_withdrawing_by_hand_ends_the_schedule():
    page = scheduled(withdraw_at=timezone.now(), publish_at=timezone.now())
    page = service.make_move(page, "withdraw", None)
    assert (page.publish_at, page.withdraw_at) == (None, None)


def test_an_edit_ends_a_scheduled_publication():
    page = scheduled(publish_at=timezone.now())
    factories.write("condition", "sore-back", summary="Another text.")
    assert Page.objects.get(pk=page.pk).publish_at is None


def test_a_scheduled_page_that_fails_does_not_hold_up_the_next(monkeypatch):
    now = timezone.now()
    for key in ("first", "second"):
        factories.write("condition", key)
    Page.objects.update(state=State.APPROVED, publish_at=now)
    claim = projections.claim_address

    def fail_once(page, slug):
        if page.key == "first":
            raise OSError("No space left on device")
        return claim(page, slug)

    monkeypatch.setattr(projections, "claim_address", fail_once)
    assert {page.key: done for page, done in service.publish_due(now)} == {
        "first": "not done: No space left on device",
        "second": "published",
    }


def test_the_log_cannot_be_changed_or_deleted():
    page = factories.live("condition", "sore-back").page
    entry = page.log.first()
    for act in (entry.save, entry.delete, page.log.all().delete, lambda: page.log.update(note="forged")):
        with pytest.raises(Immutable):
            act()

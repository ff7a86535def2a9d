"""Every role × every move × every state, by a request as a browser or a hand would send it: one table, and its answers."""

import logging
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.test import Client

from publishing.models import LogEntry, Page
from publishing.states import MOVES, State
from tests import factories
from tests.desk.conftest import at, list_of, move, moves_shown, said, save

pytestmark = pytest.mark.django_db

# From the table of design.md, not from the code. Move → states it leaves → state it leads to.
LEGAL = {
    "submit": ({"draft", "withdrawn"}, "in-review"),
    "return": ({"in-review", "approved"}, "draft"),
    "approve": ({"in-review"}, "approved"),
    "publish": ({"approved"}, "published"),
    "withdraw": ({"draft", "in-review", "approved", "published"}, "withdrawn"),
}
MAY = {
    "reader": set(),
    "staff": set(),
    "writer": {"submit"},
    "reviewer": {"return", "approve"},
    "editor": {"submit", "publish", "withdraw"},
    "boss": {"submit", "return", "approve", "publish", "withdraw"},
}
STATES = ("draft", "in-review", "approved", "published", "withdrawn")
OUTSIDE = ("reader", "staff")
"""Who has no business at the desk gets no answer from it: the log-in, or 403."""


def standing_at(state: str) -> Any:
    """Live, in any state but withdrawn."""
    copy = factories.live("condition", "sore-back")
    live = None if state == "withdrawn" else copy.page.live_revision
    Page.objects.filter(pk=copy.page.pk).update(state=state, live_revision=live)
    return copy


def log_length() -> int:
    return LogEntry.objects.count()


@pytest.mark.parametrize(("role", "state"), list(product(MAY, STATES)))
def test_each_move_is_made_and_logged_or_refused_and_logged(log_in, caplog, role, state):
    client = log_in(role)
    for name, (sources, target) in LEGAL.items():
        copy = standing_at(state)
        before = log_length()
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            response = move(client, copy, name, "because", sure="yes")
        stands = Page.objects.get().state
        if name in MAY[role] and state in sources:
            assert f"was {MOVES[name].done}" in said(response), (role, state, name)
            assert (stands, log_length()) == (target, before + 1)
            entry = LogEntry.objects.latest("pk")
            assert (entry.from_state, entry.to_state, entry.by) == (state, target, client.person)
        else:
            assert (stands, log_length()) == (state, before), (role, state, name)
            if role in OUTSIDE:
                assert response.redirect_chain or response.status_code == 403
            else:
                assert f"refused: {name} of condition sore-back by {role}" in caplog.text


@pytest.mark.parametrize(("role", "state"), list(product(MAY, STATES)))
def test_just_the_moves_of_the_table_are_shown(log_in, role, state):
    if role in OUTSIDE:
        return
    expected = {name for name, (sources, _) in LEGAL.items() if name in MAY[role] and state in sources}
    assert moves_shown(log_in(role), standing_at(state)) == expected


def _schedule(client: Client, copy: Any) -> Any:
    return client.post(at(copy, "schedule"), {"publish_at": "2030-01-01T09:00"})


def _restore(client: Client, copy: Any) -> Any:
    return client.post(at(copy, "revision", 1))


def _let_pass(client: Client, copy: Any) -> Any:
    return client.post(at(copy, "pass"), {"reason-x": "because"})


def _export(client: Client, copy: Any) -> Any:
    return client.get(f"{list_of(LogEntry)}export/")


def _explode(client: Client, copy: Any) -> Any:
    return client.post(at(copy, "move"), {"move": "explode"})


EDITORS = {"editor", "boss"}
ACTS: dict[Callable[[Client, Any], Any], tuple[set[str], str]] = {
    # What is no move → who may, what the log of refusals says of others.
    _schedule: (EDITORS, "refused: schedule of condition sore-back by {}"),
    _restore: (EDITORS, "refused: restore of condition sore-back by {}"),
    _let_pass: (EDITORS, "refused: let pass on condition sore-back by {}"),
    _export: (EDITORS, "refused: export of the log by {}"),
    _explode: (set(), "refused: a move that does not exist, of condition sore-back by {}"),
}


@pytest.mark.parametrize(("act", "role"), list(product(ACTS, MAY)))
def test_what_is_no_move_is_done_by_who_may_and_refused_to_others(log_in, caplog, act, role):
    may, refused = ACTS[act]
    copy = standing_at("draft")
    before = log_length()
    with caplog.at_level(logging.WARNING):
        response = act(log_in(role), copy)
    if role in may:
        assert response.status_code in (200, 302)
        assert "refused" not in caplog.text
    else:
        assert log_length() == before
        assert Page.objects.get().publish_at is None
        if role == "staff":
            assert response.status_code == 403
        elif role != "reader":
            assert refused.format(role) in caplog.text


@pytest.mark.parametrize("role", ["writer", "reviewer", "editor"])
def test_a_refusal_is_logged_without_what_was_typed(log_in, caplog, role):
    copy = standing_at("draft")
    with caplog.at_level(logging.WARNING):
        log_in(role).post(f"{at(copy, 'move')}?q=numb+bum", {"move": "approve", "note": "numb bum"})
    assert "refused: approve of condition sore-back" in caplog.text
    assert "bum" not in caplog.text


@pytest.mark.parametrize("role", ["writer", "editor"])
def test_who_changed_a_page_cannot_approve_it_even_as_a_reviewer(log_in, caplog, role):
    copy = factories.write("condition", "sore-back")
    client = log_in(role)
    client.person.groups.add(*log_in("reviewer").person.groups.all())
    save(client, copy, summary="My own words.")
    move(client, copy, "submit")
    assert "A second person must approve it" in said(move(client, copy, "approve"))
    assert "refused: approve" in caplog.text
    assert Page.objects.get().state == State.IN_REVIEW


@pytest.mark.parametrize("name", sorted(LEGAL))
def test_a_list_moves_just_what_its_person_may(log_in, name):
    for role in ("writer", "reviewer", "editor"):
        source = min(LEGAL[name][0])
        copy = standing_at(source)
        sent = {"action": f"{name}_selected", "_selected_action": [copy.pk], "sure": "yes"}
        log_in(role).post(list_of(type(copy)), sent, follow=True)
        # A move that needs a note is made on the page itself; so is one whose losses have to be seen first.
        moved = name in MAY[role] and name not in ("return", "withdraw")
        assert Page.objects.get().state == (LEGAL[name][1] if moved else source), (role, name)

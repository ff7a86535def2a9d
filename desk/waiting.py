"""What waits for whom: pages to review for reviewers, to publish for editors, drafts for those who write."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse

from publishing.kinds import page_kinds
from publishing.models import Page
from publishing.states import State

_WAITING = (
    ("publishing.review_page", State.IN_REVIEW, "To review"),
    ("publishing.publish_page", State.APPROVED, "To publish"),
    ("publishing.submit_page", State.DRAFT, "Drafts, to finish and submit"),
)
"""Permission, the state of a page that waits for whoever has it, and what there is to do."""


@dataclass(frozen=True, slots=True)
class Some:
    """Pages of one kind: "3 conditions", and the list of them."""

    count: int
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Waiting:
    to_do: str
    pages: list[Some]


def waiting_for(user: Any) -> list[Waiting]:
    """In one query; nothing for who may do none of it."""
    mine = [(state, to_do) for permission, state, to_do in _WAITING if user.has_perm(permission)]
    if not mine:
        return []
    rows = (
        Page.objects.filter(state__in=[state for state, _ in mine])
        .order_by()
        .values_list("state", "kind")
        .annotate(Count("pk"))
    )
    counts = {(state, kind): count for state, kind, count in rows}
    waiting = [Waiting(to_do, _of_state(state, counts)) for state, to_do in mine]
    return [one for one in waiting if one.pages]


def _of_state(state: State, counts: dict[tuple[str, str], int]) -> list[Some]:
    return [
        Some(count, (kind.label if count == 1 else kind.label_plural).lower(), _list_of(kind, state))
        for kind in page_kinds()
        if (count := counts.get((state, kind.name), 0))
    ]


def _list_of(kind: Any, state: State) -> str:
    meta = kind.model._meta
    return f"{reverse(f'admin:{meta.app_label}_{meta.model_name}_changelist')}?state={state.value}"

"""What waits for whom: pages to review for reviewers, to publish for editors, drafts for those who write."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, When, Window
from django.db.models.functions import RowNumber

from desk.named import form_url
from publishing.kinds import page_kinds
from publishing.models import LogEntry, Page
from publishing.states import EDIT, LOAD, MOVES, RESTORE, State

_WAITING = (
    ("publishing.review_page", State.IN_REVIEW, "To review"),
    ("publishing.publish_page", State.APPROVED, "To publish"),
    ("publishing.submit_page", State.DRAFT, "Drafts, to finish and submit"),
)
"""Permission, the state of a page that waits for whoever has it, and what there is to do."""

MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Some:
    """Pages of one kind: "3 conditions", and the list of them."""

    count: int
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class One:
    """A page that waits. `entry`: what was last done to its text, by whom, when. `publish_at`: it goes out by itself."""

    page_id: int
    entry_id: int | None
    publish_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """`pages`: how many there are, by kind. `first`: what has waited longest; of drafts, what was touched last."""

    to_do: str
    state: State
    pages: list[Some]
    first: list[One] = field(default_factory=list)

    @property
    def more(self) -> bool:
        return sum(some.count for some in self.pages) > len(self.first)


def waiting_for(user: Any) -> list[Waiting]:
    """In one query, without the pages themselves; nothing for who may do none of it."""
    mine = _mine(user)
    return [one for one in _counted(mine) if one.pages] if mine else []


def first_waiting_for(user: Any) -> list[Waiting]:
    """The same with the first few pages of each, in two queries. What is empty is there, to say so."""
    mine = _mine(user)
    if not mine:
        return []
    first: dict[str, list[One]] = {}
    for pk, state, entry, publish_at in _first([state for state, _ in mine]):
        first.setdefault(state, []).append(One(pk, entry, publish_at))
    return [Waiting(one.to_do, one.state, one.pages, first.get(one.state, [])) for one in _counted(mine)]


def _mine(user: Any) -> list[tuple[State, str]]:
    return [(state, to_do) for permission, state, to_do in _WAITING if user.has_perm(permission)]


def _first(states: list[State]) -> QuerySet[Page, tuple[int, str, int | None, datetime | None]]:
    done = LogEntry.objects.filter(page=OuterRef("pk"), action__in=[*MOVES, EDIT, LOAD, RESTORE])
    newest_draft = Case(When(state=State.DRAFT, then=F("entry"))).desc()
    place = Window(RowNumber(), partition_by=F("state"), order_by=[newest_draft, F("entry"), F("pk")])
    return (
        Page.objects.filter(state__in=states)
        .annotate(entry=Subquery(done.order_by("-pk").values("pk")[:1]))
        .annotate(place=place)
        .filter(place__lte=MOST_SHOWN)
        .order_by("state", "place")
        .values_list("pk", "state", "entry", "publish_at")
    )


def _counted(mine: list[tuple[State, str]]) -> Iterator[Waiting]:
    rows = (
        Page.objects.filter(state__in=[state for state, _ in mine])
        .order_by()
        .values_list("state", "kind")
        .annotate(Count("pk"))
    )
    counts = {(state, kind): count for state, kind, count in rows}
    return (Waiting(to_do, state, _of_state(state, counts)) for state, to_do in mine)


def _of_state(state: State, counts: dict[tuple[str, str], int]) -> list[Some]:
    return [
        Some(count, (kind.label if count == 1 else kind.label_plural).lower(), _list_of(kind, state))
        for kind in page_kinds()
        if (count := counts.get((state, kind.name), 0))
    ]


def _list_of(kind: Any, state: State) -> str:
    return f"{form_url(kind.model, 'changelist')}?state={state.value}"

"""The desk's first page: what waits, what is late, due or quiet, what readers could not find, what happened last.

A part that does not concern a person is None. All of it takes the same few queries, whatever the size of the library;
names and log entries of all parts are read together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count

from desk import feedback, link_checks
from desk.due import Reviews, reviews_due
from desk.missed import TERMS
from desk.named import Named, form_url, named
from desk.waiting import MOST_SHOWN, Some, Waiting, first_waiting_for
from publishing import service
from publishing.kinds import page_kinds
from publishing.models import QUIET_AFTER, LogEntry, Page
from publishing.states import Move
from search.models import MissedSearch

ROLES = ("publishing.submit_page", "publishing.review_page", "publishing.publish_page")
"""Whoever may do one of these works on pages."""


@dataclass(frozen=True, slots=True)
class Late:
    """A page whose time has passed. `reason`: what stands in its way; empty when nothing does that we know of."""

    page: Page
    move: Move
    due: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """Drafts that nobody has touched for a while. `pages`: how many, by kind."""

    first: list[Page]
    pages: list[Some]
    days: int = QUIET_AFTER.days

    @property
    def count(self) -> int:
        return sum(some.count for some in self.pages)


@dataclass(frozen=True, slots=True)
class Missed:
    """Searches that found nothing. `counted`: whether they are counted at all."""

    first: list[dict[str, Any]]
    count: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Cockpit:
    waiting: list[Waiting] | None
    late: list[Late] | None
    reviews: Reviews | None
    quiet: Quiet | None
    missed: Missed | None
    feedback: feedback.Summary | None
    links: link_checks.Summary | None
    happened: list[LogEntry] | None
    names: dict[int, Named] = field(default_factory=dict)
    entries: dict[int, LogEntry] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        return any(one.pages for one in self.waiting or ())


def cockpit(user: Any) -> Cockpit:
    works_on_pages = any(user.has_perm(permission) for permission in ROLES)
    waiting = first_waiting_for(user) if works_on_pages else None
    late = [Late(*one) for one in service.late()] if works_on_pages else None
    reviews = reviews_due(user) if works_on_pages else None
    quiet = _quiet() if user.has_perm("publishing.submit_page") else None
    happened = _happened() if user.has_perm("publishing.view_logentry") else None
    return Cockpit(
        waiting=waiting,
        late=late,
        reviews=reviews,
        quiet=quiet,
        missed=_missed() if _makes_words(user) else None,
        feedback=feedback.summary() if user.has_perm("desk.view_feedback") else None,
        links=link_checks.summary() if user.has_perm("desk.view_linkcheck") else None,
        happened=happened,
        names=named(_pages_in(waiting, late, reviews, quiet, happened)),
        entries=_entries(waiting),
    )


def _pages_in(
    waiting: list[Waiting] | None,
    late: list[Late] | None,
    reviews: Reviews | None,
    quiet: Quiet | None,
    happened: list[LogEntry] | None,
) -> Iterator[int]:
    for group in waiting or ():
        yield from (one.page_id for one in group.first)
    yield from (one.page.pk for one in (late or ())[:MOST_SHOWN])
    if reviews:
        yield from (one.page.pk for one in (*reviews.overdue.first, *reviews.soon.first))
    if quiet:
        yield from (page.pk for page in quiet.first)
    yield from (entry.page_id for entry in happened or ())


def _entries(waiting: Iterable[Waiting] | None) -> dict[int, LogEntry]:
    """Page → what was last done to its text."""
    wanted = [one.entry_id for group in waiting or () for one in group.first if one.entry_id]
    found = LogEntry.objects.filter(pk__in=wanted).select_related("by") if wanted else ()
    return {entry.page_id: entry for entry in found}


def _quiet() -> Quiet:
    pages = Page.objects.quiet()
    counts = dict(pages.order_by().values_list("kind").annotate(Count("pk")))
    by_kind = [
        Some(
            count,
            (kind.label if count == 1 else kind.label_plural).lower(),
            f"{form_url(kind.model, 'changelist')}?due=quiet",
        )
        for kind in page_kinds()
        if (count := counts.get(kind.name, 0))
    ]
    return Quiet(list(pages.order_by("edited_at", "pk")[:MOST_SHOWN]) if by_kind else [], by_kind)


def _makes_words(user: Any) -> bool:
    """Who can give a term a word that it lacks."""
    return user.has_perm("search.view_missedsearch") and any(
        user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}") for model in TERMS
    )


def _missed() -> Missed:
    found = MissedSearch.objects.for_editors()
    return Missed(list(found[:MOST_SHOWN]), found.count(), settings.COUNT_MISSED_SEARCHES)


def _happened() -> list[LogEntry]:
    return list(LogEntry.objects.select_related("by", "page")[:MOST_SHOWN])

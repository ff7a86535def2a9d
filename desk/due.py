"""Reviews that are overdue or fall due soon, oldest first, each with “Reviewed, no change” for who may."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from desk.named import form_url
from desk.waiting import MOST_SHOWN, Some
from publishing import directory, reviews
from publishing.admin_lists import REVIEW_SOON
from publishing.admin_review import ReviewForm, form_for
from publishing.kinds import PageKind, page_kinds
from publishing.models import Page, Revision


@dataclass(frozen=True, slots=True)
class Due:
    """`live_url`: as readers see it. `review`: None where this person cannot confirm it now; `review_url`: where it goes."""

    page: Page
    on: date
    live_url: str
    review: ReviewForm | None
    review_url: str


@dataclass(frozen=True, slots=True)
class Dues:
    """`first`: as many as are shown. `pages`: how many there are, by kind."""

    first: list[Due]
    pages: list[Some]

    @property
    def count(self) -> int:
        return sum(some.count for some in self.pages)


@dataclass(frozen=True, slots=True)
class Reviews:
    overdue: Dues
    soon: Dues
    soon_days: int = REVIEW_SOON.days


Row = tuple[date, Any, PageKind, int]
"""When it is due, its working copy, of which kind, and how many of that kind are as due as it is."""


def reviews_due(user: Any) -> Reviews:
    """Of pages that readers see. A query a kind, one for the sources, one for the addresses."""
    rows: dict[bool, list[Row]] = {True: [], False: []}
    for kind in page_kinds():
        if kind.is_reviewed:
            for copy in _rows(kind):
                rows[copy.late].append((copy.next_review_due, copy, kind, copy.total))
    first = {late: sorted(found, key=lambda row: row[0])[:MOST_SHOWN] for late, found in rows.items()}
    shown = _told([row for found in first.values() for row in found], user)
    overdue, soon = (_dues(rows[late], first[late], shown, late) for late in (True, False))
    return Reviews(overdue, soon)


def _rows(kind: PageKind) -> Any:
    """The first few overdue and the first few due soon."""
    today = timezone.localdate()
    late = Case(
        When(next_review_due__lt=today, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    copies: Any = kind.model._default_manager
    return (
        copies.filter(next_review_due__lte=today + REVIEW_SOON, page__live_revision__isnull=False)
        .annotate(late=late)
        .annotate(
            place=Window(RowNumber(), partition_by=F("late"), order_by=[F("next_review_due"), F("pk")]),
            total=Window(Count("pk"), partition_by=F("late")),
        )
        .filter(place__lte=MOST_SHOWN)
        .order_by()
        .select_related("page__live_revision")
        .only("next_review_due", "page", "page__live_revision__digest", *PAGE)
    )


PAGE = tuple(f"page__{name}" for name in ("kind", "key", "state", "copy_digest"))
"""What of a page row is asked."""


def _dues(rows: list[Row], first: list[Row], shown: dict[int, Due], late: bool) -> Dues:
    totals = {kind.name: (kind, total) for _, _, kind, total in rows}
    filtered = f"?due={'late' if late else 'soon'}&live=yes"
    pages = [
        Some(
            total,
            (kind.label if total == 1 else kind.label_plural).lower(),
            form_url(kind.model, "changelist") + filtered,
        )
        for kind, total in totals.values()
    ]
    return Dues([shown[copy.page_id] for _, copy, _, _ in first], pages)


def _told(rows: list[Row], user: Any) -> dict[int, Due]:
    live = directory.current().entries
    confirmable = [copy.page for _, copy, _, _ in rows if not reviews.refusal(copy.page, user)]
    cited: dict[int | None, list[Any]] = dict(_cited(confirmable))
    forms = {page.pk: form_for(page, cited[page.live_revision_id], back="desk") for page in confirmable}
    return {
        copy.page_id: Due(
            copy.page,
            on,
            live[copy.page_id].url if copy.page_id in live else "",
            forms.get(copy.page_id),
            form_url(kind.model, "review", copy.pk),
        )
        for on, copy, kind, _ in rows
    }


def _cited(pages: list[Page]) -> Iterator[tuple[int, list[Any]]]:
    """Live revision → the sources that it cites, without the rest of its text."""
    wanted = [page.live_revision_id for page in pages if page.live_revision_id]
    if wanted:
        rows = Revision.objects.filter(pk__in=wanted).values_list("pk", "data__cited")
        yield from ((pk, sources or []) for pk, sources in rows)

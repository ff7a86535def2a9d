"""What readers said, in brief: for the first page of the desk, a page's form, and the list of counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone

from desk.models import Feedback, FeedbackKind, HelpfulCount

PERIOD = timedelta(days=90)
_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Report:
    """An open report. `page` is the title that readers see, `url` leads to the report at the desk."""

    pk: int
    kind: str
    page: str
    text: str
    times: int
    received_on: date

    @property
    def label(self) -> str:
        return FeedbackKind(self.kind).label

    @property
    def url(self) -> str:
        return reverse("admin:desk_feedback_change", args=[self.pk])


@dataclass(frozen=True, slots=True)
class Summary:
    """What is open: how many `errors` and `comments`, and the `newest`, errors first. `url` is the list of all."""

    errors: int
    comments: int
    newest: list[Report]

    @property
    def open(self) -> int:
        return self.errors + self.comments

    @property
    def url(self) -> str:
        return reverse("admin:desk_feedback_changelist")


def summary(most: int = 5) -> Summary:
    """In two queries."""
    open_ones = Feedback.objects.open().order_by()
    counts: dict[Any, int] = dict(open_ones.values_list("kind").annotate(Count("pk")))
    # "error" comes after "comment".
    rows = open_ones.order_by("-kind", "-pk").values_list(
        "pk", "kind", "page__live__title", "page__key", "text", "times", "received_on"
    )[:most]
    newest = [
        Report(pk, kind, title or key, text, times, on) for pk, kind, title, key, text, times, on in rows
    ]
    return Summary(counts.get(FeedbackKind.ERROR, 0), counts.get(FeedbackKind.COMMENT, 0), newest)


@dataclass(frozen=True, slots=True)
class Helped:
    """What readers answered on one page within PERIOD, and how many of their reports on it are open."""

    page_id: int
    name: str
    kind: str
    yes: int
    no: int
    reports: int

    @property
    def answers(self) -> int:
        return self.yes + self.no

    @property
    def url(self) -> str:
        """Leads to the form of the page."""
        return reverse("admin:publishing_logentry_page", args=[self.page_id])


def helped() -> list[Helped]:
    """The pages that helped the fewest first. In two queries."""
    rows = (
        HelpfulCount.objects.filter(day__gt=timezone.localdate() - PERIOD)
        .order_by()
        .values("page_id", "page__kind", "page__key", "page__live__title")
        .annotate(sum_yes=Sum("yes"), sum_no=Sum("no"))
        .order_by("-sum_no", "-sum_yes", "page__key")[:_MOST_SHOWN]
    )
    reports: dict[Any, int] = dict(
        Feedback.objects.open().order_by().values_list("page_id").annotate(Count("pk"))
    )
    return [
        Helped(
            row["page_id"],
            row["page__live__title"] or row["page__key"],
            row["page__kind"],
            row["sum_yes"],
            row["sum_no"],
            reports.get(row["page_id"], 0),
        )
        for row in rows
    ]

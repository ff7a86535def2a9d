"""What the last run found, in brief: for the first page of the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Q
from django.urls import reverse

from conditions.models import Source
from desk.models import LinkCheck, Outcome


@dataclass(frozen=True, slots=True)
class Cited:
    """A place that names an address: its name for people, and where at the desk it is mended."""

    name: str
    where: str
    url: str


@dataclass(frozen=True, slots=True)
class Dead:
    address: str
    detail: str
    places: list[Cited]


@dataclass(frozen=True, slots=True)
class Summary:
    """`dead` are the first of `dead_count`; `not_checked` counts addresses of sources that no run has asked yet;
    `checked_at` is None when there never was a run."""

    dead: list[Dead]
    dead_count: int
    moved: int
    unknown: int
    not_checked: int
    checked_at: datetime | None

    @property
    def url(self) -> str:
        return reverse("admin:desk_linkcheck_changelist")

    @property
    def says(self) -> str:
        """What is not known, plainly."""
        if self.checked_at is None:
            return "Not checked yet: run manage.py check_links."
        told = []
        if self.not_checked:
            told.append(f"{self.not_checked} not checked yet")
        if self.unknown:
            told.append(f"{self.unknown} could not be checked")
        return f"{', '.join(told).capitalize()}." if told else ""


def summary(most: int = 5) -> Summary:
    """In three queries."""
    counts: dict[str, Any] = LinkCheck.objects.aggregate(
        checked_at=Max("checked_at"),
        **{outcome.name: Count("pk", filter=Q(outcome=outcome)) for outcome in Outcome},
    )
    dead = LinkCheck.objects.filter(outcome=Outcome.DEAD).order_by("address")[:most]
    sources = Source.objects.exclude(url="").exclude(url__in=LinkCheck.objects.values("address"))
    return Summary(
        dead=[Dead(check.address, check.detail, places_of(check.cited_by)) for check in dead],
        dead_count=counts["DEAD"],
        moved=counts["MOVED"],
        unknown=counts["UNKNOWN"],
        not_checked=sources.count(),
        checked_at=counts["checked_at"],
    )


def places_of(cited_by: Iterable[dict[str, Any]]) -> list[Cited]:
    """The source first, as it is mended there, then each page once."""
    found: dict[tuple[str, str], Cited] = {}
    for place in cited_by:
        if "source" in place:
            url = f"{reverse('admin:conditions_source_changelist')}?{urlencode({'q': place['source']})}"
            one = Cited(f"source {place['source']}", "", url)
        else:
            url = reverse("admin:publishing_logentry_page", args=[place["page"]])
            one = Cited(place["name"], place["where"], url)
        found.setdefault((one.name, one.url), one)
    return sorted(found.values(), key=lambda one: not one.name.startswith("source "))

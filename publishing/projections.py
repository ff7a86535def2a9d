"""From a live revision to what the public reads. All of it can be dropped and made anew; revisions are the only truth."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from publishing.changes import Change
from publishing.kinds import Projection, get_page_kind, page_kinds
from publishing.models import Address, ContentVersion, Fact, LivePage, LogEntry, Page
from publishing.records import PageRecord
from publishing.states import REVIEW


@dataclass(frozen=True, slots=True)
class Projected:
    """A live page beside the projection it was made from."""

    live: LivePage
    projection: Projection


# Other apps keep what they need of live pages (search its index), in the same transaction.
_on_project: list[Callable[[Sequence[Projected]], None]] = []
_on_forget: list[Callable[[Sequence[int]], None]] = []


def register_projector(
    project: Callable[[Sequence[Projected]], None], forget: Callable[[Sequence[int]], None]
) -> None:
    """`project` is called with pages that became or changed live, `forget` with the ids of pages that are live no more."""
    _on_project.append(project)
    _on_forget.append(forget)


def project(pages: Iterable[Page], version: ContentVersion) -> list[Projected]:
    """Makes the public rows of pages that have a live revision. Runs in the caller's transaction."""
    projected = [_project_page(page, version) for page in pages]
    for hook in _on_project:
        hook(projected)
    return projected


def forget(page: Page) -> None:
    """Takes a page off the public side. Its addresses stay, so that they answer 410."""
    for hook in _on_forget:
        hook([page.pk])
    LivePage.objects.filter(pk=page.pk).delete()


def rebuild(progress: Callable[[list[Page]], Iterable[Page]] = iter) -> int:
    """Drops every projection and makes it anew from live revisions, in one transaction. Returns how many pages."""
    with transaction.atomic():
        for hook in _on_forget:
            hook(list(LivePage.objects.values_list("pk", flat=True)))
        LivePage.objects.all().delete()
        _rebuild_addresses()
        pages = list(Page.objects.published().select_related("live_revision"))
        project(progress(pages), next_version())
    return len(pages)


def next_version() -> ContentVersion:
    """The version of a change of the public side. Versions become visible in the order of their numbers.

    Readers keep what they hold up to a number: a lower one that came to light later would be missed. SQLite has one
    writer at a time; PostgreSQL is made to.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_VERSION_LOCK])
    return ContentVersion.objects.create()


KEPT_CHANGES = 50
"""Of one page, for its readers; the log has all."""

_VERSION_LOCK = 7_202_611_21
"""Any number that nothing else locks in this database."""


def claim_address(page: Page, slug: str) -> Address:
    """The address of a page about to go live.

    Raises:
        AddressTaken: the slug is, or once was, another page's.
    """
    address, _ = Address.objects.get_or_create(kind=page.kind, slug=slug, defaults={"page": page})
    if address.page_id != page.pk:
        raise AddressTaken(slug, address.page)
    return address


class AddressTaken(Exception):
    """A slug that another page is or was published under. Its message says what to do."""

    def __init__(self, slug: str, owner: Page) -> None:
        super().__init__(
            f"The address “{slug}” belongs to “{owner.key}”, now or from earlier. Choose another slug: an address "
            "that readers may have kept never leads to another page."
        )


def _project_page(page: Page, version: ContentVersion) -> Projected:
    revision = page.live_revision
    if revision is None:
        raise ValueError(f"{page} has no live revision")
    kind = get_page_kind(page.kind)
    record = kind.thaw(revision.data, revision.schema_version)
    made = kind.project(record)
    first, latest, changes = _publications(page)
    values = live_values(page, record, made, version, first, latest, changes)
    live, _ = LivePage.objects.update_or_create(page=page, defaults=values)
    live.facts.all().delete()
    Fact.objects.bulk_create(facts(live, made))
    return Projected(live, made)


def live_values(
    page: Page,
    record: PageRecord,
    made: Projection,
    version: ContentVersion,
    first: datetime,
    latest: datetime,
    changes: Iterable[Change] = (),
) -> dict[str, Any]:
    """The columns of LivePage but for its key. `first` and `latest`: when it first went out, and when this text did."""
    return {
        "revision": page.live_revision,
        "kind": page.kind,
        "key": page.key,
        "slug": record.slug,
        "title": made.title,
        "sort_title": (made.sort_title or made.title).casefold(),
        "position": made.position,
        "summary": made.summary,
        "names": list(made.names),
        "card": made.card,
        "rendered": made.rendered,
        "changes": [change.as_json() for change in changes],
        "first_published_at": first,
        "published_at": latest,
        "content_version": version.number,
    }


def facts(live: LivePage, made: Projection) -> Iterator[Fact]:
    for position, row in enumerate(made.facts):
        yield Fact(
            page=live,
            relation=row.relation,
            term=row.term,
            effect=row.effect,
            level=row.level,
            role=row.role,
            side=row.side,
            position=position,
        )


def _publications(page: Page) -> tuple[datetime, datetime, list[Change]]:
    """When it first went out, when the live revision did, and what readers were told of changes, newest first."""
    entries = page.log.publications().order_by("at", "pk")
    rows = list(entries.values_list("at", "revision_id", "action", "public_note", "is_correction"))[::-1]
    live = next(place for place, row in enumerate(rows) if row[1] == page.live_revision_id)
    # A review without a change is no new text: feeds and sitemap do not call it one.
    latest = next(at for at, _, action, *_ in rows[live:] if action != REVIEW)
    changes = [Change(at, note, correction) for at, _, _, note, correction in rows if note]
    return rows[-1][0], latest, changes[:KEPT_CHANGES]


def _rebuild_addresses() -> None:
    Address.objects.all().delete()
    Address.objects.bulk_create(_published_addresses(), ignore_conflicts=True)


def _published_addresses() -> Iterator[Address]:
    """Every slug that ever went live, oldest first, so that the first owner keeps it."""
    kinds = {kind.name for kind in page_kinds()}
    entries = (
        LogEntry.objects.publications()
        .filter(page__kind__in=kinds)
        .order_by("at", "pk")
        .select_related("page", "revision")
    )
    for entry in entries.iterator():
        revision = entry.revision
        if revision is not None:
            record = get_page_kind(entry.page.kind).thaw(revision.data, revision.schema_version)
            yield Address(kind=entry.page.kind, slug=record.slug, page=entry.page)

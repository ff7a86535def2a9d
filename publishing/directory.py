"""What is public now, by kind and key, held in memory for one content version.

Pages join the words of terms and the addresses of other pages when they are read. The directory holds just that: the
light columns of every live page. It is asked for once a request (one small query for the version) and read again from
the database only when something was published; then only what changed.
"""

import threading
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from publishing.kinds import Projection, get_page_kind
from publishing.models import ContentVersion, LivePage, Page
from publishing.records import PageRecord


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A live page in brief. `card`: see LivePage. Two entries are equal when they are the same object."""

    id: int
    kind: str
    key: str
    slug: str
    title: str
    sort_title: str
    position: int
    summary: str
    names: tuple[str, ...]
    card: dict[str, Any]
    content_version: int

    @property
    def url(self) -> str:
        return get_page_kind(self.kind).url_of(self)


class Directory:
    """Every live page by kind and key. Do not change one: it is shared between threads."""

    def __init__(self, version: int, token: uuid.UUID | None, entries: dict[int, Entry]) -> None:
        self.version = version
        self.token = token
        self.entries = entries

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], Entry]:
        return {(entry.kind, entry.key): entry for entry in self.entries.values()}

    @cached_property
    def _by_slug(self) -> dict[tuple[str, str], Entry]:
        return {(entry.kind, entry.slug): entry for entry in self.entries.values()}

    @cached_property
    def _by_kind(self) -> dict[str, list[Entry]]:
        kinds: dict[str, list[Entry]] = {}
        for entry in sorted(self.entries.values(), key=lambda entry: (entry.position, entry.sort_title)):
            kinds.setdefault(entry.kind, []).append(entry)
        return kinds

    def get(self, kind: str, key: str) -> Entry | None:
        """None when there is no such page, or it is not public."""
        return self._by_key.get((kind, key))

    def by_slug(self, kind: str, slug: str) -> Entry | None:
        return self._by_slug.get((kind, slug))

    def of_kind(self, kind: str) -> list[Entry]:
        """In the kind's order of display."""
        return self._by_kind.get(kind, [])

    def with_entry(self, entry: Entry) -> "Directory":
        """The same with one page put in or in place: what a preview sees. Never kept."""
        return Directory(self.version, self.token, self.entries | {entry.id: entry})

    def without(self, pages: Iterable[int]) -> "Directory":
        """The same without these pages. Never kept."""
        gone = set(pages)
        left = {id_: entry for id_, entry in self.entries.items() if id_ not in gone}
        return Directory(self.version, self.token, left)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())


def entry_of(page: Page, record: PageRecord, made: Projection, version: int = 0) -> Entry:
    """A page as the directory would hold it, were this record live."""
    return Entry(
        id=page.pk,
        kind=page.kind,
        key=page.key,
        slug=record.slug,
        title=made.title,
        sort_title=(made.sort_title or made.title).casefold(),
        position=made.position,
        summary=made.summary,
        names=made.names,
        card=made.card,
        content_version=version,
    )


_lock = threading.Lock()
_current = Directory(0, None, {})


def current() -> Directory:
    """The directory of what is public now. One query when nothing changed since it was last asked."""
    global _current
    newest = ContentVersion.objects.order_by("-number").values_list("number", "token").first()
    number, token = newest or (0, None)
    held = _current
    if held.token == token and held.version == number:
        return held
    with _lock:
        if _current.token != token or _current.version != number:
            _current = _read(number, token, _current)
        return _current


def as_written() -> Directory:
    """What this transaction has made public so far, read whole. Never kept: it may yet be undone."""
    return Directory(0, None, {entry.id: entry for entry in _entries(LivePage.objects.order_by())})


def _read(number: int, token: uuid.UUID | None, held: Directory) -> Directory:
    """What is public at this version; only the changed rows when the held directory belongs to the same history."""
    rows = LivePage.objects.order_by()
    known = (
        held.token is not None
        and ContentVersion.objects.filter(number=held.version, token=held.token).exists()
    )
    if not known:
        return Directory(number, token, {entry.id: entry for entry in _entries(rows)})
    living = set(rows.values_list("pk", flat=True))
    entries = {key: entry for key, entry in held.entries.items() if key in living}
    entries |= {entry.id: entry for entry in _entries(rows.filter(content_version__gt=held.version))}
    return Directory(number, token, entries)


_COLUMNS = (
    "pk",
    "kind",
    "key",
    "slug",
    "title",
    "sort_title",
    "position",
    "summary",
    "names",
    "card",
    "content_version",
)


def _entries(rows: Any) -> Iterable[Entry]:
    for id_, kind, key, slug, title, sort_title, position, summary, names, card, version in rows.values_list(
        *_COLUMNS
    ):
        yield Entry(id_, kind, key, slug, title, sort_title, position, summary, tuple(names), card, version)


def for_request(request: Any) -> Directory:
    """The directory as this request found it: the same however often it is asked, at one query."""
    if not hasattr(request, "directory"):
        request.directory = current()
    found: Directory = request.directory
    return found

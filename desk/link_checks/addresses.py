"""Every address outside this site that a live page, a working copy or a source names, and where."""

from collections.abc import Iterator
from typing import Any

from conditions.models import Source
from desk.checks.pages import CheckedPage
from desk.checks.passages import passages
from desk.models import LinkCheck
from publishing.kinds import PageKind, page_kinds
from publishing.models import Page
from publishing.states import State

LONGEST = LinkCheck._meta.get_field("address").max_length or 0

Place = dict[str, Any]
"""`{"page": id, "name": title, "where": "Outlook, paragraph 2"}`, or `{"source": key}`."""


def addresses() -> dict[str, list[Place]]:
    """Address → every place that names it, each once, in the order of the address."""
    found: dict[str, list[Place]] = {}
    for address, place in (*_of_sources(), *_of_pages()):
        if len(address) <= LONGEST and place not in found.setdefault(address, []):
            found[address].append(place)
    return dict(sorted(found.items()))


def _of_sources() -> Iterator[tuple[str, Place]]:
    for key, url in Source.objects.exclude(url="").values_list("key", "url"):
        yield url, {"source": key}


def _of_pages() -> Iterator[tuple[str, Place]]:
    urls = dict(Source.objects.exclude(url="").values_list("key", "url"))
    live = Page.objects.published().select_related("live_revision").in_bulk()
    for kind in page_kinds():
        for copy in kind.copies():
            page = live.get(copy.page_id, copy.page)
            if page.state != State.WITHDRAWN:
                yield from _of_copy(kind, kind.to_record(copy), page, urls)
            if page.live_revision is not None and page.differs_from_live:
                yield from _of_revision(kind, page)


def _of_copy(kind: PageKind, record: Any, page: Page, urls: dict[str, str]) -> Iterator[tuple[str, Place]]:
    checked = CheckedPage(kind.name, record)
    cited = {named.key for named in kind.references(record) if named.kind == "source"}
    for key in sorted(cited & urls.keys()):
        yield urls[key], _place(page, checked, f"source {key}")
    yield from _of_prose(checked, page)


def _of_revision(kind: PageKind, page: Page) -> Iterator[tuple[str, Place]]:
    """What readers still see while the working copy says something else."""
    revision = page.live_revision
    assert revision is not None
    record = kind.thaw(revision.data, revision.schema_version)
    checked = CheckedPage(kind.name, record)
    for source in getattr(record, "cited", ()):
        if source.url:
            yield source.url, _place(page, checked, f"source {source.key}")
    yield from _of_prose(checked, page)


def _of_prose(checked: CheckedPage, page: Page) -> Iterator[tuple[str, Place]]:
    for name, heading in checked.headings.items():
        text = getattr(checked.record, name)
        # Reading prose takes a while, and most of it leads nowhere.
        for passage in passages(text, heading) if "://" in text else ():
            for link in passage.links:
                if link.lower().startswith(("http://", "https://")):
                    yield link, _place(page, checked, passage.where)


def _place(page: Page, checked: CheckedPage, where: str) -> Place:
    return {"page": page.pk, "name": checked.name.title, "where": where}

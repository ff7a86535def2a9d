"""Links that lead nowhere, and names of numbers to call that stand for none."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from desk.checks.finding import Finding
from desk.checks.pages import CheckedPage, Library, ShortText
from desk.checks.passages import Passage
from publishing.kinds import Reference, get_kind, get_page_kind, page_kinds
from publishing.numbers import PLACEHOLDERS

_BRACED = re.compile(r"\{(\w+)\}")
_CITED = "source"  # told by claims.py


def find(page: CheckedPage, library: Library) -> Iterator[Finding]:
    yield from _named(page, library)
    yield from _addresses(page, library)
    yield from _numbers(page)


def _named(page: CheckedPage, library: Library) -> Iterator[Finding]:
    """What rows, links in prose, pictures and embeds name by key."""
    told = set()
    for named in get_page_kind(page.kind).references(page.record):
        reference = (named.kind, named.key)
        known = reference in library.pages or reference in library.resources
        where = _where(page, named)
        if known or named.kind == _CITED or (where, reference) in told:
            continue
        told.add((where, reference))
        what = get_kind(named.kind).label.lower()
        if reference in library.withdrawn:
            yield page.finding(
                where,
                f"names the {what} “{named.key}”, which is withdrawn",
                "Readers see it as plain text or not at all. Lead somewhere else, or take it out.",
                blocking=False,
            )
        else:
            yield page.finding(
                where,
                f"names the {what} “{named.key}”, which does not exist",
                "Correct the key, or write that page first.",
            )


def _where(page: CheckedPage, named: Reference) -> str:
    link = f"{named.kind}:{named.key}"
    # A link stands in a passage; an embed stands between them.
    found = (passage.where for passage in page.prose.get(str(named.path[0]), ()) if link in passage.links)
    return next(found, page.place(named.path))


def _addresses(page: CheckedPage, library: Library) -> Iterator[Finding]:
    """Links written as addresses of this site."""
    for passage in page.passages:
        for link in passage.links:
            if link.startswith("/") and (problem := _dead(urlsplit(link).path, library)):
                yield page.finding(
                    passage.where,
                    f"links to “{link}”, {problem}",
                    "Name the page by its key (condition:sciatica), which survives a change of address.",
                )


def _numbers(page: CheckedPage) -> Iterator[Finding]:
    """A placeholder with a slip would be shown to readers as it was typed."""
    texts: list[Passage | ShortText] = [*page.passages, *page.short_texts]
    for passage in texts:
        for name in _BRACED.findall(passage.text):
            if name not in PLACEHOLDERS:
                known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
                yield page.finding(
                    passage.where,
                    f"“{{{name}}}” stands for no number to call",
                    f"Write one of {known}, or take the braces away.",
                )


def _dead(path: str, library: Library) -> str:
    try:
        match = resolve(path)
    except Resolver404:
        return "which is no address of this site"
    kind = "article" if match.url_name == "about-page" else str(match.url_name)
    slug = match.kwargs.get("slug") or next(iter(match.args), "")
    is_page = slug and kind in {one.name for one in page_kinds()}
    return "where there is no page" if is_page and (kind, slug) not in library.addresses else ""

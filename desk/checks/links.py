"""Links that lead nowhere, and look-alikes that do not know of each other."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from desk.checks.finding import Finding
from desk.checks.pages import CheckedPage, Library, label, row
from publishing.kinds import Reference, get_kind, get_page_kind, page_kinds

_CITED = "source"  # told by claims.py


def find(page: CheckedPage, library: Library) -> Iterator[Finding]:
    yield from _named(page, library)
    yield from _addresses(page, library)
    if page.kind == "condition":
        yield from _one_sided(page, library)
        yield from _has_a_page_by_now(page, library)


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


def _dead(path: str, library: Library) -> str:
    try:
        match = resolve(path)
    except Resolver404:
        return "which is no address of this site"
    kind = "article" if match.url_name == "about-page" else str(match.url_name)
    slug = match.kwargs.get("slug") or next(iter(match.args), "")
    is_page = slug and kind in {one.name for one in page_kinds()}
    return "where there is no page" if is_page and (kind, slug) not in library.addresses else ""


def _one_sided(page: CheckedPage, library: Library) -> Iterator[Finding]:
    """Told on the page that keeps silent: there it is repaired."""
    named = {link.condition for link in page.record.look_alikes}
    for key in library.look_alike_of.get(page.record.key, ()):
        if key not in named and key != page.record.key:
            other = library.pages["condition", key].name.title
            yield page.finding(
                label("look_alikes"),
                f"“{other}” ({key}) names this page as a look-alike, but not the other way round",
                f"Add {key} here with what tells the two apart, or take the row out there.",
            )


def _has_a_page_by_now(page: CheckedPage, library: Library) -> Iterator[Finding]:
    for index, link in enumerate(page.record.look_alikes):
        for name in _readings(link.name):
            keys = library.condition_names.get(name, [])
            if len(keys) == 1:
                yield page.finding(
                    row("look_alikes", index, link),
                    f"“{link.name}” stands as a name, but has a page: {keys[0]}",
                    f"Write `condition: {keys[0]}` in place of the name."
                    if keys[0] != page.record.key
                    else "It is this very page. Take the row out.",
                )
                break


def _readings(name: str) -> list[str]:
    """A name as written, before its bracket, and in it: "Hip arthritis (hip osteoarthritis)"."""
    before, _, inside = name.casefold().partition("(")
    return [one for part in (name.casefold(), before, inside.rstrip(") ")) if (one := part.strip())]

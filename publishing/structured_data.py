"""Facts of a page for machines, as JSON-LD in the words of schema.org. Each app says what its pages are."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

Thing = dict[str, Any]
"""Something described: `@type` and its properties."""

# A script element ends at "</script", and "<!--" has a meaning there: no "<" may stand in it as such.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script(things: Sequence[Thing]) -> SafeString:
    """One element that holds them all, safe to stand in HTML."""
    data = {"@context": "https://schema.org", "@graph": list(things)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str).translate(_ESCAPES)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def absolute(path: str) -> str:
    """The address of a path for the outer world, whatever name the server was asked by."""
    return f"{settings.SITE_URL}{path}"


def thing(kind: str, **properties: Any) -> Thing:
    """Without properties that say nothing."""
    return {"@type": kind} | {
        name: value for name, value in properties.items() if value not in (None, "", [], ())
    }


def website() -> Thing:
    """The site itself, with its search."""
    search = thing(
        "SearchAction",
        target=thing("EntryPoint", urlTemplate=absolute("/find/?q={search_term_string}")),
    ) | {"query-input": "required name=search_term_string"}
    return {"@id": absolute("/#website")} | thing(
        "WebSite",
        name=settings.SITE_NAME,
        url=absolute("/"),
        inLanguage="en-GB",
        publisher=thing("Organization", name=settings.SITE_NAME, url=absolute("/")),
        potentialAction=search,
    )


def breadcrumbs(*steps: tuple[str, str]) -> Thing:
    """Label and path of each step above a page and of the page itself; the first page is put before them."""
    items = [
        thing("ListItem", position=position, name=label, item=absolute(path))
        for position, (label, path) in enumerate((("Home", "/"), *steps), start=1)
    ]
    return thing("BreadcrumbList", itemListElement=items)


def citations(sources: Iterable[Any]) -> list[Thing]:
    """Sources (with title, url, publisher, date) as works that a page cites."""
    return [
        thing(
            "CreativeWork",
            name=source.title,
            url=source.url,
            datePublished=source.date,
            publisher=thing("Organization", name=source.publisher) if source.publisher else None,
        )
        for source in sources
    ]


def web_page(kind: str, path: str, record: Any, live: Any, **properties: Any) -> Thing:
    """A page with its dates. `record` is Dated; a page that no clinician reviewed has no date of review and no reviewer."""
    reviewed = record.reviewed_on
    return {"@id": absolute(f"{path}#page")} | thing(
        kind,
        url=absolute(path),
        inLanguage="en-GB",
        isPartOf={"@id": absolute("/#website")},
        datePublished=live.first_published_at.date() if live else None,
        dateModified=live.published_at.date() if live else None,
        lastReviewed=reviewed,
        reviewedBy=thing("Person", name=record.reviewed_by) if reviewed and record.reviewed_by else None,
        author=thing("Organization", name=f"Contributors to {settings.SITE_NAME}"),
        **properties,
    )

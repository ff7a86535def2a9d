"""Look-alikes that do not know of each other, or that have a page by now."""

from collections.abc import Iterator

from desk.checks.finding import Finding
from desk.checks.pages import CheckedPage, Library, label, row


def find(page: CheckedPage, library: Library) -> Iterator[Finding]:
    if page.kind == "condition":
        yield from _one_sided(page, library)
        yield from _has_a_page_by_now(page, library)


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

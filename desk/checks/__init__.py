"""What an editor should repair on a page, for `check_content` and for the gate of publishing.

A check is a function from a page and a view of the rest of the library to findings; nothing here prints, and only
library.py asks the database. What is checked, and why at these limits, is told in docs/content.md.
"""

from collections.abc import Callable, Iterator
from statistics import median

from desk.checks import claims, facts, links, look_alikes, parts, reading, refused, terms, wording
from desk.checks.finding import LIBRARY, Finding
from desk.checks.pages import CheckedPage, Library

Check = Callable[[CheckedPage, Library], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    refused.find,
    parts.find,
    facts.find,
    claims.find,
    links.find,
    look_alikes.find,
    terms.find,
    wording.find,
    reading.find,
)


def check_page(page: CheckedPage, library: Library) -> list[Finding]:
    """In the order of CHECKS, and of the page within each."""
    return [finding for check in CHECKS for finding in check(page, library)]


def median_grade(library: Library) -> float | None:
    """Over the pages that have text enough to grade."""
    grades = [grade for page in library.pages.values() if (grade := reading.page_grade(page)) is not None]
    return round(median(grades), 1) if grades else None


def check_library(library: Library) -> list[Finding]:
    """What is wrong with no page by itself."""
    found = median_grade(library)
    if found is None or found <= reading.MEDIAN_LIMIT:
        return []
    return [
        Finding(
            LIBRARY,
            "Reading grade",
            f"the median is {found}; {reading.MEDIAN_LIMIT:g} is the limit",
            "Make the hardest pages plainer; --counts tells their grades.",
        )
    ]

"""The gate of publishing: what a page lacks, with where to mend it, and how much of it stands in the way.

It tells the findings of desk.checks on the page, and what only a page that is about to be published can lack. Which of
them must be mended, and which an editor may let pass with a reason, is decided here alone; docs/editorial-policy.md says why.
"""

import re
from collections.abc import Iterator

from django.urls import reverse

from conditions.kinds import LINKS
from desk.checks import CHECKS, Check, claims, facts, links, parts, refused
from desk.checks.finding import Finding
from desk.checks.library import read_around
from desk.checks.pages import CASES, WHOLE, CheckedPage, Library, label
from publishing.gates import Shortcoming, Weight
from publishing.models import Page
from publishing.records import PageRecord

_MUST: tuple[Check, ...] = (refused.find, facts.find, claims.find, links.find)
"""Right whenever they speak, and mended in a minute."""

_MUST_HAVE = {
    label(name) for name in ("red_flags", "when_to_see_someone", "sources_checked_on", "next_review_due")
}
"""Parts without which a reader would be worse off, or could not tell how far to trust the page."""

_ARTICLE_ROWS = {"topics": "articletopic_set", "conditions": "articlecondition_set"}

_PLACE = re.compile(r"(?P<label>.+?)(?:, row (?P<row>\d+)(?: \(.*?\))?)?(?:, (?P<part>[a-z ]+))?")


def find(page: Page, record: PageRecord) -> Iterator[Shortcoming]:
    """A gate, see publishing.gates."""
    checked = CheckedPage(page.kind, record)
    library = read_around(checked)
    for check in CHECKS:
        for finding in check(checked, library):
            yield Shortcoming(
                finding.where,
                finding.what,
                finding.remedy,
                _weight(checked, check, finding),
                link_to(checked, finding.where),
            )
    if page.kind == "condition":
        yield from _not_named_back(checked, library)
    if hasattr(record, "reviewed_by"):
        yield from _review(page, checked)


def _weight(page: CheckedPage, check: Check, finding: Finding) -> Weight:
    if not finding.blocking:
        return Weight.REASON
    if check is parts.find:
        # A warning sign is a safety control: none of its parts may be missing.
        must = page.kind == "red-flag" or finding.where in _MUST_HAVE
    else:
        must = check in _MUST
    return Weight.MUST if must else Weight.REASON


def _not_named_back(page: CheckedPage, library: Library) -> Iterator[Shortcoming]:
    """One of two has to be published first, so this may wait; the check tells the other page of it."""
    known = library.look_alike_of.get(page.record.key, ())
    for index, link in enumerate(page.record.look_alikes):
        other = library.pages.get(("condition", link.condition))
        if other is not None and link.condition not in known:
            where = page.place(("look_alikes", index))
            yield Shortcoming(
                where,
                f"“{other.name.title}” does not name this page back",
                "Add this page to its look-alikes.",
                Weight.REASON,
                link_to(page, where),
            )


def _review(page: Page, checked: CheckedPage) -> Iterator[Shortcoming]:
    record = checked.record
    where = label("reviewed_by")
    if not record.reviewed_by:
        yield Shortcoming(
            where,
            "no clinician has reviewed this text, and readers are told so",
            "After a review, put in name, profession and day before the page is submitted.",
            Weight.NOTE,
            link_to(checked, where),
        )
    elif _same_review_of_another_text(page, record):
        yield Shortcoming(
            where,
            f"{record.reviewed_by} reviewed the text that readers see now, and this one is another",
            "Have it reviewed again and change the date, or take the reviewer out. A reason will do where nothing that "
            "the page claims has changed.",
            Weight.REASON,
            link_to(checked, where),
        )


def _same_review_of_another_text(page: Page, record: PageRecord) -> bool:
    live = page.live_revision
    if live is None or live.digest == record.digest():
        return False
    now = record.content()
    return all(live.data.get(name) == now.get(name) for name in ("reviewed_by", "reviewed_on"))


def link_to(page: CheckedPage, where: str) -> str:
    """From the form to what a finding names for people: a row, a field, a field in a row, or another page of the desk."""
    if where == CASES:
        return reverse("admin:conditions_redflagcase_add")
    in_prose = (name for name, found in page.prose.items() if where in {WHOLE, *(one.where for one in found)})
    if name := next(in_prose, ""):
        return f"#id_{name}"
    place = _PLACE.fullmatch(where.split(" or ")[0])
    fields = {label(name): name for name in type(page.record).model_fields}
    name = fields.get(place["label"], "") if place else ""
    if not place or not name:
        return ""
    return anchor(page.kind, name, int(place["row"] or 0), (place["part"] or "").replace(" ", "_"))


def anchor(kind: str, name: str, row: int = 0, part: str = "") -> str:
    """Where a field of the record stands in its form: all of a list, or its nth row, counted from 1, or a field of that."""
    rows = _rows(kind, name)
    if not rows:
        return f"#id_{name}_{part}" if part else f"#id_{name}"
    if not row:
        return f"#{rows}-group"
    return f"#id_{rows}-{row - 1}-{part}" if part else f"#{rows}-{row - 1}"


def _rows(kind: str, name: str) -> str:
    """The prefix of the rows that hold a list of the record; empty where it is a field."""
    if kind == "article":
        return _ARTICLE_ROWS.get(name, "")
    if kind == "condition" and name in LINKS:
        return f"{LINKS[name][0]._meta.model_name}_set"
    return ""

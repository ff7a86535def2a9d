"""Parts that a page must have. What the types of a record demand already (a summary, an emergency's action, a picture's
description, a red flag's advice) is not asked again: such a record cannot be made.
"""

from collections.abc import Iterator
from typing import NamedTuple

from articles.addresses import Section
from desk.checks.finding import Finding
from desk.checks.pages import CASES, CheckedPage, Library, label


class Part(NamedTuple):
    """Any one of the fields will do."""

    fields: tuple[str, ...]
    remedy: str


CONDITION = (
    Part(("symptoms",), "Say what it feels like, most telling first."),
    Part(("regions",), "Say where it hurts, and where the pain spreads to."),
    Part(
        ("postures", "postures_note"),
        "Say what makes it worse and better, or that posture makes no difference.",
    ),
    Part(
        ("treatments", "treatments_note"), "Say what helps, or what is done when self-care is not the answer."
    ),
    Part(("red_flags",), "Name the warning signs that need help now."),
    Part(("look_alikes",), "Say what it is mistaken for, and what tells the two apart."),
    Part(("what_happens",), "Explain what is going on."),
    Part(("diagnosis",), "Say how it is found out."),
    Part(("outlook",), "Say what is to be expected."),
    Part(("when_to_see_someone",), "Say when to get help, and how soon."),
    Part(("sources_checked_on",), "Check the sources, and put in the date."),
    Part(("next_review_due",), "Put in when it is to be read again."),
)

ARTICLE = (
    Part(("topics",), "Choose at least one topic."),
    Part(("sources_checked_on",), "Check the sources, and put in the date."),
    Part(("next_review_due",), "Put in when it is to be read again."),
)

RED_FLAG = (
    Part(("why",), "Say what the sign can mean."),
    Part(("words", "rules"), "Give the words that say this sign, or a rule."),
)

TERM = (Part(("description",), "Say in a sentence or two what is meant."),)

PARTS = {
    "condition": CONDITION,
    "red-flag": RED_FLAG,
    **dict.fromkeys(("symptom", "region", "posture", "treatment", "topic"), TERM),
}


def find(page: CheckedPage, library: Library) -> Iterator[Finding]:
    for part in _parts(page):
        if not any(getattr(page.record, field) for field in part.fields):
            yield page.finding(" or ".join(map(label, part.fields)), "is missing", part.remedy)
    if page.kind == "red-flag" and page.record.key not in library.cases:
        yield page.finding(
            CASES,
            "no case shows this sign",
            "Add sentences that must raise it, and near misses that must not.",
        )
    yield from _overdue(page, library)


def _parts(page: CheckedPage) -> tuple[Part, ...]:
    # The pages about the site have no topics, and state nothing that a source could bear out.
    if page.kind == "article":
        return ARTICLE if page.record.section == Section.ARTICLES else ()
    return PARTS.get(page.kind, ())


def _overdue(page: CheckedPage, library: Library) -> Iterator[Finding]:
    """Worth a look, not blocking: a correction of an old page must not wait for its review."""
    due = getattr(page.record, "next_review_due", None)
    if due and due < library.today:
        yield page.finding(
            label("next_review_due"),
            f"was on {due.isoformat()}",
            "Read the page and its sources again, then set the next date.",
            blocking=False,
        )

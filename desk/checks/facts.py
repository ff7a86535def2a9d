"""Facts of a condition that contradict each other. Few checks, each of which is right whenever it speaks. That one
posture is both worse and better is told by refused.py.

Two facts may stand against each other on purpose ("early on", "later"): a note on each says how both are true, and the
finding goes.
"""

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

from conditions.words import Evidence, Level, Role
from desk.checks.finding import Finding
from desk.checks.lists import DATA
from desk.checks.pages import CheckedPage, Library, label, row
from publishing import prose

_TYPICAL = (Level.HALLMARK, Level.COMMON)
_HELPS = (Evidence.STRONG, Evidence.MODERATE)


def find(page: CheckedPage, library: Library) -> Iterator[Finding]:
    if page.kind == "condition":
        yield from _opposites(page, library)
        yield from _regions(page)
        yield from _treatments(page)
    yield from _dates(page)


class Fact(NamedTuple):
    """A fact as data/opposites.txt writes it: "symptom:fever", "region:leg", "posture:sitting:worse"."""

    kind: str
    key: str
    effect: str = ""


@cache
def opposites() -> list[tuple[Fact, Fact]]:
    lines = (
        line.partition("#")[0] for line in (DATA / "opposites.txt").read_text(encoding="utf-8").splitlines()
    )
    pairs = (line.split("|") for line in lines if line.strip())
    return [(_fact(one), _fact(other)) for one, other in pairs]


def _fact(text: str) -> Fact:
    return Fact(*text.strip().split(":"))


def _opposites(page: CheckedPage, library: Library) -> Iterator[Finding]:
    for one, other in opposites():
        for (where, link), (there, against) in (
            (first, second) for first in _said(page, one, library) for second in _said(page, other, library)
        ):
            if not (link.note and against.note):
                yield page.finding(
                    where,
                    f"contradicts {there}",
                    "Correct one of them, or make it less typical; or say in a note on each when it is which.",
                )


def _said(page: CheckedPage, fact: Fact, library: Library) -> Iterator[tuple[str, Any]]:
    """Rows that say this as typical of the condition."""
    record = page.record
    match fact.kind:
        case "symptom":
            rows = [
                ("symptoms", i, s)
                for i, s in enumerate(record.symptoms)
                if s.symptom == fact.key and s.level in _TYPICAL
            ]
        case "region":
            # What is referred is felt there without being typical of it.
            rows = [
                ("regions", i, r)
                for i, r in enumerate(record.regions)
                if r.role != Role.REFERRED and library.lies_in(r.region, fact.key)
            ]
        case _:
            rows = [
                ("postures", i, p)
                for i, p in enumerate(record.postures)
                if (p.posture, p.effect) == (fact.key, fact.effect) and p.level in _TYPICAL
            ]
    return ((row(name, index, link), link) for name, index, link in rows)


def _regions(page: CheckedPage) -> Iterator[Finding]:
    places = list(enumerate(page.record.regions))
    for (first, one), (second, other) in combinations(places, 2):
        if one.region == other.region and one.role != other.role and not (one.note and other.note):
            yield page.finding(
                row("regions", second, other),
                f"is {one.role.label.lower()} in row {first + 1} and {other.role.label.lower()} here",
                "Keep one of the two, or say in a note on each when it is which.",
            )


def _treatments(page: CheckedPage) -> Iterator[Finding]:
    blamed = {key for kind, key in prose.links_in(page.record.does_not_help) if kind == "treatment"}
    for index, link in enumerate(page.record.treatments):
        where = row("treatments", index, link)
        if link.evidence == Evidence.AGAINST and link.time_to_try:
            yield page.finding(
                where,
                "is advised against, and says how long to try it",
                "Correct the evidence, or take the time out.",
            )
        if link.evidence in _HELPS and link.treatment in blamed:
            yield page.finding(
                where, f"helps here, and is named under “{label('does_not_help')}”", "Correct one of the two."
            )


def _dates(page: CheckedPage) -> Iterator[Finding]:
    """Against each other, never against today: a clock that is wrong must not stop a page."""
    due = getattr(page.record, "next_review_due", None)
    for name in ("written_on", "sources_checked_on", "reviewed_on"):
        day = getattr(page.record, name, None)
        if due and day and due <= day:
            yield page.finding(
                label("next_review_due"), f"is not after “{label(name)}”", "Correct one of the two dates."
            )

"""What tells compared conditions apart, read off their comparison: opposites, typical signs, the writers' own lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from conditions.comparison import Comparison, Mark, Row, main_effect
from conditions.pages import ConditionPage, LookAlike
from conditions.words import Effect, Level, Role
from publishing.directory import Entry


@dataclass(frozen=True, slots=True)
class Opposite:
    """A posture that makes some of the conditions worse and eases others, by what each page says most firmly.

    `either`: a page says both alike. `mostly`: of those before, a page says the other too, less firmly.
    """

    term: Entry
    worse: tuple[Entry, ...]
    better: tuple[Entry, ...]
    either: tuple[Entry, ...]
    mostly: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Typical:
    """Typical signs that only this one of the compared pages calls typical or common; `facts`: heading and rows."""

    condition: Entry
    facts: tuple[tuple[str, tuple[Row, ...]], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """What one page says of another, in the writer's words."""

    page: ConditionPage
    look: LookAlike


@dataclass(frozen=True, slots=True)
class Telling:
    lines: tuple[Line, ...]
    opposites: tuple[Opposite, ...]
    typical: tuple[Typical, ...]

    def __bool__(self) -> bool:
        return bool(self.lines or self.opposites or self.typical)


def telling(comparison: Comparison) -> Telling:
    return Telling(
        tuple(_lines(comparison)), tuple(_opposites(comparison)), tuple(_typical_of_one(comparison))
    )


def _lines(comparison: Comparison) -> Iterator[Line]:
    compared = {entry.key for entry in comparison.conditions}
    for page in comparison.pages:
        for look in page.look_alikes:
            if look.other is not None and look.other.key in compared:
                yield Line(page, look)


def _opposites(comparison: Comparison) -> Iterator[Opposite]:
    group = comparison.group("worse")
    for row in group.rows if group else ():
        if row.mark is Mark.OPPOSITE and row.term is not None:
            yield _opposite(comparison, row, row.term)


def _opposite(comparison: Comparison, row: Row, term: Entry) -> Opposite:
    sides: dict[Effect | None, list[Entry]] = {Effect.WORSE: [], Effect.BETTER: [], None: []}
    mostly = []
    for entry, cell in zip(comparison.conditions, row.cells, strict=True):
        if cell.says:
            main = main_effect(list(cell.says))
            sides[main].append(entry)
            if main and len({say.effect for say in cell.says}) > 1:
                mostly.append(entry)
    return Opposite(
        term, tuple(sides[Effect.WORSE]), tuple(sides[Effect.BETTER]), tuple(sides[None]), tuple(mostly)
    )


_HEADINGS = {"where": "Main place", "feels": "Feels", "worse": "Worse with", "better": "Better with"}


def _typical_of_one(comparison: Comparison) -> Iterator[Typical]:
    for number, condition in enumerate(comparison.conditions):
        facts = []
        for name, heading in _HEADINGS.items():
            group = comparison.group(name)
            rows = tuple(row for row in (group.rows if group else ()) if _only_of(number, name, row))
            if rows:
                facts.append((heading, rows))
        if facts:
            yield Typical(condition, tuple(facts))


_TYPICAL = (Level.HALLMARK, Role.PRIMARY)
_CLOSE = (*_TYPICAL, Level.COMMON)


def _only_of(number: int, group: str, row: Row) -> bool:
    """Whether this column alone calls it typical, and no other comes close.

    Opposites are told elsewhere; a place that is the main one only under the condition of its note is left to the rows.
    """
    if row.mark is Mark.OPPOSITE or (group == "where" and any(say.note for say in row.cells[number].says)):
        return False

    def levels(cell_number: int) -> set[str]:
        """Without what a posture does the other way round."""
        return {say.level for say in row.cells[cell_number].says if say.effect is None or say.effect == group}

    others = set[str]().union(*(levels(other) for other in range(len(row.cells)) if other != number))
    return bool(levels(number) & set(_TYPICAL)) and not others & set(_CLOSE)

"""Conditions side by side: rows of terms or prose, a cell for each condition, differences marked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from conditions.pages import ConditionPage, Fact
from publishing import prose
from publishing.directory import Directory, Entry
from publishing.models import LivePage
from publishing.public import record_of

MOST = 6
FEWEST = 2

GROUPS: dict[str, str] = {
    "where": "Where it hurts",
    "feels": "What it feels like",
    "worse": "What makes it worse",
    "better": "What makes it better",
    "day": "Over the day",
    "who": "Who gets it",
    "helps": "What helps",
    "urgent": "Get help if",
}
"""The groups of rows, in order, with their headings; the keys stand in addresses and embeds."""

_PROSE = {"day": "over_the_day", "who": "who_gets_it"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one condition says in one row; an empty `text` and `html`: it does not mention it. `level` is for the mark."""

    text: str = ""
    level: str = ""
    note: str = ""
    html: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.html)


@dataclass(frozen=True, slots=True)
class Row:
    """`url` leads to the page of the term; empty for prose."""

    label: str
    url: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        return len({(cell.text, cell.html) for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    conditions: tuple[Entry, ...]
    pages: tuple[ConditionPage, ...]
    groups: tuple[Group, ...]


def compare(directory: Directory, keys: Sequence[str], groups: Iterable[str] = GROUPS) -> Comparison:
    """The public conditions among `keys`, in their order, side by side. One query.

    Conditions that are not public are left out, so that fewer columns may come back than were asked for.
    """
    live = {
        page.key: page
        for page in LivePage.objects.filter(kind="condition", key__in=keys).select_related("revision")
    }
    found = [
        entry for key in dict.fromkeys(keys) if key in live and (entry := directory.get("condition", key))
    ]
    pages = [
        ConditionPage(record_of(live[entry.key]), live[entry.key].rendered, directory) for entry in found
    ]
    made = (Group(name, GROUPS[name], tuple(_rows(name, pages))) for name in groups if name in GROUPS)
    return Comparison(tuple(found), tuple(pages), tuple(group for group in made if group.rows))


def _rows(group: str, pages: list[ConditionPage]) -> Iterator[Row]:
    if group in _PROSE:
        cells = tuple(Cell(html=prose.excerpt(page.sections.get(_PROSE[group], ""))) for page in pages)
        if any(cells):
            yield Row(GROUPS[group], "", cells)
    elif group == "urgent":
        yield from _flag_rows(pages)
    else:
        yield from _fact_rows([list(_facts(group, page)) for page in pages])


def _facts(group: str, page: ConditionPage) -> list[Fact]:
    if group == "where":
        return [fact for _, facts in page.regions for fact in facts]
    return {"feels": page.symptoms, "worse": page.worse, "better": page.better, "helps": page.helps}[group]


def _fact_rows(columns: list[list[Fact]]) -> Iterator[Row]:
    """A row a term: those that most columns share first, then as the first column has them."""
    terms: dict[str, Entry] = {}
    cells: dict[tuple[str, int], Cell] = {}
    for number, facts in enumerate(columns):
        for fact in facts:
            terms.setdefault(fact.term.key, fact.term)
            cells.setdefault((fact.term.key, number), _cell(fact))
    shared = {key: sum((key, number) in cells for number in range(len(columns))) for key in terms}
    for key in sorted(terms, key=lambda key: -shared[key]):
        row = tuple(cells.get((key, number), Cell()) for number in range(len(columns)))
        yield Row(terms[key].title, terms[key].url, row)


def _cell(fact: Fact) -> Cell:
    word = fact.level or fact.evidence or fact.role
    side = f", {fact.side.label}" if fact.side else ""
    return Cell(f"{word.label}{side}" if word else "Yes", word.value if word else "", fact.note)


def _flag_rows(pages: list[ConditionPage]) -> Iterator[Row]:
    columns = [{card.key: card for _, cards in page.flags for card in cards} for page in pages]
    for key in dict.fromkeys(key for column in columns for key in column):
        card = next(column[key] for column in columns if key in column)
        cells = tuple(
            Cell(card.urgency.label, card.urgency.value) if key in column else Cell() for column in columns
        )
        yield Row(card.name, card.url, cells)

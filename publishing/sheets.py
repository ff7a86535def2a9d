"""Records as CSV for spreadsheets, and back.

A line a record. The columns are the record's own fields that fit into a cell: text on one line, a number, a date, yes or no, a
list of short texts. Prose and rows of facts do not; they go out in sheets of their own, to be read.

Nothing in a cell is taken for a formula, and every cell comes back as it went out: see `guarded` and `joined`.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from io import StringIO
from typing import Annotated, Any, get_args, get_origin

from publishing.kinds import Kind, PageKind
from publishing.models import WorkingCopy
from publishing.records import Record, Strict

Line = Sequence[str]

KIND, KEY, VERSION = "kind", "key", "version"
SEPARATOR = " | "


class Cell(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    YES_OR_NO = "yes or no"
    LIST = "list"


# --- Columns ----------------------------------------------------------------------------------------------------------


@cache
def columns(kind: Kind) -> dict[str, Cell]:
    """Field → what its cells hold, for those that come back in."""
    fields = kind.record.model_fields
    found = {name: _cell_of(info.annotation) for name, info in fields.items() if name not in kind.sections}
    return {name: cell for name, cell in found.items() if cell is not None and name != KEY}


@cache
def row_columns(kind: Kind) -> dict[str, dict[str, Cell]]:
    """List of rows → its columns, for those whose fields all fit into cells: sheets that only go out."""
    found = {}
    for name, info in kind.record.model_fields.items():
        row: Any = next(iter(get_args(info.annotation)), None)
        if get_origin(info.annotation) is not list or not _is_a(row, Strict):
            continue
        cells = {field: _cell_of(one.annotation) for field, one in row.model_fields.items()}
        if all(cells.values()):
            found[name] = {field: cell for field, cell in cells.items() if cell is not None}
    return found


_PLAIN: tuple[tuple[type, Cell], ...] = (
    (bool, Cell.YES_OR_NO),
    (int, Cell.NUMBER),
    (date, Cell.DAY),
    (str, Cell.TEXT),
)


def _cell_of(annotation: Any) -> Cell | None:
    """`date | None` is a day, `list[Line]` a list; None: it does not fit into a cell."""
    if get_origin(annotation) is Annotated:
        return _cell_of(get_args(annotation)[0])
    if get_origin(annotation) is list:
        return Cell.LIST if _cell_of(get_args(annotation)[0]) is Cell.TEXT else None
    plain = next((cell for of, cell in _PLAIN if _is_a(annotation, of)), None)
    if plain or isinstance(annotation, type):
        return plain
    parts = {_cell_of(part) for part in get_args(annotation) if part is not type(None)}
    return parts.pop() if len(parts) == 1 else None


def _is_a(annotation: Any, of: type) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, of)


# --- Cells ------------------------------------------------------------------------------------------------------------

_LEADS = "=+-@\t\r'"


def guarded(cell: str) -> str:
    """With an apostrophe before what a spreadsheet would take for a formula, and before an apostrophe of its own."""
    return f"'{cell}" if cell.startswith(tuple(_LEADS)) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:2] and cell[1] in _LEADS else cell


def joined(texts: Iterable[str]) -> str:
    r"""One cell, in which “|” stands between texts; a bar of their own is written “\|”."""
    return SEPARATOR.join(text.replace("\\", "\\\\").replace("|", "\\|") for text in texts)


def parted(cell: str) -> list[str]:
    parts = re.findall(r"(?:[^\\|]|\\.|\\$)+", cell, re.DOTALL)
    texts = (re.sub(r"\\(.)", r"\1", part.strip(" \r\n")) for part in parts)
    return [text for text in texts if text.strip()]


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return joined(value) if isinstance(value, list) else str(value)


_YES_OR_NO = {"yes": True, "true": True, "no": False, "false": False}


class BadCell(ValueError):
    """The message says what to write."""


def _read(cell: str, of: Cell) -> Any:
    """The value of a cell that is not empty; what it must be beyond that the record knows."""
    if of is Cell.LIST:
        return parted(cell)
    text = cell.strip()
    if of is Cell.YES_OR_NO:
        if text.casefold() not in _YES_OR_NO:
            raise BadCell(f"“{text}” is neither “yes” nor “no”; write one of them")
        return _YES_OR_NO[text.casefold()]
    if of is Cell.DAY and not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise BadCell(
            f"“{text}” is not a date as 2026-11-21; write it so, or take the column out of the sheet: then the dates stay "
            "as they are"
        )
    return text


# --- Out --------------------------------------------------------------------------------------------------------------


def version_of(record: Record) -> str:
    """Of the record in a sheet, so that a change made after it went out is seen when it comes back."""
    # The letter keeps a spreadsheet from taking it for a number.
    return f"v{record.digest()[:16]}"


def head(kind: Kind) -> Line:
    """Columns in brackets tell where a page stands, and are passed over on the way in."""
    stands = ("(state)", "(readers see it)") if isinstance(kind, PageKind) else ()
    return (KIND, KEY, *columns(kind), VERSION, *stands)


def line(kind: Kind, copy: Any, record: Record) -> Line:
    values = record.model_dump(mode="json")
    cells = (guarded(_said(values[name])) for name in columns(kind))
    return (kind.name, record.key, *cells, version_of(record), *_standing(copy))


def _standing(copy: Any) -> Line:
    if not isinstance(copy, WorkingCopy):
        return ()
    return copy.page.get_state_display(), _said(copy.page.is_published)


def row_head(kind: Kind, field: str) -> Line:
    return (f"({kind.name})", "(position)", *(f"({name})" for name in row_columns(kind)[field]))


def row_lines(kind: Kind, field: str, record: Record) -> Iterator[Line]:
    """The rows of one list: of which record, in which place, and what they say."""
    cells = row_columns(kind)[field]
    for position, row in enumerate(record.model_dump(mode="json", include={field})[field], start=1):
        yield (record.key, str(position), *(guarded(_said(row[name])) for name in cells))


# --- In ---------------------------------------------------------------------------------------------------------------

Wrong = tuple[int, str, str]
"""Line of the sheet, column and message."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a sheet: the fields that it gives. An empty cell empties the field, a column left out leaves it alone."""

    number: int
    key: str
    version: str
    given: Mapping[str, Any]
    emptied: frozenset[str]

    def onto(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """What the record says with this line written over it."""
        kept = {name: value for name, value in content.items() if name not in self.emptied}
        return {**kept, **self.given, **({KEY: self.key} if self.key else {})}


def kind_of(text: str) -> str:
    """Of which kind the sheet says that it is; empty where it does not.

    Raises:
        csv.Error: it is no sheet.
    """
    table = _table(text)
    head = next(table, [])
    first = next(table, [])
    place = _names(head).index(KIND) if KIND in _names(head) else None
    return first[place].strip() if place is not None and place < len(first) else ""


def read(text: str, kind: Kind) -> tuple[list[Row], list[Wrong]]:
    """All lines of a sheet, and all that is wrong with it."""
    table = _table(text)
    try:
        names = _names(next(table, []))
        cells: dict[str, Cell | None] = {KIND: None, KEY: None, VERSION: None, **columns(kind)}
        wrong = list(_wrong_names(names, cells))
        if wrong:
            return [], wrong
        rows = []
        for number, line in enumerate(table, start=2):
            if any(cell.strip() for cell in line):
                row, found = _row(
                    number, dict(zip(names, line, strict=False)), kind, cells, len(names) - len(line)
                )
                rows.append(row)
                wrong += found
    except csv.Error as error:
        return [], [(0, "", unreadable(error))]
    return rows, wrong


def unreadable(error: csv.Error) -> str:
    return f"cannot be read as CSV: {error}; save the sheet as “CSV UTF-8” once more"


def _table(text: str) -> Iterator[list[str]]:
    """With commas, or with what a spreadsheet puts in their place where a comma is for decimals."""
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _names(head: Iterable[str]) -> list[str]:
    return [name.strip() for name in head]


def _wrong_names(names: Sequence[str], cells: Mapping[str, Any]) -> Iterator[Wrong]:
    known = ", ".join(cells)
    for place, name in enumerate(names):
        if not name or name.startswith("("):
            continue
        if name not in cells:
            yield 1, name, f"is no column of this sheet; the columns are {known}. Correct or delete it"
        elif name in names[:place]:
            yield 1, name, "stands twice; keep one of the columns"
    if KEY not in names:
        yield 1, KEY, "is missing; without it nobody can tell which record a line is"


def _row(
    number: int, line: Mapping[str, str], kind: Kind, cells: Mapping[str, Cell | None], lacking: int
) -> tuple[Row, list[Wrong]]:
    given, emptied, wrong = {}, set(), []
    if lacking > 0:
        wrong.append((number, "", "has fewer cells than the first line has columns; fill the line up"))
    if KIND in line and line[KIND].strip() != kind.name:
        wrong.append(
            (number, KIND, f"a sheet holds one kind, and this one is of “{kind.name}”; make two sheets")
        )
    for name, written in line.items():
        of = cells.get(name)
        if of is None:
            continue
        try:
            # What is empty is at its default, or is told to be missing.
            if written.strip():
                given[name] = _read(unguarded(written), of)
            else:
                emptied.add(name)
        except BadCell as bad:
            wrong.append((number, name, str(bad)))
    key, version = (line.get(name, "").strip() for name in (KEY, VERSION))
    return Row(number, key, version, given, frozenset(emptied)), wrong

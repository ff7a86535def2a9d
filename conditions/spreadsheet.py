"""Comparisons as lines for a spreadsheet, and lines as CSV in which nothing is taken for a formula."""

import csv
import html
from collections.abc import Iterable, Iterator

from django.http import HttpResponse
from django.utils.html import strip_tags

from conditions.comparison import Cell, Comparison
from conditions.matrix import Matrix

Line = tuple[str, ...]


def comparison_lines(comparison: Comparison) -> Iterator[Line]:
    """A line a row, a column a condition; an empty cell: the page does not mention it."""
    yield ("Group", "Fact", "Mark", *(entry.title for entry in comparison.conditions))
    for group in comparison.groups:
        for row in group.rows:
            yield (group.label, row.label, row.mark_label, *map(_words, row.cells))


def matrix_lines(matrix: Matrix) -> Iterator[Line]:
    """A line a condition, a column a fact."""
    yield ("Condition", *(term.title for term, _ in matrix.columns))
    for line in matrix.lines:
        yield (line.condition.title, *(cell.words for cell in line.cells))


def write(lines: Iterable[Line], out: HttpResponse) -> None:
    csv.writer(out).writerows(map(_harmless, line) for line in lines)


def streamed(lines: Iterable[Line]) -> Iterator[str]:
    """The same line by line, for what may be long."""
    writer = csv.writer(_Echo())
    return (writer.writerow(map(_harmless, line)) for line in lines)


class _Echo:
    """A file that gives back what is written to it, which is what csv.writer then returns."""

    def write(self, text: str) -> str:
        return text


def _words(cell: Cell) -> str:
    notes = [f"({say.note})" for say in cell.says if say.note]
    return " ".join((cell.text, *notes)) if cell.says else _plain(cell.html)


def _plain(fragment: str) -> str:
    return " ".join(html.unescape(strip_tags(fragment)).split())


def _harmless(cell: str) -> str:
    """A spreadsheet takes a cell that begins so for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell

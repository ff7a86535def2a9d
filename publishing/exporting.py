"""Working copies as files to take away: the content files that `export_content` writes, or sheets for a spreadsheet.

One file goes out as it is, several as a zip with the folders that `load_content` reads. All of it is made on disk.
"""

import csv
import tempfile
import zipfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from django.db.models import QuerySet

from publishing import sheets
from publishing.files import write_folder
from publishing.kinds import Kind

_AT_ONCE = 200
_IN_MEMORY = 1024 * 1024


class Form(StrEnum):
    YAML = "yaml"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Made:
    """What is sent. `file` stands at its beginning and is the reader's to close."""

    name: str
    content_type: str
    file: IO[bytes]


_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".yaml": "application/yaml; charset=utf-8",
}


MOST = 5_000
MOST_FILES = 300
"""A Markdown file takes a tenth of a second to write as it is always written."""


class TooMany(Exception):
    """The message says what to do."""


def export(kind: Kind, chosen: QuerySet[Any], form: Form) -> Made:
    """`chosen` are rows of the kind's model; they go out in the order in which files hold them.

    Raises:
        TooMany: nothing was made.
    """
    most = MOST_FILES if kind.sections and form is Form.YAML else MOST
    count = chosen.count()
    if count > most:
        raise TooMany(
            f"These are {count} records, and at most {most} are saved at once. Narrow the list down, or ask whoever runs the "
            "site to use export_content."
        )
    copies = kind.copies().filter(pk__in=chosen.order_by().values("pk")).iterator(chunk_size=_AT_ONCE)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if form is Form.YAML:
            names = list(write_folder(folder, [(kind, (kind.to_record(copy) for copy in copies))]))
            names += _beside(folder, names)
        else:
            names = _write_sheets(folder, kind, copies)
        return _made(folder, names, kind)


def _beside(folder: Path, names: Iterable[str]) -> list[str]:
    """Files that go with the records, such as pictures."""
    there = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file())
    known = set(names)
    return [name for name in there if name not in known]


def _write_sheets(folder: Path, kind: Kind, copies: Iterable[Any]) -> list[str]:
    """The sheet of the records, and one for each list of rows that has any."""
    lists = list(sheets.row_columns(kind))
    with ExitStack() as stack:
        main = _Sheet(folder / f"{sheet_name(kind)}.csv", sheets.head(kind), stack)
        of_rows = {
            name: _Sheet(
                folder / f"{sheet_name(kind)}-{name.replace('_', '-')}.csv",
                sheets.row_head(kind, name),
                stack,
            )
            for name in lists
        }
        for copy in copies:
            record = kind.to_record(copy)
            main.write(sheets.line(kind, copy, record))
            for name in lists:
                for line in sheets.row_lines(kind, name, record):
                    of_rows[name].write(line)
    return [sheet.path.name for sheet in (main, *of_rows.values()) if sheet.path.exists()]


class _Sheet:
    """A CSV file that is there once it has a line."""

    def __init__(self, path: Path, head: sheets.Line, stack: ExitStack) -> None:
        self.path, self._head, self._stack = path, head, stack
        self._writer: Any = None

    def write(self, line: sheets.Line) -> None:
        if self._writer is None:
            # With the mark by which a spreadsheet knows UTF-8.
            file = self._stack.enter_context(self.path.open("w", encoding="utf-8-sig", newline=""))
            self._writer = csv.writer(file)
            self._writer.writerow(self._head)
        self._writer.writerow(line)


def sheet_name(kind: Kind) -> str:
    """“symptoms” for vocabulary/symptoms.yaml, “conditions” for conditions/*.md."""
    return Path(kind.file).stem


def _made(folder: Path, names: list[str], kind: Kind) -> Made:
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    if len(names) == 1:
        path = folder / names[0]
        file.write(path.read_bytes())
        made = Made(path.name, _TYPES[path.suffix], file)
    else:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                # Without a time of its own: the same records give the same bytes.
                archive.writestr(zipfile.ZipInfo(name), (folder / name).read_bytes(), zipfile.ZIP_DEFLATED)
        made = Made(f"{sheet_name(kind)}.zip", "application/zip", file)
    file.seek(0)
    return made

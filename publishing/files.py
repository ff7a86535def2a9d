"""Content files: text to records with every problem found, and records to the one canonical text.

A problem names file, line and field, and says what to do. Nothing here touches the database.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from publishing import plain_yaml
from publishing.kinds import Kind
from publishing.records import Record

FENCE = "---"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`where` is the field ("symptoms.3.level"), empty when the whole file or record is meant."""

    file: str
    line: int
    where: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.where}: {self.message}" if self.where else f"{place}: {self.message}"


@dataclass(slots=True)
class Entry:
    """A record as read, with where each of its fields stands."""

    kind: Kind
    record: Record
    file: str
    lines: Any
    first_line: int
    section_lines: dict[str, int] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)

    def line_of(self, path: Iterable[str | int], mention: str = "") -> int:
        """The line on which a field stands, or as near as is known; within prose, the first that has the mention."""
        steps = tuple(path)
        if steps and steps[0] in self.section_lines:
            return self._line_in_section(str(steps[0]), mention)
        return _line_of(self.lines, steps, self.first_line)

    def _line_in_section(self, name: str, mention: str) -> int:
        first = self.section_lines[name]
        lines = self.sections[name].split("\n")
        # The text of a section begins on the line after its heading.
        below = 1 if self.kind.sections[name] else 0
        return next(
            (first + below + number for number, line in enumerate(lines) if mention and mention in line),
            first,
        )

    def problem(self, path: Iterable[str | int], message: str, mention: str = "") -> Problem:
        steps = tuple(path)
        return Problem(self.file, self.line_of(steps, mention), _dotted(self.record.key, steps), message)


def read_folder(folder: Path, kinds: Iterable[Kind]) -> tuple[list[Entry], list[Problem]]:
    """All records of a content folder, and all that is wrong with its files. A kind without a file has no records."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for kind in kinds:
        for path in _paths(folder, kind):
            read = _read_sectioned if kind.sections else _read_list
            found, wrong = read(path, path.relative_to(folder).as_posix(), kind)
            entries += found
            problems += wrong
    return entries, problems


def _paths(folder: Path, kind: Kind) -> list[Path]:
    path = folder / kind.file
    if kind.sections:
        return sorted(path.glob("*.md"))
    return [path] if path.exists() else []


def _text(path: Path, name: str) -> str | Problem:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return Problem(name, 0, "", f"not UTF-8 text (byte {error.start}); save the file as UTF-8")
    except OSError as error:
        return Problem(name, 0, "", f"cannot be read: {error.strerror}; check the file and its permissions")


def _yaml(text: str, name: str, first_line: int) -> Any:
    """The parsed YAML with line numbers, or the Problem."""
    try:
        return plain_yaml.load(text, with_lines=True)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + first_line if error.problem_mark else 0
        return Problem(name, line, "", "the same key stands twice here; keep one of them")
    except MarkedYAMLError as error:
        line = error.problem_mark.line + first_line if error.problem_mark else 0
        return Problem(
            name,
            line,
            "",
            f"not valid YAML: {error.problem}; compare with a neighbour, mind quotes and indents",
        )
    except (YAMLError, ValueError) as error:
        return Problem(name, 0, "", f"not valid YAML: {' '.join(str(error).split())}")


def _read_list(path: Path, name: str, kind: Kind) -> tuple[list[Entry], list[Problem]]:
    text = _text(path, name)
    data = text if isinstance(text, Problem) else _yaml(text, name, 1)
    if isinstance(data, Problem):
        return [], [data]
    if not isinstance(data, list):
        return [], [Problem(name, 1, "", "must be a list: every record begins with “- key:”")]
    entries: list[Entry] = []
    problems: list[Problem] = []
    for index, item in enumerate(data):
        line = data.lc.item(index)[0] + 1  # type: ignore[attr-defined]
        made = make_entry(kind, item, name, line, {}, {})
        if isinstance(made, Entry):
            entries.append(made)
        else:
            problems += made
    return entries, problems


def _read_sectioned(path: Path, name: str, kind: Kind) -> tuple[list[Entry], list[Problem]]:
    text = _text(path, name)
    if isinstance(text, Problem):
        return [], [text]
    parts = _split(text)
    if parts is None:
        return [], [Problem(name, 1, "", "must begin with a block of YAML between two lines of “---”")]
    front, body, body_line = parts
    data = _yaml(front, name, 2)
    if isinstance(data, Problem):
        return [], [data]
    sections, lines, problems = _sections(body, body_line, name, kind)
    made = make_entry(kind, data, name, 1, sections, lines, offset=1)
    if not isinstance(made, Entry):
        return [], problems + made
    if made.record.key != path.stem:
        problems.append(
            made.problem(("key",), f"the file is called {path.name}; key and file name must be the same")
        )
    return [made], problems


def _split(text: str) -> tuple[str, str, int] | None:
    """Front matter, body, and the line on which the body begins."""
    lines = text.replace("\r\n", "\n").split("\n")
    if not lines or lines[0].strip() != FENCE:
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == FENCE:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    return None


def _sections(
    body: str, first_line: int, name: str, kind: Kind
) -> tuple[dict[str, str], dict[str, int], list[Problem]]:
    if list(kind.sections.values()) == [""]:
        (only,) = kind.sections
        return {only: body}, {only: first_line}, []
    fields = {heading: field for field, heading in kind.sections.items()}
    texts: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    problems = []
    current: str | None = None
    for number, line in enumerate(body.split("\n"), start=first_line):
        heading = re.match(r"##\s+(.*?)\s*$", line)
        if heading:
            current = fields.get(heading[1])
            if current is None:
                known = ", ".join(f"“{known}”" for known in fields)
                problems.append(
                    Problem(name, number, "", f"unknown heading “{heading[1]}”; the headings are {known}")
                )
            elif current in texts:
                problems.append(
                    Problem(name, number, "", f"the section “{heading[1]}” stands twice; join them")
                )
            else:
                texts[current], lines[current] = [], number
        elif current is not None and current in texts:
            texts[current].append(line)
        elif line.strip() and not heading and current is None and not problems:
            problems.append(
                Problem(name, number, "", "text before the first “## ” heading; put it under one")
            )
    return {field: "\n".join(text) for field, text in texts.items()}, lines, problems


def make_entry(
    kind: Kind,
    data: Any,
    name: str,
    line: int,
    sections: dict[str, str],
    section_lines: dict[str, int],
    offset: int = 0,
) -> Entry | list[Problem]:
    """The record, or all that is wrong with it. `line`: where it begins; `sections` and `section_lines`: its prose, by field.

    `offset`: how many lines of the file stand before the YAML that `data` was read from.
    """
    if not isinstance(data, dict):
        return [Problem(name, line, "", "must be a record: lines of “name: value”, the first one “key:”")]
    clash = sorted(set(data) & set(sections) | {key for key in data if key in kind.sections})
    if clash:
        return [
            Problem(name, line, key, "is prose: write it below the front matter under its heading")
            for key in clash
        ]
    lines = _Lines(data, offset)
    key = str(data.get("key", ""))
    try:
        record = kind.record.model_validate(_plain(data) | sections)
    except ValidationError as error:
        return [_validation_problem(one, name, key, line, lines, section_lines) for one in error.errors()]
    entry = Entry(kind, record, name, lines, line, section_lines, sections)
    wrong = [entry.problem(path, message) for path, message in kind.problems(record)]
    return wrong or entry


@dataclass(frozen=True, slots=True)
class _Lines:
    data: Any
    offset: int


def _line_of(lines: _Lines, path: tuple[Any, ...], fallback: int) -> int:
    node, line = lines.data, fallback
    for step in path:
        try:
            mark = node.lc.item(step) if isinstance(step, int) else node.lc.key(step)
            node = node[step]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
        line = mark[0] + 1 + lines.offset
    return line


_REMEDIES = {
    "extra_forbidden": "unknown field; see docs/content.md for the fields, and check the spelling",
    "missing": "is missing; add it",
}


def _validation_problem(
    error: Any, name: str, key: str, line: int, lines: _Lines, section_lines: dict[str, int]
) -> Problem:
    # Steps such as "str" or "constrained-str" are pydantic's names for the branches of a union.
    path = tuple(
        step for step in error["loc"] if isinstance(step, int) or _stands_in(lines.data, step, error)
    )
    message = _REMEDIES.get(error["type"]) or _sentence(error)
    at = section_lines.get(str(path[0])) if path else None
    return Problem(name, at or _line_of(lines, path, line), _dotted(key, path), message)


def _stands_in(data: Any, step: str, error: Any) -> bool:
    return (error["loc"][-1] == step and error["type"] in _REMEDIES) or _occurs(data, step)


def _occurs(data: Any, name: str) -> bool:
    if isinstance(data, dict):
        return name in data or any(_occurs(value, name) for value in data.values())
    return isinstance(data, list) and any(_occurs(value, name) for value in data)


def _sentence(error: Any) -> str:
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "string_pattern_mismatch" and "a-z0-9" in str(
        error.get("ctx", {}).get("pattern", "")
    ):
        return f"“{error['input']}” is not a key; write lower-case letters, digits and single hyphens"
    message = message[0].lower() + message[1:]
    given = error.get("input")
    return (
        f"{message} (found “{given}”)"
        if isinstance(given, str | int | float) and len(str(given)) < 80
        else message
    )


def _dotted(key: str, path: Iterable[Any]) -> str:
    return ".".join([*([key] if key else []), *(str(step) for step in path)])


def _plain(value: Any) -> Any:
    """Plain dicts and lists, as pydantic's strictness about types wants them."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


# --- writing ---


def write_folder(folder: Path, records: Iterable[tuple[Kind, Iterable[Record]]]) -> Iterator[str]:
    """Writes canonical files and yields their names. Each file appears whole or not at all."""
    for kind, found in records:
        if kind.sections:
            for record in found:
                yield _write(folder, f"{kind.file}/{record.key}.md", sectioned_text(kind, record))
        elif listed := list(found):
            yield _write(folder, kind.file, list_text(listed))
            for record in listed:
                kind.export_file(folder, record)


def _write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
    return name


def list_text(records: Iterable[Record]) -> str:
    return "\n".join(_dump([record.content()]) for record in records)


def sectioned_text(kind: Kind, record: Record) -> str:
    content = record.content()
    texts = {name: content.pop(name) for name in kind.sections if name in content}
    parts = [f"{FENCE}\n{_dump(content)}{FENCE}\n"]
    for name, heading in kind.sections.items():
        if name in texts:
            parts.append(f"## {heading}\n\n{texts[name]}\n" if heading else f"{texts[name]}\n")
    return "\n".join(parts)


def _dump(data: Any) -> str:
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = (
        4096  # a string stays on its line: wrapped ones end in blanks and change with their neighbours
    )
    yaml.allow_unicode = True
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()

"""What somebody uploads at the desk, made into texts with names of ours: content files and sheets, and nothing else.

A name that came with an upload says which content file is meant, and is never the name of anything on disk. Sizes are counted
while reading, whatever an archive says of itself.
"""

import re
import stat
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from ruamel.yaml.error import YAMLError

from publishing import plain_yaml
from publishing.files import FENCE, Problem
from publishing.kinds import Kind, all_kinds
from publishing.records import KEY_PATTERN

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 2 * 1024 * 1024
MOST_FILES = 500

_IGNORED = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
_MEGABYTE = 1024 * 1024


@dataclass(slots=True)
class Texts:
    """`files`: path within a content folder → text; `sheets`: name as it came → text; `passed_over`: names that are neither."""

    files: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    passed_over: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, name: str, message: str) -> None:
        self.problems.append(Problem(name, 0, "", message))


class _TooMuch(Exception):
    pass


def unpack(uploads: Iterable[tuple[str, BinaryIO]]) -> Texts:
    """All that can be read of (name, file) pairs, archives opened, with everything that is wrong."""
    texts = Texts()
    budget = _Budget()
    try:
        for name, file in uploads:
            if name.lower().endswith(".zip"):
                _unpack_archive(name, file, texts, budget)
            else:
                _take(name, budget.read(file), texts)
    except _TooMuch:
        texts.refuse(
            "What you chose",
            f"is more than {MOST_UNPACKED // _MEGABYTE} MB of text or {MOST_FILES} files; bring it in in parts, or ask "
            "whoever runs the site to use load_content",
        )
    if not (texts.files or texts.sheets or texts.problems):
        texts.refuse(
            "What you chose",
            "holds no content files: choose .yaml and .md files as an export gives them, a sheet (.csv), or a zip of them",
        )
    return texts


class _Budget:
    """How much may still be read."""

    def __init__(self) -> None:
        self.bytes, self.files = MOST_UNPACKED, MOST_FILES

    def read(self, file: Any) -> bytes:
        content: bytes = file.read(self.bytes + 1)
        self.bytes -= len(content)
        self.files -= 1
        if self.bytes < 0 or self.files < 0:
            raise _TooMuch
        return content


def _unpack_archive(name: str, file: BinaryIO, texts: Texts, budget: _Budget) -> None:
    try:
        with zipfile.ZipFile(BytesIO(file.read(MOST_BYTES))) as archive:
            for member in archive.infolist():
                _take_member(archive, member, texts, budget)
    except _TooMuch:
        raise
    except Exception:
        # zipfile raises almost anything for a broken archive: BadZipFile, EOFError, zlib.error, NotImplementedError, …
        texts.refuse(name, "is no zip that can be read; pack the files once more, without a password")


def _take_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, texts: Texts, budget: _Budget) -> None:
    name = member.filename
    if member.is_dir() or any(part in name for part in _IGNORED):
        return
    if stat.S_ISLNK(member.external_attr >> 16):
        texts.refuse(name, "is a link to another file; put the file itself into the zip")
    elif member.flag_bits & 1:
        texts.refuse(name, "has a password; pack it without one")
    elif name.lower().endswith((".yaml", ".yml", ".md", ".csv")):
        with archive.open(member) as opened:
            _take(name, budget.read(opened), texts)
    else:
        budget.read(BytesIO())
        texts.passed_over.append(name)


def _take(name: str, content: bytes, texts: Texts) -> None:
    text = _text(name, content, texts)
    if text is None:
        return
    if name.lower().endswith(".csv"):
        texts.sheets[_free(PurePosixPath(name).name, texts.sheets)] = text
        return
    path = _path_of(name, text)
    if path.endswith(".md") and not re.fullmatch(KEY_PATTERN, PurePosixPath(path).stem[:81]):
        texts.refuse(
            name, "is not called by its key; give it the name that it has in an export: “sciatica.md”"
        )
    elif not path:
        texts.passed_over.append(name)
    elif path in texts.files:
        texts.refuse(name, f"stands for {path}, and so does another file; bring in one of them")
    else:
        texts.files[path] = text


def _text(name: str, content: bytes, texts: Texts) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        likely = "UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "Windows-1252"
        texts.problems.append(
            Problem(
                name,
                line,
                "",
                f"is not UTF-8 text (it looks like {likely}); save it as UTF-8, a sheet as “CSV UTF-8”",
            )
        )
        return None


def _free(name: str, taken: Iterable[str]) -> str:
    known = set(taken)
    numbered: Iterator[str] = (f"{number} {name}" for number in range(2, MOST_FILES + 2))
    return name if name not in known else next(one for one in numbered if one not in known)


def _path_of(name: str, text: str) -> str:
    """Which content file is meant; empty: none of them."""
    path = PurePosixPath(name.replace("\\", "/"))
    folders = path.parts[:-1]
    for kind in all_kinds():
        wanted = PurePosixPath(kind.file)
        if not kind.sections and path.stem == wanted.stem and path.suffix.lower() in (".yaml", ".yml"):
            return kind.file
    if path.suffix.lower() != ".md":
        return ""
    sectioned = [kind for kind in all_kinds() if kind.sections]
    meant = next((one for one in sectioned if folders[-1:] == (one.file,)), None)
    if meant is None:
        meant = _likeliest(sectioned, text)
    return "" if meant is None else f"{meant.file}/{path.name}"


def _likeliest(kinds: Sequence[Kind], text: str) -> Kind | None:
    """A file without its folder: of the kind that knows most of its fields."""
    parts = text.replace("\r\n", "\n").split(f"{FENCE}\n", 2)
    try:
        front = plain_yaml.load(parts[1], with_lines=False) if len(parts) == 3 else None
    except (YAMLError, ValueError):
        front = None
    names = set(front) if isinstance(front, dict) else set()
    known = {kind.file: len(names & set(kind.record.model_fields)) for kind in kinds}
    return next((kind for kind in kinds if known[kind.file] == max(known.values()) > 0), None)

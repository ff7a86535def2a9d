"""What differs between two records: field by field, link by link, and word by word within prose.

Pure functions on what `model_dump()` gives; nothing here knows a kind, a form or a database.
"""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.text import capfirst
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

Path = tuple[str, ...]
"""Names of fields from the record down, without positions: ("symptoms", "said_as")."""

ALIKE = 50
"""From this likeness on, in per cent, two paragraphs or rows are one that was changed, not one gone and one new."""

MOST_PAIRS = 40_000
"""Beyond this many pairs nobody looks for likeness: all of it is another text then."""


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: the same on both sides, added or removed."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    change: Change
    pieces: tuple[Piece, ...]


class Run(NamedTuple):
    """Paragraphs one after the other that all differ, or none of them does."""

    differs: bool
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a list. `name`: what it is known by; empty where it has no identity. `moved`: to another place."""

    change: Change
    name: str = ""
    moved: bool = False
    pieces: tuple[Piece, ...] = ()
    fields: tuple["Difference", ...] = ()

    @property
    def differs(self) -> bool:
        return self.moved or self.change is not Change.SAME


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on both sides; one of `paragraphs` (text) and `rows` (a list) is filled."""

    name: str
    label: str
    change: Change
    paragraphs: tuple[Paragraph, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def differs(self) -> bool:
        return self.change is not Change.SAME

    @property
    def only_blanks(self) -> bool:
        """It differs, and no word does."""
        pieces = (piece for paragraph in self.paragraphs for piece in paragraph.pieces)
        return self.differs and not self.rows and all(piece.change is Change.SAME for piece in pieces)

    @property
    def runs(self) -> list[Run]:
        """Its paragraphs, those that differ and those that do not apart, in order."""
        apart = groupby(self.paragraphs, key=lambda paragraph: paragraph.change is not Change.SAME)
        return [Run(differs, tuple(paragraphs)) for differs, paragraphs in apart]

    @property
    def rows_the_same(self) -> list[Row]:
        return [row for row in self.rows if not row.differs]


def _plain_label(path: Path) -> str:
    return str(capfirst(path[-1].replace("_", " ")))


def plainly(path: Path, value: Any) -> str:
    """A value for people: the label of a stored word, a date in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, list):
        return " or ".join(plainly(path, one) for one in value)
    return str(getattr(value, "label", value))


@dataclass(frozen=True, slots=True)
class Telling:
    """How fields and values are told, and what an item of a list is known again by.

    `identity`: list → fields of its items, the first leads. `keys`: where keys stand, which are the same or are not.
    """

    label: Callable[[Path], str] = _plain_label
    say: Callable[[Path, Any], str] = plainly
    identity: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keys: Collection[Path] = ()


def differences(
    old: Mapping[str, Any], new: Mapping[str, Any], telling: Telling | None = None
) -> list[Difference]:
    """Every field that says something on either side, in the order of the fields."""
    return list(_fields(old, new, (), telling or Telling()))


def words(old: str, new: str) -> tuple[Piece, ...]:
    """The words of one paragraph, marked. Citations and targets of links count as one word each."""
    before, after = _tokens(old), _tokens(new)
    hunks = [_Hunk()]
    for code in Indel.opcodes([word for word, _ in before], [word for word, _ in after]):
        if code.tag == "equal":
            hunks[-1].same += after[code.dest_start : code.dest_end]
            continue
        if hunks[-1].same:
            hunks.append(_Hunk())
        hunks[-1].removed += before[code.src_start : code.src_end]
        hunks[-1].added += after[code.dest_start : code.dest_end]
    return tuple(_pieces(_without_crumbs(hunks)))


# --- Fields -----------------------------------------------------------------------------------------------------------


def _fields(
    old: Mapping[str, Any], new: Mapping[str, Any], path: Path, telling: Telling
) -> Iterator[Difference]:
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name), new.get(name)
        if _says_something(before) or _says_something(after):
            yield _difference(before, after, (*path, name), telling)


def _says_something(value: Any) -> bool:
    return value is not None and value not in ("", [], {})


def _difference(old: Any, new: Any, path: Path, telling: Telling) -> Difference:
    made = Difference(path[-1], telling.label(path), _change_of(old, new))
    if isinstance(old, list) or isinstance(new, list):
        return _with(made, rows=tuple(_rows(old or [], new or [], path, telling)))
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        return _with(made, rows=(_row(old, new, path, telling),))
    before, after = (telling.say(path, value) if _says_something(value) else "" for value in (old, new))
    return _with(made, paragraphs=tuple(_paragraphs(before, after)))


def _with(made: Difference, **more: Any) -> Difference:
    return Difference(made.name, made.label, made.change, **more)


def _change_of(old: Any, new: Any) -> Change:
    if old == new:
        return Change.SAME
    if not _says_something(old):
        return Change.ADDED
    return Change.CHANGED if _says_something(new) else Change.REMOVED


# --- Lists ------------------------------------------------------------------------------------------------------------

Pair = tuple[int | None, int | None]
"""Places of the same thing in the old and in the new list; None where one of them does not have it."""


def _rows(old: list[Any], new: list[Any], path: Path, telling: Telling) -> Iterator[Row]:
    identity = telling.identity.get(path[0], ()) if len(path) == 1 else ()
    if identity:
        pairs = _matched(
            *([_parts(row, identity) for row in rows] for rows in (old, new)),
            *([_parts(row, identity[:1]) for row in rows] for rows in (old, new)),
        )
    elif path in telling.keys:
        pairs = _matched(old, new)
    else:
        pairs = _aligned(*([_text_of(one, path, telling) for one in rows] for rows in (old, new)))
    moved = _moved([before for before, after in pairs if before is not None and after is not None])
    for before, after in pairs:
        row = _row(
            None if before is None else old[before],
            None if after is None else new[after],
            path,
            telling,
        )
        yield Row(row.change, row.name, before in moved and after is not None, row.pieces, row.fields)


def _row(old: Any, new: Any, path: Path, telling: Telling) -> Row:
    there = old if new is None else new
    change = _change_of(old, new)
    if not isinstance(there, Mapping):
        before, after = (telling.say(path, one) if one is not None else "" for one in (old, new))
        return Row(change, pieces=words(before, after))
    identity = telling.identity.get(path[0], ())
    name = ", ".join(
        telling.say((*path, part), there[part]) for part in identity if _says_something(there.get(part))
    )
    fields = _fields(old or {}, new or {}, path, telling)
    return Row(
        change, name, fields=tuple(one for one in fields if one.name not in identity or _still_to_tell(one))
    )


def _still_to_tell(one: Difference) -> bool:
    """Of the fields that a row is named by, only what changed is told again."""
    return one.change is Change.CHANGED


def _text_of(one: Any, path: Path, telling: Telling) -> str:
    if not isinstance(one, Mapping):
        return telling.say(path, one)
    return "\n".join(plainly(path, value) for value in one.values() if _says_something(value))


def _parts(row: Mapping[str, Any], names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in names)


def _matched(*known_by: Sequence[Hashable]) -> list[Pair]:
    """By what old and new items are known by; those left over by the second two lists: a posture whose effect changed is
    still that posture."""
    old_length, new_length = len(known_by[0]), len(known_by[1])
    places: dict[int, int] = {}
    for old, new in zip(known_by[::2], known_by[1::2], strict=True):
        waiting: dict[Hashable, list[int]] = {}
        for place in sorted(set(range(old_length)) - set(places.values())):
            waiting.setdefault(old[place], []).append(place)
        for place in sorted(set(range(new_length)) - set(places)):
            if waiting.get(new[place]) and new[place] not in _NOTHING:
                places[place] = waiting[new[place]].pop(0)
    return _in_order(places, old_length, new_length)


_NOTHING = (("",), (None,))
"""Known by nothing: the name of a look-alike without a page is no page."""


def _in_order(places: Mapping[int, int], old_length: int, new_length: int) -> list[Pair]:
    """As the new list has them; what is gone stands after what stood before it. `places`: new → old."""
    pairs: list[Pair] = [(places.get(place), place) for place in range(new_length)]
    for gone in sorted(set(range(old_length)) - set(places.values())):
        before = next((at for at, pair in enumerate(pairs) if gone and pair[0] == gone - 1), -1)
        pairs.insert(before + 1, (gone, None))
    return pairs


def _moved(places: Sequence[int]) -> set[int]:
    """The fewest whose move explains the new order."""
    stayed: set[int] = set()
    for code in Indel.opcodes(sorted(places), places):
        if code.tag == "equal":
            stayed |= set(places[code.dest_start : code.dest_end])
    return set(places) - stayed


def _aligned(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """What is equal stands side by side, and between that, in order, what is alike."""
    pairs: list[Pair] = []
    gone: list[int] = []
    come: list[int] = []
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            pairs += _alike(old, new, gone, come)
            gone, come = [], []
            pairs += zip(
                range(code.src_start, code.src_end), range(code.dest_start, code.dest_end), strict=True
            )
        gone += range(code.src_start, code.src_end) if code.tag != "equal" else ()
        come += range(code.dest_start, code.dest_end) if code.tag != "equal" else ()
    return pairs + _alike(old, new, gone, come)


def _alike(old: Sequence[str], new: Sequence[str], gone: Sequence[int], come: Sequence[int]) -> list[Pair]:
    """Pairs, in order, of the greatest likeness in all; the rest alone."""
    if not gone or not come or len(gone) * len(come) > MOST_PAIRS:
        return [*((one, None) for one in gone), *((None, one) for one in come)]
    # best[i][j]: the greatest likeness that gone[i:] and come[j:] can reach.
    best = [[0.0] * (len(come) + 1) for _ in range(len(gone) + 1)]
    likeness = [[fuzz.ratio(old[one], new[other], score_cutoff=ALIKE) for other in come] for one in gone]
    for i in reversed(range(len(gone))):
        for j in reversed(range(len(come))):
            paired = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    pairs: list[Pair] = []
    i = j = 0
    while i < len(gone) or j < len(come):
        if i < len(gone) and best[i][j] == best[i + 1][j]:
            pairs.append((gone[i], None))
            i += 1
        elif j < len(come) and best[i][j] == best[i][j + 1]:
            pairs.append((None, come[j]))
            j += 1
        else:
            pairs.append((gone[i], come[j]))
            i, j = i + 1, j + 1
    return pairs


# --- Prose ------------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"(\[@[^\]\n]*\]|\]\([^)\n]*\)|\d+(?:[.,]\d+)+|[\w’'-]+|[^\w\s])(\s*)")

Token = tuple[str, str]
"""A word or a sign, and the blanks after it, which are never a difference of their own."""


def _tokens(text: str) -> list[Token]:
    return _TOKEN.findall(text)


def _paragraphs(old: str, new: str) -> Iterator[Paragraph]:
    before, after = _lines(old), _lines(new)
    one_each = len(before) == len(after) == 1
    for gone, come in [(0, 0)] if one_each else _aligned(before, after):
        was, is_now = before[gone] if gone is not None else "", after[come] if come is not None else ""
        yield Paragraph(_change_of(was, is_now), words(was, is_now))


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


@dataclass(slots=True)
class _Hunk:
    """What was removed, what was added in its place, and what follows unchanged."""

    removed: list[Token] = field(default_factory=list)
    added: list[Token] = field(default_factory=list)
    same: list[Token] = field(default_factory=list)

    @property
    def size(self) -> int:
        return max(len(self.removed), len(self.added))


def _without_crumbs(hunks: Iterable[_Hunk]) -> list[_Hunk]:
    """A word or two that happen to be the same between two larger changes only make them harder to read."""
    tidy: list[_Hunk] = []
    for hunk in hunks:
        last = tidy[-1] if tidy else None
        if last is not None and len(last.same) < min(last.size, hunk.size):
            last.removed += last.same + hunk.removed
            last.added += last.same + hunk.added
            last.same = hunk.same
        else:
            tidy.append(hunk)
    return tidy


def _pieces(hunks: Iterable[_Hunk]) -> Iterator[Piece]:
    """Blanks at the end of what is marked belong to what follows."""
    for hunk in hunks:
        removed, added = _joined(hunk.removed), _joined(hunk.added)
        if removed.strip():
            yield Piece(Change.REMOVED, removed.rstrip())
        if added.strip():
            yield Piece(Change.ADDED, added.rstrip())
        if hunk.same:
            gap = " " if (added or removed).endswith(" ") else ""
            yield Piece(Change.SAME, gap + _joined(hunk.same))


def _joined(tokens: Iterable[Token]) -> str:
    return "".join(word + blanks for word, blanks in tokens)

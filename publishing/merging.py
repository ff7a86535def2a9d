"""Three versions of one record: what the library gave before, what it gives now, and what stands here. Field by field it is
told who changed what, and what does not conflict can be joined.

Pure functions on what `Record.content()` gives: a field that is not there is at its default.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from publishing.kinds import Kind

Content = Mapping[str, Any]


class Side(StrEnum):
    """Who changed a field since it was last loaded."""

    THERE = "there"
    HERE = "here"
    SAME = "same"
    JOINED = "joined"
    """Both, in different rows of a list: `joined` has all of it."""
    CONFLICT = "conflict"
    UNKNOWN = "unknown"
    """It differs, and what was loaded before is not known."""


class Pick(StrEnum):
    """What becomes of a field."""

    HERE = "here"
    THERE = "there"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is not the same in all three. None: at its default."""

    name: str
    side: Side
    base: Any
    theirs: Any
    mine: Any
    joined: Any = None

    @property
    def default(self) -> Pick:
        """What is taken when nobody says otherwise: whatever loses no change."""
        if self.side is Side.THERE:
            return Pick.THERE
        return Pick.JOIN if self.side is Side.JOINED else Pick.HERE

    @property
    def picks(self) -> list[Pick]:
        """What there is to choose from; one, where nothing is to be decided."""
        if self.side is Side.JOINED:
            return [Pick.JOIN, Pick.HERE, Pick.THERE]
        return [Pick.HERE] if self.side is Side.SAME else [self.default, _other(self.default)]

    def picked(self, pick: Pick) -> Any:
        return {Pick.HERE: self.mine, Pick.THERE: self.theirs, Pick.JOIN: self.joined}[pick]


def _other(pick: Pick) -> Pick:
    return Pick.HERE if pick is Pick.THERE else Pick.THERE


@dataclass(frozen=True, slots=True)
class Meeting:
    """A record of the library that met a change made here. `base` None: what was loaded before is not known."""

    kind: str
    key: str
    base: Content | None
    theirs: Content
    mine: Content
    fields: tuple[Field, ...]

    @property
    def label(self) -> str:
        return f"{self.kind} {self.key}"

    def named(self, *sides: Side) -> list[str]:
        return [field.name for field in self.fields if field.side in sides]

    @property
    def undecided(self) -> list[Field]:
        """Where somebody has to choose."""
        return [field for field in self.fields if field.side in (Side.CONFLICT, Side.UNKNOWN)]

    @property
    def news(self) -> list[Field]:
        """What can be taken without losing anything of here."""
        return [field for field in self.fields if field.side in (Side.THERE, Side.JOINED)]

    def merged(self, picks: Mapping[str, Pick] | None = None) -> dict[str, Any]:
        """The record with these choices by field; without one the field's default."""
        picks = picks or {}
        values = dict(self.mine)
        for field in self.fields:
            value = field.picked(picks.get(field.name, field.default))
            values.pop(field.name, None)
            if value is not None:
                values[field.name] = value
        return values


def meet(kind: "Kind", key: str, base: Content | None, theirs: Content, mine: Content) -> Meeting:
    """`theirs` is what the files give now, `mine` the working copy, each as `Record.content()`."""
    names = [name for name in kind.record.model_fields if name != "key"]
    fields = (_field(kind, name, base, theirs, mine) for name in names)
    return Meeting(kind.name, key, base, theirs, mine, tuple(field for field in fields if field))


def _field(kind: "Kind", name: str, base: Content | None, theirs: Content, mine: Content) -> Field | None:
    there, here = theirs.get(name), mine.get(name)
    if base is None:
        return None if there == here else Field(name, Side.UNKNOWN, None, there, here)
    before = base.get(name)
    if before == there == here:
        return None
    if there == here:
        return Field(name, Side.SAME, before, there, here)
    if before == here:
        return Field(name, Side.THERE, before, there, here)
    if before == there:
        return Field(name, Side.HERE, before, there, here)
    joined = _joined(before, there, here, _known_by(kind, name))
    return Field(name, Side.CONFLICT if joined is None else Side.JOINED, before, there, here, joined)


# --- Lists, row by row ------------------------------------------------------------------------------------------------

Known = Callable[[Any], str | None]


def _known_by(kind: "Kind", name: str) -> Known:
    """By what a row is known again: its identity, or the word or key that it is."""
    rows = kind.rows.get(name)
    parts = rows.identity if rows else ()

    def known(row: Any) -> str | None:
        if isinstance(row, Mapping):
            return json.dumps([row.get(part) for part in parts]) if parts else None
        return row if isinstance(row, str) else None

    return known


def _joined(base: Any, theirs: Any, mine: Any, known: Known) -> list[Any] | None:
    """One list with the changes of both; None where they contradict each other, or rows cannot be told apart."""
    lists = [[] if rows is None else rows for rows in (base, theirs, mine)]
    if not all(isinstance(rows, list) for rows in lists) or any(
        known(row) is None for rows in lists for row in rows
    ):
        return None
    before, there, here = ({str(known(row)): row for row in rows} for rows in lists)
    if [len(before), len(there), len(here)] != [len(rows) for rows in lists]:
        return None
    rows: dict[str, Any] = {}
    for one in dict.fromkeys((*here, *there, *before)):
        versions = before.get(one), there.get(one), here.get(one)
        if versions[1] != versions[2] and versions[0] not in versions[1:]:
            return None
        row = versions[1] if versions[0] == versions[2] else versions[2]
        if row is not None:
            rows[one] = row
    return [rows[one] for one in _order(list(before), list(there), list(here)) if one in rows]


def _order(before: Sequence[str], there: Sequence[str], here: Sequence[str]) -> list[str]:
    """As here, unless only there the order was changed; what the other has besides follows what it stands after there."""
    moved_here = _common(here, before) != _common(before, here)
    first, second = (here, there) if moved_here else (there, here)
    order = list(first)
    for place, one in enumerate(second):
        if one not in order:
            after = next((other for other in reversed(second[:place]) if other in order), None)
            order.insert(order.index(after) + 1 if after is not None else 0, one)
    return order


def _common(rows: Iterable[str], other: Iterable[str]) -> list[str]:
    kept = set(other)
    return [row for row in rows if row in kept]

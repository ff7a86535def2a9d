"""What becomes of each record of content files: new, changed, unchanged, or left to whoever changed it here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from publishing import merging
from publishing.files import Entry
from publishing.kinds import Kind, PageKind
from publishing.models import LoadedRecord
from publishing.records import Record

Identity = tuple[str, str]
"""Kind and key."""


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one record of the files. `copy` and `now`, what it says: None where there is no working copy yet."""

    entry: Entry
    outcome: Outcome
    copy: Any = None
    now: Record | None = None

    @property
    def identity(self) -> Identity:
        return self.entry.kind.name, self.entry.record.key

    @property
    def label(self) -> str:
        return " ".join(self.identity)


@dataclass(slots=True)
class Report:
    """What a load did, or would do: each a list of "kind key". `meetings`: of what was left, where files say something new."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    meetings: list[merging.Meeting] = field(default_factory=list)


def steps(
    entries: Sequence[Entry],
    loaded: Mapping[Identity, LoadedRecord],
    *,
    force: bool = False,
    seen: Mapping[Identity, str] | None = None,
) -> list[Step]:
    """What becomes of each. `seen`: the version of the working copy that somebody had before them who wrote the record."""
    copies = _copies_of(entries)
    return [_step(entry, copies, loaded, force, seen or {}) for entry in entries]


def _step(
    entry: Entry,
    copies: Mapping[Identity, Any],
    loaded: Mapping[Identity, LoadedRecord],
    force: bool,
    seen: Mapping[Identity, str],
) -> Step:
    identity = (entry.kind.name, entry.record.key)
    copy = copies.get(identity)
    if copy is None:
        return Step(entry, Outcome.NEW)
    record = entry.kind.to_record(copy)
    now = record.digest()
    if now == entry.record.digest():
        return Step(entry, Outcome.UNCHANGED, copy, record)
    known = seen.get(identity) or (loaded[identity].digest if identity in loaded else "")
    left = not force and now != known
    return Step(entry, Outcome.LEFT if left else Outcome.CHANGED, copy, record)


_MANY = 500
"""Up to this many keys are asked for by name."""


def _copies_of(entries: Iterable[Entry]) -> dict[Identity, Any]:
    keys: dict[Kind, set[str]] = defaultdict(set)
    for entry in entries:
        keys[entry.kind].add(entry.record.key)
    return {
        (kind.name, copy.key): copy
        for kind, wanted in keys.items()
        for copy in (kind.copies() if len(wanted) > _MANY else copies_by_key(kind, wanted))
    }


def copies_by_key(kind: Kind, keys: Collection[str]) -> Iterable[Any]:
    copies: Iterable[Any] = kind.copies().filter(**{f"{key_field(kind)}__in": keys})
    return copies


def key_field(kind: Kind) -> str:
    """Where the key of a working copy stands."""
    return "page__key" if isinstance(kind, PageKind) else "key"


def loaded_records() -> dict[Identity, LoadedRecord]:
    return {(row.kind, row.key): row for row in LoadedRecord.objects.all()}


def report_of(planned: Iterable[Step], loaded: Mapping[Identity, LoadedRecord]) -> Report:
    report = Report()
    for step in planned:
        getattr(report, step.outcome).append(step.label)
        if step.outcome is Outcome.LEFT and step.now is not None:
            base = known_base(step, loaded.get(step.identity))
            given = step.entry.record.content()
            if base != given:
                report.meetings.append(
                    merging.meet(step.entry.kind, step.identity[1], base, given, step.now.content())
                )
    return report


def known_base(step: Step, row: LoadedRecord | None) -> dict[str, Any] | None:
    """What was loaded before; the digest tells it too when the files say the same again."""
    if row is None:
        return None
    same = row.digest == step.entry.record.digest()
    content: dict[str, Any] | None = step.entry.record.content() if same else row.content
    return content

"""A newer starter library meets what editors changed: what waits to be decided, and how it is settled.

Loading leaves alone what a person changed and keeps what it would have written (LoadedRecord.offered). Here it is compared
field by field, and what somebody takes of it becomes their change of the working copy.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from pydantic import ValidationError as RecordError

from publishing import service
from publishing.kinds import Kind, PageKind, get_kind
from publishing.merging import Meeting, Pick, meet
from publishing.models import LoadedRecord
from publishing.planning import copies_by_key
from publishing.records import Record, digest
from publishing.states import LOAD


class Outdated(Exception):
    """One of the versions is another than the one that was shown. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record on which somebody has to decide, with its working copy."""

    row: LoadedRecord
    kind: Kind
    copy: Any
    meeting: Meeting

    @property
    def seen(self) -> str:
        """Names the versions that are met: whoever decides on them sends it."""
        meeting = self.meeting
        return digest({"base": meeting.base, "theirs": meeting.theirs, "mine": meeting.mine})

    def record(self, content: Mapping[str, Any] | None) -> Record:
        """The content as a record of this kind.

        Raises:
            pydantic.ValidationError: what was put together is none.
        """
        return self.kind.record.model_validate({**(content or {}), "key": self.meeting.key})


def waiting() -> list[Waiting]:
    """All of it, kind by kind; a few queries a kind."""
    rows: dict[str, dict[str, LoadedRecord]] = defaultdict(dict)
    for row in LoadedRecord.objects.filter(offered__isnull=False):
        rows[row.kind][row.key] = row
    found = (_met(get_kind(name), of_kind) for name, of_kind in rows.items())
    every = (one for of_kind in found for one in of_kind)
    return sorted(every, key=lambda one: (one.kind.order, one.meeting.key))


def waiting_on(kind: Kind, key: str) -> Waiting | None:
    rows = LoadedRecord.objects.filter(kind=kind.name, key=key, offered__isnull=False)
    return next(_met(kind, {row.key: row for row in rows}), None)


def _met(kind: Kind, rows: Mapping[str, LoadedRecord]) -> Iterator[Waiting]:
    for copy in copies_by_key(kind, list(rows)):
        row = rows[copy.key]
        try:
            mine = kind.to_record(copy).content()
        except RecordError:
            # A broken working copy is mended in its form first.
            continue
        if mine != row.offered:
            meeting = meet(kind, row.key, _base(kind, row), row.offered or {}, mine)
            yield Waiting(row, kind, copy, meeting)


def _base(kind: Kind, row: LoadedRecord) -> dict[str, Any] | None:
    """What was loaded before; None where that is not known, or was of a form that is no longer understood."""
    try:
        kind.record.model_validate({**(row.content or {}), "key": row.key})
    except RecordError:
        return None
    content: dict[str, Any] | None = row.content
    return content


@transaction.atomic
def settle(one: Waiting, seen: str, content: Mapping[str, Any], by: User) -> bool:
    """Makes the working copy say this, and the library's version known: the same is not asked again.

    Returns whether the working copy changed. Nothing is published.

    Raises:
        Outdated: `seen` names other versions than there are now.
        pydantic.ValidationError: the content is no record.
    """
    if isinstance(one.kind, PageKind):
        service.lock(one.copy.page)
    now = waiting_on(one.kind, one.meeting.key)
    if now is None or now.seen != seen:
        raise Outdated
    record = now.record(content)
    changed = record.content() != now.meeting.mine
    if changed:
        copy = now.kind.from_record(record, now.copy)
        touched = [copy.page] if isinstance(now.kind, PageKind) else now.kind.citing(copy)
        for page in touched:
            service.edited(page, by, "Taken from the newer library.", LOAD)
    row = now.row
    row.digest = now.record(row.offered).digest()
    row.content, row.offered = row.offered, None
    row.save(update_fields=["digest", "content", "offered"])
    return changed


def choices(meeting: Meeting, sent: Mapping[str, str]) -> dict[str, Pick]:
    """What somebody chose of what there was to choose; the rest stays at its default."""
    picks = {}
    for field in meeting.fields:
        chosen = next((pick for pick in field.picks if pick.value == sent.get(field.name)), None)
        if chosen is not None:
            picks[field.name] = chosen
    return picks

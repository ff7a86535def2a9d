"""Content files and sheets that somebody brings to the desk: what they would change, and then that and nothing else.

The way is the loader's own: the same reading, the same checks, the same writing, working copies alone. What was shown is known by
a digest, and is looked at once more in the transaction that writes it.
"""

import csv
import logging
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import timezone
from pydantic import ValidationError as RecordError

from publishing import loading, planning, sheets
from publishing.files import Entry, Problem, make_entry, read_folder
from publishing.kinds import Kind, PageKind, all_kinds
from publishing.loading import ContentRefused
from publishing.models import LoadedRecord, Page, Upload
from publishing.planning import Identity, Outcome, Step
from publishing.records import digest
from publishing.uploads import Texts

logger = logging.getLogger(__name__)

BROKEN = "what stands here cannot be read as a record; open its form, save it and try again"
KEPT_FOR = timedelta(days=1)
MOST_RECORDS = 1000

May = Callable[[Kind, Any], str]
"""`may(kind, copy)` says why this person cannot change it (None: add one); empty when they can."""


class Changed(Exception):
    """What would happen now is not what was shown. Nothing was written."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a load would do. `seen` names all of it: whoever loads sends it back."""

    steps: Sequence[Step]
    passed_over: Sequence[str]

    def of(self, outcome: Outcome) -> list[Step]:
        return [step for step in self.steps if step.outcome is outcome]

    @property
    def seen(self) -> str:
        told = [
            [step.label, step.outcome, step.now.digest() if step.now else "", step.entry.record.digest()]
            for step in self.steps
        ]
        return digest({"steps": told})


def keep(name: str, texts: Texts, by: User) -> Upload:
    """Keeps what was brought until it is loaded or a day has gone by."""
    content = {part: value for part, value in asdict(texts).items() if part != "problems"}
    return Upload.objects.create(by=by, name=name[:200], content=content)


def kept(pk: int, by: User) -> Upload | None:
    """Only whoever brought it finds it again."""
    return Upload.objects.filter(pk=pk, by=by, at__gte=timezone.now() - KEPT_FOR).first()


def forget_old() -> str:
    """Deletes what nobody loaded in time, and says how much."""
    count, _ = Upload.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    return f"{count} {'upload' if count == 1 else 'uploads'} forgotten" if count else ""


def dry_run(upload: Upload, may: May) -> DryRun:
    """Reads it again and says what loading would do. Writes nothing.

    Raises:
        ContentRefused: with all that is wrong, and all that this person may not do.
    """
    return _planned(_read(upload), may)


def load(upload: Upload, seen: str, take: Collection[Identity], by: User, may: May) -> list[tuple[Step, Any]]:
    """Writes what the dry run showed, and of what it would leave those in `take`. All or nothing; publishes nothing.

    Raises:
        ContentRefused: as dry_run does, or the database refuses it.
        Changed: it would do something else by now.
    """
    # Before the transaction, which holds up everybody else who writes.
    read = _read(upload)
    try:
        with transaction.atomic():
            _lock(read.entries)
            found = _planned(read, may)
            if found.seen != seen:
                raise Changed
            done = loading.load_by_hand(found.steps, by, f"Loaded from {upload.name}.", take)
            upload.delete()
    except DatabaseError as error:
        logger.exception("loading %s failed", upload)
        told = (
            "the database refuses it; compare names and addresses with those of other records, and try again"
        )
        raise ContentRefused([Problem(upload.name, 0, "", told)]) from error
    return done


def _planned(read: "_Read", may: May) -> DryRun:
    loading.checked(read.entries, read.problems)
    try:
        planned = planning.steps(read.entries, _loaded(read.entries), seen=read.versions)
    except RecordError as error:
        raise ContentRefused([Problem("", 0, "", BROKEN)]) from error
    forbidden = [step.entry.problem((), why) for step in planned if (why := _why_not(step, may))]
    if forbidden:
        raise ContentRefused(sorted(forbidden))
    return DryRun(planned, read.passed_over)


def _lock(entries: Iterable[Entry]) -> None:
    """Nobody else changes these pages until it is written. SQLite holds the whole file by itself."""
    keys = {entry.record.key for entry in entries if isinstance(entry.kind, PageKind)}
    list(Page.objects.select_for_update().filter(key__in=keys).values_list("pk"))


def _why_not(step: Step, may: May) -> str:
    if step.outcome is Outcome.UNCHANGED:
        return ""
    return may(step.entry.kind, step.copy) or step.entry.kind.upload_problem(step.entry.record, step.copy)


def _loaded(entries: Iterable[Entry]) -> dict[Identity, LoadedRecord]:
    wanted = {entry.record.key for entry in entries}
    rows = LoadedRecord.objects.filter(key__in=wanted).defer("content", "offered")
    return {(row.kind, row.key): row for row in rows}


# --- Reading ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Read:
    """`versions`: which version of a working copy a line of a sheet was made from."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    versions: dict[Identity, str] = field(default_factory=dict)
    passed_over: Sequence[str] = ()


def _read(upload: Upload) -> _Read:
    texts = Texts(**upload.content)
    read = _Read(passed_over=texts.passed_over)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name, text in texts.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        read.entries, read.problems = read_folder(folder, all_kinds())
    for name, text in texts.sheets.items():
        _read_sheet(name, text, read)
    if len(read.entries) > MOST_RECORDS:
        read.problems.append(Problem(upload.name, 0, "", _too_many(len(read.entries))))
    return read


def _too_many(count: int) -> str:
    return f"holds {count} records; bring in at most {MOST_RECORDS} at once"


def _read_sheet(name: str, text: str, read: _Read) -> None:
    try:
        named = sheets.kind_of(text)
    except csv.Error as error:
        read.problems.append(Problem(name, 0, "", sheets.unreadable(error)))
        return
    kind = next((kind for kind in all_kinds() if kind.name == named), None)
    if kind is None:
        known = ", ".join(kind.name for kind in all_kinds())
        remedy = (
            f"has no column “{sheets.KIND}” that says what its lines are ({known}). Sheets of rows, such as the symptoms of "
            "conditions, are to be read: change those at the desk or in a .md file"
        )
        read.problems.append(Problem(name, 1, "", remedy))
        return
    rows, wrong = sheets.read(text, kind)
    read.problems += [Problem(name, *one) for one in wrong]
    if len(rows) > MOST_RECORDS:
        read.problems.append(Problem(name, 0, "", _too_many(len(rows))))
        return
    copies = {copy.key: copy for copy in planning.copies_by_key(kind, [row.key for row in rows if row.key])}
    # Lines beside a wrong one are read too, so that everything is told at once.
    for row in rows:
        try:
            record = kind.to_record(copies[row.key]) if row.key in copies else None
        except RecordError:
            read.problems.append(Problem(name, row.number, row.key, BROKEN))
            continue
        made = _entry_of(kind, row, record, name)
        if not isinstance(made, Entry):
            read.problems += made
            continue
        read.entries.append(made)
        if row.version:
            same = record is not None and row.version == sheets.version_of(record)
            read.versions[kind.name, made.record.key] = record.digest() if same and record else row.version


def _entry_of(kind: Kind, row: sheets.Row, record: Any, name: str) -> Entry | list[Problem]:
    content: Mapping[str, Any] = {} if record is None else {**record.content(), sheets.KEY: record.key}
    values = row.onto(content)
    sections = {field: values.pop(field) for field in kind.sections if field in values}
    return make_entry(kind, values, name, row.number, sections, dict.fromkeys(sections, row.number))

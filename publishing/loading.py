"""From content files to working copies: everything validated first, then written in one transaction.

What an editor changed since a file was last loaded is never overwritten without being asked to: LoadedRecord keeps what
the file gave, and a working copy that says something else now belongs to the editor. What the file would give instead waits
there, to be met at the desk (publishing.library).

A person who loads files at the desk (`load_by_hand`) makes changes of their own: they are logged as theirs, and leave alone
what LoadedRecord knows of the library.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from publishing import directory, guards, service
from publishing.files import Entry, Problem, read_folder
from publishing.kinds import Kind, PageKind, all_kinds
from publishing.models import LoadedRecord, Page
from publishing.planning import (
    Identity,
    Outcome,
    Report,
    Step,
    key_field,
    known_base,
    loaded_records,
    report_of,
    steps,
)
from publishing.states import LOAD, State

Progress = Callable[[Sequence[Any], str], Iterable[Any]]


def silently(items: Sequence[Any], _doing: str) -> Iterable[Any]:
    return items


class ContentRefused(Exception):
    """The content files have problems; nothing was changed. `problems` has all of them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in the content files; nothing was loaded.")
        self.problems = problems


def read(folder: Path) -> list[Entry]:
    """All records of the folder.

    Raises:
        ContentRefused: with every problem of every file.
    """
    kinds = all_kinds()
    entries, problems = read_folder(folder, kinds)
    if not entries and not problems:
        problems.append(
            Problem(str(folder), 0, "", "no content files here; give the folder that holds sources.yaml")
        )
    problems += [
        entry.problem((), wrong)
        for entry in entries
        if (wrong := entry.kind.file_problem(folder, entry.record))
    ]
    return checked(entries, problems)


def checked(entries: list[Entry], problems: Iterable[Problem] = ()) -> list[Entry]:
    """The entries, when they hold together with each other and with what is there.

    Raises:
        ContentRefused: with the given problems and these.
    """
    found = [*problems, *_doubles(entries), *_dangling(entries)]
    if found:
        raise ContentRefused(sorted(found))
    return entries


def load(
    folder: Path, *, publish: bool = False, force: bool = False, progress: Progress = silently
) -> Report:
    """Loads a folder of content files. All or nothing.

    Raises:
        ContentRefused: see read; or a page that could not be published (with `publish`).
    """
    entries = read(folder)
    before = directory.current()
    with transaction.atomic():
        report, written = _write(folder, entries, force, progress)
        if publish:
            _publish(entries, report, written, progress)
            _ask_guards(folder, before)
    return report


def plan(folder: Path, *, force: bool = False) -> Report:
    """What load would do, with nothing changed."""
    loaded = loaded_records()
    return report_of(steps(read(folder), loaded, force=force), loaded)


def load_by_hand(
    planned: Iterable[Step], by: User, note: str, take: Collection[Identity] = ()
) -> list[tuple[Step, Any]]:
    """Writes what is new and changed, and of what is left those in `take`, as changes of this person. All or nothing.

    Returns each step that was carried out, with its working copy. Files beside records are not taken.
    """
    due = [
        step
        for step in planned
        if step.outcome in (Outcome.NEW, Outcome.CHANGED)
        or (step.outcome is Outcome.LEFT and step.identity in take)
    ]
    with transaction.atomic():
        made = {step.identity: step.entry.kind.write_fields(step.entry.record, step.copy) for step in due}
        for step in due:
            copy = made[step.identity]
            step.entry.kind.write_links(step.entry.record, copy)
            if step.outcome is Outcome.NEW:
                step.entry.kind.made_by_hand(copy)
        for step in due:
            copy = made[step.identity]
            touched = [copy.page] if isinstance(step.entry.kind, PageKind) else step.entry.kind.citing(copy)
            for page in touched:
                service.edited(page, by, note, LOAD)
    return [(step, made[step.identity]) for step in due]


def _doubles(entries: list[Entry]) -> list[Problem]:
    seen: dict[tuple[str, str, str], Entry] = {}
    problems = []
    for entry in entries:
        for name in ("key", "slug"):
            value = getattr(entry.record, name, "")
            first = seen.setdefault((entry.kind.name, name, value), entry) if value else entry
            if first is not entry:
                where = f"{first.file}:{first.line_of((name,))}"
                problems.append(
                    entry.problem((name,), f"“{value}” is already the {name} of {where}; choose another")
                )
    return problems


def _dangling(entries: list[Entry]) -> list[Problem]:
    """References to what is neither in these files nor in the database."""
    known: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        known[entry.kind.name].add(entry.record.key)
    for kind in all_kinds():
        known[kind.name] |= set(_keys(kind))
    return [
        entry.problem(
            reference.path,
            f"there is no {reference.kind} “{reference.key}”; add it or correct the key",
            mention=reference.key,
        )
        for entry in entries
        for reference in entry.kind.references(entry.record)
        if reference.key not in known[reference.kind]
    ]


def _keys(kind: Kind) -> Iterable[str]:
    keys: Iterable[str] = kind.model._default_manager.values_list(key_field(kind), flat=True)
    return keys


def _write(
    folder: Path, entries: list[Entry], force: bool, progress: Progress
) -> tuple[Report, set[Identity]]:
    loaded = loaded_records()
    planned = steps(entries, loaded, force=force)
    report = report_of(planned, loaded)
    due = [step for step in planned if step.outcome in (Outcome.NEW, Outcome.CHANGED)]
    made = {}
    for step in progress(due, "writing"):
        made[step.identity] = step.entry.kind.write_fields(step.entry.record, step.copy)
    for step in planned:
        # Of what is left too: a file of the library waits with its record.
        if step.outcome is not Outcome.UNCHANGED:
            step.entry.kind.import_file(folder, step.entry.record)
    for step in progress(due, "linking"):
        step.entry.kind.write_links(step.entry.record, made[step.identity])
    _remember(planned, loaded)
    for step in progress(due, "logging"):
        if isinstance(step.entry.kind, PageKind):
            service.edited(made[step.identity].page, None, "Loaded from content files.", LOAD)
    return report, set(made)


def _remember(planned: Iterable[Step], loaded: Mapping[Identity, LoadedRecord]) -> None:
    """What the files gave, and for what was left what they would give."""
    rows = []
    for step in planned:
        there = loaded.get(step.identity)
        row = _remembered(step, there)
        if there is None or _parts(row) != _parts(there):
            rows.append(row)
    LoadedRecord.objects.bulk_create(
        rows,
        batch_size=200,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["digest", "content", "offered"],
    )


def _remembered(step: Step, there: LoadedRecord | None) -> LoadedRecord:
    kind, key = step.identity
    given = step.entry.record.content()
    if step.outcome is not Outcome.LEFT:
        return LoadedRecord(kind=kind, key=key, digest=step.entry.record.digest(), content=given)
    base = known_base(step, there)
    return LoadedRecord(
        kind=kind,
        key=key,
        digest=there.digest if there else "",
        content=base,
        offered=None if base == given else given,
    )


def _parts(row: LoadedRecord) -> tuple[Any, ...]:
    return row.digest, row.content, row.offered


def _ask_guards(folder: Path, before: directory.Directory) -> None:
    reasons = guards.objections(before, directory.as_written())
    if reasons:
        raise ContentRefused([Problem(str(folder), 0, "", reason) for reason in reasons])


def _publish(entries: list[Entry], report: Report, written: set[tuple[str, str]], progress: Progress) -> None:
    """Publishes what was written, and what was loaded before without being published. Never what an editor withdrew."""
    pages = {(page.kind, page.key): page for page in Page.objects.select_related("live_revision")}
    left = Counter(report.left)
    due = []
    for entry in entries:
        page = pages.get((entry.kind.name, entry.record.key))
        if page is None or f"{page.kind} {page.key}" in left:
            continue
        fresh = (
            page.state == State.DRAFT
            and not page.is_published
            and not page.log.filter(by__isnull=False).exists()
        )
        if (page.kind, page.key) in written or fresh:
            due.append((entry, page))
    problems = []
    for entry, page in progress(due, "publishing"):
        try:
            service.publish_loaded(page, "Published from content files.")
        except service.MoveRefused as refused:
            problems.append(entry.problem((), str(refused)))
        report.published.append(f"{page.kind} {page.key}")
    if problems:
        raise ContentRefused(problems)

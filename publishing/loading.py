"""From content files to working copies: everything validated first, then written in one transaction.

What an editor changed since a file was last loaded is never overwritten without being asked to: LoadedRecord keeps the
digest of what the file gave, and a working copy that says something else now belongs to the editor.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from publishing import directory, guards, service
from publishing.files import Entry, Problem, read_folder
from publishing.kinds import PageKind, all_kinds
from publishing.models import LoadedRecord, Page
from publishing.states import LOAD, State

Progress = Callable[[Sequence[Any], str], Iterable[Any]]


def silently(items: Sequence[Any], _doing: str) -> Iterable[Any]:
    return items


class ContentRefused(Exception):
    """The content files have problems; nothing was changed. `problems` has all of them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in the content files; nothing was loaded.")
        self.problems = problems


@dataclass(slots=True)
class Report:
    """What a load did, or would do: each a list of "kind key"."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)


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
    problems += _doubles(entries)
    problems += _dangling(entries)
    problems += [
        entry.problem((), wrong)
        for entry in entries
        if (wrong := entry.kind.file_problem(folder, entry.record))
    ]
    if problems:
        raise ContentRefused(sorted(problems))
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
    entries = read(folder)
    report = Report()
    copies = _copies_of({entry.kind.name: entry.kind for entry in entries}.values())
    loaded = _loaded()
    for entry in entries:
        _decide(entry, copies.get((entry.kind.name, entry.record.key)), loaded, force, report)
    return report


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


def _keys(kind: Any) -> Iterable[str]:
    field_name = "page__key" if isinstance(kind, PageKind) else "key"
    keys: Iterable[str] = kind.model._default_manager.values_list(field_name, flat=True)
    return keys


def _copies_of(kinds: Iterable[Any]) -> dict[tuple[str, str], Any]:
    return {(kind.name, copy.key): copy for kind in kinds for copy in kind.copies()}


def _loaded() -> dict[tuple[str, str], str]:
    return {(row.kind, row.key): row.digest for row in LoadedRecord.objects.all()}


def _decide(entry: Entry, copy: Any, loaded: dict[tuple[str, str], str], force: bool, report: Report) -> bool:
    """Whether the file's record is to be written over the working copy; says so in the report."""
    identity = (entry.kind.name, entry.record.key)
    label = " ".join(identity)
    if copy is None:
        report.new.append(label)
        return True
    now = entry.kind.to_record(copy).digest()
    given = entry.record.digest()
    if now == given:
        report.unchanged.append(label)
        return False
    if now != loaded.get(identity) and not force:
        report.left.append(label)
        return False
    report.changed.append(label)
    return True


def _write(
    folder: Path, entries: list[Entry], force: bool, progress: Progress
) -> tuple[Report, set[tuple[str, str]]]:
    report = Report()
    kinds = {entry.kind.name: entry.kind for entry in entries}
    copies = _copies_of(kinds.values())
    loaded = _loaded()
    due = [
        entry
        for entry in entries
        if _decide(entry, copies.get((entry.kind.name, entry.record.key)), loaded, force, report)
    ]
    made = {}
    for entry in progress(due, "writing"):
        identity = (entry.kind.name, entry.record.key)
        made[identity] = entry.kind.write_fields(entry.record, copies.get(identity))
        entry.kind.import_file(folder, entry.record)
    for entry in progress(due, "linking"):
        entry.kind.write_links(entry.record, made[entry.kind.name, entry.record.key])
    _remember(entries, set(report.left))
    for entry in progress(due, "logging"):
        if isinstance(entry.kind, PageKind):
            service.edited(
                made[entry.kind.name, entry.record.key].page, None, "Loaded from content files.", LOAD
            )
    return report, set(made)


def _remember(entries: list[Entry], left: set[str]) -> None:
    rows = [
        LoadedRecord(kind=entry.kind.name, key=entry.record.key, digest=entry.record.digest())
        for entry in entries
        if f"{entry.kind.name} {entry.record.key}" not in left
    ]
    LoadedRecord.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kind", "key"], update_fields=["digest"]
    )


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

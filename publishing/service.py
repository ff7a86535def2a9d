"""What can be done with a page. Every change of state goes through here, in one transaction, and is logged."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError as RecordError

from publishing import changes, directory, gates, guards, projections
from publishing.kinds import get_page_kind
from publishing.models import LATE_AFTER, Immutable, LogEntry, Page, PreviewLink, Revision
from publishing.records import PageRecord
from publishing.states import EDIT, KEEP, LOAD, MOVES, RESTORE, REVIEW, SCHEDULE, WAIVE, Move, State

logger = logging.getLogger(__name__)


class MoveRefused(Exception):
    """A move that may not be made now or by this person. The message says why and what would help."""


def edited(page: Page, by: User | None, note: str = "", action: str = EDIT) -> bool:
    """To be called after a working copy was saved. Returns whether its content changed.

    Whatever had been submitted or approved was another text: the page goes back to draft. What is live stays live.
    """
    record = _frozen_now(page)
    digest = record.digest()
    if digest == page.copy_digest:
        return False
    live = page.live_revision
    same_as_live = live is not None and live.digest == digest
    state = State.PUBLISHED if same_as_live else State.DRAFT
    _log(page, action, state, by, note)
    page.copy_digest = digest
    page.state = state
    page.edited_at = timezone.now()
    # What was to go out by itself was another text.
    page.publish_at = None
    page.save(update_fields=["copy_digest", "state", "edited_at", "publish_at"])
    return True


@transaction.atomic
def make_move(page: Page, name: str, by: User | None, note: str = "", seen: str | None = None) -> Page:
    """Makes a move of MOVES. `by` None stands for the machine (the loader, the scheduler), which needs no permission.

    `seen` is the copy_digest of the text that this person was shown; None where nobody looked.

    Raises:
        MoveRefused: nothing was changed.
    """
    page = lock(page)
    move = MOVES[name]
    reason = refusal(page, move, by, note) or _changed_since(page, move, seen)
    if reason:
        logger.warning("refused: %s of %s by %s", name, page, by)
        raise MoveRefused(reason)
    if move.target is State.PUBLISHED:
        passed = _ask_gates(page, by)
        _ask_guards(page)
        return _publish(page, by, note, name, passed)
    if move.target is State.WITHDRAWN:
        return _withdraw(page, by, note, name)
    revision = _freeze(page, _frozen_now(page), by) if name == "submit" else None
    _log(page, name, move.target, by, note, revision)
    page.state = move.target
    if revision is not None:
        page.copy_digest = revision.digest
    page.save(update_fields=["state", "copy_digest"])
    return page


def _changed_since(page: Page, move: Move, seen: str | None) -> str:
    """Whether the text is another than the one shown, or than the one submitted: then nobody has judged it."""
    if move.name not in ("approve", "publish"):
        return ""
    if seen is not None and seen != page.copy_digest:
        return "This page was changed since you opened it. Look at it again, then decide."
    if _frozen_now(page).digest() != page.copy_digest:
        return (
            "Something that this page cites or shows was changed since it was submitted. "
            "Save the page once more and submit it again."
        )
    return ""


def refusal(page: Page, move: Move, by: User | None, note: str = "") -> str:
    """Why this person cannot make this move now; empty when they can."""
    if move.name == "withdraw" and not page.is_published:
        return "“Withdraw” is not possible: readers do not see this page, so there is nothing to withdraw."
    if State(page.state) not in move.sources:
        wanted = " or ".join(state.label.lower() for state in State if state in move.sources)
        return (
            f"“{move.label}” is not possible for a page that is {page.get_state_display().lower()}. "
            f"It is for one that is {wanted}."
        )
    if by is not None and not by.has_perm(f"publishing.{move.permission}"):
        return f"You do not have the permission for “{move.label}”. Ask somebody who has that role."
    if move.note_required and not note.strip():
        return f"“{move.label}” needs a note that says why."
    if move.second_person and by is not None and by.pk in changed_by(page):
        if not by.is_superuser:
            return "You changed this page yourself. A second person must approve it."
        if not note.strip():
            return (
                "You changed this page yourself. As a superuser you can approve it with a note that says why."
            )
    return ""


def possible_moves(page: Page, by: User) -> list[Move]:
    """The moves to offer this person now; a missing note does not count against one."""
    return [move for move in MOVES.values() if not refusal(page, move, by, note="(to come)")]


def changed_by(page: Page) -> set[int]:
    """Ids of everybody who changed the working copy since it was last published."""
    log = page.log.filter(action__in=[EDIT, LOAD, RESTORE, "submit"], by__isnull=False)
    published = page.log.publications().order_by("-at", "-pk").first()
    if published is not None:
        log = log.filter(pk__gt=published.pk)
    return set(log.values_list("by_id", flat=True))


@transaction.atomic
def publish_loaded(page: Page, note: str) -> Page:
    """Publishes what the loader wrote, whatever the state of the page: an operator's act, logged as such.

    Guards are not asked: the loader asks them once, of all that it published.
    """
    return _publish(lock(page), None, note, LOAD)


@transaction.atomic
def publish_review(page: Page, by: User, note: str) -> Page:
    """Publishes the same text with the dates of a review, which reviews.confirm_review has written and judged.

    A note that waits for readers goes on waiting: it is of another publication.
    """
    return _publish(lock(page), by, note, REVIEW)


@transaction.atomic
def restore(revision: Revision, by: User | None, note: str = "") -> Page:
    """Writes an older revision into the working copy, which is kept as a revision if it is none yet.

    Nothing public changes until it is published.
    """
    page = lock(revision.page)
    kind = get_page_kind(page.kind)
    record = kind.thaw(revision.data, revision.schema_version)
    there = _frozen_now(page)
    if not page.revisions.filter(digest=there.digest()).exists():
        _freeze(page, there, by)
    copy = kind.copies().get(page=page)
    kind.from_record(kind.record.model_validate(_without_frozen_parts(kind, record)), copy)
    edited(page, by, note or f"Restored from revision {revision.number}.", action=RESTORE)
    return page


@transaction.atomic
def schedule(page: Page, publish_at: datetime | None, withdraw_at: datetime | None, by: User | None) -> Page:
    """Says when the page is to be published and withdrawn; None: not by itself. Logged when it changes anything.

    Raises:
        MoveRefused: nothing was changed.
    """
    page = lock(page)
    if by is not None and not by.has_perm("publishing.publish_page"):
        logger.warning("refused: schedule of %s by %s", page, by)
        raise MoveRefused("You do not have the permission to schedule. Ask an editor.")
    if (page.publish_at, page.withdraw_at) == (publish_at, withdraw_at):
        return page
    said = [
        f"{word} {timezone.localtime(at):%d %b %Y %H:%M}"
        for word, at in (("Publish", publish_at), ("Withdraw", withdraw_at))
        if at
    ]
    _log(page, SCHEDULE, State(page.state), by, ". ".join(said) or "Nothing any more.")
    page.publish_at, page.withdraw_at = publish_at, withdraw_at
    page.save(update_fields=["publish_at", "withdraw_at"])
    return page


@transaction.atomic
def tell_readers(page: Page, note: str, is_correction: bool, by: User | None) -> Page:
    """Keeps what readers are to be told when the page is published next, by hand or by schedule. Shows it to nobody.

    Raises:
        MoveRefused: nothing was changed.
    """
    page = lock(page)
    if by is not None and not by.has_perm("publishing.publish_page"):
        logger.warning("refused: note for readers of %s by %s", page, by)
        raise MoveRefused("You do not have the permission to tell readers of a change. Ask an editor.")
    note = changes.one_line(note)
    if len(note) > changes.LONGEST:
        raise MoveRefused(
            f"What readers are told has {len(note)} characters. Say it in {changes.LONGEST} or fewer."
        )
    if (page.public_note, page.is_correction) != (note, is_correction):
        page.public_note, page.is_correction = note, is_correction
        page.save(update_fields=["public_note", "is_correction"])
    return page


def _told_now(page: Page, action: str) -> dict[str, Any]:
    """What the log keeps of the note that waited on the page, which waits no more. Loader and review have none to give."""
    if action in (LOAD, REVIEW):
        return {}
    if page.is_correction and not page.public_note:
        raise MoveRefused(
            "A correction needs words: say in “What changed, for readers” what was wrong and what is right, or take "
            "the tick away."
        )
    told = {"public_note": page.public_note, "is_correction": page.is_correction}
    page.public_note, page.is_correction = "", False
    return told


@transaction.atomic
def keep(page: Page, record: PageRecord, by: User, note: str) -> Revision:
    """Freezes a version that nobody submitted, so that it is not lost: it can be read, compared and restored."""
    page = lock(page)
    revision = _freeze(page, record, by)
    _log(page, KEEP, State(page.state), by, note, revision)
    return revision


def record_act(page: Page, action: str, by: User, note: str, revision: Revision | None = None) -> None:
    """Tells the log of what changes neither the text nor its state."""
    _log(page, action, State(page.state), by, note, revision)


def forget_draft(page: Page) -> None:
    """Deletes the row and log of a page that was never frozen, once its working copy is deleted."""
    if page.revisions.exists():
        raise Immutable("A page with revisions is kept for good. Withdraw it instead.")
    # The log refuses to be deleted entry by entry; with the page that it is about, it goes.
    log = LogEntry.objects.filter(page=page)
    log._raw_delete(log.db)  # noqa: SLF001
    page.delete()


def publish_due(now: Any = None) -> list[tuple[Page, str]]:
    """Carries out what was scheduled. Each page on its own: one that fails does not hold up the others.

    Returns each page with what was done, or why it was not. Safe to run twice at once: pages are locked and asked again.
    """
    now = now or timezone.now()
    done = [(page, _scheduled(page, "withdraw", now)) for page in Page.objects.withdraw_due(now)]
    done += [(page, _scheduled(page, "publish", now)) for page in Page.objects.publish_due(now)]
    return done


def _scheduled(page: Page, name: str, now: datetime) -> str:
    try:
        with transaction.atomic():
            page = lock(page)
            due: datetime | None = getattr(page, f"{name}_at")
            # Somebody else carried it out, or put it off, since the list was read.
            if due is None or due > now:
                return "already done"
            make_move(page, name, None, "Scheduled.")
    except MoveRefused as refused:
        return f"not done: {refused}"
    except Exception as error:
        # The other pages that are due must not wait for this one.
        logger.exception("scheduled %s of %s failed", name, page)
        return f"not done: {error}"
    return MOVES[name].done


def late(now: datetime | None = None) -> list[tuple[Page, Move, datetime, str]]:
    """What was due and is not done: page, move, when it was due, and what stands in its way as far as that is known."""
    before = (now or timezone.now()) - LATE_AFTER
    found = []
    for name in ("publish", "withdraw"):
        for page in Page.objects.filter(**{f"{name}_at__lte": before}):
            reason = refusal(page, MOVES[name], None)
            found.append((page, MOVES[name], getattr(page, f"{name}_at"), reason))
    return found


def shortcomings(page: Page, ask_guards: bool = False) -> list[gates.Shortcoming]:
    """What the working copy lacks to be published, as last saved.

    Guards take seconds where a warning sign or a term changed; publishing asks them anyway.
    """
    try:
        record = _frozen_now(page)
    except RecordError:
        # A form must open on what is broken, to have it mended.
        return [
            gates.Shortcoming(
                "The whole page", "it cannot be read as a page", "Save it: the form says what to repair."
            )
        ]
    objections = _objections(page, record) if ask_guards else []
    return [
        *(gates.Shortcoming("Beside what is public", reason.rstrip("."), "") for reason in objections),
        *gates.shortcomings(page, record),
    ]


@transaction.atomic
def let_pass(page: Page, reasons: Mapping[str, str], by: User) -> list[gates.Shortcoming]:
    """Lets what stands in the way of the next publication pass, for a reason each: key of a shortcoming → reason.

    Returns what was let pass. A key that is told no more, and a reason that is given already, are passed over.

    Raises:
        MoveRefused: nothing was changed.
    """
    page = lock(page)
    if not by.has_perm("publishing.publish_page"):
        logger.warning("refused: let pass on %s by %s", page, by)
        raise MoveRefused("You do not have the permission to let anything pass. Ask an editor.")
    given = gates.reasons_given(page).now
    passed = []
    for found in shortcomings(page):
        reason = " ".join(reasons.get(found.key, "").split())
        if not reason or reason == given.get(found.key):
            continue
        if found.weight is gates.Weight.MUST:
            logger.warning("refused: let pass on %s by %s", page, by)
            raise MoveRefused(f"“{found}” cannot be let pass. {found.remedy}")
        passed.append((found, reason))
    if passed:
        said = "\n".join(f"{found}. Reason: {reason}" for found, reason in passed)
        kept = [gates.let_pass(found, reason) for found, reason in passed]
        _log(page, WAIVE, State(page.state), by, said, passed=kept)
    return [found for found, _ in passed]


def _ask_gates(page: Page, by: User | None) -> list[dict[str, str]]:
    """What was let pass, for the log of the publication."""
    found = gates.shortcomings(page, _frozen_now(page))
    reasons = gates.reasons_given(page)
    refused = gates.refusal(gates.in_the_way(found, reasons))
    if refused:
        logger.warning("refused by the gate: publish of %s by %s", page, by)
        raise MoveRefused(refused)
    return [gates.let_pass(one, reasons.now[one.key]) for one in found if one.key in reasons.now]


def _ask_guards(page: Page) -> None:
    reasons = _objections(page, _frozen_now(page))
    if reasons:
        raise MoveRefused(" ".join(reasons))


def _objections(page: Page, record: PageRecord) -> list[str]:
    """Whether what is public would still hold together with the working copy of this page in it."""
    before = directory.current()
    after = before.with_entry(directory.entry_of(page, record, get_page_kind(page.kind).project(record)))
    return guards.objections(before, after)


def lost_by_withdrawing(pages: Iterable[Page]) -> list[str]:
    """What would no longer hold of all that is public without these pages. Takes seconds; withdrawing does not ask it."""
    before = directory.current()
    return guards.objections(before, before.without(page.pk for page in pages))


def _publish(
    page: Page, by: User | None, note: str, action: str, passed: Sequence[dict[str, str]] = ()
) -> Page:
    record = _frozen_now(page)
    problems = get_page_kind(page.kind).gate(record)
    if problems:
        raise MoveRefused(" ".join(problems))
    try:
        projections.claim_address(page, record.slug)
    except projections.AddressTaken as taken:
        raise MoveRefused(str(taken)) from taken
    revision = _freeze(page, record, by)
    _log(page, action, State.PUBLISHED, by, note, revision, passed=list(passed), **_told_now(page, action))
    page.live_revision = revision
    page.copy_digest = revision.digest
    page.state = State.PUBLISHED
    page.publish_at = None
    page.save(
        update_fields=["live_revision", "copy_digest", "state", "publish_at", "public_note", "is_correction"]
    )
    projections.project([page], projections.next_version())
    return page


def _withdraw(page: Page, by: User | None, note: str, action: str) -> Page:
    _log(page, action, State.WITHDRAWN, by, note, page.live_revision)
    page.live_revision = None
    page.state = State.WITHDRAWN
    page.publish_at = page.withdraw_at = None
    page.save(update_fields=["live_revision", "state", "publish_at", "withdraw_at"])
    # What was withdrawn in an emergency must not be read by a link either.
    PreviewLink.objects.filter(revision__page=page, revoked_at=None).update(revoked_at=timezone.now())
    projections.forget(page)
    projections.next_version()
    return page


def _freeze(page: Page, record: PageRecord, by: User | None) -> Revision:
    """The record as a revision of the page: the newest one when that says the same, otherwise a new one."""
    digest = record.digest()
    newest: Revision | None = page.revisions.order_by("-number").first()
    if newest is not None and newest.digest == digest:
        return newest
    return Revision.objects.create(
        page=page,
        number=newest.number + 1 if newest else 1,
        schema_version=get_page_kind(page.kind).schema_version,
        data=record.content(),
        digest=digest,
        made_by=by,
    )


def _frozen_now(page: Page) -> PageRecord:
    kind = get_page_kind(page.kind)
    return kind.freeze(kind.copies().get(page=page))


def _without_frozen_parts(kind: Any, record: PageRecord) -> dict[str, Any]:
    return {name: value for name, value in record.content().items() if name in kind.record.model_fields}


def lock(page: Page) -> Page:
    """The row as it is now, held until the transaction ends (PostgreSQL; SQLite holds the whole file by itself)."""
    return Page.objects.select_for_update(of=("self",)).select_related("live_revision").get(pk=page.pk)


def _log(
    page: Page,
    action: str,
    to_state: State,
    by: User | None,
    note: str,
    revision: Revision | None = None,
    **more: Any,
) -> None:
    LogEntry.objects.create(
        page=page,
        action=action,
        from_state=page.state,
        to_state=to_state,
        by=by,
        note=note.strip(),
        revision=revision,
        **more,
    )

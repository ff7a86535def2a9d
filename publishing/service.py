"""What can be done with a page. Every change of state goes through here, in one transaction, and is logged."""

import logging
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from publishing import directory, guards, projections
from publishing.kinds import get_page_kind
from publishing.models import Immutable, LogEntry, Page, Revision
from publishing.records import PageRecord
from publishing.states import EDIT, LOAD, MOVES, RESTORE, SCHEDULE, Move, State

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
    page = _lock(page)
    move = MOVES[name]
    reason = refusal(page, move, by, note) or _changed_since(page, move, seen)
    if reason:
        logger.warning("refused: %s of %s by %s", name, page, by)
        raise MoveRefused(reason)
    if move.target is State.PUBLISHED:
        _ask_guards(page)
        return _publish(page, by, note, name)
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
    log = page.log.filter(action__in=[EDIT, RESTORE, "submit"], by__isnull=False)
    published = page.log.filter(to_state=State.PUBLISHED).order_by("-at", "-pk").first()
    if published is not None:
        log = log.filter(pk__gt=published.pk)
    return set(log.values_list("by_id", flat=True))


@transaction.atomic
def publish_loaded(page: Page, note: str) -> Page:
    """Publishes what the loader wrote, whatever the state of the page: an operator's act, logged as such.

    Guards are not asked: the loader asks them once, of all that it published.
    """
    return _publish(_lock(page), None, note, LOAD)


@transaction.atomic
def restore(revision: Revision, by: User | None, note: str = "") -> Page:
    """Writes an older revision into the working copy, which is kept as a revision if it is none yet.

    Nothing public changes until it is published.
    """
    page = _lock(revision.page)
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
    page = _lock(page)
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
    done = [(page, _scheduled(page, "withdraw", "withdraw_at")) for page in Page.objects.withdraw_due(now)]
    done += [(page, _scheduled(page, "publish", "publish_at")) for page in Page.objects.publish_due(now)]
    return done


def _scheduled(page: Page, name: str, field: str) -> str:
    try:
        with transaction.atomic():
            page = _lock(page)
            if getattr(page, field) is None:
                return "already done"
            make_move(page, name, None, "Scheduled.")
    except MoveRefused as refused:
        return f"not done: {refused}"
    except Exception as error:
        # The other pages that are due must not wait for this one.
        logger.exception("scheduled %s of %s failed", name, page)
        return f"not done: {error}"
    return MOVES[name].done


def _ask_guards(page: Page) -> None:
    """Whether what is public would still hold together with the working copy of this page in it."""
    record = _frozen_now(page)
    before = directory.current()
    after = before.with_entry(directory.entry_of(page, record, get_page_kind(page.kind).project(record)))
    reasons = guards.objections(before, after)
    if reasons:
        raise MoveRefused(" ".join(reasons))


def _publish(page: Page, by: User | None, note: str, action: str) -> Page:
    record = _frozen_now(page)
    problems = get_page_kind(page.kind).gate(record)
    if problems:
        raise MoveRefused(" ".join(problems))
    try:
        projections.claim_address(page, record.slug)
    except projections.AddressTaken as taken:
        raise MoveRefused(str(taken)) from taken
    revision = _freeze(page, record, by)
    _log(page, action, State.PUBLISHED, by, note, revision)
    page.live_revision = revision
    page.copy_digest = revision.digest
    page.state = State.PUBLISHED
    page.publish_at = None
    page.save(update_fields=["live_revision", "copy_digest", "state", "publish_at"])
    projections.project([page], projections.next_version())
    return page


def _withdraw(page: Page, by: User | None, note: str, action: str) -> Page:
    _log(page, action, State.WITHDRAWN, by, note, page.live_revision)
    page.live_revision = None
    page.state = State.WITHDRAWN
    page.publish_at = page.withdraw_at = None
    page.save(update_fields=["live_revision", "state", "publish_at", "withdraw_at"])
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


def _lock(page: Page) -> Page:
    """The row as it is now, held until the transaction ends (PostgreSQL; SQLite holds the whole file by itself)."""
    return Page.objects.select_for_update(of=("self",)).select_related("live_revision").get(pk=page.pk)


def _log(
    page: Page, action: str, to_state: State, by: User | None, note: str, revision: Revision | None = None
) -> None:
    LogEntry.objects.create(
        page=page,
        action=action,
        from_state=page.state,
        to_state=to_state,
        by=by,
        note=note.strip(),
        revision=revision,
    )

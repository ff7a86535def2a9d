"""The states of a page and the moves between them: one table, asked by services, admin and tests alike."""

from dataclasses import dataclass

from django.db.models import TextChoices


class State(TextChoices):
    """Where the working copy of a page stands. What the public sees is told by the live revision, not by this."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in-review", "In review"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


@dataclass(frozen=True, slots=True)
class Move:
    """One legal step.

    `permission` is the codename on publishing.Page that a person needs; `note_required` when the log must say why;
    `second_person` when whoever changed the page since it was last published may not make this move.
    """

    name: str
    label: str
    done: str
    sources: frozenset[State]
    target: State
    permission: str
    note_required: bool = False
    second_person: bool = False


def _move(
    name: str, label: str, done: str, sources: set[State], target: State, permission: str, **more: bool
) -> Move:
    return Move(name, label, done, frozenset(sources), target, permission, **more)


MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        _move(
            "submit",
            "Submit for review",
            "submitted",
            {State.DRAFT, State.WITHDRAWN},
            State.IN_REVIEW,
            "submit_page",
        ),
        _move(
            "return",
            "Return with a note",
            "returned",
            {State.IN_REVIEW, State.APPROVED},
            State.DRAFT,
            "review_page",
            note_required=True,
        ),
        _move(
            "approve",
            "Approve",
            "approved",
            {State.IN_REVIEW},
            State.APPROVED,
            "review_page",
            second_person=True,
        ),
        _move("publish", "Publish", "published", {State.APPROVED}, State.PUBLISHED, "publish_page"),
        # The emergency brake: from any state of a page that is live, without review.
        _move(
            "withdraw",
            "Withdraw",
            "withdrawn",
            {State.DRAFT, State.IN_REVIEW, State.APPROVED, State.PUBLISHED},
            State.WITHDRAWN,
            "publish_page",
        ),
    )
}

# Log entries that are not moves: what happens to a working copy in between.
EDIT = "edit"
LOAD = "load"
RESTORE = "restore"
SCHEDULE = "schedule"
WAIVE = "waive"
KEEP = "keep"
SHARE = "share"
UNSHARE = "unshare"
REVIEW = "review"
REPORT_CLOSED = "close"
REPORT_REOPENED = "reopen"
REPORT_DELETED = "spam"

PUBLISHING = ("publish", LOAD, REVIEW)
"""What can put a text before readers."""

_DONE = {
    EDIT: "edited",
    LOAD: "loaded",
    RESTORE: "restored",
    SCHEDULE: "scheduled",
    WAIVE: "let pass",
    KEEP: "kept",
    SHARE: "shared by a link",
    UNSHARE: "no longer shared",
    REVIEW: "reviewed, no change",
    REPORT_CLOSED: "reader’s report closed",
    REPORT_REOPENED: "reader’s report reopened",
    REPORT_DELETED: "readers’ reports deleted",
}


ACTIONS = (*MOVES, *_DONE)
"""Everything that a log entry can be of."""


def done(action: str) -> str:
    """What a log entry says was done: "returned", "edited"."""
    return MOVES[action].done if action in MOVES else _DONE[action]

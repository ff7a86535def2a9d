"""Reviewed, no change: somebody has read the page and its sources again, and it stays as it is.

It makes another revision of the same text with the dates of the review, and a log entry that names the sources. There is no
other way past a writer and an editor, so it is possible only where the working copy is what readers see.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from publishing import gates, service
from publishing.changes import one_line
from publishing.kinds import get_page_kind
from publishing.models import Page
from publishing.records import Review
from publishing.service import MoveRefused
from publishing.states import State

REVIEW_AGAIN_AFTER = timedelta(days=365)
"""When a page that was reviewed is due again; see docs/editorial-policy.md."""

PERMISSION = "publishing.review_page"
LONGEST_NAME = 200


def refusal(page: Page, by: Any) -> str:
    """Why this person cannot confirm a review of this page now; empty when they can. Reads live_revision."""
    kind = get_page_kind(page.kind)
    if not kind.is_reviewed:
        return f"A {kind.label.lower()} has no date of review. Change it whenever it needs that."
    if not by.has_perm(PERMISSION):
        return "You do not have the permission to confirm a review. Ask a clinical reviewer."
    if not page.is_published:
        return "Readers do not see this page, so there is nothing to confirm. Review it when it is submitted."
    if page.state != State.PUBLISHED or page.differs_from_live:
        return (
            "A change of this page is under way, so its text is not what readers see. Have the change published first, "
            "or restore the revision that readers see; then confirm the review."
        )
    return ""


@transaction.atomic
def confirm_review(
    page: Page, by: User, sources: Collection[str], clinician: str = "", seen: str | None = None
) -> Page:
    """`sources`: keys of those that were looked at. `clinician`: name and profession, where `by` is one and read the page.
    `seen`: the copy_digest of the text that was read.

    The gate is asked for what must be mended alone: what an editor let pass with a reason is still the same text.

    Raises:
        MoveRefused: nothing was changed.
    """
    page = service.lock(page)
    kind = get_page_kind(page.kind)
    copy = kind.copies().get(page=page)
    record = kind.freeze(copy)
    cited = [source.key for source in getattr(record, "cited", ())]
    refused = refusal(page, by) or _not_the_same(page, record, seen) or _not_looked_at(cited, sources)
    if refused:
        service.logger.warning("refused: review of %s by %s", page, by)
        raise MoveRefused(refused)
    today = timezone.localdate()
    clinician = one_line(clinician)[:LONGEST_NAME]
    values = kind.review_fields(Review(today, today + REVIEW_AGAIN_AFTER, clinician))
    for name, value in values.items():
        setattr(copy, name, value)
    copy.save(update_fields=list(values))
    _ask_gate(page, kind.freeze(copy), by)
    return service.publish_review(page, by, _said(cited, sources, clinician))


def _not_the_same(page: Page, record: Any, seen: str | None) -> str:
    if seen is not None and seen != page.copy_digest:
        return "This page was changed since you opened it. Look at it again, then decide."
    if record.digest() != page.copy_digest:
        return (
            "Something that this page cites or shows was changed since it was published, so readers see an older text. "
            "Have the page saved and published once more; then confirm the review."
        )
    return ""


def _not_looked_at(cited: Collection[str], sources: Collection[str]) -> str:
    unknown = sorted(set(sources) - set(cited))
    if unknown:
        return (
            f"The page does not cite “{unknown[0]}”. Look at its sources again, and tick those you looked at."
        )
    if cited and not sources:
        return "Tick the sources that you looked at, at least one: the log names them."
    return ""


def _ask_gate(page: Page, record: Any, by: User) -> None:
    must = [one for one in gates.shortcomings(page, record) if one.weight is gates.Weight.MUST]
    if must:
        service.logger.warning("refused by the gate: review of %s by %s", page, by)
        raise MoveRefused(f"It needs a change. {gates.refusal(must)}")


def _said(cited: Collection[str], sources: Collection[str], clinician: str) -> str:
    looked_at = [key for key in cited if key in sources]
    told = (
        f"Sources looked at ({len(looked_at)} of {len(cited)}): {', '.join(looked_at)}."
        if cited
        else "It cites no sources."
    )
    return f"{told} Read by {clinician}." if clinician else told

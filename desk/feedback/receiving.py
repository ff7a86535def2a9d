"""Taking in what readers say. Reads and writes nothing but the desk's own tables."""

import hashlib

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from desk.feedback import ceilings
from desk.feedback.forms import LONGEST_OPEN, Opened
from desk.models import Feedback, FeedbackKind, HelpfulCount


class Full(Exception):
    """So much was sent within this hour that no more is taken. Nothing was kept."""


def count(page_id: int, helpful: bool) -> None:
    """One more reader whom the page helped, or did not.

    Raises:
        Full, DatabaseError: it was not counted.
    """
    if not ceilings.allows(ceilings.ANSWERS, page_id):
        raise Full
    answer = "yes" if helpful else "no"
    today = HelpfulCount.objects.filter(page_id=page_id, day=timezone.localdate())
    if today.update(**{answer: F(answer) + 1}):
        return
    try:
        with transaction.atomic():
            HelpfulCount.objects.create(page_id=page_id, day=timezone.localdate(), **{answer: 1})
    except IntegrityError:  # another process was quicker, or there is no such page
        today.update(**{answer: F(answer) + 1})


def keep(opened: Opened, text: str, helpful: bool | None, sending: str) -> None:
    """Keeps an error report, or with `helpful` a comment. The same words of the same page, while open, count as one.

    `sending` tells one press of "Send" from another, so that reloading the answer sends nothing twice.

    Raises:
        Full, DatabaseError: it was not kept.
    """
    digest = hashlib.sha256(f"{sending}\n{text}".encode()).hexdigest()
    if ceilings.was_sent(digest):
        return
    if not ceilings.allows(ceilings.WORDS, opened.page_id):
        raise Full
    _keep(opened, text, helpful)
    ceilings.note_sent(digest, LONGEST_OPEN)


@transaction.atomic
def _keep(opened: Opened, text: str, helpful: bool | None) -> None:
    kind = FeedbackKind.ERROR if helpful is None else FeedbackKind.COMMENT
    same = Feedback.objects.open().filter(page_id=opened.page_id, kind=kind, text__iexact=text)
    now = {"revision_id": opened.revision_id, "received_on": timezone.localdate()}
    if not same.update(times=F("times") + 1, **now):
        Feedback.objects.create(page_id=opened.page_id, kind=kind, text=text, helpful=helpful, **now)

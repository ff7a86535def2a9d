"""What readers are told of changes: the note that an editor gave a publication, and corrections.

A note is kept with the log entry of its publication, is part of the live page from then on (LivePage.changes), and is
never shown before: until then it waits on the page row, where public views do not look.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

LONGEST = 500
"""Characters of a note."""

NEWEST = 10
WITHIN = timedelta(days=365)
CORRECTION_STANDS = timedelta(days=90)
"""How long a correction stands near the top of its page. It stays in the list as long as any other change."""


@dataclass(frozen=True, slots=True)
class Change:
    """One publication in the words of its editor."""

    at: datetime
    text: str
    is_correction: bool

    @property
    def on(self) -> date:
        return timezone.localdate(self.at)

    def as_json(self) -> dict[str, Any]:
        return {"at": self.at.isoformat(), "text": self.text, "is_correction": self.is_correction}


@dataclass(frozen=True, slots=True)
class ToldChanges:
    """For a page: `listed` since its last review or within a year, and `corrections` that are still recent."""

    listed: tuple[Change, ...]
    corrections: tuple[Change, ...]


def one_line(text: str) -> str:
    """As it will be shown: white space folded, invisible characters taken out."""
    shown = (one for one in text if one.isspace() or unicodedata.category(one) not in ("Cc", "Cf", "Cs"))
    return re.sub(r"\s+", " ", "".join(shown)).strip()


def changes_of(live: Any) -> list[Change]:
    """All that a live page keeps, newest first."""
    return [
        Change(datetime.fromisoformat(kept["at"]), kept["text"], kept["is_correction"])
        for kept in live.changes
    ]


def told_on(live: Any, record: Any) -> ToldChanges:
    """What the page of this live page says today; its queries are done already."""
    today = timezone.localdate()
    since: date = getattr(record, "reviewed_on", None) or today - WITHIN
    changes = changes_of(live)
    return ToldChanges(
        listed=tuple(change for change in changes if change.on >= since)[:NEWEST],
        corrections=tuple(_recent_corrections(changes, today)),
    )


def _recent_corrections(changes: Iterable[Change], today: date) -> Iterable[Change]:
    return (change for change in changes if change.is_correction and change.on > today - CORRECTION_STANDS)


def note_of(live: Any) -> Change | None:
    """What was said of the text that is live now; None when its editor said nothing."""
    newest = next(iter(changes_of(live)), None)
    return newest if newest is not None and newest.at >= live.published_at else None

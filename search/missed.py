"""Counting what readers could not find, so that editors can give a term a word that it lacks.

What a reader typed is health data. A text is kept only when it is short and looks like no name, number or address; of all
others only that there was one. A text that raised a warning is neither counted nor kept.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from search import text, wordlists
from search.lexicon import Lexicon
from search.models import MissedSearch

logger = logging.getLogger(__name__)

_MOST_WORDS, _MOST_CHARS, _FEWEST_CHARS = 5, 40, 3
_MOST_UNKNOWN = 1  # a name has two; a word that the library lacks is one
_MOST_TEXTS_A_DAY = 1000  # so that no flood of requests fills the disk
_PLAIN = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_MILLISECONDS = 50

# Words beside which a name or an address stands.
_INTRODUCING = frozenset(
    "mr mrs ms miss mx sir dr doctor prof professor nurse called named name surname sister brother wife husband son daughter "
    "street road avenue lane drive close crescent square flat house postcode zip hospital surgery clinic ward www http "
    "com".split()
)


def note(typed: str, lexicon: Lexicon) -> None:
    """Counts a search that was in vain. Never fails and never keeps the reader waiting: then it is not counted."""
    if not settings.COUNT_MISSED_SEARCHES or not typed.strip():
        return
    try:
        with _impatient(), transaction.atomic():
            _count(kept_text(typed, lexicon), timezone.localdate())
    except DatabaseError:
        logger.info("a search that found nothing was not counted: the database was busy or full")


def kept_text(typed: str, lexicon: Lexicon) -> str:
    """The text as it may be kept: small letters, words alone. Empty when it may not be."""
    cleaned = text.clean(typed)
    words = cleaned.rstrip("?!. ").split()
    if not words or len(words) > _MOST_WORDS or not all(_PLAIN.fullmatch(word) for word in words):
        return ""
    if any(word[0].isupper() and len(word) > 1 for word in words[1:]) and cleaned != cleaned.upper():
        return ""  # "Ask John"; but a phone writes the first word large by itself
    settled = [text.settle(word.lower()) for word in words]
    joined = " ".join(settled)
    if not _FEWEST_CHARS <= len(joined) <= _MOST_CHARS:
        return ""
    if any(word in _INTRODUCING or word in wordlists.first_names() for word in settled):
        return ""
    unknown = sum(not (word in wordlists.small_words() or lexicon.speller.knows(word)) for word in settled)
    return joined if unknown <= _MOST_UNKNOWN else ""


def _count(kept: str, day: date) -> None:
    today = MissedSearch.objects.filter(day=day)
    if today.filter(text=kept).update(count=F("count") + 1):
        return None
    if not today.exists():
        MissedSearch.objects.too_old().delete()
    elif kept and today.count() >= _MOST_TEXTS_A_DAY:
        return _count("", day)
    try:
        with transaction.atomic():
            MissedSearch.objects.create(text=kept, day=day)
    except IntegrityError:  # another worker was quicker
        today.filter(text=kept).update(count=F("count") + 1)


@contextmanager
def _impatient() -> Iterator[None]:
    """SQLite has one writer at a time, and a load can take a while: a reader's answer does not wait for that."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_MILLISECONDS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")

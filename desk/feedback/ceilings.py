"""How much is taken in an hour, of all readers together: there is nothing by which one could be told from another.

Counted in the cache: with local memory each process counts for itself, with Redis all of them together.
"""

import logging
import time
from dataclasses import dataclass

from django.core.cache import cache

logger = logging.getLogger(__name__)

_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Ceiling:
    name: str
    of_a_page: int
    of_the_site: int


ANSWERS = Ceiling("answers", of_a_page=200, of_the_site=3000)
WORDS = Ceiling("words", of_a_page=12, of_the_site=60)


def allows(ceiling: Ceiling, page_id: int) -> bool:
    """Counts one more. False once the hour's measure is full."""
    hour = int(time.time()) // _HOUR
    start = f"feedback:{ceiling.name}:{hour}"
    try:
        of_the_page, of_the_site = _count(f"{start}:{page_id}"), _count(start)
    except Exception as error:
        _tell(error)
        return True
    return of_the_page <= ceiling.of_a_page and of_the_site <= ceiling.of_the_site


def was_sent(sending: str) -> bool:
    """Whether this very sending was taken in already."""
    try:
        return bool(cache.get(f"feedback:sent:{sending}"))
    except Exception as error:
        _tell(error)
        return False


def note_sent(sending: str, seconds: int) -> None:
    try:
        cache.set(f"feedback:sent:{sending}", True, timeout=seconds)
    except Exception as error:
        _tell(error)


def _tell(error: Exception) -> None:
    # Whatever a cache raises that is away: it must not cost a reader their words.
    logger.warning("the cache was not asked about readers' feedback: %s", type(error).__name__)


def _count(key: str) -> int:
    cache.add(key, 0, timeout=_HOUR)
    try:
        return cache.incr(key)
    except ValueError:  # thrown out of a full cache since
        return 1

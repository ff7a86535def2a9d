"""What is to be cleared away from time to time, as the apps above tell it. `publish_due` runs every few minutes and sees to it."""

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)

Chore = Callable[[], str]

_chores: list[Chore] = []


def register_chore(chore: Chore) -> None:
    """`chore()` clears away what is due and says what it did; nothing when nothing was due. It may be run twice at once."""
    _chores.append(chore)


def do_chores() -> list[str]:
    """Each on its own: one that fails does not hold up the others."""
    done = []
    for chore in _chores:
        try:
            done.append(chore())
        except Exception as error:
            logger.exception("housekeeping failed: %s", chore.__name__)
            done.append(f"not done: {error}")
    return [one for one in done if one]

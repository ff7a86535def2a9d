"""What may stand in the way of a publication although each page by itself is in order.

A guard compares what is public now with what would be. It is asked before anything of the change is public, and its
reasons refuse the change whole.
"""

from collections.abc import Callable, Sequence

from publishing.directory import Directory

Guard = Callable[[Directory, Directory], Sequence[str]]

_guards: list[Guard] = []


def register_guard(guard: Guard) -> None:
    """`guard(before, after)` gives the reasons against the change, each with its remedy; none when it may be made."""
    _guards.append(guard)


def objections(before: Directory, after: Directory) -> list[str]:
    return [reason for guard in _guards for reason in guard(before, after)]

"""What a check tells an editor."""

from dataclasses import dataclass
from typing import NamedTuple


class PageName(NamedTuple):
    """Which page; for the library as a whole, kind and key are empty."""

    kind: str
    key: str
    title: str


def begin(text: str) -> str:
    """The first words of a text, to find it by."""
    said = text.split()
    return " ".join(said[:8]) + (" …" if len(said) > 8 else "")


LIBRARY = PageName("", "", "The library as a whole")


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` leads an editor to the place ("Symptoms, row 3 (foot-drop), note"), `remedy` says what to do there.

    `blocking`: readers would be worse off with it, and it is always the page's to repair. Anything else is worth a look.
    """

    page: PageName
    where: str
    what: str
    remedy: str
    blocking: bool = True

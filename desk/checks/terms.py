"""The words people use for a term: enough of them, and each leading to one term.

A form of a word explained leads to one word too.
"""

from collections.abc import Iterator

from desk.checks.finding import Finding
from desk.checks.pages import VOCABULARIES, WORDED, CheckedPage, Library

FEWEST_WORDS = 3


def find(page: CheckedPage, library: Library) -> Iterator[Finding]:
    if page.kind not in WORDED:
        return
    said = page.record.words
    if page.kind in VOCABULARIES and len(said) < FEWEST_WORDS:
        yield page.finding(
            "Words",
            f"there are {len(said)}, and {FEWEST_WORDS} are the least" if said else "there are none",
            "Add what people would type for it, in short phrases.",
        )
    for word in said:
        others = [
            key for key in library.words.get((page.kind, word.casefold()), ()) if key != page.record.key
        ]
        if others:
            yield page.finding(
                "Words",
                f"“{word}” leads to {' and '.join(others)} too",
                "Leave it with the one that people mean by it.",
            )

"""The lists in data/, read once. One entry a line, `#` begins a comment.

`word: what to write instead`, or the word alone; several spellings with commas between. `*` at the end of a word stands
for any ending. A word matches as a whole, in any case, and not as a part of a word with a hyphen ("anti-inflammatory").
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"


class Match(NamedTuple):
    """`said` as it stands in the text at `start`; `advice` from the list."""

    said: str
    advice: str
    start: int


class WordList:
    """Looks in lower case, without groups and flags: so `re` passes over most entries by their first letter, and a page
    is searched in a tenth of the time."""

    def __init__(self, entries: dict[str, str]) -> None:
        self.advice = list(entries.values())
        forms = {_form(entry): advice for entry, advice in entries.items()}
        self._pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])")
        self._advice = [(re.compile(form), advice) for form, advice in forms.items()]

    def find(self, text: str) -> Iterator[Match]:
        for match in self._pattern.finditer(_lower(text)):
            advice = next(advice for form, advice in self._advice if form.fullmatch(match[0]))
            yield Match(text[slice(*match.span())], advice, match.start())

    def has(self, word: str) -> bool:
        return self._pattern.fullmatch(_lower(word)) is not None


def _lower(text: str) -> str:
    """As long as the text, so that places stay what they are: "İ" has two letters in lower case."""
    low = text.lower()
    return low if len(low) == len(text) else text


def _form(entry: str) -> str:
    return r"\s+".join(
        re.escape(word.removesuffix("*").lower()) + (r"\w*" if word.endswith("*") else "")
        for word in entry.split()
    )


def read(text: str) -> dict[str, str]:
    """Entry → advice, in the order of the list."""
    entries: dict[str, str] = {}
    for line in text.splitlines():
        said, _, advice = line.partition("#")[0].partition(":")
        for entry in filter(None, map(str.strip, said.split(","))):
            if entry in entries:
                raise ValueError(f"“{entry}” stands twice in a list; keep one")
            entries[entry] = advice.strip()
    return entries


@cache
def _load(name: str) -> WordList:
    return WordList(read((DATA / name).read_text(encoding="utf-8")))


def jargon() -> WordList:
    return _load("jargon.txt")


def alarming() -> WordList:
    return _load("alarming.txt")


def medical_names() -> WordList:
    return _load("medical-names.txt")

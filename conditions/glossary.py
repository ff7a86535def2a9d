"""The glossary: words explained, and clinicians' names beside the plain ones, in one list."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from publishing.directory import Directory, Entry

_NAMED = ("condition", "treatment", "symptom", "region", "posture", "red-flag")
"""Kinds whose pages have a clinical name. Where two have the same one, the first kind is the better page for a word."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """`word` or `page` or both: a name with its meaning, and the page that tells more. `also`: other forms."""

    name: str
    word: Entry | None = None
    also: tuple[str, ...] = ()
    page: Entry | None = None


def letters(directory: Directory) -> list[tuple[str, list[Explanation]]]:
    """All of it by first letter, A to Z."""
    lines = sorted(_explanations(directory), key=lambda line: line.name.casefold())
    return [(letter, list(some)) for letter, some in groupby(lines, key=lambda line: line.name[0].upper())]


def _explanations(directory: Directory) -> Iterator[Explanation]:
    named = [entry for kind in _NAMED for entry in directory.of_kind(kind)]
    pages: dict[str, Entry] = {}
    for entry in named:
        for name in filter(None, (entry.title, entry.card.get("clinical_name"))):
            pages.setdefault(_singular(name), entry)
    words = directory.of_kind("word")
    for word in words:
        page = next((pages[form] for form in map(_singular, word.names) if form in pages), None)
        yield Explanation(word.title, word, word.names[1:], page)
    explained = {_singular(word.title) for word in words}
    for entry in named:
        clinical_name = entry.card.get("clinical_name", "")
        if clinical_name and _singular(clinical_name) not in explained:
            explained.add(_singular(clinical_name))
            yield Explanation(clinical_name, page=entry)


def _singular(name: str) -> str:
    return name.casefold().removesuffix("s")

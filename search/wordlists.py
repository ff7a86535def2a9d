"""The word lists of search/data, read once. Each is a text file that a person can read and correct.

In all of them `#` starts a comment and blank lines mean nothing.
"""

from functools import cache
from pathlib import Path

_DATA = Path(__file__).resolve().parent / "data"


def _lines(name: str) -> list[str]:
    raw = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in (entry.partition("#")[0].strip() for entry in raw) if line]


def _firsts(name: str) -> dict[str, str]:
    """Each word of a line -> the first word of that line."""
    return {word: words[0] for words in (line.split() for line in _lines(name)) for word in words}


@cache
def common_words() -> frozenset[str]:
    """Everyday English in base forms, never to be repaired."""
    return frozenset(word for line in _lines("common-words.txt") for word in line.split())


@cache
def english_words() -> frozenset[str]:
    """Other English words, each form by itself, never to be repaired."""
    return frozenset(word for line in _lines("english-words.txt") for word in line.split())


@cache
def misspellings() -> dict[str, str]:
    """Misspelt -> meant, where letters alone would lead to another word."""
    return {wrong: line.split()[0] for line in _lines("misspellings.txt") for wrong in line.split()[1:]}


SORTS = ("nothing", "helpers", "light", "amounts", "telling")


@cache
def small_words() -> dict[str, str]:
    """Small word -> its sort, told in the file. A word listed twice has the later sort."""
    sorts: dict[str, str] = {}
    for heading, line in _sorted_lines("small-words.txt"):
        sorts |= dict.fromkeys(line.split(), heading)
    return sorts


def _sorted_lines(name: str) -> list[tuple[str, str]]:
    """Each line with the sort whose comment stands above it."""
    heading, lines = "", []
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and line[2:].partition(":")[0] in SORTS:
            heading = line[2:].partition(":")[0]
        elif line.strip() and not line.startswith("#"):
            lines.append((heading, line))
    return lines


@cache
def word_forms() -> dict[str, str]:
    """Irregular form -> base form."""
    return _firsts("word-forms.txt")


@cache
def same_words() -> dict[str, str]:
    """Word -> the one that stands for it wherever it occurs ("bum" -> "buttock")."""
    return _firsts("same-words.txt")


@cache
def expressions() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word -> the expressions that begin with it, longest first, each as its words and the word that stands for it."""
    known: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for line in _lines("expressions.txt"):
        meant, _, written = line.partition("=")
        for words in (tuple(expression.split()) for expression in written.split(",")):
            known.setdefault(words[0], []).append((words, meant.strip()))
    return {first: tuple(sorted(those, key=lambda one: -len(one[0]))) for first, those in known.items()}


@cache
def other_topics() -> frozenset[str]:
    """Words that say a text is about something else, unless much in it speaks of pain."""
    return frozenset(word for line in _lines("other-topics.txt") for word in line.split())


@cache
def first_names() -> frozenset[str]:
    """Names people are called by that mean nothing else here. A text with one is not kept, see search.missed."""
    return frozenset(word for line in _lines("first-names.txt") for word in line.split())

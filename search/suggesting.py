"""What somebody may be about to type: terms, conditions and articles that begin with the last words of a text.

Only the end of a text is completed, so that a story can be told with terms picked on the way. A misspelt word is completed
as the word that it is near to. Nothing here looks at pages: a suggestion is a way to say a thing, not an answer.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA, JaroWinkler

from search import text, wordlists
from search.lexicon import Entry, Lexicon, names_of

MOST = 20
_FEWEST_CHARS = 2
_MOST_WORDS = 4  # of the text's end that one phrase may complete
_MOST_SCANNED = 400  # phrases that begin alike; a bound on two letters in a large library
_LONG_ENOUGH = 4  # letters from which a word may be misspelt
_RANK_OF_KIND = {"symptom": 0, "region": 1, "posture": 1, "condition": 2, "treatment": 3, "article": 4}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`said` is the phrase that completes the text, lower case; `text` the whole text with it in place."""

    entry: Entry
    said: str
    text: str


@dataclass(frozen=True, slots=True, order=True)
class _Start:
    """A phrase from one of its words on: "pins and needles" is found by "needles" too."""

    tail: str
    at: int  # characters of the phrase before the tail
    is_other_name: bool
    said: str
    number: int  # of the entry


class Suggester:
    """Made once for a lexicon; the table is made when first asked for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @cached_property
    def _starts(self) -> list[_Start]:
        starts = {
            start
            for number, entry in enumerate(self._lexicon.entries)
            for place, phrase in enumerate(names_of(entry))
            for start in _starts_of(_settled(phrase), place > 0, number)
        }
        return sorted(starts)

    @cached_property
    def _words(self) -> list[str]:
        small = wordlists.small_words()
        firsts = {start.tail.split(" ", 1)[0] for start in self._starts}
        return sorted(word for word in firsts if len(word) >= _LONG_ENOUGH and word not in small)

    def suggest(self, typed: str, limit: int = 8) -> list[Suggestion]:
        """At most `limit`, the shortest first: they are what the longest end of the text that begins any phrase may become.

        Empty for a text that ends in nothing the library has a word for.
        """
        words = text.clean(typed).split()
        for begun, kept in self._ends(words):
            said: dict[int, str] = {}
            for start in self._completing(begun):
                said.setdefault(start.number, start.said)
            if said:
                entries = self._lexicon.entries
                found = [
                    Suggestion(entries[n], phrase, f"{kept} {phrase}".strip()) for n, phrase in said.items()
                ]
                return found[: max(0, min(limit, MOST))]
        return []

    def _ends(self, words: Sequence[str]) -> Iterator[tuple[str, str]]:
        """What may be completed, longest first, each with the text before it; last what it may have been meant to be."""
        small = wordlists.small_words()
        settled = [text.settle(word.lower()) for word in words]
        for size in range(min(_MOST_WORDS, len(words)), 0, -1):
            begun = " ".join(settled[-size:])
            if len(begun) >= _FEWEST_CHARS and (size == 1 or settled[-size] not in small):
                yield begun, " ".join(words[:-size])
        for meant in self._meant(settled[-1]) if settled else ():
            yield meant, " ".join(words[:-1])

    def _completing(self, begun: str) -> list[_Start]:
        at = bisect_left(self._starts, begun, key=lambda start: start.tail)
        found = []
        for start in self._starts[at : at + _MOST_SCANNED]:
            if not start.tail.startswith(begun):
                break
            found.append(start)
        return sorted(found, key=self._rank)

    def _rank(self, start: _Start) -> tuple[bool, int, bool, int, str]:
        kind = self._lexicon.entries[start.number].kind
        return start.at > 0, len(start.said), start.is_other_name, _RANK_OF_KIND[kind], start.said

    def _meant(self, word: str) -> list[str]:
        """Beginnings of library words that a misspelt beginning is one slip away from."""
        if len(word) < _LONG_ENOUGH or not word.isalpha() or self._completing(word):
            return []
        near = {
            begun
            for known in self._words
            for begun in (known[: len(word)], known[: len(word) + 1])
            if known[0] == word[0] and OSA.distance(word, begun, score_cutoff=1) <= 1
        }
        likest_first = sorted(near, key=lambda begun: (-JaroWinkler.similarity(word, begun), begun))
        whole = self._lexicon.speller.correct(word)
        return likest_first or ([whole] if whole else [])


def _starts_of(phrase: str, is_other_name: bool, number: int) -> Iterator[_Start]:
    small = wordlists.small_words()
    at = 0
    for word in phrase.split(" "):
        if at == 0 or word not in small:
            yield _Start(phrase[at:], at, is_other_name, phrase, number)
        at += len(word) + 1


def _settled(phrase: str) -> str:
    return " ".join(text.settle(word) for word in text.clean(phrase).lower().split())

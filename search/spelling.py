"""Repairing misspelt words against the words the library itself uses.

A word is repaired only when it is neither everyday English nor known to the library, and only to something near it in
letters or in sound. Readers spell clinical words by ear: "cyatica", "spondolisthesis", "thie".
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cache, cached_property, lru_cache
from typing import TypeVar

from rapidfuzz.distance import OSA, JaroWinkler

from search import text, wordlists

T = TypeVar("T")

_SHORT = 4  # up to so many letters a word is put right to words of the library alone
_LONG = 8  # letters from which a word may be put right by its sound alone
_MOST_REPAIRS = 64  # words of one text that are looked up; bounds hostile input

# In this order: spellings of one sound become one letter.
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"^(?:sc(?=[eiy])|ps)", "s"), (r"^kn|^gn", "n"), (r"^wr", "r"), (r"^x", "s"),
        (r"a([bdfgklmnprstv])e(?=s?$)", r"ai\1"), (r"ough\b", "o"), (r"igh", "i"), (r"ph", "f"), (r"tch", "c"), (r"ck", "k"), (r"dg(?=[eiy])", "j"),
        (r"[ts]ion", "sn"), (r"sch|ch", "k"), (r"sh", "s"), (r"th", "t"), (r"sc(?=[eiy])", "s"), (r"c(?=[eiy])", "s"),
        (r"[cq]u?", "k"), (r"x", "ks"), (r"z", "s"), (r"g(?=[eiy])", "j"), (r"gh|h", ""), (r"w(?![aeiouy])", ""),
        (r"(?<=[a-z][^aeiouy])e(?=d$|s$|$)", ""), (r"ou|oo|u", "u"), (r"[aeiouy]*[iey][aeiouy]*", "i"),
        (r"[ao]+", "a"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A key that words pronounced alike share. Rough on purpose: it proposes, distance decides."""
    for pattern, to in _SOUNDS:
        word = pattern.sub(to, word)
    return word


@cache
def _everyday() -> frozenset[str]:
    """Words that are never repaired, whatever the library says."""
    lists = (wordlists.small_words(), wordlists.word_forms(), wordlists.same_words())
    meant = {word for those in wordlists.expressions().values() for _, word in those}
    return wordlists.common_words().union(wordlists.other_topics(), meant, text.STANDING_FOR_OTHERS, *lists)


@cache
def _everyday_by_start() -> dict[str, list[str]]:
    return _grouped(_everyday(), _start)


@cache
def _everyday_roots(start: str) -> frozenset[str]:
    """Roots of those that begin alike: stemming them all would cost the first reader a second."""
    return frozenset(text.root(word) for word in _everyday_by_start().get(start, ()))


@cache
def _everyday_by_length() -> dict[int, list[str]]:
    known = wordlists.common_words().union(wordlists.small_words())
    return _grouped(sorted(word for word in known if word.isalpha() and len(word) > _SHORT), len)


@cache
def _small_by_sound() -> dict[str, str]:
    return {sound(word): word for word in sorted(wordlists.small_words()) if len(word) > 2}


def _nearest_everyday(word: str, limit: int) -> str | None:
    """The everyday word that is nearest in letters, beginning alike."""
    near = (
        (OSA.distance(word, known, score_cutoff=limit), known)
        for length in range(len(word) - limit, len(word) + limit + 1)
        for known in _everyday_by_length().get(length, ())
        if known[0] == word[0]
    )
    distance, found = min(near, default=(99, ""))
    return found if limit and distance <= limit else None


def _farness(word: str, candidate: str) -> tuple[int, float]:
    return OSA.distance(word, candidate), -JaroWinkler.similarity(word, candidate)


def _start(word: str) -> str:
    """What words of one root have in common: "oedema" begins as "edema" does."""
    return word[1:3] if word.startswith(("oe", "ae")) else word[:2]


def _grouped(words: Iterable[str], key: Callable[[str], T]) -> dict[T, list[str]]:
    groups: dict[T, list[str]] = defaultdict(list)
    for word in words:
        groups[key(word)].append(word)
    return groups


def is_everyday(word: str) -> bool:
    """Whether it is a word of everyday English, in any of its forms."""
    if word in _everyday() or word in wordlists.english_words():
        return True
    return text.root(word) in _everyday_roots(_start(word))


class Speller:
    """Knows the library's words, given once for each use: the more used, the likelier meant. Repairs are remembered, so a repeated mistake costs nothing."""

    def __init__(self, words: Iterable[str]) -> None:
        uses = Counter(words)
        self._uses = Counter({word: uses[word] for word in uses if len(word) > 2 and word.isalpha()})
        self._own = frozenset(self._uses.keys() - wordlists.small_words().keys())
        self._roots: dict[str, frozenset[str]] = {}
        self._memory: dict[str, str | None] = {}

    def with_words(self, words: Iterable[str]) -> "Speller":
        """One that knows these words too."""
        return Speller(self._uses + Counter(words))

    def knows(self, word: str) -> bool:
        if word in wordlists.misspellings():
            return False
        if word in self._own or is_everyday(word):
            return True
        start = _start(word)
        roots = self._roots.get(start)
        if roots is None:
            roots = frozenset(text.root(known) for known in self._by_start.get(start, ()))
            self._roots[start] = roots
        return text.root(word) in roots

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        return _grouped(self._own, _start)

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        return _grouped(sorted(self._own), len)

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        return _grouped(sorted(self._own), sound)

    def owns(self, word: str) -> bool:
        """Whether the library itself uses the word."""
        return word in self._own

    def repair(self, tokens: list[text.Token]) -> list[text.Token]:
        """The same words with the misspelt ones put right."""
        budget = _MOST_REPAIRS
        repaired = []
        for token in tokens:
            if (
                len(token.word) < 3
                or len(token.word) > 30
                or not token.word.isalpha()
                or self.knows(token.word)
            ):
                repaired.append(token)
                continue
            budget -= 1
            better = self.correct(token.word) if budget >= 0 else None
            repaired.append(text.respelt(token, better) if better else token)
        return repaired

    def correct(self, word: str) -> str | None:
        """The nearest word of the library, or None when nothing is near enough or the word is known."""
        if self.knows(word):
            return None
        if word not in self._memory:
            if len(self._memory) > 20_000:
                self._memory.clear()
            self._memory[word] = self._nearest(word)
        return self._memory[word]

    def _nearest(self, word: str) -> str | None:
        if word in wordlists.misspellings():
            return wordlists.misspellings()[word]
        if word.endswith("in") and self.knows(word + "g"):
            return word + "g"  # "goin", "sittin"
        small = _small_by_sound().get(sound(word), "") if len(word) <= _SHORT else ""
        if small and OSA.distance(word, small) == 1:
            return small  # "wen" is no wine
        limit = 0 if len(word) == 3 else 1 if len(word) <= 5 else 2 if len(word) <= 8 else 3
        own = self._nearest_own(word, limit)
        if own is not None and sound(own) == sound(word):
            return own
        everyday = _nearest_everyday(word, min(limit, 1))
        if everyday and (own is None or _farness(word, everyday) < _farness(word, own)):
            return everyday  # "permenant" is no pregnancy
        return own

    def _nearest_own(self, word: str, limit: int) -> str | None:
        own_sound = sound(word)
        best: tuple[float, str] | None = None
        for candidate in self._by_sound.get(own_sound, ()):
            distance = OSA.distance(word, candidate)
            if distance <= max(limit, 1) + 1 and (len(word) > 3 or distance <= 2):
                best = min(best or (99.0, ""), (distance - 1.5 + self._doubt(word, candidate), candidate))
        for length in range(len(word) - limit, len(word) + limit + 1) if limit else ():
            for candidate in self._by_length.get(length, ()):
                distance = OSA.distance(word, candidate, score_cutoff=limit)
                if distance > limit:
                    continue
                cost = distance + self._doubt(word, candidate)
                if candidate[0] != word[0]:
                    cost += 1.0 if sound(candidate)[:1] == own_sound[:1] else 2.0
                if cost <= limit + 1.0 and (best is None or (cost, candidate) < best):
                    best = (cost, candidate)
        if best is None and len(word) >= _LONG:
            best = self._nearest_in_sound(word, own_sound)
        return best[1] if best else None

    def _nearest_in_sound(self, word: str, own_sound: str) -> tuple[float, str] | None:
        """ "anurisum": far in letters from what was meant, but one sound away."""
        found = [
            (OSA.distance(word, candidate) + self._doubt(word, candidate), candidate)
            for key, candidates in self._by_sound.items()
            if key[:1] == own_sound[:1] and OSA.distance(key, own_sound, score_cutoff=2) <= 2
            for candidate in candidates
            if len(candidate) >= _LONG and OSA.distance(word, candidate) <= len(word) // 2
        ]
        return min(found, default=None)

    def _doubt(self, word: str, candidate: str) -> float:
        """Below 1; breaks ties towards words that begin alike and that the library uses much."""
        return (
            1.0 - JaroWinkler.similarity(word, candidate) - min(0.9, 0.2 * math.log2(self._uses[candidate]))
        )

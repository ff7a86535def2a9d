"""What the library has words for: terms, conditions and articles, found in what was typed.

Built once for a content version. Every phrase waits under the one of its words that fewest phrases share, so that
20,000 conditions cost a query no more than thirty do.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Self

from search import text
from search.phrases import Match, Phrase, Typed, compile_phrase
from search.spelling import Speller

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_EITHER = re.compile(r"\w+(?:, \w+)* (?:or|and) \w+")
_OR = re.compile(r", | or | and ")
_NO_PLACES = ("symptom", "posture", "treatment")

PAIN_STEM = text.stem("pain")

Kind = Literal["symptom", "region", "posture", "treatment", "condition", "article"]
Param = Literal["where", "feels", "worse", "better"]

KIND_OF_PARAM: dict[str, Kind] = {
    "where": "region",
    "feels": "symptom",
    "worse": "posture",
    "better": "posture",
}


@dataclass(frozen=True, slots=True)
class Entry:
    kind: Kind
    key: str
    slug: str
    title: str
    words: tuple[str, ...] = ()
    parent: str | None = None  # regions only: the key of the region it lies in


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of an entry, found in a text."""

    entry: Entry
    phrase: Phrase
    match: Match
    is_title: bool


@dataclass(frozen=True, slots=True)
class _Waiting:
    entry: Entry
    phrase: Phrase
    is_title: bool


class Lexicon:
    """Immutable once built. `extra_words` are words spelling may repair to although no entry has them."""

    def __init__(self, entries: Iterable[Entry], extra_words: Iterable[str] = ()) -> None:
        self.entries: tuple[Entry, ...] = tuple(entries)
        self._by_key: dict[tuple[str, str], Entry] = {(e.kind, e.key): e for e in self.entries}
        self._by_slug: dict[tuple[str, str], Entry] = {(e.kind, e.slug): e for e in self.entries}
        self._of_kind: dict[str, tuple[Entry, ...]] = {
            kind: tuple(e for e in self.entries if e.kind == kind) for kind in {e.kind for e in self.entries}
        }
        self._waiting = _index(self.entries)
        words = [
            word
            for entry in self.entries
            for phrase in (entry.title, *entry.words)
            for word in text.words_of(phrase)
        ]
        words += [word for phrase in extra_words for word in text.words_of(phrase)]
        self.speller = Speller(words)
        self._symptoms_by_stems: dict[frozenset[str], set[str]] = defaultdict(set)
        for bucket in self._waiting.values():
            for waiting in bucket:
                if waiting.entry.kind == "symptom":
                    self._symptoms_by_stems[frozenset(waiting.phrase.stems)].add(waiting.entry.key)
        self._own_words = frozenset(text.stem(word) for word in set(words))
        self._ancestors = {e.key: tuple(self._climb(e)) for e in self.entries if e.kind == "region"}
        self._descendants: dict[str, set[str]] = defaultdict(set)
        for key, above in self._ancestors.items():
            for region in (key, *above):
                self._descendants[region].add(key)
        self._plain_words = frozenset(
            waiting.phrase.stems[0]
            for bucket in self._waiting.values()
            for waiting in bucket
            if waiting.entry.kind in ("symptom", "region", "posture") and len(waiting.phrase.stems) == 1
        )
        self._region_words = frozenset(
            waiting.phrase.stems[0]
            for bucket in self._waiting.values()
            for waiting in bucket
            if waiting.entry.kind == "region" and len(waiting.phrase.stems) == 1
        )

    @classmethod
    def build(cls, entries: Iterable[Entry], extra_words: Iterable[str] = ()) -> Self:
        return cls(entries, extra_words)

    def get(self, kind: str, key: str) -> Entry | None:
        return self._by_key.get((kind, key))

    def by_slug(self, kind: str, slug: str) -> Entry | None:
        return self._by_slug.get((kind, slug))

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """All entries of a kind, in the order given to `build`."""
        return self._of_kind.get(kind, ())

    def ancestors(self, region: str) -> tuple[str, ...]:
        """Keys of the regions this one lies in, nearest first."""
        return self._ancestors.get(region, ())

    def within(self, region: str) -> frozenset[str]:
        """Keys of this region and of all that lies in it."""
        return frozenset(self._descendants.get(region, {region}))

    def symptoms_called(self, stems: frozenset[str]) -> frozenset[str]:
        """Keys of the symptoms that have a phrase of exactly these words."""
        return frozenset(self._symptoms_by_stems.get(stems, ()))

    def is_own_word(self, stem: str) -> bool:
        """Whether any entry or rule uses the word."""
        return stem in self._own_words

    def is_plain_word(self, stem: str) -> bool:
        """Whether the word by itself is a symptom, a part of the body or a posture, or says that it hurts."""
        return stem in self._plain_words or stem == PAIN_STEM

    def is_region_word(self, stem: str) -> bool:
        """Whether the word is by itself a part of the body."""
        return stem in self._region_words

    def find(self, typed: Typed) -> Iterator[Found]:
        """Every phrase of every entry said in the text, overlapping ones included."""
        for stem in typed.places:
            for waiting in self._waiting.get(stem, ()):
                tight = waiting.entry.kind == "region"
                for match in typed.find(waiting.phrase, tight=tight):
                    if all(typed.tokens[i].is_small for i in match.at) and len(match.at) < 3:
                        continue  # "monthly" is not "months"
                    yield Found(waiting.entry, waiting.phrase, match, waiting.is_title)

    def _climb(self, entry: Entry) -> Iterator[str]:
        seen = {entry.key}
        parent = entry.parent
        while parent and parent not in seen:
            yield parent
            seen.add(parent)
            above = self._by_key.get(("region", parent))
            parent = above.parent if above else None


def _phrases(entry: Entry) -> list[str]:
    """Title and words, without what stands in brackets ("Prolapsed disc (PID)"); "Fever or shivering" is both."""
    plain = [_BRACKETS.sub(" ", words) for words in (entry.title, *entry.words)]
    if entry.kind in ("symptom", "posture") and _EITHER.fullmatch(plain[0]):
        return [*_OR.split(plain[0]), *plain[1:]]
    return plain


def _index(entries: tuple[Entry, ...]) -> Mapping[str, tuple[_Waiting, ...]]:
    phrases = [
        _Waiting(entry, phrase, number == 0)
        for entry in entries
        for number, words in enumerate(_phrases(entry))
        if (phrase := compile_phrase(words, strict=number > 0 or " " not in words or entry.kind != "posture"))
        and not _is_bare_pain(phrase)
    ]
    regions = {w.phrase.stems[0] for w in phrases if w.entry.kind == "region" and len(w.phrase.stems) == 1}
    phrases = [waiting for waiting in phrases if not _is_bare_place(waiting, regions)]
    shared = Counter(stem for waiting in phrases for stem in waiting.phrase.anchors)
    index: dict[str, list[_Waiting]] = defaultdict(list)
    for waiting in phrases:
        index[min(waiting.phrase.anchors, key=lambda stem: (shared[stem], stem))].append(waiting)
    return {stem: tuple(bucket) for stem, bucket in index.items()}


def _is_bare_pain(phrase: Phrase) -> bool:
    """ "aches", "sore": these say that it hurts, not how."""
    return phrase.stems == (PAIN_STEM,)


def _is_bare_place(waiting: _Waiting, regions: set[str]) -> bool:
    """A term that is no region, whose phrase has come down to a part of the body or the pain in it."""
    stems = set(waiting.phrase.stems)
    return waiting.entry.kind in _NO_PLACES and stems <= regions | {PAIN_STEM} and len(stems & regions) == 1

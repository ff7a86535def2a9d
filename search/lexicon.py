"""What the library has words for: terms, conditions and articles, found in what was typed.

Built once for a content version. Every phrase waits under the one of its words that fewest phrases share, so that
20,000 conditions cost a query no more than thirty do.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from copy import copy
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
        self._file()
        waiting = [*_phrases_of(self.entries)]
        self._region_words = {
            w.phrase.stems[0] for w in waiting if w.entry.kind == "region" and len(w.phrase.stems) == 1
        }
        waiting = [w for w in waiting if not _is_bare_place(w, self._region_words)]
        self._shared = Counter(stem for w in waiting for stem in w.phrase.anchors)
        self._waiting: dict[str, tuple[_Waiting, ...]] = {}
        self._put(waiting)
        words = _words_of(self.entries)
        words += [word for phrase in extra_words for word in text.words_of(phrase)]
        self.speller = Speller(words)
        self._own_words = frozenset(text.stem(word) for word in set(words))
        self._ancestors = {e.key: tuple(self._climb(e)) for e in self.entries if e.kind == "region"}
        self._descendants: dict[str, set[str]] = defaultdict(set)
        for key, above in self._ancestors.items():
            for region in (key, *above):
                self._descendants[region].add(key)
        self._symptoms_by_stems: dict[frozenset[str], set[str]] = defaultdict(set)
        self._regions_by_word: dict[str, set[str]] = defaultdict(set)
        plain = set()
        for one in waiting:
            kind, stems = one.entry.kind, one.phrase.stems
            if kind == "symptom":
                self._symptoms_by_stems[frozenset(stems)].add(one.entry.key)
            if len(stems) == 1 and kind == "region":
                self._regions_by_word[stems[0]].add(one.entry.key)
            if len(stems) == 1 and kind in ("symptom", "region", "posture"):
                plain.add(stems[0])
        self._plain_words = frozenset(plain)

    def _file(self) -> None:
        self._by_key: dict[tuple[str, str], Entry] = {(e.kind, e.key): e for e in self.entries}
        self._by_slug: dict[tuple[str, str], Entry] = {(e.kind, e.slug): e for e in self.entries}
        of_kind: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            of_kind[entry.kind].append(entry)
        self._of_kind: dict[str, tuple[Entry, ...]] = {kind: tuple(those) for kind, those in of_kind.items()}

    def _put(self, waiting: Iterable["_Waiting"]) -> None:
        """Each phrase under the one of its words that fewest share."""
        index: dict[str, list[_Waiting]] = defaultdict(list)
        for one in waiting:
            index[min(one.phrase.anchors, key=lambda stem: (self._shared[stem], stem))].append(one)
        for stem, bucket in index.items():
            self._waiting[stem] = (*self._waiting.get(stem, ()), *bucket)

    def with_names(self, changed: Iterable[Entry], removed: Collection[tuple[str, str]] = ()) -> "Lexicon":
        """A lexicon with some conditions or articles put in (or in place of those with the same kind and key), some out.

        The vocabulary stays as it is; so do words that only a removed name had, which cost no more than a wrong repair.
        """
        changed = tuple(changed)
        gone = {(entry.kind, entry.key) for entry in changed} | set(removed)
        old = [entry for identity in gone if (entry := self._by_key.get(identity))]
        if not changed and not old:
            return self
        new = copy(self)
        new._rename(gone, old, changed)  # noqa: SLF001
        return new

    def _rename(
        self, gone: Collection[tuple[str, str]], old: Iterable[Entry], changed: tuple[Entry, ...]
    ) -> None:
        self.entries = (*(e for e in self.entries if (e.kind, e.key) not in gone), *changed)
        self._file()
        self._waiting = dict(self._waiting)
        for stem in {stem for one in _phrases_of(old) for stem in one.phrase.anchors}:
            kept = tuple(w for w in self._waiting.get(stem, ()) if (w.entry.kind, w.entry.key) not in gone)
            self._waiting[stem] = kept
        self._put(_phrases_of(changed))
        words = _words_of(changed)
        self.speller = self.speller.with_words(words)
        self._own_words |= {text.stem(word) for word in set(words)}

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
        return stem in self._regions_by_word

    def regions_called(self, stem: str) -> frozenset[str]:
        """Keys of the regions that the word by itself names."""
        return frozenset(self._regions_by_word.get(stem, ()))

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


def names_of(entry: Entry) -> list[str]:
    """Title and words, without what stands in brackets ("Prolapsed disc (PID)")."""
    return [_BRACKETS.sub(" ", words) for words in (entry.title, *entry.words)]


def _phrase_words(entry: Entry) -> list[str]:
    """Its names; "Fever or shivering" is both."""
    plain = names_of(entry)
    if entry.kind in ("symptom", "posture") and _EITHER.fullmatch(plain[0]):
        return [*_OR.split(plain[0]), *plain[1:]]
    return plain


def _phrases_of(entries: Iterable[Entry]) -> Iterator[_Waiting]:
    for entry in entries:
        for number, words in enumerate(_phrase_words(entry)):
            strict = number > 0 or " " not in words or entry.kind != "posture"
            phrase = compile_phrase(words, strict=strict)
            if phrase and not _is_bare_pain(phrase):
                yield _Waiting(entry, phrase, number == 0)


def _words_of(entries: Iterable[Entry]) -> list[str]:
    return [
        word for entry in entries for phrase in (entry.title, *entry.words) for word in text.words_of(phrase)
    ]


def _is_bare_pain(phrase: Phrase) -> bool:
    """ "aches", "sore": these say that it hurts, not how."""
    return phrase.stems == (PAIN_STEM,)


def _is_bare_place(waiting: _Waiting, regions: set[str]) -> bool:
    """A term that is no region, whose phrase has come down to a part of the body or the pain in it."""
    stems = set(waiting.phrase.stems)
    return waiting.entry.kind in _NO_PLACES and stems <= regions | {PAIN_STEM} and len(stems & regions) == 1

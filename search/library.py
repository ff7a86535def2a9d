"""The published facts in memory: which pages say what, as one bit a page.

Counts, filters and ranking are operations on whole numbers whose bit n stands for page n, so they need no database and
cost little even for 20,000 pages. A library never changes; `with_pages` gives a new one that shares what is the same.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Self

from search import text
from search.lexicon import Lexicon, Param

Relation = Literal["feels", "where", "worse", "better", "treatment"]
PageKind = Literal["condition", "article", "term"]
Term = tuple[str, str]  # relation and key

# How strongly a page says a thing, from its level or, for a place, from its role. Index 0 is the strongest.
STRENGTHS = (1.0, 0.72, 0.42, 0.2)
_OF_LEVEL = {"hallmark": 0, "common": 1, "occasional": 2, "rare": 3}
_OF_ROLE = {"primary": 0, "radiating": 1, "referred": 1}
_UNSAID = 1


@dataclass(frozen=True, slots=True)
class Fact:
    relation: str  # a Relation
    term: str  # key of the symptom, region, posture or treatment
    level: str | None = None
    role: str | None = None  # of a region
    side: str | None = None

    @property
    def strength(self) -> int:
        """Index into STRENGTHS."""
        if self.level:
            return _OF_LEVEL.get(self.level, _UNSAID)
        return _OF_ROLE.get(self.role, _UNSAID) if self.role else _UNSAID


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What search knows of a public page. `id` is unique among all kinds of page."""

    id: int
    kind: PageKind
    key: str
    slug: str
    title: str
    summary: str
    url: str
    names: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


Levels = tuple[int, int, int, int]  # bits of the pages that say a thing, by strength
_NOBODY: Levels = (0, 0, 0, 0)


class Library:
    """Build with Library.build; treat as immutable."""

    def __init__(
        self,
        lexicon: Lexicon,
        pages: tuple[PageFacts | None, ...],
        levels: dict[Term, Levels],
        kinds: dict[str, int],
        names: dict[str, int],
    ) -> None:
        self._lexicon = lexicon
        self._pages = pages  # by bit; None where a page was taken out
        self._levels = levels
        self._kinds = kinds
        self._names = names  # a name as its stems, joined -> bits of the pages that have it
        self._place = {page.id: n for n, page in enumerate(pages) if page}
        self._by_key: dict[tuple[str, str], int] = {(p.kind, p.key): n for n, p in enumerate(pages) if p}
        self._decoded: dict[int, tuple[int, ...]] = {}
        self.everything = _union(kinds.values())

    @classmethod
    def build(cls, pages: Iterable[PageFacts], lexicon: Lexicon) -> Self:
        shared: dict[Fact, Fact] = {}  # pages repeat each other's facts; keep each once
        kept = tuple(_sharing(page, shared) for page in pages)
        size = (len(kept) + 7) // 8
        levels: dict[tuple[Term, int], bytearray] = defaultdict(lambda: bytearray(size))
        kinds: dict[str, bytearray] = defaultdict(lambda: bytearray(size))
        names: dict[str, int] = defaultdict(int)
        for number, page in enumerate(kept):
            byte, bit = number >> 3, 1 << (number & 7)
            kinds[page.kind][byte] |= bit
            for name in name_keys(page):
                names[name] |= 1 << number
            for slot in _slots(page, lexicon):
                levels[slot][byte] |= bit
        return cls(
            lexicon,
            kept,
            _packed(levels),
            {k: int.from_bytes(v, "little") for k, v in kinds.items()},
            dict(names),
        )

    def with_pages(
        self,
        changed: Iterable[PageFacts] = (),
        removed: Iterable[int] = (),
        lexicon: Lexicon | None = None,
    ) -> "Library":
        """A library with some pages put in (or in place of those with the same id) and some taken out.

        `lexicon`: a newer one, with the same regions.
        """
        pages = list(self._pages)
        levels, kinds, names = dict(self._levels), dict(self._kinds), dict(self._names)
        changed = tuple(changed)
        for page_id in (*removed, *(page.id for page in changed)):
            number = self._place.get(page_id)
            old = pages[number] if number is not None else None
            if number is not None and old:
                _clear(old, number, self._lexicon, levels, kinds, names)
                pages[number] = None
        for page in changed:
            number = self._place.get(page.id, len(pages))
            if number == len(pages):
                pages.append(page)
            pages[number] = page
            _set(page, number, self._lexicon, levels, kinds, names)
        return Library(lexicon or self._lexicon, tuple(pages), levels, kinds, names)

    def __len__(self) -> int:
        return self.everything.bit_count()

    def page(self, number: int) -> PageFacts:
        page = self._pages[number]
        assert page is not None, "a bit of the library always stands for a page"
        return page

    def number_of(self, page_id: int) -> int | None:
        """The bit of a page, or None when it is not public."""
        number = self._place.get(page_id)
        return number if number is not None and self.everything >> number & 1 else None

    def number_of_key(self, kind: str, key: str) -> int | None:
        return self._by_key.get((kind, key))

    def of_kinds(self, kinds: Collection[str]) -> int:
        """Bits of the pages of these kinds; none given means all."""
        return _union(self._kinds.get(kind, 0) for kind in kinds) if kinds else self.everything

    def named(self, key: str) -> int:
        """Bits of the pages with this name; `key` comes from `name_key`."""
        return self._names.get(key, 0)

    def levels(self, relation: str, term: str) -> Levels:
        """Bits of the pages that say a thing, by strength. A region counts what lies in it."""
        return self._levels.get((relation, term), _NOBODY)

    def saying(self, relation: str, term: str) -> int:
        """Bits of all pages that say a thing, however strongly."""
        return _union(self.levels(relation, term))

    def numbers(self, bits: int) -> tuple[int, ...]:
        """The page numbers of some bits, in order."""
        known = self._decoded.get(bits)
        if known is None:
            digits = bin(bits)[:1:-1]
            found, at = [], digits.find("1")
            while at >= 0:
                found.append(at)
                at = digits.find("1", at + 1)
            known = tuple(found)
            if len(self._decoded) < 4096:
                self._decoded[bits] = known
        return known

    def terms(self, relation: Param) -> list[str]:
        """Keys of all terms that some page speaks of in this relation."""
        return [term for (known, term) in self._levels if known == relation]


def name_key(name: str) -> str:
    """A name as it is compared: stems of its words of meaning, in any order."""
    return " ".join(sorted(set(text.stems_of(name).split())))


def name_keys(page: PageFacts) -> set[str]:
    return {key for name in (page.title, *page.names) if (key := name_key(name))}


def _union(bits: Iterable[int]) -> int:
    total = 0
    for some in bits:
        total |= some
    return total


def _sharing(page: PageFacts, shared: dict[Fact, Fact]) -> PageFacts:
    facts = tuple(shared.setdefault(fact, fact) for fact in page.facts)
    return PageFacts(
        page.id, page.kind, page.key, page.slug, page.title, page.summary, page.url, page.names, facts
    )


def _slots(page: PageFacts, lexicon: Lexicon) -> set[tuple[Term, int]]:
    slots: set[tuple[Term, int]] = set()
    for fact in page.facts:
        slots.add(((fact.relation, fact.term), fact.strength))
        if fact.relation == "where":
            slots.update((("where", region), fact.strength) for region in lexicon.ancestors(fact.term))
    return slots


def _packed(slots: Mapping[tuple[Term, int], bytearray]) -> dict[Term, Levels]:
    packed: dict[Term, list[int]] = {}
    for (term, strength), data in slots.items():
        packed.setdefault(term, [0, 0, 0, 0])[strength] = int.from_bytes(data, "little")
    return {term: (four[0], four[1], four[2], four[3]) for term, four in packed.items()}


def _clear(
    page: PageFacts,
    number: int,
    lexicon: Lexicon,
    levels: dict[Term, Levels],
    kinds: dict[str, int],
    names: dict[str, int],
) -> None:
    mask = ~(1 << number)
    kinds[page.kind] &= mask
    for name in name_keys(page):
        names[name] = names.get(name, 0) & mask
    for term, _ in _slots(page, lexicon):
        a, b, c, d = levels.get(term, _NOBODY)
        levels[term] = (a & mask, b & mask, c & mask, d & mask)


def _set(
    page: PageFacts,
    number: int,
    lexicon: Lexicon,
    levels: dict[Term, Levels],
    kinds: dict[str, int],
    names: dict[str, int],
) -> None:
    bit = 1 << number
    kinds[page.kind] = kinds.get(page.kind, 0) | bit
    for name in name_keys(page):
        names[name] = names.get(name, 0) | bit
    for term, strength in _slots(page, lexicon):
        four = list(levels.get(term, _NOBODY))
        four[strength] |= bit
        levels[term] = (four[0], four[1], four[2], four[3])

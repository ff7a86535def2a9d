"""Finding pages and putting them in order.

A page ranks by how well it matches what was asked: how typical each asked fact is there, how particular that fact is
among all pages, and how well its words match. How common or likely a condition is plays no part.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.engine import TextEngine
from search.lexicon import KIND_OF_PARAM, PAIN_STEM, Entry, Lexicon, Param
from search.library import STRENGTHS, Library, PageFacts, PageKind, name_key
from search.phrases import NEGATORS
from search.rules import Warning
from search.subject import FEW_WORDS, is_on_topic
from search.understanding import Part, Understanding, understand

PARAMS: tuple[Param, ...] = ("where", "feels", "worse", "better")
OPPOSITE: dict[str, Param] = {"worse": "better", "better": "worse"}
MOST_LIMIT = 100
_MOST_HITS = 400  # text hits taken into account

# What counts how much. Tuned on general behaviour with the development queries as a measure.
_WEIGHT = {"feels": 1.0, "where": 0.9, "worse": 0.7, "better": 0.7}
_CHOSEN_WEIGHT = 1.3
_UNSAID_EFFECT = 0.6  # a posture named without its effect
_UNSURE = 0.7  # understood only after repairing the spelling
_PAST = 0.3  # said to be years back
_OPPOSITE_WEIGHT = 0.6
_DENIED_WEIGHT = 0.5
_SPREAD, _MOST_SPREAD = 0.3, 3  # each place to which pain spreads from a main place, both chosen
_OWN_PLACES = 1.0  # how much of where a page's pain is felt lies in the places chosen
_WIDER_PLACE = 0.35  # asked for the calf, the page says the leg
_WORD_OF_NAME = 0.4
_OWN_WORD, _UNDERSTOOD_WORD, _EVERYDAY_WORD = 0.7, 0.4, 0.2  # times the engine's score
_NEIGHBOURS, _MOST_PAIRS = 0.35, 24
_NAME_WEIGHT = 3.0
_DOUBTED = 0.4
_TERM_WEIGHT = 0.02
_MIXED = ("condition", "article")
_TREATMENT_WEIGHT = 0.25
_SIGN_WEIGHT = {"emergency": 1.5, "same-day": 1.0, "soon": 0.5}
_OUTRIGHT = 100.0
# What the order is made of. benchmarks/search.py --ablation takes some away.
PARTS: tuple[str, ...] = ("facts", "text", "told", "hints", "names", "treatments", "signs", "terms")
# What the best telling of a page counts (times the engine's score), the second best, and so on.
_TOLD, _MOST_TELLINGS = (0.12, 0.06, 0.04, 0.03, 0.02, 0.02), 300
_HINT, _MOST_HINTS = 0.1, 8
_RELATIONS_OF_HINT: dict[str, tuple[str, ...]] = {"symptom": ("feels",), "posture": ("worse",)}


@dataclass(frozen=True, slots=True)
class Query:
    """As it stands in the address. The lists hold slugs; no `kinds` means every kind of page."""

    text: str = ""
    where: tuple[str, ...] = ()
    feels: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()
    better: tuple[str, ...] = ()
    kinds: tuple[PageKind, ...] = ()
    page: int = 1
    limit: int = 20

    def slugs(self, param: Param) -> tuple[str, ...]:
        return {"where": self.where, "feels": self.feels, "worse": self.worse, "better": self.better}[param]


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked for, typed or chosen. `param` None: a posture named without its effect."""

    entry: Entry
    param: Param | None
    chosen: bool = False
    negated: bool = False
    sure: bool = True
    past: bool = False
    text: str = ""  # the reader's own words; empty when chosen

    @property
    def title(self) -> str:
        return self.entry.title

    @property
    def relations(self) -> tuple[Param, ...]:
        return (self.param,) if self.param else ("worse", "better")


@dataclass(frozen=True, slots=True)
class Chip:
    """Something asked, to be taken away. `without` is the number of results if it were; None where not counted."""

    asked: Asked
    without: int | None = None


@dataclass(frozen=True, slots=True)
class Option:
    entry: Entry
    count: int  # results that would be left if it were chosen too
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    param: Param
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """What a page says of something asked. `param` is what the page says, for an opposite not what was asked."""

    entry: Entry
    param: Param

    @property
    def title(self) -> str:
        return self.entry.title


@dataclass(frozen=True, slots=True)
class Result:
    page: PageFacts
    mentions: tuple[Mention, ...]
    says_opposite: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Found:
    results: tuple[Result, ...]
    total: int
    page: int
    pages: int
    understanding: Understanding
    asked: tuple[Asked, ...]
    chips: tuple[Chip, ...]
    facets: tuple[Facet, ...]
    suggestion: str | None  # the words to search for instead; only when they would find something
    on_topic: bool = True

    @property
    def understood(self) -> tuple[Part, ...]:
        return self.understanding.parts


def chosen_keys(query: Query, lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """What was chosen from the lists, as keys; unknown slugs are left out."""
    return {
        param: tuple(entry.key for slug in query.slugs(param) if (entry := _entry(lexicon, param, slug)))
        for param in PARAMS
    }


def find(
    query: Query,
    library: Library,
    lexicon: Lexicon,
    engine: TextEngine,
    *,
    understanding: Understanding | None = None,
    warned: Sequence[Warning] = (),
    with_facets: bool = True,
) -> Found:
    """Everything a results page shows but the warnings.

    Pass `understanding` when the text was read already, and as `warned` the warnings that show: the pages they point to
    come higher.
    """
    reading = understanding or understand(query.text, lexicon)
    asked = (*_chosen(query, lexicon), *_typed(reading, lexicon))
    ranking = _Ranking(query, reading, asked, library, engine, warned)
    found = ranking.found()
    limit = max(1, min(query.limit, MOST_LIMIT))
    pages = max(1, -(-len(found) // limit))
    page = max(1, min(query.page, pages))
    shown = ranking.best(found, page * limit)[(page - 1) * limit :]
    return Found(
        results=tuple(_result(number, asked, library) for number in shown),
        total=len(found),
        page=page,
        pages=pages,
        understanding=reading,
        asked=asked,
        chips=_chips(asked, ranking, found=bool(found)),
        facets=_facets(found, query, asked, library, lexicon) if with_facets else (),
        suggestion=_suggestion(reading, found=bool(found)),
        on_topic=ranking.on_topic,
    )


# --- What is asked ------------------------------------------------------------------------------------------------


def _entry(lexicon: Lexicon, param: Param, slug: str) -> Entry | None:
    return lexicon.by_slug(KIND_OF_PARAM[param], slug)


def _chosen(query: Query, lexicon: Lexicon) -> list[Asked]:
    return [
        Asked(entry, param, chosen=True)
        for param in PARAMS
        for slug in dict.fromkeys(query.slugs(param))
        if (entry := _entry(lexicon, param, slug))
    ]


def _typed(reading: Understanding, lexicon: Lexicon) -> list[Asked]:
    asked = []
    for part in reading.of_kind("symptom", "region", "posture"):
        entry = lexicon.get(part.kind, part.key)
        if entry:
            asked.append(
                Asked(entry, part.param, negated=part.negated, sure=part.sure, past=part.past, text=part.text)
            )
    return asked


# --- Order --------------------------------------------------------------------------------------------------------


class _Ranking:
    """One query held against the library. Scores are worked out for every page; choices only filter them."""

    def __init__(
        self,
        query: Query,
        reading: Understanding,
        asked: Sequence[Asked],
        library: Library,
        engine: TextEngine,
        warned: Sequence[Warning] = (),
    ) -> None:
        self._reading = reading
        self._warned = warned
        self._asked = asked
        self._library = library
        self._engine = engine
        self._kinds = query.kinds
        self._pages = library.of_kinds(query.kinds)
        self._counts = engine.counts(reading.words) if reading.words else {}
        self._chosen = [one for one in asked if one.chosen]
        self.on_topic = bool(
            self._chosen
            or not reading.words
            or warned
            or library.named(name_key(reading.text))
            or is_on_topic(reading, self._counts)
            or self._is_told_whole()
        )
        self._allowed = self._filtered(self._chosen)
        # Pages with anything that was typed; one that says the opposite elsewhere sinks, but is not hidden. What was chosen
        # only narrows it down, so that a facet's count is what choosing it leaves.
        self._speaking: set[int] = set()
        self._scores = self._scored() if self.on_topic else {}
        # Words that mean nothing by themselves ("where when"), or to no page, are as good as none.
        self._browsing = bool(self._chosen) and not self._speaking

    def found(self) -> Collection[int]:
        """Numbers of the pages found, in no order."""
        if self._browsing:
            return self._library.numbers(self._allowed)
        if not self._chosen and not self._kinds:
            return self._speaking
        return self._speaking.intersection(self._library.numbers(self._allowed))

    def best(self, found: Collection[int], count: int) -> list[int]:
        """The first `count` of them, best first. Sorts no more than it must: a common word finds most of a library."""
        scores, library = self._scores, self._library
        if len(found) > 4 * count:
            least = sorted([scores.get(number, 0.0) for number in found])[-count]
            found = [number for number in found if scores.get(number, 0.0) >= least]
        best = sorted(
            found, key=lambda number: (-scores.get(number, 0.0), library.page(number).title, number)
        )
        return best[:count]

    def count_without(self, dropped: Asked) -> int:
        """How many results there would be without one of the choices."""
        bits = self._filtered(one for one in self._chosen if one is not dropped)
        if self._browsing:
            return bits.bit_count()
        return len(self._speaking.intersection(self._library.numbers(bits)))

    def _filtered(self, chosen: Iterable[Asked]) -> int:
        bits = self._pages
        for one in chosen:
            bits &= self._library.saying(one.relations[0], one.entry.key)
        return bits

    def _scored(self) -> dict[int, float]:
        scorers = {
            "facts": self._facts,
            "text": self._text,
            "told": self._told,
            "hints": self._implied,
            "names": self._names,
            "treatments": self._treatments,
            "signs": self._signs,
            "terms": self._terms,
        }
        scores: dict[int, float] = {}
        for part in PARTS:
            found = scorers[part]()
            if part != "facts":  # those note by themselves who speaks of something, and not who denies it
                self._speaking.update(found)
            if len(found) > len(
                scores
            ):  # the fewer are added to the more: facts can speak of a whole library
                scores, found = found, scores
            for number, score in found.items():
                scores[number] = scores.get(number, 0.0) + score
        return scores

    def _facts(self) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        for one in self._asked:
            self._score(one, scores)
        if self._chosen and not self._reading.words:
            self._add_places(scores)
        return scores

    def _add_places(self, scores: dict[int, float]) -> None:
        """For who only points at a body: pages of which the chosen places are the heart come before those that hurt there too."""
        chosen = [one.entry.key for one in self._chosen if one.param == "where"]
        covered = {*chosen, *(below for key in chosen for below in self._reading.lexicon.within(key))}
        for number in self._library.numbers(self._allowed) if chosen else ():
            places = [fact for fact in self._library.page(number).facts if fact.relation == "where"]
            inside = [fact for fact in places if fact.term in covered]
            if inside:
                worth = [sum(STRENGTHS[fact.strength] for fact in facts) for facts in (inside, places)]
                spread = sum(fact.role == "radiating" for fact in inside)
                starts = any(fact.role == "primary" for fact in inside)
                scores[number] += _OWN_PLACES * worth[0] / worth[1] + _SPREAD * starts * min(
                    spread, _MOST_SPREAD
                )

    def _score(self, one: Asked, scores: dict[int, float]) -> None:
        library, key = self._library, one.entry.key
        weight = (_CHOSEN_WEIGHT if one.chosen else 1.0) * (1.0 if one.sure else _UNSURE)
        if one.past:
            weight *= _PAST
        if one.negated:
            for relation in one.relations:
                self._add(scores, library.levels(relation, key), -weight * _DENIED_WEIGHT * _WEIGHT[relation])
            return
        if one.param is None:
            weight *= _UNSAID_EFFECT
        for relation in one.relations:
            self._add(scores, library.levels(relation, key), weight * _WEIGHT[relation], chosen=one.chosen)
        if one.param in OPPOSITE:
            opposite = library.levels(OPPOSITE[one.param], key)
            agreeing = library.saying(one.param, key)
            only = tuple(bits & ~agreeing for bits in opposite)
            self._add(scores, only, -weight * _OPPOSITE_WEIGHT * _WEIGHT[one.param])
        if one.param == "where":
            said = library.saying("where", key)
            for wider in self._reading.lexicon.ancestors(key)[:1]:
                levels = tuple(bits & ~said for bits in library.levels("where", wider))
                self._add(scores, levels, weight * _WIDER_PLACE * _WEIGHT["where"], chosen=one.chosen)

    def _add(
        self, scores: dict[int, float], levels: Sequence[int], weight: float, *, chosen: bool = False
    ) -> None:
        """Adds what a fact is worth: how typical it is on a page, and how few pages call it as typical as that."""
        numbers = self._library.numbers
        among, done = self._pages, 0
        for strength, bits in zip(STRENGTHS, levels, strict=True):
            new = bits & among & ~done
            done |= bits
            if new:
                amount = weight * strength * self._particular(done)
                for number in numbers(new):
                    scores[number] += amount
                if amount > 0 and not chosen:
                    self._speaking.update(numbers(new))

    def _particular(self, saying: int) -> float:
        """How telling a fact is: near 1 when few conditions say it, lower when most do."""
        conditions = self._library.of_kinds(("condition",))
        total, sharing = max(2, conditions.bit_count()), (saying & conditions).bit_count()
        return 0.15 + 0.85 * math.log((total + 1) / (sharing + 0.5)) / math.log((total + 1) / 0.5)

    def _terms(self) -> dict[int, float]:
        """The pages of the terms understood. Mixed with others they come last: their words would drown conditions."""
        numbers = (
            self._library.number_of_key("term", part.key) for part in self._reading.parts if not part.negated
        )
        return {number: _TERM_WEIGHT for number in numbers if number is not None}

    def _treatments(self) -> dict[int, float]:
        """A treatment named: a hint, no more, since much helps many things."""
        scores: dict[int, float] = defaultdict(float)
        for part in self._reading.of_kind("treatment"):
            if not part.negated:
                self._add(scores, self._library.levels("treatment", part.key), _TREATMENT_WEIGHT)
        return scores

    def _signs(self) -> dict[int, float]:
        """Pages about what a warning sign that shows can point to."""
        scores: dict[int, float] = defaultdict(float)
        for warning in self._warned:
            for rank, key in enumerate(warning.conditions):
                number = self._library.number_of_key("condition", key)
                if number is not None:
                    scores[number] += _SIGN_WEIGHT[warning.urgency] / (1 + rank) ** 0.5
        return scores

    def _text(self) -> dict[int, float]:
        """Text relevance. Words of the vocabulary count most; an everyday word says little, however rare it is here."""
        scores: dict[int, float] = defaultdict(float)
        per_word = 1 / math.log(len(self._library) + 2)
        kinds = self._kinds or _MIXED
        searches = [
            (weight, self._engine.search(words, kinds, _MOST_HITS))
            for weight, words in self._words_by_weight()
        ]
        searches.append(
            (_WORD_OF_NAME, self._engine.search(self._reading.affirmed, kinds, _MOST_HITS, names_only=True))
        )
        searches.append(
            (_NEIGHBOURS, self._engine.search_pairs(_neighbours(self._reading), kinds, _MOST_HITS))
        )
        for weight, hits in searches:
            for hit in hits:
                number = self._library.number_of(hit.id)
                if number is not None and hit.score > 0:
                    scores[number] += weight * per_word * hit.score
        return scores

    def _told(self) -> dict[int, float]:
        """Pages of which other readers told alike: their best tellings, each next one counting less."""
        scores: dict[int, float] = defaultdict(float)
        places: dict[int, int] = defaultdict(int)
        for hit in self._engine.search_tellings(
            self._reading.affirmed, self._kinds or _MIXED, _MOST_TELLINGS
        ):
            number = self._library.number_of(hit.id)
            place = places[hit.id]
            places[hit.id] += 1
            if number is not None and place < len(_TOLD):
                scores[number] += _TOLD[place] * hit.score
        return scores

    def _is_told_whole(self) -> bool:
        """Whether a few words stand together in a telling: "ankle brachial index" has no term, and is about the leg."""
        words = self._reading.words
        return 1 < len(words) <= FEW_WORDS and bool(
            self._engine.search_tellings(words, self._kinds or _MIXED, 1, whole=True)
        )

    def _implied(self) -> dict[int, float]:
        """Pages that say what the words not understood hint at: the terms whose own words they share.

        "toothpaste" is no term, but a term of bending speaks of the sink. A hint, so it counts little.
        """
        scores: dict[int, float] = defaultdict(float)
        lexicon = self._reading.lexicon
        words = [
            word for word in self._reading.words if word in self._reading.left and lexicon.is_own_word(word)
        ]
        understood = {(part.kind, part.key) for part in self._reading.parts}
        hits = self._engine.search(words, ("term",), _MOST_HINTS) if words else []
        per_word = 1 / math.log(len(self._library) + 2)
        for hit in hits:
            number = self._library.number_of(hit.id)
            page = self._library.page(number) if number is not None else None
            for kind, relations in _RELATIONS_OF_HINT.items():
                entry = lexicon.get(kind, page.key) if page else None
                if (
                    entry is None
                    or page is None
                    or entry.title != page.title
                    or (kind, entry.key) in understood
                ):
                    continue
                for relation in relations:
                    levels = self._library.levels(relation, entry.key)
                    self._add(scores, levels, _HINT * per_word * hit.score)
        return scores

    def _words_by_weight(self) -> list[tuple[float, list[str]]]:
        left, lexicon = self._reading.left, self._reading.lexicon
        own: list[str] = []
        understood: list[str] = []
        everyday: list[str] = []
        for word in self._reading.affirmed:
            if word == PAIN_STEM and len(self._reading.words) > 2:
                continue
            (understood if word not in left else own if lexicon.is_own_word(word) else everyday).append(word)
        return [(_OWN_WORD, own), (_UNDERSTOOD_WORD, understood), (_EVERYDAY_WORD, everyday)]

    def _names(self) -> dict[int, float]:
        """A name typed outright comes first; a name among other words counts by its share of them."""
        scores: dict[int, float] = {}
        outright = self._library.named(name_key(self._reading.corrected or self._reading.text))
        if not self._kinds:
            outright &= ~self._library.of_kinds(("term",))
        for number in self._library.numbers(outright):
            scores[number] = _OUTRIGHT
        for part in self._reading.of_kind("condition", "article"):
            if part.negated:
                continue
            weight = _NAME_WEIGHT * (_DOUBTED if part.doubted else 1.0)
            share = _words_in(part.text) / max(1, _words_in(self._reading.text))
            place = self._library.number_of_key(part.kind, part.key)
            if place is not None:
                scores[place] = max(scores.get(place, 0.0), weight * (0.3 + 0.7 * share))
        return scores


def _neighbours(reading: Understanding) -> list[tuple[str, str]]:
    """Words of meaning that follow each other within a clause: a page that has both together speaks of the same thing."""
    meant = [token for token in reading.typed.tokens if not token.is_small and token.stem not in NEGATORS]
    pairs = ((one.stem, other.stem) for one, other in pairwise(meant) if not other.gap)
    return [pair for pair in dict.fromkeys(pairs) if pair[0] != pair[1] and PAIN_STEM not in pair][
        :_MOST_PAIRS
    ]


def _words_in(text: str) -> int:
    return len(text.split())


# --- What is shown ------------------------------------------------------------------------------------------------


def _result(number: int, asked: Sequence[Asked], library: Library) -> Result:
    mentions, opposites = [], []
    for one in asked:
        key, bit = one.entry.key, 1 << number
        said = [relation for relation in one.relations if library.saying(relation, key) & bit]
        if one.negated:
            strong = (relation for relation in said if _says_plainly(library, relation, key, bit))
            opposites += [Mention(one.entry, relation) for relation in strong]
        elif said:
            mentions.append(Mention(one.entry, said[0]))
        elif one.param in OPPOSITE and library.saying(OPPOSITE[one.param], key) & bit:
            opposites.append(Mention(one.entry, OPPOSITE[one.param]))
    return Result(library.page(number), _once(mentions), _once(opposites))


def _says_plainly(library: Library, relation: str, key: str, bit: int) -> bool:
    """Whether a page calls it typical or common: only then does it contradict somebody who has it not."""
    hallmark, common, *_ = library.levels(relation, key)
    return bool((hallmark | common) & bit)


def _once(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple(dict.fromkeys(mentions))


def _chips(asked: Sequence[Asked], ranking: _Ranking, *, found: bool) -> tuple[Chip, ...]:
    """With no result, each choice tells how many there would be without it."""
    return tuple(Chip(one, ranking.count_without(one) if one.chosen and not found else None) for one in asked)


def _facets(
    found: Collection[int], query: Query, asked: Sequence[Asked], library: Library, lexicon: Lexicon
) -> tuple[Facet, ...]:
    bits = _bits(found) if found or asked or query.text.strip() else library.of_kinds(query.kinds)
    return tuple(_facet(param, bits, query, library, lexicon) for param in PARAMS)


def _facet(param: Param, bits: int, query: Query, library: Library, lexicon: Lexicon) -> Facet:
    chosen = set(query.slugs(param))
    options = []
    for entry in lexicon.of_kind(KIND_OF_PARAM[param]):
        count = (library.saying(param, entry.key) & bits).bit_count()
        if count or entry.slug in chosen:
            options.append(Option(entry, count, entry.slug in chosen))
    return Facet(param, tuple(options))


def _bits(numbers: Collection[int]) -> int:
    data = bytearray(max(numbers, default=0) // 8 + 1)
    for number in numbers:
        data[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(data, "little")


def _suggestion(reading: Understanding, *, found: bool) -> str | None:
    return reading.corrected if found else None

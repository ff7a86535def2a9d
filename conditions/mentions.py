"""What the page of a term tells: which conditions speak of it, how typically, and what tells look-alikes among them apart.

Who speaks of a term is asked of the facts in memory; only what the shown pages say of it is read, in one query.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import TextChoices

from conditions.comparison import FEWEST, MOST
from conditions.links import compare_url, or_url
from conditions.vocabulary import within
from conditions.words import Evidence, Level, Role, Side
from publishing.directory import Directory, Entry
from publishing.kinds import get_page_kind
from publishing.models import LivePage
from search.library import Fact, Library, PageFacts
from search.state import searchable

A_PAGE = 24
MOST_SIGNS = 4
MOST_PAIRS = 8

RELATIONS: dict[str, tuple[str, ...]] = {
    "symptom": ("feels",),
    "region": ("where",),
    "posture": ("worse", "better"),
    "treatment": ("treatment",),
}
"""The relations of facts in which a kind of term stands."""

_WORDS: dict[str, type[TextChoices]] = {"where": Role, "treatment": Evidence}
_HEADINGS = {
    "feels": "A symptom of {count}",
    "where": "Felt here: {count}",
    "worse": "Pain that is worse {name}: {count}",
    "better": "Pain that is better {name}: {count}",
    "treatment": "Evidence in {count}",
}
# Relation → the record's list of links, the link's field for the term, and what else must hold of the link.
_LINKS = {
    "feels": ("symptoms", "symptom", {}),
    "where": ("regions", "region", {}),
    "worse": ("postures", "posture", {"effect": "worse"}),
    "better": ("postures", "posture", {"effect": "better"}),
    "treatment": ("treatments", "treatment", {}),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A condition that speaks of a term. `term` differs for what lies in a region; `word` is a Level, Role or Evidence."""

    condition: Entry
    term: Entry
    word: str
    side: str
    signs: tuple[Entry, ...] = ()
    note: str = ""
    says_both: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Those that say it alike: as typical, in the same role, or on the same evidence. `total`: on all pages."""

    word: str
    label: str
    total: int
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Section:
    relation: str
    heading: str
    total: int
    groups: tuple[Group, ...]
    compare_url: str  # of the most typical; empty when there are not two


@dataclass(frozen=True, slots=True)
class Pair:
    """Two look-alikes and the line that tells them apart. `says`: what each says of a posture, where they differ."""

    one: Entry
    other: Entry
    line: str
    url: str
    says: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class _Found:
    """A mention before its page is read."""

    facts: PageFacts
    condition: Entry
    fact: Fact


@dataclass
class TermPage:
    """What a term's page shows of conditions, `A_PAGE` of each relation a page. One query."""

    directory: Directory
    term: Entry
    number: str | None = None
    _found: dict[str, list[_Found]] = field(init=False)

    def __post_init__(self) -> None:
        self._found = {
            relation: found
            for relation in RELATIONS[self.term.kind]
            if (found := _found(self.directory, self.term, relation))
        }

    @cached_property
    def page(self) -> Page[int]:
        longest = max(map(len, self._found.values()), default=0)
        return Paginator(range(longest), A_PAGE).get_page(self.number)

    @cached_property
    def total(self) -> int:
        return len({one.condition.id for found in self._found.values() for one in found})

    @cached_property
    def name(self) -> str:
        """As it stands within a sentence."""
        title = self.term.title
        return title if title[:2].isupper() else title[:1].lower() + title[1:]

    @cached_property
    def title(self) -> str:
        """What tells this page apart from others, for the browser's tab and for search engines."""
        effects = [relation for relation in ("worse", "better") if relation in self._found]
        if effects:
            return f"Pain that is {' or '.join(effects)} {self.name}"
        told = {
            "symptom": "conditions with this symptom",
            "region": "conditions felt here",
            "treatment": "which conditions it is used in",
        }
        return f"{self.term.title}: {told.get(self.term.kind, 'conditions')}"

    @cached_property
    def sections(self) -> list[Section]:
        sections = (self._section(relation, found) for relation, found in self._found.items())
        return [section for section in sections if section.groups]

    def _section(self, relation: str, found: list[_Found]) -> Section:
        words = _WORDS.get(relation, Level)
        totals = Counter(_word(one.fact) for one in found)
        mentions = [self._mention(relation, one) for one in self._shown(found)]
        groups = (
            Group(word, word.label, totals[word], tuple(one for one in mentions if one.word == word))
            for word in words
        )
        slugs = [one.condition.slug for one in found[:MOST]]
        return Section(
            relation,
            _HEADINGS[relation].format(name=self.name, count=_conditions(len(found))),
            len(found),
            tuple(group for group in groups if group.mentions),
            compare_url(slugs) if len(slugs) >= FEWEST and relation != "treatment" else "",
        )

    def _shown(self, found: list[_Found]) -> list[_Found]:
        return found[self.page.start_index() - 1 : self.page.start_index() - 1 + A_PAGE] if found else []

    def _mention(self, relation: str, one: _Found) -> Mention:
        return Mention(
            condition=one.condition,
            term=self.directory.get(self.term.kind, one.fact.term) or self.term,
            word=_word(one.fact),
            side=Side(one.fact.side).label if one.fact.side else "",
            signs=self._signs(one.facts) if relation != "treatment" else (),
            note=_note(self._records.get(one.condition.id, {}), relation, one.fact.term),
            says_both=len(self._relations[one.condition.key]) > 1,
        )

    def _signs(self, facts: PageFacts) -> tuple[Entry, ...]:
        """Its typical symptoms, but for the term of this page."""
        keys = (
            fact.term for fact in facts.facts if fact.relation == "feels" and fact.level == Level.HALLMARK
        )
        signs = (self.directory.get("symptom", key) for key in keys)
        return tuple(sign for sign in signs if sign and sign is not self.term)[:MOST_SIGNS]

    @cached_property
    def _records(self) -> dict[int, dict[str, Any]]:
        """What the shown conditions say, by id of the page: plain data, since typed records of 48 pages take too long."""
        shown = {one.condition.id for found in self._found.values() for one in self._shown(found)}
        rows = LivePage.objects.filter(pk__in=shown).values_list(
            "pk", "revision__data", "revision__schema_version"
        )
        kind = get_page_kind("condition")
        return {pk: kind.upgrade(data, version) for pk, data, version in rows}

    @cached_property
    def pairs(self) -> list[Pair]:
        """Look-alikes among the conditions shown: first those that say opposite things of a posture, then the most typical."""
        if self.term.kind == "treatment":
            return []
        ranks = self._ranks()
        pairs: dict[frozenset[str], tuple[bool, int, Pair]] = {}
        for key in ranks:
            for other, line in self._look_alikes(key):
                says = self._says(key, other.key)
                both = frozenset((key, other.key))
                if other.key in ranks and both not in pairs:
                    pairs[both] = (
                        not says[0],
                        ranks[key] + ranks[other.key],
                        self._pair(key, other, line, says),
                    )
        return [pair for *_, pair in sorted(pairs.values(), key=lambda one: one[:2])][:MOST_PAIRS]

    def _ranks(self) -> dict[str, int]:
        """Place of each condition shown, by key; 0 is the most typical."""
        ranks: dict[str, int] = {}
        for found in self._found.values():
            for rank, one in enumerate(self._shown(found)):
                ranks[one.condition.key] = min(rank, ranks.get(one.condition.key, rank))
        return ranks

    def _look_alikes(self, key: str) -> Iterator[tuple[Entry, str]]:
        entry = self.directory.get("condition", key)
        for link in self._records.get(entry.id, {}).get("look_alikes", ()) if entry else ():
            other = self.directory.get("condition", link.get("condition", ""))
            if other is not None:
                yield other, link["tell_apart"]

    def _pair(self, key: str, other: Entry, line: str, says: tuple[str, str]) -> Pair:
        one = self.directory.get("condition", key)
        assert one is not None, "ranks hold public conditions"
        return Pair(one, other, line, or_url(one.slug, other.slug), says)

    def _says(self, one: str, other: str) -> tuple[str, str]:
        """What each says of a posture when one says worse and the other better; empty words when they do not differ so."""
        effects = self._relations[one], self._relations[other]
        if sorted(effects) != [["better"], ["worse"]]:
            return ("", "")
        return (f"{effects[0][0]} {self.name}", f"{effects[1][0]} {self.name}")

    @cached_property
    def _relations(self) -> dict[str, list[str]]:
        """In which relations each condition, by key, speaks of the term."""
        relations: dict[str, list[str]] = defaultdict(list)
        for relation, found in self._found.items():
            for one in found:
                relations[one.condition.key].append(relation)
        return relations


def _conditions(count: int) -> str:
    return f"{count:,} condition{'' if count == 1 else 's'}"


def _found(directory: Directory, term: Entry, relation: str) -> list[_Found]:
    """The conditions that speak of a term, or of what lies in a region; most typical first, then by name."""
    library = searchable(directory).library
    keys = set(within(directory, term.key)) if term.kind == "region" else {term.key}
    order = [str(word) for word in _WORDS.get(relation, Level)]
    found = [
        (rank, _Found(facts, condition, fact))
        for facts in _pages(library, relation, keys)
        if (condition := directory.entries.get(facts.id))
        for rank, fact in [_best(facts, relation, keys, order)]
    ]
    return [one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].condition.sort_title))]


def _pages(library: Library, relation: str, keys: Iterable[str]) -> Iterator[PageFacts]:
    bits = 0
    for key in keys:
        bits |= library.saying(relation, key)
    for number in library.numbers(bits & library.of_kinds(("condition",))):
        yield library.page(number)


def _best(facts: PageFacts, relation: str, keys: set[str], order: Sequence[str]) -> tuple[int, Fact]:
    """The most typical of the facts that a page states of any of these terms."""
    stated = (fact for fact in facts.facts if fact.relation == relation and fact.term in keys)
    return min(((order.index(_word(fact)), fact) for fact in stated), key=lambda pair: pair[0])


def _word(fact: Fact) -> str:
    return fact.level or fact.role or ""


def _note(record: dict[str, Any], relation: str, term: str) -> str:
    """What a page adds to a link: a note or, for a treatment, how to do it."""
    links, name, holding = _LINKS[relation]
    for link in record.get(links, ()):
        if link[name] == term and all(link[key] == value for key, value in holding.items()):
            return str(link.get("how_to") or link.get("note") or "")
    return ""

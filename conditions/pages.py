"""From a frozen record to what the condition page draws: words of terms joined, sources numbered, links resolved.

Public views and the editors' preview build the same ConditionPage, so that there is one way to draw a condition.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from conditions import body_map
from conditions.links import or_url
from conditions.records import SECTIONS, FrozenCondition, SourceRecord
from conditions.wording import Explainer
from conditions.words import Effect, Evidence, Level, Role, Side, Urgency
from publishing import prose
from publishing.directory import Directory, Entry
from search.advice import FlagCard, by_urgency, flag_card, with_numbers

_CONTENTS = {
    "help": "When to get help now",
    "where": "Where it hurts",
    "feels": "What it feels like",
    "postures": "Worse or better",
    "start": "How it starts",
    "day": "Over the day",
    "what": "What is going on",
    "helps": "What helps",
    "helps-not": "What does not help",
    "other": "Other treatments",
    "outlook": "Outlook",
    "see-someone": "When to see someone",
    "common": "How common it is",
    "who": "Who gets it",
    "diagnosis": "How it is diagnosed",
    "else": "Something else?",
    "myths": "Myths",
    "more": "More about it",
    "sources": "Sources",
    "about-page": "About this page",
}
"""Parts of the page, by anchor, in its order; short labels for its contents."""

_SECTION_ANCHORS = {
    "start": "how_it_starts",
    "day": "over_the_day",
    "what": "what_happens",
    "other": "other_treatments",
    "outlook": "outlook",
    "see-someone": "when_to_see_someone",
    "common": "how_common",
    "who": "who_gets_it",
    "diagnosis": "diagnosis",
    "more": "more",
}

_READ_ORDER = (
    "how_it_starts",
    "over_the_day",
    "what_happens",
    "does_not_help",
    "other_treatments",
    "outlook",
    "when_to_see_someone",
    "how_common",
    "who_gets_it",
    "diagnosis",
    "more",
)
"""Sections as the page has them, one after the other."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A source with its number on this page."""

    number: int
    source: SourceRecord


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed link with the words of its term. `cited` empty: common clinical teaching."""

    term: Entry
    cited: tuple[Cited, ...]
    level: Level | None = None
    evidence: Evidence | None = None
    role: Role | None = None
    side: Side | None = None
    note: str = ""
    said_as: tuple[str, ...] = ()
    how_to: str = ""
    time_to_try: str = ""
    cautions: str = ""


def _typicalness(fact: Fact) -> int:
    """0 is a typical sign."""
    return list(Level).index(fact.level or Level.RARE)


def _effect_side(effect: Effect, facts: list[Fact]) -> "EffectSide":
    typical = [fact for fact in facts if fact.level in (Level.HALLMARK, Level.COMMON)]
    more = facts[len(typical) :]
    return EffectSide(effect, tuple(typical), tuple(more)) if typical else EffectSide(effect, tuple(more), ())


@dataclass(frozen=True, slots=True)
class EffectSide:
    """Postures of one effect, most typical first: `plain` stand open, `more` are less typical and folded away."""

    effect: Effect
    plain: tuple[Fact, ...]
    more: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class LookAlike:
    """`other` is None where there is no public page; then only the name is shown."""

    name: str
    other: Entry | None
    tell_apart: str
    compare_url: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class MythFact:
    myth: str
    fact: str
    cited: tuple[Cited, ...]


class ConditionPage:
    """All that the page of one condition shows. Built without a query."""

    def __init__(self, record: FrozenCondition, rendered: dict[str, str], directory: Directory) -> None:
        self.record = record
        self._rendered = rendered
        self._directory = directory

    @cached_property
    def sources(self) -> list[Cited]:
        return [Cited(number, source) for number, source in enumerate(self.record.cited, start=1)]

    @cached_property
    def _by_key(self) -> dict[str, Cited]:
        return {cited.source.key: cited for cited in self.sources}

    def _cited(self, keys: Sequence[str]) -> tuple[Cited, ...]:
        return tuple(self._by_key[key] for key in keys if key in self._by_key)

    def _facts(self, links: Iterable[Any], kind: str, field: str, **fields: str) -> Iterator[Fact]:
        """Facts whose term is public; `fields` maps names of Fact to names of the link."""
        for link in links:
            term = self._directory.get(kind, getattr(link, field))
            if term is not None:
                values = {name: getattr(link, of) for name, of in fields.items()}
                yield Fact(term=term, cited=self._cited(link.sources), **values)

    @cached_property
    def contents(self) -> list[tuple[str, str]]:
        """Anchor and label of each part that this page has, in the order of the page."""
        record, sections = self.record, self.sections
        there = {
            "help": self.flags or record.emergency,
            "where": self.regions,
            "feels": self.symptoms or record.pain_quality,
            "postures": self.worse or self.better or record.postures_note,
            "helps": self.helps or record.treatments_note,
            "helps-not": self.not_advised or "does_not_help" in sections,
            "else": self.look_alikes,
            "myths": self.myths,
            "sources": True,
            "about-page": True,
        } | {anchor: field in sections for anchor, field in _SECTION_ANCHORS.items()}
        return [(anchor, label) for anchor, label in _CONTENTS.items() if there[anchor]]

    @cached_property
    def sections(self) -> dict[str, str]:
        """Field → clean HTML; only those that say something."""
        return {name: prose.resolve_links(html, self._directory) for name, html in self._rendered.items()}

    @cached_property
    def explained(self) -> dict[str, str]:
        """The sections as the page shows them: words explained, each where a reader first meets it."""
        explainer = Explainer(self._directory, (self.record.name, self.record.clinical_name))
        return {name: explainer.explain(self.sections[name]) for name in _READ_ORDER if name in self.sections}

    def section(self, name: str) -> tuple[str, str] | None:
        """Heading and HTML."""
        return (SECTIONS[name], self.sections[name]) if name in self.sections else None

    @cached_property
    def emergency_action(self) -> str:
        return with_numbers(self.record.emergency.action) if self.record.emergency else ""

    @cached_property
    def flags(self) -> list[tuple[Urgency, list[FlagCard]]]:
        cards = []
        for link in self.record.red_flags:
            entry = self._directory.get("red-flag", link.red_flag)
            if entry is not None:
                cards.append(flag_card(entry, why=link.why, cited=self._cited(link.sources)))
        return by_urgency(cards)

    @cached_property
    def regions(self) -> list[tuple[Role, list[Fact]]]:
        """Main places first, then where it spreads, then where it is felt from elsewhere."""
        facts = list(
            self._facts(self.record.regions, "region", "region", role="role", side="side", note="note")
        )
        groups = [(role, [fact for fact in facts if fact.role == role]) for role in Role]
        return [(role, found) for role, found in groups if found]

    @cached_property
    def body_map(self) -> body_map.ShownMap:
        """Its regions on the drawing; false when none of them has a place there."""
        facts = [fact for _, facts in self.regions for fact in facts]
        return body_map.shown(
            ((fact.term.key, fact.role) for fact in facts if fact.role),
            name=f"map-{self.record.slug}",
            titles={fact.term.key: fact.term.title for fact in facts},
            one_sided=any(fact.side in (Side.ONE, Side.EITHER) for fact in facts),
        )

    @cached_property
    def symptoms(self) -> list[Fact]:
        fields = {"level": "level", "note": "note", "said_as": "said_as"}
        return sorted(self._facts(self.record.symptoms, "symptom", "symptom", **fields), key=_typicalness)

    def _postures(self, effect: Effect) -> list[Fact]:
        links = self.record.postures_with(effect)
        return sorted(self._facts(links, "posture", "posture", level="level", note="note"), key=_typicalness)

    @cached_property
    def worse(self) -> list[Fact]:
        return self._postures(Effect.WORSE)

    @cached_property
    def better(self) -> list[Fact]:
        return self._postures(Effect.BETTER)

    @cached_property
    def effects(self) -> list[EffectSide]:
        sides = ((Effect.WORSE, self.worse), (Effect.BETTER, self.better))
        return [_effect_side(effect, facts) for effect, facts in sides if facts]

    def _treatments(self, against: bool) -> list[Fact]:
        fields = {name: name for name in ("evidence", "how_to", "time_to_try", "cautions")}
        links = [link for link in self.record.treatments if (link.evidence is Evidence.AGAINST) == against]
        return list(self._facts(links, "treatment", "treatment", **fields))

    @cached_property
    def helps(self) -> list[Fact]:
        return self._treatments(against=False)

    @cached_property
    def not_advised(self) -> list[Fact]:
        return self._treatments(against=True)

    @cached_property
    def look_alikes(self) -> list[LookAlike]:
        return [self._look_alike(link) for link in self.record.look_alikes]

    def _look_alike(self, link: Any) -> LookAlike:
        other = self._directory.get("condition", link.condition) if link.condition else None
        name = other.title if other else link.name or link.condition.replace("-", " ").capitalize()
        url = or_url(self.record.slug, other.slug) if other else ""
        return LookAlike(name, other, link.tell_apart, url, self._cited(link.sources))

    @cached_property
    def myths(self) -> list[MythFact]:
        return [MythFact(myth.myth, myth.fact, self._cited(myth.sources)) for myth in self.record.myths]

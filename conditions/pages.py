"""From a frozen record to what the condition page draws: words of terms joined, sources numbered, links resolved.

Public views and the editors' preview build the same ConditionPage, so that there is one way to draw a condition.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from conditions.links import or_url
from conditions.records import SECTIONS, FrozenCondition, SourceRecord
from conditions.words import Effect, Evidence, Level, Role, Side, Urgency
from publishing import prose
from publishing.directory import Directory, Entry
from search.advice import FlagCard, by_urgency, flag_card, with_numbers


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
    def sections(self) -> dict[str, str]:
        """Field → clean HTML; only those that say something."""
        return {name: prose.resolve_links(html, self._directory) for name, html in self._rendered.items()}

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
    def symptoms(self) -> list[Fact]:
        fields = {"level": "level", "note": "note", "said_as": "said_as"}
        facts = self._facts(self.record.symptoms, "symptom", "symptom", **fields)
        order = list(Level)
        return sorted(facts, key=lambda fact: order.index(fact.level or Level.RARE))

    def _postures(self, effect: Effect) -> list[Fact]:
        links = self.record.postures_with(effect)
        order = list(Level)
        facts = self._facts(links, "posture", "posture", level="level", note="note")
        return sorted(facts, key=lambda fact: order.index(fact.level or Level.RARE))

    @cached_property
    def worse(self) -> list[Fact]:
        return self._postures(Effect.WORSE)

    @cached_property
    def better(self) -> list[Fact]:
        return self._postures(Effect.BETTER)

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

"""Vocabulary, sources and conditions as typed records: the one form of files, revisions, restore and API."""

import hashlib
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from conditions.figures import Figure
from conditions.words import (
    Effect,
    Evidence,
    Level,
    PostureGroup,
    Role,
    Side,
    SymptomGroup,
    TreatmentGroup,
    Urgency,
)
from publishing.records import Dated, Key, Line, PageRecord, Prose, Record, Strict

Url = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=500)]
Words = Annotated[list[Line], Field(max_length=200)]
Name = Annotated[Line, Field(max_length=120)]


def _as_set(keys: list[str]) -> list[str]:
    return sorted(set(keys))


Keys = Annotated[list[Key], AfterValidator(_as_set)]
"""Keys whose order says nothing: kept sorted, each once."""


class SourceRecord(Record):
    """A published source. `date` as far as known ("2019", "2020-10"); `note` says how it was read when that matters."""

    title: Annotated[Line, Field(min_length=1, max_length=400)]
    publisher: Annotated[Line, Field(max_length=200)] = ""
    url: Url | Annotated[str, Field(max_length=0)] = ""
    date: Annotated[Line, Field(max_length=40)] = ""
    note: Line = ""


class TermRecord(PageRecord):
    name: Annotated[Name, Field(min_length=1)]
    clinical_name: Name = ""
    description: Line = ""
    words: Words = []


class SymptomRecord(TermRecord):
    group: SymptomGroup


class BodyRegionRecord(TermRecord):
    """`parent` empty: a root of the tree. `position`: head to toe."""

    parent: Key | Annotated[str, Field(max_length=0)] = ""
    position: int


def _drawn(figure: str) -> str:
    if figure and figure not in Figure.values:
        raise ValueError("is not a figure; take one of conditions/figures.py, or leave it out")
    return figure


DrawnFigure = Annotated[str, AfterValidator(_drawn)]
"""One of the drawn figures; empty: none."""


class PostureRecord(TermRecord):
    group: PostureGroup
    figure: DrawnFigure = ""


class TreatmentRecord(TermRecord):
    group: TreatmentGroup


class WordRecord(PageRecord):
    """A word explained. `words` are other forms of it, as pages say them."""

    name: Annotated[Name, Field(min_length=1)]
    description: Annotated[Line, Field(min_length=1)]
    words: Words = []


RuleItem = str | list[str]
"""A phrase or a reference (see docs/content.md); a list: any one of them will do."""


class RuleRecord(Strict):
    urgency: Urgency
    all_of: list[RuleItem] = []
    any_of: list[RuleItem] = []
    unless: list[RuleItem] = []


class RedFlagRecord(PageRecord):
    position: int
    name: Annotated[Name, Field(min_length=1)]
    clinical_name: Name = ""
    urgency: Urgency
    statement: Annotated[Line, Field(min_length=1)]
    why: Line = ""
    what_to_do: Annotated[Line, Field(min_length=1)]
    conditions: Keys = []
    words: Words = []
    rules: list[RuleRecord] = []
    sources: Keys = []


class FrozenRedFlag(RedFlagRecord):
    cited: list[SourceRecord] = []


class RedFlagCaseRecord(Record):
    """A sentence the rules must get right. Files leave the key out: it is made from what the case says is typed."""

    text: Line = ""
    chosen: dict[str, list[Key]] = {}
    shows: Keys = []
    urgent: bool
    note: Line = ""

    @model_validator(mode="before")
    @classmethod
    def _key_from_text(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.get("key"):
            said = (
                f"{' '.join(str(data.get('text', '')).split())} {sorted((data.get('chosen') or {}).items())}"
            )
            return {**data, "key": f"case-{hashlib.sha256(said.encode()).hexdigest()[:16]}"}
        return data

    def content(self) -> dict[str, Any]:
        data = super().content()
        del data["key"]
        return data


class IcdCode(Strict):
    code: Annotated[str, Field(pattern=r"^[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?$")]
    title: Line = ""


class Emergency(Strict):
    """What to do, for a condition that is an emergency; it leads the page."""

    urgency: Urgency
    action: Annotated[Line, Field(min_length=1)]


class SymptomLink(Strict):
    symptom: Key
    level: Level
    said_as: Words = []
    note: Line = ""
    sources: Keys = []


class RegionLink(Strict):
    region: Key
    role: Role
    side: Side
    note: Line = ""
    sources: Keys = []


class PostureLink(Strict):
    posture: Key
    effect: Effect
    level: Level
    note: Line = ""
    sources: Keys = []


class TreatmentLink(Strict):
    treatment: Key
    how_to: Line = ""
    evidence: Evidence
    time_to_try: Line = ""
    cautions: Line = ""
    sources: Keys = []


class RedFlagLink(Strict):
    red_flag: Key
    why: Line = ""
    sources: Keys = []


class LookAlikeLink(Strict):
    """Another condition by key, or the name of one that has no page here."""

    condition: Key | Annotated[str, Field(max_length=0)] = ""
    name: Name = ""
    tell_apart: Annotated[Line, Field(min_length=1)]
    sources: Keys = []

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.condition) == bool(self.name):
            raise ValueError(
                "give either `condition` (a key of this library) or `name` (for one without a page)"
            )
        return self


class Myth(Strict):
    myth: Annotated[Line, Field(min_length=1)]
    fact: Annotated[Line, Field(min_length=1)]
    sources: Keys = []


SECTIONS: dict[str, str] = {
    "what_happens": "What is going on",
    "how_it_starts": "How it starts",
    "over_the_day": "Over the day",
    "how_common": "How common it is",
    "who_gets_it": "Who gets it",
    "diagnosis": "How it is diagnosed",
    "does_not_help": "What does not help",
    "other_treatments": "Other treatments",
    "outlook": "Outlook",
    "when_to_see_someone": "When to see someone",
    "more": "More about it",
}
"""Prose fields of a condition, with their headings in files and on pages, in the order of files."""


class ConditionRecord(Dated):
    name: Annotated[Name, Field(min_length=1)]
    clinical_name: Name = ""
    also_known_as: Words = []
    summary: Annotated[Line, Field(min_length=1, max_length=300)]
    icd10cm: list[IcdCode] = []
    emergency: Emergency | None = None
    pain_quality: Words = []
    symptoms: list[SymptomLink] = []
    regions: list[RegionLink] = []
    postures: list[PostureLink] = []
    postures_note: Line = ""
    treatments: list[TreatmentLink] = []
    treatments_note: Line = ""
    red_flags: list[RedFlagLink] = []
    look_alikes: list[LookAlikeLink] = []
    myths: list[Myth] = []
    told_as: Words = []
    what_happens: Prose = ""
    how_it_starts: Prose = ""
    over_the_day: Prose = ""
    how_common: Prose = ""
    who_gets_it: Prose = ""
    diagnosis: Prose = ""
    does_not_help: Prose = ""
    other_treatments: Prose = ""
    outlook: Prose = ""
    when_to_see_someone: Prose = ""
    more: Prose = ""

    @property
    def title(self) -> str:
        return self.name

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name it is known by, the gentle one first."""
        return tuple(
            dict.fromkeys(name for name in (self.name, self.clinical_name, *self.also_known_as) if name)
        )

    def postures_with(self, effect: Effect) -> list[PostureLink]:
        return [link for link in self.postures if link.effect == effect]

    def contradictions(self) -> list[tuple[int, str]]:
        """Index and message of posture links that say both effects of one posture without a note on each."""
        seen: dict[tuple[str, str], int] = {}
        found = []
        both = {link.posture for link in self.postures_with(Effect.WORSE)} & {
            link.posture for link in self.postures_with(Effect.BETTER)
        }
        for index, link in enumerate(self.postures):
            if (link.posture, link.effect) in seen:
                found.append((index, f"“{link.posture}” stands twice as {link.effect}; keep one"))
            seen[link.posture, link.effect] = index
            if link.posture in both and not link.note:
                found.append(
                    (
                        index,
                        f"“{link.posture}” is both worse and better; say in a note on each when it is which",
                    )
                )
        return found


class FrozenCondition(ConditionRecord):
    """As a revision holds it: `cited` are its sources in full, in the order in which the page numbers them."""

    cited: list[SourceRecord] = []

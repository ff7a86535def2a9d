"""What stands on the printed sheet of one condition, chosen by weight so that it fits on two sides of A4.

It is made of the same ConditionPage as the page: of live revisions alone. Pure: how it is set is told in typesetting.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format

from conditions.body_map import ShownMap
from conditions.pages import ConditionPage, Fact, LookAlike
from conditions.records import FrozenCondition
from conditions.words import Evidence, Level, Urgency
from publishing import prose
from publishing.numbers import put_in
from search.advice import FlagCard


@dataclass(frozen=True, slots=True)
class Detail:
    """How much of each part stands on a sheet: numbers of items, letters of prose. Warnings are never cut."""

    treatments: int
    not_advised: int
    look_alikes: int
    tell_apart: int
    prose: int
    how_to: int
    notes: bool


DETAILS = (
    Detail(treatments=10, not_advised=8, look_alikes=10, tell_apart=10, prose=900, how_to=260, notes=True),
    Detail(treatments=8, not_advised=6, look_alikes=10, tell_apart=8, prose=700, how_to=260, notes=True),
    Detail(treatments=8, not_advised=5, look_alikes=8, tell_apart=6, prose=560, how_to=260, notes=True),
    Detail(treatments=6, not_advised=5, look_alikes=8, tell_apart=6, prose=560, how_to=260, notes=True),
    Detail(treatments=6, not_advised=4, look_alikes=8, tell_apart=4, prose=500, how_to=260, notes=True),
    Detail(treatments=6, not_advised=4, look_alikes=8, tell_apart=2, prose=440, how_to=260, notes=False),
    Detail(treatments=6, not_advised=4, look_alikes=8, tell_apart=0, prose=440, how_to=260, notes=False),
    Detail(treatments=6, not_advised=3, look_alikes=8, tell_apart=0, prose=360, how_to=260, notes=False),
    Detail(treatments=4, not_advised=3, look_alikes=8, tell_apart=0, prose=360, how_to=260, notes=False),
    Detail(treatments=4, not_advised=3, look_alikes=6, tell_apart=0, prose=280, how_to=160, notes=False),
    Detail(treatments=4, not_advised=2, look_alikes=6, tell_apart=0, prose=200, how_to=160, notes=False),
    Detail(treatments=2, not_advised=2, look_alikes=6, tell_apart=0, prose=160, how_to=160, notes=False),
)
"""From the fullest to the barest: of those with which a sheet fits, a full one is taken."""

_STORY = 1000
"""Letters of what is going on at most: the template takes as much of it as the first side has room for."""

_LINE = 320
"""Letters of one text of a fact at most; one that is longer ends at a whole sentence."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A warning sign; `action` only where it is another than that of its group."""

    name: str
    action: str = ""


@dataclass(frozen=True, slots=True)
class WarningGroup:
    urgency: str
    heading: str
    lead: str
    signs: list[Sign]


@dataclass(frozen=True, slots=True)
class Item:
    """A fact in brief: a name, and what is said of it. `mark` is a stored word: level, evidence or role."""

    name: str
    says: str = ""
    mark: str = ""
    label: str = ""
    time_to_try: str = ""
    cautions: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Items of one kind and how many more are on the page."""

    items: list[Item] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    role: str
    label: str
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph and the list it leads to."""

    lead: str
    items: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        """About how much room it takes, in letters of running text."""
        return len(self.lead) + sum(max(len(item), 40) for item in self.items)


@dataclass(frozen=True, slots=True)
class Handout:
    name: str
    clinical_name: str
    summary: str
    url: str
    address: str
    site_name: str
    warnings: list[WarningGroup]
    qualities: str
    what_happens: list[Passage]
    what_in_brief: str
    places: list[Places]
    typical: list[Item]
    common: list[Item]
    worse: Part
    better: Part
    postures_note: str
    helps: Part
    treatments_note: str
    not_advised: Part
    look_alikes: Part
    outlook: list[Passage]
    see_someone: list[Passage]
    see_someone_more: bool
    dates: list[str]
    reviewed: str
    body_map: str
    body_map_says: str
    one_sided: bool


@dataclass(frozen=True, slots=True)
class SharePicture:
    """What stands on the picture that shows a page where its address is shared. `body_map`: SVG, or empty."""

    name: str
    summary: str
    site_name: str
    clinical_name: str
    body_map: str


def share_picture(page: ConditionPage) -> SharePicture:
    record = page.record
    return SharePicture(
        name=record.name,
        summary=record.summary,
        site_name=settings.SITE_NAME,
        clinical_name=_clinical_name(record),
        body_map=drawn(page.body_map),
    )


def share_alt(page: ConditionPage) -> str:
    """The share picture in words."""
    says = _map_in_words(page)
    return f"{page.record.name}. {page.record.summary}" + (f" {says}" if says else "")


def handout(page: ConditionPage, made_on: date, detail: Detail) -> Handout:
    """`made_on`: the day of the revision, printed so that two sheets can be told apart."""
    record = page.record
    worse, better = _effects(page, detail)
    see_someone, see_someone_more = _when_to_see_someone(record.when_to_see_someone, detail.prose)
    url = settings.SITE_URL + reverse("condition", args=[record.slug])
    return Handout(
        name=record.name,
        clinical_name=_clinical_name(record),
        summary=record.summary,
        url=url,
        address=url.split("://", 1)[1],
        site_name=settings.SITE_NAME,
        warnings=_warnings(page),
        qualities=", ".join(record.pain_quality),
        what_happens=passages(record.what_happens, _STORY),
        what_in_brief=_first_words(record.what_happens),
        places=[Places(role.value, role.label, _places(facts)) for role, facts in page.regions],
        typical=_symptoms(page, Level.HALLMARK, notes=True),
        common=_symptoms(page, Level.COMMON, notes=False),
        worse=worse,
        better=better,
        postures_note=brief(record.postures_note, _LINE),
        helps=_treatments(page.helps, detail.treatments, detail),
        treatments_note=brief(record.treatments_note, _LINE),
        not_advised=_treatments(page.not_advised, detail.not_advised, detail),
        look_alikes=_look_alikes(page.look_alikes, detail),
        outlook=passages(record.outlook, detail.prose),
        see_someone=see_someone,
        see_someone_more=see_someone_more,
        dates=_dates(record, made_on),
        reviewed=_reviewed(record),
        body_map=drawn(page.body_map),
        body_map_says=_map_in_words(page),
        one_sided=bool(page.body_map) and page.body_map.one_sided,
    )


def _first_words(markdown: str) -> str:
    first = next(iter(passages(markdown, _STORY)), Passage(""))
    return brief(first.lead, _LINE // 2)


def _clinical_name(record: FrozenCondition) -> str:
    return record.clinical_name if record.clinical_name != record.name else ""


def drawn(shown: ShownMap) -> str:
    """SVG; empty where no region has a place on the drawing."""
    return render_to_string("conditions/body_map.svg", {"map": shown}) if shown else ""


def _map_in_words(page: ConditionPage) -> str:
    if not page.body_map:
        return ""
    told = (f"{one.role.label}: {', '.join(one.names)}." for one in page.body_map.told)
    return " ".join(("Drawing of a body, front and back.", *told))


def brief(text: str, most: int) -> str:
    """The whole sentences at the start of a text that fit; of a first sentence that does not, its first words and “…”."""
    if len(text) <= most:
        return text
    ends = [found.end() for found in re.finditer(r"[.!?]”?(?=\s)", text[: most + 1])]
    if ends:
        return text[: ends[-1]]
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:–") + " …"


def passages(markdown: str, most: int) -> list[Passage]:
    """The beginning of prose: whole passages that fit, and of a first one that does not, its first sentences."""
    found: list[Passage] = []
    for passage in _all_passages(markdown):
        left = most - sum(len(one) for one in found)
        if len(passage) > left:
            beginning = _before_it_leads_on(passage.lead) if passage.items else passage.lead
            return found or ([Passage(brief(beginning, most))] if beginning else [])
        found.append(passage)
    return found


def _when_to_see_someone(markdown: str, most: int) -> tuple[list[Passage], bool]:
    """In the order of the page, and whether something is left out.

    First choice is what the warnings on the sheet do not say: when to make an appointment.
    """
    everything = _all_passages(markdown)
    kept: set[int] = set()
    for number in sorted(range(len(everything)), key=lambda number: _is_urgent(everything[number])):
        if len(everything[number]) <= most:
            most -= len(everything[number])
            kept.add(number)
    return [everything[number] for number in sorted(kept)], len(kept) < len(everything)


def _is_urgent(passage: Passage) -> bool:
    return re.search(r"\b(emergency|ambulance|today|same day|24 hours|now)\b", passage.lead) is not None


def _all_passages(markdown: str) -> list[Passage]:
    """Paragraphs, each with the list it leads to. Tables, pictures and what has a heading of its own stay on the page."""
    found: list[Passage] = []
    for chunk in re.split(r"\n\s*\n", markdown):
        if re.match(r"\s*(\||#|:::|>|!\[|```)", chunk):
            break
        lead, *items = re.split(r"(?m)^\s*(?:[-*]|\d+\.) ", chunk)
        said = [put_in(prose.plain_text(item)).replace("\n", " ") for item in (lead, *items)]
        if said[0] or not found:
            found.append(Passage(said[0], said[1:]))
        else:
            found[-1] = Passage(found[-1].lead, found[-1].items + said[1:])
    return [whole for number, passage in enumerate(found) if (whole := _whole(passage, is_first=number == 0))]


def _whole(passage: Passage, is_first: bool) -> Passage | None:
    """None of what leads to a table that is left out; but how prose begins is kept."""
    if passage.items or not passage.lead.endswith(":"):
        return passage if len(passage) else None
    beginning = _before_it_leads_on(passage.lead) if is_first else ""
    return Passage(beginning) if beginning else None


def _before_it_leads_on(lead: str) -> str:
    """The first sentence of several: those after it belong to what is left out."""
    first, *others = re.split(r"(?<=[.!?]) ", lead, maxsplit=1)
    return first if others else ""


def _warnings(page: ConditionPage) -> list[WarningGroup]:
    """Of a condition that is an emergency itself, what to do leads; its signs stand below it."""
    groups = [_warning_group(urgency, cards) for urgency, cards in page.flags]
    emergency = page.record.emergency
    if emergency is None:
        return groups
    action = brief(page.emergency_action, 2 * _LINE)
    signs = [sign for group in groups if group.urgency == emergency.urgency for sign in group.signs]
    first = WarningGroup(emergency.urgency.value, emergency.urgency.label, action, signs)
    return [first, *(group for group in groups if group.urgency != emergency.urgency)]


def _warning_group(urgency: Urgency, cards: Sequence[FlagCard]) -> WarningGroup:
    lead, number = {
        Urgency.EMERGENCY: (
            f"Call {settings.EMERGENCY_NUMBER} or go to an emergency department. Do not drive yourself.",
            settings.EMERGENCY_NUMBER,
        ),
        Urgency.SAME_DAY: (
            f"Call a doctor or {settings.URGENT_ADVICE_NUMBER} today.",
            settings.URGENT_ADVICE_NUMBER,
        ),
        Urgency.SOON: ("Make an appointment.", ""),
    }[urgency]
    return WarningGroup(urgency.value, urgency.label, lead, [_sign(card, number) for card in cards])


def _sign(card: FlagCard, number: str) -> Sign:
    """A sign whose first step is not to call the number of its group says its own first step."""
    first = re.split(r"(?<=[.!?]) ", card.what_to_do, maxsplit=1)[0]
    return Sign(card.name, "" if number.casefold() in first.casefold() else brief(first, _LINE))


def _places(facts: Iterable[Fact]) -> list[Item]:
    """Names with the same side together: “Calf, foot (one side)”."""
    sides: dict[str, list[str]] = {}
    for number, fact in enumerate(facts):
        name = _within_a_sentence(fact.term.title) if number else fact.term.title
        sides.setdefault(fact.side.label if fact.side else "", []).append(name)
    return [Item(", ".join(names), label=side) for side, names in sides.items()]


def _within_a_sentence(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _symptoms(page: ConditionPage, level: Level, notes: bool) -> list[Item]:
    return [
        Item(fact.term.title, brief(fact.note, _LINE) if notes else "", mark=level.value, label=level.label)
        for fact in page.symptoms
        if fact.level is level
    ]


def _effects(page: ConditionPage, detail: Detail) -> tuple[Part, Part]:
    """Typical and common postures; where none is, all. One that stands on both sides keeps its note: it says which when."""
    both = {fact.term for fact in page.worse} & {fact.term for fact in page.better}

    def part(facts: list[Fact]) -> Part:
        kept = [fact for fact in facts if fact.level in (Level.HALLMARK, Level.COMMON)] or facts
        items = [
            Item(
                fact.term.title,
                brief(fact.note, _LINE) if detail.notes or fact.term in both else "",
                mark=fact.level.value if fact.level else "",
                label=fact.level.label if fact.level else "",
            )
            for fact in kept
        ]
        return Part(items, len(facts) - len(kept))

    return part(page.worse), part(page.better)


def _treatments(facts: Sequence[Fact], most: int, detail: Detail) -> Part:
    """Those with the best evidence first."""
    by_evidence = sorted(facts, key=lambda fact: list(Evidence).index(fact.evidence or Evidence.LIMITED))
    items = [
        Item(
            fact.term.title,
            brief(fact.how_to, detail.how_to),
            mark=fact.evidence.value if fact.evidence else "",
            label=fact.evidence.label if fact.evidence else "",
            time_to_try=brief(fact.time_to_try, _LINE),
            cautions=brief(fact.cautions, _LINE),
        )
        for fact in by_evidence[:most]
    ]
    return Part(items, max(0, len(facts) - most))


def _look_alikes(looks: Sequence[LookAlike], detail: Detail) -> Part:
    items = [
        Item(look.name, brief(look.tell_apart, _LINE) if number < detail.tell_apart else "")
        for number, look in enumerate(looks[: detail.look_alikes])
    ]
    return Part(items, max(0, len(looks) - detail.look_alikes))


def _reviewed(record: FrozenCondition) -> str:
    if record.reviewed_on:
        return f"Reviewed by {record.reviewed_by} on {_day(record.reviewed_on)}"
    return "Not yet reviewed by a clinician"


def _dates(record: FrozenCondition, made_on: date) -> list[str]:
    named = (
        ("Sources checked on", record.sources_checked_on),
        ("Next review due", None if record.is_overdue else record.next_review_due),
        ("This sheet shows the version of", made_on),
    )
    return [*_overdue(record), *(f"{label} {_day(day)}" for label, day in named if day)]


def _overdue(record: FrozenCondition) -> list[str]:
    """As on the page. A sheet that was kept is made anew from that day on, because it says another thing."""
    if not record.is_overdue or record.next_review_due is None:
        return []
    month = date_format(record.next_review_due, "F Y")
    return [f"This page was due to be checked again in {month}. It has not been yet"]


def _day(day: date) -> str:
    return date_format(day, "j F Y")

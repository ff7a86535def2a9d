"""Warnings as readers see them: the words of a flag, with the numbers of the operator's country."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from publishing.directory import Entry
from publishing.numbers import put_in


class Urgency(TextChoices):
    """How soon a warning sign needs help; the label is what to do."""

    EMERGENCY = "emergency", "Get emergency help now"
    SAME_DAY = "same-day", "Get medical help today"
    SOON = "soon", "See a health professional within days"


@dataclass(frozen=True, slots=True)
class FlagCard:
    """A warning sign. `why` is the reason where it is shown; `cited` are numbered sources of that page, if it has any."""

    key: str
    slug: str
    name: str
    urgency: Urgency
    statement: str
    why: str
    what_to_do: str
    url: str
    cited: tuple[Any, ...] = ()


def flag_card(entry: Entry, urgency: str = "", why: str = "", cited: tuple[Any, ...] = ()) -> FlagCard:
    """`urgency` and `why` stand in place of the flag's own, where given.

    A flag's words are written for its own urgency. Where a rule raised or lowered it, they are led by what to do at that
    level, so that a heading and the text below it never say two things.
    """
    usual = Urgency(entry.card["urgency"])
    shown = Urgency(urgency or usual)
    statement, what_to_do = entry.card["statement"], entry.card["what_to_do"]
    if shown is not usual:
        statement = f"{entry.title}. {_CHECKED[shown]}"
        what_to_do = (
            _ACTIONS[shown] if _soonness(shown) < _soonness(usual) else f"{_ACTIONS[shown]} {_IF_WORSE}"
        )
    return FlagCard(
        key=entry.key,
        slug=entry.slug,
        name=entry.title,
        urgency=shown,
        statement=statement,
        why=why or entry.card.get("why", ""),
        what_to_do=with_numbers(what_to_do),
        url=entry.url,
        cited=cited,
    )


def _soonness(urgency: Urgency) -> int:
    """0 is the soonest."""
    return list(Urgency).index(urgency)


_CHECKED = {
    Urgency.EMERGENCY: "Together, these signs need emergency help.",
    Urgency.SAME_DAY: "This needs to be checked today.",
    Urgency.SOON: "This needs to be checked within days.",
}
_ACTIONS = {
    Urgency.EMERGENCY: "Call {emergency_number} or go to an emergency department now, day or night. Do not drive yourself.",
    Urgency.SAME_DAY: "Get seen today: call a doctor or {urgent_advice_number}.",
    Urgency.SOON: "Make an appointment with a doctor within days.",
}
_IF_WORSE = "If it is sudden, severe or getting worse, call {emergency_number} now."


def by_urgency(cards: Iterable[FlagCard]) -> list[tuple[Urgency, list[FlagCard]]]:
    """Most urgent first; urgencies without a flag are left out."""
    groups: dict[Urgency, list[FlagCard]] = {}
    for card in cards:
        groups.setdefault(card.urgency, []).append(card)
    return [(urgency, groups[urgency]) for urgency in Urgency if urgency in groups]


def with_numbers(text: str) -> str:
    """With the operator's numbers in place of `{emergency_number}` and its like. A sentence begins with a capital."""
    text = put_in(text)
    return text[:1].upper() + text[1:]

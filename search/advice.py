"""Warnings as readers see them: the words of a flag, with the numbers of the operator's country."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import TextChoices

from publishing.directory import Entry


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
    """`urgency` and `why` stand in place of the flag's own, where given."""
    return FlagCard(
        key=entry.key,
        slug=entry.slug,
        name=entry.title,
        urgency=Urgency(urgency or entry.card["urgency"]),
        statement=entry.card["statement"],
        why=why or entry.card.get("why", ""),
        what_to_do=with_numbers(entry.card["what_to_do"]),
        url=entry.url,
        cited=cited,
    )


def by_urgency(cards: Iterable[FlagCard]) -> list[tuple[Urgency, list[FlagCard]]]:
    """Most urgent first; urgencies without a flag are left out."""
    groups: dict[Urgency, list[FlagCard]] = {}
    for card in cards:
        groups.setdefault(card.urgency, []).append(card)
    return [(urgency, groups[urgency]) for urgency in Urgency if urgency in groups]


def with_numbers(text: str) -> str:
    """Replaces {emergency_number}, {urgent_advice_number} and {crisis_number}; other braces stay as they are."""
    for name, value in (
        ("emergency_number", settings.EMERGENCY_NUMBER),
        ("urgent_advice_number", settings.URGENT_ADVICE_NUMBER),
        ("crisis_number", settings.CRISIS_NUMBER),
    ):
        text = text.replace(f"{{{name}}}", value)
    return text[:1].upper() + text[1:]



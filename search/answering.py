"""One question answered: what was understood, which warnings show, which pages were found. For the page and the API."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from publishing.directory import Directory
from search.advice import FlagCard, Urgency, flag_card
from search.finding import PARAMS, Found, Query, chosen_keys, find
from search.rules import warnings
from search.state import searchable
from search.text import MAX_CHARS
from search.understanding import understand

MOST_CHOICES = 20
KINDS = ("condition", "article", "term")


@dataclass(frozen=True, slots=True)
class Answer:
    """`urgent` needs help now or today; `advice` within days. Both most urgent first."""

    query: Query
    found: Found
    urgent: tuple[FlagCard, ...]
    advice: tuple[FlagCard, ...]


def query_from(data: QueryDict | Mapping[str, str], limit: int = 20) -> Query:
    """A query as an address holds it. A bad value gives the default; an unknown slug asks for nothing."""
    slugs = {
        param: tuple(dict.fromkeys(data.getlist(param)))[:MOST_CHOICES] if isinstance(data, QueryDict) else ()
        for param in PARAMS
    }
    kind = data.get("kind")
    return Query(
        text=(data.get("q") or "").replace("\x00", " ").strip(),
        where=slugs["where"],
        feels=slugs["feels"],
        worse=slugs["worse"],
        better=slugs["better"],
        kind=kind if kind in KINDS else None,  # type: ignore[arg-type]
        page=_number(data.get("page"), 1),
        limit=min(100, _number(data.get("limit"), limit)),
    )


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and int(text[:9]) > 0 else default


def answer(query: Query, directory: Directory, *, with_facets: bool = True) -> Answer:
    state = searchable(directory)
    reading = understand(query.text, state.lexicon)
    found = find(query, state.library, state.lexicon, state.engine, understanding=reading, with_facets=with_facets)
    cards = [
        flag_card(entry, warning.urgency)
        for warning in warnings(state.flags, reading, chosen_keys(query, state.lexicon))
        if (entry := directory.get("red-flag", warning.key))
    ]
    urgent = tuple(card for card in cards if card.urgency != Urgency.SOON)
    return Answer(query, found, urgent, tuple(card for card in cards if card.urgency == Urgency.SOON))


def too_long(query: Query) -> bool:
    """Whether only the beginning of what was typed was read."""
    return len(query.text) > MAX_CHARS

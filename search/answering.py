"""One question answered: what was understood, which warnings show, which pages were found. For the page and the API."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from publishing.directory import Directory, current
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
        kinds=(kind,) if kind in KINDS else (),  # type: ignore[arg-type]
        page=_number(data.get("page"), 1),
        limit=min(100, _number(data.get("limit"), limit)),
    )


def _number(text: str | None, default: int) -> int:
    if not (text and text.isascii() and text.isdigit()):
        return default
    # Nine digits are enough of any number, and int() refuses thousands.
    return int(text[:9]) or default


def answer(query: Query, directory: Directory, *, with_facets: bool = True) -> Answer:
    state = searchable(directory)
    reading = understand(query.text, state.lexicon)
    warned = warnings(state.flags, reading, chosen_keys(query, state.lexicon))
    found = find(
        query,
        state.library,
        state.lexicon,
        state.engine,
        understanding=reading,
        warned=warned,
        with_facets=with_facets,
    )
    entries = ((warning, directory.get("red-flag", warning.key)) for warning in warned)
    cards = [flag_card(entry, warning.urgency) for warning, entry in entries if entry]
    urgent = tuple(card for card in cards if card.urgency != Urgency.SOON)
    return Answer(query, found, urgent, tuple(card for card in cards if card.urgency == Urgency.SOON))


def is_missed(given: Answer) -> bool:
    """Whether the words asked for were in vain: nothing understood, or nothing found. Not when a warning shows."""
    if not given.query.text or given.query.page > 1 or given.urgent or given.advice:
        return False
    return not given.found.understood or not given.found.total


def prepare() -> None:
    """Makes what the first search of a process would wait for: lexicon, rules, spelling, suggestions.

    Raises:
        DatabaseError: when there is no library to prepare for.
    """
    state = searchable(current())
    warnings(state.flags, understand("pain in my legg, numb", state.lexicon))
    state.suggester.suggest("num")


def too_long(query: Query) -> bool:
    """Whether only the beginning of what was typed was read."""
    return len(query.text) > MAX_CHARS


def signs_of(directory: Directory, param: str, key: str) -> tuple[FlagCard, ...]:
    """The warnings that choosing this one term from the list `param` raises, most urgent first."""
    state = searchable(directory)
    raised = warnings(state.flags, understand("", state.lexicon), {param: (key,)})
    entries = ((warning, directory.get("red-flag", warning.key)) for warning in raised)
    return tuple(flag_card(entry, warning.urgency) for warning, entry in entries if entry)

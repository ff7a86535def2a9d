"""Help while writing: how hard a text is to read, and what to mend in it, by the same checks that the gate asks.

The form sends what stands in it (static/desk/writing.js) and shows the answer under each field. Nothing is kept. Without
the script the gate says the same after saving.
"""

from collections.abc import Iterator
from itertools import accumulate, pairwise
from re import Pattern
from typing import Annotated, Any, NamedTuple

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST
from pydantic import BaseModel, StringConstraints, ValidationError

from articles.embeds import LONGEST_TEXT
from desk.checks import library, reading, wording
from desk.checks.finding import begin
from desk.checks.pages import SHORT_FIELDS, named_pattern
from desk.checks.passages import Form, Passage, passages
from desk.checks.reading import LONGEST_IN_PROSE, LONGEST_SENTENCE, MEDIAN_LIMIT, PAGE_LIMIT
from desk.writing_places import Place, Source, count_words
from publishing.kinds import get_page_kind, page_kinds

MOST_BYTES = 1024 * 1024
"""Of one request: a long condition whole has a tenth of it."""

_SHORT = {*SHORT_FIELDS, "emergency_action"}
"""Fields of a form with a sentence or two in our own words."""


class Draft(BaseModel, extra="forbid"):
    """What a form sends. `names`: what the page is called. `texts`: the name of a field of the form → what stands in it.
    `whole`: every field of prose is among them."""

    kind: str
    names: list[Annotated[str, StringConstraints(max_length=300)]] = []
    texts: dict[str, Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]]
    whole: bool = False


class Advice(NamedTuple):
    """One thing to mend. `place` is None where it is not certain; `swaps` can be put there as they are."""

    what: str
    remedy: str
    place: Place | None = None
    said: str = ""
    swaps: tuple[str, ...] = ()


def fields_with_help(kind_name: str) -> dict[str, list[str]]:
    """Names of fields in the form of this kind: prose, and short texts. Rows have theirs after the last hyphen."""
    return {"prose": list(get_page_kind(kind_name).sections), "short": sorted(_SHORT)}


@require_POST
def advice(request: HttpRequest) -> JsonResponse:
    """JSON in (see Draft) and out: `fields` by name, each with what it `says`, how `many` things there are to mend and
    `found` (see Advice); and what the `page` says as a whole."""
    if not _may_write(request):
        return _refused(
            "You are logged out, or may not write here. Log in again in another tab, then go on.", 403
        )
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return _refused("That is more text than is looked at here at once.")
    try:
        draft = Draft.model_validate_json(request.body)
        kind = get_page_kind(draft.kind)
    except (ValidationError, KeyError):
        return _refused(f"This cannot be looked at: a text has {LONGEST_TEXT:,} characters at most.")
    return JsonResponse(_answer(draft, kind.sections))


def _may_write(request: HttpRequest) -> bool:
    user = request.user
    models = [kind.model._meta for kind in page_kinds()]
    names = [f"{opts.app_label}.{verb}_{opts.model_name}" for opts in models for verb in ("add", "change")]
    return bool(user.is_active and user.is_staff and any(user.has_perm(name) for name in names))


def _refused(message: str, status: int = 400) -> JsonResponse:
    return JsonResponse({"error": message}, status=status)


def _answer(draft: Draft, prose_fields: dict[str, str]) -> dict[str, Any]:
    names = named_pattern(draft.names), library.plain_names()
    fields: dict[str, Any] = {}
    prose: list[Passage] = []
    for field, text in draft.texts.items():
        if field in prose_fields:
            read = passages(text, field)
            prose += read
            found = list(_found(Source(text), [(one.text, _limit(one)) for one in read], *names))
            fields[field] = _told(read, found)
        elif field.rsplit("-", 1)[-1] in _SHORT:
            found = list(_found(Source(text, is_markdown=False), [(text, LONGEST_SENTENCE)], *names))
            fields[field] = {"says": _count(text), **_listed(found)}
    says = _page_says(prose) if draft.whole and len(prose_fields) > 1 else ""
    return {"fields": fields, "page": says}


def _limit(passage: Passage) -> int | None:
    return None if passage.form is Form.HEADING else LONGEST_IN_PROSE


def _told(read: list[Passage], found: list[Advice]) -> dict[str, Any]:
    counted = _count(" ".join(one.text for one in read))
    measured = reading.measured_in(read)
    graded = measured.words >= reading.FEWEST_WORDS
    says = f"{counted} Reading {_meaning(measured.grade)}" if graded else counted
    return {"says": says, **_listed(found)}


def _listed(found: list[Advice]) -> dict[str, Any]:
    return {"many": len(found), "found": [one._asdict() for one in found]}


def _count(text: str) -> str:
    count = len(reading.words(text))
    return f"{count} word{'' if count == 1 else 's'}."


def _page_says(prose: list[Passage]) -> str:
    measured = reading.measured_in(prose)
    return f"Whole page: reading {_meaning(measured.grade)}" if measured.words >= reading.FEWEST_WORDS else ""


def _meaning(grade: float) -> str:
    if grade <= MEDIAN_LIMIT:
        return f"grade {grade}, reads easily."
    if grade <= PAGE_LIMIT:
        return f"grade {grade}, could be plainer: {MEDIAN_LIMIT:g} is the aim."
    return f"grade {grade}, hard to read: {PAGE_LIMIT:g} is the limit, {MEDIAN_LIMIT:g} the aim."


def _found(
    source: Source, texts: list[tuple[str, int | None]], own: Pattern[str], plain_names: Pattern[str]
) -> Iterator[Advice]:
    """In the order of the text. `texts`: each with the words that the gate allows in a sentence; None: it does not count."""
    for text, longest in texts:
        places = source.places_of(text)
        found = list(_long_sentences(source, places, text, longest)) if longest else []
        for told in wording.words_told(text, own, plain_names):
            first = count_words(text[: told.match.start])
            place = _between(places, first, count_words(told.match.said))
            typed = source.as_typed(place) if place else ""
            swaps = tuple(_cased(swap, typed) for swap in told.swaps) if typed == told.match.said else ()
            found.append(_advice(source, told.what, told.remedy, place, swaps))
        yield from sorted(found, key=lambda one: one.place or Place(0, 0))


def _long_sentences(source: Source, places: list[Place], text: str, longest: int) -> Iterator[Advice]:
    """More than 20 words are hard to follow anywhere; the gate asks only where they are more than its limit."""
    sentences = reading.sentences(text)
    ends = accumulate(map(count_words, sentences), initial=0)
    for sentence, (start, end) in zip(sentences, pairwise(ends), strict=True):
        count = len(reading.words(sentence))
        if count > min(longest, LONGEST_SENTENCE):
            limit = f"{longest} is the limit here" if count > longest else f"{LONGEST_SENTENCE} is the aim"
            place = _between(places, start, end - start)
            yield _advice(source, f"“{begin(sentence)}” has {count} words; {limit}", reading.SHORTEN, place)


def _between(places: list[Place], first: int, count: int) -> Place | None:
    return Place(places[first].start, places[first + count - 1].end) if places else None


def _advice(
    source: Source, what: str, remedy: str, place: Place | None, swaps: tuple[str, ...] = ()
) -> Advice:
    if place is None:
        return Advice(what, remedy)
    return Advice(what, remedy, source.in_browser(place), source.as_typed(place), swaps)


def _cased(swap: str, said: str) -> str:
    return swap[:1].upper() + swap[1:] if said[:1].isupper() else swap

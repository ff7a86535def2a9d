"""Notes for the appointment: what a reader asked and chose, as a page to print. Made from the address, never kept."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from publishing.directory import for_request
from search.answering import Answer, answer, query_from
from search.finding import Asked

HEADINGS = {
    "where": "Where it hurts",
    "feels": "What it feels like",
    "worse": "Worse with",
    "better": "Better with",
    "": "Also on my mind",
}
ALWAYS = ("Where it hurts", "What it feels like", "Worse with", "Better with")
TREATED = "What I have tried, or asked about"
DENIED = "Not so"

QUESTIONS = (
    "What could be going on, and how sure is that?",
    "Is there anything serious to rule out?",
    "What can I do myself, and for how long?",
    "Do I need tests? What would they change?",
    "Which signs mean that I should come back sooner?",
)
LEFT_TO_SAY = (
    "When it began, and what I was doing",
    "Over the day and at night",
    "What I can no longer do",
    "Medicines I take, and other illnesses",
)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing in the words of the vocabulary. `words` are the reader's own where they were others; empty when chosen."""

    title: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    heading: str
    said: tuple[Said, ...]


def notes_of(given: Answer) -> list[Note]:
    """What was asked, by heading; the first four headings come always, so that a hand can fill them in.

    Names of conditions are left out: the sheet says what somebody noticed, never what it might be.
    """
    asked = given.found.asked
    noted = [
        Note(heading, _said(one for one in asked if (one.param or "") == param and not one.negated))
        for param, heading in HEADINGS.items()
    ]
    noted.append(Note(TREATED, _understood(given, "treatment")))
    noted.append(Note(DENIED, _said(one for one in asked if one.negated)))
    return [note for note in noted if note.said or note.heading in ALWAYS]


def _said(asked: Iterable[Asked]) -> tuple[Said, ...]:
    return _each_once(Said(one.title, _if_other(one.text, one.title)) for one in asked)


def _understood(given: Answer, kind: str) -> tuple[Said, ...]:
    lexicon = given.found.understanding.lexicon
    parts = (part for part in given.found.understood if part.kind == kind and not part.negated)
    found = ((lexicon.get(part.kind, part.key), part.text) for part in parts)
    return _each_once(Said(entry.title, _if_other(words, entry.title)) for entry, words in found if entry)


def _if_other(words: str, title: str) -> str:
    return "" if words.casefold() == title.casefold() else words


def _each_once(said: Iterable[Said]) -> tuple[Said, ...]:
    return tuple({one.title: one for one in said}.values())


def notes(request: HttpRequest) -> HttpResponse:
    """Templates: search/notes.html. Context: words (as typed), notes, warnings, left_to_say, questions, asked."""
    query = replace(query_from(request.GET), page=1)
    given = answer(query, for_request(request), with_facets=False)
    context = {
        "words": query.text,
        "notes": notes_of(given),
        "warnings": [*given.urgent, *given.advice],
        "asked": bool(query.text or given.found.asked),
        "left_to_say": LEFT_TO_SAY,
        "questions": QUESTIONS,
    }
    response = render(request, "search/notes.html", context)
    response["X-Robots-Tag"] = "noindex"
    # As with find: for nobody else, proxies included.
    response["Cache-Control"] = "private, no-store"
    return response

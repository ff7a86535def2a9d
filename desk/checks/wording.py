"""Jargon with its plain swap, and words that frighten.

Where a word is only named, it is let through: in brackets after the plain one, in quotation marks, after "called", and in
a name of this page or the plain name of a condition. What readers say, and what a myth says, is not searched.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from desk.checks.finding import Finding
from desk.checks.lists import Match, alarming, jargon
from desk.checks.pages import CheckedPage, Library, named_pattern

LONGEST_NAME = 5
"""Words in brackets or quotation marks; more is a sentence of ours."""

_ENCLOSED = re.compile(r"\(([^()]*)\)|“([^“”]*)”|‘([^‘’]*)’|\"([^\"]*)\"")
_NAMED = re.compile(r"\b(?:call(?:s|ed)?|known as|named|speaks? of)(?:\s+[\w’'-]+){1,5}", re.IGNORECASE)
_DENIAL = re.compile(r"\b(?:not|no|nothing|never|nobody|without|rarely)\b|n[’']t\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")


class Told(NamedTuple):
    """A word that should be another. `swaps`: what can be put in its place as it stands."""

    match: Match
    what: str
    remedy: str
    swaps: tuple[str, ...]


def find(page: CheckedPage, library: Library) -> Iterator[Finding]:
    own = named_pattern(_own_names(page))
    for where, text in _texts(page):
        for told in words_told(text, own, library.plain_names):
            yield page.finding(where, told.what, told.remedy)


def words_told(text: str, own: re.Pattern[str], plain_names: re.Pattern[str]) -> Iterator[Told]:
    """`own`: the names of the page, `plain_names`: those of every condition. Each word once, where it first stands."""
    said = unnamed(own.sub(_blank, plain_names.sub(_blank, text)))
    for found in _once(jargon().find(said)):
        remedy = f"Write “{found.advice}”, or put it in brackets after the plain word."
        yield Told(found, f"“{found.said}” is jargon", remedy, _swaps(found.advice))
    for found in _once(match for match in alarming().find(said) if not _is_denied(said, match)):
        remedy = f"Write calmly: {found.advice}."
        yield Told(found, f"“{found.said}” alarms", remedy, _swaps(found.advice))


def _swaps(advice: str) -> tuple[str, ...]:
    """ "growth, or cancer" holds two. What begins with "say" tells what to do and is none."""
    return () if advice.startswith("say ") else tuple(filter(None, advice.split(", or ")))


def _once(matches: Iterable[Match]) -> list[Match]:
    """The first of each word."""
    first: dict[str, Match] = {}
    for match in matches:
        first.setdefault(match.said.casefold(), match)
    return list(first.values())


def _own_names(page: CheckedPage) -> Iterator[str]:
    record = page.record
    yield from (getattr(record, field, "") for field in ("name", "clinical_name"))
    yield from getattr(record, "also_known_as", ())


def _texts(page: CheckedPage) -> Iterator[tuple[str, str]]:
    yield from page.short_texts
    yield from ((passage.where, passage.text) for passage in page.passages)


def unnamed(text: str) -> str:
    """The text with the words that are only named blanked out; every other word stays at its place."""

    def blank_short(match: re.Match[str]) -> str:
        inside = next(group for group in match.groups() if group is not None)
        return _blank(match) if len(inside.split()) <= LONGEST_NAME else match[0]

    return _NAMED.sub(_blank, _ENCLOSED.sub(blank_short, text))


def _blank(match: re.Match[str]) -> str:
    # A stop of its own kind, so that words before and after do not become one phrase.
    return "·".center(len(match[0]))


def _is_denied(text: str, found: Match) -> bool:
    sentence = _SENTENCE_END.split(text[: found.start])[-1]
    return _DENIAL.search(sentence) is not None

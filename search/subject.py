"""Whether what was typed is about this site's subject at all: then weak results are better than none, otherwise worse."""

from collections.abc import Mapping
from functools import cache

from search import wordlists
from search.spelling import is_everyday
from search.text import stem
from search.understanding import Part, Understanding

_FEW_IN_ALL = 12  # small words included
FEW_WORDS = 6  # a longer text that tells of somebody is more likely a story of pain
_OTHER_SHARE = 0.25  # of the words of a long story that may be of other subjects
_PER_OTHER_TOPIC = 1.5  # how much each word of another subject weighs against what was understood
_STRANGE_SHARE = 0.6  # of the words of a short text that may be strange to this site


def is_on_topic(reading: Understanding, counts: Mapping[str, int]) -> bool:
    """Whether what was typed is about pain at all. `counts`: in how many pages each word stands.

    A place or a posture among other words ("shoulder bag", "standing desk") is not enough, a word of pain or a sign is,
    unless the rest speaks of another subject. So is a word that everyday English does not have and this library does.
    """
    others = sum(1 for word in reading.words if word in _other_topics())
    few = len(reading.words) <= FEW_WORDS and len(reading.typed.tokens) <= _FEW_IN_ALL
    firm, somebody = _is_firm(reading), _tells_of_somebody(reading)
    if not few and others <= _OTHER_SHARE * len(reading.words) * (firm + somebody) / 2:
        return True
    terms = _terms_of_art(reading, counts)
    if not firm:
        kinds = {part.kind for part in reading.parts}
        placed = "region" in kinds and (somebody or "posture" in kinds)
        return not others and (bool(terms) or placed or (bool(kinds) and not reading.left))
    evidence = sum(_evidence(part) for part in reading.parts) + (1.0 if reading.hurts else 0.0) + terms
    strange = sum(1 for word in reading.left if not reading.lexicon.is_own_word(word))
    if few and not others and strange > _STRANGE_SHARE * len(reading.words):
        return False
    return evidence > _PER_OTHER_TOPIC * others


def _terms_of_art(reading: Understanding, counts: Mapping[str, int]) -> int:
    """How many of the words are none of everyday English, and known here: "brachial", "stenosis"."""
    return sum(
        1
        for token in reading.typed.tokens
        if not (token.is_small or is_everyday(token.word) or token.word.isdigit())
        and (counts.get(token.stem) or reading.lexicon.is_own_word(token.stem))
    )


_SOMEBODY = frozenset(
    "i im ive id my me myself mine he she hes shes his her him dad mum husband wife grandad nan mother father son daughter".split()
)


def _tells_of_somebody(reading: Understanding) -> bool:
    """Whether it is a story, of oneself or another: people who ask for a recipe tell none."""
    return any(token.word in _SOMEBODY for token in reading.typed.tokens)


def _is_firm(reading: Understanding) -> bool:
    """Whether more was understood than one place or posture, as in "hip hop playlist" or "shoulder bag"."""
    weak = [
        part
        for part in reading.parts
        if part.kind in ("region", "treatment") or (part.kind == "posture" and not part.effect)
    ]
    return reading.hurts or len(reading.parts) > len(weak) or len(weak) > 2


def _evidence(part: Part) -> float:
    words = len(part.text.split())
    worth = {
        "condition": 3.0,
        "symptom": 1.2 if words == 1 else 2.2,
        "region": 1.0,
        "posture": 0.5,
        "treatment": 0.5,
    }
    weight = worth.get(part.kind, 2.0)
    if part.kind == "posture" and part.effect:
        weight = 1.0
    return weight * (1.0 if part.sure else 0.6)


@cache
def _other_topics() -> frozenset[str]:
    return frozenset(stem(word) for word in wordlists.other_topics())

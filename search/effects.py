"""The grammar of pain: does a posture make it worse or better?

Readers say it in many ways: "worse sitting", "hurts to sit", "sitting kills me", "cant sit", "fine flat on the bed",
"only comfortable in the recliner", "stops when i sit". All are a *cue* near a posture. A clause that begins with a cue
("worse sitting, better walking") gives each posture the cue before it; one that begins with a posture ("sitting kills,
walking helps") the cue after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from search import text
from search.phrases import Typed
from search.text import Gap, Token

Effect = Literal["worse", "better"]


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a posture. `effect` None: named, with no word of what it does."""

    effect: Effect | None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    at: int
    effect: Effect
    negated: bool = False
    weak: bool = False  # a mere word of pain, which any plainer cue overrules


def _stems(words: str) -> frozenset[str]:
    return frozenset(text.stem(word) for word in words.split())


_WORSE = _stems(
    "worse worsen worsens aggravates flare flares triggers provokes exacerbates kills murder torture unbearable "
    "struggle struggling nightmare hate dread impossible difficult hard worst hell awful terrible horrible wrecks ruins "
    "intolerable irritates painful effort nogo careful"
)
_HURTING = frozenset(
    "hurts hurt hurting aches kills killing burns throbs stings shoots jams stabs screams catches pinches bites flares "
    "agony excruciating sore painful torture".split()
)
_PAIN = _stems(
    "pain ache burn burning throb throbbing stab stabbing shooting sting stinging spasm jam seize lock stiff sharp numb "
    "tingle twinge cramp pinch pull tight tender catch grind click dead weak heavy zap electric shock jolt radiate "
    "discomfort uncomfortable bad severe suffer scream yelp sends fires spasms flare cramps cramping swell pressure"
)
_PLAIN_CUES = _stems("cannot worse better pain hurts easier eases helps")
_WORSE -= {text.stem("pain")}
# Verbs of easing: "does not help" denies the help.
_EASING = _stems(
    "better eases easier ease helps help relief relieve relieves settle settles disappear disappears improve improves "
    "loosen loosens soothe soothes calm calms fades fade subside subsides lessen lessens reduce reduces sorted sorts "
    "vanish vanishes quiet quietens best alleviates ebbs further cure cures reprieve free resolves dulls clears relaxes"
)
# States of ease: "not comfortable", "cannot get comfortable" mean worse.
_AT_EASE = _stems(
    "comfortable comfy comfort fine ok okay alright good bearable tolerable painless normal heaven bliss safe"
)
_STOPPING = frozenset({"stops", "stop", "stopped", "stopping"})
_AWAY = frozenset({"away", "off"})  # goes away, wears off
_GOING = frozenset(
    {
        "goes",
        "go",
        "gone",
        "went",
        "wears",
        "wear",
        "lets",
        "let",
        "eases",
        "takes",
        "take",
        "going",
        "wearing",
    }
)
_GONE_ELSEWHERE = frozenset(
    "numb cold white weak dead to through into on down back up out from stiff red blue hard over tight".split()
)
_BREAKING = frozenset({"but", "although", "though", "however", "except", "yet", "while", "whereas"})
_DISTANCES = frozenset(
    {
        "minutes",
        "minute",
        "mins",
        "min",
        "yards",
        "metres",
        "meters",
        "feet",
        "hour",
        "block",
        "blocks",
        "steps",
        "seconds",
    }
)
_ONLY_NOUNS = frozenset({"way", "position", "place", "thing", "time", "relief", "posture"})
_MORNINGS = frozenset({"walk", "day", "days", "morning"})
_CUE_REACH = 9  # words between a cue and the posture it speaks of


def effects(typed: Typed, postures: Sequence[tuple[int, int]], signs: frozenset[int]) -> list[Said]:
    """What is said of each posture, given as (first, last) word. `signs` are the words of understood symptoms.

    With a word of pain nearby and no sign of ease a posture makes it worse; with neither it has no effect.
    """
    taken = frozenset(i for first, last in postures for i in range(first, last + 1))
    cues = _cues(typed.tokens, taken, signs)
    segments = _segments(typed.tokens)
    return _resolve(typed.tokens, list(postures), cues, segments)


# --- Cues ---------------------------------------------------------------------------------------------------------


def _cues(tokens: Sequence[Token], taken: frozenset[int], signs: frozenset[int]) -> list[Cue]:
    cues = []
    for index, token in enumerate(tokens):
        if index in taken and token.stem not in _PLAIN_CUES:
            continue  # "rest" and "relax" are postures there, no cues
        cue = _cue_at(tokens, index, taken) or _weak_cue_at(tokens, index, signs)
        if cue:
            cues.append(cue)
    return cues


def _cue_at(tokens: Sequence[Token], index: int, taken: frozenset[int]) -> Cue | None:
    token = tokens[index]
    after = tokens[index + 1].word if index + 1 < len(tokens) else ""
    if token.stem == "cannot":
        return Cue(index, "worse") if _reaches_posture(tokens, index, taken) else None
    if token.stem == "not":
        return _elliptic_only(tokens, index)
    if token.word in _STOPPING:
        return _stopping(tokens, index, taken, after)
    denied = _denial_of(tokens, index)
    return (
        _going(tokens, index, after, denied)
        or _easing(tokens, index, after, denied)
        or _worsening(token, index, denied)
        or _needing(tokens, index, taken)
    )


def _going(tokens: Sequence[Token], index: int, after: str, denied: bool) -> Cue | None:
    """ "goes away", "takes the pain away", "lets up", "gone": easing. "goes numb" is a sign."""
    word = tokens[index].word
    if word in _GOING and after == "numb":
        return Cue(index, "worse", weak=True)
    going = any(token.word in _GOING for token in tokens[max(0, index - 4) : index])
    if (word in _AWAY and going) or (word in _GOING and after == "completely"):
        return Cue(index, "better", denied or _denial_of(tokens, index - 1))
    if (word in ("lets", "let") and after == "up") or (word == "gone" and after not in _GONE_ELSEWHERE):
        return Cue(index, "better", denied)
    return None


def _easing(tokens: Sequence[Token], index: int, after: str, denied: bool) -> Cue | None:
    token = tokens[index]
    if token.word in ("less", "nothing") and after in ("pain", "painful", "sore", "hurts"):
        return Cue(index, "better")
    hindered = _cannot_before(tokens, index)
    if token.stem in _AT_EASE:
        if after in _MORNINGS:
            return None  # "good morning", "a good walk"
        return Cue(index, "worse" if denied or hindered else "better")
    if token.stem in _EASING:
        return Cue(index, "worse") if hindered else Cue(index, "better", denied)
    if token.word == "only" and after in _ONLY_NOUNS:
        return Cue(index, "better", weak=not _denial_follows(tokens, index))
    return None


def _worsening(token: Token, index: int, denied: bool) -> Cue | None:
    """ "doesnt hurt" is ease; "not worse" denies the worse."""
    if token.word in _HURTING and token.stem not in _WORSE:
        return Cue(index, "better" if denied else "worse")
    return Cue(index, "worse", denied) if token.stem in _WORSE else None


def _needing(tokens: Sequence[Token], index: int, taken: frozenset[int]) -> Cue | None:
    """ "have to sit" and "can only lie" tell of ease; "can only walk for ten minutes" does not."""
    word = tokens[index].word
    if word in ("have", "need", "must", "got", "had") and (index + 1 in taken or index + 2 in taken):
        return Cue(index, "better", weak=True) if tokens[index + 1].word == "to" or word == "must" else None
    if word == "only" and index and tokens[index - 1].word == "can":
        near = {t.word for t in tokens[index : index + 8]}
        return Cue(index, "worse" if near & _DISTANCES else "better", weak=True)
    return None


def _weak_cue_at(tokens: Sequence[Token], index: int, signs: frozenset[int]) -> Cue | None:
    token = tokens[index]
    if token.stem in _PAIN or index in signs:
        if _denial_of(tokens, index):
            return Cue(index, "better") if token.stem in _PAIN and index not in signs else None
        if index + 1 < len(tokens) and tokens[index + 1].word in ("free", "gone"):
            return Cue(index, "better")
        return Cue(index, "worse", weak=True)
    return None


def _stopping(tokens: Sequence[Token], index: int, taken: frozenset[int], after: str) -> Cue | None:
    """ "stops when i sit" eases; "stops me walking", "have to stop walking" do not."""
    before = tokens[index - 1].word if index else ""
    if after in ("me", "my", "us", "him", "her"):
        return Cue(index, "worse")
    if index + 1 in taken:
        return Cue(index, "worse")
    if before in ("to", "doesnt", "dont", "wont", "cant", "cannot", "never"):
        return None
    return Cue(index, "better")


def _elliptic_only(tokens: Sequence[Token], index: int) -> Cue | None:
    """ "the only time it doesnt is running": a denial with its verb left out."""
    before = [t.word for t in tokens[max(0, index - 4) : index]]
    if "only" in before and any(word in _ONLY_NOUNS for word in before):
        return Cue(index, "better")
    return None


def _denial_follows(tokens: Sequence[Token], index: int) -> bool:
    return any(t.negates for t in tokens[index + 1 : index + 5])


def _denial_of(tokens: Sequence[Token], index: int) -> bool:
    """Whether one of the two or three words before says no: "isnt really worse", "nothing helps"."""
    for before in range(index - 1, max(-1, index - 4), -1):
        if tokens[before + 1].gap is not Gap.NONE:
            return False
        if tokens[before].negates:
            return not (before + 1 < len(tokens) and tokens[before + 1].word in ("only", "just"))
        if not tokens[before].is_small and tokens[before].stem not in _EASING:
            return False
    return False


def _cannot_before(tokens: Sequence[Token], index: int) -> bool:
    return any(t.stem == "cannot" for t in tokens[max(0, index - 3) : index])


def _reaches_posture(tokens: Sequence[Token], index: int, taken: frozenset[int]) -> bool:
    if index in taken:
        return True
    for following in range(index + 1, min(index + 5, len(tokens))):
        if following in taken:
            return True
        if tokens[following].gap is Gap.END or not (
            tokens[following].is_small
            or tokens[following].word in ("properly", "long", "straight", "upright", "bear")
        ):
            return False
    return False


# --- Clauses ------------------------------------------------------------------------------------------------------


def _segments(tokens: Sequence[Token]) -> list[int]:
    """The number of the clause each word stands in. Commas and words such as "but" begin a new one."""
    numbers: list[int] = []
    current = 0
    for index, token in enumerate(tokens):
        if index and (token.gap is not Gap.NONE or token.word in _BREAKING):
            current += 1
        numbers.append(current)
    return numbers


def _resolve(
    tokens: Sequence[Token], postures: list[tuple[int, int]], cues: list[Cue], segments: list[int]
) -> list[Said]:
    order = sorted(range(len(postures)), key=lambda i: postures[i])
    said: dict[int, Said] = {}
    for number in order:
        first, last = postures[number]
        clause = segments[first]
        own = [cue for cue in cues if segments[cue.at] == clause]
        direct = _direct_denial(tokens, first)
        found = _within_clause(
            own, [postures[i] for i in order if segments[postures[i][0]] == clause], (first, last)
        )
        if direct and (found is None or found.negated is False):
            said[number] = Said(found.effect if found else "worse", negated=True)
            continue
        if found:
            said[number] = Said(found.effect, found.negated)
            continue
        said[number] = _from_neighbours(tokens, number, order, postures, cues, segments, said)
    return [said[i] for i in range(len(postures))]


def _direct_denial(tokens: Sequence[Token], first: int) -> bool:
    """ "not sitting", "never at night", "not when i walk": the posture itself is denied."""
    for before in range(first - 1, max(-1, first - 4), -1):
        if tokens[before + 1].gap is not Gap.NONE:
            return False
        if tokens[before].word in ("not", "never"):
            return True
        if tokens[before].word not in (
            "when",
            "at",
            "in",
            "by",
            "with",
            "on",
            "the",
            "i",
            "from",
            "during",
            "if",
            "my",
        ):
            return False
    return False


def _within_clause(own: list[Cue], postures: list[tuple[int, int]], this: tuple[int, int]) -> Cue | None:
    if not own:
        return None
    first, last = this
    before = [cue for cue in own if cue.at < first and first - cue.at <= _CUE_REACH]
    after = [cue for cue in own if cue.at > last and cue.at - last <= _CUE_REACH]
    inside = [cue for cue in own if first <= cue.at <= last]
    if inside:
        return inside[0]
    nearest_before = _pick(list(reversed(before)))
    nearest_after = _pick(after)
    starts_with_cue = min(cue.at for cue in own) < min(first for first, _ in postures)
    if (
        starts_with_cue
        and nearest_before
        and not (
            nearest_before.weak and nearest_after and not nearest_after.weak and _is_last(postures, this)
        )
    ):
        return nearest_before
    if not starts_with_cue and nearest_after:
        return nearest_after
    return nearest_before or nearest_after


def _is_last(postures: list[tuple[int, int]], this: tuple[int, int]) -> bool:
    return this == max(postures)


def _pick(cues: list[Cue]) -> Cue | None:
    """The nearest plain cue, else the nearest word of pain. Expects nearest first."""
    return next((cue for cue in cues if not cue.weak), cues[0] if cues else None)


def _from_neighbours(
    tokens: Sequence[Token],
    number: int,
    order: list[int],
    postures: list[tuple[int, int]],
    cues: list[Cue],
    segments: list[int],
    said: dict[int, Said],
) -> Said:
    """A clause without a cue goes with the one before ("hurts standing, sitting") or after ("getting up, agony")."""
    clause = segments[postures[number][0]]
    earlier = [i for i in order if i in said and segments[postures[i][0]] in (clause, clause - 1)]
    if earlier and _is_list(tokens, postures[earlier[-1]][1], postures[number][0]):
        return said[earlier[-1]]
    cue = _lone_cue(clause, postures, cues, segments)
    if cue:
        return Said(cue.effect, cue.negated)
    effects = {cue.effect for cue in cues}
    return Said("worse") if effects == {"worse"} else Said(None)


def _is_list(tokens: Sequence[Token], last: int, first: int) -> bool:
    """Whether one posture follows another with nothing of meaning in between."""
    return all(token.is_small and token.word not in _BREAKING for token in tokens[last + 1 : first])


def _lone_cue(
    clause: int, postures: list[tuple[int, int]], cues: list[Cue], segments: list[int]
) -> Cue | None:
    """A cue of the next or the last clause that has no posture of its own to speak of."""
    occupied = {segments[first] for first, _ in postures}
    following = [cue for cue in cues if segments[cue.at] == clause + 1]
    if following and clause + 1 not in occupied and not all(cue.weak for cue in following):
        return _pick(following)
    previous = [cue for cue in cues if segments[cue.at] == clause - 1]
    if previous and clause - 1 not in occupied:
        return _pick(list(reversed(previous)))
    return _pick(following) if clause + 1 not in occupied else None

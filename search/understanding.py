"""Reading what somebody typed against the vocabulary.

Longest and most particular phrase wins. Three rules decide what may overlap:

- A *region* inside a symptom phrase counts by itself ("numb foot" is numbness, and the foot) unless the phrase without it
  means another symptom: "numb bum" is saddle numbness, where the place is part of the sign. Inside a posture ("on my feet",
  "legs crossed") it never counts: nobody says that it hurts there.
- A *posture* inside a symptom phrase is part of the sign ("cannot lift my foot" is no lifting) unless the sign is just that
  posture and that it hurts or cannot be done ("cannot stand"). Inside a treatment ("a gentle walk helps") it counts.
- A *condition's name* swallows what lies in it, unless all its words are plain words of the vocabulary ("bad back",
  "low back pain"): then it is a name only when nothing else was typed.

Words that only say that it hurts ("sore", "kills") are context for the effect of a posture, never a part.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from search import text
from search.effects import Effect, effects
from search.lexicon import PAIN_STEM, Found, Kind, Lexicon, Param
from search.phrases import NEGATORS, Typed
from search.text import Gap, Token

Side = Literal["one", "both"]

_RANK_OF_KIND = {"condition": 0, "symptom": 1, "posture": 2, "treatment": 3, "region": 4, "article": 5}


@dataclass(frozen=True, slots=True)
class Part:
    """One thing understood. `text` are the reader's own words, text[start:end] of the understanding's text."""

    kind: Kind
    key: str
    slug: str
    text: str
    param: Param | None = None
    effect: Effect | None = None  # of a posture; None when nothing says what it does
    negated: bool = False
    side: Side | None = None
    start: int = 0
    end: int = 0
    sure: bool = True  # False when the words had to be repaired
    past: bool = False  # placed years back: "fell as a kid"
    doubted: bool = False  # a condition asked about rather than named: "is it really sciatica"

    @property
    def identity(self) -> tuple[str, str, str | None]:
        return self.kind, self.key, self.effect


@dataclass(frozen=True, slots=True)
class Understanding:
    text: str  # as cleaned: what positions refer to
    parts: tuple[Part, ...]
    rest: tuple[str, ...]  # words of meaning that were not understood, as typed
    corrected: str | None  # the text with misspelt words put right; None when nothing was
    hurts: bool  # whether any word of pain was said
    words: tuple[str, ...] = ()  # stems of all words of meaning, for a text engine
    left: frozenset[str] = frozenset()  # stems of `rest`
    named: bool = False  # nothing but a name (of a condition, term or article) was typed
    affirmed: tuple[str, ...] = ()  # of `words`, without those of what was denied
    typed: Typed = field(default_factory=lambda: Typed(()), repr=False, compare=False)
    lexicon: Lexicon = field(default_factory=lambda: Lexicon(()), repr=False, compare=False)

    def of_kind(self, *kinds: str) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind in kinds)


def understand(typed_text: str, lexicon: Lexicon) -> Understanding:
    cleaned = text.clean(typed_text)
    tokens = lexicon.speller.repair(text.tokenise(cleaned))
    typed = Typed(tokens)
    chosen = _choose(list(lexicon.find(typed)), typed, lexicon)
    parts = _parts(chosen, typed, cleaned)
    covered = {i for found in chosen for i in found.match.at}
    left = _left(tokens, covered)
    return Understanding(
        text=cleaned,
        parts=parts,
        rest=tuple(dict.fromkeys(cleaned[token.start : token.end] for token in left)),
        corrected=_corrected(cleaned, tokens),
        hurts=any(token.stem == PAIN_STEM or token.stem in _hurt_stems() for token in tokens),
        words=tuple(text.content_stems(tokens)),
        affirmed=tuple(text.content_stems(_affirmed(tokens, parts))),
        left=frozenset(token.stem for token in left),
        named=_is_only_a_name(chosen, tokens),
        typed=typed,
        lexicon=lexicon,
    )


def _affirmed(tokens: Sequence[Token], parts: Sequence[Part]) -> list[Token]:
    denied = [part for part in parts if part.negated]
    return [token for token in tokens if not any(part.start <= token.start < part.end for part in denied)]


@cache
def _hurt_stems() -> frozenset[str]:
    words = "severe kills killing torture stabbing throbbing burning burns stiff spasm numb tingling cramp stinging twinge sharp"
    return frozenset(text.stem(word) for word in words.split())


# --- Which phrases stand ------------------------------------------------------------------------------------------


def _weight(found: Found) -> tuple[int, ...]:
    """Most particular first: more words, the reader's own words, in order, close together."""
    match = found.match
    size = len(found.phrase.stems)
    if found.entry.kind == "region" and size > 1:
        size += 1  # "back of thigh" before "pulled back"
    return (-size, -match.exact, match.foreign, -match.ordered, _RANK_OF_KIND[found.entry.kind], match.first)


def _choose(candidates: list[Found], typed: Typed, lexicon: Lexicon) -> list[Found]:
    plain = frozenset(
        i
        for i, token in enumerate(typed.tokens)
        if token.stem == PAIN_STEM or lexicon.is_region_word(token.stem)
    )
    chosen: list[Found] = []
    for found in sorted(candidates, key=_weight):
        if not _stands(found, typed, lexicon):
            continue
        if all(_agree(found, other, plain, lexicon) for other in chosen):
            chosen.append(found)
    return sorted(chosen, key=lambda found: (found.match.first, found.match.last))


def _stands(found: Found, typed: Typed, lexicon: Lexicon) -> bool:
    """Whether a phrase is meant at all, taken by itself."""
    kind, at = found.entry.kind, found.match.at
    if kind in ("condition", "article") and not _is_name(found, typed, lexicon):
        return False
    if len(at) > 1:
        return True
    if kind == "region":
        return not _is_idle(typed.tokens, at[0])
    return not _is_a_cold(typed.tokens, at[0]) and not (
        _is_worry_about(typed.tokens, at[0]) or (kind == "posture" and _is_a_date(typed.tokens, at[0]))
    )


def _is_name(found: Found, typed: Typed, lexicon: Lexicon) -> bool:
    """A name made of plain words ("bad back") is meant as a name only when it is all that was typed."""
    if found.entry.kind == "article" and len(found.phrase.anchors) < 2:
        return False
    if found.entry.kind == "condition" and not all(_is_plain(stem, lexicon) for stem in found.phrase.anchors):
        return True
    meant = {token.stem for token in typed.tokens if not token.is_small}
    return meant <= set(found.phrase.stems)


_PLAIN_ADJECTIVES = frozenset(
    text.stem(word) for word in "low lower upper mid simple common acute chronic mechanical lumbar".split()
)


def _is_plain(stem: str, lexicon: Lexicon) -> bool:
    return lexicon.is_plain_word(stem) or stem in _PLAIN_ADJECTIVES


def _agree(found: Found, other: Found, plain: frozenset[int], lexicon: Lexicon) -> bool:
    """Whether two overlapping phrases may both count; `other` is the more particular one."""
    mine, theirs = set(found.match.at), set(other.match.at)
    shared = mine & theirs
    if found.entry == other.entry:
        return not shared and not _same_spot(found, other)
    if not shared:
        return not (other.entry.kind in ("condition", "article") and _inside(found, other))
    if found.entry.kind == "region" and other.entry.kind == "symptom":
        return not mine <= theirs or _counts_by_itself(found, other, lexicon)
    if found.entry.kind == "posture" and other.entry.kind == "symptom":
        left = set(other.phrase.stems) - set(found.phrase.stems)
        return not mine <= theirs or left <= NEGATORS | {PAIN_STEM}
    if found.entry.kind == "posture" and other.entry.kind == "treatment":
        return True
    if found.entry.kind == "symptom" and other.entry.kind in ("posture", "region"):
        return bool(mine - theirs)
    if found.entry.kind == other.entry.kind == "symptom":
        return shared <= plain and bool(mine - shared)
    return False


def _same_spot(found: Found, other: Found) -> bool:
    return found.match.first <= other.match.last and other.match.first <= found.match.last


def _inside(found: Found, other: Found) -> bool:
    return other.match.first <= found.match.first and found.match.last <= other.match.last


def _counts_by_itself(region: Found, symptom: Found, lexicon: Lexicon) -> bool:
    left = frozenset(symptom.phrase.stems) - frozenset(region.phrase.stems)
    called = lexicon.symptoms_called(left)
    return not called or symptom.entry.key in called


_RETURNING = frozenset(
    {"came", "come", "comes", "coming", "went", "go", "goes", "going", "get", "getting", "got", "bring", "call", "called",
     "years", "months", "weeks", "days", "ago", "look", "looking", "pay", "send", "sent", "phone", "ring", "push",
     "bounce", "fly", "home", "be", "hold", "give", "take", "put"}
)  # fmt: skip
_HAVING = frozenset(
    {
        "my",
        "the",
        "her",
        "his",
        "your",
        "bad",
        "lower",
        "upper",
        "low",
        "mid",
        "middle",
        "their",
        "whole",
        "our",
    }
)
_AWAY = frozenset({"up", "again", "then", "home", "when", "office", "door", "garden", "seat", "yard"})
_COUNTS = frozenset(
    {"six", "five", "ten", "two", "three", "four", "seven", "eight", "nine", "twelve", "20", "10"}
)


def _is_idle(tokens: Sequence[Token], index: int) -> bool:
    """ "came back", "back up", "six foot": a word of the body that means something else here."""
    if _is_compared_to(tokens, index):
        return True
    word = tokens[index].word
    before = tokens[index - 1] if index and tokens[index].gap is Gap.NONE else None
    following = tokens[index + 1] if index + 1 < len(tokens) and tokens[index + 1].gap is Gap.NONE else None
    if before and before.word in _HAVING:
        return False
    if following and (following.stem == PAIN_STEM or following.stem in _hurt_stems()):
        return False
    if word == "back":
        if following and following.word == "of":
            return True
        return bool((before and before.word in _RETURNING) or (following and following.word in _AWAY))
    if word in ("foot", "feet"):
        return bool(before and (before.word in _COUNTS or before.word.isdigit()))
    return False


def _is_compared_to(tokens: Sequence[Token], index: int) -> bool:
    """ "like a thumb pressed in", "the size of my palm": a part of the body that nothing is felt in."""
    before = [token.word for token in tokens[max(0, index - 3) : index]]
    return before[-2:] in (["like", "a"], ["like", "an"], ["size", "of"]) or before[-3:-1] == ["size", "of"]


def _is_a_cold(tokens: Sequence[Token], index: int) -> bool:
    """ "a cold", "a stomach bug": an illness, not the weather."""
    return tokens[index].word == "cold" and index > 0 and tokens[index - 1].word in ("a", "my", "bad", "this")


_WORRIES = frozenset(
    {"worried", "worry", "worrying", "scared", "afraid", "terrified", "frightened", "anxious"}
)
_ABOUT = frozenset(
    {"its", "it", "that", "this", "about", "i", "ive", "im", "if", "of", "they", "theyre", "incase"}
)


def _is_worry_about(tokens: Sequence[Token], index: int) -> bool:
    """ "worried its a clot" asks about the clot; it does not say that worry makes the pain worse."""
    following = tokens[index + 1].word if index + 1 < len(tokens) else ""
    return tokens[index].word in _WORRIES and following in _ABOUT


_TIMES_OF_DAY = frozenset({"morning", "mornings", "night", "evening", "afternoon"})
_DATING = frozenset(
    "this last yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri"
    " sat sun christmas".split()
)


def _is_a_date(tokens: Sequence[Token], index: int) -> bool:
    """ "a crash this morning", "went out monday night": when it happened, not when it hurts."""
    return tokens[index].word in _TIMES_OF_DAY and index > 0 and tokens[index - 1].word in _DATING


# --- From phrases to parts ----------------------------------------------------------------------------------------


def _parts(chosen: list[Found], typed: Typed, cleaned: str) -> tuple[Part, ...]:
    postures = [found for found in chosen if found.entry.kind == "posture"]
    signs = frozenset(i for found in chosen if found.entry.kind == "symptom" for i in found.match.at)
    said = effects(typed, [(f.match.first, f.match.last) for f in postures], signs)
    effect_of = {id(found): effect for found, effect in zip(postures, said, strict=True)}
    parts = []
    for found in chosen:
        match, entry = found.match, found.entry
        start, end = typed.tokens[match.first].start, typed.tokens[match.last].end
        effect = effect_of.get(id(found))
        negated = effect.negated if effect else _is_denied(found, typed)
        parts.append(
            Part(
                kind=entry.kind,
                key=entry.key,
                slug=entry.slug,
                text=cleaned[start:end],
                param=_param(entry.kind, effect.effect if effect else None),
                effect=effect.effect if effect else None,
                negated=negated,
                side=_side(typed.tokens, match.first, match.last)
                if entry.kind in ("region", "symptom")
                else None,
                start=start,
                end=end,
                sure=not any(typed.tokens[i].repaired for i in match.at),
                past=entry.kind == "symptom" and typed.is_long_ago(match),
                doubted=entry.kind == "condition" and _is_doubted(typed.tokens, match.first),
            )
        )
    return _once(parts)


_DOUBTS = frozenset(
    {"really", "worried", "wonder", "wondering", "thought", "unsure", "scared", "afraid", "maybe", "could", "might",
     "ruled", "if", "rather"}
)  # fmt: skip


def _is_doubted(tokens: Sequence[Token], first: int) -> bool:
    return any(token.word in _DOUBTS for token in tokens[max(0, first - 4) : first])


def _once(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Each thing once. Said and denied in one text counts as said."""
    kept: dict[tuple[str, str, str | None], Part] = {}
    for part in parts:
        known = kept.get(part.identity)
        if known is None or (known.negated and not part.negated):
            kept[part.identity] = part
    return tuple(sorted(kept.values(), key=lambda part: (part.start, part.end)))


def _param(kind: Kind, effect: Effect | None) -> Param | None:
    if kind == "symptom":
        return "feels"
    if kind == "region":
        return "where"
    return effect if kind == "posture" else None


def _is_denied(found: Found, typed: Typed) -> bool:
    if found.entry.kind != "region":
        return typed.is_denied(found.match, found.phrase)
    return typed.is_denied(found.match, found.phrase) or _in_denied_place(typed, found.match.first)


def _in_denied_place(typed: Typed, first: int) -> bool:
    """ "no pain in my back": the denied word and the place with only small words between."""
    for index in range(first - 1, max(-1, first - 6), -1):
        token = typed.tokens[index]
        if typed.tokens[index + 1].gap is not Gap.NONE or (
            token.word in ("and", "but") or (token.word == "my" and index + 1 != first)
        ):
            return False
        if index in typed.heads:
            return True
        if not token.is_small and token.stem != PAIN_STEM:
            return False
    return False


_BOTH = frozenset({"both", "bilateral", "each", "bilaterally"})
_ONE_WORDS = frozenset({"left", "one", "l", "lhs", "rhs"})


def _side(tokens: Sequence[Token], first: int, last: int) -> Side | None:
    for index in range(max(0, first - 4), min(last + 6, len(tokens))):
        side = _side_at(tokens, index, first, last)
        if side:
            return side
    return None


def _side_at(tokens: Sequence[Token], index: int, first: int, last: int) -> Side | None:
    """The side that one word gives to the place at first..last: before it ("left leg") or after ("leg, on one side")."""
    word = tokens[index].word
    following = tokens[index + 1].word if index + 1 < len(tokens) else ""
    near = first - 3 <= index <= last
    if word in _BOTH:
        return "both" if near or following in ("sides", "legs", "side") else None
    if _crosses(tokens, index, first) or not (near or following in ("side", "leg")):
        return None
    touches = index + 1 == first or first <= index <= last or following in ("side", "leg")
    if word in _ONE_WORDS and (touches or word != "one"):
        return "one"
    right = index + 1 == first or following == "side" or (index and tokens[index - 1].word in ("the", "my"))
    return "one" if word == "right" and right else None


def _crosses(tokens: Sequence[Token], index: int, first: int) -> bool:
    return any(tokens[i].gap is not Gap.NONE for i in range(index + 1, first + 1))


# --- What is left -------------------------------------------------------------------------------------------------


_GRAMMAR = frozenset(
    {"worse", "better", "worst", "hurts", "left", "right", "side", "sides", "but", "after", "before"}
)


def _left(tokens: Sequence[Token], covered: set[int]) -> list[Token]:
    """The words of meaning that no part covers."""
    return [
        token
        for index, token in enumerate(tokens)
        if index not in covered
        and not token.is_small
        and token.stem not in (PAIN_STEM, "not", "cannot")
        and token.word not in _GRAMMAR
    ]


def _corrected(cleaned: str, tokens: Sequence[Token]) -> str | None:
    pieces, at = [], 0
    for token in tokens:
        if token.repaired:
            pieces += [cleaned[at : token.start], token.word]
            at = token.end
    return "".join([*pieces, cleaned[at:]]) if pieces else None


def _is_only_a_name(chosen: Sequence[Found], tokens: Sequence[Token]) -> bool:
    meant = {index for index, token in enumerate(tokens) if not token.is_small}
    return any(meant <= set(found.match.at) for found in chosen)

"""Finding a phrase in what was typed: its words close together, in any order, small words in between.

Shared by the vocabulary and by the red-flag rules, so that a phrase means the same in both.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from search import text
from search.text import Gap, Token

NEGATORS = frozenset({"not", "cannot"})

# How much may stand between the words of a phrase, by the number of its words: a foreign word costs 1, a comma 1.
_SLACK = {0: 0, 1: 0, 2: 1, 3: 2}
_SLACK_OF_MANY = 3
_SPAN_LIMIT = 14  # words, small ones included, that a phrase may stretch over
_DIRECTIONS = frozenset(
    {"up", "down", "out", "over", "off", "away"}
)  # "burning up" is not "pulled up, burns"
_DIRECTION_REACH = 6
_GAP, _GAP_WITH_FOREIGN = 6, 5  # the same between one of its words and the next

_SIDES = frozenset({"left", "right", "backof"})  # "numb back of my left leg" is a numb leg
_TURNS = frozenset({"but", "although", "though", "however", "except", "yet"})
_JOINTS = frozenset({"and", "or", "nor", "to", "into", "then", "also", "plus", "with"})


@dataclass(frozen=True, slots=True)
class Phrase:
    stems: tuple[str, ...]  # in the order written, each once
    roots: tuple[str, ...]
    twice: tuple[str, ...] = ()  # said more than once in it: "night after night"
    in_order: bool = (
        False  # it means this only in the order written and unbroken: "on my feet", "sit to stand"
    )
    anchors: tuple[str, ...] = ()  # the stems that must be there literally: all but denials
    has_denial: bool = False
    directed: tuple[
        tuple[int, int], ...
    ] = ()  # anchors that are directions, each with the one it must follow
    slack: int = 0  # how many foreign words may stand in between
    whole: bool = False  # no comma may stand in between either
    than: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())  # anchors said before "than", and those after it
    joints: int = 0  # words such as "and" and "with" that it has itself


@dataclass(frozen=True, slots=True)
class Match:
    """Where a phrase was found: indexes of its words among the tokens, in order."""

    at: tuple[int, ...]
    foreign: int  # what stood in between, in the units of the slack
    exact: int  # how many of the words are the reader's own roots
    ordered: bool

    @property
    def first(self) -> int:
        return self.at[0]

    @property
    def last(self) -> int:
        return self.at[-1]


@lru_cache(maxsize=131072)  # every phrase of a large library, so that a new content version compiles few
def compile_phrase(words: str, *, strict: bool = False) -> Phrase | None:
    """A phrase as its stems; None when it has no word to look for.

    Small words are left out as their sort in small-words.txt tells. `strict` is for the vocabulary, where a phrase names
    one term among many: amounts stay ("all the time"), and so do a "to" that joins two words ("sit to stand") and what
    sets the place where one word is left ("on my feet", "in bed").
    """
    tokens = _without_redundant(text.tokenise(text.clean(words)))
    always = {"", "telling", "amounts"} if strict else {"", "telling"}
    plain = kept = [t for t in tokens if t.sort in always or t.stem in NEGATORS]
    for sorts in ({"light"}, {"light", "amounts"}, {"light", "amounts", "helpers"}):
        if _bearing(kept) < 2:
            kept = [t for t in tokens if t.sort in always | sorts or t.stem in NEGATORS]
    full = kept
    if strict:
        full = [
            t
            for n, t in enumerate(tokens)
            if t in kept or _joins(tokens, n, kept) or _sets_the_place(t, kept, tokens)
        ]
    if not any(t.stem not in NEGATORS for t in kept):
        return None
    first = {t.stem: t.root for t in reversed(full)}
    stems = tuple(dict.fromkeys(t.stem for t in full))
    twice = tuple(stem for stem in stems if sum(t.stem == stem for t in full) > 1)
    anchors = tuple(stem for stem in stems if stem not in NEGATORS)
    return Phrase(
        stems,
        tuple(first[stem] for stem in stems),
        twice,
        in_order=strict and len(full) > len(plain),
        anchors=anchors,
        has_denial=len(anchors) < len(stems),
        directed=tuple((n, n - 1) for n, stem in enumerate(anchors) if n and stem in _DIRECTIONS),
        slack=_SLACK.get(len({t.stem for t in full if not t.sort or not strict} - NEGATORS), _SLACK_OF_MANY),
        whole=strict and len(anchors) < 3,
        than=_around_than(full, tokens, anchors),
        joints=sum(t.word in _JOINTS for t in tokens[1:]),
    )


def _around_than(
    kept: Sequence[Token], tokens: Sequence[Token], anchors: tuple[str, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Which anchors a comparison names first and which last: "leg worse than back" is not "back worse than leg"."""
    than = next((t.start for t in tokens if t.word == "than"), None)
    if than is None:
        return (), ()
    before = {t.stem for t in kept if t.start < than}
    after = {t.stem for t in kept if t.start > than}
    return (
        tuple(n for n, stem in enumerate(anchors) if stem in before - after),
        tuple(n for n, stem in enumerate(anchors) if stem in after - before),
    )


_LOWERING = frozenset(text.stem(word) for word in "sit lie bend stoop squat kneel crouch".split())


def _without_redundant(tokens: list[Token]) -> list[Token]:
    """ "lie down" and "sit down" say no more than "lie" and "sit"."""
    return [
        t for n, t in enumerate(tokens) if not (n and t.word == "down" and tokens[n - 1].stem in _LOWERING)
    ]


def _bearing(tokens: Sequence[Token]) -> int:
    """How many words hold a phrase up: directions ("up", "out") and denials do not."""
    return sum(t.sort not in ("telling", "amounts") and t.stem not in NEGATORS for t in tokens)


def _joins(tokens: Sequence[Token], number: int, kept: Sequence[Token]) -> bool:
    near = tokens[max(0, number - 1) : number + 2]
    return tokens[number].word == "to" and len(near) == 3 and near[0] in kept and near[2] in kept


_PLACING = frozenset({"on", "in", "at", "into", "by", "for", "being", "been", "it"})


def _sets_the_place(token: Token, kept: Sequence[Token], tokens: Sequence[Token]) -> bool:
    if len(kept) != 1:
        return False
    return token.word in _PLACING or (token.word == "the" and len(tokens) == 2)


class Typed:
    """The words of a text with what phrase matching asks of them, worked out once."""

    __slots__ = ("_cost", "_joints", "_long_agos", "_thans", "_turns", "heads", "places", "tokens")

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tuple(tokens)
        self.places: dict[str, list[int]] = {}
        for index, token in enumerate(self.tokens):
            self.places.setdefault(token.stem, []).append(index)
        # Running totals, so that what stands between two words is one subtraction.
        self._cost, self._turns, self._joints = [0], [0], [0]
        for token in self.tokens:
            pause = 3 if token.gap is Gap.END else int(token.gap)
            foreign = 0 if token.is_small or token.word in _TURNS or token.word in _SIDES else 1
            self._cost.append(self._cost[-1] + pause + foreign)
            self._turns.append(self._turns[-1] + (token.word in _TURNS))
            self._joints.append(self._joints[-1] + (token.word in _JOINTS or token.gap is not Gap.NONE))
        self._thans = [index for index, token in enumerate(self.tokens) if token.word in ("than", "then")]
        self._long_agos = long_agos(self.tokens)
        self.heads = denied_heads(self.tokens)

    def find(self, phrase: Phrase, *, tight: bool = False) -> list[Match]:
        """Every place where the phrase is said; at most one for each place of its rarest word.

        `tight` allows no foreign word and no "and" in between, as places of the body need ("back and thigh" is not
        the back of the thigh).
        """
        anchors = phrase.anchors
        lists = []
        for stem in anchors:
            places = self.places.get(stem)
            if places is None:
                return []
            lists.append(places)
        if any(len(self.places[stem]) < 2 for stem in phrase.twice):
            return []
        rarest = min(lists, key=len)
        slack = 0 if tight else phrase.slack
        matches: list[Match] = []
        for place in rarest:
            match = self._match_at(phrase, lists, place, slack, tight)
            if match and (not matches or match.at != matches[-1].at):
                matches.append(match)
        return matches

    def _match_at(
        self, phrase: Phrase, lists: list[list[int]], place: int, slack: int, tight: bool
    ) -> Match | None:
        chosen = [_nearest(places, place) for places in lists]
        if any(not 0 < chosen[to] - chosen[word] <= _DIRECTION_REACH for to, word in phrase.directed):
            return None
        if phrase.than[1] and not self._is_compared(phrase, lists, chosen):
            return None
        if phrase.has_denial:
            denial = self._denial_before(chosen[_denied_position(phrase)], min(chosen))
            if denial is None:
                return None
            chosen.append(denial)
        at = tuple(sorted(chosen))
        if at[-1] - at[0] > _SPAN_LIMIT:
            return None
        foreign = self._between(at)
        if phrase.in_order and (foreign or at[-1] - at[0] > len(at) + 1):
            return None
        if any(after - before > (_GAP_WITH_FOREIGN if foreign else _GAP) for before, after in pairwise(at)):
            return None
        if foreign > slack or self._turns[at[-1]] - self._turns[at[0]]:
            return None
        if tight and self._joints[at[-1] + 1] - self._joints[at[0] + 1]:
            return None
        if phrase.whole and any(self.tokens[i].gap is not Gap.NONE for i in range(at[0] + 1, at[-1] + 1)):
            return None
        if not phrase.has_denial and any(
            self.tokens[i].negates for i in range(at[0] + 1, at[-1]) if i not in at
        ):
            return None
        roots = {self.tokens[i].root for i in at}
        exact = sum(root in roots for root in phrase.roots)
        ordered = all(a < b for a, b in pairwise(chosen)) if not phrase.has_denial else True
        return Match(at, foreign, exact, ordered) if ordered or not phrase.in_order else None

    def _is_compared(self, phrase: Phrase, lists: list[list[int]], chosen: list[int]) -> bool:
        """Whether the text says "than" too, and the same things before and after it. Chooses those places."""
        first, last = phrase.than
        for than in self._thans:
            before = {n: max((i for i in lists[n] if i < than), default=None) for n in first}
            after = {n: min((i for i in lists[n] if i > than), default=None) for n in last}
            places = before | after
            if all(place is not None and abs(place - than) <= _GAP for place in places.values()):
                for n, place in places.items():
                    chosen[n] = place if place is not None else chosen[n]
                return True
        return False

    def _between(self, at: tuple[int, ...]) -> int:
        """Foreign words and pauses from the first word to the last; the phrase's own words are free."""
        total = self._cost[at[-1] + 1] - self._cost[at[0] + 1]
        return total - sum(
            0 if self.tokens[i].is_small or self.tokens[i].word in _SIDES else 1 for i in at[1:]
        )

    def _denial_before(self, place: int, first: int) -> int | None:
        """The "no", "not" or "cannot" that governs the word at `place`: only small words stand between."""
        for index in range(place - 1, max(-1, place - 8), -1):
            token = self.tokens[index]
            if token.stem in NEGATORS:
                return index
            if self.tokens[index + 1].gap is not Gap.NONE or not (token.is_small or index >= first):
                return None
        return None

    def is_denied(self, match: Match, phrase: Phrase) -> bool:
        """Whether the reader says that this very thing is not so: "no numbness", "not numb"."""
        if phrase.has_denial:
            return False
        if any(i in self.heads for i in match.at):
            return True
        return self._called_normal(match.last)

    def is_as_written(self, match: Match, phrase: Phrase) -> bool:
        """Whether its words stand in their order, with no foreign word and no "and" in between but its own."""
        joints = self._joints[match.at[-1] + 1] - self._joints[match.at[0] + 1]
        return match.ordered and not match.foreign and joints <= phrase.joints

    def is_long_ago(self, match: Match) -> bool:
        """Whether the reader places this very thing years back, or in childhood, and not also today."""
        if match.first and self.tokens[match.first - 1].word == "old":
            return not (match.first > 1 and self.tokens[match.first - 2].word in ("year", "years", "yr"))
        return any(self._is_dated(match, when) for when in self._long_agos)

    def _is_dated(self, match: Match, when: tuple[int, int]) -> bool:
        """Whether a time tells of what was said: in its clause, or in the next when the time opens the sentence."""
        first, last = when
        if match.first <= last and first <= match.last:
            return True
        between = range(match.last + 1, first) if match.last < first else range(last + 1, match.first)
        if len(between) > _REACH_OF_TIME or any(self.tokens[i].word in _NEWS for i in between):
            return False
        gaps = [self.tokens[i].gap for i in (*between, max(first, match.first)) if self.tokens[i].gap]
        opens = first == 0 or self.tokens[first].gap is Gap.END
        if Gap.END in gaps or len(gaps) > (1 if opens else 0):
            return False
        return not any(t.word in _AND_TODAY for t in self.tokens[last + 1 : last + 6] if t.gap is not Gap.END)

    def _called_normal(self, last: int) -> bool:
        for index in range(last + 1, min(last + 4, len(self.tokens))):
            token = self.tokens[index]
            if token.gap is not Gap.NONE:
                return False
            if token.word in _NORMAL:
                following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
                return following is None or following.gap is not Gap.NONE or following.word in _AFTER_NORMAL
            if token.word not in _BEING:
                return False
        return False


_NORMAL = frozenset({"normal", "fine", "ok", "okay", "unaffected", "alright", "unchanged"})
_AFTER_NORMAL = frozenset({"and", "but", "though", "so", "just"})
_BEING = frozenset({"is", "are", "was", "were", "all", "feels", "feel", "seems", "both", "still", "been", "has", "totally",
                    "completely", "perfectly", "quite", "s", "its", "also", "very"})  # fmt: skip


# --- What is long past --------------------------------------------------------------------------------------------

_REACH_OF_TIME = 9  # words between a thing and the time it is given
_NEWS = _TURNS | {"now", "today", "tonight", "yesterday", "since", "recently", "lately", "ever"}
_AND_TODAY = frozenset({"again", "today", "tonight", "yesterday", "recently"})
_LONG = frozenset({"years", "year", "yrs", "decades", "decade", "ages", "yonks"})
_YOUNG = frozenset(
    {"kid", "kids", "child", "teenager", "teen", "boy", "girl", "lad", "lass", "young", "younger", "youngster", "school",
     "student", "little"}
)  # fmt: skip
_YOUTH = frozenset({"teens", "childhood", "youth", "twenties"})
_OLD_YEAR = re.compile(r"19\d\d|20[01]\d")


def long_agos(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Where the text says "years ago", "years back", "when i was a kid" or "in 1998": (first, last) word of each.

    "A year ago" is not long: what happened then may still be part of the story.
    """
    return [
        (first, index) for index in range(len(tokens)) if (first := _begin_of_time(tokens, index)) is not None
    ]


def _begin_of_time(tokens: Sequence[Token], index: int) -> int | None:
    word = tokens[index].word
    before = [token.word for token in tokens[max(0, index - 4) : index]]
    if word == "ago" and before and (before[-1] in _LONG or "long" in before[-2:]):
        lone = before[-1] == "year" or before[-1] == "decade"
        return None if lone and before[-2:-1] in (["a"], ["one"]) and before[-1] == "year" else index - 1
    if word == "back" and before and before[-1] in _LONG and "for" not in before:
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        ends = (
            following is None
            or following.gap is not Gap.NONE
            or following.word in _JOINTS | {"i", "my", "when"}
        )
        return index - 1 if ends else None
    if word in _YOUNG and ({"as", "when"} & {*before} or (word == "school" and before[-1:] == ["at"])):
        told = "as" in before[-3:] or "was" in before[-3:] or word == "school"
        return max(0, index - 2) if told else None
    if word in _YOUTH and {"in", "since"} & {*before[-3:]}:
        return index - 1
    return index if _OLD_YEAR.fullmatch(word) and before[-1:] in (["in"], ["since"], ["of"]) else None


def _nearest(places: list[int], place: int) -> int:
    """The index closest to `place`; the one before wins a tie, since phrases read forward from their first word."""
    at = bisect_left(places, place)
    around = places[max(0, at - 1) : at + 1]
    return min(around, key=lambda index: abs(index - place))


def _denied_position(phrase: Phrase) -> int:
    """Among the anchors, the word that follows the phrase's own denial ("lift" in "cannot lift foot")."""
    for position, stem in enumerate(phrase.stems):
        if stem in NEGATORS:
            before = sum(s not in NEGATORS for s in phrase.stems[:position])
            return min(before, len(phrase.anchors) - 1)
    return 0


# --- What is denied -----------------------------------------------------------------------------------------------

# Between "no" and what it denies: "no sign of", "not got any", "without any real".
_FILLERS = frozenset(
    {"sign", "signs", "problem", "problems", "trouble", "issue", "issues", "change", "changes", "history", "symptom",
     "symptoms", "longer", "new", "actual", "obvious", "loss", "hint", "trace", "experienced", "noticed", "suffer",
     "suffering", "real", "true", "serious", "evidence", "complaint", "complaints", "difficulty", "more", "bad",
     "severe", "significant"}
)  # fmt: skip
_FEELING = frozenset({"feel", "feeling", "felt", "feels"})
_NOUN_DENIALS = frozenset({"no", "without", "none", "nor"})
_NOT_A_DENIAL = frozenset({"only", "just", "sure", "nothing"})  # "not only numb", "not just", "not sure"
_SUBJECTS = frozenset({"i", "my", "it", "he", "she", "they", "we", "im", "ive", "its"})
_JOINED_BY = frozenset({"or", "nor"})
_LIST_REACH = 5  # words a listed thing may have: "no numbness, tingling in my feet or weakness"


def denied_heads(tokens: Sequence[Token]) -> Mapping[int, int]:
    """Indexes of the words that a denial falls on -> the index of that denial.

    A denial falls on the first word of meaning after it, and along a list that ends in "or" ("no numbness, tingling or
    weakness"). It does not reach past "and", "but" or any other word of meaning: in doubt a sign counts as said.
    """
    heads: dict[int, int] = {}
    for index, token in enumerate(tokens):
        if not token.negates or token.word == "nothing":  # "nothing helps" denies the help alone
            continue
        head = _head_after(tokens, index)
        while head is not None and head not in heads:
            heads[head] = index
            head = _next_in_list(tokens, head)
    return heads


def _head_after(tokens: Sequence[Token], index: int) -> int | None:
    for following in range(index + 1, min(index + 8, len(tokens))):
        token = tokens[following]
        if (
            token.gap is not Gap.NONE
            or token.word in _TURNS
            or token.word in _NOT_A_DENIAL
            or token.word == "and"
        ):
            return None
        if token.negates or token.stem == "cannot":
            return None
        noun = tokens[index].word in _NOUN_DENIALS
        if noun and token.word in _SUBJECTS and following == index + 1:
            return None
        if token.word in _FEELING and not noun:
            continue
        if token.is_small or token.word in _FILLERS:
            continue
        return following
    return None


def _next_in_list(tokens: Sequence[Token], head: int) -> int | None:
    """The first word of the next thing in a list that ends in "or", or None when the list ends here."""
    for index in range(head + 1, min(head + 1 + _LIST_REACH, len(tokens))):
        token = tokens[index]
        if token.gap is Gap.END or token.word in _TURNS or token.word == "and":
            return None
        if token.word in _JOINED_BY:
            return _first_of_meaning(tokens, index + 1)
        if token.gap is Gap.PAUSE:
            return index if _or_follows(tokens, index) else None
    return None


def _or_follows(tokens: Sequence[Token], index: int) -> bool:
    for later in range(index + 1, min(index + 1 + 2 * _LIST_REACH, len(tokens))):
        token = tokens[later]
        if token.word in _SUBJECTS or token.gap is Gap.END or token.word in _TURNS or token.word == "and":
            return False
        if token.word in _JOINED_BY:
            return True
    return False


def _first_of_meaning(tokens: Sequence[Token], index: int) -> int | None:
    for following in range(index, min(index + 4, len(tokens))):
        token = tokens[following]
        if (token.gap is not Gap.NONE and following > index) or token.word in _SUBJECTS - {"my", "its"}:
            return None
        if not token.is_small:
            return following
    return None

"""Red-flag rules: which warnings must stand above everything else, for what was typed and what was chosen.

The grammar of rules and items is told in docs/content.md. A sign counts as said unless the reader denies that very sign;
in doubt the warning shows.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, assert_never

from search import text
from search.lexicon import KIND_OF_PARAM, Lexicon
from search.phrases import Phrase, Typed, compile_phrase
from search.understanding import Part, Understanding

Urgency = Literal["emergency", "same-day", "soon"]
URGENCIES: tuple[Urgency, ...] = ("emergency", "same-day", "soon")

_TERM_KINDS = ("symptom", "region", "posture", "treatment")

# An item as a file writes it: a string, or a list of items of which any will do.
Written = str | Sequence["Written"]


@dataclass(frozen=True, slots=True)
class PhraseItem:
    words: str


@dataclass(frozen=True, slots=True)
class TermItem:
    kind: str
    key: str
    effect: Literal["worse", "better"] | None  # None: said at all


@dataclass(frozen=True, slots=True)
class FlagItem:
    """The words of another flag; None stands for the flag's own words."""

    key: str | None


@dataclass(frozen=True, slots=True)
class NotItem:
    """Holds when the reader denies it in so many words."""

    item: "Item"


@dataclass(frozen=True, slots=True)
class PastItem:
    """Holds when the reader says it and places it long ago, each time it is said."""

    item: "Item"


@dataclass(frozen=True, slots=True)
class BothItem:
    """Holds when a place is spoken of on both sides: "both legs", "left foot, now the right one too"."""

    key: str


@dataclass(frozen=True, slots=True)
class AnyItem:
    items: tuple["Item", ...]


Item = PhraseItem | TermItem | FlagItem | NotItem | PastItem | BothItem | AnyItem


@dataclass(frozen=True, slots=True)
class Rule:
    urgency: Urgency
    all_of: tuple[Written, ...] = ()
    any_of: tuple[Written, ...] = ()
    unless: tuple[Written, ...] = ()

    def __post_init__(self) -> None:
        for name in (
            "all_of",
            "any_of",
            "unless",
        ):  # lists from a file become tuples, so that rules can be kept ready
            object.__setattr__(self, name, _frozen(getattr(self, name)))


def _frozen(written: Written) -> Written:
    return written if isinstance(written, str) else tuple(_frozen(item) for item in written)


@dataclass(frozen=True, slots=True)
class Flag:
    key: str
    slug: str
    name: str
    urgency: Urgency
    words: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    conditions: tuple[str, ...] = ()  # keys of those it can point to, most telling first


@dataclass(frozen=True, slots=True)
class Warning:
    """A flag that shows, at the most urgent of its rules that hold."""

    key: str
    slug: str
    name: str
    urgency: Urgency
    conditions: tuple[str, ...] = ()


def parse_item(written: Written) -> Item:
    """An item as a rule means it. Raises ValueError, with the remedy, for one that is ill-formed."""
    if isinstance(written, str):
        return _parse_string(written)
    if not written:
        raise ValueError("an empty list of items: give at least one, or leave the list out")
    return AnyItem(tuple(parse_item(item) for item in written))


_LONG_AGO = " years ago"


@lru_cache(maxsize=8192)
def _parse_string(written: str) -> Item:
    stripped = " ".join(written.split())
    if stripped.startswith("not "):
        inner = _parse_string(stripped.removeprefix("not "))
        if isinstance(inner, NotItem):
            raise ValueError(f"{written!r}: 'not' is said twice; say it once")
        return NotItem(inner)
    if stripped.endswith(_LONG_AGO):
        return PastItem(_parse_string(stripped.removesuffix(_LONG_AGO)))
    if stripped == "words":
        return FlagItem(None)
    kind, slash, key = stripped.partition("/")
    if slash and " " not in stripped:
        return _parse_reference(written, kind, key)
    if compile_phrase(stripped) is None:
        raise ValueError(
            f"{written!r}: no word of it carries meaning; write a phrase such as 'numb between my legs'"
        )
    return PhraseItem(stripped)


def _parse_reference(written: str, kind: str, key: str) -> Item:
    key, colon, effect = key.partition(":")
    if not key:
        raise ValueError(f"{written!r}: the key is missing after '/'; write for example 'symptom/numbness'")
    if kind == "flag":
        if colon:
            raise ValueError(f"{written!r}: a flag has no effect; leave ':{effect}' out")
        return FlagItem(key)
    if kind == "both":
        if colon:
            raise ValueError(f"{written!r}: a place has no effect; leave ':{effect}' out")
        return BothItem(key)
    if kind not in _TERM_KINDS:
        raise ValueError(f"{written!r}: {kind!r} is not one of {', '.join(_TERM_KINDS)}, both or flag")
    if not colon:
        return TermItem(kind, key, None)
    if kind != "posture":
        raise ValueError(f"{written!r}: only a posture has an effect; leave ':{effect}' out")
    if effect == "worse":
        return TermItem(kind, key, "worse")
    if effect == "better":
        return TermItem(kind, key, "better")
    raise ValueError(f"{written!r}: the effect after ':' is 'worse' or 'better', not {effect!r}")


def problems(flags: Sequence[Flag], lexicon: Lexicon) -> list[str]:
    """What is wrong with the rules, one line each with its remedy: ill-formed items, unknown terms and flags,
    and an `unless` that silences a sign of its own rule."""
    keys = {flag.key for flag in flags}
    return [
        f"red flag {flag.key!r}: {problem}"
        for flag in flags
        for problem in (
            *(p for written in (*flag.words, *_items(flag)) for p in _problems_of(written, keys, lexicon)),
            *_silenced_in(flag),
        )
    ]


_SILENCES = (
    "{!r} in `unless` silences this rule's own sign {!r}: small words aside, whoever says the sign says it too; "
    "add a word that the sign does not have, or take it out"
)


def silenced(rule: Rule, words: Sequence[str] = ()) -> list[tuple[int, str]]:
    """The `unless` phrases that silence a sign of their own rule: (place in `unless`, message with the remedy).

    Small words are left out when phrases are compared, so that "hop on" is said by whoever says "cannot hop". `words` are
    the flag's own, for rules that ask for them.
    """
    signs = [
        (sign, frozenset(phrase.stems))
        for written in (*rule.all_of, *rule.any_of)
        for sign in _signs_in(parse_item(written), words)
        if (phrase := compile_phrase(sign))
    ]
    found = []
    for place, written in enumerate(rule.unless):
        for words_of_unless in _signs_in(parse_item(written), words):
            phrase = compile_phrase(words_of_unless)
            sign = next((sign for sign, stems in signs if phrase and stems >= set(phrase.stems)), None)
            if sign:
                found.append((place, _SILENCES.format(words_of_unless, sign)))
                break
    return found


def _signs_in(item: Item, words: Sequence[str]) -> list[str]:
    """The phrases of which one is enough for an item to be said."""
    match item:
        case PhraseItem(phrase):
            return [phrase]
        case FlagItem(None):
            return list(words)
        case AnyItem(items):
            return [phrase for inner in items for phrase in _signs_in(inner, words)]
        case _:
            return []


def _silenced_in(flag: Flag) -> list[str]:
    try:
        return [message for rule in flag.rules for _, message in silenced(rule, flag.words)]
    except ValueError:
        return []  # told by _problems_of


def _items(flag: Flag) -> list[Written]:
    return [item for rule in flag.rules for item in (*rule.all_of, *rule.any_of, *rule.unless)]


def _problems_of(written: Written, keys: set[str], lexicon: Lexicon) -> list[str]:
    try:
        return _unknown(parse_item(written), keys, lexicon)
    except ValueError as error:
        return [str(error)]


def _unknown(item: Item, keys: set[str], lexicon: Lexicon) -> list[str]:
    match item:
        case TermItem(kind, key):
            known = lexicon.get(kind, key) is not None
            return [] if known else [f"there is no {kind} with the key {key!r}; check content/vocabulary"]
        case FlagItem(key):
            return [] if key is None or key in keys else [f"there is no flag with the key {key!r}"]
        case BothItem(key):
            known = lexicon.get("region", key) is not None
            return [] if known else [f"there is no region with the key {key!r}; check content/vocabulary"]
        case NotItem(inner) | PastItem(inner):
            return _unknown(inner, keys, lexicon)
        case AnyItem(items):
            return [problem for inner in items for problem in _unknown(inner, keys, lexicon)]
        case PhraseItem():
            return []
        case _:
            assert_never(item)


def spelling_words(flags: Iterable[Flag]) -> list[str]:
    """All phrases of the rules, for Lexicon.build(extra_words=...): a misspelt sign must still warn."""
    return [
        phrase
        for flag in flags
        for written in (*flag.words, *_items(flag))
        for phrase in _phrases_in(parse_item(written))
    ]


def _phrases_in(item: Item) -> list[str]:
    match item:
        case PhraseItem(words):
            return [words]
        case NotItem(inner) | PastItem(inner):
            return _phrases_in(inner)
        case AnyItem(items):
            return [phrase for inner in items for phrase in _phrases_in(inner)]
        case _:
            return []


def warnings(
    flags: Sequence[Flag], understanding: Understanding, chosen: Mapping[str, Collection[str]] | None = None
) -> tuple[Warning, ...]:
    """The flags that show, most urgent first, then in the order of `flags`.

    `chosen` maps a list of the search page ("where", "feels", "worse", "better") to the keys chosen from it.
    """
    reading = _Reading(_book(flags), understanding, chosen or {})
    shown = [
        Warning(flag.key, flag.slug, flag.name, urgency, flag.conditions)
        for flag in flags
        if (urgency := reading.urgency_of(flag))
    ]
    return tuple(sorted(shown, key=lambda warning: URGENCIES.index(warning.urgency)))


@dataclass(frozen=True, slots=True)
class _Either:
    """Alternatives. Phrases, of which a rule may have hundreds, are held against all that was said in one step."""

    phrases: frozenset[str]
    others: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _ParsedRule:
    urgency: Urgency
    all_of: tuple[_Either, ...]
    any_of: _Either | None  # None when the rule asks for none
    unless: _Either
    symptoms: frozenset[str]  # keys of those that it asks for


class _Book:
    """All flags made ready once: items parsed, every phrase waiting under its rarest word."""

    def __init__(self, flags: Sequence[Flag]) -> None:
        self.flags = {flag.key: flag for flag in flags}
        self.words = {flag.key: frozenset(flag.words) for flag in flags}
        self.rules = {flag.key: tuple(_parsed(rule) for rule in flag.rules) for flag in flags}
        phrases = {words: phrase for words in spelling_words(flags) if (phrase := compile_phrase(words))}
        shared = Counter(stem for phrase in phrases.values() for stem in phrase.anchors)
        self._waiting: dict[str, list[tuple[str, Phrase]]] = defaultdict(list)
        for words, phrase in phrases.items():
            self._waiting[min(phrase.anchors, key=lambda stem: shared[stem])].append((words, phrase))

    def phrases_in(self, typed: Typed) -> dict[str, "_Told"]:
        """The phrases of all flags found in a text."""
        found = {}
        for stem in typed.places:
            for words, phrase in self._waiting.get(stem, ()):
                matches = typed.find(phrase)
                if matches:
                    said = [match for match in matches if not typed.is_denied(match, phrase)]
                    past = bool(said) and all(typed.is_long_ago(match) for match in said)
                    written = any(typed.is_as_written(match, phrase) for match in said)
                    found[words] = _Told(bool(said), len(said) < len(matches), past, written)
        return found


@dataclass(frozen=True, slots=True)
class _Told:
    """What a text says of a phrase; it may be neither said nor denied, and both."""

    said: bool = False
    denied: bool = False
    past: bool = False  # said, and each time placed long ago
    as_written: bool = False  # said with its words in their order and nothing of meaning in between


def _parsed(rule: Rule) -> _ParsedRule:
    all_of = tuple(_either((written,)) for written in rule.all_of)
    any_of = _either(rule.any_of) if rule.any_of else None
    asked = [item for one in (*all_of, any_of) if one for item in one.others]
    symptoms = frozenset(item.key for item in asked if isinstance(item, TermItem) and item.kind == "symptom")
    return _ParsedRule(rule.urgency, all_of, any_of, _either(rule.unless), symptoms)


def _either(written: Iterable[Written]) -> _Either:
    items = list(_flattened(parse_item(one) for one in written))
    phrases = frozenset(item.words for item in items if isinstance(item, PhraseItem))
    return _Either(phrases, tuple(item for item in items if not isinstance(item, PhraseItem)))


def _flattened(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        if isinstance(item, AnyItem):
            yield from _flattened(item.items)
        else:
            yield item


# Known by the very sequence: comparing or hashing thousands of phrases would cost every search a millisecond.
_books: dict[int, tuple[Sequence[Flag], _Book]] = {}


def _book(flags: Sequence[Flag]) -> _Book:
    held = _books.get(id(flags))
    if held is None or held[0] is not flags or not isinstance(flags, tuple):
        if len(_books) >= 8:
            _books.clear()
        held = _books[id(flags)] = (flags, _Book(flags))
    return held[1]


_NOTHING = _Told()


class _Reading:
    """One text held against the rules."""

    def __init__(
        self, book: _Book, understanding: Understanding, chosen: Mapping[str, Collection[str]]
    ) -> None:
        self._book = book
        self._flags = book.flags
        self._understanding = understanding
        self._lexicon = understanding.lexicon
        self._chosen = {
            (KIND_OF_PARAM[param], key, param)
            for param, keys in chosen.items()
            if param in KIND_OF_PARAM
            for key in keys
        }
        self._phrases = book.phrases_in(understanding.typed)
        self._said = {words for words, told in self._phrases.items() if told.said}
        self._as_written = {words for words, told in self._phrases.items() if told.as_written}

    def urgency_of(self, flag: Flag) -> Urgency | None:
        held = {rule.urgency for rule in self._book.rules[flag.key] if self._holds(rule, flag)}
        return next((urgency for urgency in URGENCIES if urgency in held), None)

    def _holds(self, rule: _ParsedRule, flag: Flag) -> bool:
        if not (rule.all_of or rule.any_of):
            return False
        return (
            all(self._is_either_said(either, flag) for either in rule.all_of)
            and (rule.any_of is None or self._is_either_said(rule.any_of, flag))
            and (self._is_chosen(rule) or not self._is_silenced(rule.unless, flag))
        )

    def _is_chosen(self, rule: _ParsedRule) -> bool:
        """Whether a symptom of the rule was chosen from a list: who ticks a sign has it, whatever else was typed."""
        return any(("symptom", key, "feels") in self._chosen for key in rule.symptoms)

    def _is_either_said(self, either: _Either, flag: Flag) -> bool:
        return not self._said.isdisjoint(either.phrases) or any(
            self._is_said(item, flag) for item in either.others
        )

    def _is_silenced(self, unless: _Either, flag: Flag) -> bool:
        """Phrases only as they are written: to warn, words may stand loosely; to silence, never.

        "Back pain and her bottom is numb" holds the words of "bottom of back", and is not about it.
        """
        return not self._as_written.isdisjoint(unless.phrases) or any(
            self._is_said(item, flag) for item in unless.others
        )

    def _is_said(self, item: Item, flag: Flag) -> bool:
        match item:
            case PhraseItem(words):
                return self._phrase(words).said
            case TermItem():
                return self._term_is_said(item)
            case FlagItem(key):
                named = flag if key is None else self._flags.get(key)
                return named is not None and not self._said.isdisjoint(self._book.words[named.key])
            case NotItem(inner):
                return self._is_denied(inner, flag)
            case PastItem(inner):
                return self._is_past(inner, flag)
            case BothItem(key):
                return self._is_on_both_sides(key)
            case AnyItem(items):
                return any(self._is_said(inner, flag) for inner in items)
            case _:
                assert_never(item)

    def _is_denied(self, item: Item, flag: Flag) -> bool:
        if self._is_said(item, flag):
            return False
        match item:
            case PhraseItem(words):
                return self._phrase(words).denied
            case TermItem():
                return any(part.negated and self._names(part, item) for part in self._understanding.parts)
            case FlagItem(key):
                named = flag if key is None else self._flags.get(key)
                return named is not None and any(self._phrase(words).denied for words in named.words)
            case AnyItem(items):
                return any(self._is_denied(inner, flag) for inner in items)
            case NotItem() | PastItem() | BothItem():
                return False
            case _:
                assert_never(item)

    def _phrase(self, words: str) -> _Told:
        return self._phrases.get(words, _NOTHING)

    def _is_past(self, item: Item, flag: Flag) -> bool:
        match item:
            case PhraseItem(words):
                return self._phrase(words).past
            case TermItem():
                parts = [p for p in self._understanding.parts if not p.negated and self._names(p, item)]
                return bool(parts) and all(part.past for part in parts)
            case FlagItem(key):
                named = flag if key is None else self._flags.get(key)
                told = [self._phrase(words) for words in named.words] if named else []
                said = [one for one in told if one.said]
                return bool(said) and all(one.past for one in said)
            case _:
                return False

    def _is_on_both_sides(self, region: str) -> bool:
        within = self._lexicon.within(region)
        if any(
            part.kind == "region" and part.key in within and part.side == "both" and not part.negated
            for part in self._understanding.parts
        ):
            return True
        return one_side_and_the_other(self._understanding.typed, within, self._lexicon)

    def _term_is_said(self, item: TermItem) -> bool:
        if any(not part.negated and self._names(part, item) for part in self._understanding.parts):
            return True
        return any(
            kind == item.kind and self._is_key(key, item) and item.effect in (None, param)
            for kind, key, param in self._chosen
        )

    def _names(self, part: Part, item: TermItem) -> bool:
        return part.kind == item.kind and self._is_key(part.key, item) and item.effect in (None, part.effect)

    def _is_key(self, key: str, item: TermItem) -> bool:
        return key == item.key or (item.kind == "region" and item.key in self._lexicon.ancestors(key))


_OTHER_SIDE = {"left": "right", "right": "left", "one": "other", "first": "other"}
_SWAPPING = frozenset(
    text.stem(word) for word in "swap swaps switch switches alternate alternates sometimes either ".split()
)


def one_side_and_the_other(typed: Typed, within: Collection[str], lexicon: Lexicon) -> bool:
    """Whether a place is named on one side and then on the other: "left foot went, now the right one too".

    "Sometimes left, sometimes right" and "left or right" tell of one side at a time.
    """
    named: set[str] = set()
    for index, token in enumerate(typed.tokens):
        if token.stem in _SWAPPING or token.word == "or":
            return False
        if token.word not in ("left", "right", "one", "first", "other") or index in typed.heads:
            continue
        near = typed.tokens[index + 1 : index + 3]
        if any(lexicon.regions_called(t.stem) & set(within) for t in near) or (named and _stands_alone(near)):
            named.add(token.word)
    return any(side in named and other in named for side, other in _OTHER_SIDE.items()) or (
        "other" in named and len(named) > 1
    )


def _stands_alone(following: Sequence[text.Token]) -> bool:
    """ "the other too", "the right one", "now the other." """
    return not following or following[0].gap is not text.Gap.NONE or following[0].word in _ALONE


_ALONE = frozenset({"too", "one", "also", "as", "is", "has", "now", "went", "and", "aswell"})


__all__ = [
    "URGENCIES", "AnyItem", "BothItem", "Flag", "FlagItem", "Item", "NotItem", "PastItem", "PhraseItem", "Rule", "TermItem", "Urgency",
    "Warning", "Written", "parse_item", "problems", "silenced", "spelling_words", "warnings",
]  # fmt: skip

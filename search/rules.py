"""Red-flag rules: which warnings must stand above everything else, for what was typed and what was chosen.

The grammar of rules and items is told in docs/content.md. A sign counts as said unless the reader denies that very sign;
in doubt the warning shows.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, assert_never

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
class AnyItem:
    items: tuple["Item", ...]


Item = PhraseItem | TermItem | FlagItem | NotItem | AnyItem


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


@lru_cache(maxsize=8192)
def _parse_string(written: str) -> Item:
    stripped = " ".join(written.split())
    if stripped.startswith("not "):
        inner = _parse_string(stripped.removeprefix("not "))
        if isinstance(inner, NotItem):
            raise ValueError(f"{written!r}: 'not' is said twice; say it once")
        return NotItem(inner)
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
    if kind not in _TERM_KINDS:
        raise ValueError(f"{written!r}: {kind!r} is not one of {', '.join(_TERM_KINDS)} or flag")
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
    """What is wrong with the rules, one line each with its remedy: ill-formed items, unknown terms and flags."""
    keys = {flag.key for flag in flags}
    return [
        f"red flag {flag.key!r}: {problem}"
        for flag in flags
        for written in (*flag.words, *_items(flag))
        for problem in _problems_of(written, keys, lexicon)
    ]


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
        case NotItem(inner):
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
        case NotItem(inner):
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
    reading = _Reading(_book(tuple(flags)), understanding, chosen or {})
    shown = [
        Warning(flag.key, flag.slug, flag.name, urgency, flag.conditions)
        for flag in flags
        if (urgency := reading.urgency_of(flag))
    ]
    return tuple(sorted(shown, key=lambda warning: URGENCIES.index(warning.urgency)))


@dataclass(frozen=True, slots=True)
class _ParsedRule:
    urgency: Urgency
    all_of: tuple[Item, ...]
    any_of: tuple[Item, ...]
    unless: tuple[Item, ...]


class _Book:
    """All flags made ready once: items parsed, every phrase waiting under its rarest word."""

    def __init__(self, flags: Sequence[Flag]) -> None:
        self.flags = {flag.key: flag for flag in flags}
        self.rules = {flag.key: tuple(_parsed(rule) for rule in flag.rules) for flag in flags}
        phrases = {words: phrase for words in spelling_words(flags) if (phrase := compile_phrase(words))}
        shared = Counter(stem for phrase in phrases.values() for stem in phrase.anchors)
        self._waiting: dict[str, list[tuple[str, Phrase]]] = defaultdict(list)
        for words, phrase in phrases.items():
            self._waiting[min(phrase.anchors, key=lambda stem: shared[stem])].append((words, phrase))

    def phrases_in(self, typed: Typed) -> dict[str, tuple[bool, bool]]:
        """The phrases of all flags found in a text -> whether each is said, and whether it is denied."""
        found = {}
        for stem in typed.places:
            for words, phrase in self._waiting.get(stem, ()):
                denials = [typed.is_denied(match, phrase) for match in typed.find(phrase)]
                if denials:
                    found[words] = (not all(denials), any(denials))
        return found


def _parsed(rule: Rule) -> _ParsedRule:
    return _ParsedRule(
        rule.urgency,
        *(tuple(parse_item(i) for i in items) for items in (rule.all_of, rule.any_of, rule.unless)),
    )


@lru_cache(maxsize=8)
def _book(flags: tuple[Flag, ...]) -> _Book:
    return _Book(flags)


_NEITHER = (False, False)


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

    def urgency_of(self, flag: Flag) -> Urgency | None:
        held = {rule.urgency for rule in self._book.rules[flag.key] if self._holds(rule, flag)}
        return next((urgency for urgency in URGENCIES if urgency in held), None)

    def _holds(self, rule: _ParsedRule, flag: Flag) -> bool:
        if not (rule.all_of or rule.any_of):
            return False
        return (
            all(self._is_said(item, flag) for item in rule.all_of)
            and (not rule.any_of or any(self._is_said(item, flag) for item in rule.any_of))
            and not any(self._is_said(item, flag) for item in rule.unless)
        )

    def _is_said(self, item: Item, flag: Flag) -> bool:
        match item:
            case PhraseItem(words):
                return self._phrase(words)[0]
            case TermItem():
                return self._term_is_said(item)
            case FlagItem(key):
                named = flag if key is None else self._flags.get(key)
                return named is not None and any(self._phrase(words)[0] for words in named.words)
            case NotItem(inner):
                return self._is_denied(inner, flag)
            case AnyItem(items):
                return any(self._is_said(inner, flag) for inner in items)
            case _:
                assert_never(item)

    def _is_denied(self, item: Item, flag: Flag) -> bool:
        if self._is_said(item, flag):
            return False
        match item:
            case PhraseItem(words):
                return self._phrase(words)[1]
            case TermItem():
                return any(part.negated and self._names(part, item) for part in self._understanding.parts)
            case FlagItem(key):
                named = flag if key is None else self._flags.get(key)
                return named is not None and any(self._phrase(words)[1] for words in named.words)
            case AnyItem(items):
                return any(self._is_denied(inner, flag) for inner in items)
            case NotItem():
                return False
            case _:
                assert_never(item)

    def _phrase(self, words: str) -> tuple[bool, bool]:
        """Whether a phrase is said, and whether it is denied; it may be neither."""
        return self._phrases.get(words, _NEITHER)

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


__all__ = [
    "URGENCIES", "AnyItem", "Flag", "FlagItem", "Item", "NotItem", "PhraseItem", "Rule", "TermItem", "Urgency",
    "Warning", "Written", "parse_item", "problems", "spelling_words", "warnings",
]  # fmt: skip

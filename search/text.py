"""From what a reader typed to words that can be compared.

Two forms of a word matter. Its *root* brings together spelling variants, plural and tense ("oedemas", "edema"). Its
*stem* also brings together words that mean the same throughout this subject ("bum", "buttocks"). Phrases are compared by
stem, and where two phrases share their stems the one with the reader's own roots wins.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache

import snowballstemmer

from search import wordlists

MAX_CHARS = 2000  # far more than most type about a pain, so that a sign at the end is read; bounds the cost of all after it

_stemmer = snowballstemmer.stemmer("english")

_APOSTROPHES = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "`": "'", "\u2032": "'"}
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?;\n]|\s[-\u2013\u2014]+\s")
_PAUSE = re.compile(r"[,:()/\"]")
_AND = re.compile(r"[&+]")

_SHORTENED = re.compile(r"'(?:ll|re|ve|d)$")  # "i'll" is no illness

# "cannot" is a sign ("cannot pee"), "not" denies one ("not numb"): the two are kept apart.
_CANNOT = {"cant", "can't", "cannot", "couldnt", "couldn't", "cudnt", "carnt", "unable"}
_NOT = frozenset(
    {"not", "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "werent", "wont", "wouldnt", "havent", "hasnt", "hadnt",
     "aint", "no", "nor", "neither", "never", "without", "none", "nothing", "nowt", "denies", "nope", "shouldnt"}
)  # fmt: skip


class Gap(IntEnum):
    """What stands before a word."""

    NONE = 0
    PAUSE = 1  # a comma or bracket
    END = 2  # the end of a sentence


@dataclass(frozen=True, slots=True)
class Token:
    word: str  # lower case, contractions settled, spelling repaired
    root: str
    stem: str
    start: int  # positions in the cleaned text
    end: int
    gap: Gap = Gap.NONE
    repaired: bool = False

    @property
    def is_small(self) -> bool:
        """Whether the word may stand between the words of a phrase without breaking it."""
        return self.word in wordlists.small_words()

    @property
    def sort(self) -> str:
        """Which sort of small word it is; empty for a word of meaning."""
        return wordlists.small_words().get(self.word, "")

    @property
    def negates(self) -> bool:
        return self.stem == "not"


def clean(text: str) -> str:
    """The text as it is kept and shown: one line, NFKC, no control or direction characters, at most MAX_CHARS."""
    text = text[:MAX_CHARS]
    if text.isascii() and text.isprintable():  # nearly everything; nothing below would change it
        return " ".join(text.replace("`", "'").split())
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    kept = (
        char if unicodedata.category(char)[0] != "C" else " " if char in "\n\r\t" else "" for char in text
    )
    return " ".join("".join(kept).split())[:MAX_CHARS]


@lru_cache(maxsize=65536)
def root(word: str) -> str:
    """What spelling variants, plural and tense of a word have in common. Expects lower case."""
    word = word.removesuffix("'s").replace("'", "")
    forms = wordlists.word_forms()
    if word in _CANNOT:
        return "cannot"
    if word in _NOT or (word.endswith("nt") and word[:-2] in {"is", "are", "do", "does", "did"}):
        return "not"
    if word in forms:
        return forms[word]
    if len(word) < 3 or not word.isascii() or not word.isalpha():
        return _plain(word)
    if word.endswith("ys") and word[-3] not in "aeiou":
        word = word[:-2] + "ies"  # "hammys"
    base: str = _stemmer.stemWord(_british(word))
    return forms.get(base, base)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The root of the word that stands for this one."""
    same = wordlists.same_words()
    if word in same:
        return root(same[word])
    base = root(word)
    return _same_roots().get(base, base)


@cache
def _same_roots() -> dict[str, str]:
    """The words of same-words.txt by root: "hammys" is a "hammy" too."""
    return {root(word): root(first) for word, first in wordlists.same_words().items()}


def _plain(word: str) -> str:
    """Without accents, for words outside English."""
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


def _british(word: str) -> str:
    """One spelling for oedema/edema, paraesthesia/paresthesia, tumour/tumor, centre/center, -ise/-ize."""
    word = word.replace("ae", "e").replace("oe", "e") if len(word) > 5 or word.startswith("oe") else word
    word = re.sub(r"(?<=[a-z]{2})our(?=s?$|ed$|ing$|less$)", "or", word) if len(word) > 5 else word
    word = (
        re.sub(r"(?<=[a-z]{3})re(?=s?$)", "er", word) if word[:-2] in {"cent", "lit", "fib", "met"} else word
    )
    return re.sub(r"(?<=[a-z]{3})is(?=e$|es$|ed$|ing$|ation$)", "iz", word)


def tokenise(text: str) -> list[Token]:
    """Words of a cleaned text. "can not" becomes one word, "&" and "+" become "and"."""
    tokens: list[Token] = []
    previous_end = 0
    for match in _WORD.finditer(text):
        between = text[previous_end : match.start()]
        gap = Gap.END if _SENTENCE_END.search(between) else Gap.PAUSE if _PAUSE.search(between) else Gap.NONE
        if _AND.search(between):
            tokens.append(_token("and", previous_end, match.start()))
        word = match.group().lower()
        previous_end = match.end()
        if word == "not" and tokens and tokens[-1].word in {"can", "could"} and gap is Gap.NONE:
            last = tokens.pop()
            tokens.append(_token("cannot", last.start, match.end(), last.gap))
            continue
        tokens.append(_token(word, match.start(), match.end(), gap))
    return read_together(tokens)


def words_of(text: str) -> list[str]:
    """The words of a text and nothing else of it; much quicker than `tokenise`."""
    return [settle(word) for word in _WORD.findall(clean(text).lower())]


def read_together(tokens: list[Token]) -> list[Token]:
    """Words that mean something else together than one by one, joined or put right. Doing it twice changes nothing."""
    words = {token.word for token in tokens}
    if words & _ABILITY:
        tokens = _cannot_in_other_words(tokens)
        words.add("cannot")
    if words & _FEELING:
        tokens = _feels_nothing(tokens)
        words.add("cannot")
    if "without" in words and "cannot" in words:
        tokens = _not_without_pain(tokens)
    if {"it", "up"} <= words:
        tokens = _get_it_up(tokens)
    if {"back", "of"} <= words:
        tokens = _back_of_something(tokens)
    if words & _SEVERE:
        tokens = _so_bad(tokens)
    if "weed" in words:
        tokens = _past_of_wee(tokens)
    if not words.isdisjoint(wordlists.expressions()):
        tokens = _expressions(tokens)
    return tokens


_ABILITY = frozenset("able manage managed longer struggle struggling struggled struggles strugglin".split())
_STRUGGLING = frozenset("struggle struggling struggled struggles strugglin".split())
_BESIDE_ABLE = frozenset(
    "been be even really quite fully properly yet actually ever physically being anymore".split()
)


def _cannot_in_other_words(tokens: list[Token]) -> list[Token]:
    """ "havent really been able to", "didnt manage to", "can no longer" and "struggling to" mean cannot."""
    joined: list[Token] = []
    for index, token in enumerate(tokens):
        following = tokens[index + 1].word if index + 1 < len(tokens) else ""
        first = None
        if token.word in ("able", "manage", "managed"):
            first = _denial_beside(joined, token)
            if first is not None and joined[first].stem == "cannot":
                first = None if token.word != "able" else first  # "cannot manage": cannot stands already
        elif token.word == "longer" and len(joined) > 1 and joined[-1].word == "no":
            first = len(joined) - 2 if joined[-2].word in ("can", "could") else None
            if first is None and following == "can":
                first = len(joined) - 1
        elif token.word in _STRUGGLING and following == "to" and not _is_denied_before(joined):
            first = len(joined)
        if first is None:
            joined.append(token)
        else:
            begun = joined[first] if first < len(joined) else token
            joined[first:] = [_token("cannot", begun.start, token.end, begun.gap)]
    return joined


def _denial_beside(before: list[Token], token: Token) -> int | None:
    """Where the denial of "able" stands, with nothing but "been", "even" and the like in between."""
    gap = token.gap
    for index in range(len(before) - 1, max(-1, len(before) - 5), -1):
        if gap is not Gap.NONE:
            return None
        if before[index].negates or before[index].stem == "cannot":
            return index
        if before[index].word == "longer" and index and before[index - 1].word == "no":
            return index - 1
        if before[index].word not in _BESIDE_ABLE:
            return None
        gap = before[index].gap
    return None


def _is_denied_before(before: list[Token]) -> bool:
    return any(token.negates for token in before[-3:])


_FEELING = frozenset("feel feels felt feeling".split())
_NOT_THERE = frozenset("there mine his hers theirs part".split())
_ITS_NOT = (("its", "not"), ("theyre", "not"), ("it", "isnt"), ("they", "arent"), ("it", "not"))


def _feels_nothing(tokens: list[Token]) -> list[Token]:
    """ "feels nothing" and "feels like its not mine" mean cannot feel."""
    told: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        last = _end_of_nothing(tokens, index) if token.word in _FEELING else None
        if last is None:
            told.append(token)
            index += 1
        else:
            told.append(_token("cannot", token.start, token.end, token.gap))
            told.append(_token("feel", token.start, tokens[last].end))
            index = last + 1
    return told


def _end_of_nothing(tokens: list[Token], index: int) -> int | None:
    """Where "nothing" or "like its not mine" ends that begins after the feeling; None when neither follows."""
    after = [token.word for token in tokens[index + 1 : index + 6]]
    if after[:1] == ["nothing"] and after[1:2] != ["like"]:
        return index + 1
    if after[:1] == ["like"] and tuple(after[1:3]) in _ITS_NOT and after[3:4] and after[3] in _NOT_THERE:
        return index + 4
    return None


_CRYING_OUT = frozenset(
    "yelping yelp screaming scream crying wincing wince swearing gasping groaning discomfort spasm spasms twinge twinges".split()
)
_REACH_OF_WITHOUT = 9


def _not_without_pain(tokens: list[Token]) -> list[Token]:
    """ "cannot lift my foot without pain" says that lifting it hurts, not that it will not lift."""
    put_right = list(tokens)
    for index, token in enumerate(tokens):
        if token.word != "without":
            continue
        after = [t for t in tokens[index + 1 : index + 5] if t.gap is Gap.NONE]
        if not any(t.stem == stem("pain") or t.word in _CRYING_OUT for t in after):
            continue
        for before in range(index - 1, max(-1, index - _REACH_OF_WITHOUT), -1):
            if tokens[before + 1].gap is Gap.END:
                break
            if tokens[before].word == "cannot":
                told = tokens[before]
                put_right[before] = _token("hurts", told.start, told.end, told.gap)
                put_right[index] = _token("with", token.start, token.end, token.gap)
                break
    return put_right


_TROUBLED = frozenset({"not", "cannot", "troubl", "struggl", "problem"})
_NOT_OF_A_MAN = frozenset("off from the to on onto into over above stairs out in high again".split())


def _get_it_up(tokens: list[Token]) -> list[Token]:
    """ "cannot get it up" is about an erection; "cannot get up" and "cannot get it up the stairs" are not."""
    joined: list[Token] = []
    for index, token in enumerate(tokens):
        if (
            token.word == "up"
            and len(joined) > 2
            and joined[-1].word == "it"
            and joined[-2].word in ("get", "getting", "keep", "keeping", "got")
            and any(t.stem in _TROUBLED for t in joined[-6:-2])
            and not (index + 1 < len(tokens) and tokens[index + 1].word in _NOT_OF_A_MAN)
        ):
            begun = joined[-2]
            joined[-2:] = [_token("erection", begun.start, token.end, begun.gap)]
        else:
            joined.append(token)
    return joined


STANDING_FOR_OTHERS = frozenset({"backof", "severe"})  # words that are put in place of what was typed


def _back_of_something(tokens: list[Token]) -> list[Token]:
    """In "down the back of my calf" nobody speaks of the back."""
    return [
        _token("backof", t.start, t.end, t.gap)
        if t.word == "back"
        and n + 1 < len(tokens)
        and tokens[n + 1].word == "of"
        and not (n and tokens[n - 1].word in ("lower", "low", "upper", "mid", "middle"))
        else t
        for n, t in enumerate(tokens)
    ]


_SEVERE = frozenset({"bad", "excruciating"})
_HOW_MUCH = frozenset({"so", "too", "that", "as", "how", "this"})


def _so_bad(tokens: list[Token]) -> list[Token]:
    """ "so bad" tells how much, not that it is pain: "so bad i cannot breathe" is no pain on breathing."""
    return [
        _token("severe", t.start, t.end, t.gap)
        if t.word in _SEVERE and n and tokens[n - 1].word in _HOW_MUCH and t.gap is Gap.NONE
        else t
        for n, t in enumerate(tokens)
    ]


_HAVING_DONE = frozenset("have has had havent hasnt hadnt not ive id just nearly almost ever".split())


def _past_of_wee(tokens: list[Token]) -> list[Token]:
    """ "havent weed since", "weed myself": the past of wee, not a plant."""
    put_right = list(tokens)
    for index, token in enumerate(tokens):
        if token.word == "weed":
            following = tokens[index + 1].word if index + 1 < len(tokens) else ""
            before = [t.word for t in tokens[max(0, index - 2) : index]]
            if root(following) == root("myself") or following == "since" or _HAVING_DONE & {*before}:
                put_right[index] = _token("wee", token.start, token.end, token.gap)
    return put_right


def _expressions(tokens: list[Token]) -> list[Token]:
    """Fixed expressions of expressions.txt as the one word that stands for them."""
    known = wordlists.expressions()
    joined: list[Token] = []
    index = 0
    while index < len(tokens):
        for words, meant in known.get(tokens[index].word, ()):
            run = tokens[index : index + len(words)]
            if tuple(t.word for t in run) == words and all(t.gap is Gap.NONE for t in run[1:]):
                joined.append(_token(meant, run[0].start, run[-1].end, run[0].gap))
                index += len(words)
                break
        else:
            joined.append(tokens[index])
            index += 1
    return joined


def _token(word: str, start: int, end: int, gap: Gap = Gap.NONE) -> Token:
    word = settle(word)
    return Token(word, root(word), stem(word), start, end, gap)


def settle(word: str) -> str:
    """A contraction as one known word: "can't" and "cant" are "cannot", "i'm" is "im"."""
    if word in _CANNOT:
        return "cannot"
    if "'" in word:
        word = _SHORTENED.sub("", word).replace("'s", "").replace("'", "")
    return word


def respelt(token: Token, word: str) -> Token:
    return Token(word, root(word), stem(word), token.start, token.end, token.gap, repaired=True)


_FAST_WORD = re.compile(r"[^\W_]+")


def stems_of(text: str) -> str:
    """A whole document as its stems, small words left out: what a text engine indexes."""
    small = wordlists.small_words()
    words = _FAST_WORD.findall(
        unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).lower().replace("'", "")
    )
    return " ".join(stem(word) for word in words if word not in small)


def content_stems(tokens: Iterable[Token]) -> list[str]:
    """Stems of the words that carry meaning, each once, in order; denials are not words to search for."""
    return list(dict.fromkeys(t.stem for t in tokens if not t.is_small and t.stem not in ("not", "cannot")))

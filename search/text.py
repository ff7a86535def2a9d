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
from functools import lru_cache

import snowballstemmer

from search import wordlists

MAX_CHARS = 500  # more than anybody types about a pain; bounds the cost of everything after it

_stemmer = snowballstemmer.stemmer("english")

_APOSTROPHES = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "`": "'", "\u2032": "'"}
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?;\n]|\s[-\u2013\u2014]+\s")
_PAUSE = re.compile(r"[,:()/\"]")
_AND = re.compile(r"[&+]")

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
    text = unicodedata.normalize("NFKC", text[:MAX_CHARS]).translate(_APOSTROPHES)
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
    if len(word) < 3 or not word.isascii() or any(char.isdigit() for char in word):
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
    return root(same[base]) if base in same else base


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
    return _not_able(tokens)


def words_of(text: str) -> list[str]:
    """The words of a text and nothing else of it; much quicker than `tokenise`."""
    return [settle(word) for word in _WORD.findall(clean(text).lower())]


def _not_able(tokens: list[Token]) -> list[Token]:
    """ "not able to", "arent able to" mean cannot."""
    joined: list[Token] = []
    for token in tokens:
        if token.word == "able" and joined and joined[-1].negates and token.gap is Gap.NONE:
            last = joined.pop()
            joined.append(_token("cannot", last.start, token.end, last.gap))
        else:
            joined.append(token)
    return joined


def _token(word: str, start: int, end: int, gap: Gap = Gap.NONE) -> Token:
    word = settle(word)
    return Token(word, root(word), stem(word), start, end, gap)


def settle(word: str) -> str:
    """A contraction as one known word: "can't" and "cant" are "cannot", "i'm" is "im"."""
    if word in _CANNOT:
        return "cannot"
    return word.replace("'s", "").replace("'", "")


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

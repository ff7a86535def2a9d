"""Where words that a reader reads stand in the Markdown that a writer typed.

Checks read passages: text without marks, link targets and citations. Both are cut into words here, and a passage is found by
all of its words in their order. Where that leaves a doubt there is no place, which is better than a wrong one.
"""

import re
from bisect import bisect_left
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")
# What a reader does not read: embeds, pictures, link targets, citations, marks of notes, bare addresses, entities. The lengths
# are bounded so that a text that is meant to hurt does not.
_MARKED = re.compile(
    r"^:::(?:(?!\n:::).){0,2000}\n:::[ \t]*$"
    r"|!\[[^\]\n]{0,500}\]\([^)\n]{0,500}\)"
    r"|\]\([^)\n]{0,500}\)"
    r"|\[@[^\]\n]{0,500}\]"
    r"|\[\^[^\]\n]{0,100}\]:?"
    r"|<[a-z]{1,10}:[^>\s]{0,500}>"
    r"|&\w{1,10};"
    r"|(?P<word>[^\W_]+)",
    re.MULTILINE | re.DOTALL,
)
_END = "\0"


class Place(NamedTuple):
    start: int
    end: int


def count_words(text: str) -> int:
    """As they are counted here: "low-back" has two."""
    return len(_WORD.findall(text))


class Source:
    """A text as it was typed. Ask for its passages in the order in which a reader meets them."""

    def __init__(self, text: str, is_markdown: bool = True) -> None:
        self.text = text
        pattern = _MARKED if is_markdown else _WORD
        group = "word" if is_markdown else 0
        found = [match for match in pattern.finditer(text) if match[group]]
        self._places = [Place(*match.span(group)) for match in found]
        self._words = [match[group] for match in found]
        self._joined = _END + "".join(word + _END for word in self._words)
        self._offsets = [0]
        for word in self._words:
            self._offsets.append(self._offsets[-1] + len(word) + 1)
        self._next = 0

    def places_of(self, passage: str) -> list[Place]:
        """Of each word of the passage; empty when it is not certain where it stands."""
        words = _WORD.findall(passage)
        first = self._find(words)
        if first is None:
            return []
        self._next = max(self._next, first + len(words))
        return self._places[first : first + len(words)]

    def _find(self, words: list[str]) -> int | None:
        wanted = _END + "".join(word + _END for word in words)
        here = self._joined.find(wanted, self._offsets[self._next])
        if here >= 0:
            first = bisect_left(self._offsets, here)
            # Right after the passage before, but for the number of a list.
            if all(word.isdecimal() for word in self._words[self._next : first]):
                return first
        only = self._joined.find(wanted)
        if only < 0 or self._joined.find(wanted, only + 1) >= 0:
            return None
        return bisect_left(self._offsets, only)

    def as_typed(self, place: Place) -> str:
        return self.text[place.start : place.end]

    def in_browser(self, place: Place) -> Place:
        """As browsers count: a character beyond the first 65,536 is two."""
        return Place(*(len(self.text[:at].encode("utf-16-le")) // 2 for at in place))

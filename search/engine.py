"""What any text engine must do. One for SQLite lives beside this; another database brings its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Document:
    """The words of a public page. `id` is the page's, `kind` condition, article or term; the rest is plain text."""

    id: int
    kind: str
    title: str
    names: str
    body: str
    told: tuple[str, ...] = ()  # lines in which readers tell of it, each searched by itself


@dataclass(frozen=True, slots=True)
class Hit:
    """`score` is higher for a better match and means something only beside the other hits of the same search."""

    id: int
    score: float


class TextEngine(Protocol):
    """Words come as the stems of search.text and are plain words to the engine, never syntax."""

    def search(
        self, words: Sequence[str], kinds: Sequence[str] = (), limit: int = 200, *, names_only: bool = False
    ) -> list[Hit]:
        """Pages with any of the words, best first. No kinds means all of them.

        `names_only` looks in title and names alone, and judges there how rare a word is.
        """

    def search_pairs(
        self, pairs: Sequence[tuple[str, str]], kinds: Sequence[str] = (), limit: int = 200
    ) -> list[Hit]:
        """Pages where the two words of any pair stand close together, in either order, best first."""

    def search_tellings(
        self, words: Sequence[str], kinds: Sequence[str] = (), limit: int = 200, *, whole: bool = False
    ) -> list[Hit]:
        """Tellings with any of the words, best first: a page once for each of its tellings found.

        `whole` finds only those with all of the words.
        """

    def counts(self, words: Sequence[str]) -> Mapping[str, int]:
        """In how many documents each word occurs; 0 for a word the library does not have."""

    def index(self, documents: Iterable[Document]) -> None:
        """Adds documents, in place of those with the same id."""

    def remove(self, ids: Iterable[int]) -> None:
        """Takes documents out; an id that is not there is no error."""

"""The text engine on SQLite's FTS5.

Documents are indexed as stems of search.text, so that spelling variants, slang and tense meet whatever the engine's own
stemmer would do, and the same on every database.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from search import text
from search.engine import Document, Hit

T = TypeVar("T")

_NEAR = 3  # words that may stand between the two of a pair; small ones are not indexed
# How much a word counts in title, names and body.
_WEIGHTS = (6.0, 4.0, 1.0)
_MOST_WORDS = 24
# Scoring costs by the document, so in a large library words that most documents have are left out of the search: they
# would hardly change the order, their inverse frequency being near nothing.
_MOST_DOCUMENTS, _MOST_TELLINGS, _MOST_OF_PAIRS = 2000, 6000, 1000
_FIRST = 3  # how many times as many the rarest word alone may have
# A telling's rowid is its page's, with room for so many. Without that, taking a page's tellings out would read all of them.
_TELLINGS_A_PAGE = 256


_PAGES, _TELLINGS = "search_word", "search_telling_word"  # the tables that count words


class SqliteEngine:
    """Word counts are remembered, so make one engine for a content version."""

    def __init__(self, using: str = "default") -> None:
        self._using = using
        self._counts: dict[str, dict[str, int]] = {_PAGES: {}, _TELLINGS: {}}

    @property
    def _connection(self) -> BaseDatabaseWrapper:
        return connections[self._using]

    def search(
        self, words: Sequence[str], kinds: Sequence[str] = (), limit: int = 200, *, names_only: bool = False
    ) -> list[Hit]:
        asked = self._worth_searching(words)
        if not asked:
            return []
        match = " OR ".join(_quoted(word) for word in asked)
        return self._matching(f"{{title names}} : ({match})" if names_only else match, kinds, limit)

    def search_pairs(
        self, pairs: Sequence[tuple[str, str]], kinds: Sequence[str] = (), limit: int = 200
    ) -> list[Hit]:
        counts = self.counts([word for pair in pairs for word in pair])
        fewest = {pair: min(counts[word] for word in pair) for pair in pairs}
        known = sorted((pair for pair in fewest if fewest[pair]), key=fewest.__getitem__)
        chosen = _while_cheap(known, fewest, _MOST_OF_PAIRS)
        if not chosen:
            return []
        match = " OR ".join(f"NEAR({_quoted(one)} {_quoted(other)}, {_NEAR})" for one, other in chosen)
        return self._matching(match, kinds, limit)

    def _matching(self, match: str, kinds: Sequence[str], limit: int) -> list[Hit]:
        among = f"AND kind IN ({', '.join(['%s'] * len(kinds))})" if kinds else ""
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid, -bm25(search_document, %s, %s, %s) AS score FROM search_document "  # noqa: S608
                f"WHERE search_document MATCH %s {among} ORDER BY score DESC LIMIT %s",
                [*_WEIGHTS, match, *kinds, limit],
            )
            return [Hit(page_id, score) for page_id, score in cursor.fetchall()]

    def search_tellings(
        self, words: Sequence[str], kinds: Sequence[str] = (), limit: int = 200, *, whole: bool = False
    ) -> list[Hit]:
        asked = list(words) if whole else self._worth_searching(words, _TELLINGS)
        if not asked:
            return []
        match = (" AND " if whole else " OR ").join(_quoted(word) for word in asked)
        among = f"AND kind IN ({', '.join(['%s'] * len(kinds))})" if kinds else ""
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid / {_TELLINGS_A_PAGE}, -bm25(search_telling) AS score FROM search_telling "  # noqa: S608
                f"WHERE search_telling MATCH %s {among} ORDER BY score DESC, rowid LIMIT %s",
                [match, *kinds, limit],
            )
            return [Hit(page_id, score) for page_id, score in cursor.fetchall()]

    def counts(self, words: Sequence[str]) -> Mapping[str, int]:
        return self._counts_in(_PAGES, words)

    def _counts_in(self, table: str, words: Sequence[str]) -> dict[str, int]:
        held = self._counts[table]
        unknown = [word for word in dict.fromkeys(words) if word not in held]
        if unknown:
            marks = ", ".join(["%s"] * len(unknown))
            with self._connection.cursor() as cursor:
                cursor.execute(f"SELECT term, doc FROM {table} WHERE term IN ({marks})", unknown)  # noqa: S608
                found = dict(cursor.fetchall())
            if len(held) > 20_000:
                held.clear()
            held |= {word: found.get(word, 0) for word in unknown}
        return {word: held[word] for word in words}

    def index(self, documents: Iterable[Document]) -> None:
        kept = {document.id: document for document in documents}
        self.remove(kept)
        rows = [
            (d.id, text.stems_of(d.title), text.stems_of(d.names), text.stems_of(d.body), d.kind)
            for d in kept.values()
        ]
        tellings = [
            (d.id * _TELLINGS_A_PAGE + number, text.stems_of(telling), d.kind)
            for d in kept.values()
            for number, telling in enumerate(d.told[:_TELLINGS_A_PAGE])
        ]
        with self._connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_document (rowid, title, names, body, kind) VALUES (%s, %s, %s, %s, %s)",
                rows,
            )
            cursor.executemany("INSERT INTO search_telling (rowid, body, kind) VALUES (%s, %s, %s)", tellings)

    def remove(self, ids: Iterable[int]) -> None:
        self._forget_counts()
        ids = list(ids)
        ranges = [(page_id * _TELLINGS_A_PAGE, (page_id + 1) * _TELLINGS_A_PAGE - 1) for page_id in ids]
        with self._connection.cursor() as cursor:
            cursor.executemany(
                "DELETE FROM search_document WHERE rowid = %s", [(page_id,) for page_id in ids]
            )
            cursor.executemany("DELETE FROM search_telling WHERE rowid BETWEEN %s AND %s", ranges)

    def clear(self) -> None:
        self._forget_counts()
        with self._connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_document")
            cursor.execute("DELETE FROM search_telling")

    def _forget_counts(self) -> None:
        for held in self._counts.values():
            held.clear()

    def _worth_searching(self, words: Sequence[str], table: str = _PAGES) -> list[str]:
        """The words to search for: those the library has, rarest first, while the work stays bounded."""
        counts = self._counts_in(table, words)
        known = sorted((word for word in dict.fromkeys(words) if counts[word]), key=lambda word: counts[word])
        return _while_cheap(known, counts, _MOST_TELLINGS if table == _TELLINGS else _MOST_DOCUMENTS)


def _while_cheap(rarest_first: Sequence[T], counts: Mapping[T, int], most: int) -> list[T]:
    chosen: list[T] = []
    documents = 0
    for one in rarest_first[:_MOST_WORDS]:
        documents += counts[one]
        if documents > (most if chosen else _FIRST * most):
            break
        chosen.append(one)
    return chosen


def _quoted(word: str) -> str:
    """A word as FTS5 takes it literally, whatever it holds."""
    doubled = word.replace("\x00", "").replace('"', '""')
    return f'"{doubled}"'

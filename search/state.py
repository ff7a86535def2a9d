"""What searching needs in memory, made from public rows once for a content version."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from publishing.directory import Directory
from publishing.directory import Entry as Page
from publishing.models import Fact as FactRow
from publishing.projections import Projected
from search.engine import Document, TextEngine
from search.lexicon import Entry, Lexicon
from search.library import Fact, Library, PageFacts
from search.rules import Flag, Rule, spelling_words
from search.sqlite_engine import SqliteEngine

TERM_KINDS = ("symptom", "region", "posture", "treatment")
PAGE_KINDS = ("condition", "article")
RELATIONS = ("feels", "where", "worse", "better", "treatment")


@dataclass(frozen=True, slots=True)
class Searchable:
    """Everything a search asks, as it stands for one directory. Shared between threads."""

    directory: Directory
    lexicon: Lexicon
    library: Library
    flags: tuple[Flag, ...]
    engine: TextEngine


_lock = threading.Lock()
_current: Searchable | None = None


def searchable(directory: Directory) -> Searchable:
    """For this directory; made anew only when something was published since. Then one query for the facts."""
    global _current
    held = _current
    if held is not None and held.directory is directory:
        return held
    with _lock:
        if _current is None or _current.directory is not directory:
            _current = _build(directory)
        return _current


def _build(directory: Directory) -> Searchable:
    flags = tuple(_flag(entry) for entry in directory.of_kind("red-flag"))
    lexicon = Lexicon.build(_lexicon_entries(directory), spelling_words(flags))
    facts = _facts_by_page()
    pages = (_page_facts(entry, facts) for entry in directory if entry.kind in (*TERM_KINDS, *PAGE_KINDS))
    return Searchable(directory, lexicon, Library.build(pages, lexicon), flags, SqliteEngine())


def _flag(entry: Page) -> Flag:
    rules = tuple(
        Rule(
            urgency=rule["urgency"],
            all_of=_items(rule["all_of"]),
            any_of=_items(rule["any_of"]),
            unless=_items(rule["unless"]),
        )
        for rule in entry.card["rules"]
    )
    return Flag(entry.key, entry.slug, entry.title, entry.card["urgency"], tuple(entry.card["words"]), rules)


def _items(written: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(tuple(item) if isinstance(item, list) else item for item in written)


def _lexicon_entries(directory: Directory) -> Iterable[Entry]:
    for entry in directory:
        if entry.kind in TERM_KINDS or entry.kind in PAGE_KINDS:
            yield Entry(
                kind=entry.kind,  # type: ignore[arg-type]
                key=entry.key,
                slug=entry.slug,
                title=entry.title,
                words=entry.names,
                parent=entry.card.get("parent") or None,
            )


def _facts_by_page() -> dict[int, list[Fact]]:
    facts: dict[int, list[Fact]] = defaultdict(list)
    rows = FactRow.objects.filter(relation__in=RELATIONS).order_by("page_id", "pk")
    for page, relation, term, level, role, side in rows.values_list(
        "page_id", "relation", "term", "level", "role", "side"
    ):
        facts[page].append(Fact(relation, term, level or None, role or None, side or None))
    return facts


def _page_facts(entry: Page, facts: dict[int, list[Fact]]) -> PageFacts:
    return PageFacts(
        id=entry.id,
        kind=entry.kind if entry.kind in PAGE_KINDS else "term",  # type: ignore[arg-type]
        key=entry.key,
        slug=entry.slug,
        title=entry.title,
        summary=entry.summary,
        url=entry.url,
        names=entry.names,
        facts=tuple(facts.get(entry.id, ())),
    )


# --- the index of the text engine, kept in the publishing transaction ---


def index(projected: Sequence[Projected]) -> None:
    SqliteEngine().index(
        Document(
            id=one.live.pk,
            kind=one.live.kind if one.live.kind in PAGE_KINDS else "term",
            title=one.projection.title,
            names="\n".join(one.projection.names),
            body=f"{one.projection.summary}\n{one.projection.body}",
        )
        for one in projected
        if one.live.kind in (*TERM_KINDS, *PAGE_KINDS)
    )


def remove(ids: Sequence[int]) -> None:
    SqliteEngine().remove(ids)

"""What searching needs in memory, made from public rows once for a content version."""

import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from publishing.directory import Directory
from publishing.directory import Entry as Page
from publishing.models import Fact as FactRow
from publishing.projections import Projected
from search.engine import Document, TextEngine
from search.lexicon import Entry, Lexicon
from search.library import Fact, Library, PageFacts
from search.rules import Flag, Rule, spelling_words
from search.sqlite_engine import SqliteEngine
from search.suggesting import Suggester

TERM_KINDS = ("symptom", "region", "posture", "treatment")
PAGE_KINDS = ("condition", "article")
_MANY = 500  # pages beyond which it is quicker, and safe with every database, to read the facts of all
RELATIONS = ("feels", "where", "worse", "better", "treatment")


@dataclass(frozen=True, slots=True)
class Searchable:
    """Everything a search asks, as it stands for one directory. Shared between threads."""

    directory: Directory
    lexicon: Lexicon
    library: Library
    flags: tuple[Flag, ...]
    engine: TextEngine
    suggester: Suggester


class Reading(NamedTuple):
    lexicon: Lexicon
    flags: tuple[Flag, ...]


_lock = threading.Lock()
_current: Searchable | None = None


def searchable(directory: Directory) -> Searchable:
    """For this directory; made anew only when something was published since. Then one query for the facts."""
    global _current
    held = _current
    if held is not None and held.directory is directory:
        return held
    with _lock:
        held = _current
        if held is None or held.directory is not directory:
            held = _current = (held and _changed(held, directory)) or _build(directory)
        return held


def reading_of(directory: Directory) -> Reading:
    """What sentences are read against, for any directory, also one that is not public yet. No query."""
    held = _current
    if held is not None and held.directory is directory:
        return Reading(held.lexicon, held.flags)
    flags = tuple(_flag(entry) for entry in directory.of_kind("red-flag"))
    searched = (entry for entry in directory if _is_searched(entry))
    return Reading(Lexicon.build(map(_lexicon_entry, searched), spelling_words(flags)), flags)


def _build(directory: Directory) -> Searchable:
    lexicon, flags = reading_of(directory)
    searched = [entry for entry in directory if _is_searched(entry)]
    facts = _facts_by_page()
    library = Library.build((_page_facts(entry, facts) for entry in searched), lexicon)
    return Searchable(directory, lexicon, library, flags, SqliteEngine(), Suggester(lexicon))


def _changed(held: Searchable, directory: Directory) -> Searchable | None:
    """What is held, with the conditions and articles that changed since; None when a term or a warning sign did."""
    before, now = held.directory.entries, directory.entries
    changed = [entry for page_id, entry in now.items() if before.get(page_id) is not entry]
    removed = [before[page_id] for page_id in before.keys() - now.keys()]
    touched = {entry.kind for entry in (*changed, *removed)}
    if touched & {*TERM_KINDS, "red-flag"}:
        return None
    removed += [entry for entry in changed if entry.kind in PAGE_KINDS and not _is_searched(entry)]
    changed = [entry for entry in changed if entry.kind in PAGE_KINDS and _is_searched(entry)]
    renamed = [entry for entry in changed if not _has_same_names(before.get(entry.id), entry)]
    gone = [(entry.kind, entry.key) for entry in removed if entry.kind in PAGE_KINDS]
    lexicon = held.lexicon.with_names(map(_lexicon_entry, renamed), gone)
    facts = _facts_by_page([entry.id for entry in changed]) if changed else {}
    pages = (_page_facts(entry, facts) for entry in changed)
    library = held.library.with_pages(pages, [entry.id for entry in removed], lexicon)
    suggester = held.suggester if lexicon is held.lexicon else Suggester(lexicon)
    return Searchable(directory, lexicon, library, held.flags, SqliteEngine(), suggester)


def _is_searched(entry: Page) -> bool:
    """Terms, conditions and articles; pages about the site answer nobody's pain."""
    return entry.kind in (*TERM_KINDS, *PAGE_KINDS) and entry.card.get("section") != "about"


def _has_same_names(old: Page | None, new: Page) -> bool:
    return old is not None and (old.key, old.slug, old.title, old.names) == (
        new.key,
        new.slug,
        new.title,
        new.names,
    )


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
    return Flag(
        entry.key,
        entry.slug,
        entry.title,
        entry.card["urgency"],
        tuple(entry.card["words"]),
        rules,
        tuple(entry.card["conditions"]),
    )


def _items(written: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(tuple(item) if isinstance(item, list) else item for item in written)


def _lexicon_entry(entry: Page) -> Entry:
    return Entry(
        kind=entry.kind,  # type: ignore[arg-type]
        key=entry.key,
        slug=entry.slug,
        title=entry.title,
        words=entry.names,
        parent=entry.card.get("parent") or None,
    )


def _facts_by_page(pages: Sequence[int] | None = None) -> dict[int, list[Fact]]:
    """Of these pages, or of all."""
    facts: dict[int, list[Fact]] = defaultdict(list)
    rows = FactRow.objects.filter(relation__in=RELATIONS).order_by("page_id", "pk")
    if pages is not None and len(pages) <= _MANY:
        rows = rows.filter(page_id__in=pages)
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
            told=one.projection.told,
        )
        for one in projected
        if one.live.kind in (*TERM_KINDS, *PAGE_KINDS)
    )


def remove(ids: Sequence[int]) -> None:
    SqliteEngine().remove(ids)

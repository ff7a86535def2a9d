"""A page as the checks see it, and the little they need to know of all the others."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.utils import timezone
from pydantic import BaseModel

from conditions.records import SECTIONS
from desk.checks.finding import Finding, PageName
from desk.checks.passages import Passage, passages
from publishing.kinds import get_page_kind
from publishing.prose import Reference

SHORT_FIELDS = set(
    "summary description note how_to time_to_try cautions why tell_apart fact action postures_note treatments_note "
    "statement what_to_do".split()
)
"""Fields of one or a few sentences in our own words. Not names, and not what readers or myths say."""

VOCABULARIES = ("symptom", "region", "posture", "treatment")
"""Kinds of terms."""

WORDED = (*VOCABULARIES, "word")
"""Kinds with `words`, each of which leads to one of its kind."""

# What freezing adds to a record was written elsewhere.
_ADDED = {"cited", "pictures"}

_LABELS = {
    "regions": "Pain locations",
    "red_flags": "Red flags",
    "look_alikes": "Look-alikes",
    "icd10cm": "ICD-10-CM",
    **SECTIONS,
}
_IDENTITIES = ("symptom", "region", "posture", "treatment", "red_flag", "condition", "name")


WHOLE = "The whole text"
CASES = "Cases for the warning rules"
"""Places that are no field."""


def label(name: str) -> str:
    """What the desk calls a field."""
    return _LABELS.get(name, name.replace("_", " ").capitalize())


def row(name: str, index: int, record: Any, part: str = "") -> str:
    """Where a link of a condition stands: "Symptoms, row 3 (foot-drop), note"."""
    identity = next((value for one in _IDENTITIES if (value := getattr(record, one, ""))), "")
    shown = f" ({identity})" if identity else ""
    rest = f", {label(part).lower()}" if part else ""
    return f"{label(name)}, row {index + 1}{shown}{rest}"


class ShortText(NamedTuple):
    where: str
    text: str


@dataclass(frozen=True)
class CheckedPage:
    """A record of a kind with pages, and what a reader reads of it."""

    kind: str
    record: Any

    @cached_property
    def name(self) -> PageName:
        title = getattr(self.record, "title", "") or self.record.name
        return PageName(self.kind, self.record.key, title)

    @cached_property
    def short_texts(self) -> list[ShortText]:
        return list(_short_texts(self.record))

    @cached_property
    def headings(self) -> dict[str, str]:
        """Field of prose → its heading, in the order of the page."""
        return {name: heading or "Text" for name, heading in get_page_kind(self.kind).sections.items()}

    @cached_property
    def prose(self) -> dict[str, list[Passage]]:
        """Passages of each field of prose that says something."""
        texts = ((name, heading, getattr(self.record, name)) for name, heading in self.headings.items())
        return {name: passages(text, heading) for name, heading, text in texts if text}

    @cached_property
    def passages(self) -> list[Passage]:
        return [passage for found in self.prose.values() for passage in found]

    def place(self, path: tuple[str | int, ...]) -> str:
        """Where a value of the record stands, by its path: ("symptoms", 3, "level")."""
        name = str(path[0])
        if len(path) > 1 and isinstance(path[1], int):
            return row(name, path[1], getattr(self.record, name)[path[1]])
        return self.headings.get(name) or label(name)

    def finding(self, where: str, what: str, remedy: str, blocking: bool = True) -> Finding:
        return Finding(self.name, where, what, remedy, blocking)


def _short_texts(record: BaseModel, prefix: str = "") -> Iterator[ShortText]:
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name in SHORT_FIELDS and value:
            yield ShortText(f"{prefix}, {label(name).lower()}" if prefix else label(name), value)
        elif isinstance(value, BaseModel):
            yield from _short_texts(value, label(name))
        elif isinstance(value, list) and name not in _ADDED:
            for index, one in enumerate(value):
                if isinstance(one, BaseModel):
                    yield from _short_texts(one, row(name, index, one))


def named_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the names as whole words, the longest first; nothing when there are none."""
    longest_first = sorted(filter(None, set(names)), key=lambda name: (-len(name), name))
    forms = "|".join(map(re.escape, longest_first)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Library:
    """The rest of the library: every page that is not withdrawn, and what pages may name.

    `resources`: records without a page, by kind and key (sources, pictures). `cases`: keys of the red flags that some
    case says must show.
    """

    pages: Mapping[Reference, CheckedPage]
    withdrawn: frozenset[Reference] = frozenset()
    resources: frozenset[Reference] = frozenset()
    cases: frozenset[str] = frozenset()
    today: date = field(default_factory=timezone.localdate)

    @classmethod
    def of(cls, pages: Iterable[CheckedPage], **more: Any) -> "Library":
        return cls({(page.kind, page.record.key): page for page in pages}, **more)

    def of_kind(self, kind: str) -> Iterator[CheckedPage]:
        return (page for (name, _), page in self.pages.items() if name == kind)

    @cached_property
    def addresses(self) -> dict[tuple[str, str], Reference]:
        """Kind and slug → the page there."""
        return {(kind, page.record.slug): (kind, key) for (kind, key), page in self.pages.items()}

    @cached_property
    def condition_names(self) -> dict[str, list[str]]:
        """Every name of a condition, folded → keys of those that bear it."""
        found: dict[str, list[str]] = {}
        for page in self.of_kind("condition"):
            for name in dict.fromkeys(map(str.casefold, page.record.all_names)):
                found.setdefault(name, []).append(page.record.key)
        return found

    @cached_property
    def plain_names(self) -> re.Pattern[str]:
        """The plain name of every condition. Not its other names: on another page they may be jargon."""
        return named_pattern(page.record.name for page in self.of_kind("condition"))

    @cached_property
    def words(self) -> dict[tuple[str, str], list[str]]:
        """Kind and word, folded → keys of those that have it among their words or as their name."""
        found: dict[tuple[str, str], list[str]] = {}
        for (kind, key), page in self.pages.items():
            if kind in WORDED:
                said = (page.record.name, *page.record.words)
                for word in dict.fromkeys(map(str.casefold, said)):
                    found.setdefault((kind, word), []).append(key)
        return found

    @cached_property
    def look_alike_of(self) -> dict[str, list[str]]:
        """Condition → keys of those that name it as a look-alike."""
        found: dict[str, list[str]] = {}
        for page in self.of_kind("condition"):
            for link in page.record.look_alikes:
                if link.condition:
                    found.setdefault(link.condition, []).append(page.record.key)
        return found

    def lies_in(self, region: str, larger: str) -> bool:
        """Whether a region is the larger one, or a part of it."""
        seen: set[str] = set()
        while region and region not in seen:
            if region == larger:
                return True
            seen.add(region)
            page = self.pages.get(("region", region))
            region = page.record.parent if page else ""
        return False

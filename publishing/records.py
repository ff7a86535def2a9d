"""What every record has in common: the one typed form of a page, shared by files, revisions, restore and API."""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Self

from django.utils import timezone
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

KEY_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"

Key = Annotated[str, Field(pattern=KEY_PATTERN, max_length=80)]
"""A permanent identity: lower-case letters, digits and single hyphens."""


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", _printable(text)).strip()


def _printable(text: str) -> str:
    """Refuses what cannot stand in a page, feed or database: control characters, halves of characters, marks that turn
    the direction of what follows."""
    for character in text:
        if (
            unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\r\t"
        ) or character in _TURNS:
            raise ValueError(f"holds the invisible character U+{ord(character):04X}; take it out")
    return text


_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def _clean_prose(text: str) -> str:
    """Line ends of any system to one, no blanks at line ends, no blank lines around: so that files stay byte-identical."""
    lines = [line.rstrip() for line in _printable(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


Line = Annotated[str, AfterValidator(_one_line)]
"""Text on one line; inner white space is folded."""

Prose = Annotated[str, Field(max_length=30_000), AfterValidator(_clean_prose)]
"""Markdown, of a length that is rendered in a moment even when it is meant to hurt."""


class Strict(BaseModel):
    """Refuses keys it does not know: a misspelt field is an error, never silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Record(Strict):
    """One page or resource as text. Fields stand in the order in which files write them."""

    key: Key

    def content(self) -> dict[str, Any]:
        """JSON-ready, in the order of the fields, without those left at their default: what files and revisions hold."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def digest(self) -> str:
        return digest(self.content())


class PageRecord(Record):
    """A record with an address of its own. An empty `slug` means: the same as the key."""

    slug: Key = ""

    @model_validator(mode="after")
    def _slug_from_key(self) -> Self:
        if not self.slug:
            object.__setattr__(self, "slug", self.key)
        return self

    def content(self) -> dict[str, Any]:
        data = super().content()
        if data.get("slug") == data["key"]:
            del data["slug"]
        return data


class Dated(PageRecord):
    """When it was written and checked, and by whom; an empty `reviewed_on` means that no clinician has read it."""

    written_on: date | None = None
    sources_checked_on: date | None = None
    reviewed_on: date | None = None
    reviewed_by: Annotated[Line, Field(max_length=200)] = ""
    next_review_due: date | None = None

    @model_validator(mode="after")
    def _review_is_whole(self) -> Self:
        if bool(self.reviewed_on) != bool(self.reviewed_by):
            raise ValueError("give both `reviewed_on` and `reviewed_by`, or leave both out")
        return self

    @property
    def is_overdue(self) -> bool:
        """Whether its review was due before today. Asked when a page is drawn, so that it turns on by the date alone."""
        return self.next_review_due is not None and self.next_review_due < timezone.localdate()

    def content(self) -> dict[str, Any]:
        data = super().content()
        dates = {name: data.pop(name) for name in DATES if name in data}
        return data | dates


DATES = ("written_on", "sources_checked_on", "reviewed_on", "reviewed_by", "next_review_due")
"""The fields of Dated, in their order; files have them after all others."""


@dataclass(frozen=True, slots=True)
class Review:
    """A page and its sources were read again. `by`: the clinician who read it, as readers are told; empty: none did."""

    on: date
    due: date
    by: str = ""


def dates_of(review: Review) -> dict[str, Any]:
    """What it changes of Dated. Who reviewed it before stays where no clinician did now: the text is still the same."""
    dates = {"sources_checked_on": review.on, "next_review_due": review.due}
    return dates | ({"reviewed_on": review.on, "reviewed_by": review.by} if review.by else {})


def digest(content: dict[str, Any]) -> str:
    """The same for the same content, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

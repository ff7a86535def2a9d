"""The rest of the library, read for the checks: the same few queries, however many pages there are."""

import re
from collections.abc import Iterable
from typing import Any

from conditions.models import Condition, ConditionLookAlike
from conditions.records import LookAlikeLink
from desk.checks.pages import CheckedPage, Library, named_pattern
from publishing.kinds import PageKind, all_kinds, get_kind, page_kinds
from publishing.prose import Reference
from publishing.states import State

# What a check of one page asks of the others; see Library.
_ASKED = {"slug", "name", "title", "clinical_name", "also_known_as", "words"}


def read() -> Library:
    """All working copies whole, to check every one."""
    pages = []
    withdrawn: set[Reference] = set()
    for kind in page_kinds():
        for copy in kind.copies():
            if copy.page.state == State.WITHDRAWN:
                withdrawn.add((kind.name, copy.page.key))
            else:
                pages.append(CheckedPage(kind.name, kind.to_record(copy)))
    return _library(pages, withdrawn)


def read_around(page: CheckedPage) -> Library:
    """This page whole, and of the others as much as a check of it asks: in a fraction of the time of `read`."""
    found = {}
    withdrawn: set[Reference] = set()
    for kind in page_kinds():
        for key, state, values in _outlines(kind):
            if state == State.WITHDRAWN:
                withdrawn.add((kind.name, key))
            else:
                found[kind.name, key] = CheckedPage(kind.name, kind.record.model_construct(**values))
    own = (page.kind, page.record.key)
    return _library((found | {own: page}).values(), withdrawn - {own})


def plain_names() -> re.Pattern[str]:
    """Library.plain_names, without the rest. One query."""
    conditions = Condition.objects.exclude(page__state=State.WITHDRAWN)
    return named_pattern(conditions.values_list("name", flat=True))


def _outlines(kind: PageKind) -> Iterable[tuple[str, str, dict[str, Any]]]:
    """Key, state, and fields of the record."""
    asked = {name: name for name in _ASKED & set(kind.record.model_fields)}
    if "parent" in kind.record.model_fields:
        asked["parent"] = "parent__page__key"
    named = _look_alikes() if kind.name == "condition" else {}
    rows = kind.model._default_manager.values_list("page__key", "page__state", *asked.values())
    for key, state, *values in rows:
        record = {"key": key, **dict(zip(asked, values, strict=True))}
        yield key, state, record | {"look_alikes": named[key]} if key in named else record


def _look_alikes() -> dict[str, list[LookAlikeLink]]:
    """Condition → its look-alikes that have a page."""
    found: dict[str, list[LookAlikeLink]] = {}
    rows = ConditionLookAlike.objects.filter(other__isnull=False)
    for key, other in rows.values_list("condition__page__key", "other__page__key"):
        found.setdefault(key, []).append(LookAlikeLink.model_construct(condition=other, tell_apart=""))
    return found


def _library(pages: Iterable[CheckedPage], withdrawn: Iterable[Reference]) -> Library:
    resources = {
        (kind.name, key)
        for kind in all_kinds()
        if not isinstance(kind, PageKind)
        for key in kind.model._default_manager.values_list("key", flat=True)
    }
    shown = (key for case in get_kind("red-flag-case").copies() for key in case.shows)
    return Library.of(
        pages,
        withdrawn=frozenset(withdrawn),
        resources=frozenset(resources),
        cases=frozenset(shown),
    )

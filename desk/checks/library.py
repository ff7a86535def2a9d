"""All working copies, read for the checks: the same few queries for each kind, however many pages there are."""

from desk.checks.pages import CheckedPage, Library
from publishing.kinds import PageKind, all_kinds, get_kind
from publishing.prose import Reference
from publishing.states import State


def read() -> Library:
    pages = []
    withdrawn: set[Reference] = set()
    resources: set[Reference] = set()
    for kind in all_kinds():
        if not isinstance(kind, PageKind):
            keys = kind.model._default_manager.values_list("key", flat=True)
            resources |= {(kind.name, key) for key in keys}
            continue
        for copy in kind.copies():
            if copy.page.state == State.WITHDRAWN:
                withdrawn.add((kind.name, copy.page.key))
            else:
                pages.append(CheckedPage(kind.name, kind.to_record(copy)))
    shown = (key for case in get_kind("red-flag-case").copies() for key in case.shows)
    return Library.of(
        pages,
        withdrawn=frozenset(withdrawn),
        resources=frozenset(resources),
        cases=frozenset(shown),
    )

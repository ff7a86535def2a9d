"""Pages for the checks, as records alone: no check asks the database."""

from typing import Any

from desk.checks.finding import Finding
from desk.checks.pages import CheckedPage, Library
from tests import factories

SOURCE = "a-study"


def page(kind: str, key: str = "sore-back", **fields: Any) -> CheckedPage:
    return CheckedPage(kind, factories.record(kind, key, **fields))


def condition(key: str = "sore-back", **fields: Any) -> CheckedPage:
    return page("condition", key, **fields)


def article(body: str, **fields: Any) -> CheckedPage:
    return page("article", "about-backs", body=body, **fields)


def library(*pages: CheckedPage, **more: Any) -> Library:
    return Library.of(pages, **{"resources": frozenset({("source", SOURCE)}), **more})


def found(check: Any, one: CheckedPage, *others: CheckedPage, **more: Any) -> list[Finding]:
    """Findings of one check (a module, by its `find`) on a page beside others."""
    return list(check.find(one, library(one, *others, **more)))


def told(check: Any, one: CheckedPage, *others: CheckedPage, **more: Any) -> list[str]:
    """The same as "where: what"."""
    return [f"{finding.where}: {finding.what}" for finding in found(check, one, *others, **more)]

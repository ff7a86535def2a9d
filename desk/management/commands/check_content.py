from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conditions.kinds import citation_order
from desk.checks import check_library, check_page, median_grade, reading
from desk.checks.finding import Finding, PageName
from desk.checks.library import read
from desk.checks.pages import CheckedPage, Library

COUNTED = ("symptoms", "regions", "postures", "treatments", "red_flags", "look_alikes", "myths")


class Command(BaseCommand):
    help = "What an editor should repair in the working copies. Exits with 1 when something must be repaired."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--page", metavar="KIND:KEY", help="this page only, such as condition:sciatica")
        parser.add_argument("--counts", action="store_true", help="what each condition holds, as a table")

    def handle(self, *args: Any, **options: Any) -> None:
        library = read()
        if not library.pages:
            raise CommandError(
                "There is nothing to check yet. Load the starter library: load_content content"
            )
        pages = _chosen(library, options["page"])
        findings = [finding for page in pages for finding in check_page(page, library)]
        if not options["page"]:
            findings += check_library(library)
        for page, found in groupby(findings, key=lambda finding: finding.page):
            self._tell(page, found)
        if options["counts"]:
            self.stdout.write("\n".join(counts(pages)) + "\n")
        blocking = sum(finding.blocking for finding in findings)
        self.stdout.write(_summary(pages, findings, blocking, median_grade(library)))
        if blocking:
            raise CommandError(f"{blocking} to be repaired.")

    def _tell(self, page: PageName, findings: Iterable[Finding]) -> None:
        name = f"{page.kind}:{page.key} “{page.title}”" if page.key else page.title
        self.stdout.write(name)
        for finding in findings:
            sign = "!" if finding.blocking else "-"
            self.stdout.write(f"  {sign} {finding.where}: {finding.what}. {finding.remedy}")
        self.stdout.write("")


def _chosen(library: Library, name: str | None) -> list[CheckedPage]:
    if name is None:
        return list(library.pages.values())
    kind, _, key = name.partition(":")
    if (kind, key) in library.withdrawn:
        raise CommandError(f"“{name}” is withdrawn; only pages that are not are checked.")
    if (kind, key) not in library.pages:
        raise CommandError(f"There is no page “{name}”. Write kind and key, such as condition:sciatica.")
    return [library.pages[kind, key]]


def _summary(pages: list[CheckedPage], findings: list[Finding], blocking: int, grade: float | None) -> str:
    touched = len({finding.page for finding in findings})
    found = f"{blocking} to be repaired (!), {len(findings) - blocking} to look at (-)"
    read_at = "too little text to grade" if grade is None else f"median grade {grade}"
    return f"{len(pages)} pages checked: {found}, on {touched} of them. The library reads at: {read_at}."


def counts(pages: Iterable[CheckedPage]) -> Iterator[str]:
    """A line a condition, under a line of headings."""
    rows = [_row(page) for page in pages if page.kind == "condition"]
    width = max((len(row[0]) for row in rows), default=0)
    headings = ("", *COUNTED, "sources", "words", "grade")
    for row in [headings, *rows]:
        cells = (f"{cell:>{len(heading)}}" for cell, heading in zip(row[1:], headings[1:], strict=True))
        yield "  ".join((f"{row[0]:<{width}}", *cells))


def _row(page: CheckedPage) -> tuple[str, ...]:
    grade = reading.page_grade(page)
    numbers = [len(getattr(page.record, name)) for name in COUNTED]
    numbers += [len(citation_order(page.record)), reading.measured(page).words]
    return (page.record.key, *map(str, numbers), "" if grade is None else f"{grade}")

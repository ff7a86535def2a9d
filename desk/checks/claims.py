"""Claims without a source.

A paragraph of a condition or an article needs a citation; [@common-teaching] is one. A list or table belongs to the
paragraph before it when that leads to it with a colon or is itself cited, and one citation anywhere then bears the whole;
else it stands for itself. A short sentence without figures may lead to a cited paragraph, or by a link to another page.
"""

import re
from collections.abc import Iterator

from articles.addresses import Section
from desk.checks.finding import Finding, begin
from desk.checks.pages import CheckedPage, Library, label, row
from desk.checks.passages import Form, Passage
from desk.checks.reading import words
from publishing import prose

SIGNPOST = 12
"""Words that a paragraph may have without a citation, and without a figure."""

CITE = "Cite its source with [@key], or write [@common-teaching] where none was found."

# "63 in 100", "40 %", "twice as many": what somebody has counted. Doses, ages and durations in advice are not.
_FIGURE = re.compile(
    r"\b\d[\d,.]*\s?(?:%|per cent|percent|(?:in|out of)\s(?:every\s)?\d[\d,]*)|\b\d[\d,]{3,}\s(?:people|adults|patients)"
    r"|\b(?:one|two|three|four|\d+)\s(?:in|out of)\s(?:three|four|five|six|seven|eight|nine|ten|\d+)\b"
    r"|\b(?:twice|two times|three times|\d+ times) as (?:likely|often|many|common)\b"
    r"|\b(?:half|(?:a|one|two|three) (?:third|quarter|fifth)s?) of (?:all|those|people|adults|patients)\b",
    re.IGNORECASE,
)
_NO_CLAIM = (Form.HEADING, Form.NOTE)
_STATING = {
    "symptoms": ("note",),
    "regions": ("note",),
    "postures": ("note",),
    "treatments": ("how_to", "time_to_try", "cautions"),
    "red_flags": ("why",),
    "look_alikes": ("tell_apart",),
    "myths": ("fact",),
}


def find(page: CheckedPage, library: Library) -> Iterator[Finding]:
    if _makes_claims(page):
        for passages in page.prose.values():
            yield from _uncited(page, passages)
        yield from _without_any(page)
    if page.kind == "condition":
        yield from _figures(page)
    yield from _unknown(page, library)


def _makes_claims(page: CheckedPage) -> bool:
    """The pages about the site speak of the site."""
    return page.kind == "condition" or (page.kind == "article" and page.record.section == Section.ARTICLES)


def _without_any(page: CheckedPage) -> Iterator[Finding]:
    if page.kind == "article" and not set(prose.cited_keys(page.record.body)) - {prose.COMMON_TEACHING}:
        yield page.finding("Sources", "the article cites none", CITE)


def _uncited(page: CheckedPage, passages: list[Passage]) -> Iterator[Finding]:
    notes = {passage.name for passage in passages if passage.form is Form.NOTE and passage.cited}
    found = list(blocks(passages))
    cited = [any(one.cited or notes.intersection(one.calls) for one in block) for block in found]
    for index, block in enumerate(found):
        leads_on = index + 1 < len(found) and cited[index + 1] and found[index + 1][0].form not in _NO_CLAIM
        if block[0].form not in _NO_CLAIM and not cited[index] and not _is_signpost(block, leads_on):
            yield page.finding(block[0].where, f"“{begin(block[0].text)}” has no source", CITE)


def blocks(passages: list[Passage]) -> Iterator[list[Passage]]:
    """What one citation can bear: a paragraph, a list or table, or a paragraph with the list or table it leads to.
    Headings and notes stand for themselves."""
    block: list[Passage] = []
    for passage in passages:
        if block and not _goes_on(block, passage):
            yield block
            block = []
        block.append(passage)
    if block:
        yield block


def _goes_on(block: list[Passage], passage: Passage) -> bool:
    if passage.form not in (Form.ITEM, Form.CELL):
        return False
    before = block[-1]
    if before.form is Form.PARAGRAPH:
        return before.cited or before.text.endswith(":")
    return before.form is passage.form


def _is_signpost(block: list[Passage], leads_on: bool) -> bool:
    first, *rest = block
    if rest and rest[0].form is Form.ITEM:
        # A list that does nothing but lead to other pages.
        return all(item.links for item in rest)
    short = len(words(first.text)) <= SIGNPOST and not _FIGURE.search(first.text)
    return not rest and first.form is Form.PARAGRAPH and short and (leads_on or bool(first.links))


def _figures(page: CheckedPage) -> Iterator[Finding]:
    for name, fields in _STATING.items():
        for index, link in enumerate(getattr(page.record, name)):
            for part in fields:
                found = _FIGURE.search(getattr(link, part))
                if found and not link.sources:
                    yield page.finding(
                        row(name, index, link, part),
                        f"“{found[0]}” has no source",
                        "Add a source to the row, or leave the figure out.",
                    )
    for name in ("summary", "postures_note", "treatments_note"):
        if found := _FIGURE.search(getattr(page.record, name)):
            yield page.finding(
                label(name),
                f"“{found[0]}” stands where nothing can be cited",
                "Move the figure to a section, with its source.",
            )


def _unknown(page: CheckedPage, library: Library) -> Iterator[Finding]:
    for name, heading in page.headings.items():
        for key in prose.cited_keys(getattr(page.record, name)):
            if key != prose.COMMON_TEACHING and ("source", key) not in library.resources:
                yield page.finding(
                    heading, f"cites “{key}”, which is no source here", "Correct the key, or add the source."
                )

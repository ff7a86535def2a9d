"""Prose cut into what a reader reads one after the other, with the place of each.

It is read from the HTML that the page shows, so that nothing is counted or searched that a reader never sees: no
citation marks, no link targets, no embeds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from html.parser import HTMLParser

from publishing import prose


class Form(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    CELL = "table cell"
    NOTE = "note"


_TAGS = {
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), Form.HEADING),
    "p": Form.PARAGRAPH,
    "pre": Form.PARAGRAPH,
    "li": Form.ITEM,
    "td": Form.CELL,
    "th": Form.CELL,
}


@dataclass(slots=True)
class Passage:
    """`cited`: it has a source, or says that it is common teaching. `name` is of a note, `calls` names the notes that
    the passage calls, `links` are the addresses as they are written ("condition:sciatica", "/urgent/")."""

    form: Form
    where: str = ""
    text: str = ""
    cited: bool = False
    name: str = ""
    calls: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def passages(text: str, title: str) -> list[Passage]:
    """`title` names the field, and so the places: "Outlook, paragraph 2"; under a heading of the text "“Slipped disc”,
    list item 3", counted anew."""
    html = prose.render(text, prose.Citations(prose.cited_keys(text)))
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(_placed(reader.found, title))


def _placed(found: list[Passage], title: str) -> Iterator[Passage]:
    counts: dict[Form, int] = {}
    for passage in found:
        passage.text = " ".join(passage.text.split())
        if not passage.text:
            continue
        if passage.form is Form.HEADING:
            title, counts = f"“{passage.text}”", {}
        counts[passage.form] = counts.get(passage.form, 0) + 1
        numbered = f"{title}, {passage.form} {counts[passage.form]}"
        passage.where = title if passage.form is Form.HEADING else numbered
        yield passage


class _Reader(HTMLParser):
    """Over our own clean HTML. A paragraph within a list item, cell or note is part of that."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Passage] = []
        self._open: list[Passage] = []
        self._in_notes = False
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self._silent or (tag in ("sup", "span") and values.get("class")):
            self._mark(tag, values)
        elif tag == "section":
            self._in_notes = True
        elif tag in _TAGS and not (tag == "p" and self._open):
            form = Form.NOTE if tag == "li" and self._in_notes else _TAGS[tag]
            self._open.append(Passage(form, name=values.get("id", "")))
            self.found.append(self._open[-1])
        elif tag == "a" and self._open and "id" not in values and not values["href"].startswith("#fnref-"):
            self._open[-1].links.append(values["href"])
        if tag in ("p", "br"):
            self.handle_data(" ")

    def _mark(self, tag: str, values: dict[str, str]) -> None:
        """A mark that is not read out: what it says is noted, its text is passed over."""
        self._silent += tag in ("sup", "span")
        if not self._open:
            return
        if values.get("class") in ("cite", "common-teaching"):
            self._open[-1].cited = True
        if values.get("href", "").startswith("#fn-"):
            self._open[-1].calls.append(values["href"].removeprefix("#"))

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent -= tag in ("sup", "span")
        elif tag == "section":
            self._in_notes = False
        elif tag in _TAGS and self._open and (tag != "p" or self._open[-1].form is Form.PARAGRAPH):
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent:
            self._open[-1].text += data

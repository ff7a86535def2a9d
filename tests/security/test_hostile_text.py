"""Markup in every text of every kind of page stays text: on pages, in the API, in feeds, and in the live preview."""

from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from articles.preview import drawn
from publishing import prose
from publishing.directory import current
from tests import factories
from tests.site.test_drafts_nowhere import KINDS, base, fields, paths

HOSTILE = "\"'><svg onload=alert(1)> </script> </title><!-- {{ 7 }} &amp;"


def _harmless_script(named: dict[str, str | None]) -> bool:
    """One of the site's own files, or data that no browser runs."""
    return (named.get("src") or "").startswith("/static/") or named == {"type": "application/ld+json"}


class Elements(HTMLParser):
    """What of a page could run, or lead to what runs."""

    def __init__(self) -> None:
        super().__init__()
        self.running: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        if (
            tag in ("iframe", "object", "embed", "base")
            or (tag == "script" and not _harmless_script(named))
            or any(name.startswith("on") or name == "style" for name in named)
            or any(
                (value or "").strip().lower().startswith(("javascript:", "data:")) for value in named.values()
            )
        ):
            self.running.append((tag, named))


@pytest.mark.django_db
def test_markup_in_any_text_is_shown_as_text(client):
    base()
    factories.write("source", "study", title=HOSTILE, publisher=HOSTILE, date=HOSTILE[:40])
    for kind in KINDS:
        told = fields(kind, HOSTILE)
        if kind == "red-flag":
            # The words of a flag have a grammar of their own.
            told["words"] = ["hostile words"]
        factories.live(kind, f"live-{kind}", **told)
    shown = 0
    for path in [*paths(), "/find/?q=%22%3E%3Csvg+onload%3Dalert(1)%3E", "/api/v1/docs"]:
        response = client.get(path)
        assert response.status_code < 500, path
        text = response.content.decode()
        if response["Content-Type"].startswith("text/html"):
            elements = Elements()
            elements.feed(text)
            assert elements.running == [], path
            assert "<svg onload" not in text, path
            shown += "&lt;svg onload" in text
        elif "xml" in response["Content-Type"]:
            ElementTree.fromstring(text)
    assert shown > 20


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](data:text/html,x)",
        "[x](//elsewhere.example)",
        "[x](/\\elsewhere.example)",
        "[x](/\t/elsewhere.example)",
        '[x](https://a.example/"onmouseover="x)',
        # A picture that is not there becomes its description, which must not come alive.
        "![<img src=x onerror=alert(1)>](picture:nowhere)",
        "a ![`<form action=/admin/>`](picture:nowhere) b",
        "[^<svg/onload=alert(1)>]\n\n[^<svg/onload=alert(1)>]: <svg/onload=alert(1)>",
        ":::<svg/onload=alert(1)>\nx\n:::",
        "## <svg/onload=alert(1)>",
        '``` "><svg/onload=alert(1)>\nx\n```',
        "| <svg/onload=alert(1)> |\n| :-: |\n| <svg/onload=alert(1)> |",
    ],
)
def test_prose_cannot_be_made_to_run_or_to_lead_away(text):
    kept = prose.render(text, prose.Citations([]))
    for html in (drawn(text), str(prose.resolve_links(kept, current()))):
        elements = Elements()
        elements.feed(html)
        assert elements.running == []
        for alive in ("<svg", "<img", "<form", "<script", 'href="//', 'href="/\\', 'href="javascript'):
            assert alive not in html.lower()

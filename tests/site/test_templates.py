"""What every page and the stylesheet keep to: structure that a screen reader and a keyboard need, words beside every
colour, nothing inline, one place for colours, contrast in both schemes."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from config.context import site
from tests import factories

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html")
)
CSS = ROOT / "static" / "css"
STYLES = sorted(CSS.glob("*.css"))


class Read(HTMLParser):
    """A page as its tags, (name, attributes) each, and its headings, (level, text) each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.headings: list[tuple[int, str]] = []
        self._heading: int | None = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "title" and "svg" in (name for name, _ in self.tags):
            tag = "svg-title"  # a drawing has one of its own
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
            self._heading = len(self.headings) - 1

    def handle_endtag(self, tag):
        if re.fullmatch(r"h[1-6]", tag):
            self._heading = None

    def handle_data(self, data):
        if self._heading is not None:
            level, text = self.headings[self._heading]
            self.headings[self._heading] = (level, f"{text} {data}".strip())

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)

    @property
    def subheads(self) -> list[str]:
        return [" ".join(text.split()) for level, text in self.headings if level == 2]


# --- Templates as files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_stands_inline(name):
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    found = re.findall(
        r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*(?:\ssrc=|application/ld\+json))", text
    )
    assert found == []


@pytest.mark.parametrize("name", [name for name in TEMPLATES if "/_" in name or name.startswith("includes/")])
def test_a_partial_says_what_it_needs(name):
    first = (ROOT / "templates" / name).read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("{# ")
    assert "Needs:" in first


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "410.html", "500.html"])
def test_an_error_page_needs_neither_request_nor_database(name):
    page = Read(render_to_string(name))
    assert page.count("h1") == page.count("main") == 1
    assert "/urgent/" in page.values("href")


def test_a_preview_says_so_and_is_kept_from_search_engines(db):
    request = RequestFactory().get("/conditions/x/")
    page = engines["django"].from_string('{% extends "base.html" %}')
    html = page.render({"preview": True, **site(request)}, request)
    assert "The public does not see it" in html
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert "canonical" not in html


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def library(db):
    factories.vocabulary()
    factories.write("source", "study", title="A study of backs", url="https://example.org/study", date="2020")
    factories.live(
        "red-flag",
        "saddle",
        name="Numbness between the legs",
        words=["numb saddle"],
        statement="Numbness between the legs needs emergency help.",
    )
    told = factories.facts(
        red_flags=[{"red_flag": "saddle", "why": "A nerve may be squeezed.", "sources": ["study"]}],
        myths=[{"myth": "Rest in bed.", "fact": "Keep moving."}],
        what_happens="A disc bulges [@study].",
        outlook="Most get better [@common-teaching].",
    )
    factories.live("condition", "other-pain", name="Other pain", **factories.facts(treatments=[]))
    factories.live(
        "condition",
        "disc",
        name="Slipped disc",
        clinical_name="Lumbar disc herniation",
        look_alikes=[{"condition": "other-pain", "tell_apart": "A disc hurts on sitting."}],
        **told,
    )
    factories.live("article", "about-backs")


PAGES = {
    "home": "/",
    "conditions": "/conditions/",
    "condition": "/conditions/disc/",
    "compare": "/compare/?c=disc&c=other-pain",
    "compare all": "/compare/",
    "a or b": "/compare/disc/or/other-pain/",
    "symptoms": "/symptoms/",
    "body": "/body/",
    "posture": "/postures/sitting/",
    "region": "/body/leg/",
    "urgent": "/urgent/",
    "find, empty": "/find/",
    "find": "/find/?q=numb+calf+worse+sitting",
    "find with a warning": "/find/?q=numb+saddle",
    "find nothing": "/find/?q=laptop",
    "articles": "/articles/",
    "article": "/articles/about-backs/",
}


def get(client, address) -> Read:
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    return Read(response.text)


@pytest.fixture
def pages(client, library) -> dict[str, Read]:
    """Every kind of page. One test goes over all of them: publishing a library takes longer than reading it."""
    return {name: get(client, address) for name, address in PAGES.items()}


def test_a_page_has_what_every_reader_needs(pages):
    for name, page in pages.items():
        assert [attributes.get("lang") for tag, attributes in page.tags if tag == "html"] == ["en-GB"], name
        assert page.count("h1") == page.count("main") == page.count("title") == 1, name
        assert "#main" in page.values("href"), name
        assert "/urgent/" in page.values("href"), name
        assert "width=device-width, initial-scale=1" in page.values("content"), name


def test_headings_skip_no_level(pages):
    for name, page in pages.items():
        levels = [level for level, _ in page.headings]
        assert levels[0] == 1, name
        assert [(one, next_) for one, next_ in pairwise(levels) if next_ > one + 1] == [], name


def test_ids_stand_once_and_what_names_them_finds_them(pages):
    for name, page in pages.items():
        ids = page.values("id")
        assert len(ids) == len(set(ids)), name
        naming = [page.values(attribute) for attribute in ("aria-labelledby", "aria-describedby", "for")]
        named = {one for values in naming for value in values for one in value.split()}
        named |= {href[1:] for href in page.values("href") if href.startswith("#")}
        assert named - set(ids) == set(), name


def test_every_search_field_has_a_label(pages):
    for name, page in pages.items():
        fields = [attributes["id"] for _, attributes in page.tags if attributes.get("type") == "search"]
        assert fields, name
        assert set(fields) <= set(page.values("for")), name


def test_titles_tell_pages_apart(client, library):
    texts = [client.get(address).text for name, address in PAGES.items()]
    titles = re.findall(r"<title>(.*?)</title>", "".join(texts), re.DOTALL)
    assert len(set(titles)) == len(titles)


def test_a_condition_is_told_in_the_agreed_order(client, library):
    heads = get(client, "/conditions/disc/").subheads
    wanted = [
        "When to get help now",
        "Where it hurts",
        "What it feels like",
        "What makes it worse or better",
        "What is going on",
        "What helps",
        "Outlook",
        "Could it be something else?",
        "Myths",
        "Sources",
        "About this page",
    ]
    assert [head for head in heads if head in wanted] == wanted


def test_citations_lead_to_numbered_sources_and_common_teaching_is_named(client, library):
    page = client.get("/conditions/disc/").text
    assert '<a href="#source-1" aria-label="Source 1">1</a>' in page
    assert 'id="source-1"' in page
    assert "Common clinical teaching" in page


def test_a_page_that_no_clinician_has_read_says_so(client, library):
    assert "Not yet reviewed by a clinician" in client.get("/conditions/disc/").text


def test_levels_evidence_and_urgency_are_told_in_words(client, library):
    page = client.get("/conditions/disc/").text
    for words in ("Typical sign", "Little evidence so far", "Get emergency help now"):
        assert words in page


def test_a_comparison_is_a_real_table(client, library):
    response = client.get("/compare/?c=disc&c=other-pain")
    page = Read(response.text)
    scopes = page.values("scope")
    assert page.count("caption") == 1
    assert scopes.count("col") == 2
    assert "row" in scopes
    assert "rowgroup" in scopes
    assert ("region", "0") in [(a.get("role"), a.get("tabindex")) for _, a in page.tags]
    assert "differs" in response.text
    assert "not mentioned" in response.text


def test_a_warning_stands_above_the_search_and_everything_found(client, library):
    text = client.get("/find/?q=numb+saddle").text
    main = text[text.index("<main") :]
    assert main.index("Get emergency help now") < main.index("find-q")
    assert "no warning signs" not in text.lower()


def test_find_is_kept_from_search_engines(client, library):
    assert '<meta name="robots" content="noindex, follow">' in client.get("/find/?q=numb").text


def test_words_of_a_reader_are_shown_as_words(client, library):
    text = client.get("/find/", {"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in text


# --- The stylesheet ---------------------------------------------------------------------------------------------------

IMPORT = re.compile(r'^@import url\("([\w-]+\.css)"\) layer\((\w+)\);$', re.MULTILINE)


SIDES = "left|right|top|bottom"
PHYSICAL = re.compile(rf"(?:margin|padding|border|inset)-(?:{SIDES})\b|(?<![-\w])(?:{SIDES}|width|height):")


def rules(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_the_entry_names_the_layers_first_and_takes_in_every_file():
    text = (CSS / "site.css").read_text(encoding="utf-8")
    layers = text.splitlines()[0].removeprefix("@layer ").removesuffix(";").split(", ")
    parts = IMPORT.findall(text)
    assert {layer for _, layer in parts} == set(layers)
    assert {name for name, _ in parts} == {path.name for path in STYLES} - {"site.css"}


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_component_keeps_the_house_rules(path):
    text = rules(path)
    assert "!important" not in text
    assert PHYSICAL.findall(text) == []
    assert re.findall(r"(?m)^\s*#[\w-]+[^;]*\{", text) == []
    if path.name != "tokens.css":
        assert re.findall(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", text) == []
        assert re.findall(r"var\(--(?:paper|ink|line|pine|red|amber|blue|on)-", text) == []


def test_every_token_that_is_used_exists():
    made = set(re.findall(r"(--[\w-]+):", "".join(rules(path) for path in STYLES)))
    used = {
        name
        for path in STYLES
        for name, fallback in re.findall(r"var\((--[\w-]+)(,?)", rules(path))
        if not fallback
    }
    assert used - made == set()


def test_fonts_are_small_and_licensed():
    fonts = ROOT / "static" / "fonts"
    assert sum(path.stat().st_size for path in fonts.glob("*.woff2")) <= 35_000
    assert "SIL OPEN FONT LICENSE" in next(fonts.glob("*OFL.txt")).read_text(encoding="utf-8").upper()


def schemes() -> dict[str, dict[str, str]]:
    """Every token of the light and of the dark scheme, by name."""
    text = rules(CSS / "tokens.css")
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    tokens = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", light))
    return {
        "light": tokens,
        "dark": tokens | dict(re.findall(r"(--[\w-]+):\s*([^;]+);", dark.split("@media print")[0])),
    }


def luminance(tokens: dict[str, str], name: str) -> float:
    value = tokens[name]
    while value.startswith("var("):
        value = tokens[value[4:-1]]
    digits = value[1:] if len(value) == 7 else "".join(2 * digit for digit in value[1:])
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


SURFACES = ("--color-page", "--color-surface", "--color-sunken")
INKS = ("--color-text", "--color-text-quiet", "--color-accent", "--color-accent-strong")
PAIRS = [(ink, on, 4.5) for ink in INKS for on in SURFACES] + [
    ("--color-emergency", "--color-page", 4.5),
    ("--color-emergency", "--color-surface", 4.5),
    ("--color-emergency-strong", "--color-emergency-tint", 4.5),
    ("--color-on-emergency", "--color-emergency-fill", 4.5),
    ("--color-same-day", "--color-page", 4.5),
    ("--color-on-same-day", "--color-same-day-fill", 4.5),
    ("--color-soon", "--color-page", 4.5),
    ("--color-soon", "--color-soon-tint", 4.5),
    ("--color-text", "--color-accent-tint", 4.5),
    ("--color-text-quiet", "--color-accent-tint", 4.5),
    ("--color-on-accent", "--color-accent", 4.5),
    ("--color-on-accent", "--color-accent-strong", 4.5),
    ("--color-control-line", "--color-page", 3),
    ("--color-control-line", "--color-surface", 3),
    ("--color-focus", "--color-page", 3),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "on", "least"), PAIRS, ids=lambda value: str(value).removeprefix("--color-"))
def test_colours_can_be_told_apart(scheme, ink, on, least):
    tokens = schemes()[scheme]
    brighter, darker = sorted((luminance(tokens, ink), luminance(tokens, on)), reverse=True)
    assert (brighter + 0.05) / (darker + 0.05) >= least

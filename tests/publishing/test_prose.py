"""Markdown becomes clean HTML in one place; whatever is typed, nothing but what we allow comes out."""

import re
import time
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publishing import prose
from publishing.prose import Citations, Image


@pytest.fixture(autouse=True)
def embeds(monkeypatch):
    """A card that names one condition."""
    monkeypatch.setattr(prose, "_embeds", {})

    def parse(content):
        if not content.strip():
            raise ValueError("name a condition")
        return {"condition": content.strip()}

    prose.register_embed("card", parse, lambda options: [("condition", options["condition"])])


def html_of(text: str, *keys: str) -> str:
    return prose.render(text, Citations(keys or prose.cited_keys(text)))


class Markup(HTMLParser):
    """Every tag and attribute of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


def assert_clean(html: str) -> None:
    markup = Markup(html)
    assert markup.tags <= prose._TAGS
    for tag, name, value in markup.attributes:
        assert name in {
            "href",
            "src",
            "alt",
            "id",
            "class",
            "start",
            "scope",
            "role",
            "tabindex",
            "aria-label",
        }
        if name == "href":
            assert re.match(r"(?i)https?://|mailto:|#|/(?![/\\])|[a-z-]+:[a-z0-9-]+$", value), value
            assert not re.match(r"(?i)\s*(javascript|data|vbscript|file):", value)
        if name == "src":
            assert tag == "img"
            assert re.fullmatch(r"picture:[a-z0-9-]+", value)
        if name == "id":
            assert re.match(r"h-|fn-|fnref-", value)


# --- Citations --------------------------------------------------------------------------------------------------------


def test_citations_are_found_in_order_and_once():
    text = "One [@b-2; @a]. Two [@common-teaching]. Three [@a]. `[@code]`"
    assert prose.cited_keys(text) == ["b-2", "a", "common-teaching"]


def test_a_citation_becomes_a_superscript_that_leads_to_its_source():
    assert html_of("Pain eases [@b; @a].", "a", "b") == (
        '<p>Pain eases<sup class="cite"><a href="#source-2" aria-label="Source 2">2</a>, '
        '<a href="#source-1" aria-label="Source 1">1</a></sup>.</p>'
    )


def test_common_teaching_is_said_in_words_and_has_no_number():
    html = html_of("Rest helps [@common-teaching; @a].")
    assert html == (
        '<p>Rest helps<sup class="cite"><a href="#source-1" aria-label="Source 1">1</a></sup> '
        '<span class="common-teaching">common clinical teaching</span>.</p>'
    )


def test_sources_keep_their_number_however_often_they_are_given():
    citations = Citations(["a", "common-teaching", "b", "a"])
    assert citations.keys == ("a", "b")
    assert [citations.number(key) for key in ("a", "b", "c")] == [1, 2, None]


def test_a_citation_of_a_source_that_the_page_does_not_have_leaves_no_mark():
    assert html_of("Word [@unknown].", "a") == "<p>Word.</p>"


def test_a_misspelt_citation_is_told_with_its_line():
    assert prose.problems("Fine [@a].\n\nWrong [@A b].") == [
        "Line 3: “[@A b]” is no citation. Write [@key], or [@key; @other-key], with keys of sources."
    ]


# --- Links ------------------------------------------------------------------------------------------------------------


def test_internal_links_keep_their_kind_and_key():
    text = "[a](condition:sciatica) [b](red-flag:fever) [a](condition:sciatica) [c](https://example.org/)"
    assert prose.links_in(text) == [("condition", "sciatica"), ("red-flag", "fever")]
    assert '<a href="condition:sciatica">a</a>' in html_of(text)


def directory_of(**urls):
    pages = {("condition", key): SimpleNamespace(url=url) for key, url in urls.items()}
    return SimpleNamespace(get=lambda kind, key: pages.get((kind, key)))


def test_a_link_to_a_public_page_gets_its_address():
    html = prose.resolve_links(html_of("See [*this*](condition:sciatica)."), directory_of(sciatica="/c/?a&b"))
    assert html == '<p>See <a href="/c/?a&amp;b"><em>this</em></a>.</p>'


def test_a_link_to_a_page_that_is_not_public_becomes_its_words():
    html = prose.resolve_links(html_of("See [*this*](condition:hidden), [b](/find/)."), directory_of())
    assert html == '<p>See <em>this</em>, <a href="/find/">b</a>.</p>'


def test_a_picture_in_a_link_is_resolved_with_it():
    html = html_of("[![Spine](picture:spine)](condition:sciatica)")
    shown = prose.resolve_links(
        html, directory_of(), {"spine": Image("/pictures/x.webp", 10, 20, "own words")}
    )
    assert shown == '<p><img src="/pictures/x.webp" alt="Spine" width="10" height="20" loading="lazy"></p>'


def test_a_picture_that_cannot_be_shown_becomes_its_description():
    html = html_of('Here: ![A "spine"](picture:spine)')
    assert prose.resolve_links(html, directory_of()) == "<p>Here: A &quot;spine&quot;</p>"


def test_a_link_of_a_form_we_do_not_allow_stays_text_and_is_told():
    text = "[x](javascript:alert(1))"
    assert "<a" not in html_of(text)
    assert prose.problems(text)[0].startswith("Line 1: The link to “javascript:alert(1” is not one")


# --- Embeds -----------------------------------------------------------------------------------------------------------


def test_blocks_hold_html_embeds_and_lone_pictures_in_order():
    text = (
        "Before.\n\n:::card\nsciatica\n:::\n\n![Spine](picture:spine 'By us')\n\nAfter ![x](picture:spine)."
    )
    assert prose.blocks(text, Citations([])) == [
        {"type": "html", "html": "<p>Before.</p>"},
        {"type": "card", "condition": "sciatica"},
        {"type": "picture", "key": "spine", "alt": "Spine", "caption": "By us"},
        {"type": "html", "html": '<p>After <img src="picture:spine" alt="x">.</p>'},
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("one\n\n:::crad\nx\n:::", "Line 3: There is no embed “crad”. There are: “:::card”."),
        (":::card\n\n:::", "Line 1: In “:::card”: name a condition"),
        (":::card\nsciatica", "Line 1: “:::card” is never closed. End it with a line “:::”."),
        (":::card", "Line 1: “:::card” is never closed. End it with a line “:::”."),
        (":::\nsciatica\n:::", "Line 1: “:::” opens an embed without a name"),
        ("- item\n\n  :::card\n  x\n  :::", "Line 3: “:::card” stands inside a list"),
        ("> :::card\n> x\n> :::", "Line 1: “:::card” stands inside a list"),
    ],
)
def test_a_wrong_embed_is_told_with_line_and_remedy_and_shows_nothing(text, told):
    problems = prose.embed_problems(text)
    assert len(problems) == 1
    assert problems[0].startswith(told)
    assert not [block for block in prose.blocks(text, Citations([])) if block["type"] != "html"]
    assert ":::" not in html_of(text)


def test_embeds_and_pictures_are_out_of_place_where_only_words_are_shown():
    text = "Words.\n\n:::card\nx\n:::\n\n![x](picture:p)"
    assert prose.problems(text) == []
    assert prose.problems(text, words_only=True) == [
        f"Line 3: {prose.OUT_OF_PLACE}",
        f"Line 7: {prose.OUT_OF_PLACE}",
    ]


def test_an_embed_in_an_embed_is_only_its_text():
    found = prose.embeds_in(":::card\n:::card\nx\n:::\n")
    assert [(embed.name, embed.options) for embed in found] == [("card", {"condition": ":::card\nx"})]


def test_everything_prose_names_is_listed():
    text = "[@s] [l](topic:t) ![p](picture:p)\n\n:::card\nc\n:::"
    assert prose.references_in(text) == [
        ("source", "s"),
        ("topic", "t"),
        ("picture", "p"),
        ("condition", "c"),
    ]


def test_text_that_looks_like_a_block_stays_text():
    forged = '{"type": "card"} <whereabouts-card condition="x"></whereabouts-card> <!-- :::card -->'
    assert [block["type"] for block in prose.blocks(forged, Citations([]))] == ["html"]
    assert_clean(html_of(forged))


# --- Headings, tables, notes, plain text ------------------------------------------------------------------------------


def test_contents_and_html_agree_on_ids_that_are_unique():
    text = "## Why?\n\n### Why?\n\n## *Really* [@a]\n\n## !!!"
    assert prose.contents(text) == [
        {"level": 2, "id": "h-why", "text": "Why?"},
        {"level": 3, "id": "h-why--2", "text": "Why?"},
        {"level": 2, "id": "h-really", "text": "Really"},
        {"level": 2, "id": "h-section", "text": "!!!"},
    ]
    assert re.findall(r'id="([^"]+)"', html_of(text)) == ["h-why", "h-why--2", "h-really", "h-section"]


def test_parts_of_a_page_have_ids_of_their_own():
    text = "## Why[^1]\n\n[^1]: Note."
    ids = [
        re.findall(r'id="([^"]+)"', prose.render(text, Citations([]), part)) for part in ("outlook", "more")
    ]
    assert ids == [
        ["h-outlook-why", "fnref-outlook-1", "fn-outlook-1"],
        ["h-more-why", "fnref-more-1", "fn-more-1"],
    ]


def test_the_only_h1_is_that_of_the_page():
    assert html_of("# Big").startswith('<h2 id="h-big">')
    assert "Begin headings with “##”" in prose.problems("# Big")[0]


def test_a_table_says_what_its_columns_are_without_inline_style():
    html = html_of("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<th class="align-right" scope="col">b</th>' in html
    assert "style" not in html
    assert html.startswith('<div class="table-scroll" role="region"')


def test_a_note_called_twice_leads_back_to_both_places():
    html = html_of("One[^n] two[^n].\n\n[^n]: Said once.")
    assert html.count('href="#fn-1"') == 2
    assert 'href="#fnref-1"' in html
    assert 'href="#fnref-1--2"' in html
    assert 'id="fnref-1"' in html
    assert 'id="fnref-1--2"' in html


def test_plain_text_has_no_markup_citations_or_embeds():
    text = "## Head\n\nSome *words* [@a]. `code` [l](condition:c)\nmore\n\n:::card\nx\n:::\n\n- item\n\n| t |\n|---|\n| c |"
    assert prose.plain_text(text) == "Head\nSome words. code l more\nitem\nt\nc"


def test_an_excerpt_leaves_numbers_and_ids_to_their_own_page():
    html = html_of("## Why\n\nClaim [@a; @common-teaching] noted[^1]. [*l*](condition:c)\n\n[^1]: Note.")
    assert prose.excerpt(html).strip() == (
        '<h2>Why</h2>\n<p>Claim noted. <a href="condition:c"><em>l</em></a></p>'
    )


# --- Hostile text -----------------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](https://elsewhere.example/pixel.png)",
    "![x](//elsewhere.example/pixel.png)",
    "[x](//elsewhere.example/)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    '[x](condition:a"onclick="alert(1))',
    '[x](/ "onclick=alert(1)")',
    '![x" onerror="alert(1)](picture:a)',
    '## x" onclick="alert(1)',
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "| <script> |\n|---|\n| <img onerror=x> |",
    "[^<script>]\n\n[^<script>]: <script>alert(1)</script>",
    '[@a"><script>]',
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<a href='condition:x'>forged</a>",
    ":::card\n<script>alert(1)</script>\n:::",
    ":::<script>\n:::",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_comes_out_harmless(text):
    assert_clean(html_of(text))
    for block in prose.blocks(text, Citations([])):
        if block["type"] == "html":
            assert_clean(block["html"])


@pytest.mark.parametrize(
    "piece", ["[", "[]", "[@", "![", ">", "*_", "`", ":::", "[^a]", "<", "[a](", "- ", "|"]
)
def test_ten_thousand_of_anything_are_rendered_at_once(piece):
    start = time.process_time()
    assert_clean(html_of(piece * 10_000))
    assert time.process_time() - start < 5


markdown = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            ["\n", "\n\n", "- ", "> ", "## ", ":::card\n", ":::\n", "[^a]", "[^a]: ", "|a|\n|-|\n", "    "]
        ),
        st.sampled_from(
            ["[@a; @b]", "[x](condition:a)", "![y](picture:a)", "[", "](", ")", "<b>", "**", "`", "\t", "\\"]
        ),
        st.sampled_from(HOSTILE),
    ),
    max_size=20,
).map("".join)


@given(markdown)
@settings(max_examples=300, deadline=None)
def test_any_text_renders_to_clean_html(text):
    citations = Citations(prose.cited_keys(text))
    html = prose.render(text, citations)
    assert_clean(html)
    for block in prose.blocks(text, citations):
        assert block["type"] in ("html", "picture", "card")
        if block["type"] == "html":
            assert_clean(block["html"])
    assert_clean(prose.resolve_links(html, directory_of(a="/a/")))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    prose.problems(text), prose.plain_text(text), prose.references_in(text), prose.contents(text)

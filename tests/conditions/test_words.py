"""Words explained: in the glossary, and once on a page, where its prose first says them."""

import re

import pytest

from conditions.pages import ConditionPage
from conditions.wording import Explainer
from publishing import service
from publishing.directory import current
from publishing.models import LivePage
from publishing.public import record_of
from tests import factories

pytestmark = pytest.mark.django_db

BUTTON = re.compile(r'<button type="button" class="word" popovertarget="([\w-]+)">([^<]*)</button>')


@pytest.fixture
def words() -> None:
    factories.live("word", "root", name="Root", description="Where a <nerve> leaves the spine.")
    factories.live("word", "nerve-root", name="Nerve root", description="The start.", words=["radicular"])
    factories.live("word", "nice", name="NICE", description="It advises health services.")


def explained(html: str, *names: str) -> str:
    return Explainer(current(), names).explain(html)


def buttons(html: str) -> list[str]:
    return [said for _, said in BUTTON.findall(html)]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>A nerve root, and a nerve root.</p>", ["nerve root"]),
        ("<p>Roots.</p><ul><li>the <strong>radicular</strong> pain</li></ul>", ["Roots", "radicular"]),
        ("<p>Uprooted, root-like, beetroot.</p>", []),
        ("<p>A nice day, says NICE.</p>", ["NICE"]),
        ("<h3>Root</h3><p>A <a href='/'>root</a>.</p>".replace("'", '"'), []),
        ("<blockquote><p>Root</p></blockquote><p><code>root</code></p>", []),
        ("<table><tr><td><p>root</p></td></tr></table>", []),
        ('<section class="notes"><ol><li>root</li></ol></section><p>root</p>', ["root"]),
        ('<p>"A > root" <img src="/a" alt="<p>a > root"> root</p>', ["root"]),
    ],
)
def test_a_word_is_explained_once_and_only_in_prose(words, html, found):
    assert buttons(explained(html)) == found


def test_the_text_of_a_page_stays_as_it_was(words):
    html = '<p>(Root), &amp; a nerve root<sup class="cite">[1]</sup>. <em>So</em> &lt;root&gt;</p>\n<ul>\n<li>x</li></ul>'
    note = re.compile(r'<span class="word__note".*?</span>')
    text = re.sub(r"<[^>]*>", "", note.sub("", explained(html)))
    assert text == re.sub(r"<[^>]*>", "", html)


def test_the_meaning_is_escaped_and_the_button_opens_it(words):
    html = explained("<p>A root.</p>")
    assert 'popovertarget="word-root"' in html
    assert '<span class="word__note" id="word-root" role="note" popover>' in html
    assert "Where a &lt;nerve&gt; leaves the spine." in html


def test_a_stop_or_source_after_a_word_stays_on_its_line(words):
    html = explained('<p>A (root), or nerve root<sup class="cite"><a href="#source-1">1</a></sup>. End</p>')
    assert '<span class="word__hold">(<button' in html
    assert "),</span> or <span" in html
    assert "</sup>.</span> End" in html


def test_a_page_does_not_explain_what_it_is_named_after(words):
    assert buttons(explained("<p>A nerve root is a root.</p>", "Nerve root pain")) == ["root"]


def test_a_condition_explains_a_word_where_a_reader_first_meets_it(client, words):
    factories.live("condition", "sore", what_happens="A root hurts.", how_it_starts="At the root.")
    text = client.get("/conditions/sore/").text
    assert text.count('id="word-root"') == 1
    assert text.index('id="word-root"') < text.index('id="what"')


def test_an_article_explains_a_word_once_in_all_its_parts(client, words):
    factories.live("condition", "sore")
    factories.live(
        "article", "roots", title="On pain", body="Root.\n\n:::condition\nsore\n:::\n\nRoot and NICE."
    )
    assert buttons(client.get("/articles/roots/").text) == ["Root", "NICE"]


def test_a_corrected_meaning_is_one_publication(client, words):
    factories.live("condition", "sore", what_happens="A root hurts.")
    factories.live("word", "root", name="Root", description="Better words.")
    assert "Better words." in client.get("/conditions/sore/").text


def test_a_withdrawn_word_is_text_again(client, words):
    factories.live("condition", "sore", what_happens="A root hurts.")
    service.make_move(LivePage.objects.get(key="root").page, "withdraw", None)
    assert buttons(client.get("/conditions/sore/").text) == []


def test_sections_and_the_api_stay_without_buttons(client, words):
    factories.live("condition", "sore", what_happens="A root hurts.")
    live = LivePage.objects.get(key="sore")
    assert "<button" not in ConditionPage(record_of(live), live.rendered, current()).sections["what_happens"]
    assert client.get("/api/v1/conditions/sore").json()["what_happens"] == "A root hurts."


def test_the_glossary_has_words_and_clinical_names_in_one_list(client, words):
    factories.live("symptom", "tingling", name="Pins and needles", clinical_name="Paraesthesia")
    factories.live("condition", "nerve-root-pain", name="Trapped nerve", clinical_name="Nerve roots")
    text = client.get("/glossary/").text
    names = re.findall(r'<dt class="glossary__name">([^<]*)', text)
    assert names == ["Nerve root", "NICE", "Paraesthesia", "Root"]
    assert re.search(r'id="nerve-root">.*?href="/conditions/nerve-root-pain/"', text, re.DOTALL)
    assert re.search(r'Paraesthesia.*?href="/symptoms/tingling/">Pins and needles', text, re.DOTALL)


def test_a_word_leads_to_its_place_in_the_glossary(words):
    entry = current().get("word", "nerve-root")
    assert entry is not None
    assert entry.url == "/glossary/#nerve-root"


def test_search_does_not_know_words(client, words):
    found = client.get("/api/v1/search?q=radicular").json()
    assert (found["understood"], found["results"]) == ([], [])
    assert "/glossary/#" not in client.get("/sitemap.xml").text


def test_a_preview_of_a_word_shows_it_in_the_glossary(admin_client, words):
    copy = factories.write("word", "root", name="Root", description="Words to come.")
    response = admin_client.get(f"/admin/conditions/word/{copy.pk}/preview/")
    assert "Words to come." in response.text

"""The form of a page as a writer meets it: parts in the order of the page, ways to them and to what is wrong, buttons."""

import re
from pathlib import Path

import pytest

from conditions.models import Condition
from tests import factories
from tests.desk.conftest import add_to, at, filled

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def sore(db):
    factories.vocabulary()
    return factories.write("condition", "sore-back", **factories.facts())


def headings(text: str) -> list[str]:
    found = re.findall(r'class="(?:fieldset|inline)-heading">\s*(.*?)\s*</h2>', text)
    return [heading.strip() for heading in found]


def test_the_parts_of_a_condition_come_in_the_order_of_its_page(writer, sore):
    assert headings(writer.get(at(sore)).text)[:8] == [
        "Names",
        "If it is an emergency",
        "Red flags",
        "Pain locations",
        "Symptoms",
        "Postures",
        "What is going on",
        "Treatments",
    ]


def test_no_part_is_left_out_or_drawn_twice(writer, sore):
    response = writer.get(at(sore))
    shown = headings(response.text)
    drawn = len(list(response.context["adminform"])) + len(response.context["inline_admin_formsets"])
    assert len(shown) == len(set(shown)) == drawn


def test_each_part_can_be_gone_to_and_says_how_many_rows_it_has(writer, sore):
    text = writer.get(at(sore)).text
    nav = text[text.index('id="desk-parts"') : text.index("</nav>", text.index('id="desk-parts"'))]
    anchors = re.findall(r'href="#([^"]+)"', nav)
    assert len(anchors) == len(headings(text))
    assert all(text.count(f'id="{anchor}"') == 1 for anchor in anchors)
    assert re.search(r'Postures <span class="desk-parts__rows">2<', nav)


def test_a_short_form_has_no_list_of_its_parts(writer, sore):
    topic = factories.write("topic", "getting-help")
    assert 'id="desk-parts"' not in writer.get(at(topic)).text


def test_one_row_of_buttons_says_where_the_page_stands(writer, sore):
    text = writer.get(at(sore)).text
    assert text.count('class="submit-row"') == 1
    row = text[text.index('class="submit-row"') :]
    assert "desk-state--draft" in row
    assert row.index('name="_save"') < row.index('name="_preview"') < row.index('name="_submit"')


def test_what_is_wrong_is_told_with_the_way_to_each_field(writer, sore):
    sent = filled(writer, at(sore), summary="") | {"conditionsymptom_set-0-level": ""}
    text = writer.post(at(sore), sent).text
    told = re.sub(r"\s+", " ", text[text.index("desk-faults") :])
    assert '<a href="#id_summary">Summary</a>: This field is required.' in told
    assert '<a href="#id_conditionsymptom_set-0-level">Symptoms 1, Level</a>: This field is required.' in told
    assert "1 to correct" in text
    assert Condition.objects.get().summary != ""


def test_forms_of_django_tell_it_too(boss):
    text = boss.post(add_to(type(boss.person)), {"username": ""}).text
    assert '<a href="#id_username">Username</a>' in text


def test_dates_have_the_calendar_of_the_browser(writer, sore):
    text = writer.get(at(sore)).text
    assert re.search(r'<input type="date" name="next_review_due"', text)


def test_the_desk_has_the_colours_of_the_site():
    """Of the scale, in both schemes; what the desk calls them is its own matter."""
    site = (ROOT / "static/css/tokens.css").read_text()
    light, dark = site.split("@media (prefers-color-scheme: dark)")
    dark = dark.split("@media print")[0]
    told = re.findall(r"^  (--[\w-]+): light-dark\((#\w+), (#\w+)\);", desk_theme(), re.MULTILINE)
    scale = [(name, *colours) for name, *colours in told if f"  {name}: #" in light]
    assert len(scale) >= 15
    for name, in_light, in_dark in scale:
        assert f"{name}: {in_light};" in light, name
        assert f"{name}: {in_dark};" in dark, name


def desk_theme() -> str:
    return (ROOT / "static/desk/theme.css").read_text()

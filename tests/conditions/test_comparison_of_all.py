"""The table of all conditions: what it shows, how it is filtered, how it leads on."""

import csv
import re
from io import StringIO

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def library() -> None:
    factories.vocabulary()
    factories.live("condition", "disc", name="Slipped disc", **factories.facts())
    factories.live(
        "condition",
        "canal",
        name="Narrowed canal",
        regions=[{"region": "low-back", "role": "primary", "side": "midline"}],
        postures=[{"posture": "walking", "effect": "worse", "level": "occasional"}],
        emergency={"urgency": "same-day", "action": "Be seen today."},
        look_alikes=[{"condition": "disc", "tell_apart": "Sitting eases it."}],
    )


def table(client, query: str = "") -> list[list[str]]:
    """As CSV shows it."""
    return list(csv.reader(StringIO(client.get(f"/compare.csv?{query}").text)))


def names(client, query: str) -> list[str]:
    return [line[0] for line in table(client, query)[1:]]


def test_each_condition_has_a_row_and_what_any_mentions_a_column(client, library):
    assert table(client) == [
        ["Condition", "Sitting", "Walking"],
        ["Narrowed canal", "", "Sometimes"],
        ["Slipped disc", "Typical sign", ""],
    ]


@pytest.mark.parametrize(
    ("show", "column"),
    [
        ("better", "Walking"),
        ("where", "Low back"),
        ("feels-feeling", "Numbness"),
        ("helps-heat-and-cold", "Heat"),
        ("nonsense", "Sitting"),
    ],
)
def test_a_reader_chooses_which_facts_are_shown(client, library, show, column):
    assert column in table(client, f"show={show}")[0]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("where=leg", ["Slipped disc"]),
        ("quick=1", ["Narrowed canal"]),
        ("where=leg&quick=1", []),
        ("where=nowhere", ["Narrowed canal", "Slipped disc"]),
    ],
)
def test_conditions_are_filtered_by_place_and_by_how_soon_they_need_help(client, library, query, found):
    assert names(client, query) == found
    assert client.get(f"/compare/?{query}").status_code == 200


def test_what_is_only_sometimes_so_can_be_left_out(client, library):
    assert table(client, "typical=1")[0] == ["Condition", "Sitting"]


def test_marks_are_told_in_words(client, library):
    text = client.get("/compare/").text
    assert '<span class="visually-hidden">Typical sign</span>' in text


def test_what_is_ticked_stays_ticked_when_the_filters_change(client, library):
    text = client.get("/compare/?choose=1&c=disc&c=canal&show=better&where=leg").text
    ticked = re.findall(r'name="c"\s+value="(\w+)"\s+checked', text)
    assert sorted(ticked) == ["canal", "disc"]


def test_the_button_leads_to_the_plain_address_of_the_chosen(client, library):
    response = client.get("/compare/?choose=1&show=worse&where=&c=disc&c=canal&go=1")
    assert (response.status_code, response["Location"]) == (302, "/compare/?c=disc&c=canal")


def test_one_alone_asks_for_another(client, library):
    assert (
        "Choose at least one more to compare with Slipped disc." in client.get("/compare/?c=disc&go=1").text
    )


def test_look_alikes_are_ways_to_their_pair(client, library):
    assert 'href="/compare/canal/or/disc/"' in client.get("/compare/").text


def test_a_pair_shows_its_telling_lines_with_their_sources_above_the_table(client, library):
    factories.write("source", "study", title="A study of backs", url="https://example.org/study", date="2020")
    tell = {"condition": "canal", "tell_apart": "Sitting hurts.", "sources": ["study"]}
    factories.live("condition", "disc", name="Slipped disc", look_alikes=[tell], **factories.facts())
    text = client.get("/compare/canal/or/disc/").text
    assert text.index("care--same-day") < text.index("Sitting hurts.") < text.index("<table")
    assert "https://example.org/study" in text
    assert 'href="/compare/?c=canal&amp;c=disc"' in text


def test_filters_cost_no_query_for_each_condition(client, library, django_assert_max_num_queries):
    address = "/compare/?show=where&where=leg&typical=1&c=disc"
    client.get(address)
    with django_assert_max_num_queries(5):
        client.get(address)

"""Conditions side by side: what counts as a difference, what a reader can do with rows and columns, what is never hidden."""

import csv
from io import StringIO

import pytest

from conditions.comparison import Comparison, Group, Mark, Row, Rows, compare
from conditions.telling import telling
from publishing.directory import current
from tests import factories

pytestmark = pytest.mark.django_db


def posture(key: str, effect: str, level: str = "common", note: str = "") -> dict[str, str]:
    return {"posture": key, "effect": effect, "level": level, "note": note}


def symptom(level: str) -> dict[str, str]:
    return {"symptom": "numbness", "level": level}


def live(key: str, **fields) -> None:
    factories.live("condition", key, **fields)


def compared(*keys: str, rows: Rows = Rows.ALL) -> Comparison:
    return compare(current(), keys).only(rows)


def group(name: str, *keys: str) -> Group:
    return next(group for group in compared(*keys).groups if group.name == name)


def row(group_name: str, label: str, *keys: str) -> Row:
    return next(row for row in group(group_name, *keys).rows if row.label == label)


@pytest.fixture
def vocabulary() -> None:
    factories.vocabulary()


@pytest.mark.parametrize(
    ("one", "other", "mark"),
    [
        ([symptom("common")], [symptom("common")], Mark.SAME),
        ([symptom("common")], [symptom("rare")], Mark.DIFFERS),
        ([symptom("common")], [], Mark.PART),
    ],
)
def test_only_pages_that_speak_of_a_symptom_can_differ(vocabulary, one, other, mark):
    live("a", symptoms=one)
    live("b", symptoms=other)
    assert row("feels", "Numbness", "a", "b").mark is mark


def test_what_hurts_in_one_and_eases_in_another_is_opposite_and_stands_first(vocabulary):
    live("a", postures=[posture("walking", "worse", "hallmark"), posture("sitting", "worse")])
    live("b", postures=[posture("walking", "worse"), posture("sitting", "better")])
    first = group("worse", "a", "b").rows[0]
    assert (first.label, first.mark) == ("Sitting", Mark.OPPOSITE)
    assert [cell.text for cell in first.cells] == ["Makes it worse: common", "Eases it: common"]


def test_a_page_that_says_both_of_a_posture_is_the_opposite_of_none(vocabulary):
    both = [posture("sitting", "worse", note="Long."), posture("sitting", "better", note="Short.")]
    live("a", postures=both)
    live("b", postures=[posture("sitting", "better")])
    assert row("worse", "Sitting", "a", "b").mark is Mark.DIFFERS


def test_a_treatment_advised_in_one_and_advised_against_in_another_is_opposite(vocabulary):
    live("a", treatments=[{"treatment": "heat", "evidence": "moderate"}])
    live("b", treatments=[{"treatment": "heat", "evidence": "against"}])
    assert row("helps", "Heat", "a", "b").mark is Mark.OPPOSITE


def test_one_or_both_sides_tells_nothing_beside_one_side(vocabulary):
    def place(side):
        return [{"region": "calf", "role": "radiating", "side": side}]

    live("a", regions=place("one"))
    live("b", regions=place("either"))
    live("c", regions=place("both"))
    assert not row("where", "Calf", "a", "b").tells
    assert row("where", "Calf", "a", "c").tells


def test_rows_that_tell_little_are_folded_away_and_warnings_never(vocabulary):
    factories.live("red-flag", "saddle", name="Numb saddle")
    flag = [{"red_flag": "saddle"}]
    live("a", symptoms=[symptom("common")], red_flags=flag)
    live("b", symptoms=[symptom("common")], red_flags=flag)
    assert [group.name for group in compared("a", "b", rows=Rows.DIFFERENT).groups] == ["urgent"]
    assert [group.name for group in compared("a", "b", rows=Rows.ALIKE).groups] == ["feels", "urgent"]


def test_warnings_on_every_page_are_told_once(vocabulary):
    factories.live("red-flag", "saddle", name="Numb saddle")
    factories.live("red-flag", "fever", name="Fever", urgency="same-day")
    live("a", red_flags=[{"red_flag": "saddle"}, {"red_flag": "fever"}])
    live("b", red_flags=[{"red_flag": "saddle"}])
    now, today = group("urgent", "a", "b").warnings
    assert ([card.name for card in now.shared], now.own) == (["Numb saddle"], ())
    assert today.shared == ()
    assert [[card.name for card in cards] for cards in today.own] == [["Fever"], []]


def test_a_typical_sign_of_one_is_told_apart_where_no_other_page_comes_close(vocabulary):
    live("a", symptoms=[symptom("hallmark")], postures=[posture("sitting", "worse", "hallmark")])
    live("b", symptoms=[symptom("rare")], postures=[posture("sitting", "worse", "common")])
    (typical,) = telling(compared("a", "b")).typical
    assert typical.condition.key == "a"
    assert [(heading, [row.label for row in rows]) for heading, rows in typical.facts] == [
        ("Feels", ["Numbness"])
    ]


def test_the_telling_lines_of_look_alikes_lead_a_comparison(client, vocabulary):
    live("b")
    live("a", look_alikes=[{"condition": "b", "tell_apart": "A hurts on sitting."}])
    text = client.get("/compare/?c=a&c=b").text
    assert text.index("A hurts on sitting.") < text.index("<table")


# --- Rows and columns in the address ----------------------------------------------------------------------------------


@pytest.fixture
def three(vocabulary) -> None:
    live("a", symptoms=[symptom("hallmark")], postures=[posture("walking", "better")])
    live("b", symptoms=[symptom("rare")], postures=[posture("walking", "better")])
    live("c")


def test_a_column_can_be_taken_away_and_its_place_given_to_another(client, three):
    text = client.get("/compare/?c=b&c=a").text
    assert 'href="/compare/?c=a"' in text
    form = text[text.index('for="swap-2"') - 200 : text.index('for="swap-2"') + 400]
    assert form.index('name="c" value="b"') < form.index('<select class="select" id="swap-2" name="c">')
    assert '<option value="c">' in form


def test_nothing_can_be_added_to_six(client, vocabulary):
    for key in "abcdefg":
        live(key)
    address = "/compare/?" + "&".join(f"c={key}" for key in "abcdef")
    assert 'id="add"' in client.get("/compare/?c=a&c=b").text
    assert 'id="add"' not in client.get(address).text


def test_csv_holds_the_rows_of_the_same_query(client, three):
    lines = list(csv.reader(StringIO(client.get("/compare.csv?c=a&c=b&rows=alike").text)))
    assert lines == [
        ["Group", "Fact", "Mark", "A", "B"],
        ["What makes it better", "Walking", "same", "Common", "Common"],
    ]


def test_a_word_that_is_no_choice_of_rows_shows_them_all(client, three):
    assert "Walking" in client.get("/compare/?c=a&c=b&rows=%00").text


def test_a_comparison_with_an_emergency_leads_with_what_to_do(client, three):
    live("z", emergency={"urgency": "emergency", "action": "Call {emergency_number}."})
    text = client.get("/compare/?c=a&c=z").text
    assert 0 < text.index("care--emergency") < text.index("<table")

"""The printed sheet of a condition: what stands on it, and that it never grows beyond two sides."""

from datetime import date

import pytest

from conditions import handout
from conditions.handout import DETAILS, Passage, brief, passages
from conditions.pages import ConditionPage
from publishing.directory import current
from publishing.public import live_page, record_of
from tests import factories


def sheet(slug: str = "one", detail: int = 0) -> handout.Handout:
    live = live_page("condition", slug)
    page = ConditionPage(record_of(live), live.rendered, current())
    return handout.handout(page, date(2026, 3, 1), DETAILS[detail])


@pytest.fixture
def a_condition(db) -> None:
    factories.vocabulary()
    factories.live("red-flag", "numb-saddle", name="Numbness between the legs")
    factories.live(
        "red-flag", "despair", name="Thoughts of harming yourself", what_to_do="Call {crisis_number}. Stay."
    )
    factories.live(
        "condition",
        "one",
        **factories.facts(
            red_flags=[{"red_flag": "numb-saddle"}, {"red_flag": "despair"}],
            what_happens="A nerve is sore.\n\nIt has [a root](condition:nowhere).",
        ),
    )


def test_every_warning_sign_stands_on_the_barest_sheet(a_condition):
    (emergencies,) = sheet(detail=-1).warnings
    assert [sign.name for sign in emergencies.signs] == [
        "Numbness between the legs",
        "Thoughts of harming yourself",
    ]


def test_warnings_name_the_numbers_of_the_country(a_condition, settings):
    settings.EMERGENCY_NUMBER, settings.CRISIS_NUMBER = "999", "116 123"
    (emergencies,) = sheet().warnings
    assert "Call 999" in emergencies.lead
    assert [sign.action for sign in emergencies.signs] == ["", "Call 116 123."]


def test_what_to_do_leads_the_sheet_of_an_emergency(a_condition):
    emergency = {"urgency": "emergency", "action": "Call now. One sign is enough."}
    factories.live("condition", "one", emergency=emergency, red_flags=[{"red_flag": "numb-saddle"}])
    (first,) = sheet().warnings
    assert first.lead == "Call now. One sign is enough."
    assert [sign.name for sign in first.signs] == ["Numbness between the legs"]


def test_treatments_with_better_evidence_are_kept_longest(a_condition):
    for key in ("rest", "walks"):
        factories.live("treatment", key)
    links = [
        {"treatment": "heat", "evidence": "limited"},
        {"treatment": "rest", "evidence": "against", "cautions": "It slows recovery."},
        {"treatment": "walks", "evidence": "strong"},
    ]
    factories.live("condition", "one", treatments=links)
    assert [item.name for item in sheet().helps.items] == ["Walks", "Heat"]
    assert [(item.name, item.cautions) for item in sheet().not_advised.items] == [
        ("Rest", "It slows recovery.")
    ]


def test_what_is_left_out_is_counted(a_condition):
    looks = [{"name": f"Pain {number}", "tell_apart": "So."} for number in range(9)]
    factories.live("condition", "one", look_alikes=looks)
    part = sheet(detail=-1).look_alikes
    assert (len(part.items), part.more) == (6, 3)


def test_a_sheet_says_that_no_clinician_has_reviewed_it(a_condition):
    assert sheet().reviewed == "Not yet reviewed by a clinician"
    factories.live("condition", "one", reviewed_on="2026-02-03", reviewed_by="Dr A. Spine")
    assert sheet().reviewed == "Reviewed by Dr A. Spine on 3 February 2026"


def test_places_with_the_same_side_are_told_together(a_condition):
    regions = [{"region": key, "role": "primary", "side": "one"} for key in ("calf", "low-back")]
    factories.live("condition", "one", regions=regions)
    (places,) = sheet().places
    assert [(item.name, item.label) for item in places.items] == [("Calf, low back", "one side")]


def test_a_posture_on_both_sides_keeps_its_note_on_the_barest_sheet(a_condition):
    postures = [
        {"posture": "walking", "effect": "worse", "level": "common", "note": "Far."},
        {"posture": "walking", "effect": "better", "level": "common", "note": "A little."},
        {"posture": "sitting", "effect": "worse", "level": "common", "note": "Long."},
    ]
    factories.live("condition", "one", postures=postures)
    barest = sheet(detail=-1)
    assert [item.says for item in barest.worse.items] == ["Far.", ""]
    assert [item.says for item in barest.better.items] == ["A little."]


def test_when_to_see_someone_keeps_first_what_the_warnings_do_not_say(a_condition):
    text = "Get emergency help now for:\n\n- a numb saddle\n- a weak leg\n\nMake an appointment if:\n\n- it lasts six weeks and you cannot work or sleep or do what you need to do"
    factories.live("condition", "one", when_to_see_someone=text)
    barest = sheet(detail=-1)
    assert [passage.lead for passage in barest.see_someone] == ["Make an appointment if:"]
    assert barest.see_someone_more
    assert (len(sheet().see_someone), sheet().see_someone_more) == (2, False)


def test_a_long_text_ends_at_a_whole_sentence():
    assert brief("It is sore. It lasts for weeks.", 20) == "It is sore."
    assert brief("It is sore for many weeks", 12) == "It is sore …"
    assert brief("It is sore.", 20) == "It is sore."


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("One.\n\nTwo.", [Passage("One."), Passage("Two.")]),
        ("When:\n\n- it hurts [@study]\n- it **lasts**", [Passage("When:", ["it hurts", "it lasts"])]),
        ("One. It depends:\n\n| a | b |\n| - | - |\n| 1 | 2 |", [Passage("One.")]),
        ("One.\n\nA study asked. It found:\n\n| a | b |\n| - | - |\n| 1 | 2 |", [Passage("One.")]),
        ("", []),
    ],
)
def test_prose_becomes_paragraphs_and_lists_and_leads_to_nothing_that_is_left_out(markdown, found):
    assert passages(markdown, 500) == found

"""Pages of terms as ways in: who speaks of it, how typically, what tells look-alikes apart; and the lists of terms."""

import re

import pytest
from django.utils.html import strip_tags

from conditions import mentions
from tests import factories

pytestmark = pytest.mark.django_db


def words_of(html: str) -> str:
    return " ".join(strip_tags(html).split())


def main(client, address: str) -> str:
    text: str = client.get(address).text
    return text[text.index("<main") : text.index("</main>")]


@pytest.fixture
def library() -> None:
    """Sitting: the disc is worse, the canal better, and they are look-alikes; the facet joint says both."""
    factories.vocabulary()
    factories.live("symptom", "leg-ache", name="Leg ache")
    factories.live(
        "condition",
        "canal",
        name="Narrow canal",
        symptoms=[{"symptom": "leg-ache", "level": "hallmark"}],
        postures=[{"posture": "sitting", "effect": "better", "level": "common"}],
        treatments=[{"treatment": "heat", "evidence": "against"}],
    )
    factories.live(
        "condition",
        "disc",
        name="Slipped disc",
        symptoms=[
            {"symptom": "numbness", "level": "occasional"},
            {"symptom": "leg-ache", "level": "hallmark"},
        ],
        regions=[
            {"region": "calf", "role": "radiating", "side": "one"},
            {"region": "low-back", "role": "primary", "side": "midline"},
        ],
        postures=[
            {"posture": "sitting", "effect": "worse", "level": "hallmark", "note": "Above all in a car."}
        ],
        treatments=[{"treatment": "heat", "evidence": "limited", "how_to": "Warm it for ten minutes."}],
        look_alikes=[{"condition": "canal", "tell_apart": "A disc hurts on sitting."}],
    )
    factories.live(
        "condition",
        "facet",
        name="Facet pain",
        symptoms=[{"symptom": "leg-ache", "level": "rare"}],
        postures=[
            {"posture": "sitting", "effect": "worse", "level": "rare", "note": "When slumped."},
            {"posture": "sitting", "effect": "better", "level": "rare", "note": "When upright."},
        ],
    )


def test_a_posture_tells_both_effects_with_counts(client, library):
    text = words_of(main(client, "/postures/sitting/"))
    assert "Pain that is worse sitting: 2 conditions" in text
    assert "Pain that is better sitting: 2 conditions" in text
    assert "<title>Pain that is worse or better sitting" in client.get("/postures/sitting/").text


def test_the_most_typical_stand_first_under_the_word_for_it(client, library):
    text = words_of(main(client, "/postures/sitting/"))
    assert re.search(
        r"Typical sign 1 condition Slipped disc.*Rare 1 condition Facet pain.*better sitting", text
    )


def test_a_condition_stands_with_its_note_and_its_typical_signs(client, library):
    text = words_of(main(client, "/postures/sitting/"))
    assert "Slipped disc Above all in a car. Typical signs: Leg ache" in text


def test_a_page_that_says_both_effects_says_so_on_each_side(client, library):
    text = words_of(main(client, "/postures/sitting/"))
    assert "When slumped. Its page also says better." in text
    assert "When upright. Its page also says worse." in text


def test_look_alikes_on_opposite_sides_are_told_apart(client, library):
    html = main(client, "/postures/sitting/")
    text = words_of(html)
    assert "Slipped disc: worse sitting . Narrow canal: better sitting" in text.replace(
        "sitting.", "sitting ."
    )
    assert "A disc hurts on sitting." in text
    assert 'href="/compare/canal/or/disc/"' in html


def test_a_symptom_is_no_other_typical_sign_of_itself(client, library):
    text = words_of(main(client, "/symptoms/leg-ache/"))
    assert "A symptom of 3 conditions" in text
    assert "typical signs: Leg ache" not in text


def test_a_region_counts_what_lies_in_it_and_tells_the_role(client, library):
    text = words_of(main(client, "/body/leg/"))
    assert "Felt here: 1 condition Spreads to 1 condition Slipped disc Calf, one side" in text
    assert "More exactly Calf 1 condition" in text


def test_a_region_lies_in_what_its_trail_says(client, library):
    trail = client.get("/body/calf/").text
    assert re.search(r'Breadcrumbs.*href="/body/".*href="/body/leg/"', trail, re.DOTALL)


def test_a_treatment_tells_how_sure_and_how_to(client, library):
    text = words_of(main(client, "/treatments/heat/"))
    assert re.search(
        r"Little evidence so far 1 condition Slipped disc Warm it for ten minutes\..*Not advised", text
    )


def test_beyond_a_page_there_is_a_next_one(client, library, monkeypatch):
    monkeypatch.setattr(mentions, "A_PAGE", 1)
    first, second = main(client, "/postures/sitting/"), main(client, "/postures/sitting/?page=2")
    assert "Slipped disc" in first
    assert "Facet pain" not in first
    assert "Facet pain" in second
    assert "Slipped disc" not in second
    assert "2 conditions" in words_of(second)


@pytest.mark.parametrize("page", ["x", "-1", "999", "9" * 5000])
def test_a_page_number_that_is_none_gives_a_page(client, library, page):
    assert client.get(f"/postures/sitting/?page={page}").status_code == 200


def test_a_posture_that_no_page_speaks_of_says_so(client, library):
    factories.live("posture", "cycling", name="Cycling")
    assert "No published page speaks of this yet" in client.get("/postures/cycling/").text


def test_a_draft_is_no_condition_of_a_term(client, library):
    factories.write("condition", "draft", name="Secret draft", **factories.facts())
    assert "Secret draft" not in client.get("/postures/sitting/").text


def test_postures_are_listed_with_both_counts(client, library):
    assert "Sitting Worse in 2 Better in 2" in words_of(main(client, "/postures/"))


def test_symptoms_are_listed_with_their_count(client, library):
    assert "Leg ache 3 conditions" in words_of(main(client, "/symptoms/"))


def test_treatments_are_listed_with_how_sure(client, library):
    assert "Heat Little evidence so far: 1 Not advised: 1" in words_of(main(client, "/treatments/"))


def test_the_body_is_listed_as_a_tree_with_counts(client, library):
    assert "Leg 1 condition All of it: Leg Calf 1 condition" in words_of(main(client, "/body/"))

"""What a warning says at the urgency at which it shows."""

import pytest

from publishing import directory
from search.advice import Urgency, flag_card
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def flag() -> directory.Entry:
    factories.live(
        "red-flag",
        "weak-leg",
        name="A weak leg",
        urgency="same-day",
        statement="A weak leg needs a check.",
        what_to_do="Get seen today: call {urgent_advice_number}.",
    )
    found = directory.current().get("red-flag", "weak-leg")
    assert found is not None
    return found


def test_at_its_own_urgency_it_says_its_own_words(flag, settings):
    settings.URGENT_ADVICE_NUMBER = "111"
    card = flag_card(flag)
    assert (card.statement, card.what_to_do) == ("A weak leg needs a check.", "Get seen today: call 111.")


def test_raised_it_tells_to_call_now_and_nothing_milder(flag, settings):
    settings.EMERGENCY_NUMBER = "999"
    card = flag_card(flag, "emergency")
    assert card.urgency is Urgency.EMERGENCY
    assert card.what_to_do.startswith("Call 999 or go to an emergency department now")
    assert "today" not in card.what_to_do


def test_lowered_it_says_what_fits_its_heading_and_when_more_is_needed(flag):
    card = flag_card(flag, "soon")
    assert card.what_to_do.startswith("Make an appointment with a doctor within days.")
    assert "If it is sudden, severe or getting worse" in card.what_to_do
    assert card.statement == "A weak leg. This needs to be checked within days."


def test_the_page_of_a_sign_warns_of_it(client):
    factories.vocabulary()
    factories.live("symptom", "saddle-numbness", group="feeling")
    rule = {"urgency": "emergency", "any_of": ["symptom/saddle-numbness"]}
    factories.live(
        "red-flag", "saddle", statement="Numbness there needs emergency help.", rules=[rule], words=[]
    )
    assert "Numbness there needs emergency help." in client.get("/symptoms/saddle-numbness/").text
    assert "Numbness there needs emergency help." not in client.get("/symptoms/numbness/").text


def test_a_page_about_the_site_is_no_page_about_pain(client):
    factories.live("article", "about-us", section="about", title="Backs and us", body="Backs hurt, and legs.")
    factories.live("article", "backs", title="Backs", body="Backs hurt, and legs.")
    found = [result["slug"] for result in client.get("/api/v1/search?q=backs").json()["results"]]
    assert found == ["backs"]

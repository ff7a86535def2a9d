"""The find page as it is laid out: choices, chips, reasons, a way to compare, something helpful when nothing is found."""

import re

import pytest

from tests import factories


@pytest.fixture
def library(db):
    factories.vocabulary()
    for number in range(9):
        factories.live("symptom", f"sign-{number}", name=f"Sign {number}")
    factories.live("condition", "plain", name="Plain pain", **factories.facts())
    for number in range(3):
        signs = [{"symptom": f"sign-{at}", "level": "common"} for at in range(number, 9)]
        told = factories.facts(symptoms=[{"symptom": "numbness", "level": "common"}, *signs])
        factories.live("condition", f"pain-{number}", name=f"Pain {number}", **told)


def facet(client, param: str, **asked):
    facets = client.get("/find/", asked).context["facets"]
    return next((one for one in facets if one["param"] == param), None)


def slugs(options) -> list[str]:
    return [option["slug"] for option in options]


def test_a_long_list_shows_the_most_useful_first_and_folds_the_rest(client, library):
    feels = facet(client, "feels", q="calf")
    assert slugs(feels["first"]) == [f"sign-{number}" for number in (2, 3, 4, 5, 6, 7)]
    assert slugs(feels["more"]) == ["sign-8", "sign-1", "sign-0"]
    page = client.get("/find/", {"q": "calf"}).text
    assert "Show 3 more" in page
    assert 'value="sign-0"' in page


def test_what_was_chosen_comes_first_in_its_list(client, library):
    feels = facet(client, "feels", q="calf", feels="sign-1")
    assert slugs(feels["first"])[0] == "sign-1"
    assert feels["first"][0]["chosen"]


def test_a_choice_that_would_change_nothing_is_not_offered(client, library):
    assert facet(client, "where", q="numb calf") is None
    assert "numbness" not in slugs(facet(client, "feels", q="calf")["options"])
    assert "numbness" in slugs(facet(client, "feels")["options"])


def test_each_choice_counts_the_pages_it_leaves(client, library):
    for option in facet(client, "feels", q="calf")["options"]:
        left = client.get("/find/", {"q": "calf", "feels": option["slug"]}).context["total"]
        assert left == option["count"], option


def test_what_was_typed_and_what_was_ticked_stand_apart(client, library):
    page = client.get("/find/", {"q": "numb", "worse": "sitting"}).text
    typed, chosen = page.index("Understood from your words"), page.index("You chose")
    assert typed < page.index("Take away Numbness") < chosen < page.index("Take away Sitting")
    assert "Start again" in page


def test_one_thing_typed_and_ticked_counts_once(client, library):
    page = client.get("/find/", {"q": "numb calf, worse sitting, low back", "worse": "sitting"}).text
    assert "Mentions 3 of the 4 things you asked about:" in page


def test_the_opposite_is_told_in_other_words_than_a_mention(client, library):
    page = client.get("/find/", {"q": "calf, better sitting"}).text
    opposite = page[page.index("Says the opposite:") :]
    assert "Sitting (makes it worse)" in opposite[:200]


def test_conditions_found_can_be_compared_without_scripts(client, library):
    factories.live("article", "about-calves", title="About the calf", body="The calf.")
    page = client.get("/find/", {"q": "calf"}).text
    form = re.search(r'<form class="results-form".*?</form>', page, re.DOTALL)
    assert form is not None
    assert 'action="/compare/"' in form[0]
    assert "About the calf" in form[0]
    assert set(re.findall(r'name="c" value="([\w-]+)"', form[0])) == {"plain", "pain-0", "pain-1", "pain-2"}
    assert "Compare chosen" in form[0]


def test_the_start_offers_examples_that_find_something_to_ask_for(client, library):
    page = client.get("/find/").text
    assert "How to ask" in page
    assert 'href="/find/?q=numb%20outer%20thigh"' in page
    assert "Skip to the results" not in page


def test_nothing_found_leads_on(client, library):
    page = client.get("/find/", {"q": "pancake batter"}).text
    assert "No page was found for these words" in page
    for address in ("/body/", "/symptoms/", "/postures/", "/urgent/"):
        assert f'href="{address}"' in page


def test_choices_that_find_nothing_together_say_which_to_drop(client, library):
    page = client.get("/find/", {"feels": "sign-0", "better": "sitting"}).text
    assert "Taking one thing away would help" in page
    assert "Without “Sitting”" in page


def test_a_condition_that_needs_emergency_help_is_marked(client, library):
    factories.live(
        "condition",
        "grave",
        name="Grave pain",
        emergency={"urgency": "emergency", "action": "Call {emergency_number}."},
        **factories.facts(),
    )
    assert "Needs emergency help" in client.get("/find/", {"q": "calf"}).text

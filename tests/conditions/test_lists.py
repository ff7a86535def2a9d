"""The A to Z with its choices, and the first page."""

import re

import pytest
from django.utils.html import strip_tags

from conditions import browsing
from tests import factories

pytestmark = pytest.mark.django_db


def main(client, address: str) -> str:
    text: str = client.get(address).text
    return text[text.index("<main") : text.index("</main>")]


def words_of(html: str) -> str:
    return " ".join(strip_tags(html).split())


def names(html: str) -> list[str]:
    """Conditions listed, in order."""
    return re.findall(r'class="entry__name" href="[^"]*">([^<]*)<', html)


@pytest.fixture
def library() -> None:
    factories.vocabulary()
    factories.live("condition", "ache", name="Ache", **factories.facts())
    factories.live(
        "condition",
        "break",
        name="Break",
        clinical_name="Fracture",
        regions=[{"region": "low-back", "role": "primary", "side": "midline"}],
        postures=[{"posture": "walking", "effect": "worse", "level": "common"}],
        emergency={"urgency": "same-day", "action": "Get seen today."},
    )
    factories.live("condition", "cramp", name="Cramp", **factories.facts(postures=[]))


def test_every_condition_stands_under_its_letter(client, library):
    html = main(client, "/conditions/")
    assert names(html) == ["Ache", "Break", "Cramp"]
    assert "All 3 conditions" in words_of(html)
    assert 'href="#letter-b"' in html


def test_one_that_needs_help_quickly_says_so_in_words(client, library):
    assert "Break Fracture Needs help the same day" in words_of(main(client, "/conditions/"))


def test_a_larger_place_holds_what_lies_in_it(client, library):
    assert names(main(client, "/conditions/?where=leg")) == ["Ache", "Cramp"]


def test_choices_narrow_each_other_down(client, library):
    html = main(client, "/conditions/?where=leg&worse=sitting")
    assert names(html) == ["Ache"]
    assert "1 condition speaks of this" in words_of(html)


def test_each_choice_tells_what_it_would_leave(client, library):
    html = main(client, "/conditions/?where=leg")
    options = re.findall(r"<option[^>]*>([^<]*)</option>", html)
    assert "Sitting (1)" in options
    assert "Walking (1)" in options  # better in Ache; Break, which is worse, is not in the leg
    assert "Low back (1)" in options  # in its own list, what choosing it instead would leave


def test_a_choice_can_be_taken_away_and_the_others_stay(client, library):
    html = main(client, "/conditions/?where=leg&worse=sitting")
    assert re.search(r'href="/conditions/\?worse=sitting">\s*<span[^>]*>Take away Leg', html)


def test_only_what_needs_help_quickly_can_be_asked_for(client, library):
    assert names(main(client, "/conditions/?urgent=1")) == ["Break"]


def test_nothing_left_says_what_to_try(client, library):
    html = main(client, "/conditions/?where=low-back&better=walking")
    assert names(html) == []
    assert "This does not mean that nothing is wrong" in html
    assert "Without “Low back”: 1 condition<" in html
    assert 'href="/conditions/?better=walking"' in html
    assert 'href="/urgent/"' in html


@pytest.mark.parametrize(
    "query", ["where=nowhere", "worse=", "urgent=yes", "letter=9", "page=x", "where=%00"]
)
def test_a_choice_that_is_none_is_as_good_as_none(client, library, query):
    assert names(main(client, f"/conditions/?{query}")) == ["Ache", "Break", "Cramp"]


def test_only_the_whole_list_is_for_search_engines(client, library):
    plain, chosen = client.get("/conditions/").text, client.get("/conditions/?where=leg").text
    assert 'content="noindex' not in plain
    assert '<meta name="robots" content="noindex, follow">' in chosen
    assert '<link rel="canonical" href="http://testserver/conditions/">' in chosen


def test_many_conditions_come_a_letter_at_a_time(client, library, monkeypatch):
    monkeypatch.setattr(browsing, "WHOLE", 2)
    first = main(client, "/conditions/")
    assert names(first) == ["Ache"]
    assert "All 3 conditions" in words_of(first)
    assert 'href="/conditions/?letter=c"' in first
    assert names(main(client, "/conditions/?letter=c")) == ["Cramp"]


def test_a_letter_with_many_has_pages(client, library, monkeypatch):
    factories.live("condition", "arch", name="Arch")
    factories.live("condition", "arm", name="Arm")
    monkeypatch.setattr(browsing, "WHOLE", 2)
    assert names(main(client, "/conditions/?letter=a&page=2")) == ["Arm"]


def test_a_draft_is_not_listed(client, library):
    factories.write("condition", "draft", name="Secret draft", **factories.facts())
    assert "Secret draft" not in client.get("/conditions/").text + client.get("/").text


# --- The first page ---------------------------------------------------------------------------------------------------


def test_the_first_page_leads_with_emergencies_of_the_back_and_keeps_the_others_in_reach(client, library):
    factories.live("red-flag", "harm", name="Thoughts of harm", position=1)
    for number in range(8):
        factories.live(
            "red-flag", f"sign-{number}", name=f"Sign {number}", position=number + 2, conditions=["break"]
        )
    text = words_of(main(client, "/"))
    shown, more = text.split("more emergencies")
    assert shown.index("Sign 0") < shown.index("Thoughts of harm")
    assert "Sign 7" in more
    assert "All warning signs, and what to do" in more


def test_the_first_page_does_not_grow_with_the_library(client, library, monkeypatch):
    monkeypatch.setattr("conditions.views.lists.MOST_CONDITIONS", 2)
    text = words_of(main(client, "/"))
    assert "Cramp" not in text
    assert "All 3 conditions A to Z" in text


def test_the_first_page_shows_the_postures_that_most_pages_speak_of(client, library):
    assert "Sitting Worse in 1" in words_of(main(client, "/"))

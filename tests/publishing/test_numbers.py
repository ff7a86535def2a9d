"""The operator's numbers in prose, put in when it is shown."""

import pytest

from publishing.numbers import put_in, put_in_html
from tests import factories


@pytest.fixture(autouse=True)
def numbers(settings):
    settings.EMERGENCY_NUMBER = "999"
    settings.URGENT_ADVICE_NUMBER = "NHS 111"
    settings.CRISIS_NUMBER = "<116 123>"


def test_text_gets_the_numbers_and_keeps_other_braces():
    assert put_in("Call {emergency_number} or {urgent_advice_number}, {not_this}.") == (
        "Call 999 or NHS 111, {not_this}."
    )


def test_prose_gets_them_as_links_to_call():
    assert put_in_html("<p>Call <strong>{emergency_number}</strong> now.</p>") == (
        '<p>Call <strong><a class="call" href="tel:999">999</a></strong> now.</p>'
    )


def test_no_link_is_put_into_a_link_or_an_attribute_and_nothing_stays_markup():
    assert put_in_html('<a href="/urgent/">or <em>{emergency_number}</em></a>') == (
        '<a href="/urgent/">or <em>999</em></a>'
    )
    assert put_in_html('<img src="/p" alt="{crisis_number}">') == '<img src="/p" alt="&lt;116 123&gt;">'
    assert "<116" not in put_in_html("<p>{crisis_number}</p>")


def test_words_in_place_of_a_number_stay_words(settings):
    settings.EMERGENCY_NUMBER = "your local emergency number"
    assert put_in_html("<p>Call {emergency_number}.</p>") == "<p>Call your local emergency number.</p>"


@pytest.mark.django_db
def test_an_article_and_a_condition_say_them_and_the_api_as_plain_text(client):
    factories.live("article", "calls", body="Call {emergency_number} now.", section="articles")
    factories.live("condition", "back", outlook="Call {urgent_advice_number} then.")
    assert 'Call <a class="call" href="tel:999">999</a> now.' in client.get("/articles/calls/").text
    assert 'NHS <a class="call" href="tel:111">111</a> then.' in client.get("/conditions/back/").text
    assert "Call NHS 111 then." in client.get("/api/v1/conditions/back").json()["outlook"]

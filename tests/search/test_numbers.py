"""Telephone numbers of the operator can be called with one touch."""

import pytest
from django.template import engines

from publishing.numbers import with_calls
from tests import factories


@pytest.fixture(autouse=True)
def numbers(settings):
    settings.EMERGENCY_NUMBER = "999 or 112"
    settings.URGENT_ADVICE_NUMBER = "NHS 111, option 2"
    settings.CRISIS_NUMBER = "+44 (0)20 7946 0000"


def test_each_number_is_a_link_and_the_words_stay():
    assert with_calls("Call 999 or 112 now.") == (
        'Call <a class="call" href="tel:999">999</a> or <a class="call" href="tel:112">112</a> now.'
    )
    assert 'NHS <a class="call" href="tel:111">111</a>, option 2' in with_calls("Call NHS 111, option 2.")
    assert 'href="tel:+4402079460000"' in with_calls("Call +44 (0)20 7946 0000.")


def test_other_figures_are_no_numbers_to_call():
    for text in ("In 1999", "within 2 hours", "9991", "option 2", "A1112"):
        assert with_calls(text) == text


def test_the_text_is_escaped():
    shown = (
        engines["django"]
        .from_string("{% load numbers %}{{ text|with_calls }}")
        .render({"text": "<b>Call</b> 999"})
    )
    assert shown == '&lt;b&gt;Call&lt;/b&gt; <a class="call" href="tel:999">999</a>'


def test_numbers_told_in_words_stay_words(settings):
    settings.EMERGENCY_NUMBER = settings.URGENT_ADVICE_NUMBER = settings.CRISIS_NUMBER = "a local line"
    assert with_calls("Call a local line on day 10.") == "Call a local line on day 10."


@pytest.mark.django_db
def test_the_urgent_page_calls_with_one_touch_and_the_api_keeps_plain_text(client):
    factories.live("red-flag", "danger", name="Danger")
    assert 'href="tel:999"' in client.get("/urgent/").text
    assert "tel:" not in client.get("/api/v1/search", {"q": "sign of danger"}).text

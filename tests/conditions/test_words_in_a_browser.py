"""A word explained, opened and closed by keyboard."""

import pytest

from tests import factories
from tests.conftest import Watched


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_enter_shows_the_meaning_beside_the_word_and_escape_puts_it_away(watched: Watched):
    factories.live("word", "root", name="Root", description="Where a nerve begins.")
    factories.live("condition", "sore", what_happens="The root hurts.")
    page = watched.page
    page.goto("/conditions/sore/")
    word, meaning = page.get_by_role("button", name="root"), page.get_by_text("Where a nerve begins.")
    assert not meaning.is_visible()
    word.focus()
    page.keyboard.press("Enter")
    assert meaning.is_visible()
    page.keyboard.press("Escape")
    assert not meaning.is_visible()
    assert word.evaluate("word => word === document.activeElement")
    assert watched.complaints == []

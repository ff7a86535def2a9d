"""Two versions are chosen and compared by keyboard, on a phone, with no fault that axe can find."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.axe import faults_of
from tests.desk.conftest import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_two_versions_are_chosen_and_compared_by_keyboard(watched, log_in, live_server):
    factories.vocabulary()
    for summary in ("First words.", "Second words.", "Third words."):
        copy = factories.live("condition", "sore-back", summary=summary, **factories.facts())
    editor = log_in("editor")
    page = watched.page
    cookie = {name: morsel.value for name, morsel in editor.cookies.items()}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in cookie.items()]
    )
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(at(copy, "revisions"))
    page.get_by_label("From revision 2").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("From revision 1")).to_be_checked()
    page.get_by_role("button", name="Compare the two chosen").press("Enter")
    expect(page.locator("del")).to_contain_text(["struck through", "First"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_text("fields are the same").press("Enter")
    restore = page.get_by_role("button", name="Restore as working copy")
    restore.press("Enter")
    expect(page.get_by_label("Summary")).to_have_value("First words.")
    assert watched.complaints == []
    for address in (at(copy, "revisions"), at(copy, "compare")):
        page.goto(address)
        assert faults_of(page) == []

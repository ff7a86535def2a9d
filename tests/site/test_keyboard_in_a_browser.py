"""Journeys by keyboard alone, and that the keyboard is caught nowhere."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.site.kinds import CONDITION, KINDS, PAIR, SIX, TWO

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("installation")]

FOCUSED = "document.activeElement"


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    opened = browser.new_page(base_url=site, viewport={"width": 390, "height": 800})
    yield opened
    opened.close()


def tab_to(page: Page, words: str, most: int = 200) -> None:
    """Presses Tab until what has the focus says just `words`."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate(f"({FOCUSED}.innerText || {FOCUSED}.getAttribute('aria-label') || '').trim()")
        if said == words:
            return
    pytest.fail(f"No “{words}” within {most} presses of Tab on {page.url}.")


def test_the_first_key_offers_to_skip_to_the_content(page):
    page.goto(CONDITION)
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.innerText") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.closest('main') !== null")


def test_a_reader_searches_opens_a_page_and_unfolds_a_warning(page):
    page.goto("/")
    page.get_by_label("Describe it in your own words").focus()
    page.keyboard.type("slipped disc")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/**")
    tab_to(page, "Slipped disc")
    page.keyboard.press("Enter")
    page.wait_for_url("**/conditions/**")
    tab_to(page, "What to do, and why")
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUSED}.closest('details').open")


def test_the_focus_is_seen_wherever_it_goes(page):
    page.goto(CONDITION)
    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            f"(() => {{ const style = getComputedStyle({FOCUSED}); return style.outlineStyle !== 'none' && "
            f"parseFloat(style.outlineWidth) >= 2; }})()"
        )
        assert seen, page.evaluate(f"{FOCUSED}.outerHTML.slice(0, 120)")


@pytest.mark.parametrize(
    "path", ["/", CONDITION, TWO, SIX, PAIR, "/find/?q=numb+leg", "/compare/", "/find/notes/"]
)
def test_the_keyboard_is_caught_nowhere(page, path):
    """Tab leaves the last thing of the page, whatever stands before it."""
    page.goto(path)
    things = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex=\"0\"]')].length"
    )
    for _ in range(things + 5):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}.closest('footer.site-footer') !== null"):
            return
    pytest.fail("Tab never came to the foot of the page.")


def test_every_kind_of_page_can_be_left_upwards_too(page):
    for path in KINDS[:6]:
        page.goto(path)
        for _ in range(3):
            page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(f"{FOCUSED}.innerText") == "Skip to the content"

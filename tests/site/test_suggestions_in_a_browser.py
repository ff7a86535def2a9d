"""The search box while somebody types, by keyboard, by touch, to a screen reader and without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import STRICT, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("installation")]


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(f"{site}/find/")
    yield page
    context.close()


def typed(page: Page, words: str) -> None:
    page.get_by_role("combobox").press_sequentially(words)
    expect(page.get_by_role("listbox")).to_be_visible()


def test_a_word_is_chosen_by_keyboard_and_the_story_goes_on(page):
    box = page.get_by_role("combobox")
    typed(page, "numb bu")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-activedescendant") is None

    box.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    said = chosen.locator("span").first.inner_text()
    box.press("Enter")

    expect(box).to_have_value(f"{said} ")
    expect(box).to_be_focused()
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.url.endswith("/find/")


def test_enter_with_nothing_chosen_searches(page):
    typed(page, "numb bu")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/find/?q=numb+bu")


def test_escape_closes_the_list_and_keeps_the_words(page):
    typed(page, "numb bu")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_value("numb bu")


def test_up_from_the_box_goes_to_the_last_and_back(page):
    typed(page, "numb bu")
    page.keyboard.press("ArrowUp")
    assert page.get_by_role("option").last.get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("option", selected=True).count() == 0


def test_a_page_is_opened_by_touch(page):
    typed(page, "cauda equina syn")
    page.get_by_role("option").first.tap()
    page.wait_for_url("**/conditions/cauda-equina-syndrome/")


def test_how_many_there_are_is_told(page):
    typed(page, "numb bu")
    count = page.get_by_role("option").count()
    expect(page.get_by_role("status").filter(has_text="suggestion")).to_contain_text(str(count))


def test_leaving_the_box_closes_the_list(page):
    typed(page, "numb bu")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_list_has_no_fault_of_axe(page, scheme):
    page.emulate_media(color_scheme=scheme)
    typed(page, "numb bu")
    page.keyboard.press("ArrowDown")
    assert faults_of(page, STRICT) == []


def test_without_scripts_it_is_a_plain_search_box(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/find/")
    page.get_by_role("searchbox").fill("numb bum")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/?q=numb+bum")
    context.close()


def test_an_answer_that_fails_leaves_a_plain_search_box(page):
    page.route("**/api/v1/suggest*", lambda route: route.abort())
    page.get_by_role("combobox").press_sequentially("numb bu")
    with page.expect_event("requestfailed"):
        page.get_by_role("combobox").press_sequentially("m")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/?q=numb+bum")

"""Places chosen on the drawing of the body: by keyboard, mouse and finger, to a screen reader, without scripts."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.axe import STRICT, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("installation")]

NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens the first page in a window of its own."""
    contexts: list[BrowserContext] = []

    def open_home(viewport=WIDE, **more) -> Page:
        contexts.append(browser.new_context(viewport=viewport, **more))
        contexts[-1].set_default_timeout(10_000)
        page = contexts[-1].new_page()
        page.goto(f"{site}/")
        return page

    yield open_home
    for context in contexts:
        context.close()


def tick(page: Page, name: str) -> Locator:
    return page.get_by_role("form", name="Choose where it hurts").get_by_role(
        "checkbox", name=name, exact=True
    )


def shape_of(page: Page, name: str, part: str) -> Locator:
    """Of the drawing, in the label of the tick."""
    choice = page.locator(".body-chooser__choice", has=page.get_by_role("checkbox", name=name, exact=True))
    return choice.locator(f".body-chooser__{part}")


def on_the_map(page: Page, name: str) -> Locator:
    return shape_of(page, name, "touch")


def test_two_places_are_chosen_by_keyboard_and_pages_are_reached(opened):
    page = opened()
    tick(page, "Low back").focus()
    page.keyboard.press("Space")
    while not tick(page, "Calf").evaluate("tick => tick === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/?where=low-back&where=calf")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_click_on_the_drawing_ticks_the_list_and_another_takes_it_back(opened):
    page = opened()
    on_the_map(page, "Low back").click()
    expect(tick(page, "Low back")).to_be_checked()
    expect(page.get_by_text("Chosen: Low back")).to_be_visible()
    on_the_map(page, "Low back").click()
    expect(tick(page, "Low back")).not_to_be_checked()


def test_without_scripts_a_finger_on_the_drawing_does_the_same(opened):
    page = opened(NARROW, java_script_enabled=False, has_touch=True)
    on_the_map(page, "Buttock").tap()
    on_the_map(page, "Tummy and side").tap(position={"x": 30, "y": 20})
    expect(tick(page, "Buttock")).to_be_checked()
    page.get_by_role("button", name="Find pages").tap()
    page.wait_for_url("**/find/?where=tummy-and-side&where=buttock")


def test_a_chosen_place_is_filled_on_the_drawing(opened):
    page = opened()
    fill = "shape => getComputedStyle(shape).fill"
    mark = shape_of(page, "Calf", "mark")
    before = mark.evaluate(fill)
    tick(page, "Calf").check()
    page.mouse.move(0, 0)
    assert before == "none"
    assert mark.evaluate(fill).startswith("rgb")


@pytest.mark.parametrize(
    "viewport", [NARROW, {"width": 768, "height": 900}, WIDE], ids=lambda size: size["width"]
)
def test_shapes_lie_on_the_body_and_nothing_reaches_past_the_page(opened, viewport):
    page = opened(viewport)
    body = page.locator(".body-chooser__map svg").bounding_box()
    shape = page.locator(".body-chooser__shape").first.bounding_box()
    assert body is not None
    assert shape == pytest.approx(body, abs=0.5)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_place_on_the_drawing_is_wide_enough_for_a_finger(opened):
    page = opened(NARROW)
    assert page.locator(".body-chooser__map svg").evaluate("drawing => drawing.clientWidth / 488 * 69") >= 44


def test_exact_places_are_in_the_list_and_stay_open_when_chosen(opened, site):
    page = opened()
    page.get_by_text("More exact places").click()
    tick(page, "Sit bone").check()
    page.get_by_role("button", name="Find pages").click()
    page.wait_for_url("**/find/?where=sit-bone")


def test_a_screen_reader_meets_a_form_of_named_ticks_and_no_drawing(opened):
    page = opened()
    form = page.get_by_role("form", name="Choose where it hurts")
    expect(form.get_by_role("checkbox")).to_have_count(16)
    expect(form.get_by_role("img")).to_have_count(0)
    expect(form.get_by_role("checkbox", name="Saddle area (between the legs)")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_drawing_has_no_fault_of_axe(opened, scheme):
    page = opened(color_scheme=scheme)
    page.get_by_text("More exact places").click()
    tick(page, "Low back").check()
    assert faults_of(page, STRICT, within=".body-chooser") == []


def test_the_map_of_a_condition_has_no_fault_of_axe(opened, site):
    page = opened()
    page.goto(f"{site}/conditions/sciatica/")
    expect(page.get_by_role("img", name="Drawing of a body")).to_be_visible()
    assert faults_of(page, STRICT, within=".body-map") == []

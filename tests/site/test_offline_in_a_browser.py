"""Reading without a connection, in a real browser: the warning signs, pages that were kept, and nothing else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("installation")]

CONDITION = "/conditions/lumbar-disc-herniation/"
KEEP, REMOVE = "Keep this page for reading offline", "Remove the kept copy"


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=site)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The page of a condition, with the service worker at work."""
    page = context.new_page()
    page.goto(CONDITION)
    page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def test_warning_signs_can_be_read_without_a_connection(context, page):
    context.set_offline(True)
    page.goto("/urgent/")
    page.get_by_role("heading", level=1, name="When to get help now").wait_for()
    assert "It may be out of date." in page.locator(".offline-note").inner_text()


def test_what_was_only_looked_at_is_not_kept(context, page):
    context.set_offline(True)
    page.goto(CONDITION)
    page.get_by_role("heading", level=1, name="Reading offline").wait_for()


def test_a_page_is_kept_read_offline_and_removed(context, page):
    page.get_by_role("button", name=KEEP).click()
    page.get_by_role("button", name=REMOVE).wait_for()
    context.set_offline(True)
    page.goto(CONDITION)
    page.get_by_role("heading", level=1, name="Slipped disc").wait_for()
    assert page.locator(".offline-note").count() == 1
    assert page.evaluate("getComputedStyle(document.querySelector('.skip-link')).position") == "absolute"

    page.get_by_role("button", name=REMOVE).click()
    page.get_by_role("button", name=KEEP).wait_for()
    page.goto(CONDITION)
    page.get_by_role("heading", level=1, name="Reading offline").wait_for()


def test_kept_pages_are_listed_and_can_be_removed_there(context, page):
    page.get_by_role("button", name=KEEP).click()
    page.get_by_role("button", name=REMOVE).wait_for()
    page.goto("/offline/")
    page.get_by_role("link", name="Slipped disc").wait_for()
    page.get_by_role("button", name="Remove Slipped disc").click()
    page.get_by_role("heading", name="Pages you kept").wait_for(state="hidden")


def test_a_search_is_never_kept(context, page):
    page.goto("/find/?q=numb+bum")
    names = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys()))))"
        ".then((all) => all.flat().map((request) => request.url))"
    )
    assert not [name for name in names if "find" in name or "conditions" in name]
    context.set_offline(True)
    page.goto("/find/?q=numb+bum")
    page.get_by_role("heading", level=1, name="Reading offline").wait_for()


def test_nothing_of_it_is_shown_where_scripts_do_not_run(browser, site):
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site}{CONDITION}")
    assert page.locator(".keep").is_visible() is False
    page.close()

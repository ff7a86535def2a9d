"""Public pages in a real browser: no error in the console, no failed request, no other host, no cookie."""

import re
import urllib.request

import pytest
from playwright.sync_api import Browser, Page

from tests.site.kinds import ERRORS, KINDS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("installation")]

ENTRANCES = [*KINDS, *ERRORS]


def listed(site: str) -> list[str]:
    """Every path of the sitemap."""
    with urllib.request.urlopen(f"{site}/sitemap.xml") as answer:
        return re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", answer.read().decode())


def complaints_of(page: Page, site: str, path: str) -> list[str]:
    """Opens the path and notes what goes wrong."""
    found: list[str] = []
    wanted = f"{site}{path}"

    def note(text: str) -> None:
        # The browser tells a 404 that was asked for in the console too.
        if not (path in ERRORS and "404" in text):
            found.append(f"{path}: {text}")

    page.on("console", lambda line: note(f"console {line.text}") if line.type == "error" else None)
    page.on("pageerror", lambda error: note(f"script {error}"))
    page.on("requestfailed", lambda request: note(f"failed {request.url}"))
    page.on("request", lambda request: None if request.url.startswith((site, "data:")) else note(request.url))
    page.on(
        "response", lambda answer: note(f"{answer.status} {answer.url}") if answer.status >= 400 else None
    )
    page.goto(wanted)
    if page.locator("h1").count() != 1:
        note("not one h1")
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        note(f"wider than its window of {page.viewport_size}")
    return found


def visit(browser: Browser, site: str, paths: list[str], width: int) -> list[str]:
    found = []
    context = browser.new_context(viewport={"width": width, "height": 800})
    for path in paths:
        page = context.new_page()
        found += complaints_of(page, site, path)
        page.close()
    found += [f"cookie {cookie}" for cookie in context.cookies()]
    context.close()
    return found


def test_pages_of_every_kind_load_cleanly_on_a_small_phone(browser, site):
    assert visit(browser, site, ENTRANCES, 320) == []


# In four parts, so that several workers share it.
@pytest.mark.sweep
@pytest.mark.parametrize("part", range(4))
def test_every_public_page_loads_cleanly(browser, site, part):
    assert visit(browser, site, listed(site)[part::4], 1280) == []


def test_a_reader_without_scripts_searches_and_reads(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_role("searchbox").first.fill("numb bum cant wee")
    page.get_by_role("button", name="Search").first.click()
    page.get_by_role("heading", name="Get emergency help now").first.wait_for()
    page.get_by_role("link", name="Squeezed nerves at the base of the spine").first.click()
    page.get_by_role("heading", level=1, name="Squeezed nerves at the base of the spine").wait_for()
    context.close()

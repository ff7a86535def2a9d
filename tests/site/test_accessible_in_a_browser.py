"""axe-core finds no fault on any kind of page, by WCAG 2.2 AA: at three widths, light and dark, shut and opened."""

from collections.abc import Sequence
from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.axe import faults_of
from tests.site.kinds import CONDITION, ERRORS, KINDS, SIX

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("installation")]

Scheme = Literal["light", "dark"]

# What a width or a scheme can change; the rest of a page is the same in all of them.
RULES_OF_A_VIEW = ("color-contrast", "target-size", "link-in-text-block")
VIEWS: list[tuple[int, Scheme]] = [(320, "light")]
# Contrast hangs on the scheme and targets on the width: between them these see every width and both schemes.
OTHER_VIEWS: list[tuple[int, Scheme]] = [(768, "dark"), (1280, "light")]


def faults_at(
    browser: Browser, site: str, width: int, scheme: Scheme, rules: Sequence[str] = ()
) -> list[str]:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    faults = []
    for path in [*KINDS, *ERRORS]:
        page.goto(f"{site}{path}")
        faults += faults_of(page, rules=rules)
    page.close()
    return faults


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_no_kind_of_page_has_a_fault(browser, site, width, scheme):
    assert faults_at(browser, site, width, scheme) == []


@pytest.mark.sweep
@pytest.mark.parametrize(("width", "scheme"), OTHER_VIEWS)
def test_no_kind_of_page_has_a_fault_of_width_or_scheme_in_any_other_view(browser, site, width, scheme):
    assert faults_at(browser, site, width, scheme, RULES_OF_A_VIEW) == []


def test_what_unfolds_has_no_fault_when_it_is_open(browser, site):
    page = browser.new_page(viewport={"width": 390, "height": 900})
    faults = []
    for path in ["/", CONDITION, SIX, "/conditions/", "/find/?q=pain+down+back+of+leg+worse+sitting"]:
        page.goto(f"{site}{path}")
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        faults += faults_of(page)
    page.close()
    assert faults == []


def test_words_explained_in_place_have_no_fault_when_they_are_open(browser, site):
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(f"{site}{CONDITION}")
    page.locator("[popovertarget]").first.click()
    assert page.locator("[popover]:popover-open").count() == 1
    assert faults_of(page) == []
    page.close()


def test_a_comparison_is_a_table_to_a_screen_reader_though_a_phone_shows_it_otherwise(browser, site):
    """Without scripts: Chromium's own tree, in which rows keep their heads and cells."""
    context = browser.new_context(viewport={"width": 320, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}{SIX}")
    nodes = context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
    assert roles.count("columnheader") >= 6
    assert roles.count("row") > roles.count("rowheader") > 20
    assert roles.count("cell") > 100
    context.close()

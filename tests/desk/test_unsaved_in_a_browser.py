"""Unsaved work survives the browser, and a preview stands beside the form: in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from conditions.models import Condition
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "walrus teapot nine lamp"


@pytest.fixture(autouse=True)
def library(log_in):
    for role in ("writer", "editor"):
        log_in(role, PASSWORD)
    factories.vocabulary()
    factories.write("condition", "sore-back", summary="Old words.", **factories.facts())


def go_to_the_form(page: Page, role: str = "writer") -> None:
    page.goto("/admin/")
    page.locator("[name=username]").fill(role)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    open_the_form(page)


def open_the_form(page: Page) -> None:
    page.goto(f"/admin/conditions/condition/{Condition.objects.get().pk}/change/")


@pytest.fixture
def page(watched, live_server):
    """A page whose browser can open another after it crashed."""
    browser = watched.page.context.browser
    assert browser is not None
    return browser.new_context(base_url=live_server.url).new_page()


def crash(page: Page) -> Page:
    """The page is gone without a word, as when the browser crashed; a new one of the same browser."""
    page.wait_for_timeout(1000)
    page.close(run_before_unload=False)
    return page.context.new_page()


def summary(page: Page):
    return page.get_by_label("Summary")


def offer(page: Page):
    return page.locator("[data-desk-unsaved]")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").first.click()
    expect(page.locator(".messagelist")).to_contain_text("changed successfully")


def test_work_of_a_crashed_browser_is_put_back_rows_and_all_and_then_saved(page):
    go_to_the_form(page)
    summary(page).fill("Unsaved words.")
    page.get_by_text("Symptoms (1)").click()
    page.get_by_label("Level").first.select_option("rare")
    page = crash(page)
    open_the_form(page)
    expect(offer(page)).to_contain_text("You have unsaved work from")
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(".desk-put-back")).to_contain_text("It is not saved yet")
    expect(summary(page)).to_have_value("Unsaved words.")
    assert Condition.objects.get().summary == "Old words."
    save(page)
    assert Condition.objects.get().summary == "Unsaved words."
    assert Condition.objects.get().conditionsymptom_set.get().level == "rare"
    open_the_form(page)
    expect(offer(page)).to_be_hidden()


def test_work_that_was_saved_is_not_offered_again(watched):
    page = watched.page
    go_to_the_form(page)
    summary(page).fill("  Words that are tidied when saved.  ")
    page.wait_for_timeout(1000)
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist")).to_contain_text("changed successfully")
    open_the_form(page)
    expect(summary(page)).to_have_value("Words that are tidied when saved.")
    expect(offer(page)).to_be_hidden()


def test_work_that_is_thrown_away_stays_away(page):
    go_to_the_form(page)
    summary(page).fill("Unsaved words.")
    page = crash(page)
    open_the_form(page)
    page.get_by_role("button", name="Throw it away").click()
    expect(offer(page)).to_be_hidden()
    page.reload()
    expect(summary(page)).to_have_value("Old words.")
    expect(offer(page)).to_be_hidden()


def test_work_is_gone_from_the_browser_after_logging_out(page):
    go_to_the_form(page)
    summary(page).fill("Unsaved words.")
    page = crash(page)
    page.goto("/admin/")
    page.get_by_role("button", name="Log out").click()
    expect(page.locator("#content")).to_contain_text("has been removed from this browser")
    assert "Unsaved words." not in page.evaluate("JSON.stringify(localStorage)")


def test_a_newer_save_of_somebody_else_is_told_and_mine_is_saved_over_it_on_purpose(watched):
    page = watched.page
    go_to_the_form(page)
    summary(page).fill("Mine.")
    factories.write("condition", "sore-back", summary="Theirs.", **factories.facts())
    page.get_by_role("button", name="Save and continue editing").first.click()
    conflict = page.locator(".desk-conflict")
    expect(conflict).to_contain_text("saved this page")
    expect(conflict.locator(".desk-difference del")).to_contain_text("Theirs")
    expect(conflict.locator(".desk-difference ins")).to_contain_text("Mine")
    expect(summary(page)).to_have_value("Mine.")
    page.get_by_label("Name", exact=True).press("Enter")
    expect(conflict).to_contain_text("saved this page")
    assert Condition.objects.get().summary == "Theirs."
    page.get_by_role("button", name="Save mine over theirs").click()
    expect(page.locator(".messagelist")).to_contain_text("was saved. The version before it was kept")
    assert Condition.objects.get().summary == "Mine."
    assert Condition.objects.get().page.revisions.get().data["summary"] == "Theirs."
    assert watched.complaints == []


def test_the_preview_beside_the_form_shows_what_was_saved_as_wide_as_a_phone_or_a_desk(watched):
    page = watched.page
    page.set_viewport_size({"width": 1280, "height": 900})
    go_to_the_form(page)
    page.get_by_role("button", name="Preview beside the form").click()
    preview = page.frame_locator(".desk-preview iframe")
    expect(preview.locator("main")).to_contain_text("Old words.")
    assert preview.locator("html").evaluate("() => innerWidth") == 390
    summary(page).fill("New words.")
    save(page)
    expect(preview.locator("main")).to_contain_text("New words.")
    page.get_by_role("button", name="Desktop").click()
    expect(page.get_by_role("button", name="Desktop")).to_have_attribute("aria-pressed", "true")
    assert preview.locator("html").evaluate("() => innerWidth") == 1280
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.set_viewport_size({"width": 1100, "height": 900})
    expect(page.locator(".desk-preview")).to_be_hidden()
    expect(page.get_by_role("link", name="Preview", exact=True)).to_be_visible()
    assert watched.complaints == []

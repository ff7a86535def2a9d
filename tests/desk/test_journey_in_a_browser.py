"""A change from a writer's login to the page that readers see, in a real browser."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from conditions.models import Condition
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "walrus teapot nine"


@pytest.fixture(autouse=True)
def library(log_in):
    for role in ("writer", "reviewer", "editor"):
        log_in(role, PASSWORD)
    factories.vocabulary()
    factories.live("symptom", "tingling", name="Tingling", group="feeling")
    factories.live("condition", "stiff-back", name="Stiff back")
    factories.live(
        "condition",
        "sore-back",
        name="Sore back",
        summary="Old words.",
        what_happens="It aches.",
        **factories.facts(),
    )


def go_to_the_form(page: Page, role: str) -> None:
    page.wait_for_load_state()
    page.context.clear_cookies()
    page.goto("/admin/")
    page.get_by_label("Username").fill(role)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("table").get_by_role("link", name="Conditions", exact=True).click()
    page.get_by_role("link", name="Sore back").click()


def add_a_symptom(page: Page) -> None:
    page.get_by_text("Symptoms (1)").click()
    page.get_by_role("button", name="Add another Symptom").click()
    row = page.locator("#conditionsymptom_set-1")
    row.locator(".field-symptom .select2-selection").click()
    page.locator(".select2-search__field").last.fill("ting")
    page.get_by_role("option", name="Tingling").click()
    row.get_by_label("Level").select_option("common")


def press(page: Page, name: str) -> None:
    page.locator(".desk-status").get_by_role("button", name=name).click()


def test_a_change_goes_from_a_writer_by_a_reviewer_and_an_editor_to_readers(watched):
    page = watched.page
    go_to_the_form(page, "writer")
    page.get_by_label("Summary").fill("New words.")
    add_a_symptom(page)
    expect(page.locator("#id_conditionsymptom_set-1-position")).to_have_value("2")
    page.locator("#id_what_happens").fill("It **burns**.")
    expect(page.locator(".field-what_happens .markdownx-preview strong")).to_have_text("burns")
    page.get_by_role("button", name="Save and preview").first.click()
    expect(page.get_by_label("Preview")).to_contain_text("Readers still see revision 1.")
    expect(page.locator("main")).to_contain_text("Tingling")
    page.get_by_role("link", name="Back to the desk").click()
    press(page, "Submit for review")
    expect(page.locator(".messagelist")).to_contain_text("was submitted")

    go_to_the_form(page, "reviewer")
    page.get_by_label("Note for the log").fill("Say how often.")
    press(page, "Return with a note")

    go_to_the_form(page, "writer")
    expect(page.locator(".desk-returned")).to_contain_text("Say how often.")
    page.get_by_label("Summary").fill("Newer words.")
    page.get_by_role("button", name="Save and submit for review").first.click()

    go_to_the_form(page, "reviewer")
    press(page, "Approve")

    go_to_the_form(page, "editor")
    page.goto("/conditions/sore-back/")
    expect(page.locator("main")).to_contain_text("Old words.")
    page.go_back()
    press(page, "Publish")
    page.get_by_role("link", name="Page as readers see it").click()
    expect(page.locator("main")).to_contain_text("Newer words.")
    assert watched.complaints == []


def test_an_editor_withdraws_restores_and_the_page_goes_out_again(watched):
    page = watched.page
    go_to_the_form(page, "editor")
    press(page, "Withdraw")
    expect(page.locator("#content")).to_contain_text("No live page links to it.")
    page.get_by_label("Why").fill("It says too much.")
    page.get_by_role("button", name="Withdraw it now").click()
    expect(page.locator(".desk-status")).to_contain_text("Readers see nothing of it.")
    press(page, "Submit for review")
    go_to_the_form(page, "reviewer")
    press(page, "Approve")
    go_to_the_form(page, "editor")
    press(page, "Publish")
    expect(page.locator(".desk-status")).to_contain_text("Readers see this text")
    page.get_by_label("Summary").fill("A slip.")
    page.get_by_role("button", name="Save and continue editing").first.click()
    page.get_by_role("link", name="Revisions and log").click()
    page.get_by_role("button", name="Restore as working copy").click()
    expect(page.get_by_label("Summary")).to_have_value("Old words.")
    assert watched.complaints == []


def test_the_key_of_a_new_page_follows_its_name_and_is_in_sight(watched):
    page = watched.page
    go_to_the_form(page, "writer")
    page.goto("/admin/conditions/condition/add/")
    page.locator("#id_name").press_sequentially("A stiff neck")
    expect(page.get_by_label("Key")).to_be_visible()
    expect(page.get_by_label("Key")).to_have_value("a-stiff-neck")
    assert watched.complaints == []


def test_a_move_waits_for_changes_that_are_not_saved(watched):
    page = watched.page
    factories.write("condition", "sore-back", name="Sore back", summary="A draft.")
    go_to_the_form(page, "writer")
    page.get_by_label("Summary").fill("Not saved yet.")
    press(page, "Submit for review")
    expect(page.get_by_role("alert")).to_contain_text("changes that are not saved")
    page.get_by_role("button", name="Save them now").click()
    expect(page.locator(".messagelist")).to_contain_text("changed successfully")
    assert Condition.objects.get(page__key="sore-back").summary == "Not saved yet."


def test_the_browser_asks_before_changes_are_left_behind(watched):
    page = watched.page
    go_to_the_form(page, "writer")
    asked = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.get_by_label("Summary").press_sequentially("More.")
    page.get_by_role("link", name="Preview", exact=True).click()
    expect(page.get_by_label("Preview")).to_be_visible()
    assert asked == ["beforeunload"]


def test_no_page_of_the_desk_is_wider_than_the_screen(watched):
    page = watched.page
    go_to_the_form(page, "editor")
    form = page.url
    for address in (form, form.replace("change", "revisions"), "/admin/conditions/condition/add/"):
        page.goto(address)
        folded = page.get_by_role("button", name="Open all parts")
        if folded.count():
            folded.click()
        for width in (1280, 768, 400):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
    assert watched.complaints == []

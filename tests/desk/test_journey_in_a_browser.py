"""A change from a writer's login to the page that readers see, in a real browser."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Dialog, Locator, Page, expect

from conditions.models import Condition
from desk import roles, sessions
from tests import factories
from tests.desk.test_gate import WHOLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "walrus teapot nine"


@pytest.fixture(autouse=True)
def library(log_in):
    for role in ("writer", "reviewer", "editor"):
        log_in(role, PASSWORD)
    colleague = User.objects.create_user("colleague", password=PASSWORD, is_staff=True)
    colleague.groups.add(Group.objects.get(name=roles.WRITER))
    factories.vocabulary()
    factories.live("symptom", "tingling", name="Tingling", group="feeling")
    factories.live("condition", "stiff-back", name="Stiff back")
    factories.live("red-flag", "danger")
    factories.live(
        "condition", "sore-back", name="Sore back", summary="Old words.", **factories.facts(**WHOLE)
    )


@pytest.fixture
def clock(monkeypatch):
    """Time goes on as ever, until a test shifts it."""
    # Here the server's threads share one connection: of the requests of one form, no two may write a session at once.
    monkeypatch.setattr(sessions, "_STEP", 3600)
    with time_machine.travel(timezone.now()) as clock:
        yield clock


def log_in_as(page: Page, name: str) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def go_to_the_form(page: Page, name: str) -> None:
    page.wait_for_load_state()
    page.context.clear_cookies()
    log_in_as(page, name)
    page.get_by_role("table").get_by_role("link", name="Conditions", exact=True).click()
    page.get_by_role("link", name="Sore back").click()


def go_to_what_waits(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_role("region", name="Waiting for you").get_by_role("link", name="1 condition").click()
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


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").first.click()
    expect(page.locator(".messagelist")).to_contain_text("changed successfully")


def approve_and_publish(reviewer: Page, editor: Page) -> None:
    for page, name, done in ((reviewer, "Approve", "was approved"), (editor, "Publish", "was published")):
        page.reload()
        press(page, name)
        expect(page.locator(".messagelist")).to_contain_text(done)


def difference(page: Page, label: str) -> Locator:
    """What differs in one field, where two versions are compared."""
    return page.locator(".desk-difference").filter(has=page.get_by_role("heading", name=label))


def readers_see(reader: Page, words: str, not_yet: str = "never seen") -> None:
    reader.goto("/conditions/sore-back/")
    expect(reader.locator("main")).to_contain_text(words)
    expect(reader.locator("main")).not_to_contain_text(not_yet)


def audit(page: Page) -> list[str]:
    """Who did what, in order, as the list of log entries has it."""
    page.get_by_text("What happened lately").click()
    page.get_by_role("link", name="All that was ever done to it").click()
    expect(page.locator("#result_list")).to_be_visible()
    who, what = (page.locator(f"#result_list .field-{name}").all_inner_texts() for name in ("who", "what"))
    return [" ".join(line) for line in zip(who, what, strict=True)][::-1]


@pytest.mark.gate
def test_a_change_goes_by_a_return_a_schedule_a_conflict_and_a_restore_to_readers(watched, clock):
    """Each person has a browser of their own, and the form that somebody works on stays open meanwhile."""
    writer, reviewer, editor, reader = watched.page, watched.another(), watched.another(), watched.another()

    go_to_the_form(writer, "writer")
    writer.get_by_label("Summary").fill("New words.")
    add_a_symptom(writer)
    expect(writer.locator("#id_conditionsymptom_set-1-position")).to_have_value("2")
    writer.locator("#id_what_happens").fill("It **burns**.")
    expect(writer.frame_locator(".field-what_happens .desk-drawn").locator("strong")).to_have_text("burns")
    writer.get_by_role("button", name="Save and preview").first.click()
    expect(writer.get_by_label("Preview")).to_contain_text("Readers still see revision 1.")
    expect(writer.locator("main")).to_contain_text("Tingling")
    writer.get_by_role("link", name="Back to the desk").click()
    press(writer, "Submit for review")
    expect(writer.locator(".messagelist")).to_contain_text("was submitted")
    readers_see(reader, "Old words.", not_yet="Tingling")

    log_in_as(reviewer, "reviewer")
    go_to_what_waits(reviewer)
    reviewer.get_by_role("link", name="See what was changed").click()
    expect(difference(reviewer, "Summary").locator("del")).to_contain_text("Old")
    expect(difference(reviewer, "Summary").locator("ins")).to_contain_text("New")
    expect(difference(reviewer, "Symptoms").locator(".desk-row--added")).to_contain_text("Tingling")
    reviewer.get_by_role("link", name="Back to “Sore back”").click()
    expect(reviewer.locator(".desk-gate")).to_contain_text("1 thing in the way")
    reviewer.get_by_label("Note for the log").fill("Who says that it burns?")
    press(reviewer, "Return with a note")
    expect(reviewer.locator(".messagelist")).to_contain_text("was returned")

    go_to_what_waits(writer)
    expect(writer.locator(".desk-returned")).to_contain_text("Who says that it burns?")
    writer.get_by_role("link", name="What is going on, paragraph 1").click()
    expect(writer.locator("#id_what_happens")).to_be_focused()
    writer.keyboard.press("Control+End")
    writer.keyboard.type(" [@common-teaching]")
    writer.get_by_role("button", name="Save and submit for review").first.click()
    expect(writer.locator(".desk-gate")).to_contain_text("Nothing stands in the way")

    reviewer.reload()
    press(reviewer, "Approve")
    expect(reviewer.locator(".messagelist")).to_contain_text("was approved")
    readers_see(reader, "Old words.", not_yet="Tingling")

    go_to_the_form(editor, "editor")
    editor.get_by_label("What changed, for readers").first.fill("It says now that it burns.")
    editor.get_by_text("Schedule", exact=True).click()
    soon = timezone.localtime() + timedelta(minutes=10)
    editor.get_by_label("Publish at").fill(f"{soon:%Y-%m-%dT%H:%M}")
    editor.get_by_role("button", name="Save the schedule").click()
    expect(editor.locator(".desk-status")).to_contain_text("To be published")
    call_command("publish_due")
    readers_see(reader, "Old words.", not_yet="It says now that it burns.")

    clock.shift(timedelta(minutes=11))
    call_command("publish_due")
    readers_see(reader, "New words.")
    expect(reader.locator("main")).to_contain_text("Tingling")
    expect(reader.locator("main")).to_contain_text("It says now that it burns.")

    colleague = watched.another()
    go_to_the_form(colleague, "colleague")
    writer.reload()
    writer.get_by_label("Summary").fill("Colder words.")
    save(writer)
    colleague.get_by_label("Summary").fill("Warmer words.")
    colleague.get_by_role("button", name="Save and continue editing").first.click()
    expect(colleague.get_by_role("alert")).to_contain_text("Writer saved this page")
    expect(difference(colleague, "Summary").locator("del")).to_contain_text("Colder")
    expect(difference(colleague, "Summary").locator("ins")).to_contain_text("Warmer")
    expect(colleague.get_by_label("Summary")).to_have_value("Warmer words.")
    colleague.get_by_role("button", name="Save mine over theirs").click()
    expect(colleague.locator(".messagelist")).to_contain_text("The version before it was kept as a revision.")
    press(colleague, "Submit for review")
    readers_see(reader, "New words.")
    approve_and_publish(reviewer, editor)
    readers_see(reader, "Warmer words.")

    editor.get_by_role("link", name="Revisions and log").click()
    expect(editor.get_by_role("row", name="Before it was saved over.")).to_contain_text("kept")
    editor.get_by_label("From revision 5").check()
    editor.get_by_label("To revision 1").check()
    editor.get_by_role("button", name="Compare the two chosen").click()
    expect(difference(editor, "Summary").locator("del")).to_contain_text("Warmer")
    expect(difference(editor, "Symptoms").locator(".desk-row--removed")).to_contain_text("Tingling")
    editor.get_by_role("button", name="Restore as working copy").click()
    expect(editor.get_by_label("Summary")).to_have_value("Old words.")
    readers_see(reader, "Warmer words.")
    press(editor, "Submit for review")
    approve_and_publish(reviewer, editor)
    readers_see(reader, "Old words.")

    assert audit(editor) == [
        *(
            "the machine edited",
            "the machine loaded",
            "writer edited",
            "writer submitted",
            "reviewer returned",
        ),
        *(
            "writer edited",
            "writer submitted",
            "reviewer approved",
            "editor scheduled",
            "the machine published",
        ),
        *("writer edited", "colleague kept", "colleague edited", "colleague submitted", "reviewer approved"),
        *("editor published", "editor restored", "editor submitted", "reviewer approved", "editor published"),
    ]
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

"""An editor's week, in a real browser: each day begins and ends at the first page of the desk."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from conditions.models import Symptom
from desk.feedback import forms
from publishing import models, service
from publishing.states import State
from search.models import MissedSearch
from tests import factories
from tests.desk.conftest import LogIn
from tests.desk.test_gate import WHOLE
from tests.desk.test_journey_in_a_browser import PASSWORD, log_in_as, press, readers_see

pytestmark = [pytest.mark.browser, pytest.mark.gate, pytest.mark.django_db(transaction=True)]

ONE_SENTENCE = "The onset is slow, and it heals in some weeks, though it may come back now and then for a while and be sore again."
TWO_SENTENCES = "The start is slow, and it heals in some weeks. It may come back now and then for a while and be sore again."
CITED = " [@common-teaching]"
WORDS = ["fizzing", "tingle", "pins and needles"]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """It is Monday morning, and time goes on as ever until the day is over."""
    with time_machine.travel("2026-11-23T09:00:00+00:00") as clock:
        yield clock


@pytest.fixture(autouse=True)
def library(clock: time_machine.Traveller, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two conditions, of which one was to be checked last week, and what was searched for in vain since."""
    monkeypatch.setattr(forms, "QUICKEST", 0)
    for role in ("writer", "reviewer", "editor"):
        log_in(role, PASSWORD)
    factories.vocabulary()
    factories.live(
        "symptom",
        "tingling",
        name="Tingling",
        description="A prickly feeling.",
        words=WORDS[:2],
        group="feeling",
    )
    factories.live("red-flag", "danger")
    factories.write("source", "a-study", title="A study of backs")
    wrong = WHOLE | {"outlook": "It heals in a day. [@common-teaching]"}
    factories.live("condition", "sore-back", name="Sore back", **factories.facts(**wrong))
    late = WHOLE | {"outlook": "It heals. [@a-study]", "next_review_due": "2026-11-20"}
    factories.live("condition", "stiff-back", name="Stiff back", **factories.facts(**late))
    for day in (1, 2, 3):
        MissedSearch.objects.create(text="pins and needles", day=timezone.localdate() - timedelta(days=day))


def begin(page: Page, name: str) -> None:
    """Somebody logs in, as yesterday's session is over, and stands at the cockpit."""
    log_in_as(page, name)
    expect(page.get_by_role("heading", name="Waiting for you")).to_be_visible()


def part(page: Page, name: str) -> Locator:
    """Of the cockpit."""
    return page.get_by_role("region", name=name)


def told(page: Page, words: str) -> None:
    expect(page.locator(".messagelist")).to_contain_text(words)


def others_move(key: str, *moves: str) -> None:
    """What the second person does, where the day is not about that."""
    by = {"approve": "reviewer", "publish": "editor"}
    page = models.Page.objects.get(key=key)
    for move in moves:
        page = service.make_move(page, move, User.objects.get(username=by[move]))


def test_an_editors_week(watched, clock, tmp_path):
    writer, reviewer, editor, reader = watched.page, watched.another(), watched.another(), watched.another()
    day = timedelta(days=1)

    # Monday: a reader found a mistake.
    report_an_error(reader)
    begin(writer, "writer")
    mend_it(writer)
    others_move("sore-back", "approve")
    begin(editor, "editor")
    publish_the_correction(editor)
    readers_see(reader, TWO_SENTENCES, not_yet="heals in a day")
    expect(reader.get_by_text("Corrected on 23 November 2026: It takes weeks")).to_be_visible()

    # Tuesday: a review is overdue.
    clock.shift(day)
    reader.goto("/conditions/stiff-back/")
    expect(reader.get_by_text("was due to be checked again in November 2026")).to_be_visible()
    begin(reviewer, "reviewer")
    review_without_a_change(reviewer)
    reader.reload()
    expect(reader.get_by_text("was due to be checked again")).to_have_count(0)
    expect(reader.locator("main")).to_contain_text("24 November 2027")

    # Wednesday: readers say it in words that no term knows.
    clock.shift(day)
    reader.goto("/find/?q=pins+and+needles")
    expect(reader.locator("main")).not_to_contain_text("Tingling")
    begin(writer, "writer")
    give_the_word_to_a_term(writer)
    others_move("tingling", "approve", "publish")
    reader.reload()
    expect(reader.locator("main")).to_contain_text("Tingling")

    # Thursday: a page says nothing of how it starts.
    clock.shift(day)
    begin(writer, "writer")
    fill_a_blank(writer)

    # Friday: the terms go out as a sheet and come back with one change.
    clock.shift(day)
    begin(editor, "editor")
    take_the_terms_through_a_sheet(editor, tmp_path / "symptoms.csv")
    assert watched.complaints == []


def report_an_error(reader: Page) -> None:
    reader.goto("/conditions/sore-back/")
    reader.get_by_role("button", name="No", exact=True).click()
    reader.get_by_role("link", name="Say more").click()
    reader.get_by_role("link", name="report an error").click()
    reader.get_by_label("What is wrong, and where on the page?").fill("It takes weeks, not a day.")
    reader.get_by_role("button", name="Send").click()
    expect(reader.get_by_role("heading", level=1, name="Thank you")).to_be_visible()


def mend_it(desk: Page) -> None:
    expect(part(desk, "From readers")).to_contain_text("“It takes weeks, not a day.”")
    part(desk, "From readers").get_by_role("link", name="Sore back").click()
    desk.locator(".field-page_link").get_by_role("link", name="Sore back").click()
    expect(desk.locator(".desk-status")).to_contain_text("1 open report from readers")

    parts = desk.get_by_role("navigation", name="On this page")
    parts.get_by_role("link", name="What to expect").click()
    outlook = desk.get_by_label("Outlook")
    help_ = desk.locator(".field-outlook .desk-writing")
    outlook.fill(ONE_SENTENCE + CITED)
    expect(help_).to_contain_text("words; 20 is the aim")
    help_.get_by_role("button", name="Use “start”").click()
    expect(outlook).to_have_value(ONE_SENTENCE.replace("onset", "start") + CITED)
    outlook.fill(TWO_SENTENCES + CITED)
    expect(help_).not_to_contain_text("to look at")
    desk.get_by_role("button", name="Save and submit for review").first.click()
    told(desk, "was submitted")
    desk.goto("/admin/")


def publish_the_correction(desk: Page) -> None:
    part(desk, "Waiting for you").get_by_role("link", name="Sore back").click()
    desk.get_by_label("What changed, for readers").first.fill("It takes weeks; the page said a day.")
    desk.get_by_label("This is a correction").first.check()
    press(desk, "Publish")
    told(desk, "was published")

    desk.goto("/admin/")
    part(desk, "From readers").get_by_role("link", name="Sore back").click()
    desk.get_by_label("Note").fill("Corrected.")
    desk.get_by_role("button", name="Close this report").click()
    told(desk, "The report was closed.")
    desk.goto("/admin/")
    expect(part(desk, "From readers")).to_contain_text("No report and no comment of a reader is open.")


def review_without_a_change(desk: Page) -> None:
    reviews = part(desk, "Reviews")
    expect(reviews).to_contain_text("Was due 20 Nov 2026")
    reviews.locator("summary", has_text="Reviewed, no change").click()
    reviews.get_by_label("A study of backs").check()
    reviews.get_by_role("button", name="Reviewed, no change").click()
    told(desk, "was reviewed without a change")
    expect(reviews).to_contain_text("No review is overdue.")
    expect(part(desk, "What happened last")).to_contain_text("Sources looked at (1 of 1): a-study.")


def give_the_word_to_a_term(desk: Page) -> None:
    part(desk, "Searches that found nothing").get_by_role("link", name="“pins and needles”").click()
    desk.get_by_label("“pins and needles” is a word for").fill("Tingling [symptom tingling]")
    desk.get_by_role("button", name="Make it a word for this term").click()
    told(desk, "is a word for Tingling now")
    desk.locator(".messagelist").get_by_role("link", name="Tingling").click()
    press(desk, "Submit for review")
    told(desk, "was submitted")
    desk.goto("/admin/")


def fill_a_blank(desk: Page) -> None:
    def blank() -> Locator:
        row = desk.get_by_role("row", name="Stiff back")
        return row.locator("a[href$='#id_how_it_starts']")

    desk.get_by_role("link", name="Coverage").click()
    expect(blank()).to_have_attribute("title", "blank")
    blank().click()
    expect(desk.get_by_label("How it starts")).to_be_visible()
    desk.get_by_label("How it starts").fill("It starts after a long day. [@common-teaching]")
    desk.get_by_role("button", name="Save", exact=True).first.click()
    told(desk, "changed successfully")
    desk.goto("/admin/coverage/")
    expect(blank()).to_have_attribute("title", "filled; not public yet")


def take_the_terms_through_a_sheet(desk: Page, sheet: Path) -> None:
    desk.get_by_role("table").get_by_role("link", name="Symptoms", exact=True).click()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Save these as CSV").click()
    download.value.save_as(sheet)
    before = sheet.read_text("utf-8-sig")
    assert before.count("\nsymptom,") == 2
    assert before.count(" | ".join(WORDS)) == 1
    sheet.write_text(before.replace(" | ".join(WORDS), " | ".join([*WORDS, "prickling"])), "utf-8-sig")

    desk.get_by_role("link", name="Bring in files").click()
    desk.get_by_label("Files").set_input_files(sheet)
    desk.get_by_role("button", name="Show what would change").click()
    expect(desk.locator("#content")).to_contain_text("0 new, 1 changed, 0 left as somebody here changed them")
    expect(desk.locator(".desk-difference")).to_have_count(1)
    expect(desk.locator(".desk-difference ins")).to_contain_text("prickling")
    desk.get_by_role("button", name="Load these").click()
    told(desk, "Readers see nothing of it until it is published.")
    tingling = Symptom.objects.select_related("page").get(page__key="tingling")
    assert tingling.words == [*WORDS, "prickling"]
    assert (tingling.page.state, tingling.page.is_published) == (State.DRAFT, True)

"""A reader says that a page did not help, and why, without scripts; the desk shows it. With scripts the thanks come in place."""

import re

import pytest
from playwright.sync_api import expect

from desk.feedback import forms
from tests import factories
from tests.conftest import Watched

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_press_and_a_comment_reach_the_desk(watched: Watched, live_server, log_in, monkeypatch):
    monkeypatch.setattr(forms, "QUICKEST", 0)
    factories.live("condition", "sore-back", name="Sore back")
    browser = watched.page.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = plain.new_page()
    page.goto("/conditions/sore-back/")
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Thank you for your answer")).to_be_visible()
    page.get_by_label("What was missing").fill("How long it lasts.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Thank you")).to_be_visible()
    assert plain.cookies() == []
    plain.close()

    page = watched.page
    page.goto("/conditions/sore-back/")
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("Thank you for your answer")).to_be_focused()
    expect(page).to_have_url(re.compile("/conditions/sore-back/$"))
    page.get_by_role("link", name="Say more").click()
    expect(page.get_by_label("What helped you?")).to_be_visible()
    assert watched.complaints == []

    writer = log_in("writer")
    (report,) = writer.get("/admin/desk/feedback/").context["cl"].result_list
    assert (report.text, report.helpful, report.page.key) == ("How long it lasts.", False, "sore-back")
    (counts,) = writer.get("/admin/desk/helpfulcount/").context["helped"]
    assert (counts.yes, counts.no) == (1, 1)

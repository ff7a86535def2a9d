"""The reviewer's morning, with a keyboard: from the cockpit a review is confirmed, from the matrix one gets to the field."""

import pytest
from django.conf import settings

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_review_is_confirmed_and_a_blank_is_reached_by_keyboard(watched, log_in, live_server):
    factories.write("source", "a-study", title="A study of backs")
    factories.write("symptom", "numbness")
    symptoms = [{"symptom": "numbness", "level": "common", "sources": ["a-study"]}]
    factories.live("condition", "sore-back", symptoms=symptoms, next_review_due="2020-01-01")
    session = log_in("boss").cookies[settings.SESSION_COOKIE_NAME].value
    page = watched.page
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": f"{live_server.url}/admin/"}]
    )

    page.goto("/admin/")
    page.locator("summary", has_text="Reviewed, no change").focus()
    page.keyboard.press("Enter")
    page.get_by_label("A study of backs").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Reviewed, no change").press("Enter")
    page.get_by_text("was reviewed without a change").wait_for()
    assert page.get_by_text("No review is overdue.").is_visible()

    page.goto("/admin/coverage/")
    table = page.get_by_role("region", name="Parts of the page")
    assert table.evaluate("region => region.tabIndex") == 0
    table.locator("a[href$='#id_outlook']").press("Enter")
    page.wait_for_url("**/change/#id_outlook")
    # It stands in a part that is folded away, which the browser opens.
    assert page.locator("#id_outlook").is_visible()
    assert watched.complaints == []

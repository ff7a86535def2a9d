"""A writer in a real browser: a sentence that is hard to read is made plain, and a picture chosen, by keyboard."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from articles import pictures
from articles.models import Picture
from tests import factories
from tests.articles.conftest import image_bytes
from tests.desk.conftest import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "The onset is slow, and the pain may creep down the leg and then into the foot and the toes as well, and back up."


def test_a_text_is_made_plain_and_a_picture_chosen(watched, boss):
    for alt, colour in (("A spine", "red"), ("A knee", "blue")):
        pictures.add(pictures.make(image_bytes(colour=colour)), alt, "A. Nother", "CC BY 4.0")
    knee, spine = (one.key for one in Picture.objects.order_by("key"))
    copy = factories.write("article", "why-it-hurts")
    session = boss.cookies[settings.SESSION_COOKIE_NAME].value
    watched.page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/admin/"}]
    )
    page = watched.page
    # The threads of the live server share one connection, which two pictures at once can upset.
    page.route("**/admin/pictures/**", lambda route: route.fulfill(body=image_bytes(form="WEBP")))
    page.goto(at(copy))

    # What is typed is judged on a pause, told in a word, and shown below the field.
    body = page.locator("#id_body")
    drawn = page.frame_locator(".desk-drawn")
    body.fill(LONG)
    expect(page.locator("[data-desk-writing]")).to_have_text("Body: 2 things to look at")
    help_ = page.locator(".markdownx .desk-writing")
    expect(help_).to_contain_text("has 25 words; 20 is the aim")
    help_.get_by_role("button", name="Show").first.press("Enter")
    expect(body).to_be_focused()
    assert page.evaluate("getSelection().toString()") == LONG[:-1]

    # A swap is one press, and undone like anything typed.
    help_.get_by_role("button", name="Use “start”").press("Enter")
    expect(body).to_have_value(LONG.replace("onset", "start"))
    expect(help_).to_contain_text("1 thing to look at")
    with page.expect_response("**/advice/"):
        page.keyboard.press("Control+z")
        expect(body).to_have_value(LONG)
        expect(drawn.locator("p").first).to_have_text(LONG)

    # The picture at the top, and one in the text.
    page.get_by_role("button", name="Choose from pictures…").press("Enter")
    dialog = page.get_by_role("dialog", name="Choose a picture")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("spine")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("1 picture for “spine”")
    dialog.get_by_role("button", name="A spine").press("Enter")
    expect(page.locator("#id_picture option:checked")).to_have_text(f"{spine}: A spine")
    expect(page.locator(".field-picture [role=combobox]")).to_contain_text("A spine")

    body.focus()
    page.keyboard.press("Control+Home")
    page.get_by_role("button", name="Choose a picture…").press("Enter")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    with page.expect_response("**/advice/"):
        dialog.get_by_role("button", name="A knee").press("Enter")
        expect(body).to_have_value(f"![A knee](picture:{knee})\n\n{LONG}")
        expect(drawn.get_by_alt_text("A knee")).to_be_visible()
    assert watched.complaints == []

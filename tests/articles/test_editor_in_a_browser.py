"""The Markdown editor in a real browser, under the strict policy: preview, keyboard, pictures."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from articles.models import Picture
from tests.articles.conftest import image_bytes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(watched, client, django_user_model, live_server):
    """The page with the form of a new article, open in the browser of a superuser."""
    client.force_login(django_user_model.objects.create_superuser("alice"))
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    watched.page.context.add_cookies([session | {"domain": "localhost", "path": "/admin/"}])
    watched.page.goto("/admin/articles/article/add/")
    return watched.page


def drawn(where):
    """What the preview shows, in its frame."""
    return where.frame_locator(".desk-drawn").locator(".prose, .figure")


def test_the_preview_follows_what_is_typed(editor, watched):
    editor.locator("#id_body").fill("**Bold** and\n\n:::nothing\n:::")
    expect(drawn(editor).locator("strong")).to_have_text("Bold")
    expect(editor.locator(".markdownx-preview")).to_contain_text("There is no embed “nothing”")
    assert watched.complaints == []


def test_the_keyboard_can_leave_the_editor(editor):
    editor.locator("#id_body").focus()
    editor.keyboard.press("Tab")
    expect(editor.locator("#id_body")).not_to_be_focused()
    expect(editor.locator("#id_body")).to_have_value("")


def test_a_picture_is_added_with_its_description(editor, watched, tmp_path: Path):
    path = tmp_path / "a.png"
    path.write_bytes(image_bytes())
    editor.get_by_role("button", name="Add a picture…").click()
    dialog = editor.get_by_role("dialog")
    dialog.get_by_label("Picture").set_input_files(path)
    dialog.get_by_label("What it shows").fill("A spine")
    dialog.get_by_label("Who made it").fill("A. Nother")
    dialog.get_by_label("Licence").fill("CC BY 4.0")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(drawn(editor).locator("img")).to_have_attribute("alt", "A spine")
    expect(editor.locator("#id_body")).to_have_value(f"![A spine](picture:{Picture.objects.get().key})")
    assert watched.complaints == []


def test_a_bad_picture_is_told_in_the_dialog(editor, tmp_path: Path):
    path = tmp_path / "a.png"
    path.write_bytes(b"<svg/>")
    editor.get_by_role("button", name="Add a picture…").click()
    dialog = editor.get_by_role("dialog")
    dialog.get_by_label("Picture").set_input_files(path)
    for label in ("What it shows", "Who made it", "Licence"):
        dialog.get_by_label(label).fill("x")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("This is a drawing (SVG)")
    expect(editor.locator("#id_body")).to_have_value("")


def test_an_editor_in_an_added_row_has_a_preview(editor):
    """No form of ours has such a row today: the event of Django's admin is sent for a copy of the editor."""
    editor.evaluate(
        """() => {
            const row = document.createElement("div");
            row.id = "added";
            row.append(document.querySelector(".markdownx").cloneNode(true));
            document.querySelector("#article_form").append(row);
            row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true }));
        }"""
    )
    added = editor.locator("#added")
    added.locator("textarea").fill("*Later*")
    expect(drawn(added).locator("em")).to_have_text("Later")
    expect(added.get_by_role("button", name="Add a picture…")).to_have_count(1)

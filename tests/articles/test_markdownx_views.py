"""The editors' preview and upload: who may use them, and what bad input gets."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import Picture
from tests.articles.conftest import image_bytes
from tests.articles.test_pictures import BAD

PREVIEW = "/admin/markdownx/preview/"
UPLOAD = "/admin/markdownx/upload/"


def fields(**changes):
    upload = SimpleUploadedFile("a.png", image_bytes(), content_type="image/png")
    return {"image": upload, "alt": "A [spine]", "credit": "A. Nother", "licence": "CC BY 4.0", **changes}


@pytest.fixture
def writer(client, make_user):
    client.force_login(make_user("articles.change_article", "articles.add_picture"))
    return client


def test_the_addresses_are_those_that_the_script_knows():
    assert settings.MARKDOWNX_URLS_PATH == PREVIEW == reverse("markdownx-preview")
    assert settings.MARKDOWNX_UPLOAD_URLS_PATH == UPLOAD == reverse("markdownx-upload")


LADDER: list[Any] = [
    (None, 403, 403),
    ({"is_staff": False, "permissions": ["articles.change_article", "articles.add_picture"]}, 403, 403),
    ({"permissions": []}, 403, 403),
    ({"permissions": ["articles.view_article"]}, 403, 403),
    ({"permissions": ["articles.change_article"]}, 200, 403),
    ({"permissions": ["conditions.change_condition"]}, 200, 403),
    ({"permissions": ["articles.add_picture"]}, 403, 200),
    ({"permissions": [], "is_superuser": True}, 200, 200),
]


@pytest.mark.parametrize(("person", "preview", "upload"), LADDER)
def test_only_staff_with_the_permission_get_in(client, make_user, person, preview, upload):
    if person is not None:
        permissions = person.pop("permissions") if "permissions" in person else []
        client.force_login(make_user(*permissions, **person))
        person["permissions"] = permissions
    assert client.post(PREVIEW, {"content": "x"}).status_code == preview
    assert client.post(UPLOAD, fields()).status_code == upload


def test_the_views_of_markdownx_itself_are_nowhere():
    for name in ("markdownx_upload", "markdownx_markdownify"):
        with pytest.raises(Exception, match="not a valid view"):
            reverse(name)


@pytest.mark.parametrize("address", [PREVIEW, UPLOAD])
def test_neither_can_be_fetched(writer, address):
    assert writer.get(address).status_code == 405


@pytest.mark.parametrize("address", [PREVIEW, UPLOAD])
def test_neither_takes_a_request_from_elsewhere(make_user, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("articles.change_article", "articles.add_picture"))
    assert client.post(address, fields()).status_code == 403


def test_the_preview_is_the_one_renderer(writer):
    html = writer.post(
        PREVIEW, {"content": "**bold** <script>x</script>\n\n:::nothing\n:::"}
    ).content.decode()
    assert "<strong>bold</strong>" in html
    assert "<script>" not in html
    assert "There is no embed “nothing”" in html


def test_the_preview_shows_pictures_that_are_not_public(writer, make_picture):
    picture = make_picture()
    html = writer.post(PREVIEW, {"content": "![x](picture:spine)"}).content.decode()
    url = reverse("desk-picture", args=[picture.file])
    assert f'src="{url}"' in html
    assert writer.get(url)["Content-Type"] == "image/webp"


def test_pictures_at_the_desk_are_for_editors(client, make_picture):
    picture = make_picture()
    assert client.get(reverse("desk-picture", args=[picture.file])).status_code == 403


def test_the_preview_tells_what_is_wrong_as_a_piece_of_page(writer):
    missing = writer.post(PREVIEW)
    assert (missing.status_code, missing.content.decode()) == (
        400,
        '<p class="prose-problems">There is no text to show.</p>',
    )
    assert writer.post(PREVIEW, {"content": "x" * 200_001}).status_code == 400


def test_an_upload_answers_with_the_markdown_that_shows_it(writer):
    response = writer.post(UPLOAD, fields())
    picture = Picture.objects.get()
    assert response.json() == {"image_code": f"![A \\[spine\\]](picture:{picture.key})", "key": picture.key}
    assert (picture.alt, picture.credit, picture.licence) == ("A [spine]", "A. Nother", "CC BY 4.0")


def test_the_name_and_type_that_the_client_gives_mean_nothing(writer):
    evil = SimpleUploadedFile("../../evil.html", image_bytes(), content_type="text/html")
    assert writer.post(UPLOAD, fields(image=evil)).status_code == 200
    assert Picture.objects.get().file.endswith(".webp")


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_each_bad_picture_is_a_400_with_a_message(writer, content):
    upload = SimpleUploadedFile("a.gif", content, content_type="image/gif")
    response = writer.post(UPLOAD, fields(image=upload))
    assert response.status_code == 400
    assert json.loads(response.content)["errors"]["image"][0]
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"image": ""}, "image"),
        ({"image": "text"}, "image"),
        ({"alt": ""}, "alt"),
        ({"alt": "  "}, "alt"),
        ({"alt": "x" * 301}, "alt"),
        ({"alt": "nul \0"}, "alt"),
        ({"credit": ""}, "credit"),
        ({"licence": ""}, "licence"),
    ],
)
def test_each_missing_word_is_a_400_at_its_field(writer, changes, field):
    response = writer.post(UPLOAD, fields(**changes))
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]
    assert not Picture.objects.exists()


def test_a_request_that_is_no_form_is_a_400(writer):
    assert writer.post(UPLOAD, b"junk", content_type="application/octet-stream").status_code == 400
    assert writer.post(PREVIEW, b"junk", content_type="application/octet-stream").status_code == 400

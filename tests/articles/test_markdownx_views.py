"""The editors' preview and upload: who may use them, and what bad input gets."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import Picture
from publishing.prose import OUT_OF_PLACE
from tests import factories
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


def shown(writer, text, address=PREVIEW):
    """What is told of a text, and what would be drawn of it."""
    html = writer.post(address, {"content": text}).content.decode()
    told, _, rest = html.partition("<template>")
    drawn, end, after = rest.partition("</template>")
    assert (bool(end), after) == (True, "")
    return told, drawn


def test_the_preview_is_drawn_as_the_page_is(
    writer, client, make_article, make_condition, make_flag, make_source
):
    for key in ("sciatica", "stenosis"):
        make_condition(key)
    make_flag()
    make_source("study", live=False)
    factories.live("word", "nerve-root", description="Where a nerve begins.")
    body = (
        "## Why\n\nThe nerve root [@study] of [it](condition:sciatica).\n\n"
        ":::compare\nconditions: sciatica, stenosis\n:::\n\n:::condition\nsciatica\n:::\n\n:::red-flags\nfever\n:::"
    )
    told, drawn = shown(writer, body)
    assert told.strip() == ""
    article = make_article(body=body)
    page = client.get(article.get_absolute_url()).content.decode()

    def squeezed(html):
        return " ".join(html.split())

    for block in drawn.split('<section class="section" aria-labelledby="sources">')[0].split(
        '<div class="prose">'
    ):
        assert squeezed(block).rstrip("</div> ") in squeezed(page)
    for part in (
        'class="word"',
        'class="embed embed--compare"',
        "embed--condition",
        "embed--red-flags",
        'id="source-1"',
    ):
        assert part in drawn


def test_the_preview_of_nothing_is_nothing(writer):
    assert [part.strip() for part in shown(writer, "")] == ["", ""]


def test_the_preview_tells_what_is_wrong_and_draws_the_rest(writer, make_condition):
    make_condition("secret", live=False)
    told, drawn = shown(
        writer, "**bold** <script>x</script> [a](condition:secret)\n\n:::nothing\n:::\n\nAfter [@nowhere]"
    )
    assert "<strong>bold</strong>" in drawn
    assert "<script>" not in drawn
    assert "After" in drawn
    assert "There is no embed “nothing”" in told
    assert "There is no source “nowhere”" in told
    assert "Condition “secret” is not public" in told


def test_where_only_words_have_a_place_the_preview_says_so(writer):
    assert OUT_OF_PLACE in shown(writer, "![x](picture:spine)", f"{PREVIEW}?words_only")[0]
    assert OUT_OF_PLACE not in shown(writer, "![x](picture:spine)")[0]


def test_the_preview_takes_the_same_queries_for_a_long_text(
    writer, make_condition, django_assert_max_num_queries
):
    for key in ("sciatica", "stenosis"):
        make_condition(key)
    make_condition("other")
    for times in (1, 20):
        with django_assert_max_num_queries(14):
            writer.post(
                PREVIEW, {"content": "[a](condition:sciatica), [b](condition:stenosis) [@x]. " * times}
            )


def test_the_frame_of_the_preview_is_empty_and_ours(client):
    response = client.get(reverse("markdownx-frame"))
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "<script" not in response.content.decode()


@pytest.mark.parametrize(
    "text", ["<template></template>", "</template><img src=x onerror=alert(1)>", "[^</template>]: x"]
)
def test_nothing_that_is_typed_ends_the_preview(writer, text):
    shown(writer, text)


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
    assert response.json() == {
        "image_code": f"![A \\[spine\\]](picture:{picture.key})",
        "key": picture.key,
        "note": "",
    }
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

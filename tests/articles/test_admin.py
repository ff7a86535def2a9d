"""Articles and pictures at the editors' desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Article, Picture
from tests.articles.conftest import image_bytes

EMPTY_INLINES = {
    f"{prefix}-{name}": "0"
    for prefix in ("topic_links", "condition_links")
    for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}
ARTICLE = {
    "key": "why-it-hurts",
    "title": "Why it hurts",
    "summary": "In brief.",
    "section": "articles",
    "body": "Some words.",
    **EMPTY_INLINES,
}
PICTURE = {"key": "spine", "alt": "A spine", "credit": "A. Nother", "licence": "CC BY 4.0"}


@pytest.fixture
def desk(client, make_user):
    client.force_login(make_user(is_superuser=True))
    return client


def image(content=None):
    return SimpleUploadedFile("a.png", image_bytes() if content is None else content)


def test_an_editor_makes_an_article_and_readers_do_not_see_it(desk):
    response = desk.post("/admin/articles/article/add/", ARTICLE)
    assert response.status_code == 302
    assert Article.objects.get().key == "why-it-hurts"
    assert desk.get("/articles/why-it-hurts/").status_code == 404


def test_an_editor_is_told_of_a_wrong_embed_and_loses_nothing(desk):
    response = desk.post(
        "/admin/articles/article/add/", ARTICLE | {"body": "Kept.\n\n:::condition\nnowhere\n:::"}
    )
    html = response.content.decode()
    assert "There is no condition “nowhere”" in html
    assert "Kept." in html
    assert not Article.objects.exists()


def test_the_editor_has_a_live_preview(desk, make_article):
    article = make_article(live=False)
    html = desk.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert 'data-markdownx-urls-path="/admin/markdownx/preview/"' in html
    assert "desk/markdownx" in html


@pytest.mark.parametrize("model", ["article", "topic", "picture"])
def test_the_lists_of_the_desk_open(desk, make_article, make_topic, make_picture, model):
    make_topic()
    make_article()
    make_picture()
    assert desk.get(f"/admin/articles/{model}/").status_code == 200


def test_a_picture_is_added_with_what_it_needs(desk):
    assert desk.post("/admin/articles/picture/add/", PICTURE | {"image": image()}).status_code == 302
    picture = Picture.objects.get()
    assert (picture.key, picture.width, picture.height) == ("spine", 40, 30)
    assert desk.get(reverse("desk-picture", args=[picture.file])).status_code == 200


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"image": SimpleUploadedFile("a.svg", b"<svg/>")}, "This is a drawing (SVG)"),
        ({}, "This field is required"),
        ({"image": SimpleUploadedFile("a.png", image_bytes()), "alt": ""}, "This field is required"),
    ],
)
def test_a_picture_without_what_it_needs_is_refused(desk, changes, told):
    response = desk.post("/admin/articles/picture/add/", PICTURE | changes)
    assert response.status_code == 200
    assert told in response.content.decode()
    assert not Picture.objects.exists()


def test_the_same_picture_is_not_added_twice(desk, make_picture):
    make_picture("first")
    response = desk.post("/admin/articles/picture/add/", PICTURE | {"image": image()})
    assert "in the library already, as “first”" in response.content.decode()


def test_the_words_of_a_picture_can_be_changed_and_its_key_cannot(desk, make_picture):
    picture = make_picture()
    desk.post(
        f"/admin/articles/picture/{picture.pk}/change/", PICTURE | {"alt": "Better words", "key": "other"}
    )
    picture.refresh_from_db()
    assert (picture.alt, picture.key) == ("Better words", "spine")


def test_a_picture_in_use_is_not_deleted_at_the_desk(desk, make_picture, make_article):
    picture = make_picture()
    make_article(picture="spine")
    address = f"/admin/articles/picture/{picture.pk}/delete/"
    assert "used by article why-it-hurts no. 1" in desk.get(address).content.decode()
    desk.post(address, {"post": "yes"})
    many = {"action": "delete_selected", "_selected_action": [picture.pk], "post": "yes"}
    desk.post("/admin/articles/picture/", many)
    assert Picture.objects.filter(pk=picture.pk).exists()


def test_a_picture_that_nothing_uses_is_deleted_at_the_desk(desk, make_picture):
    picture = make_picture()
    desk.post(f"/admin/articles/picture/{picture.pk}/delete/", {"post": "yes"})
    assert not Picture.objects.exists()

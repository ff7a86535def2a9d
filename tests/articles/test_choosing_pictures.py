"""Pictures looked through and chosen: in their list, on a page of their own, and in the dialog of an editor."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from articles.models import Picture
from desk import roles

CHOOSE = "/admin/articles/picture/choose/"


@pytest.fixture
def desk(client, make_user):
    person = make_user()
    person.groups.set([Group.objects.get(name=roles.WRITER)])
    client.force_login(person)
    return client


@pytest.fixture
def make_pictures(db):
    def make(count):
        Picture.objects.bulk_create(
            Picture(
                key=f"spine-{number}",
                file=f"{number:032x}.webp",
                alt=f"Spine [{number}]",
                credit="A. Nother",
                licence="CC BY 4.0",
                width=40,
                height=30,
            )
            for number in range(count)
        )

    return make


def html_of(client, query=""):
    return client.get(f"{CHOOSE}{query}").content.decode()


def test_the_newest_come_first_and_each_says_what_shows_it(desk, make_pictures):
    make_pictures(2)
    page = desk.get(CHOOSE)
    assert [picture.key for picture in page.context["pictures"]] == ["spine-1", "spine-0"]
    html = page.content.decode()
    assert "<code>![Spine \\[1\\]](picture:spine-1)</code>" in html
    assert 'loading="lazy"' in html
    assert f"{0:032x}-400.webp" in html
    assert reverse("admin:articles_picture_add") in html


@pytest.mark.parametrize(
    ("q", "keys"),
    [
        ("spine-1", ["spine-1"]),
        ("[0]", ["spine-0"]),
        ("nother", ["spine-1", "spine-0"]),
        ("knee", []),
        ("\0", ["spine-1", "spine-0"]),
    ],
)
def test_pictures_are_found_by_key_description_and_who_made_them(desk, make_pictures, q, keys):
    make_pictures(2)
    assert [picture.key for picture in desk.get(CHOOSE, {"q": q}).context["pictures"]] == keys


def test_a_dialog_gets_a_piece_with_buttons_and_no_page(desk, make_pictures):
    make_pictures(1)
    html = html_of(desk, "?part=1")
    assert "<html" not in html
    assert 'data-markdown="![Spine \\[0\\]](picture:spine-0)"' in html
    assert "No picture for “knee”" in html_of(desk, "?part=1&q=knee")
    Picture.objects.all()._raw_delete("default")
    assert "no picture in the library yet" in html_of(desk)


def test_how_many_articles_show_it_is_told(desk, make_picture, make_article):
    make_picture("spine")
    make_picture("spine-2", colour="blue")
    make_article("one", live=False, picture="spine", body="![x](picture:spine)")
    make_article("two", live=False, body="![x](picture:spine 'Words') and ![x](picture:spine-2)")
    html = html_of(desk)
    assert "shown in 2 articles" in html
    assert "shown in 1 article." in html
    assert "2 articles" in desk.get("/admin/articles/picture/").content.decode()


def test_there_are_24_a_page_at_the_same_few_queries(desk, make_pictures, django_assert_num_queries):
    make_pictures(2)
    html_of(desk)
    for address in (f"{CHOOSE}?part=1", "/admin/articles/picture/"):
        # Session, person, permissions twice; count, rows, uses; the list counts twice.
        with django_assert_num_queries(8 if address.endswith("/") else 7):
            desk.get(address)
    Picture.objects.all()._raw_delete("default")
    make_pictures(30)
    for address in (f"{CHOOSE}?part=1", "/admin/articles/picture/"):
        with django_assert_num_queries(8 if address.endswith("/") else 7):
            html = desk.get(address).content.decode()
        assert html.count("-400.webp") == 24
    assert "page=2" in html_of(desk)
    assert len(desk.get(f"{CHOOSE}?page=2").context["pictures"]) == 6


def test_pictures_are_for_who_may_see_them(client, make_user, db):
    assert client.get(CHOOSE).status_code == 302
    client.force_login(make_user())
    assert client.get(CHOOSE).status_code == 403


def test_an_article_offers_them_for_its_text_and_its_picture(desk):
    html = desk.get("/admin/articles/article/add/").content.decode()
    assert html.count(f'data-desk-pictures="{CHOOSE}"') == 2
    assert 'data-desk-picture-limits="JPEG, PNG, WebP or GIF' in html
    assert "frame-src 'self'" in desk.get("/admin/articles/article/add/")["Content-Security-Policy"]
    assert "data-desk-pictures" not in desk.get("/admin/conditions/condition/add/").content.decode()

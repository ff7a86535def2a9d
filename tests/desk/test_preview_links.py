"""A link to one submitted revision for people without an account: what it shows, to whom, and when it ends."""

import logging
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from articles import pictures
from publishing import preview_links, service
from publishing.models import LogEntry, PreviewLink
from tests import factories
from tests.articles.conftest import image_bytes
from tests.desk.conftest import at, move, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(writer):
    copy = factories.write("condition", "sore-back", summary="Submitted words.")
    move(writer, copy, "submit")
    return copy


@pytest.fixture
def link(copy, writer):
    return preview_links.make_link(copy.page, writer.person)


@pytest.fixture
def two_pictures(db):
    made = []
    for key, colour in (("spine", "red"), ("hip", "blue")):
        picture = pictures.add(
            pictures.make(image_bytes(colour=colour)), f"A {key}", "A. Nother", "CC BY 4.0"
        )
        picture.key = key
        picture.save()
        made.append(picture)
    return made


def path_of(link):
    return preview_links.url_of(link).removeprefix(settings.SITE_URL)


def test_whoever_has_the_link_sees_the_revision_without_an_account(link, client):
    response = client.get(path_of(link))
    html = response.content.decode()
    assert "Submitted words." in html
    assert "This is revision 1. It is not public." in html
    assert "/admin/" not in html
    assert "Set-Cookie" not in response.headers


def test_what_is_edited_later_is_not_seen_through_it(link, copy, client, writer):
    factories.write("condition", "sore-back", summary="Later words.")
    move(writer, copy, "submit")
    html = client.get(path_of(link)).content.decode()
    assert "Submitted words." in html
    assert "Later words." not in html


def test_it_is_indexed_kept_and_told_on_by_nobody(link, client):
    response = client.get(path_of(link))
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Frame-Options"] == "DENY"
    assert "/preview/" in client.get("/sw.js").content.decode()


def test_it_leads_to_the_page_alone(link, client):
    for path in ("/conditions/sore-back/", "/conditions/sore-back/handout.pdf"):
        assert client.get(path).status_code == 404
    assert "Sore back" not in client.get("/conditions/").content.decode()


def test_after_seven_days_it_is_gone(link, client):
    PreviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    response = client.get(path_of(link))
    assert response.status_code == 410
    assert "ask them for a new one" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert link.expires_at - link.made_at >= timedelta(days=7) - timedelta(seconds=5)


def test_once_revoked_it_is_gone(link, copy, editor, client):
    response = editor.post(at(copy, "links"), {"revoke": str(link.pk)}, follow=True)
    assert "was revoked" in said(response)
    assert client.get(path_of(link)).status_code == 410
    assert "nothing to revoke" in said(editor.post(at(copy, "links"), {"revoke": str(link.pk)}, follow=True))


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1] + "x", lambda token: "9" + token, lambda token: "x"]
)
def test_a_forged_link_is_not_found(link, client, change):
    token = path_of(link).split("/")[2]
    assert client.get(f"/preview/{change(token)}/").status_code == 404


def test_a_link_whose_row_is_gone_is_not_found(link, client):
    path = path_of(link)
    PreviewLink.objects.all().delete()
    assert client.get(path).status_code == 404


def test_a_writer_makes_one_at_the_desk_and_it_is_logged(writer, copy, client):
    response = writer.post(at(copy, "links"), {"make": "yes"}, follow=True)
    path = re.search(rf"{settings.SITE_URL}(/preview/\S+/)", said(response))
    assert path
    assert client.get(path[1]).status_code == 200
    assert path[1] in response.content.decode()
    entry = LogEntry.objects.latest("pk")
    assert (entry.done, entry.by, entry.revision) == (
        "shared by a link",
        writer.person,
        copy.page.revisions.get(),
    )
    link = PreviewLink.objects.get()
    assert link.last_used_at
    assert "last used" in writer.get(at(copy)).content.decode()


def test_a_reviewer_cannot_make_or_revoke_one_and_that_is_logged(reviewer, copy, link, caplog):
    with caplog.at_level(logging.WARNING, "publishing.service"):
        assert "do not have the permission" in said(reviewer.post(at(copy, "links"), follow=True))
        assert "do not have the permission" in said(
            reviewer.post(at(copy, "links"), {"revoke": str(link.pk)}, follow=True)
        )
    assert caplog.text.count("refused: preview link") == 2
    assert PreviewLink.objects.get().is_open
    assert path_of(link) not in reviewer.get(at(copy)).content.decode()


def test_a_draft_that_was_never_submitted_has_no_link(writer):
    copy = factories.write("condition", "sore-back")
    assert "Submit it first." in said(writer.post(at(copy, "links"), follow=True))
    assert not PreviewLink.objects.exists()


def test_a_link_of_another_page_is_not_revoked_here(writer, link):
    other = factories.write("condition", "other")
    assert "nothing to revoke" in said(writer.post(at(other, "links"), {"revoke": str(link.pk)}, follow=True))
    assert PreviewLink.objects.get().is_open


def test_looking_makes_none(writer, copy):
    assert writer.get(at(copy, "links")).status_code == 302
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize(
    "kind", ["symptom", "region", "posture", "treatment", "word", "red-flag", "topic", "article"]
)
def test_every_kind_of_page_can_be_shown(writer, client, kind):
    copy = factories.write(kind, "a-draft")
    move(writer, copy, "submit")
    assert client.get(path_of(preview_links.make_link(copy.page, writer.person))).status_code == 200


def test_it_shows_its_own_pictures_and_no_others(writer, client, two_pictures):
    mine, other = two_pictures
    copy = factories.write("article", "long-read", picture=mine.key)
    move(writer, copy, "submit")
    link = preview_links.make_link(copy.page, writer.person)
    path = path_of(link)
    assert f'src="{path}{mine.file}"' in client.get(path).content.decode()
    shown = client.get(path + mine.file)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert "no-store" in shown["Cache-Control"]
    assert client.get(path + other.file).status_code == 404
    PreviewLink.objects.update(revoked_at=timezone.now())
    assert client.get(path + mine.file).status_code == 410


def test_a_withdrawn_page_is_read_by_no_link_until_it_is_submitted_again(copy, client, writer, editor):
    service.make_move(copy.page, "approve", None)
    service.make_move(copy.page, "publish", None)
    link = preview_links.make_link(copy.page, writer.person)
    service.make_move(copy.page, "withdraw", editor.person)
    assert client.get(path_of(link)).status_code == 410
    with pytest.raises(service.MoveRefused, match="withdrawn since"):
        preview_links.make_link(copy.page, writer.person)
    service.make_move(copy.page, "submit", writer.person)
    assert client.get(path_of(preview_links.make_link(copy.page, writer.person))).status_code == 200

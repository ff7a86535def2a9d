import pytest

from tests import factories


def test_robots_may_read_everything_but_the_admin(client, settings):
    settings.SITE_URL = "https://backs.example.org"
    answer = client.get("/robots.txt")

    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in answer.text
    assert "Sitemap: https://backs.example.org/sitemap.xml" in answer.text


def test_the_icon_that_browsers_ask_for_is_there(client):
    answer = client.get("/favicon.ico", follow=True)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"


@pytest.mark.django_db
def test_the_service_worker_looks_after_the_whole_site_and_changes_with_what_is_published(client):
    first = client.get("/sw.js")
    assert first["Content-Type"].startswith("text/javascript")
    assert "no-cache" in first["Cache-Control"]
    factories.live("condition", "one")
    assert client.get("/sw.js").content != first.content


def test_the_web_manifest_names_the_site_and_icons_that_exist(client, settings):
    settings.SITE_NAME = "Backs"
    manifest = client.get("/site.webmanifest").json()
    assert manifest["name"] == "Backs"
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).status_code == 200

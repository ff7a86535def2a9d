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

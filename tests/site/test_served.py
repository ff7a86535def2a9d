"""Pages as the real server sends them."""

import urllib.request

import pytest

pytestmark = pytest.mark.xdist_group("installation")


def test_a_page_is_sent_compressed(site):
    request = urllib.request.Request(f"{site}/urgent/", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"


def test_a_page_asks_for_one_stylesheet(site):
    with urllib.request.urlopen(f"{site}/urgent/") as answer:
        (address,) = [part for part in answer.read().decode().split('"') if part.endswith(".css")]
    with urllib.request.urlopen(f"{site}{address}") as answer:
        assert "@import" not in answer.read().decode()

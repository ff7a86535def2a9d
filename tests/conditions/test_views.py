"""Public pages of the subject, where their logic is more than drawing."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_conditions() -> None:
    factories.vocabulary()
    tell = "This one is worse sitting."
    factories.live("condition", "one", name="=HYPERLINK(1)", **factories.facts())
    factories.live(
        "condition", "two", look_alikes=[{"condition": "one", "tell_apart": tell}], over_the_day="A & B < C."
    )


def test_a_cell_that_looks_like_a_formula_is_harmless_in_csv(client, two_conditions):
    text = client.get("/compare.csv?c=one&c=two").text
    assert "'=HYPERLINK" in text.splitlines()[0]


def test_prose_is_plain_in_csv(client, two_conditions):
    assert "A & B < C." in client.get("/compare.csv?c=one&c=two").text


def test_a_pair_out_of_order_leads_to_its_address(client, two_conditions):
    response = client.get("/compare/two/or/one/")
    assert (response.status_code, response["Location"]) == (301, "/compare/one/or/two/")


def test_a_pair_that_is_no_look_alike_is_not_found(client, two_conditions):
    factories.live("condition", "three")
    assert client.get("/compare/one/or/three/").status_code == 404


def test_an_unknown_condition_in_a_comparison_is_told(client, two_conditions):
    response = client.get("/compare/?c=one&c=nothing&c=two")
    assert response.status_code == 200
    assert "nothing" in response.text


def test_the_api_does_not_name_a_page_that_is_not_public(client, two_conditions):
    factories.write("condition", "secret-draft")
    look = [{"condition": "secret-draft", "tell_apart": "So."}]
    factories.live(
        "condition",
        "two",
        look_alikes=look,
        more="See [it](condition:secret-draft) and [one](condition:one).",
    )
    text = client.get("/api/v1/conditions/two").text
    assert "secret-draft" not in text
    assert "See it and [one](condition:one)." in text


def test_the_sitemap_names_the_site_and_not_the_request(client, two_conditions):
    text = client.get("/sitemap.xml", headers={"host": "localhost:9999"}).text
    assert "http://testserver/conditions/one/" in text
    assert "9999" not in text


@pytest.mark.parametrize(
    "query", ["page=" + "9" * 5000, "limit=" + "1" * 5000, "page=-1", "page=x", "page=0"]
)
def test_a_page_number_that_is_none_gives_the_first(client, two_conditions, query):
    assert client.get(f"/find/?q=numb&{query}").status_code == 200


def test_what_somebody_asks_is_kept_by_no_proxy(client, two_conditions):
    assert client.get("/find/?q=numb")["Cache-Control"] == "private, no-store"

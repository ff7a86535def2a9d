"""Pages for when something is not there or went wrong: they help on, and draw without a database."""

import re

import pytest
from django.db import OperationalError

from tests import factories


def near(client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 404
    return re.findall(r'href="([^"]+)"', response.text.partition("Did you mean")[2].partition("<form")[0])


@pytest.fixture
def sciatica(db):
    return factories.live("condition", "sciatica", name="Sciatica")


@pytest.mark.parametrize(
    "address", ["/conditions/siatica/", "/sciatica", "/Sciatica/", "/articles/sciatika/"]
)
def test_an_address_with_a_slip_leads_to_the_page_that_was_meant(client, sciatica, address):
    assert near(client, address) == ["/conditions/sciatica/"]


@pytest.mark.parametrize("address", ["/wp-login.php", "/conditions/pancakes/", "/api/sciatica", "/x" * 200])
def test_other_addresses_lead_to_no_page_by_chance(client, sciatica, address):
    assert near(client, address) == []


def test_a_draft_is_not_given_away(client, db):
    factories.write("condition", "sciatica")
    assert near(client, "/conditions/siatica/") == []


def test_a_missing_page_offers_search_entrances_and_help(client, db):
    page = client.get("/nowhere/").text
    assert "There is no page here" in page
    assert 'role="search"' in page
    for address in ("/", "/conditions/", "/body/", "/urgent/"):
        assert f'href="{address}"' in page


def test_it_takes_few_queries(client, sciatica, django_assert_max_num_queries):
    client.get("/conditions/siatica/")
    with django_assert_max_num_queries(3):
        client.get("/conditions/siatica/")


def test_it_draws_while_the_database_is_away(client, db, monkeypatch):
    def away(request):
        raise OperationalError("away")

    monkeypatch.setattr("config.errors.for_request", away)
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "There is no page here" in response.text

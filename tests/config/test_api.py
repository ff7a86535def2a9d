"""The API as a script of another site meets it."""

import json

import pytest
from django.test import Client

from tests import factories

ELSEWHERE = {"origin": "https://clinic.example.org"}


@pytest.fixture
def library(db):
    factories.vocabulary()
    factories.live(
        "condition",
        "slipped-disc",
        name="Slipped disc",
        also_known_as=["Herniated disc"],
        **factories.facts(),
    )


def problem(answer):
    assert answer["Content-Type"] == "application/problem+json"
    return json.loads(answer.text)


class TestManners:
    def test_any_site_may_read_it(self, client: Client, library):
        answer = client.get("/api/v1/conditions", headers=ELSEWHERE)

        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer

    def test_no_other_page_may_be_read_by_other_sites(self, client: Client, library):
        for address in ("/", "/conditions/slipped-disc/", "/find/?q=numb", "/healthz", "/admin/login/"):
            assert "Access-Control-Allow-Origin" not in client.get(address, headers=ELSEWHERE)

    def test_a_browser_that_asks_first_is_told_what_it_may_do(self, client: Client):
        asking = ELSEWHERE | {
            "access-control-request-method": "GET",
            "access-control-request-headers": "if-none-match",
        }
        answer = client.options("/api/v1/search", headers=asking)

        assert answer.status_code == 200
        assert "GET" in answer["Access-Control-Allow-Methods"]
        assert "POST" not in answer["Access-Control-Allow-Methods"]
        assert "if-none-match" in answer["Access-Control-Allow-Headers"]

    @pytest.mark.parametrize(
        "address", ["/api/v1/conditions", "/api/v1/conditions/slipped-disc", "/api/v1/search?q=numb"]
    )
    def test_what_has_not_changed_is_not_sent_again(self, client: Client, library, address):
        first = client.get(address)
        again = client.get(address, headers={"if-none-match": first["ETag"]})

        assert (again.status_code, again.content) == (304, b"")

    def test_a_publication_changes_the_etag(self, client: Client, library):
        before = client.get("/api/v1/conditions")["ETag"]
        factories.live("condition", "slipped-disc", name="Slipped disc", summary="Another summary.")

        assert client.get("/api/v1/conditions", headers={"if-none-match": before}).status_code == 200

    def test_what_was_asked_is_kept_by_no_proxy(self, client: Client, library):
        assert client.get("/api/v1/search?q=numb")["Cache-Control"] == "private, no-cache"
        assert client.get("/api/v1/suggest?q=numb")["Cache-Control"] == "private, no-cache"
        assert client.get("/api/v1/conditions")["Cache-Control"] == "public, no-cache"

    def test_head_is_get_without_a_body(self, client: Client, library):
        got, head = client.get("/api/v1/search?q=numb"), client.head("/api/v1/search?q=numb")

        assert (head.status_code, head.content) == (200, b"")
        assert head["Content-Length"] == got["Content-Length"]

    def test_errors_are_problem_details(self, client: Client, library):
        assert problem(client.get("/api/v1/nothing-here"))["status"] == 404
        assert problem(client.get("/api/v1/conditions/nothing-here"))["status"] == 404
        assert problem(client.get("/api/v1/search?limit=many"))["detail"].startswith("limit:")
        refused = client.post("/api/v1/search", {"q": "numb"})
        assert problem(refused)["status"] == 405
        assert refused["Allow"]

    def test_the_docs_and_the_schema_name_every_operation(self, client: Client):
        paths = client.get("/api/v1/openapi.json").json()["paths"]

        assert set(paths) == {
            "/api/v1/search",
            "/api/v1/suggest",
            "/api/v1/conditions",
            "/api/v1/conditions/{slug}",
        }
        page = client.get("/api/v1/docs").text
        assert all(path in page for path in paths)


class TestSuggest:
    def test_what_completes_the_last_words(self, client: Client, library):
        answer = client.get("/api/v1/suggest", {"q": "my foot is numb when i si"}).json()

        assert answer["query"] == "my foot is numb when i si"
        assert answer["suggestions"][0] == {
            "kind": "posture",
            "label": "Posture or movement",
            "slug": "sitting",
            "title": "Sitting",
            "said": "sit",
            "text": "my foot is numb when i sit",
            "url": "/postures/sitting/",
        }

    def test_names_of_conditions_lead_to_their_page(self, client: Client, library):
        (found,) = client.get("/api/v1/suggest", {"q": "Herniated"}).json()["suggestions"]

        assert (found["kind"], found["said"], found["url"]) == (
            "condition",
            "herniated disc",
            "/conditions/slipped-disc/",
        )

    def test_no_more_than_asked_for(self, client: Client, library):
        assert len(client.get("/api/v1/suggest", {"q": "ca", "limit": "1"}).json()["suggestions"]) == 1

    def test_drafts_are_not_suggested(self, client: Client, library):
        factories.write("condition", "hidden", name="Hidden condition")

        assert client.get("/api/v1/suggest", {"q": "hidden"}).json()["suggestions"] == []


def test_how_readers_tell_it_is_shown_to_nobody(client: Client, library):
    """Read as statements about the condition, tellings would mislead."""
    factories.live("condition", "told", name="Told", told_as=["my tortoise sat on it"], **factories.facts())

    assert (
        client.get("/api/v1/search?q=my+tortoise+sat+on+it&kind=condition").json()["results"][0]["slug"]
        == "told"
    )
    for address in (
        "/api/v1/conditions/told", "/api/v1/conditions", "/conditions/told/", "/conditions/", "/", "/find/?q=told",
        "/compare/?c=told&c=slipped-disc", "/compare.csv?c=told&c=slipped-disc", "/feeds/new.atom", "/sitemap.xml",
    ):  # fmt: skip
        assert "tortoise" not in client.get(address).text, address

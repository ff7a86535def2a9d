"""What the page of a condition says to machines: true, whole, and nothing that the page does not say."""

import json
import re
from typing import Any

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def things(html: str) -> dict[str, dict[str, Any]]:
    """The described things of a page, by type."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return {thing["@type"]: thing for thing in json.loads(found[1])["@graph"]}


@pytest.fixture
def page(client) -> dict[str, dict[str, Any]]:
    factories.vocabulary()
    factories.live("condition", "other", name="Other pain")
    factories.live(
        "condition",
        "one",
        name="One & </script><script>",
        clinical_name="Unitas",
        icd10cm=[{"code": "M54.3", "title": "Sciatica"}],
        look_alikes=[{"condition": "other", "tell_apart": "It is worse sitting."}],
        **factories.facts(),
    )
    return things(client.get("/conditions/one/").text)


def test_a_name_cannot_leave_its_script_element(page):
    assert page["MedicalCondition"]["name"] == "One & </script><script>"


def test_a_condition_is_described_by_its_facts(page):
    condition = page["MedicalCondition"]
    assert condition["alternateName"] == ["Unitas"]
    assert condition["code"][0] == {"@type": "MedicalCode", "codeValue": "M54.3", "codingSystem": "ICD-10-CM"}
    assert [sign["name"] for sign in condition["signOrSymptom"]] == ["Numbness"]
    assert [therapy["name"] for therapy in condition["possibleTreatment"]] == ["Heat"]
    assert condition["differentialDiagnosis"][0]["diagnosis"]["url"].endswith("/conditions/other/")


def test_a_place_to_which_pain_only_spreads_is_not_its_anatomy(page):
    assert "associatedAnatomy" not in page["MedicalCondition"]


def test_a_page_that_nobody_reviewed_names_no_review(page):
    assert not {"lastReviewed", "reviewedBy"} & set(page["MedicalWebPage"])


def test_a_review_is_told_with_its_person_and_day(client):
    factories.live("condition", "one", reviewed_on="2026-05-04", reviewed_by="A reviewer")
    web_page = things(client.get("/conditions/one/").text)["MedicalWebPage"]
    assert (web_page["lastReviewed"], web_page["reviewedBy"]["name"]) == ("2026-05-04", "A reviewer")


def test_every_thing_that_is_pointed_at_is_there(page):
    there = {thing.get("@id") for thing in page.values()}
    assert page["MedicalWebPage"]["mainEntity"]["@id"] in there


def test_breadcrumbs_end_at_the_page(page):
    last = page["BreadcrumbList"]["itemListElement"][-1]
    assert last["item"] == page["MedicalWebPage"]["url"]


def test_an_article_says_what_it_is_about(client):
    factories.live("condition", "other", name="Other pain")
    factories.live("article", "tale", conditions=["other"])
    article = things(client.get("/articles/tale/").text)["MedicalWebPage"]
    assert [about["name"] for about in article["about"]] == ["Other pain"]


def test_the_head_for_sharing_says_what_the_title_says(client, page):
    html = client.get("/conditions/one/").text
    title = re.search(r"<title>(.*?) – Whereabouts</title>", html)
    assert title is not None
    assert f'<meta property="og:title" content="{title[1]}">' in html

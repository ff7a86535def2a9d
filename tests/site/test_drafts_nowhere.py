"""One draft of each kind and one unpublished edit of a live page of each kind: on no public path. Published: on all."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from publishing import preview_links, service
from tests import factories

pytestmark = pytest.mark.django_db

# A word in every text of every draft and of every unpublished edit. Search must not know it either.
SECRET = "zyxomma"
SOURCE = {"title": f"A {SECRET} study"}

KINDS = ("symptom", "region", "posture", "treatment", "word", "red-flag", "condition", "topic", "article")
FOLDERS = {
    "symptom": "symptoms",
    "region": "body",
    "posture": "postures",
    "treatment": "treatments",
    "condition": "conditions",
    "topic": "topics",
    "article": "articles",
}


def fields(kind: str, word: str) -> dict[str, Any]:
    """A page that says the word wherever it can."""
    term = {"name": f"Name {word}", "description": f"Description {word}.", "words": [f"words {word}"]}
    if kind in ("symptom", "region", "posture", "treatment"):
        return {**term, "clinical_name": f"Clinical {word}"}
    if kind == "word":
        return term
    if kind == "red-flag":
        return {
            "name": f"Name {word}",
            "statement": f"Statement {word}.",
            "why": f"Why {word}.",
            "what_to_do": f"Do {word}.",
            "words": [word],
            "sources": ["study"],
        }
    if kind == "condition":
        return {
            "name": f"Name {word}",
            "clinical_name": f"Clinical {word}",
            "also_known_as": [f"Other {word}"],
            "summary": f"Summary {word}.",
            "pain_quality": [f"quality {word}"],
            "symptoms": [
                {"symptom": "numbness", "level": "common", "note": word, "said_as": [f"said {word}"]}
            ],
            "regions": [{"region": "calf", "role": "primary", "side": "one", "note": word}],
            "postures": [{"posture": "sitting", "effect": "worse", "level": "common", "note": word}],
            "treatments": [{"treatment": "heat", "evidence": "limited", "how_to": word, "cautions": word}],
            "red_flags": [{"red_flag": "danger", "why": word}],
            "look_alikes": [{"condition": "other", "tell_apart": f"Told by {word}."}],
            "myths": [{"myth": f"Myth {word}", "fact": f"Fact {word}"}],
            "what_happens": f"It is {word} [@study].",
            "outlook": f"It stays {word}.",
        }
    if kind == "topic":
        return {"name": f"Name {word}", "description": f"Description {word}."}
    return {
        "title": f"Title {word}",
        "summary": f"Summary {word}.",
        "body": f"## Heading {word}\n\nText {word} [@study].",
        "topics": ["causes"],
        "conditions": ["other"],
    }


def base() -> None:
    """What the drafts lean on."""
    factories.vocabulary()
    factories.write("source", "study", title="A plain study")
    factories.live("red-flag", "danger", sources=["study"])
    factories.live("topic", "causes")
    factories.live("condition", "other", name="Other pain", **factories.facts())
    for kind in KINDS:
        factories.live(kind, f"live-{kind}", **fields(kind, "plain"))


def paths() -> list[str]:
    """Every public address that could show a page, those of the drafts themselves included."""
    slugs = [f"{state}-{kind}" for kind in KINDS for state in ("live", "draft")]
    pages = [f"/{folder}/{state}-{kind}/" for kind, folder in FOLDERS.items() for state in ("live", "draft")]
    chosen = [f"/find/?{param}={slug}" for param in ("where", "feels", "worse", "better") for slug in slugs]
    return [
        "/",
        *(f"/{folder}/" for folder in FOLDERS.values() if folder != "topics"),
        *pages,
        "/conditions/other/",
        "/symptoms/numbness/",
        "/body/leg/",
        "/postures/sitting/",
        "/treatments/heat/",
        "/topics/causes/",
        "/about/",
        "/urgent/",
        "/glossary/",
        "/compare/",
        "/compare/?c=live-condition&c=draft-condition&c=other",
        "/compare.csv?c=live-condition&c=draft-condition&c=other",
        "/compare/live-condition/or/other/",
        "/compare/draft-condition/or/other/",
        "/find/",
        "/find/?q=numb+calf",
        "/find/?q=plain",
        f"/find/?q={SECRET}",
        *chosen,
        "/api/v1/conditions",
        "/api/v1/conditions/live-condition",
        "/api/v1/conditions/draft-condition",
        f"/api/v1/search?q={SECRET}",
        "/api/v1/search?q=plain",
        "/api/v1/openapi.json",
        "/feeds/articles.atom",
        "/feeds/changes.atom",
        "/feeds/new.atom",
        "/sitemap.xml",
        "/robots.txt",
        "/opensearch.xml",
        "/readyz",
    ]


def shown(client: Client, path: str) -> str:
    """What a path shows but for the reader's own words, which a results page repeats in its title and search box."""
    text = client.get(path).content.decode()
    if SECRET in path:
        for own in (
            rf"<title>{SECRET}",
            rf'value="{SECRET}"',
            rf'"query": ?"{SECRET}"',
            rf"[“‘]{SECRET}[”’]",
            rf"q={SECRET}",
        ):
            text = re.sub(own, "", text)
    return text


def showing(client: Client) -> set[str]:
    return {path for path in paths() if SECRET in shown(client, path) or "/draft-" in shown(client, path)}


def test_a_draft_of_each_kind_shows_nowhere(client):
    base()
    for kind in KINDS:
        factories.write(kind, f"draft-{kind}", **fields(kind, SECRET))
    assert showing(client) == set()
    for kind, folder in FOLDERS.items():
        assert client.get(f"/{folder}/draft-{kind}/").status_code == 404


def test_an_unpublished_edit_of_a_live_page_of_each_kind_shows_nowhere(client):
    base()
    before = {path: shown(client, path) for path in paths()}
    factories.write("source", "study", **SOURCE)
    for kind in KINDS:
        factories.write(kind, f"live-{kind}", slug=f"{SECRET}-{kind}", **fields(kind, SECRET))
    assert showing(client) == set()
    assert {path for path in paths() if shown(client, path) != before[path]} == set()
    for kind, folder in FOLDERS.items():
        assert client.get(f"/{folder}/{SECRET}-{kind}/").status_code == 404


def test_a_preview_link_is_the_one_exception_and_nothing_else_leads_there(client):
    base()
    somebody = User.objects.create_superuser("boss")
    for kind in KINDS:
        draft = factories.write(kind, f"draft-{kind}", **fields(kind, SECRET))
        page = service.make_move(draft.page, "submit", None)
        link = preview_links.make_link(page, somebody)
        shown_by_link = client.get(preview_links.url_of(link).removeprefix(settings.SITE_URL))
        assert SECRET in shown_by_link.content.decode(), kind
    assert showing(client) == set()
    assert {path for path in paths() if "/preview/" in shown(client, path)} == set()


EXPECTED = {
    "/",
    "/symptoms/",
    "/body/",
    "/postures/",
    "/treatments/",
    "/conditions/",
    "/articles/",
    *(f"/{folder}/draft-{kind}/" for kind, folder in FOLDERS.items()),
    "/conditions/other/",
    "/symptoms/numbness/",
    "/body/leg/",
    "/postures/sitting/",
    "/treatments/heat/",
    "/topics/causes/",
    "/urgent/",
    "/glossary/",
    "/compare/",
    "/compare/?c=live-condition&c=draft-condition&c=other",
    "/compare.csv?c=live-condition&c=draft-condition&c=other",
    "/compare/draft-condition/or/other/",
    "/find/?q=numb+calf",
    f"/find/?q={SECRET}",
    "/api/v1/conditions",
    "/api/v1/conditions/draft-condition",
    f"/api/v1/search?q={SECRET}",
    "/feeds/articles.atom",
    "/feeds/changes.atom",
    "/feeds/new.atom",
    "/sitemap.xml",
}


def test_published_they_show_on_every_path_that_lists_or_draws_them(client):
    base()
    factories.write("source", "study", **SOURCE)
    for kind in KINDS:
        factories.live(kind, f"draft-{kind}", **fields(kind, SECRET))
    factories.live(
        "condition",
        "other",
        name="Other pain",
        look_alikes=[{"condition": "draft-condition", "tell_apart": "So."}],
    )
    missing = EXPECTED - showing(client)
    assert missing == set()


def test_what_readers_will_be_told_shows_nowhere_before_it_is_published(client):
    base()
    before = {path: shown(client, path) for path in paths()}
    for kind in ("condition", "article"):
        copy = factories.write(kind, f"live-{kind}", **fields(kind, "plain"))
        service.tell_readers(copy.page, f"Note {SECRET}.", True, None)
    assert {path for path in paths() if shown(client, path) != before[path]} == set()


# The tables that a public page may read. A working copy is in none of them.
PUBLIC_TABLES = {
    "publishing_livepage",
    "publishing_revision",
    "publishing_fact",
    "publishing_address",
    "publishing_contentversion",
    "publishing_page",
    "search_document",
    "search_word",
    "search_telling",
    "search_telling_word",
    "search_missedsearch",  # counts of what was in vain, shown to nobody there
}


def test_public_pages_read_public_tables_alone(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    base()
    tables = set(connection.introspection.table_names())
    with CaptureQueriesContext(connection) as queries:
        for path in paths():
            if path != "/readyz":
                client.get(path)
    read = {table for query in queries for table in tables if f'"{table}"' in query["sql"]}
    assert read <= PUBLIC_TABLES

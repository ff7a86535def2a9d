"""Editors give a word that readers use to the term that lacks it."""

from datetime import date

import pytest

from conditions.models import Symptom
from publishing.states import State
from search.models import MissedSearch
from tests import factories
from tests.desk.conftest import list_of, said

pytestmark = pytest.mark.django_db
ADDRESS = list_of(MissedSearch)


@pytest.fixture(autouse=True)
def seen():
    factories.vocabulary()
    for text, days in (("dead leg", 3), ("rare thing", 2), ("numb", 3)):
        for day in range(1, days + 1):
            MissedSearch.objects.create(text=text, day=date(2026, 5, day))
    MissedSearch.objects.create(text="", day=date(2026, 5, 1), count=7)


def make(client, text="dead leg", term="Numbness [symptom numbness]"):
    return client.post(ADDRESS, {"text": text, "term": term}, follow=True)


def numbness() -> Symptom:
    return Symptom.objects.select_related("page").get(page__key="numbness")


def test_the_list_shows_what_was_seen_on_three_days(writer):
    page = writer.get(ADDRESS).content.decode()
    assert "dead leg" in page
    assert "rare thing" not in page
    assert "7 other searches found nothing and were not kept" in page


def test_a_word_is_given_to_a_term_in_one_step(writer):
    told = said(make(writer))

    assert numbness().words == ["numb", "dead feeling", "dead leg"]
    assert numbness().page.state == State.DRAFT
    assert numbness().page.is_published
    entry = numbness().page.log.latest("pk")
    assert (entry.by, entry.note) == (writer.person, "“dead leg” from searches that found nothing.")
    assert not MissedSearch.objects.filter(text="dead leg").exists()
    assert "Submit that" in told


def test_readers_gain_by_it_only_once_it_is_published(writer, client):
    make(writer)
    assert client.get("/api/v1/search?q=dead+leg").json()["understood"][0]["kind"] == "region"


@pytest.mark.parametrize(
    "term", ["", "Numbness", "Numbness [symptom nowhere]", "x [condition numbness]", "[symptom"]
)
def test_a_term_that_is_none_is_told(writer, term):
    assert "Choose a term from the list" in said(make(writer, term=term))
    assert MissedSearch.objects.filter(text="dead leg").count() == 3


def test_a_text_that_is_not_in_the_list_changes_nothing(writer):
    assert "not in the list any more" in said(make(writer, text="rare thing"))
    assert "rare thing" not in numbness().words


def test_a_word_of_another_term_is_refused(writer):
    factories.write("symptom", "tingling", words=["Dead Leg"])
    assert "is a word for “Tingling” already" in said(make(writer))


def test_a_text_is_put_aside(editor):
    editor.post(ADDRESS, {"text": "dead leg", "aside": "yes"})
    assert not MissedSearch.objects.filter(text="dead leg").exists()
    assert MissedSearch.objects.get(text="").count == 7


def test_a_reviewer_reads_and_changes_nothing(reviewer):
    assert "Make it a word" not in reviewer.get(ADDRESS).content.decode()
    assert make(reviewer).status_code == 403
    assert reviewer.post(ADDRESS, {"text": "dead leg", "aside": "yes"}).status_code == 403
    assert numbness().words == ["numb", "dead feeling"]


def test_nobody_else_sees_the_list(log_in):
    assert log_in("staff").get(ADDRESS).status_code == 403
    assert log_in("reader").get(ADDRESS).status_code == 302


def test_the_number_of_queries_does_not_grow(writer, django_assert_max_num_queries):
    for number in range(30):
        for day in (1, 2, 3):
            MissedSearch.objects.create(text=f"word {chr(97 + number)}", day=date(2026, 5, day))
    with django_assert_max_num_queries(12):
        writer.get(ADDRESS)

"""Reviewed, no change: the dates of a review go out in one step, by who may, on named sources, and nothing else changes."""

import logging
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from publishing import reviews, service
from publishing.models import LivePage, LogEntry, Page
from publishing.public import record_of
from publishing.states import State
from tests import factories
from tests.desk.conftest import at, said

pytestmark = pytest.mark.django_db

PAST = {"sources_checked_on": "2024-01-05", "next_review_due": "2025-01-05"}


def due(key: str = "sore-back", **fields: Any) -> Any:
    """Live and overdue, on two sources."""
    factories.write("symptom", "numbness")
    for source in ("a-study", "b-study"):
        factories.write("source", source, title=f"About {source}", url=f"https://{source}.example/")
    symptoms = [{"symptom": "numbness", "level": "common", "sources": ["a-study", "b-study"]}]
    return factories.live("condition", key, **{"symptoms": symptoms, **PAST, **fields})


def confirm(client: Client, copy: Any, **sent: Any) -> Any:
    data = {"seen": copy.page.copy_digest, "sources": ["a-study"], **sent}
    return client.post(at(copy, "review"), data, follow=True)


def live(copy: Any) -> Any:
    return record_of(LivePage.objects.select_related("revision").get(page=copy.page_id))


def test_a_reviewer_confirms_and_readers_see_the_new_dates(reviewer, client):
    copy = due()
    assert "It has not been yet." in client.get("/conditions/sore-back/").content.decode()
    assert "was reviewed without a change" in said(confirm(reviewer, copy))
    today = timezone.localdate()
    assert live(copy).sources_checked_on == today
    assert live(copy).next_review_due == today + reviews.REVIEW_AGAIN_AFTER
    assert (live(copy).reviewed_on, live(copy).reviewed_by) == (None, "")
    page = client.get("/conditions/sore-back/").content.decode()
    assert "It has not been yet." not in page
    assert f"<dd>{today:%-d %B %Y}</dd>" in page


def test_nothing_but_the_dates_is_another(reviewer):
    copy = due(reviewed_by="Dr A, GP", reviewed_on="2024-01-05")
    before = live(copy).content()
    confirm(reviewer, copy)
    after = live(copy).content()
    assert {name for name in after if after[name] != before.get(name)} == {
        "sources_checked_on",
        "next_review_due",
    }
    copy.refresh_from_db()
    page = Page.objects.get(key="sore-back")
    assert (page.state, page.differs_from_live) == (State.PUBLISHED, False)
    assert copy.next_review_due == live(copy).next_review_due


def test_the_log_says_who_when_and_on_which_sources(reviewer):
    copy = due()
    confirm(reviewer, copy)
    entry = LogEntry.objects.all()[0]
    assert (entry.action, entry.done) == ("review", "reviewed, no change")
    assert (entry.by, entry.from_state, entry.to_state) == (reviewer.person, "published", "published")
    assert entry.revision == Page.objects.get(key="sore-back").live_revision
    assert entry.note == "Sources looked at (1 of 2): a-study."


def test_all_sources_are_ticked_at_once(reviewer):
    confirm(reviewer, due(), sources=["*"])
    assert LogEntry.objects.all()[0].note == "Sources looked at (2 of 2): a-study, b-study."


def test_a_clinician_says_so_and_is_named_to_readers(reviewer, client):
    copy = due()
    confirm(reviewer, copy, is_clinician="on", clinician="Dr B, physiotherapist")
    assert (live(copy).reviewed_on, live(copy).reviewed_by) == (timezone.localdate(), "Dr B, physiotherapist")
    assert "Reviewed by Dr B, physiotherapist" in client.get("/conditions/sore-back/").content.decode()
    assert LogEntry.objects.all()[0].note.endswith("Read by Dr B, physiotherapist.")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"sources": []}, "Tick the sources that you looked at"),
        ({"sources": ["c-study"]}, "is not cited any more"),
        ({"is_clinician": "on"}, "Give your name and profession"),
        ({"clinician": "Dr B, GP"}, "Tick this if you are the clinician"),
        ({"seen": "another"}, "This page was changed since you opened it"),
    ],
)
def test_what_is_missing_is_told_and_what_was_filled_in_stays(reviewer, sent, told):
    copy = due()
    before = LogEntry.objects.count()
    response = confirm(reviewer, copy, **{"clinician": "", **sent})
    html = response.content.decode()
    assert told in html
    assert LogEntry.objects.count() == before
    assert live(copy).next_review_due == date(2025, 1, 5)
    if sent.get("clinician"):
        assert "Dr B, GP" in html
    if "sources" not in sent:
        assert 'value="a-study" id="review-' in html
        assert html.count("checked") >= 1


@pytest.mark.parametrize("role", ["reader", "staff", "writer", "reviewer", "editor", "boss"])
def test_only_who_reviews_may(log_in, caplog, role):
    copy = due()
    client = log_in(role)
    with caplog.at_level(logging.WARNING):
        response = confirm(client, copy)
    done = LogEntry.objects.all()[0].action == "review"
    assert done == (role in ("reviewer", "boss"))
    if role in ("writer", "editor"):
        assert "Ask a clinical reviewer" in said(response)
    if role in ("staff", "writer", "editor"):
        assert f"condition sore-back by {role}" in caplog.text


@pytest.mark.parametrize("role", ["writer", "reviewer", "editor", "boss"])
def test_only_who_may_is_offered_it(log_in, role):
    assert bool(log_in(role).get(at(due())).context["review"]) == (role in ("reviewer", "boss"))


def test_a_draft_that_lies_there_is_in_the_way_and_is_not_lost(reviewer):
    copy = due()
    symptoms = [{"symptom": "numbness", "level": "common", "sources": ["a-study"]}]
    copy = factories.write("condition", "sore-back", summary="A better summary.", symptoms=symptoms, **PAST)
    assert not reviewer.get(at(copy)).context["review"]
    assert "A change of this page is under way" in said(confirm(reviewer, copy))
    copy.refresh_from_db()
    assert (copy.summary, live(copy).next_review_due) == ("A better summary.", date(2025, 1, 5))


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED, State.WITHDRAWN])
def test_a_page_that_is_not_published_as_it_stands_is_refused(reviewer, state):
    copy = due()
    gone = {"live_revision": None} if state is State.WITHDRAWN else {}
    Page.objects.filter(pk=copy.page_id).update(state=state, **gone)
    before = LogEntry.objects.count()
    assert said(confirm(reviewer, copy))
    assert LogEntry.objects.count() == before


def test_a_source_that_was_corrected_since_is_published_first(reviewer):
    copy = due()
    type(copy.conditionsymptom_set.first().sources.first()).objects.filter(key="a-study").update(
        title="Other"
    )
    assert "readers see an older text" in confirm(reviewer, copy).content.decode()
    assert LogEntry.objects.all()[0].action != "review"


def test_terms_and_warning_signs_have_no_dates_and_do_not_offer_it(reviewer):
    for kind in ("symptom", "red-flag", "topic", "word"):
        copy = factories.live(kind, "a-term")
        assert not reviewer.get(at(copy)).context["review"]
        assert "has no date of review" in said(confirm(reviewer, copy))


def test_an_article_without_sources_is_confirmed_too(reviewer):
    copy = factories.live("article", "about-backs", **PAST)
    response = reviewer.post(at(copy, "review"), {"seen": copy.page.copy_digest}, follow=True)
    assert "was reviewed without a change" in said(response)
    assert LogEntry.objects.all()[0].note == "It cites no sources."


def test_readers_are_not_told_of_a_change_that_there_was_not(reviewer, client):
    copy = due()
    service.tell_readers(copy.page, "A note for the next publication.", False, None)
    before = LivePage.objects.get(page=copy.page_id)
    feed = client.get("/feeds/changes.atom").content
    confirm(reviewer, copy)
    after = LivePage.objects.get(page=copy.page_id)
    assert after.revision_id != before.revision_id
    assert (after.published_at, after.changes) == (before.published_at, before.changes)
    assert client.get("/feeds/changes.atom").content == feed
    assert Page.objects.get(pk=copy.page_id).public_note == "A note for the next publication."


def test_a_rebuild_shows_the_same(reviewer):
    from publishing import projections

    copy = due()
    confirm(reviewer, copy)
    before = LivePage.objects.get(page=copy.page_id)
    projections.rebuild()
    after = LivePage.objects.get(page=copy.page_id)
    assert (after.published_at, after.revision_id) == (before.published_at, before.revision_id)


def test_from_the_cockpit_one_comes_back_to_it(reviewer):
    copy = due()
    page = reviewer.get("/admin/")
    assert 'href="https://a-study.example/"' in page.content.decode()
    form = page.context["cockpit"].reviews.overdue.first[0].review
    assert form.initial["seen"] == copy.page.copy_digest
    response = confirm(reviewer, copy, back="desk")
    assert response.redirect_chain == [("/admin/", 302)]
    assert "No review is overdue." in response.content.decode()


def test_a_get_confirms_nothing(reviewer):
    copy = due()
    assert reviewer.get(at(copy, "review")).status_code == 200
    assert live(copy).next_review_due == date(2025, 1, 5)


def test_the_csrf_token_is_asked_for(reviewer):
    copy = due()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reviewer.person)
    assert strict.post(at(copy, "review"), {"sources": ["a-study"]}).status_code == 403


@pytest.mark.gate
def test_what_must_be_mended_is_no_page_to_confirm(reviewer):
    """It has no warning signs, for one."""
    copy = due()
    html = confirm(reviewer, copy).content.decode()
    assert "It needs a change." in html
    assert "Red flags: is missing" in html
    copy.refresh_from_db()
    assert copy.next_review_due == date(2025, 1, 5)

"""What readers are told of changes: the note of a publication, how long it stands, and where."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User

from desk import roles
from publishing import changes, preview_links, projections, service
from publishing.models import Address, LivePage, LogEntry, Page
from publishing.states import State
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def publish(
    summary: str, note: str = "", correction: bool = False, kind: str = "condition", **fields
) -> Page:
    copy = factories.write(kind, "sore-back", summary=summary, **fields)
    page = service.tell_readers(copy.page, note, correction, None)
    Page.objects.filter(pk=page.pk).update(state=State.APPROVED)
    return service.make_move(page, "publish", None)


def page_of(client, at: datetime = NOW) -> str:
    with time_machine.travel(at, tick=False):
        return " ".join(client.get("/conditions/sore-back/").content.decode().split())


def test_a_note_stands_in_the_list_of_its_page_with_its_date(client):
    factories.live("condition", "sore-back")
    with time_machine.travel(NOW):
        publish("New words.", "What helps was rewritten.")
    html = page_of(client)
    assert "What changed in the last 12 months" in html
    assert '<time datetime="2026-06-15">15 June 2026</time> <span>What helps was rewritten.' in html
    assert "Corrected on" not in html


def test_a_page_without_a_note_says_nothing_of_changes(client):
    factories.live("condition", "sore-back")
    publish("New words.")
    assert "What changed" not in page_of(client)


def test_a_note_is_kept_with_the_log_and_waits_no_more():
    factories.live("condition", "sore-back")
    page = publish("New words.", "It was wrong.", correction=True)
    entry = LogEntry.objects.latest("pk")
    assert (entry.public_note, entry.is_correction) == ("It was wrong.", True)
    page.refresh_from_db()
    assert (page.public_note, page.is_correction) == ("", False)


@pytest.mark.parametrize(("days", "stands"), [(0, True), (89, True), (90, False)])
def test_a_correction_stands_near_the_top_for_ninety_days(client, days, stands):
    factories.live("condition", "sore-back")
    with time_machine.travel(NOW):
        publish("Right.", "It was wrong.", correction=True)
    html = page_of(client, NOW + timedelta(days=days))
    assert ('<p class="correction"><strong>Corrected on' in html) is stands
    assert "<strong>Correction:</strong> It was wrong." in html


def test_the_list_begins_with_the_last_review(client):
    with time_machine.travel(NOW - timedelta(days=500)):
        factories.live("condition", "sore-back")
        publish("One.", "Long ago.")
    with time_machine.travel(NOW - timedelta(days=30)):
        publish("Two.", "Before the review.")
    with time_machine.travel(NOW):
        publish("Three.", "After it.", reviewed_by="Dr A. Person", reviewed_on="2026-06-01")
    html = page_of(client)
    assert "What changed since the last review" in html
    assert "After it." in html
    assert "Before the review." not in html


def test_without_a_review_the_list_goes_back_a_year_and_has_the_newest_ten(client):
    with time_machine.travel(NOW - timedelta(days=366)):
        factories.live("condition", "sore-back")
        publish("Old.", "More than a year ago.")
    for number in range(12):
        with time_machine.travel(NOW + timedelta(minutes=number)):
            publish(f"Text {number}.", f"Note {number:02}.")
    html = page_of(client, NOW + timedelta(hours=1))
    assert "More than a year ago." not in html
    assert [f"Note {number:02}." in html for number in range(12)] == [False, False, *[True] * 10]


def test_an_article_tells_its_changes_too(client):
    factories.live("article", "sore-back")
    publish("New.", "It was wrong.", correction=True, kind="article")
    assert client.get("/articles/sore-back/").content.decode().count("It was wrong.") == 2


def test_the_feed_has_the_note_of_the_text_that_is_live_and_no_older_one(client):
    factories.live("condition", "sore-back")
    publish("New.", "Wrong & now right.", correction=True)
    assert '<content type="text">Correction: Wrong &amp; now right.' in client.get("/feeds/changes.atom").text
    publish("Newer.")
    assert "<content" not in client.get("/feeds/changes.atom").text


def test_what_the_loader_publishes_has_no_note_and_takes_none():
    copy = factories.live("condition", "sore-back")
    service.tell_readers(copy.page, "For later.", False, None)
    factories.live("condition", "sore-back", summary="From a file.")
    assert LivePage.objects.get().changes == []
    assert Page.objects.get().public_note == "For later."


def test_a_scheduled_publication_tells_what_its_editor_left_for_it(client):
    factories.live("condition", "sore-back")
    copy = factories.write("condition", "sore-back", summary="New.")
    service.tell_readers(copy.page, "By itself.", False, None)
    Page.objects.update(state=State.APPROVED, publish_at=NOW)
    service.publish_due(NOW)
    assert [change.text for change in changes.changes_of(LivePage.objects.get())] == ["By itself."]


def test_a_correction_without_words_is_refused_with_the_remedy():
    factories.live("condition", "sore-back", summary="Old.")
    with pytest.raises(service.MoveRefused, match="A correction needs words"):
        publish("New.", " \u200b ", correction=True)
    assert LivePage.objects.get().summary == "Old."


def test_a_note_that_is_too_long_is_refused():
    copy = factories.live("condition", "sore-back")
    with pytest.raises(service.MoveRefused, match="has 501 characters"):
        service.tell_readers(copy.page, "x" * 501, False, None)


def test_a_note_is_one_line_without_invisible_characters():
    assert changes.one_line(" One\r\n two\u202e\x07 three ") == "One two three"


def test_only_an_editor_tells_readers():
    copy = factories.live("condition", "sore-back")
    writer = User.objects.create_user("writer")
    writer.groups.add(Group.objects.get(name=roles.WRITER))
    with pytest.raises(service.MoveRefused, match="Ask an editor"):
        service.tell_readers(copy.page, "Mine.", False, writer)


def test_notes_are_made_anew_with_everything_public(client):
    factories.live("condition", "sore-back")
    publish("New.", "What helps was rewritten.")
    before = page_of(client)
    projections.rebuild()
    assert page_of(client) == before


def test_sharing_what_readers_see_is_no_publication():
    copy = factories.live("condition", "sore-back")
    writer = User.objects.create(username="writer", is_superuser=True)
    for move in ("withdraw", "submit", "approve", "publish"):
        service.make_move(copy.page, move, None)
    went_out = LivePage.objects.get().published_at
    preview_links.make_link(copy.page, writer)
    projections.rebuild()
    assert LivePage.objects.get().published_at == went_out


def test_an_address_that_was_only_kept_is_not_claimed():
    copy = factories.live("condition", "sore-back")
    kept = factories.record("condition", "sore-back", slug="never-public")
    service.keep(copy.page, kept, User.objects.create(username="writer"), "")
    projections.rebuild()
    assert not Address.objects.filter(slug="never-public").exists()

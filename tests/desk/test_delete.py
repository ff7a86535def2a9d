"""Only what was never frozen can be deleted; everything else is kept."""

from typing import Any

import pytest

from conditions.models import Condition, Symptom
from publishing.models import LogEntry, Page
from tests import factories
from tests.desk.conftest import at, list_of, move

pytestmark = pytest.mark.django_db


def delete(client, copy) -> Any:
    return client.post(at(copy, "delete"), {"post": "yes"}).status_code


@pytest.mark.parametrize(("role", "answer"), [("writer", 302), ("editor", 302), ("reviewer", 403)])
def test_a_draft_is_deleted_with_its_page_and_log_by_who_may(log_in, role, answer):
    copy = factories.write("condition", "sore-back")
    assert delete(log_in(role), copy) == answer
    gone = answer == 302
    assert Condition.objects.exists() is not gone
    assert Page.objects.exists() is not gone
    assert LogEntry.objects.exists() is not gone


def test_a_key_can_be_used_again_after_its_draft_was_deleted(writer):
    delete(writer, factories.write("condition", "sore-back"))
    assert factories.write("condition", "sore-back").page.key == "sore-back"


@pytest.mark.parametrize("role", ["writer", "editor", "boss"])
def test_what_was_published_submitted_or_withdrawn_is_kept(log_in, role):
    client = log_in(role)
    live = factories.live("condition", "live")
    submitted = factories.write("condition", "submitted")
    withdrawn = factories.live("condition", "withdrawn")
    move(log_in("writer"), submitted, "submit")
    move(log_in("editor"), withdrawn, "withdraw", sure="yes")
    assert {delete(client, copy) for copy in (live, submitted, withdrawn)} == {403}
    assert "deletelink" not in client.get(at(live)).content.decode()
    assert Condition.objects.count() == 3


def test_many_are_not_deleted_from_a_list(boss):
    copy = factories.write("condition", "sore-back")
    sent = {"action": "delete_selected", "_selected_action": [copy.pk], "post": "yes"}
    boss.post(list_of(Condition), sent)
    assert Condition.objects.exists()


def test_a_draft_term_that_a_page_uses_is_kept_and_says_by_which(writer):
    copy = factories.write("symptom", "tingling")
    factories.write("condition", "sore-back", symptoms=[{"symptom": "tingling", "level": "common"}])
    response = writer.get(at(copy, "delete"))
    assert "would require deleting the following protected related objects" in response.content.decode()
    delete(writer, copy)
    assert Symptom.objects.exists()
    assert Page.objects.filter(key="tingling").exists()


def test_the_log_can_be_read_and_not_written(boss):
    factories.live("condition", "sore-back")
    entry = LogEntry.objects.first()
    assert boss.get(list_of(LogEntry)).status_code == 200
    assert boss.get(at(entry)).status_code == 200
    assert boss.post(at(entry), {"note": "Never happened."}).status_code == 403
    assert boss.post(at(entry, "delete"), {"post": "yes"}).status_code == 403

"""The letter to people of the desk: who gets one, what it says, and that it is off until it is set up."""

import io
from smtplib import SMTPRecipientsRefused

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk import digest, roles
from desk.models import Feedback
from publishing.models import Page
from tests import factories

pytestmark = pytest.mark.django_db

CAST = ("writer", "reviewer", "editor")


@pytest.fixture(autouse=True)
def desk(settings, log_in):
    settings.EMAIL_URL, settings.DIGEST_FROM, settings.SITE_NAME = True, "desk@pain.example", "Sore Backs"
    settings.SITE_URL = "https://pain.example"
    for role in CAST:
        log_in(role)
        User.objects.filter(username=role).update(email=f"{role}@pain.example")


def send(**options) -> str:
    out = io.StringIO()
    call_command("send_digest", stdout=out, stderr=out, **options)
    return out.getvalue()


def letter_to(name: str) -> str:
    [letter] = [letter for letter in mail.outbox if letter.to == [f"{name}@pain.example"]]
    return str(letter.body)


def put(key: str, state: str) -> None:
    factories.write("condition", key)
    Page.objects.filter(key=key).update(state=state)


def test_each_is_told_what_waits_for_them_with_the_way_there():
    put("stiff-back", "in-review")
    put("sore-back", "draft")
    assert send() == "3 sent.\n"
    assert letter_to("reviewer").startswith("Hello reviewer,\n\nTo review\n  - 1 condition\n")
    assert "https://pain.example/admin/conditions/condition/?state=in-review" in letter_to("reviewer")
    assert "Drafts, to finish" in letter_to("writer")
    assert "To review" not in letter_to("writer")
    assert mail.outbox[0].subject == "Sore Backs desk: what waits for you"
    assert mail.outbox[0].from_email == "desk@pain.example"


def test_reports_of_errors_are_counted_and_not_told():
    page = factories.live("condition", "sore-back").page
    Feedback.objects.create(page=page, revision=page.live_revision, kind="error", text="My own story")
    send()
    assert "Errors that readers reported\n  - 1 to look at" in letter_to("editor")
    assert "story" not in letter_to("editor")


def test_a_review_that_is_overdue_is_told():
    factories.live("condition", "sore-back", next_review_due="2020-01-01")
    send()
    assert "Past the date of their review\n  - 1 condition" in letter_to("reviewer")


def test_who_has_nothing_to_do_gets_nothing():
    assert send() == "0 sent.\n"
    assert mail.outbox == []


@pytest.mark.parametrize(
    "change",
    [{"email": ""}, {"is_active": False}, {"is_staff": False}],
    ids=["no address", "off", "no staff"],
)
def test_who_cannot_or_may_not_be_written_to_is_left_out(change):
    put("sore-back", "draft")
    User.objects.filter(username="writer").update(**change)
    assert [person.username for person in digest.readers()] == ["editor", "reviewer"]


def test_who_is_in_the_group_gets_no_letter():
    User.objects.get(username="writer").groups.add(Group.objects.get(name=roles.NO_DIGEST))
    assert [person.username for person in digest.readers()] == ["editor", "reviewer"]


def test_one_that_cannot_be_sent_keeps_nobody_from_theirs(monkeypatch):
    put("sore-back", "draft")
    send_really = EmailMessage.send

    def send_to(letter, *args, **kwargs):
        if letter.to == ["editor@pain.example"]:
            raise SMTPRecipientsRefused({"editor@pain.example": (550, b"No such person")})
        return send_really(letter, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", send_to)
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 not sent"):
        call_command("send_digest", stdout=out, stderr=out)
    assert "editor: not sent. SMTPRecipientsRefused" in out.getvalue()
    assert "1 sent." in out.getvalue()
    assert letter_to("writer")


@pytest.mark.parametrize("name", ["EMAIL_URL", "DIGEST_FROM"])
def test_it_is_off_until_it_is_set_up(settings, name):
    setattr(settings, name, "")
    with pytest.raises(CommandError, match=f"The digest is off: {name} not set"):
        send()


def test_a_dry_run_prints_the_letters_and_sends_none(settings):
    settings.DIGEST_FROM = ""
    put("sore-back", "draft")
    said = send(dry_run=True)
    assert "To: writer@pain.example\nSubject: Sore Backs desk" in said
    assert "2 would be sent." in said
    assert "The digest is off" in said
    assert mail.outbox == []


def test_a_letter_takes_the_same_queries_for_two_pages_and_for_twenty():
    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            digest.letter_to(User.objects.get(username="writer"))
        return len(made)

    put("back-0", "draft")
    put("back-1", "draft")
    few = queries()
    for number in range(2, 20):
        put(f"back-{number}", "draft")
    assert queries() == few <= 12

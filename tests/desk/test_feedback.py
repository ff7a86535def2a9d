"""What a reader can say of a page, without being known: one press, or a few words, and nothing lost on the way."""

import logging
import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from desk.feedback import ceilings, forms
from desk.feedback.ceilings import Ceiling
from desk.models import Feedback, HelpfulCount
from publishing import service
from tests import factories

pytestmark = pytest.mark.django_db

REPORT = "/feedback/?page=condition:sore-back"
HELPFUL = "/feedback/helpful/"
PRESSED = {"page": "condition:sore-back", "helpful": "yes"}


@pytest.fixture
def sore() -> Any:
    return factories.live("condition", "sore-back", name="Sore back")


@pytest.fixture
def clock():
    with time_machine.travel("2026-05-04 10:00:00+00:00", tick=False) as clock:
        yield clock


def token_of(client: Client, address: str = REPORT) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get(address).content.decode())
    assert found
    return found[1]


def send(client: Client, clock: Any, text: str, address: str = REPORT, **more: Any) -> Any:
    """As a person does: the form is opened, and sent a while later."""
    sent = {"text": text, "website": "", "token": token_of(client, address), **more}
    clock.shift(10)
    return client.post(address, sent)


def html_of(response: Any) -> str:
    return str(response.content.decode())


def is_shown_again(response: Any, text: str) -> bool:
    return response.status_code >= 400 and text in response.context["form"]["text"].value()


class TestAPress:
    def test_stands_at_the_end_of_a_page_without_script_cookie_or_token(self, client, sore):
        response = client.get("/conditions/sore-back/")
        html = html_of(response)
        assert f'action="{HELPFUL}"' in html
        assert 'href="/feedback/?page=condition:sore-back"' in html
        assert "token" not in html
        assert not response.cookies
        assert response.headers["ETag"] == client.get("/conditions/sore-back/").headers["ETag"]

    def test_stands_on_articles_too_and_not_on_previews(self, client, boss, sore):
        copy = factories.live("article", "about-backs")
        assert "page=article:about-backs" in html_of(client.get("/articles/about-backs/"))
        preview = boss.get(f"/admin/articles/article/{copy.pk}/preview/")
        assert HELPFUL not in html_of(preview)

    def test_is_counted_by_page_and_day_and_by_nothing_else(self, client, sore, clock):
        for answer in ("yes", "yes", "no"):
            response = client.post(HELPFUL, PRESSED | {"helpful": answer})
        clock.shift(timedelta(days=1))
        client.post(HELPFUL, PRESSED)
        found = HelpfulCount.objects.order_by("day").values_list("page", "day", "yes", "no")
        assert list(found) == [
            (sore.page.pk, date(2026, 5, 4), 2, 1),
            (sore.page.pk, date(2026, 5, 5), 1, 0),
        ]
        assert response["Location"] == f"{REPORT.replace(':', '%3A')}&helpful=no"
        assert not response.cookies

    def test_is_thanked_for_on_a_page_that_offers_words_and_counts_nothing_more(self, client, sore):
        html = html_of(client.post(HELPFUL, PRESSED, follow=True))
        html = html_of(client.post(HELPFUL, PRESSED | {"helpful": "no"}, follow=True))
        assert "Thank you for your answer" in html
        assert "What was missing" in html
        assert (HelpfulCount.objects.get().yes, HelpfulCount.objects.get().no) == (1, 1)

    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            ({"helpful": "perhaps"}, 400),
            ({"helpful": ""}, 400),
            ({"page": "condition:nowhere"}, 404),
            ({"page": "sore-back"}, 404),
            ({"page": "\x00'\u202e"}, 404),
        ],
    )
    def test_that_says_nothing_we_know_changes_nothing(self, client, sore, sent, status):
        assert client.post(HELPFUL, PRESSED | sent).status_code == status
        assert not HelpfulCount.objects.exists()

    def test_is_not_made_by_looking(self, client, sore):
        assert client.get(HELPFUL).status_code == 405

    @pytest.mark.parametrize(("a_page", "a_site"), [(2, 99), (99, 2)])
    def test_beyond_the_ceiling_is_told_kindly(self, client, sore, clock, monkeypatch, a_page, a_site):
        monkeypatch.setattr(ceilings, "ANSWERS", Ceiling("answers", a_page, a_site))
        statuses = [client.post(HELPFUL, PRESSED).status_code for _ in range(3)]
        assert statuses == [302, 302, 429]
        assert HelpfulCount.objects.get().yes == 2
        clock.shift(timedelta(hours=1))
        assert client.post(HELPFUL, PRESSED).status_code == 302


class TestWords:
    def test_are_asked_for_where_nothing_keeps_the_page(self, client, sore):
        response = client.get(REPORT)
        html = html_of(response)
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex' in html
        assert not response.cookies
        assert "/feedback/" not in html_of(client.get("/sitemap.xml"))
        assert '"/feedback/"' in html_of(client.get("/sw.js"))

    def test_before_the_box_it_says_where_help_is_and_what_not_to_write(self, client, sore, settings):
        settings.EMERGENCY_NUMBER = "999"
        html = html_of(client.get(REPORT)).partition("<textarea")[0]
        for told in ('href="tel:999"', "Nobody answers", "nothing about your own health", "/urgent/"):
            assert told in html

    def test_are_kept_as_an_error_report_with_the_revision_that_was_read(self, client, sore, clock):
        token = token_of(client)
        clock.shift(60)
        read = sore.page.live_revision
        sore = factories.live("condition", "sore-back", name="Sore back", summary="New words.")
        response = client.post(REPORT, {"text": "It is not so.", "token": token})
        assert response.status_code == 200
        assert "Thank you" in html_of(response)
        report = Feedback.objects.get()
        assert (report.page, report.revision, report.kind) == (sore.page, read, "error")
        assert (report.text, report.received_on, report.helpful) == ("It is not so.", date(2026, 5, 4), None)

    def test_after_a_press_are_a_comment_that_knows_which(self, client, sore, clock):
        send(client, clock, "Too long.", f"{REPORT}&helpful=no")
        report = Feedback.objects.get()
        assert (report.kind, report.helpful) == ("comment", False)

    def test_nothing_that_is_kept_could_tell_who(self):
        kept = {field.name for model in (Feedback, HelpfulCount) for field in model._meta.get_fields()}
        assert kept == {
            *("id", "page", "revision", "kind", "helpful", "text", "times", "received_on"),
            *("closed_at", "closed_by", "note", "day", "yes", "no"),
        }

    def test_lose_their_control_characters_and_are_shown_as_text(self, client, sore, clock):
        send(client, clock, "a\x00b\x07\u202e\r\n<b>c</b>\r\n\r\n\r\n\r\nd  e")
        assert Feedback.objects.get().text == "ab\n<b>c</b>\n\nd e"

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "nothing in the box"),
            (" \x00\n ", "nothing in the box"),
            ("long " * 200, "and 500 is the most"),
            ("See http://a.example and www.b.example", "more than one web address"),
            ("Write to me@example.org", "e-mail address or a telephone number"),
            ("Call 0161 496 0123 please", "e-mail address or a telephone number"),
        ],
    )
    def test_that_cannot_be_kept_are_shown_again_with_what_to_do(self, client, sore, clock, text, told):
        response = send(client, clock, text)
        assert told in html_of(response)
        assert is_shown_again(response, text.strip("\x00"))
        assert not Feedback.objects.exists()

    @pytest.mark.parametrize(
        "text",
        [
            "NICE says otherwise: https://www.nice.org.uk/guidance/ng59/chapter/1234567890",
            "It says 12 to 16 weeks, and in 2019-2020 it was 6-8. See 10.1136/bmj.39455.603.",
        ],
    )
    def test_with_one_source_or_some_figures_are_taken(self, client, sore, clock, text):
        assert send(client, clock, text).status_code == 200

    def test_a_program_that_fills_every_box_is_asked_again(self, client, sore, clock):
        response = send(client, clock, "Buy this.", website="http://spam.example")
        assert "meant to stay empty" in html_of(response)
        assert "spam.example" not in html_of(response)
        assert is_shown_again(response, "Buy this.")

    def test_the_box_to_leave_empty_is_out_of_everybodys_way(self, client, sore):
        html = html_of(client.get(REPORT))
        around = html[html.index('name="website"') - 400 : html.index('name="website"') + 200]
        assert 'class="visually-hidden" aria-hidden="true"' in around
        assert 'tabindex="-1"' in around
        assert "Leave this empty" in around

    def test_sent_too_quickly_are_taken_at_the_second_press(self, client, sore, clock):
        sent = {"text": "Wrong.", "token": token_of(client)}
        response = client.post(REPORT, sent)
        assert is_shown_again(response, "Wrong.")
        clock.shift(5)
        again = response.context["token"]
        assert client.post(REPORT, sent | {"token": again}).status_code == 200

    @pytest.mark.parametrize("token", ["", "forged", "WzEsMSwxXQ:1abc:xyz"])
    def test_without_a_token_of_ours_are_shown_again_with_one(self, client, sore, clock, token):
        response = send(client, clock, "Wrong.", token=token)
        assert is_shown_again(response, "Wrong.")
        clock.shift(5)
        assert client.post(REPORT, {"text": "Wrong.", "token": response.context["token"]}).status_code == 200

    def test_of_yesterday_are_shown_again(self, client, sore, clock):
        token = token_of(client)
        clock.shift(timedelta(days=2))
        response = client.post(REPORT, {"text": "Wrong.", "token": token})
        assert "had been open for long" in html_of(response)
        assert is_shown_again(response, "Wrong.")

    def test_a_token_of_another_page_is_none(self, client, sore, clock):
        factories.live("condition", "other")
        other = token_of(client, "/feedback/?page=condition:other")
        assert send(client, clock, "Wrong.", token=other).status_code == 400

    def test_said_twice_are_one_report(self, client, sore, clock):
        for text in ("Wrong.", "wrong. ", "Another."):
            send(client, clock, text)
        assert list(Feedback.objects.order_by("pk").values_list("text", "times")) == [
            ("Wrong.", 2),
            ("Another.", 1),
        ]

    def test_reloading_the_thanks_sends_nothing_twice(self, client, sore, clock):
        sent = {"text": "Wrong.", "token": token_of(client)}
        clock.shift(10)
        assert [client.post(REPORT, sent).status_code for _ in range(3)] == [200, 200, 200]
        assert Feedback.objects.get().times == 1

    def test_beyond_the_ceiling_are_given_back(self, client, sore, clock, monkeypatch):
        monkeypatch.setattr(ceilings, "WORDS", Ceiling("words", 1, 9))
        send(client, clock, "First.")
        response = send(client, clock, "Second.")
        assert response.status_code == 429
        assert is_shown_again(response, "Second.")
        assert "/about/contact/" in html_of(response)
        assert Feedback.objects.count() == 1

    def test_that_cannot_be_written_are_given_back(self, client, sore, clock, monkeypatch):
        def full(*_: Any, **__: Any) -> None:
            raise DatabaseError("database or disk is full")

        monkeypatch.setattr(Feedback.objects, "create", full)
        response = send(client, clock, "Wrong.")
        assert response.status_code == 503
        assert is_shown_again(response, "Wrong.")
        monkeypatch.undo()
        clock.shift(60)
        assert client.post(REPORT, {"text": "Wrong.", "token": response.context["token"]}).status_code == 200

    def test_a_cache_that_is_away_costs_nobody_their_words(self, client, sore, clock, monkeypatch):
        def away(*_: Any, **__: Any) -> None:
            raise ConnectionError

        for name in ("add", "get", "incr", "set"):
            monkeypatch.setattr(cache, name, away)
        assert send(client, clock, "Wrong.").status_code == 200

    def test_of_a_page_withdrawn_meanwhile_are_not_lost(self, client, sore, clock):
        token = token_of(client)
        clock.shift(10)
        service.make_move(sore.page, "withdraw", None)
        assert client.get(REPORT).status_code == 404
        assert client.post(REPORT, {"text": "Wrong.", "token": token}).status_code == 200
        old = client.post(REPORT, {"text": "Wrong.", "token": ""})
        assert is_shown_again(old, "Wrong.")
        assert "has been withdrawn" in html_of(old)

    @pytest.mark.parametrize("about", ["condition:nowhere", "condition:draft", "nonsense", "%00", "a" * 5000])
    def test_a_page_that_readers_do_not_see_has_no_form(self, client, sore, about):
        factories.write("condition", "draft")
        assert client.get(f"/feedback/?page={about}").status_code == 404

    def test_of_no_page_at_all_lead_to_the_contact_page(self, client):
        assert client.get("/feedback/")["Location"] == "/about/contact/"

    def test_that_name_a_warning_sign_are_answered_with_it(self, client, sore, clock):
        factories.live("red-flag", "saddle", name="Numb saddle", words=["cannot wee"], statement="Get help.")
        response = send(client, clock, "I cannot wee since this morning")
        html = html_of(response)
        assert html.index("Get emergency help now") < html.index("<h1>")
        again = send(client, clock, "I cannot wee", website="filled")
        assert "Get emergency help now" in html_of(again)


class TestWhereItCameFrom:
    ADDRESSES = (HELPFUL, REPORT)

    @pytest.mark.parametrize("address", ADDRESSES)
    @pytest.mark.parametrize(
        ("headers", "welcome"),
        [
            ({}, True),
            ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
            ({"Sec-Fetch-Site": "none"}, True),
            ({"Sec-Fetch-Site": "same-site"}, False),
            ({"Sec-Fetch-Site": "cross-site"}, False),
            ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
            ({"Origin": "null"}, True),
            ({"Origin": "http://testserver"}, True),
            ({"Origin": "https://elsewhere.example"}, False),
            ({"Origin": "http://testserver.elsewhere.example"}, False),
        ],
    )
    def test_what_another_site_sends_is_refused(self, sore, address, headers, welcome):
        client = Client(enforce_csrf_checks=True)
        response = client.post(address, PRESSED | {"text": "Wrong."}, headers=headers)
        assert (response.status_code == 403) is not welcome
        assert HelpfulCount.objects.exists() is (welcome and address == HELPFUL)
        if not welcome:
            assert "This was not sent from here" in html_of(response)
        assert not response.cookies


def test_no_log_holds_what_was_sent(client, sore, clock, caplog):
    with caplog.at_level(logging.DEBUG):
        send(client, clock, "My secret zyxomma.")
        send(client, clock, "My secret zyxomma@example.org")
    assert "zyxomma" not in caplog.text


def test_a_report_takes_few_queries_however_many_there_are(
    client, sore, clock, django_assert_max_num_queries
):
    for number in range(20):
        Feedback.objects.create(
            page=sore.page, revision=sore.page.live_revision, kind="error", text=f"{number}"
        )
    token = token_of(client)
    clock.shift(10)
    with django_assert_max_num_queries(3):
        client.get(REPORT)
    with django_assert_max_num_queries(6):
        client.post(REPORT, {"text": "Wrong.", "token": token})


def test_what_was_closed_long_ago_is_cleared_away(client, sore, boss, capsys):
    page, revision = sore.page, sore.page.live_revision
    today = timezone.now()
    for text, days in (("open", None), ("lately", 80), ("long ago", 100)):
        closed = {"closed_at": today - timedelta(days=days), "closed_by": boss.person} if days else {}
        Feedback.objects.create(page=page, revision=revision, kind="error", text=text, **closed)
    for days in (300, 400):
        HelpfulCount.objects.create(page=page, day=today.date() - timedelta(days=days), yes=1)
    call_command("publish_due")
    assert set(Feedback.objects.values_list("text", flat=True)) == {"open", "lately"}
    assert HelpfulCount.objects.count() == 1
    assert "1 reader" in capsys.readouterr().out


def test_the_form_is_opened_for_as_long_as_it_says():
    assert forms.QUICKEST < forms.LONGEST_OPEN

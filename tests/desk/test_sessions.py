"""A session ends after two hours without a sign or twelve in all; what was being saved is kept."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from conditions.models import Condition
from desk import roles
from tests import factories
from tests.desk.conftest import at, filled, said

pytestmark = pytest.mark.django_db
PASSWORD = "violet teapot harbour"


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_who_works_stays_in_and_who_is_gone_for_two_hours_does_not(clock, log_in):
    writer = log_in("writer")
    for _ in range(3):
        clock.shift(timedelta(minutes=119))
        assert is_in(writer)
    clock.shift(timedelta(minutes=121))
    response = writer.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/admin/login/")
    assert "after 2 hours without a sign" in said(response)


def test_after_twelve_hours_even_who_works_logs_in_again(clock, log_in):
    writer = log_in("writer")
    for _ in range(11):
        clock.shift(timedelta(hours=1))
        assert is_in(writer)
    clock.shift(timedelta(hours=1))
    assert "12 hours after you logged in" in said(writer.get("/admin/", follow=True))


def test_being_seen_is_written_down_once_a_minute_at_most(clock, writer, django_assert_num_queries):
    writer.get("/admin/jsi18n/")
    clock.shift(timedelta(seconds=30))
    assert not writer.get("/admin/jsi18n/").cookies
    clock.shift(timedelta(seconds=31))
    assert "sessionid" in writer.get("/admin/jsi18n/").cookies


@pytest.mark.parametrize("gone", [timedelta(hours=3), timedelta(hours=15)])
def test_what_is_saved_too_late_is_there_after_logging_in(clock, log_in, gone):
    copy = factories.write("condition", "sore-back", name="Sore back", summary="Before.")
    writer = log_in("writer", password=PASSWORD)
    sent = filled(writer, at(copy), summary="\nTwo hours of work & more.")
    clock.shift(gone)
    response = writer.post(at(copy), sent, follow=True)
    assert "What you wrote is kept" in said(response)
    assert Condition.objects.get().summary == "Before."

    response = writer.post(
        response.request["PATH_INFO"] + "?" + response.request["QUERY_STRING"],
        {"username": "writer", "password": PASSWORD, "next": "/admin/kept/"},
        follow=True,
    )
    assert response.context["address"] == at(copy)
    kept = dict(response.context["fields"])
    assert kept["summary"] == "\nTwo hours of work & more."
    writer.post(response.context["address"], kept | {"_kept": "yes"}, follow=True)
    assert Condition.objects.get().summary == "Two hours of work & more."
    assert writer.get("/admin/kept/").status_code == 404


def test_what_was_kept_is_shown_to_nobody_else(clock, log_in):
    copy = factories.write("condition", "sore-back")
    log_in("editor", password=PASSWORD)
    writer = log_in("writer")
    sent = filled(writer, at(copy), summary="Mine.")
    clock.shift(timedelta(hours=3))
    writer.post(at(copy), sent)
    assert writer.get("/admin/kept/").status_code == 302
    writer.post("/admin/login/", {"username": "editor", "password": PASSWORD})
    assert writer.get("/admin/kept/").status_code == 404


def test_no_password_is_ever_kept(clock, boss):
    clock.shift(timedelta(hours=3))
    response = boss.post(
        "/admin/auth/user/add/", {"username": "x", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "Log in to go on" in said(boss.get(response["Location"]))
    assert not any(PASSWORD in str(session.get_decoded()) for session in Session.objects.all())


def test_a_form_without_its_token_is_not_kept(clock, log_in):
    copy = factories.write("condition", "sore-back")
    person = log_in("writer").person
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(person)
    clock.shift(timedelta(hours=3))
    assert forged.post(at(copy), {"summary": "Not mine."}).status_code == 403
    assert not any("Not mine" in str(session.get_decoded()) for session in Session.objects.all())


def change(boss: Client, user: User, **rights: object) -> None:
    address = f"/admin/auth/user/{user.pk}/change/"
    form = boss.get(address).context["adminform"].form
    sent = {
        name: form.initial[name]
        for name in ("username", "is_active", "is_staff", "is_superuser")
        if form.initial[name]
    }
    sent |= {"groups": [group.pk for group in form.initial["groups"]]}
    response = boss.post(address, sent | rights)
    assert response.status_code == 302, response.context["adminform"].form.errors


def test_other_rights_log_a_person_out_and_nobody_else(boss, writer, editor):
    change(boss, writer.person, groups=[Group.objects.get(name=roles.EDITOR).pk])
    assert not is_in(writer)
    assert is_in(editor)
    assert is_in(boss)


def test_another_name_alone_logs_nobody_out(boss, writer):
    change(boss, writer.person, first_name="Rosalind")
    assert is_in(writer)


def test_a_superuser_made_or_unmade_is_logged_out(boss, writer):
    change(boss, writer.person, is_superuser="on")
    assert not is_in(writer)


def test_a_new_password_logs_out_everywhere_but_here(log_in):
    here, there = log_in("writer", password=PASSWORD), Client()
    here.post("/admin/login/", {"username": "writer", "password": PASSWORD})
    there.post("/admin/login/", {"username": "writer", "password": PASSWORD})
    new = "another harbour lantern"
    here.post(
        "/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert is_in(here)
    assert not is_in(there)


def test_sessions_that_are_over_are_forgotten_when_somebody_logs_in(clock, log_in):
    log_in("writer")
    clock.shift(timedelta(days=5))
    log_in("editor")
    assert Session.objects.count() == 1


def test_a_public_page_never_looks_at_the_session_that_comes_with_it(writer, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = writer.get("/robots.txt")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")

"""The second factor: set up by oneself, asked for at the log-in, demanded by a setting, taken away by a superuser."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.desk.conftest import said

pytestmark = pytest.mark.django_db
PASSWORD = "violet teapot harbour"
PAGE = "/admin/second-factor/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def code_of(person: User) -> str:
    """What the app of this person shows now."""
    return f"{totp(TOTPDevice.objects.get(user=person).bin_key):06}"


def wrong(person: User) -> str:
    return f"{(int(code_of(person)) + 1) % 10**6:06}"


def set_up(client: Any) -> list[str]:
    """Sets it up as the person would, and returns the backup codes that were shown."""
    client.get(PAGE)
    response = client.post(PAGE, {"code": code_of(client.person)}, follow=True)
    codes: list[str] = response.context["new_codes"]
    return codes


def log_in_with(code: str = "", name: str = "writer", client: Client | None = None) -> Any:
    sent = {"username": name, "password": PASSWORD, "code": code, "next": "/admin/"}
    return (client or Client()).post("/admin/login/", sent)


@pytest.fixture
def writer(log_in) -> Any:
    return log_in("writer", password=PASSWORD)


def test_the_page_shows_the_key_as_a_picture_in_letters_and_as_a_link(writer):
    html = writer.get(PAGE).content.decode()
    device = TOTPDevice.objects.get()
    assert "<svg" in html
    assert device.config_url.replace("&", "&amp;") in html
    assert "issuer=Whereabouts" in html
    assert writer.get(PAGE).context["secret"].replace(" ", "") in device.config_url


def test_a_wrong_code_sets_nothing_up(writer):
    writer.get(PAGE)
    response = writer.post(PAGE, {"code": wrong(writer.person)})
    assert "This is not the code" in response.content.decode()
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    assert log_in_with().status_code == 302


def test_once_set_up_the_log_in_asks_for_the_code(writer, clock):
    set_up(writer)
    clock.shift(timedelta(seconds=60))
    assert "asks for a code as well" in log_in_with().content.decode()
    assert log_in_with(code_of(writer.person)).status_code == 302


def test_a_code_is_good_once(writer, clock):
    set_up(writer)
    clock.shift(timedelta(seconds=60))
    code = code_of(writer.person)
    assert log_in_with(code).status_code == 302
    assert "was used already" in log_in_with(code).content.decode()


def test_after_wrong_codes_even_the_right_one_has_to_wait(writer, clock):
    set_up(writer)
    clock.shift(timedelta(seconds=60))
    for _ in range(4):
        log_in_with(wrong(writer.person))
        clock.shift(timedelta(seconds=10))
    log_in_with(wrong(writer.person))
    assert log_in_with(code_of(writer.person)).status_code == 200
    clock.shift(timedelta(seconds=60))
    assert log_in_with(code_of(writer.person)).status_code == 302


def test_a_code_of_somebody_else_is_not_accepted(writer, log_in, clock):
    set_up(writer)
    editor = log_in("editor", password=PASSWORD)
    set_up(editor)
    clock.shift(timedelta(seconds=60))
    assert log_in_with(code_of(editor.person)).status_code == 200


def test_backup_codes_are_shown_once_and_good_once_each(writer):
    codes = set_up(writer)
    assert len(set(codes)) == 10
    assert writer.get(PAGE).context["new_codes"] == []
    assert log_in_with(codes[0]).status_code == 302
    assert log_in_with(codes[0]).status_code == 200


def test_a_code_with_the_space_that_apps_put_in_it_is_accepted(writer, clock):
    set_up(writer)
    clock.shift(timedelta(seconds=60))
    code = code_of(writer.person)
    assert log_in_with(f"{code[:3]} {code[3:]}").status_code == 302


def test_new_backup_codes_and_removing_it_take_a_code(writer, clock):
    old = set_up(writer)
    clock.shift(timedelta(seconds=60))
    for do in ("codes", "remove"):
        writer.post(PAGE, {"do": do, "code": wrong(writer.person)})
        clock.shift(timedelta(seconds=30))
    assert StaticToken.objects.count() == 10
    response = writer.post(PAGE, {"do": "codes", "code": code_of(writer.person)}, follow=True)
    new = response.context["new_codes"]
    assert not set(old) & set(new)
    writer.post(PAGE, {"do": "remove", "code": new[0]})
    assert log_in_with().status_code == 302


def test_setting_it_up_ends_sessions_that_were_begun_by_password_alone(writer):
    other = Client()
    log_in_with(client=other)
    assert other.get("/admin/").status_code == 200
    set_up(writer)
    assert other.get("/admin/").status_code == 302
    assert writer.get("/admin/").status_code == 200


def test_all_of_it_is_in_the_history_of_the_account(writer, boss, clock):
    set_up(writer)
    clock.shift(timedelta(seconds=60))
    writer.post(PAGE, {"do": "codes", "code": code_of(writer.person)})
    boss.post(f"/admin/auth/user/{writer.person.pk}/second-factor/")
    history = boss.get(f"/admin/auth/user/{writer.person.pk}/history/").content.decode()
    for words in (
        "Set up the second factor",
        "Made new backup codes",
        "Removed the second factor of this person",
    ):
        assert words in history
    assert {entry.user.username for entry in LogEntry.objects.all()} == {"writer", "boss"}


def test_a_superuser_takes_it_away_after_being_asked_and_the_person_is_logged_out(writer, boss):
    set_up(writer)
    address = f"/admin/auth/user/{writer.person.pk}/second-factor/"
    assert "Be sure that it is they who ask" in boss.get(address).content.decode()
    assert TOTPDevice.objects.exists()
    assert "logs in by password alone now" in said(boss.post(address, follow=True))
    assert writer.get("/admin/").status_code == 302
    assert log_in_with().status_code == 302


def test_nobody_else_does_and_a_superusers_own_takes_a_code(writer, editor, boss):
    set_up(writer)
    set_up(boss)
    assert editor.post(f"/admin/auth/user/{writer.person.pk}/second-factor/").status_code == 403
    assert boss.post(f"/admin/auth/user/{boss.person.pk}/second-factor/")["Location"] == PAGE
    assert TOTPDevice.objects.count() == 2


def test_no_page_of_the_admin_shows_the_secret_of_another(writer, boss):
    set_up(writer)
    for address in ("otp_totp/totpdevice/", "otp_static/staticdevice/"):
        assert boss.get(f"/admin/{address}").status_code == 404


def test_the_log_in_has_no_place_for_a_code_before_anybody_needs_one(client, log_in):
    assert 'name="code"' not in client.get("/admin/login/").content.decode()
    set_up(log_in("writer"))
    assert 'name="code"' in client.get("/admin/login/").content.decode()


class TestDemanded:
    """REQUIRE_SECOND_FACTOR is on."""

    @pytest.fixture(autouse=True)
    def demanded(self, settings):
        settings.REQUIRE_SECOND_FACTOR = True

    def test_who_has_none_can_do_nothing_but_set_one_up(self, writer):
        response = log_in_with(client=writer)
        assert response.status_code == 302
        response = writer.get("/admin/", follow=True)
        assert response.redirect_chain == [(PAGE, 302)]
        assert "Everybody at this desk" in response.content.decode()
        set_up(writer)
        assert writer.get("/admin/").status_code == 200

    def test_every_address_of_the_desk_is_closed_until_then(self, boss):
        every = addresses()
        assert len(every) > 80
        open_still = {
            address
            for address in every
            if boss.get(address).get("Location") != PAGE or boss.post(address).get("Location") != PAGE
        }
        assert open_still == {PAGE, "/admin/login/", "/admin/logout/", "/admin/jsi18n/"}

    def test_moving_to_another_telephone_begins_anew(self, writer, clock):
        set_up(writer)
        clock.shift(timedelta(seconds=60))
        writer.post(PAGE, {"do": "remove", "code": code_of(writer.person)})
        assert writer.get("/admin/")["Location"] == PAGE
        set_up(writer)
        assert writer.get("/admin/").status_code == 200

    def test_a_session_from_before_it_was_demanded_logs_in_again_with_the_code(self, writer):
        TOTPDevice.objects.create(user=writer.person, name="App")
        response = writer.get("/admin/", follow=True)
        assert response.redirect_chain[-1][0] == "/admin/login/?next=/admin/"
        assert "with your code" in said(response)

    def test_readers_notice_nothing(self, client):
        assert client.get("/robots.txt").status_code == 200


def addresses() -> set[str]:
    """Every address under /admin/, with something in each place of a key."""

    def walk(patterns: Any, before: str) -> set[str]:
        found: set[str] = set()
        for pattern in patterns:
            here = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                found |= walk(pattern.url_patterns, here)
            elif isinstance(pattern, URLPattern):
                found.add(here)
        return found

    paths = {path for path in walk(get_resolver().url_patterns, "/") if path.startswith("/admin/")}
    # Regular expressions are Django's app list and what is not there at all.
    return {re.sub(r"<[^>]+>", "1", path) for path in paths if not re.search(r"[\\^?$]", path)}

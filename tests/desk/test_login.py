"""The log-in: who guesses is made to wait, others are not, and nothing of it is left lying about."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.utils import timezone

from config import environment
from desk import lockout

pytestmark = pytest.mark.django_db
PASSWORD = "violet teapot harbour"
HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def alice() -> User:
    return User.objects.create_superuser("alice", password=PASSWORD)


def log_in(password: str, name: str = "alice", address: str = HERE, forwarded: str = "") -> Any:
    sent = {"username": name, "password": password, "next": "/admin/"}
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return Client().post("/admin/login/", sent, REMOTE_ADDR=address, headers=headers)


def guess(times: int = 5, **where: str):
    for number in range(times):
        response = log_in(f"guess {number}", **where)
    return response


def test_four_wrong_passwords_and_then_the_right_one_are_fine(alice):
    assert guess(4).status_code == 200
    assert log_in(PASSWORD).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_after_five_the_right_one_is_refused_too_and_the_remedy_is_told(alice):
    assert guess(5).status_code == 429
    response = log_in(PASSWORD)
    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    html = response.content.decode()
    assert "in 15 minutes" in html
    assert "ask an administrator" in html


def test_an_unknown_name_gets_the_same_answer_so_that_none_can_be_found_out(alice):
    assert guess(5).content == guess(5, name="nobody").content


def test_the_owner_of_the_name_is_not_locked_out_by_a_stranger_elsewhere(alice):
    guess(5, address=ELSEWHERE)
    assert log_in(PASSWORD).status_code == 302


def test_the_wait_is_fifteen_minutes_and_trying_makes_it_no_longer(alice):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        guess(5)
        clock.shift(timedelta(minutes=10))
        assert guess(3).status_code == 429
        clock.shift(timedelta(minutes=6))
        assert log_in(PASSWORD).status_code == 302


def test_a_superuser_lets_somebody_in_again(alice, boss):
    guess(5)
    sent = {"action": "let_in_again", "_selected_action": [alice.pk]}
    boss.post("/admin/auth/user/", sent, follow=True)
    assert log_in(PASSWORD).status_code == 302


def test_what_was_counted_is_deleted_with_the_next_log_in_after_the_wait(alice):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        guess(3, address=ELSEWHERE)
        clock.shift(timedelta(minutes=16))
        log_in(PASSWORD)
    assert not AccessAttempt.objects.exists()


def test_nothing_that_was_typed_is_kept_but_the_name_and_no_list_of_who_logged_in(alice):
    Client().post(
        "/admin/login/?next=/admin/conditions/condition/%3Fq=secret-draft",
        {"username": "alice", "password": "secret-guess", "code": "246810", "next": "/admin/?q=secret-draft"},
    )
    log_in(PASSWORD, address=ELSEWHERE)
    attempt = AccessAttempt.objects.get()
    kept = attempt.get_data + attempt.post_data
    assert "secret" not in kept
    assert "246810" not in kept
    assert not AccessLog.objects.exists()


def test_no_log_line_names_a_person_or_an_address(alice, caplog):
    guess(6)
    assert "AXES" in caplog.text
    assert "alice" not in caplog.text
    assert HERE not in caplog.text


class TestAddress:
    """Where a request comes from, as it is counted."""

    @pytest.fixture(autouse=True)
    def trusted(self, settings):
        settings.TRUSTED_PROXIES = []

    def of(self, peer: str, forwarded: str = "") -> str | None:
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}
        return lockout.address_of(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))

    def test_without_the_setting_nobody_is_believed(self):
        assert self.of("127.0.0.1", ELSEWHERE) == "127.0.0.1"

    @pytest.mark.parametrize(
        ("peer", "forwarded", "found"),
        [
            ("10.0.0.1", HERE, HERE),
            ("10.0.0.1", f"{ELSEWHERE}, {HERE}", HERE),
            ("10.0.0.1", f"{ELSEWHERE}, {HERE}, 10.0.0.2", HERE),
            ("10.0.0.1", f"{ELSEWHERE}, not-an-address", "10.0.0.1"),
            ("10.0.0.1", "", "10.0.0.1"),
            ("192.0.2.1", ELSEWHERE, "192.0.2.1"),
            ("", HERE, HERE),
            ("", "", None),
            ("2001:db8::1", HERE, HERE),
        ],
    )
    def test_only_what_a_trusted_proxy_wrote_is_believed(self, settings, monkeypatch, peer, forwarded, found):
        monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/8,2001:db8::/32")
        settings.TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")
        assert self.of(peer, forwarded) == found

    def test_an_address_of_ones_own_making_does_not_end_the_wait(self, alice):
        for number in range(5):
            log_in("guess", forwarded=f"192.0.2.{number}")
        assert log_in(PASSWORD, forwarded="192.0.2.99").status_code == 429


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/admin/login/", 200),
        ("/admin/", 302),
        ("/admin/second-factor/", 302),
        ("/admin/no/such/page/", 302),
        ("/admin/pictures/none.png", 403),
    ],
)
def test_no_answer_to_a_stranger_is_kept(client, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/admin/", 200),
        ("/admin/second-factor/", 200),
        ("/admin/kept/", 404),
        ("/admin/auth/user/", 403),
        ("/admin/no/such/page/", 404),
        ("/admin/login/", 302),
        ("/admin/pictures/none.png", 404),
    ],
)
def test_no_answer_to_an_editor_is_kept(writer, address, status):
    response = writer.get(address)
    assert response.status_code == status
    assert "no-store" in response["Cache-Control"]


def test_nor_is_the_refusal_of_a_forged_form_or_of_a_guess(alice):
    forged = Client(enforce_csrf_checks=True).post("/admin/login/", {})
    assert forged.status_code == 403
    for response in (forged, guess(5)):
        assert "no-store" in response["Cache-Control"]

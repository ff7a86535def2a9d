import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django_otp.plugins.otp_totp.models import TOTPDevice

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(monkeypatch):
    def make(name: str, password: str, **options: bool) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
        out = io.StringIO()
        call_command("make_editor", name, password_from_stdin=True, stdout=out, **options)
        return out.getvalue()

    return make


def test_a_new_editor_can_log_in(make, client):
    assert "can now log in" in make("alice", "correct horse battery")

    response = client.post("/admin/login/", {"username": "alice", "password": "correct horse battery"})
    assert response.status_code == 302
    assert client.get("/admin/").status_code == 200


def test_an_editor_who_forgot_the_password_gets_a_new_one(make):
    make("alice", "correct horse battery")
    assert "has a new password" in make("alice", "quite another staple")

    assert get_user_model().objects.get().check_password("quite another staple")


def test_an_editor_who_lost_telephone_and_paper_gets_in_again(make):
    make("alice", "correct horse battery")
    alice = get_user_model().objects.get()
    TOTPDevice.objects.create(user=alice, name="App")
    make("alice", "quite another staple")
    assert TOTPDevice.objects.exists()

    make("alice", "quite another staple", forget_second_factor=True)
    assert not TOTPDevice.objects.exists()


@pytest.mark.parametrize(
    "password", ["", "short", "123456789012345", "violet teapot1", "the whereabouts of alice"]
)
def test_a_weak_password_is_refused_and_nothing_is_made(password, make):
    with pytest.raises(CommandError):
        make("alice", password)
    assert not get_user_model().objects.exists()


def test_somebody_who_was_switched_off_is_not_let_in_by_a_new_password(make):
    get_user_model().objects.create_user("bob", is_active=False)

    with pytest.raises(CommandError, match="switched off"):
        make("bob", "correct horse battery")


def test_a_name_that_cannot_be_one_is_refused(make):
    with pytest.raises(CommandError, match="valid username"):
        make("not a name!", "correct horse battery")

import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(monkeypatch):
    def make(name: str, password: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
        out = io.StringIO()
        call_command("make_editor", name, password_from_stdin=True, stdout=out)
        return out.getvalue()

    return make


def test_a_new_editor_can_log_in(make, client):
    assert "can now log in" in make("alice", "correct horse battery")

    assert client.login(username="alice", password="correct horse battery")
    assert client.get("/admin/").status_code == 200


def test_an_editor_who_forgot_the_password_gets_a_new_one(make, client):
    make("alice", "correct horse battery")
    assert "has a new password" in make("alice", "quite another staple")

    assert client.login(username="alice", password="quite another staple")
    assert get_user_model().objects.count() == 1


@pytest.mark.parametrize("password", ["", "short", "123456789012345", "password1234"])
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

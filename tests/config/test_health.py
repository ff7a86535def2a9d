import pytest
from django.db import DatabaseError
from django.db.migrations.executor import MigrationExecutor

from publishing.models import LivePage


def test_alive_needs_no_database(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"alive": True})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_not_ready_while_nothing_is_published(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"ready": False})


@pytest.mark.django_db
def test_ready_once_something_is(client, monkeypatch):
    monkeypatch.setattr(LivePage.objects.all().__class__, "exists", lambda self: True)

    assert client.get("/readyz").json() == {"ready": True}


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("a", "migration")])

    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_not_ready_while_the_database_does_not_answer_and_the_answer_tells_no_more(client, monkeypatch):
    def fail(self):
        raise DatabaseError("password of someone at db.example.org")

    monkeypatch.setattr(LivePage.objects.all().__class__, "exists", fail)
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"ready": False})


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_only_asking_is_allowed(address, client):
    assert client.post(address).status_code == 405

"""A publication that fails anywhere, or is cut off, leaves everything as it was."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from publishing import projections, service
from publishing.models import Address, ContentVersion, Fact, LivePage, LogEntry, Page, Revision
from search.sqlite_engine import SqliteEngine
from tests import factories


def everything() -> dict[str, Any]:
    """All that publishing writes, for comparing."""
    tables: dict[str, Any] = {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Page, Revision, LivePage, Fact, Address, LogEntry, ContentVersion)
    }
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid, title, names, body FROM search_document ORDER BY rowid")
            tables["index"] = cursor.fetchall()
            cursor.execute("SELECT rowid, body FROM search_telling ORDER BY rowid")
            tables["tellings"] = cursor.fetchall()
    return tables


PARTS = [
    (service, "_frozen_now"),
    (service, "_freeze"),
    (service, "_log"),
    (projections, "claim_address"),
    (projections, "_project_page"),
    (projections, "_publications"),
    (Fact.objects, "bulk_create"),
    (SqliteEngine, "index"),
    (ContentVersion.objects, "create"),
    (Page, "save"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("owner", "name"), PARTS, ids=[name for _, name in PARTS])
def test_nothing_is_half_published_when_a_part_fails(owner, name, monkeypatch):
    factories.vocabulary()
    factories.live("condition", "sore-back", summary="Old.", **factories.facts())
    copy = factories.write("condition", "sore-back", slug="aching-back", summary="New.", **factories.facts())
    before = everything()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(owner, name, fail)
    with pytest.raises(OSError, match="No space"):
        service.publish_loaded(copy.page, "")
    monkeypatch.undo()
    assert everything() == before


_PUBLISH_AND_STOP = """
import sys, time
import django
django.setup()
from publishing import projections, service
from publishing.models import Page

def stop(*args, **kwargs):
    print("inside", flush=True)
    time.sleep(60)

if sys.argv[1] == "before the commit":
    projections._on_project.append(stop)
service.publish_loaded(Page.objects.get(key="sore-back"), "")
print("inside", flush=True)
time.sleep(60)
"""

_PREPARE = """
import django
django.setup()
from tests import factories
factories.live("condition", "sore-back", summary="Old.")
factories.write("condition", "sore-back", summary="New.")
"""

_LOOK = """
import django
django.setup()
from django.test import Client
from publishing.models import Page
page = Page.objects.get(key="sore-back")
print(page.live_revision.number, page.state, page.revisions.count(), page.live.summary, page.live.revision.number)
"""


@pytest.mark.parametrize(
    ("moment", "wholly"),
    [("before the commit", "1 draft 1 Old. 1"), ("after the commit", "2 published 2 New. 2")],
)
def test_a_publication_killed_with_9_is_wholly_old_or_wholly_new(moment, wholly, manage, site_environment):
    environment = site_environment | {"PYTHONPATH": str(Path.cwd())}
    assert manage("migrate", "-v0").returncode == 0
    run = [sys.executable, "-c"]
    subprocess.run([*run, _PREPARE], env=environment, check=True)
    with subprocess.Popen(
        [*run, _PUBLISH_AND_STOP, moment], env=environment, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"inside\n"
        process.send_signal(signal.SIGKILL)
    looked = subprocess.run([*run, _LOOK], env=environment, check=True, capture_output=True, text=True)
    assert looked.stdout.strip() == wholly

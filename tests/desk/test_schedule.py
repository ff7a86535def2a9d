"""Scheduled moves: made once, however often they are asked for; what is late is said at the desk and by /readyz."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from publishing import service
from publishing.models import LogEntry, Page
from publishing.states import State
from tests import factories
from tests.conftest import ROOT
from tests.desk.conftest import at

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def due(key="sore-back", **times):
    """An approved page whose time has come, by default a minute ago. Times are counted back from now."""
    copy = factories.write("condition", key)
    times = times or {"publish_at": MINUTE}
    now = timezone.now()
    Page.objects.filter(pk=copy.page_id).update(
        state=State.APPROVED, **{name: now - ago for name, ago in times.items()}
    )
    return copy


def test_what_is_due_is_published_once(client):
    due()
    assert [done for _, done in service.publish_due()] == ["published"]
    assert service.publish_due() == []
    assert client.get("/conditions/sore-back/").status_code == 200


def test_what_another_run_did_meanwhile_is_left_alone():
    due()
    page = Page.objects.get()
    service.publish_due()
    assert service._scheduled(page, "publish", timezone.now()) == "already done"
    assert LogEntry.objects.filter(action="publish").count() == 1


def test_what_was_put_off_meanwhile_is_not_published_early():
    due()
    page, now = Page.objects.get(), timezone.now()
    Page.objects.update(publish_at=now + MINUTE)
    assert service._scheduled(page, "publish", now) == "already done"
    assert not Page.objects.published()


PREPARE = """
from django.utils import timezone
from publishing.models import Page
from tests import factories
for number in range(5):
    factories.write("symptom", f"sign-{number}", description="What it is.", words=[f"sign {number} {one}" for one in "abc"])
Page.objects.update(state="approved", publish_at=timezone.now())
"""


def test_two_runs_at_once_publish_each_page_once(manage, site_environment):
    """Two programs on one database file, as two timers would be."""
    manage("migrate")
    assert manage("shell", "--no-imports", "-c", PREPARE).returncode == 0
    command = [sys.executable, "manage.py", "publish_due"]
    runs = [
        subprocess.Popen(command, cwd=ROOT, env=site_environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = "".join(run.communicate(timeout=120)[0] for run in runs)
    assert said.count(": published") == 5
    assert "not done" not in said


def test_ten_minutes_are_not_late_and_eleven_are():
    due("in-time", publish_at=9 * MINUTE)
    due("late", publish_at=11 * MINUTE)
    assert [page.key for page, *_ in service.late()] == ["late"]
    assert [page.key for page in Page.objects.late()] == ["late"]


def test_what_is_late_stands_on_the_first_page_of_the_desk_with_the_reason(writer):
    copy = due(publish_at=11 * MINUTE)
    factories.live("condition", "other")
    html = writer.get("/admin/").content.decode()
    assert f'<a href="{at(copy)}">' in html
    assert "publish_due" in html
    Page.objects.filter(key="sore-back").update(state=State.DRAFT)
    assert "It is for one that is approved." in writer.get("/admin/").content.decode()


def test_nothing_late_says_nothing(writer):
    due()
    assert "Late:" not in writer.get("/admin/").content.decode()


def test_readyz_counts_what_is_late_and_goes_on_serving(client):
    factories.live("condition", "other")
    assert client.get("/readyz").json() == {"ready": True}
    due(publish_at=11 * MINUTE)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "late": 1})

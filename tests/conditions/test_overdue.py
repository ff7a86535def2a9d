"""A page past its review date says so to readers, from that day on, without a publication and without a query."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conditions.handout import DETAILS, handout
from conditions.pages import ConditionPage
from publishing import directory
from publishing.models import LivePage
from publishing.public import record_of
from tests import factories

pytestmark = pytest.mark.django_db

SAYS = "This page was due to be checked again in March 2026. It has not been yet."
ADDRESSES = {"condition": "/conditions/sore-back/", "article": "/articles/sore-back/"}


def on(monkeypatch: pytest.MonkeyPatch, day: int) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 3, day, 12, tzinfo=UTC))


@pytest.fixture(params=ADDRESSES)
def address(request: pytest.FixtureRequest) -> str:
    factories.live(request.param, "sore-back", next_review_due="2026-03-15")
    return ADDRESSES[request.param]


def test_it_turns_on_the_day_after_and_a_kept_page_changes_with_it(address, client, monkeypatch):
    on(monkeypatch, 15)
    before = client.get(address)
    assert SAYS not in before.content.decode()
    on(monkeypatch, 16)
    after = client.get(address, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    html = after.content.decode()
    assert SAYS in html
    assert "<dt>Next review was due</dt>" in html
    assert client.get(address, headers={"if-none-match": after["ETag"]}).status_code == 304


def test_it_takes_no_query(address, client, monkeypatch):
    counts = []
    for day in (15, 16):
        on(monkeypatch, day)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_printed_sheet_says_it_too(monkeypatch):
    factories.live("condition", "sore-back", next_review_due="2026-03-15")
    live = LivePage.objects.select_related("revision").get()
    page = ConditionPage(record_of(live), live.rendered, directory.current())

    def dates() -> Any:
        return handout(page, timezone.localdate(), DETAILS[0]).dates

    on(monkeypatch, 15)
    assert "Next review due 15 March 2026" in dates()
    on(monkeypatch, 16)
    assert f"{dates()[0]}." == SAYS
    assert not any("Next review" in line for line in dates())

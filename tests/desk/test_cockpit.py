"""The first page of the desk: what waits, is due, quiet, missed and reported, for whom it concerns, in few queries."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from desk.models import Feedback, LinkCheck
from publishing import service
from publishing.models import LogEntry, Page
from publishing.states import State
from search.models import MissedSearch
from tests import factories
from tests.desk.conftest import at, list_of, move, save

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def parts(client: Any) -> list[str]:
    """Headings of what is shown, in order."""
    found = re.findall(r'<h2 id="desk-([a-z]+)">', client.get("/admin/").content.decode())
    return list(found)


def test_a_role_sees_the_parts_that_concern_it(log_in):
    everybody = ["waiting", "reviews", "feedback", "links", "happened"]
    assert parts(log_in("reviewer")) == everybody
    for role in ("writer", "editor", "boss"):
        assert parts(log_in(role)) == [*everybody[:3], "quiet", "missed", *everybody[3:]]
    assert parts(log_in("staff")) == []


def test_what_is_empty_says_so(editor):
    html = editor.get("/admin/").content.decode()
    for said in (
        "Nothing waits for you.",
        "No review is overdue.",
        "No review falls due.",
        "No draft has lain untouched for 30 days.",
        "No search has been in vain on three different days.",
        "No report and no comment of a reader is open.",
        "Not checked yet: run manage.py check_links.",
        "Nothing has happened yet.",
    ):
        assert said in html, said


def names(client: Any, state: State) -> list[str]:
    cockpit = client.get("/admin/").context["cockpit"]
    group = next(one for one in cockpit.waiting if one.state == state)
    return [cockpit.names[one.page_id].name for one in group.first]


def test_what_waits_longest_for_a_reviewer_comes_first_with_who_submitted_it(writer, reviewer):
    for key in ("zebra", "ant"):
        move(writer, factories.write("condition", key), "submit")
    assert names(reviewer, State.IN_REVIEW) == ["Zebra", "Ant"]
    html = reviewer.get("/admin/").content.decode()
    assert f"Submitted by writer, {timezone.localtime():%-d %b %Y}" in html


def test_the_draft_that_was_touched_last_comes_first_and_a_returned_one_says_why(writer, reviewer):
    old, new = factories.write("condition", "old"), factories.write("article", "new")
    save(writer, old, summary="Another.")
    assert names(writer, State.DRAFT) == ["Old", "New"]
    move(writer, new, "submit")
    move(reviewer, new, "return", "Say where this is from.")
    assert names(writer, State.DRAFT) == ["New", "Old"]
    html = writer.get("/admin/").content.decode()
    assert "<strong>Returned</strong> by reviewer" in html
    assert "Say where this is from." in html


def test_eight_are_shown_and_the_list_has_all(reviewer):
    for number in range(9):
        factories.write("word", f"word-{number}")
    Page.objects.update(state=State.IN_REVIEW)
    response = reviewer.get("/admin/")
    assert len(response.context["cockpit"].waiting[0].first) == 8
    assert "9 words explained" in response.content.decode()


def reviewed(key: str, due: date, kind: str = "condition", **more: Any) -> Any:
    return factories.live(kind, key, next_review_due=due, **more)


def test_reviews_stand_oldest_first_of_what_readers_see_alone(reviewer):
    today = timezone.localdate()
    reviewed("late", today - DAY)
    reviewed("later", today - 2 * DAY, "article", sources_checked_on="2020-01-01")
    reviewed("today", today)
    reviewed("soon", today + 60 * DAY)
    reviewed("far", today + 61 * DAY)
    factories.write("condition", "draft", next_review_due=today - DAY)
    reviews = reviewer.get("/admin/").context["cockpit"].reviews
    assert [one.page.key for one in reviews.overdue.first] == ["later", "late"]
    assert [one.page.key for one in reviews.soon.first] == ["today", "soon"]
    lists = [reviewer.get(some.url).context["cl"].result_count for some in reviews.overdue.pages]
    assert lists == [some.count for some in reviews.overdue.pages] == [1, 1]


def test_a_review_is_confirmed_here_by_who_may_unless_a_change_is_under_way(log_in):
    today = timezone.localdate()
    reviewed("late", today - DAY)
    reviewed("changed", today - DAY)
    factories.write("condition", "changed", summary="Another.", next_review_due=today - DAY)
    for role, offered in (("reviewer", ["late"]), ("editor", [])):
        response = log_in(role).get("/admin/")
        first = response.context["cockpit"].reviews.overdue.first
        assert [one.page.key for one in first if one.review] == offered
        assert "A change is under way: draft" in response.content.decode()


def test_drafts_gone_quiet_are_what_readers_do_not_see_and_nobody_touched(writer):
    factories.live("condition", "live")
    factories.live("condition", "changed")
    for key in ("changed", "never"):
        factories.write("condition", key, summary="Another.")
    gone = factories.live("condition", "gone")
    service.make_move(gone.page, "withdraw", None)
    assert writer.get("/admin/").context["cockpit"].quiet.count == 0
    Page.objects.update(edited_at=timezone.now() - 31 * DAY)
    quiet = writer.get("/admin/").context["cockpit"].quiet
    assert {page.key for page in quiet.first} == {"changed", "never"}
    found = writer.get(quiet.pages[0].url).context["cl"].queryset
    assert {copy.page.key for copy in found} == {"changed", "never"}


def missed(text: str, days: int = 3) -> None:
    for day in range(days):
        MissedSearch.objects.create(text=text, day=timezone.localdate() - day * DAY)


def test_a_search_that_found_nothing_leads_to_where_it_becomes_a_word(writer):
    missed("can't sit", 4)
    missed("dead leg")
    html = writer.get("/admin/").content.decode()
    assert html.index("can&#x27;t sit") < html.index("dead leg")
    assert f'href="{list_of(MissedSearch)}#missed-dead-leg"' in html
    assert '<tr id="missed-dead-leg">' in writer.get(list_of(MissedSearch)).content.decode()


def test_searches_that_are_not_counted_are_said_not_to_be(writer, settings):
    settings.COUNT_MISSED_SEARCHES = False
    assert "Searches are not counted on this site" in writer.get("/admin/").content.decode()


def test_readers_reports_and_dead_links_lead_to_where_they_are_mended(editor):
    page = factories.live("condition", "sore-back").page
    report = Feedback.objects.create(
        page=page, revision=page.live_revision, kind="error", text="<b>Wrong</b> number."
    )
    cited = [{"page": page.pk, "name": "Sore back", "where": "More"}]
    LinkCheck.objects.create(address="https://gone.example/", outcome="dead", detail="404", cited_by=cited)
    html = editor.get("/admin/").content.decode()
    assert f'href="/admin/desk/feedback/{report.pk}/change/"' in html
    assert "&lt;b&gt;Wrong&lt;/b&gt; number." in html
    assert "https://gone.example/" in html
    assert f'href="/admin/publishing/logentry/page/{page.pk}/"' in html


def test_the_newest_lines_of_the_audit_stand_there(reviewer, writer):
    copy = factories.write("condition", "sore-back")
    save(writer, copy, summary="Another.")
    html = reviewer.get("/admin/").content.decode()
    assert "Edited by writer" in html
    assert f'href="{at(copy)}"' in html


def busy(numbers: range) -> None:
    """So many of everything that the cockpit shows."""
    today, now = timezone.localdate(), timezone.now()
    for number in numbers:
        for state in (State.IN_REVIEW, State.APPROVED, State.DRAFT):
            page = factories.write("word", f"{state.value}-{number}").page
            late = now - DAY if state == State.APPROVED else None
            Page.objects.filter(pk=page.pk).update(state=state, publish_at=late, edited_at=now - 40 * DAY)
        page = reviewed(f"late-{number}", today - DAY).page
        reviewed(f"soon-{number}", today + DAY, "article", body="Words. [@a-study]")
        missed(f"word {chr(97 + number)}")
        Feedback.objects.create(page=page, revision=page.live_revision, kind="error", text="Wrong.")
        LinkCheck.objects.create(address=f"https://{number}.example/", outcome="dead", cited_by=[])


def test_it_takes_at_most_25_queries_and_as_many_for_twenty_of_everything_as_for_two(log_in):
    factories.write("source", "a-study")
    roles = ("writer", "reviewer", "editor", "boss")

    def counted() -> dict[str, int]:
        counts = {}
        for role in roles:
            client = log_in(role)
            client.get("/admin/")
            with CaptureQueriesContext(connection) as queries:
                assert client.get("/admin/").status_code == 200
            counts[role] = len(queries)
        return counts

    busy(range(2))
    few = counted()
    busy(range(2, 20))
    assert counted() == few
    assert max(few.values()) <= 25, few
    assert LogEntry.objects.count() > 100

"""Readers' reports at the desk: found by page, closed with a note, reopened, and deleted only as spam."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from desk.feedback import handling, summary
from desk.models import Feedback, HelpfulCount
from desk.templatetags.readers import open_reports
from publishing import service
from publishing.models import LogEntry, Page, Revision
from publishing.projections import next_version, project
from tests import factories
from tests.desk.conftest import at, list_of, said

pytestmark = pytest.mark.django_db
LIST = list_of(Feedback)


@pytest.fixture
def sore() -> Any:
    return factories.live("condition", "sore-back", name="Sore back")


def say(copy: Any, text: str = "It is not so.", **more: Any) -> Feedback:
    page = copy.page
    values = {"kind": "error", "revision": page.live_revision, "text": text, **more}
    report: Feedback = Feedback.objects.create(page=page, **values)
    return report


def of(report: Feedback) -> str:
    return reverse("admin:desk_feedback_change", args=[report.pk])


def close(client: Any, report: Feedback, note: str = "Put right.") -> Any:
    return client.post(of(report), {"note": note, "_close": "yes"}, follow=True)


def listed(client: Any, **query: Any) -> list[str]:
    return [report.text for report in client.get(LIST, query).context["cl"].result_list]


def spam(client: Any, *reports: Feedback, **more: str) -> Any:
    chosen = {"action": "delete_as_spam", "_selected_action": [report.pk for report in reports]}
    return client.post(LIST, chosen | more, follow=True)


def test_the_open_ones_are_listed_and_narrowed_down(writer, sore):
    other = factories.live("article", "about-backs")
    say(sore, "first")
    say(sore, "comment", kind="comment", helpful=False)
    say(other, "article")
    close(writer, say(sore, "closed"))
    assert listed(writer) == ["article", "comment", "first"]
    assert listed(writer, closed="yes") == ["closed"]
    assert listed(writer, closed="all") == ["closed", "article", "comment", "first"]
    assert listed(writer, page=sore.page.pk) == ["comment", "first"]
    assert listed(writer, page_kind="article") == ["article"]
    assert listed(writer, kind__exact="comment") == ["comment"]
    assert listed(writer, q="fir") == ["first"]


def test_a_report_is_shown_as_text_with_what_the_reader_saw(writer, sore):
    report = say(sore, "<script>alert(1)</script>")
    factories.live("condition", "sore-back", name="Sore back", summary="New.")
    html = writer.get(of(report)).content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "revision 1 (another is live now)" in html
    assert reverse("admin:publishing_logentry_page", args=[sore.page.pk]) in html


@pytest.mark.parametrize("role", ["writer", "reviewer", "editor"])
def test_it_is_closed_with_a_note_and_reopened_and_the_log_says_so(log_in, role, sore):
    client, report = log_in(role), say(sore, "My zyxomma words.")
    assert "was closed" in said(close(client, report))
    report.refresh_from_db()
    assert (report.closed_by, report.note, report.is_open) == (client.person, "Put right.", False)
    client.post(of(report), {"_reopen": "yes"})
    report.refresh_from_db()
    assert (report.closed_by, report.note, report.is_open) == (None, "Put right.", True)
    entries = [(entry.done, entry.by, entry.note) for entry in sore.page.log.all()[:2]]
    assert entries == [
        ("reader’s report reopened", client.person, f"Error report {report.pk}."),
        ("reader’s report closed", client.person, f"Error report {report.pk}: Put right."),
    ]
    assert "zyxomma" not in str(LogEntry.objects.values_list("note"))


def test_closing_is_no_publication(writer, sore):
    """Its log entry stands beside those by which dates and waivers are counted."""
    sore.page.refresh_from_db()
    before = sore.page.live.published_at, sore.page.state
    close(writer, say(sore))

    sore.page.refresh_from_db()
    project([sore.page], next_version())
    sore.page.live.refresh_from_db()
    assert (sore.page.live.published_at, sore.page.state) == before


def test_without_a_note_it_stays_open(writer, sore):
    report = say(sore)
    response = close(writer, report, "  ")
    assert "This field is required" in response.content.decode()
    report.refresh_from_db()
    assert report.is_open


def test_who_closes_what_is_closed_is_told_by_whom(writer, editor, sore):
    report = say(sore)
    page = writer.get(of(report))
    assert page.status_code == 200

    handling.close(report, editor.person, "Done by me.")
    with pytest.raises(handling.Refused, match=r"editor has closed it meanwhile: “Done by me\."):
        handling.close(report, writer.person, "Mine.")
    report.refresh_from_db()
    assert report.note == "Done by me."


def test_nothing_else_of_it_can_be_changed_added_or_deleted(boss, sore):
    report = say(sore)
    boss.post(of(report), {"note": "Done.", "text": "Other words.", "kind": "comment", "_close": "yes"})
    report.refresh_from_db()
    assert (report.text, report.kind) == ("It is not so.", "error")
    assert boss.get("/admin/desk/feedback/add/").status_code == 403
    assert boss.post(f"/admin/desk/feedback/{report.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [report.pk], "post": "yes"}
    boss.post(LIST, chosen)
    assert Feedback.objects.filter(pk=report.pk).exists()


def test_an_editor_deletes_spam_after_a_second_question(editor, sore):
    kept, bad = say(sore, "A word."), say(sore, "Buy zyxomma.")
    asked = spam(editor, bad)
    assert "Buy zyxomma." in asked.content.decode()
    assert Feedback.objects.count() == 2
    assert "1 report was deleted" in said(spam(editor, bad, sure="yes"))
    assert list(Feedback.objects.all()) == [kept]
    entry = sore.page.log.first()
    assert (entry.done, entry.by) == ("readers’ reports deleted", editor.person)
    assert "zyxomma" not in entry.note


@pytest.mark.parametrize("role", ["writer", "reviewer"])
def test_others_do_not_delete(log_in, role, sore):
    client, report = log_in(role), say(sore)
    assert "Delete as spam" not in client.get(LIST).content.decode()
    spam(client, report, sure="yes")
    assert Feedback.objects.filter(pk=report.pk).exists()


def test_who_has_no_role_sees_none_of_it(log_in, sore):
    report = say(sore)
    for address in (LIST, of(report), list_of(HelpfulCount)):
        assert log_in("staff").get(address).status_code == 403
        assert log_in("reader").get(address).status_code == 302


def test_the_form_of_the_page_says_how_many_are_open(writer, reviewer, sore, django_assert_num_queries):

    assert "from readers" not in writer.get(at(sore)).content.decode()
    say(sore)
    say(sore)
    close(reviewer, say(sore))
    html = writer.get(at(sore)).content.decode()
    assert f'<a href="{LIST}?page={sore.page.pk}">2 open reports from readers</a>' in html
    with django_assert_num_queries(1):
        assert open_reports(sore.page) == 2


def test_the_counts_of_ninety_days_are_shown_page_by_page(writer, sore):
    other = factories.live("condition", "other", name="Other")
    today = timezone.localdate()
    for copy, days, yes, no in ((sore, 0, 3, 1), (sore, 40, 4, 0), (sore, 95, 9, 9), (other, 1, 0, 2)):
        HelpfulCount.objects.create(page=copy.page, day=today - timedelta(days=days), yes=yes, no=no)
    say(sore)
    html = " ".join(writer.get(list_of(HelpfulCount)).content.decode().split())
    rows = re.findall(
        r'<th scope="row"><a[^>]*>(.*?)</a></th> <td>.*?</td> <td>(.*?)</td> <td>(.*?)</td>', html
    )
    assert rows == [("Other", "0 of 2", "2"), ("Sore back", "7 of 8", "1")]
    assert f"{LIST}?page={sore.page.pk}" in html


def test_the_summary_says_what_is_open_errors_first(sore, django_assert_num_queries):
    say(sore, "An error.")
    say(sore, "A comment.", kind="comment", helpful=True)
    for number in range(20):
        say(sore, f"Comment {number}", kind="comment")
    with django_assert_num_queries(2):
        told = summary()
    assert (told.errors, told.comments, told.open) == (1, 21, 22)
    assert (told.newest[0].text, told.newest[0].page, told.newest[0].label) == (
        "An error.",
        "Sore back",
        "Error report",
    )
    assert len(told.newest) == 5


@pytest.mark.parametrize("rows", [2, 20])
def test_the_lists_take_as_many_queries_whatever_their_length(
    writer, sore, rows, django_assert_max_num_queries
):
    for number in range(rows):
        page = Page.objects.create(kind="condition", key=f"page-{number}")
        revision = Revision.objects.create(page=page, number=1, schema_version=1, data={}, digest="")
        Feedback.objects.create(page=page, revision=revision, kind="error", text="Wrong.")
        HelpfulCount.objects.create(page=page, day=timezone.localdate(), yes=1)
    for address in (LIST, list_of(HelpfulCount)):
        writer.get(address)
        with django_assert_max_num_queries(12):
            writer.get(address)


def test_a_report_of_a_withdrawn_page_is_still_handled(writer, sore):
    report = say(sore)
    service.make_move(sore.page, "withdraw", None)
    assert "withdrawn" in writer.get(of(report)).content.decode()
    assert "was closed" in said(close(writer, report))

"""The audit: complete, narrowed down, taken away as a file, and changed by nobody."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import User

from publishing.models import LogEntry
from tests import factories
from tests.desk.conftest import at, list_of, move, save

pytestmark = pytest.mark.django_db

LIST = "/admin/publishing/logentry/"


@pytest.fixture
def sore(writer, reviewer, editor) -> Any:
    """A page that three people brought to readers, and another that nobody did."""
    factories.write("symptom", "numbness")
    copy = factories.write("condition", "sore-back")
    save(writer, copy, summary="New words.")
    move(writer, copy, "submit")
    move(reviewer, copy, "approve", "Read with the trial beside me.")
    move(editor, copy, "publish")
    return copy


def exported(client: Any, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"{LIST}export/{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def shown(client: Any, query: str = "") -> list[tuple[str, str]]:
    entries = client.get(f"{LIST}{query}").context["cl"].result_list
    return [(entry.page.key, entry.action) for entry in entries]


def test_each_line_says_who_did_what_from_which_state_to_which(editor, sore):
    line = next(line for line in exported(editor) if line["What"] == "approved")
    assert line.pop("When").startswith("20")
    assert line == {
        "Kind": "condition",
        "Key": "sore-back",
        "What": "approved",
        "From": "In review",
        "To": "Approved",
        "Who": "reviewer",
        "Revision": "",
        "Note": "Read with the trial beside me.",
        "Let pass": "",
        "Told to readers": "",
        "Correction": "",
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?page={page}", ["publish", "approve", "submit", "edit", "edit"]),
        ("?done=approve", ["approve"]),
        ("?by__id__exact={reviewer}", ["approve"]),
        ("?from_state__exact=in-review", ["approve"]),
        ("?to_state__exact=published", ["publish"]),
        ("?kind=symptom", ["edit"]),
        ("?at__gte=2999-01-01+00:00:00%2B00:00", []),
        ("?q=trial", ["approve"]),
        ("?q=sore-back&done=submit", ["submit"]),
        ("?page=" + "9" * 40, ["publish", "approve", "submit", "edit", "edit", "edit"]),
    ],
)
def test_the_list_is_narrowed_down_and_the_file_says_the_same(editor, sore, query, found):
    query = query.format(page=sore.page.pk, reviewer=User.objects.get(username="reviewer").pk)
    assert [action for _, action in shown(editor, query)] == found
    assert len(exported(editor, query)) == len(found)


def test_a_form_leads_to_the_log_of_its_page_and_back(writer, sore):
    link = f"{LIST}?page={sore.page.pk}"
    assert link in writer.get(at(sore)).content.decode()
    entry = LogEntry.objects.filter(action="approve").get()
    html = writer.get(f"{LIST}{entry.pk}/change/").content.decode()
    back = f"{LIST}page/{sore.page.pk}/"
    assert back in html
    assert writer.get(back)["Location"] == at(sore)


def test_what_was_let_pass_is_told(editor, sore):
    sore.page.refresh_from_db()
    LogEntry.objects.create(
        page=sore.page,
        action="publish",
        from_state="approved",
        to_state="published",
        passed=[{"key": "x", "what": "Summary: is long", "reason": "It must be."}],
    )
    assert exported(editor)[0]["Let pass"] == "Summary: is long – It must be."
    entry = LogEntry.objects.latest("pk")
    assert "It must be." in editor.get(f"{LIST}{entry.pk}/change/").content.decode()


def test_nothing_in_the_file_is_taken_for_a_formula(editor, reviewer, sore):
    copy = factories.write("condition", "sore-back", summary="Again.")
    move(editor, copy, "submit")
    move(reviewer, copy, "return", "=HYPERLINK(1)")
    assert exported(editor)[0]["Note"] == "'=HYPERLINK(1)"


def test_a_filter_that_is_not_known_leads_back_to_the_list(editor, sore):
    response = editor.get(f"{LIST}export/?nonsense=1")
    assert response["Location"] == LIST


@pytest.mark.parametrize(
    ("role", "may"), [("writer", False), ("reviewer", False), ("editor", True), ("boss", True)]
)
def test_all_read_the_log_and_editors_take_it_away(log_in, sore, role, may):
    client = log_in(role)
    assert ("Save these as CSV" in client.get(LIST).content.decode()) is may
    assert client.get(f"{LIST}export/").status_code == (200 if may else 403)


def test_nobody_changes_or_deletes_an_entry_a_superuser_neither(boss, sore):
    entry = LogEntry.objects.latest("pk")
    assert boss.post(f"{LIST}{entry.pk}/change/", {"note": "Another."}).status_code == 403
    assert boss.post(f"{LIST}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert boss.get(f"{LIST}add/").status_code == 403
    many = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
    boss.post(list_of(LogEntry), many)
    assert LogEntry.objects.get(pk=entry.pk).note == entry.note


def test_the_list_takes_as_many_queries_for_many_entries(editor, sore, django_assert_max_num_queries):
    for number in range(30):
        factories.live("condition", f"other-{number}")
    with django_assert_max_num_queries(20):
        assert len(shown(editor)) > 30

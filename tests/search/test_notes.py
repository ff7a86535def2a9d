"""Notes for an appointment: a reader's own account in order, made from the address alone."""

import pytest

from search.models import MissedSearch
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _library() -> None:
    factories.vocabulary()
    factories.live("condition", "calf-cramp", name="Calf cramp", **factories.facts())


def noted(client, address: str) -> dict[str, list[tuple[str, str]]]:
    """Heading → what stands under it, each with the reader's own words."""
    context = client.get(address).context
    return {note.heading: [(one.title, one.words) for one in note.said] for note in context["notes"]}


def test_what_was_typed_and_what_was_chosen_stand_together(client):
    sheet = noted(client, "/find/notes/?q=my+calf+has+a+dead+feeling&worse=sitting")
    assert sheet["Where it hurts"] == [("Calf", "")]
    assert sheet["What it feels like"] == [("Numbness", "dead feeling")]
    assert sheet["Worse with"] == [("Sitting", "")]


def test_what_was_denied_is_never_told_as_felt(client):
    sheet = noted(client, "/find/notes/?q=calf+pain,+no+numbness")
    assert sheet["What it feels like"] == []
    assert sheet["Not so"] == [("Numbness", "")]


def test_no_condition_stands_on_the_sheet_though_it_was_named(client):
    sheet = noted(client, "/find/notes/?q=calf+cramp+worse+sitting")
    assert not [title for said in sheet.values() for title, _ in said if title == "Calf cramp"]


def test_a_warning_leads_the_sheet(client):
    factories.live("red-flag", "danger", name="A sign of danger")
    text = client.get("/find/notes/?q=a+sign+of+danger").text
    assert text.index("Call your local emergency number.") < text.index("Notes for my appointment</h1>")


def test_the_sheet_can_be_filled_in_by_hand_though_nothing_was_asked(client):
    assert list(noted(client, "/find/notes/")) == [
        "Where it hurts",
        "What it feels like",
        "Worse with",
        "Better with",
    ]


def test_nothing_of_it_is_kept_by_anybody(client):
    response = client.get("/find/notes/?q=blorptangle+wibbleflop")
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert not MissedSearch.objects.exists()


def test_boxes_have_no_name_by_which_they_could_be_sent(client):
    text = client.get("/find/notes/").text
    boxes = text[text.index('id="add"') : text.index("notes__foot")]
    assert "<textarea" in boxes
    assert " name=" not in boxes

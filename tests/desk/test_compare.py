"""Two versions of a page compared at the desk, what was changed, and what readers are told of it."""

import re
from typing import Any

import pytest

from publishing import service
from publishing.models import LivePage, LogEntry, Page, Revision
from publishing.states import State
from tests import factories
from tests.desk.conftest import at, move, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy():
    """Revision 2 is live; the working copy has words of its own."""
    factories.vocabulary()
    factories.live("condition", "sore-back", summary="First words.", **factories.facts())
    factories.live("condition", "sore-back", summary="Second words.", **factories.facts(symptoms=[]))
    return factories.write("condition", "sore-back", summary="Third words.", **factories.facts())


def html_of(response) -> str:
    """Without what only screen readers have."""
    text = re.sub(r'<span class="visually-hidden">.*?</span>', "", response.content.decode())
    return " ".join(text.split())


def compared(client, copy, **versions) -> str:
    return html_of(client.get(at(copy, "compare"), versions))


def test_by_default_what_readers_see_is_compared_with_the_revision_before(writer, copy):
    html = compared(writer, copy)
    assert "From revision 1 to revision 2" in html
    assert "<del>First</del><ins>Second</ins> words." in html


def test_any_two_are_compared_either_way(writer, copy):
    assert "<del>Third</del><ins>First</ins> words." in compared(writer, copy, old="copy", new="1")


def test_words_for_screen_readers_stand_beside_the_lines(writer, copy):
    html = writer.get(at(copy, "compare")).content.decode()
    assert '<del><span class="visually-hidden">[taken out: </span>First' in html
    assert '<ins><span class="visually-hidden">[put in: </span>Second' in html


def test_links_are_told_by_the_names_of_terms_and_the_labels_of_the_form(writer, copy):
    response = writer.get(at(copy, "compare"), {"old": "live", "new": "copy"})
    (symptoms,) = (one for one in response.context["changed"] if one.name == "symptoms")
    (row,) = symptoms.rows
    assert (symptoms.label, row.name, row.change) == ("Symptoms", "Numbness", "added")
    assert {field.label for field in row.fields} == {"Level", "Said as"}
    assert "Typical sign" in html_of(response)


def test_fields_stand_as_in_the_form_and_the_same_ones_are_folded(writer, copy):
    context = writer.get(at(copy, "compare")).context
    assert [one.name for one in context["changed"]] == ["summary", "symptoms"]
    assert [one.label for one in context["same"]][:4] == ["Name", "Key", "Slug", "Pain locations"]


def test_the_form_leads_to_what_was_changed(writer, reviewer, copy):
    assert 'href="../compare/?old=live&amp;new=copy">See what you changed' in html_of(writer.get(at(copy)))
    assert "See what was changed" in html_of(reviewer.get(at(copy)))
    assert "<del>Second</del><ins>Third</ins> words." in compared(writer, copy, old="live", new="copy")


def test_the_page_of_revisions_lets_two_be_chosen(writer, copy):
    html = html_of(writer.get(at(copy, "revisions")))
    chosen = re.findall(r'name="(old|new)" value="(\w+)" form="desk-compare" checked', html)
    assert sorted(chosen) == [("new", "2"), ("old", "1")]
    assert 'name="new" value="copy"' in html


def test_a_single_revision_is_compared_with_the_working_copy(writer):
    copy = factories.live("condition", "sore-back", summary="First.")
    assert "These two say the same." in compared(writer, copy)


@pytest.mark.parametrize("asked", ["99", "x", "-1", "9" * 30, "²"])
def test_a_version_that_is_not_there_leads_back_to_the_choice(writer, copy, asked):
    response = writer.get(at(copy, "compare"), {"old": asked, "new": "1"}, follow=True)
    assert "There is no such version" in said(response)
    assert response.redirect_chain == [(at(copy, "revisions"), 302)]


def test_a_page_without_any_revision_says_so(writer):
    copy = factories.write("condition", "sore-back")
    response = writer.get(at(copy, "compare"), follow=True)
    assert "There is no such version" in said(response)


def test_a_revision_that_can_be_read_no_more_says_so(writer, copy):
    Revision.objects.create(page=copy.page, number=3, schema_version=1, data={"key": "x"}, digest="x")
    response = writer.get(at(copy, "compare"), {"old": "3", "new": "2"}, follow=True)
    assert "Revision 3 was kept in a form that cannot be compared" in said(response)


@pytest.mark.parametrize(("role", "answer"), [("reader", 302), ("staff", 403), ("reviewer", 200)])
def test_comparing_is_for_who_may_see_the_page_at_the_desk(log_in, copy, role, answer):
    assert log_in(role).get(at(copy, "compare")).status_code == answer


def test_only_an_editor_is_offered_to_restore_what_is_compared(writer, editor, copy):
    assert "Restore as working copy" not in compared(writer, copy)
    assert f'action="{at(copy, "revision", 1)}"' in compared(editor, copy)


CHANGES: dict[str, dict[str, Any]] = {
    "symptom": {"words": ["numb"]},
    "region": {"words": ["bum"]},
    "red-flag": {"rules": [{"urgency": "soon", "any_of": ["words"]}]},
    "topic": {"description": "New."},
    "article": {"body": "Backs heal."},
    "word": {"description": "New."},
}


@pytest.mark.parametrize("kind", CHANGES)
def test_every_kind_of_page_is_compared(writer, kind):
    factories.live(kind, "a-page")
    copy = factories.write(kind, "a-page", **CHANGES[kind])
    response = writer.get(at(copy, "compare"), {"old": "live", "new": "copy"})
    assert [one.name for one in response.context["changed"]] == list(CHANGES[kind])


def test_what_a_page_holds_does_not_raise_the_queries(writer, copy, django_assert_max_num_queries):
    links = [{"symptom": f"s{number}", "level": "common"} for number in range(20)]
    for link in links:
        factories.live("symptom", link["symptom"])
    factories.write("condition", "sore-back", symptoms=links)
    address = at(copy, "compare")
    with django_assert_max_num_queries(40):
        assert writer.get(address, {"old": "1", "new": "copy"}).status_code == 200


# --- What readers are told ---


def approved(copy):
    Page.objects.filter(pk=copy.page.pk).update(state=State.APPROVED)
    return copy


def asks(client, copy) -> bool:
    return 'name="public_note"' in client.get(at(copy)).content.decode()


def test_from_the_second_publication_on_an_editor_is_asked_what_changed(editor, reviewer, copy):
    first = factories.write("condition", "new-page")
    term = factories.live("symptom", "ache")
    assert [asks(editor, approved(one)) for one in (copy, first, term)] == [True, False, False]
    assert not asks(reviewer, copy)


def test_what_an_editor_writes_beside_publishing_is_told_to_readers(editor, copy, client):
    move(editor, approved(copy), "publish", public_note="Rewritten.", is_correction="on")
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.public_note, entry.is_correction) == ("publish", "Rewritten.", True)
    assert "Rewritten." in client.get("/conditions/sore-back/").content.decode()
    assert "readers were told: “Rewritten.”, as a correction" in html_of(editor.get(at(copy)))


def test_a_refused_publication_loses_nothing_of_what_was_written(editor, copy):
    copy.page.refresh_from_db()
    assert "not possible" in said(move(editor, copy, "publish", public_note="Kept."))
    assert "Kept.</textarea>" in html_of(editor.get(at(approved(copy))))
    assert LivePage.objects.get(key="sore-back").changes == []


def test_a_correction_needs_words(editor, copy):
    response = move(editor, approved(copy), "publish", public_note="", is_correction="on")
    assert "A correction needs words" in said(response)


def test_a_schedule_keeps_what_readers_will_be_told(editor, copy):
    sent = {"publish_at": "2030-07-01T09:00", "public_note": "Then."}
    editor.post(at(approved(copy), "schedule"), sent)
    assert Page.objects.get(pk=copy.page.pk).public_note == "Then."
    assert service.publish_due(Page.objects.get(pk=copy.page.pk).publish_at)
    assert LivePage.objects.get(key="sore-back").changes[0]["text"] == "Then."


def test_a_note_by_hand_without_permission_is_refused_and_nothing_moves(writer, copy):
    assert "Ask an editor" in said(move(writer, copy, "submit", public_note="Mine."))
    page = Page.objects.get(pk=copy.page.pk)
    assert (page.public_note, page.state) == ("", State.DRAFT)

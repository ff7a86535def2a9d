"""Two people, one page: the second save is refused with both versions to see, and nothing that anybody wrote is lost."""

import pytest

from conditions.models import Condition
from publishing.models import LogEntry, Page
from tests import factories
from tests.desk.conftest import at, filled, said

pytestmark = pytest.mark.django_db

ROWS = "conditionsymptom_set"


@pytest.fixture
def copy():
    factories.vocabulary()
    factories.live("symptom", "tingling", name="Tingling")
    return factories.write("condition", "sore-back", summary="Old words.", **factories.facts())


def opened(client, copy, **changes):
    """The form as a browser would send it, with the version that it was opened on."""
    return filled(client, at(copy), **changes) | {"_seen": client.get(at(copy)).context["seen"]}


def theirs(copy, **fields):
    """What somebody else saves meanwhile."""
    return factories.write("condition", "sore-back", **{"summary": "Theirs.", **factories.facts(), **fields})


def told(difference):
    return [
        (piece.change, piece.text.strip())
        for paragraph in difference.paragraphs
        for piece in paragraph.pieces
        if piece.change != "same"
    ]


def send(client, copy, form, **more):
    return client.post(at(copy), form | more, follow=True)


def test_a_save_over_a_newer_save_is_refused_and_what_was_typed_comes_back(writer, editor, copy):
    form = opened(writer, copy, summary="Mine.")
    editor.post(at(copy), opened(editor, copy, summary="Theirs."))
    response = send(writer, copy, form)
    html = " ".join(response.content.decode().split())
    assert "Editor saved this page on" in html
    assert response.context["adminform"].form["summary"].value() == "Mine."
    assert Condition.objects.get().summary == "Theirs."


def test_both_versions_of_each_field_stand_side_by_side(writer, copy):
    form = opened(writer, copy, summary="Mine.", outlook="Same.")
    theirs(copy, outlook="Same.")
    conflict = send(writer, copy, form).wsgi_request.conflict
    assert [one.label for one in conflict.differences] == ["Summary"]
    assert told(conflict.differences[0]) == [("removed", "Theirs"), ("added", "Mine")]


def test_mine_is_saved_over_theirs_only_on_purpose_and_theirs_is_kept(writer, copy):
    form = opened(writer, copy, summary="Mine.")
    theirs(copy)
    version = send(writer, copy, form).wsgi_request.conflict.version
    response = send(writer, copy, form, _over=version)
    assert response.redirect_chain[0][0] == at(copy)
    assert Condition.objects.get().summary == "Mine."
    kept = copy.page.revisions.get()
    assert kept.data["summary"] == "Theirs."
    edit, keep = LogEntry.objects.order_by("-pk")[:2]
    assert (keep.done, keep.revision) == ("kept", kept)
    assert f"kept as revision {kept.number}" in edit.note


def test_a_third_save_in_between_is_not_saved_over_unseen(writer, copy):
    form = opened(writer, copy, summary="Mine.")
    theirs(copy)
    version = send(writer, copy, form).wsgi_request.conflict.version
    theirs(copy, summary="A third.")
    conflict = send(writer, copy, form, _over=version).wsgi_request.conflict
    assert told(conflict.differences[0])[0] == ("removed", "A third")
    assert Condition.objects.get().summary == "A third."


def test_taking_theirs_keeps_mine_as_a_revision(writer, copy):
    form = opened(writer, copy, summary="Mine.")
    theirs(copy)
    response = send(writer, copy, form, _take="yes")
    assert "Your version was kept as revision 1" in said(response)
    assert Condition.objects.get().summary == "Theirs."
    assert copy.page.revisions.get().data["summary"] == "Mine."


def test_a_row_that_somebody_else_deleted_comes_back_with_mine(writer, copy):
    form = opened(writer, copy, **{f"{ROWS}-0-level": "rare"})
    theirs(copy, symptoms=[{"symptom": "tingling", "level": "common"}])
    conflict = send(writer, copy, form).wsgi_request.conflict
    difference = next(one for one in conflict.differences if one.label == "Symptoms")
    assert {(row.name, row.change) for row in difference.rows} == {
        ("Tingling", "removed"),
        ("Numbness", "added"),
    }
    send(writer, copy, form, _over=conflict.version)
    assert [(row.symptom.key, row.level) for row in Condition.objects.get().conditionsymptom_set.all()] == [
        ("numbness", "rare")
    ]


def test_rows_are_as_they_were_while_nobody_has_decided(writer, copy):
    form = opened(writer, copy, **{f"{ROWS}-0-level": "rare"})
    theirs(copy)
    before = list(Condition.objects.get().conditionsymptom_set.values())
    send(writer, copy, form)
    assert list(Condition.objects.get().conditionsymptom_set.values()) == before


def test_a_row_that_i_deleted_stays_deleted_in_the_form_that_comes_back(writer, copy):
    form = opened(writer, copy, **{f"{ROWS}-0-DELETE": "on"})
    theirs(copy)
    response = send(writer, copy, form)
    rows = next(
        inline.formset
        for inline in response.context["inline_admin_formsets"]
        if inline.formset.prefix == ROWS
    )
    assert rows.forms == []


def test_the_form_that_came_back_can_be_sent_again(writer, copy):
    form = opened(writer, copy, summary="Mine.")
    theirs(copy)
    conflict = send(writer, copy, form).wsgi_request.conflict
    again = {name: value for name, value in form.items() if not name.endswith("-id")}
    again |= {name: "0" for name in form if name.endswith("-INITIAL_FORMS")}
    send(writer, copy, again, summary="Mine, better.", _over=conflict.version)
    assert Condition.objects.get().summary == "Mine, better."
    assert Condition.objects.get().conditionsymptom_set.count() == 1


def test_a_mistake_is_told_together_with_the_conflict(writer, copy):
    form = opened(writer, copy, summary="Mine.", outlook="See [it](condition:nowhere).")
    theirs(copy)
    html = send(writer, copy, form).content.decode()
    assert "There is no condition “nowhere”" in html
    assert "you will see both versions and decide" in html
    assert Condition.objects.get().summary == "Theirs."


def test_what_both_wrote_alike_is_no_conflict(writer, copy):
    form = opened(writer, copy, summary="Theirs.")
    theirs(copy)
    assert "changed successfully" in said(send(writer, copy, form))
    assert copy.page.revisions.count() == 0


def test_a_move_or_a_corrected_source_meanwhile_is_no_conflict(writer, copy):
    factories.write("source", "study", title="Old title")
    factories.write("condition", "sore-back", summary="Old [@study].", **factories.facts())
    form = opened(writer, copy, summary="Mine [@study].")
    writer.post(at(copy, "move"), {"move": "submit"})
    factories.write("source", "study", title="New title")
    assert "changed successfully" in said(send(writer, copy, form))
    assert Condition.objects.get().summary == "Mine [@study]."


def test_oneself_in_another_tab_is_told_so(writer, copy):
    first = opened(writer, copy, summary="First.")
    second = opened(writer, copy, summary="Second.")
    send(writer, copy, first)
    assert "You saved this page in another window or tab" in send(writer, copy, second).content.decode()


def test_work_that_the_browser_kept_is_put_back_and_not_saved(writer, copy):
    response = send(writer, copy, opened(writer, copy, summary="Unsaved."), _put_back="14:03")
    assert response.context["adminform"].form["summary"].value() == "Unsaved."
    assert "It is not saved yet" in response.content.decode()
    assert Condition.objects.get().summary == "Old words."
    assert LogEntry.objects.filter(page=copy.page).count() == 1


def test_who_may_only_look_can_put_nothing_in_its_place(reviewer, writer, copy):
    form = opened(writer, copy, summary="Mine.")
    theirs(copy)
    assert reviewer.post(at(copy), form | {"_over": "x"}).status_code == 403
    assert Condition.objects.get().conditionsymptom_set.count() == 1
    assert Page.objects.get(key="sore-back").revisions.count() == 0

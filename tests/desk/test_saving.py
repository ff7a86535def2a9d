"""Saving writes a working copy, tells the log and nothing else."""

import pytest

from articles.models import Article
from conditions.models import Condition, Source
from publishing.models import LivePage, LogEntry, Page
from publishing.states import State
from tests import factories
from tests.desk.conftest import add_to, at, filled, move, said, save

pytestmark = pytest.mark.django_db


def test_a_new_condition_is_a_draft_that_readers_do_not_see(writer, client):
    sent = filled(writer, add_to(Condition), key="sore-back", name="Sore back", summary="It is sore.")
    response = writer.post(add_to(Condition), sent, follow=True)
    assert "a draft; readers see nothing of it" in said(response)
    assert Page.objects.get().state == State.DRAFT
    assert client.get("/conditions/sore-back/").status_code == 404


def test_saving_a_live_page_leaves_it_as_readers_saw_it(writer, client):
    copy = factories.live("condition", "sore-back", summary="Old words.")
    response = save(writer, copy, summary="New words.")
    assert "readers still see revision 1 until this is published" in said(response)
    assert "What stands below is not public." in writer.get(at(copy)).content.decode()
    assert LivePage.objects.get().summary == "Old words."
    assert "New words." not in client.get("/conditions/sore-back/").content.decode()


def test_a_change_is_logged_with_the_person(writer):
    copy = factories.write("condition", "sore-back")
    save(writer, copy, summary="New words.")
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.by) == ("edit", writer.person)


def test_saving_without_a_change_is_not_logged(writer):
    factories.vocabulary()
    copy = factories.live("condition", "sore-back", **factories.facts())
    before = LogEntry.objects.count()
    save(writer, copy)
    assert LogEntry.objects.count() == before
    assert Page.objects.get(key="sore-back").state == State.PUBLISHED


def test_a_change_of_what_was_submitted_says_that_it_must_be_submitted_again(writer):
    copy = factories.write("condition", "sore-back")
    move(writer, copy, "submit")
    assert "it has to be submitted again" in said(save(writer, copy, summary="New words."))


def test_the_key_is_asked_for_once_and_stays(writer):
    copy = factories.write("condition", "sore-back")
    assert "key" not in filled(writer, at(copy))
    save(writer, copy, key="other", summary="New words.")
    assert Page.objects.get().key == "sore-back"


def test_a_key_that_is_taken_is_told_at_its_field(writer):
    factories.write("condition", "sore-back")
    sent = filled(writer, add_to(Condition), key="sore-back", name="Sore", summary="Sore.")
    errors = writer.post(add_to(Condition), sent).context["adminform"].form.errors
    assert "There is already a page with the key “sore-back”" in errors["key"][0]


def test_the_slug_is_the_key_unless_one_is_given_and_then_stays(writer):
    sent = filled(writer, add_to(Condition), key="sore-back", name="Sore", summary="Sore.")
    writer.post(add_to(Condition), sent)
    copy = Condition.objects.get()
    assert copy.slug == "sore-back"
    save(writer, copy, slug="aching-back")
    save(writer, copy, summary="New words.")
    assert Condition.objects.get().slug == "aching-back"


def test_a_row_is_added_changed_and_deleted(writer):
    factories.vocabulary()
    copy = factories.write("condition", "sore-back", **factories.facts())
    prefix = "conditionsymptom_set"
    save(writer, copy, **{f"{prefix}-0-level": "rare", f"{prefix}-0-said_as": "dead foot\n\n  cold   foot "})
    link = Condition.objects.get().conditionsymptom_set.get()
    assert (link.level, link.said_as) == ("rare", ["dead foot", "cold foot"])
    save(writer, copy, **{f"{prefix}-0-DELETE": "on"})
    assert not Condition.objects.get().conditionsymptom_set.exists()


def test_the_same_symptom_twice_is_told_and_not_saved(writer):
    factories.vocabulary()
    copy = factories.write("condition", "sore-back", **factories.facts())
    row = {"symptom": "1", "level": "rare", "position": "2"}
    sent = filled(writer, at(copy))
    prefix = "conditionsymptom_set"
    row["symptom"] = sent[f"{prefix}-0-symptom"]
    sent |= {f"{prefix}-1-{name}": value for name, value in row.items()} | {f"{prefix}-TOTAL_FORMS": "2"}
    response = writer.post(at(copy), sent)
    assert response.status_code == 200
    assert "Please correct the duplicate" in response.content.decode()


def test_both_effects_of_one_posture_want_a_note_at_each(writer):
    factories.vocabulary()
    copy = factories.write("condition", "sore-back", **factories.facts())
    sent = filled(writer, at(copy))
    sent["conditionposture_set-1-posture"] = sent["conditionposture_set-0-posture"]
    response = writer.post(at(copy), sent)
    (rows,) = [
        inline.formset
        for inline in response.context["inline_admin_formsets"]
        if inline.formset.prefix == "conditionposture_set"
    ]
    assert [list(form.errors) for form in rows.forms] == [["note"], ["note"]]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("icd10cm", "- code: nonsense", "Icd10cm 1, code"),
        ("icd10cm", "- code: 2026-01-01", "quotes"),
        ("icd10cm", "- code: 2026-99-99", "not valid YAML"),
        ("icd10cm", "[", "not valid YAML"),
        ("also_known_as", "\n".join(map(str, range(300))), "200"),
        ("outlook", "See [it](condition:nowhere).", "There is no condition “nowhere”"),
        ("reviewed_by", "Dr Who", "Give both"),
        ("emergency_urgency", "emergency", "Give both"),
    ],
)
def test_what_could_not_be_published_is_told_at_its_field_and_nothing_is_lost(writer, field, value, told):
    copy = factories.write("condition", "sore-back", summary="Kept.")
    sent = filled(writer, at(copy)) | {"summary": "Typed.", field: value}
    response = writer.post(at(copy), sent)
    assert response.status_code == 200
    html = response.content.decode()
    assert told in html
    assert "Typed." in html
    assert Condition.objects.get().summary == "Kept."
    assert LogEntry.objects.count() == 1


def test_a_wrong_embed_in_an_article_is_told_at_the_text(writer):
    copy = factories.write("article", "long-read")
    sent = filled(writer, at(copy)) | {"body": ":::condition\nnowhere\n:::"}
    errors = writer.post(at(copy), sent).context["adminform"].form.errors
    assert "There is no condition “nowhere”" in errors["body"][0]
    assert Article.objects.get().body == "Backs hurt."


def test_save_and_submit_does_both(writer):
    copy = factories.write("condition", "sore-back")
    response = save(writer, copy, summary="New words.", _submit="1")
    assert "was submitted" in said(response)
    assert Page.objects.get().state == State.IN_REVIEW
    assert copy.page.revisions.get().data["summary"] == "New words."


def test_save_and_submit_without_the_permission_saves_only(log_in, writer):
    copy = factories.write("condition", "sore-back")
    group = writer.person.groups.get()
    group.permissions.remove(group.permissions.get(codename="submit_page"))
    response = save(log_in("writer"), copy, summary="New words.", _submit="1")
    assert "do not have the permission" in said(response)
    assert (Condition.objects.get().summary, Page.objects.get().state) == ("New words.", State.DRAFT)


def test_save_and_preview_leads_to_the_preview(writer):
    copy = factories.write("condition", "sore-back")
    sent = filled(writer, at(copy)) | {"summary": "New words.", "_preview": "1"}
    response = writer.post(at(copy), sent, follow=True)
    assert response.redirect_chain == [(at(copy, "preview"), 302)]
    assert "New words." in response.content.decode()


def test_a_changed_source_says_how_many_pages_wait_to_show_it(writer, client):
    factories.write("source", "a-study", title="Old title")
    factories.live("condition", "sore-back", what_happens="It hurts [@a-study].")
    source = Source.objects.get()
    sent = filled(writer, at(source)) | {"title": "New title"}
    response = writer.post(at(source), sent, follow=True)
    assert "1 page cites it and will show the change once published again." in said(response)
    assert "New title" not in client.get("/conditions/sore-back/").content.decode()


def test_a_source_whose_address_is_none_of_the_web_is_told(writer):
    sent = {"key": "a-study", "title": "A study", "url": "ftp://example.org/"}
    response = writer.post(add_to(Source), sent)
    assert "url" in response.context["adminform"].form.errors

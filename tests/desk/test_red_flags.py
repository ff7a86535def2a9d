"""Rules and their cases are a safety control: what is broken is told, what was shipped stays."""

from typing import Any

import pytest

from conditions.models import RedFlag, RedFlagCase
from publishing.kinds import get_kind
from publishing.states import State
from tests import factories
from tests.desk.conftest import add_to, at, filled, list_of, move, said, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped() -> Any:
    kind = get_kind("red-flag-case")
    return kind.write_fields(kind.record.model_validate({"text": "numb bum", "urgent": True}), None)


@pytest.mark.parametrize("role", ["writer", "editor", "boss"])
def test_a_shipped_case_can_be_neither_changed_nor_deleted(log_in, shipped, role):
    client = log_in(role)
    assert client.post(at(shipped), {"text": "numb", "urgent": ""}).status_code == 403
    assert client.post(at(shipped, "delete"), {"post": "yes"}).status_code == 403
    many = {"action": "delete_selected", "_selected_action": [shipped.pk], "post": "yes"}
    client.post(list_of(RedFlagCase), many)
    assert RedFlagCase.objects.get().text == "numb bum"


def test_a_shipped_case_can_be_read(writer, shipped):
    assert "numb bum" in writer.get(at(shipped)).content.decode()


def test_a_writer_adds_a_case_and_it_is_not_shipped(writer):
    factories.write("red-flag", "danger")
    sent = {"text": "sign of danger", "chosen": "{}", "urgent": "on", "shows": "danger", "note": ""}
    writer.post(add_to(RedFlagCase), sent)
    case = RedFlagCase.objects.get()
    assert (case.shows, case.shipped) == (["danger"], False)
    assert case.key.startswith("case-")


def test_the_same_case_twice_is_told(writer, shipped):
    response = writer.post(add_to(RedFlagCase), {"text": "numb bum", "chosen": "{}", "urgent": "on"})
    assert "There is a case for this very sentence already" in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"shows": "nowhere"}, "shows"),
        ({"chosen": '{"hurts": ["leg"]}'}, "chosen"),
        ({"chosen": '{"where": ["nowhere"]}'}, "chosen"),
        ({"chosen": "[1]"}, "chosen"),
        ({"chosen": "{"}, "chosen"),
    ],
)
def test_a_case_that_names_what_is_not_there_is_told(writer, changes, field):
    sent = {"text": "numb", "chosen": "{}", "urgent": "on", "shows": "", "note": ""} | changes
    assert field in writer.post(add_to(RedFlagCase), sent).context["adminform"].form.errors


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ("- any_of: [words]", "Rules 1, urgency: Field required"),
        ("- urgency: emergency\n  any_of: [symptom/nowhere]", "there is no symptom “nowhere”"),
        ("- urgency: emergency\n  any_of: [symptom/]", "the key is missing"),
        ("- urgency: emergency\n  some_of: [words]", "Rules 1, some_of"),
        ("- urgency: at-once\n  any_of: [words]", "Rules 1, urgency"),
        ("- urgency: emergency\n  all_of: [flag/nowhere]", "there is no red-flag “nowhere”"),
        ("urgency: emergency", "Write a list"),
        ("- urgency: [", "not valid YAML"),
    ],
)
def test_a_broken_rule_is_told_at_the_rules_and_not_saved(writer, rules, told):
    copy = factories.live("red-flag", "danger")
    response = writer.post(at(copy), filled(writer, at(copy)) | {"rules": rules})
    assert told in " ".join(response.context["adminform"].form.errors["rules"])
    assert RedFlag.objects.get().rules == copy.rules


def test_a_flag_that_nothing_can_raise_is_told(writer):
    copy = factories.live("red-flag", "danger")
    response = writer.post(at(copy), filled(writer, at(copy)) | {"rules": "", "words": ""})
    assert "nothing can raise" in response.content.decode()


def test_a_rule_goes_to_readers_only_through_a_second_person(log_in, client):
    copy = factories.live("red-flag", "danger")
    writer, reviewer, editor = (log_in(role) for role in ("writer", "reviewer", "editor"))
    save(writer, copy, rules="- urgency: soon\n  any_of: [words]", statement="See somebody.")
    assert "It is for one that is approved." in said(move(editor, copy, "publish"))
    move(writer, copy, "submit")
    move(reviewer, copy, "approve")
    assert "was published" in said(move(editor, copy, "publish"))
    copy.page.refresh_from_db()
    assert copy.page.state == State.PUBLISHED
    assert "See somebody." in client.get("/urgent/").content.decode()


def test_before_a_sign_is_withdrawn_an_editor_can_ask_what_would_no_longer_be_warned_of(editor):
    rules = [{"urgency": "emergency", "any_of": ["words"]}]
    copy = factories.live("red-flag", "danger", words=["sign of danger"], rules=rules)
    factories.case("sign of danger", urgent=True, shows=("danger",))
    html = move(editor, copy, "withdraw", lost="yes").content.decode()
    assert "“sign of danger” would not show danger." in html
    copy.page.refresh_from_db()
    assert copy.page.is_published


def test_a_term_that_no_warning_needs_is_told_to_be_none(editor):
    copy = factories.live("symptom", "tingling", name="Tingling", group="feeling")
    assert (
        "No case of the warning rules depends on it."
        in move(editor, copy, "withdraw", lost="yes").content.decode()
    )

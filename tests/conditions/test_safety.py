"""Nothing is published that makes the warnings judge one of their cases wrongly."""

from pathlib import Path

import pytest

from publishing import loading, service
from tests import factories

pytestmark = pytest.mark.django_db

RULES = [{"urgency": "emergency", "any_of": ["words", "symptom/numbness"]}]


@pytest.fixture(autouse=True)
def library():
    factories.vocabulary()
    factories.live("red-flag", "danger", rules=RULES)
    factories.case("sign of danger", urgent=True, shows=("danger",))
    factories.case("my foot is numb", urgent=True, shows=("danger",))
    factories.case("cold hands in thin gloves", urgent=False)


def published(copy):
    """Through the moves an editor makes, by the machine, which needs no permission."""
    for move in ("submit", "approve", "publish"):
        copy.page = service.make_move(copy.page, move, None)
    return copy.page


def refused(copy) -> str:
    with pytest.raises(service.MoveRefused) as told:
        published(copy)
    copy.page.refresh_from_db()
    assert copy.page.state == "approved"
    return str(told.value)


def test_a_flag_that_would_miss_its_case_is_refused():
    told = refused(
        factories.write("red-flag", "danger", rules=[{"urgency": "emergency", "any_of": ["words"]}])
    )
    assert "“my foot is numb” would not show danger." in told
    assert "judge 1 of their cases wrongly" in told


def test_a_flag_that_would_cry_wolf_is_refused():
    told = refused(factories.write("red-flag", "danger", words=["sign of danger", "cold hands"], rules=RULES))
    assert "would be a false alarm of Danger" in told


def test_a_flag_that_keeps_its_cases_is_published():
    copy = factories.write("red-flag", "danger", words=["sign of danger", "alarm bells"], rules=RULES)
    assert published(copy).state == "published"


def test_a_term_whose_words_would_raise_a_false_alarm_is_refused():
    told = refused(factories.write("symptom", "numbness", words=["numb", "cold hands"], group="feeling"))
    assert "“cold hands in thin gloves” would be a false alarm" in told


def test_a_term_that_loses_a_word_a_warning_needs_is_refused():
    copy = factories.write(
        "symptom", "numbness", name="Loss of feeling", words=["dead feeling"], group="feeling"
    )
    assert "“my foot is numb” would not show danger." in refused(copy)


def test_the_name_of_a_condition_that_would_hide_a_sign_is_refused():
    told = refused(
        factories.write(
            "condition", "numb-foot", name="Numb foot of Smith", also_known_as=["my foot is numb"]
        )
    )
    assert "would not show danger" in told


def test_what_fails_already_holds_up_only_the_flags_it_is_about():
    factories.case("tingling everywhere", urgent=True, shows=("danger",))
    assert published(factories.write("symptom", "numbness", words=["numb", "no sensation"], group="feeling"))
    assert "“tingling everywhere” would not show danger." in refused(
        factories.write("red-flag", "danger", statement="Another statement.", rules=RULES)
    )


def test_a_change_that_is_not_read_runs_no_case(monkeypatch):
    monkeypatch.setattr("conditions.safety.failures", lambda *_: pytest.fail("asked"))
    published(
        factories.write(
            "symptom", "numbness", words=["numb", "dead feeling"], group="feeling", description="New."
        )
    )


def test_a_flag_can_always_be_withdrawn():
    """The emergency brake asks nobody."""
    page = factories.write("red-flag", "danger", rules=RULES).page
    assert service.make_move(page, "withdraw", None, "It is wrong.").state == "withdrawn"


def test_a_folder_that_breaks_a_case_is_refused_whole(tmp_path: Path):
    (tmp_path / "red-flags.yaml").write_text(
        "- key: danger\n  position: 10\n  name: Danger\n  urgency: emergency\n  statement: This needs help.\n"
        "  what_to_do: Call.\n  words:\n  - quite another sign\n  rules:\n  - urgency: emergency\n    any_of:\n    - words\n"
    )
    with pytest.raises(loading.ContentRefused) as told:
        loading.load(tmp_path, publish=True, force=True)
    assert "“sign of danger” would not show danger." in told.value.problems[0].message
    assert factories.write("red-flag", "danger", rules=RULES).page.is_published

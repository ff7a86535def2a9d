"""A page lacks nothing that a reader comes for."""

from datetime import date
from typing import Any

import pytest

from desk.checks import parts
from tests.desk.checks.conftest import article, condition, found, page, told

DAY = date(2026, 11, 21)
DATES: dict[str, Any] = {"sources_checked_on": DAY, "next_review_due": date(2027, 11, 21)}
WHOLE: dict[str, Any] = {
    "symptoms": [{"symptom": "pain", "level": "common"}],
    "regions": [{"region": "leg", "role": "primary", "side": "one"}],
    "postures": [{"posture": "sitting", "effect": "worse", "level": "common"}],
    "treatments": [{"treatment": "heat", "evidence": "limited"}],
    "red_flags": [{"red_flag": "fever"}],
    "look_alikes": [{"name": "Gout", "tell_apart": "It is in the toe."}],
    **dict.fromkeys(("what_happens", "diagnosis", "outlook", "when_to_see_someone"), "Said."),
    **DATES,
}


def test_a_whole_condition():
    assert told(parts, condition(**WHOLE), today=DAY) == []


@pytest.mark.parametrize("field", WHOLE)
def test_a_condition_that_lacks_a_part(field):
    (finding,) = found(parts, condition(**{name: WHOLE[name] for name in WHOLE if name != field}), today=DAY)
    assert finding.what == "is missing"
    assert finding.blocking


@pytest.mark.parametrize("field", ["postures", "treatments"])
def test_a_note_stands_for_rows(field):
    assert told(parts, condition(**{**WHOLE, field: [], f"{field}_note": "None."}), today=DAY) == []


@pytest.mark.parametrize(("today", "late"), [(DATES["next_review_due"], False), (date(2027, 11, 22), True)])
def test_a_review_that_is_due(today, late):
    findings = found(parts, condition(**WHOLE), today=today)
    assert [finding.blocking for finding in findings] == [False] * late


def test_an_article_needs_topics_and_dates():
    assert len(told(parts, article("Backs hurt."))) == 3
    assert told(parts, article("Backs hurt.", topics=["causes"], **DATES), today=DAY) == []
    assert told(parts, article("We are few.", section="about")) == []


def test_a_red_flag_needs_a_why_and_a_case():
    assert told(parts, page("red-flag", "fever")) == [
        "Why: is missing",
        "Cases for the warning rules: no case shows this sign",
    ]
    assert told(parts, page("red-flag", "fever", why="An infection."), cases=frozenset({"fever"})) == []
    silent = page("red-flag", "fever", why="An infection.", words=[], rules=[])
    assert told(parts, silent, cases=frozenset({"fever"})) == ["Words or Rules: is missing"]


@pytest.mark.parametrize("kind", ["symptom", "region", "posture", "treatment", "topic"])
def test_a_term_says_what_is_meant(kind):
    assert told(parts, page(kind)) == ["Description: is missing"]
    assert told(parts, page(kind, description="Said.")) == []

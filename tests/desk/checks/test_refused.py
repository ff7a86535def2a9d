"""What a kind refuses to publish is told with its place and its remedy."""

from typing import Any

from desk.checks import refused
from tests.desk.checks.conftest import article, condition, found, page, told


def sitting(effect: str, note: str) -> dict[str, Any]:
    return {"posture": "sitting", "effect": effect, "level": "common", "note": note}


def test_a_posture_both_worse_and_better():
    (finding,) = found(refused, condition(postures=[sitting("worse", ""), sitting("better", "Late.")]))
    assert finding.where == "Postures, row 1 (sitting)"
    assert finding.what == "“sitting” is both worse and better"
    assert finding.remedy == "Say in a note on each when it is which."
    assert finding.blocking
    assert told(refused, condition(postures=[sitting("worse", "Early."), sitting("better", "Late.")])) == []


def test_broken_prose():
    (finding,) = found(refused, article("It hurts.\n\n:::condition\nsciatica"))
    assert (finding.where, finding.what) == ("Text", "Line 3: “:::condition” is never closed")
    assert finding.remedy.startswith("End it with a line")
    (finding,) = found(refused, condition(outlook="It hurts [@No Key]."))
    assert (finding.where, finding.what) == ("Outlook", "Line 1: “[@No Key]” is no citation")
    assert (
        told(refused, condition(outlook="It hurts [@a-study].")) == told(refused, article("It hurts.")) == []
    )


def test_rules_that_cannot_be_read():
    (finding,) = found(
        refused, page("red-flag", "fever", rules=[{"urgency": "soon", "any_of": ["symptom/"]}])
    )
    assert finding.where == "Rules, row 1"
    assert finding.remedy

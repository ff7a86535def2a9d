"""Contradictions within a page, and what only looks like one."""

from datetime import date

import pytest

from desk.checks import facts
from tests.desk.checks.conftest import condition, found, page, told

BODY = [
    page("region", "leg"),
    page("region", "lower-leg", parent="leg"),
    page("region", "calf", parent="lower-leg"),
]


def symptom(key: str, level: str = "common", note: str = "") -> dict[str, str]:
    return {"symptom": key, "level": level, "note": note}


def region(key: str, role: str = "radiating", note: str = "") -> dict[str, str]:
    return {"region": key, "role": role, "side": "one", "note": note}


def posture(key: str, effect: str, level: str = "common", note: str = "") -> dict[str, str]:
    return {"posture": key, "effect": effect, "level": level, "note": note}


ABOVE = symptom("pain-stops-above-knee")
BELOW = symptom("pain-below-knee")


@pytest.mark.parametrize(
    "fields",
    [
        {"symptoms": [ABOVE, BELOW]},
        {"symptoms": [ABOVE], "regions": [region("calf")]},
        {
            "symptoms": [symptom("eases-once-moving", "hallmark")],
            "postures": [posture("moving-about", "worse")],
        },
        {"regions": [region("calf", "primary"), region("calf", "referred", note="At times.")]},
        {"treatments": [{"treatment": "heat", "evidence": "against", "time_to_try": "A week"}]},
        {
            "treatments": [{"treatment": "heat", "evidence": "strong"}],
            "does_not_help": "[Heat](treatment:heat).",
        },
        {"sources_checked_on": date(2026, 11, 21), "next_review_due": date(2026, 11, 21)},
    ],
)
def test_a_contradiction(fields):
    (finding,) = found(facts, condition(**fields), *BODY)
    assert finding.blocking


@pytest.mark.parametrize(
    "fields",
    [
        {"symptoms": [ABOVE, symptom("pain-below-knee", "occasional")]},
        {"symptoms": [{**ABOVE, "note": "Mostly."}, {**BELOW, "note": "With a cyst."}]},
        {"symptoms": [ABOVE], "regions": [region("calf", "referred")]},
        {"symptoms": [ABOVE], "regions": [region("leg")]},
        {"symptoms": [symptom("eases-once-moving")], "postures": [posture("moving-about", "better")]},
        {"regions": [region("calf", "primary", "Early."), region("calf", "referred", "Late.")]},
        {"treatments": [{"treatment": "heat", "evidence": "against", "how_to": "Do not warm it."}]},
        {
            "treatments": [{"treatment": "heat", "evidence": "limited"}],
            "does_not_help": "[Heat](treatment:heat) alone.",
        },
        {"sources_checked_on": date(2026, 11, 21), "next_review_due": date(2027, 11, 21)},
    ],
)
def test_what_only_looks_like_one(fields):
    assert told(facts, condition(**fields), *BODY) == []


def test_the_places_are_told():
    (finding,) = found(facts, condition(symptoms=[ABOVE, BELOW]))
    assert finding.where == "Symptoms, row 1 (pain-stops-above-knee)"
    assert finding.what == "contradicts Symptoms, row 2 (pain-below-knee)"

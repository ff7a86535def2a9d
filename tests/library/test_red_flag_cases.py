"""The warning rules against every sentence they must get right, as the files in content/ have them."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from conditions.records import RedFlagCaseRecord
from publishing.files import read_folder
from publishing.kinds import get_kind
from search.lexicon import Entry, Lexicon
from search.rules import Flag, Rule, Warning, problems, spelling_words, warnings
from search.understanding import understand

CONTENT = Path(__file__).resolve().parents[2] / "content"
TERM_KINDS = ("symptom", "region", "posture", "treatment")


def read(*kinds: str) -> list[Any]:
    entries, wrong = read_folder(CONTENT, [get_kind(kind) for kind in kinds])
    assert wrong == []
    return entries


@cache
def flags() -> tuple[Flag, ...]:
    return tuple(
        Flag(
            flag.key,
            flag.slug,
            flag.name,
            flag.urgency.value,
            tuple(flag.words),
            tuple(
                Rule(rule.urgency.value, *map(_items, (rule.all_of, rule.any_of, rule.unless)))
                for rule in flag.rules
            ),
        )
        for flag in (entry.record for entry in read("red-flag"))
    )


def _items(written) -> tuple[Any, ...]:
    return tuple(tuple(item) if isinstance(item, list) else item for item in written)


@cache
def lexicon() -> Lexicon:
    """As a site with this library would have it."""
    terms = [
        Entry(
            entry.kind.name,
            entry.record.key,
            entry.record.slug,
            entry.record.name,
            (entry.record.clinical_name, *entry.record.words),
            getattr(entry.record, "parent", None) or None,
        )
        for entry in read(*TERM_KINDS)
    ]
    conditions = [
        Entry("condition", entry.record.key, entry.record.slug, entry.record.name, entry.record.all_names)
        for entry in read("condition")
    ]
    return Lexicon.build([*terms, *conditions], spelling_words(flags()))


def shown(case: RedFlagCaseRecord) -> tuple[Warning, ...]:
    return warnings(flags(), understand(case.text, lexicon()), case.chosen)


def cases() -> list[RedFlagCaseRecord]:
    return [entry.record for entry in read("red-flag-case")]


def test_the_rules_are_well_formed_and_name_terms_that_exist():
    assert problems(flags(), lexicon()) == []


def test_every_flag_has_cases_and_there_are_near_misses():
    told = {key for case in cases() for key in case.shows}
    assert {flag.key for flag in flags()} - told == set()
    assert sum(not case.urgent for case in cases()) >= 100


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.text[:60])
def test_the_case_is_judged_rightly(case):
    warned = shown(case)
    assert set(case.shows) <= {warning.key for warning in warned}
    urgent = [warning.key for warning in warned if warning.urgency != "soon"]
    assert bool(urgent) is case.urgent, urgent

"""Completing what somebody types."""

import pytest

from search.lexicon import Entry, Lexicon
from search.suggesting import Suggester

ENTRIES = [
    Entry("symptom", "pins-and-needles", "pins-and-needles", "Pins and needles", ("tingling",)),
    Entry(
        "symptom", "trouble-passing-urine", "trouble-passing-urine", "Trouble passing urine", ("cannot wee",)
    ),
    Entry("region", "buttock", "buttock", "Buttock", ("bum",)),
    Entry("region", "low-back", "low-back", "Low back", ("lower back",)),
    Entry("posture", "sitting", "sitting", "Sitting", ("sit",)),
    Entry(
        "treatment",
        "buttock-strengthening",
        "buttock-strengthening",
        "Buttock strengthening",
        ("bum muscles",),
    ),
    Entry("condition", "sciatica", "sciatica", "Sciatica (nerve pain in the leg)", ("trapped nerve",)),
]


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    return Suggester(Lexicon.build(ENTRIES))


def said(suggester: Suggester, typed: str) -> list[str]:
    return [one.said for one in suggester.suggest(typed)]


def test_only_the_end_is_completed(suggester):
    (one,) = suggester.suggest("Pain in my lower b")
    assert (one.entry.key, one.text) == ("low-back", "Pain in my lower back")


def test_the_shortest_comes_first(suggester):
    assert said(suggester, "bu") == ["bum", "bum muscles"]


def test_an_entry_is_suggested_once(suggester):
    assert said(suggester, "sit") == ["sit"]


def test_a_word_inside_a_phrase_begins_one_too(suggester):
    assert said(suggester, "needl") == ["pins and needles"]


def test_what_stands_in_brackets_is_no_part_of_a_name(suggester):
    assert said(suggester, "sciat") == ["sciatica"]


@pytest.mark.parametrize("typed", ["siat", "sciatta", "scaitica"])
def test_a_misspelt_beginning_is_completed_as_what_it_is_near_to(suggester, typed):
    assert said(suggester, typed)[0] == "sciatica"


def test_contractions_are_read_as_search_reads_them(suggester):
    assert said(suggester, "I can’t we") == ["cannot wee"]


@pytest.mark.parametrize("typed", ["", " ", "s", "my b", "xyzzy", "numb 🦵", "\x00", "a" * 5000])
def test_nothing_fits_and_nothing_breaks(suggester, typed):
    assert suggester.suggest(typed) == []


def test_the_limit_is_kept(suggester):
    assert len(suggester.suggest("s", 0)) == 0
    assert len(suggester.suggest("bu", 1)) == 1

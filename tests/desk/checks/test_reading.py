"""The reading grade against examples counted by hand."""

import pytest

from desk.checks import check_library, median_grade, reading
from tests.desk.checks.conftest import article, condition, found, library, page, told

HAND_COUNTED = {
    1: "back leg moved moves whole eased nerves through tongue aches squeezed knee years pain’s can’t 1,000",
    2: "muscle people wanted places sometimes something safely movement moving science spasm beyond centre doing "
    "tingles carried patient region fluid quiet trial bruises cautious settled careful headaches x-ray being buyer's",
    3: "area idea radiate serious usual already easier exercise injury period arthritis anyone’s video",
    4: "sciatica inflammation emergency usually experience operation society gradually sudden-onset",
    5: "inflammatory physiotherapy examination antibiotics",
}


@pytest.mark.parametrize(
    ("count", "word"), [(n, w) for n, said in HAND_COUNTED.items() for w in said.split()]
)
def test_syllables(count, word):
    assert reading.syllables(word) == count


def test_sentences():
    text = "It hurts. “Does it?” Yes, e.g. L5 does. Dr. Bell took 2.5 mg!\na point of a list\n…\nthe next"
    assert reading.sentences(text) == [
        "It hurts.",
        "“Does it?”",
        "Yes, e.g L5 does.",
        "Dr Bell took 2.5 mg!",
        "a point of a list",
        "the next",
    ]


def test_grade():
    # 12 words, 2 sentences, 15 syllables: 0.39 × 6 + 11.8 × 1.25 − 15.59.
    text = "The back may hurt after lifting.\nMost of it eases in weeks."
    assert reading.measure(text) == (12, 2, 15)
    assert reading.grade(text) == pytest.approx(0.39 * 6 + 11.8 * 15 / 12 - 15.59, abs=0.05)
    assert reading.grade("") == 0.0


def test_medical_names_are_left_out():
    # "may", "need", "an": and a sentence of a name alone is none.
    assert reading.measure("Spondylolisthesis may need an MRI. Osteoporosis.") == (3, 1, 3)
    assert reading.measure("Extraordinary") == (1, 1, 5)


HARD = "Considerable physical deterioration necessitates immediate professional evaluation of individual capabilities. "
EASY = "The back may hurt when you sit. A short walk can help. "


def test_a_page_that_is_hard_to_read():
    (finding,) = found(reading, article(HARD * 12))
    assert finding.where == "The whole text"
    assert finding.blocking
    assert "Considerable physical" in finding.remedy


@pytest.mark.parametrize(
    "body", [EASY * 12, HARD * 2, f"## {HARD}\n\n" + EASY * 12, f"| a |\n| --- |\n| {HARD} |\n\n{EASY * 12}"]
)
def test_a_page_that_is_not(body):
    assert found(reading, article(body)) == []


def test_sentences_of_short_fields():
    long = "a " * 20 + "b."
    assert told(reading, condition(summary=long.strip())) == [
        f"Summary: “{'a ' * 8}…” has 21 words; 20 is the limit here"
    ]
    assert told(reading, condition(summary="a " * 20)) == []
    flag = condition(red_flags=[{"red_flag": "fever", "why": long}])
    (finding,) = found(reading, flag)
    assert finding.where == "Red flags, row 1 (fever), why"
    assert not finding.blocking


def test_what_readers_say_may_be_long():
    said = ["my back hurts " * 10]
    assert told(reading, condition(symptoms=[{"symptom": "pain", "level": "common", "said_as": said}])) == []


def test_the_median_over_the_library():
    easy, hard = article(EASY * 12), condition(outlook=HARD * 12)
    assert median_grade(library(easy)) == reading.page_grade(easy)
    assert median_grade(library(page("symptom"))) is None
    assert check_library(library(easy)) == []
    (finding,) = check_library(library(easy, hard))
    assert finding.blocking
    assert finding.page.title == "The library as a whole"

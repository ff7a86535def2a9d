"""The words of a term: enough, and its own."""

import pytest

from desk.checks import terms
from tests.desk.checks.conftest import condition, found, page, told

WORDS = ["dead leg", "no feeling", "gone to sleep"]


@pytest.mark.parametrize("kind", ["symptom", "region", "posture", "treatment"])
def test_too_few_words(kind):
    assert told(terms, page(kind)) == ["Words: there are none"]
    assert told(terms, page(kind, words=WORDS[:2])) == ["Words: there are 2, and 3 are the least"]
    assert told(terms, page(kind, words=WORDS)) == []


def test_a_word_of_two_terms():
    numb, tired = (
        page("symptom", "numb", words=WORDS),
        page("symptom", "tired", words=["Dead leg", "sleepy", "worn"]),
    )
    (finding,) = found(terms, numb, tired)
    assert finding.what == "“dead leg” leads to tired too"
    assert told(terms, numb, page("symptom", "dead-leg", words=["a", "b", "c"])) == [
        "Words: “dead leg” leads to dead-leg too"
    ]


def test_a_word_of_two_kinds_is_none():
    assert told(terms, page("symptom", "numb", words=WORDS), page("posture", "sleeping", words=WORDS)) == []
    assert told(terms, condition()) == []

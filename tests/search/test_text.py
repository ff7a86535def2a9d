import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import text
from search.text import Gap


def words(typed: str) -> list[str]:
    return [token.word for token in text.tokenise(text.clean(typed))]


def test_control_and_direction_characters_and_null_bytes_are_taken_out() -> None:
    assert text.clean("numb\x00 \u202elegs\u200f\n\ttoday") == "numb legs today"


def test_a_text_is_cut_where_nobody_reads_on() -> None:
    assert len(text.clean("leg " * 5000)) <= text.MAX_CHARS


@pytest.mark.parametrize("typed", ["cant", "can't", "can’t", "cannot", "can not", "couldn't", "unable", "not able"])
def test_all_ways_to_write_cannot_are_one_word(typed: str) -> None:
    assert [text.root(word) for word in words(f"{typed} sit")][0] == "cannot"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("oedema", "edema"), ("paraesthesia", "paresthesia"), ("tumour", "tumors"), ("fell", "falling"),
        ("swollen", "swelling"), ("feet", "foot"), ("lying", "lay"), ("numbness", "numb"), ("calves", "calf"),
        ("disk", "disc"), ("coughed", "coughing"), ("weaker", "weakness"), ("hammys", "hammies"),
    ],
)  # fmt: skip
def test_spellings_tenses_and_numbers_of_a_word_share_a_root(one: str, other: str) -> None:
    assert text.root(one) == text.root(other)


@pytest.mark.parametrize(("slang", "plain"), [("bum", "buttock"), ("wee", "urinate"), ("tummy", "belly"), ("achy", "sore")])
def test_slang_shares_a_stem_with_the_plain_word(slang: str, plain: str) -> None:
    assert text.stem(slang) == text.stem(plain)


def test_words_know_where_they_stand_in_the_cleaned_text() -> None:
    cleaned = text.clean("My  Back, it HURTS")
    assert [cleaned[t.start : t.end] for t in text.tokenise(cleaned)] == ["My", "Back", "it", "HURTS"]


def test_pauses_and_ends_of_sentences_are_kept() -> None:
    assert [t.gap for t in text.tokenise("numb, weak. cold")] == [Gap.NONE, Gap.PAUSE, Gap.END]


@given(st.text())
def test_any_text_can_be_cleaned_and_cut_into_words(typed: str) -> None:
    cleaned = text.clean(typed)
    assert "\x00" not in cleaned
    assert all(0 <= t.start < t.end <= len(cleaned) for t in text.tokenise(cleaned))

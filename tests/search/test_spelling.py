import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.spelling import Speller

WORDS = (
    "sciatica spondylolisthesis stenosis herniated disc thigh neck knee electric shock stretch ankylosing spondylitis "
    "bulging pancreas spine sprain better nerve fibromyalgia meralgia paraesthetica pregnant hamstring running"
).split()


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(WORDS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("siatica", "sciatica"), ("cyatica", "sciatica"), ("sciattica", "sciatica"), ("spondolisthesis", "spondylolisthesis"),
        ("spondylitus", "spondylitis"), ("stinosis", "stenosis"), ("thie", "thigh"), ("nek", "neck"),
        ("elektric", "electric"), ("strech", "stretch"), ("runing", "running"), ("fybromyalgia", "fibromyalgia"),
        ("buldging", "bulging"), ("pregnent", "pregnant"), ("hernated", "herniated"),
    ],
)  # fmt: skip
def test_a_misspelt_word_is_put_right(speller: Speller, typed: str, meant: str) -> None:
    assert speller.correct(typed) == meant


@pytest.mark.parametrize(
    "word", ["pancake", "spain", "batter", "spring", "serve", "never", "neat", "the", "thighs"]
)
def test_a_word_of_everyday_english_is_left_alone(speller: Speller, word: str) -> None:
    assert speller.correct(word) is None


@pytest.mark.parametrize("word", ["zzzzqqq", "xylograph", "l4", "qwertyuiop"])
def test_a_word_like_nothing_known_is_left_alone(speller: Speller, word: str) -> None:
    assert speller.correct(word) is None


@given(st.text(max_size=40))
def test_any_word_gets_an_answer(typed: str) -> None:
    assert Speller(WORDS).correct(typed) in (None, *WORDS, typed + "g")

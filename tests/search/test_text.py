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


@pytest.mark.parametrize(
    "typed", ["cant", "can't", "can’t", "cannot", "can not", "couldn't", "unable", "not able"]
)
def test_all_ways_to_write_cannot_are_one_word(typed: str) -> None:
    assert next(text.root(word) for word in words(f"{typed} sit")) == "cannot"


def stems(typed: str) -> list[str]:
    return [token.stem for token in text.tokenise(text.clean(typed))]


@pytest.mark.parametrize(
    "typed",
    [
        "havent been able to pee", "have not really been able to pee", "im not even able to pee", "can no longer pee",
        "no longer able to pee", "didnt manage to pee", "struggling to pee", "I've struggled to pee", "wasn't able to pee",
        "unable to pee", "never been able to pee",
    ],
)  # fmt: skip
def test_inability_in_other_words_is_cannot(typed: str) -> None:
    assert "cannot" in stems(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "able to pee",
        "not struggling to pee",
        "no longer sore",
        "i managed to sleep",
        "struggling with stairs",
    ],
)
def test_ability_is_not_read_as_cannot(typed: str) -> None:
    assert "cannot" not in stems(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "couldnt lift my knee without pain",
        "cannot walk far without it hurting",
        "unable to sit without wincing",
    ],
)
def test_what_cannot_be_done_without_pain_hurts_and_can_be_done(typed: str) -> None:
    assert "cannot" not in stems(typed)
    assert text.stem("pain") in stems(typed)


def test_what_cannot_be_done_and_does_not_hurt_stays() -> None:
    assert "cannot" in stems("cannot lift my foot, no pain")
    assert "cannot" in stems("cannot walk without a stick")


def test_a_dead_leg_is_nobody_dying() -> None:
    assert text.root("dead") != text.root("die") == text.root("dying")


def test_oneself_is_one_word() -> None:
    assert len({text.root(word) for word in "myself himself herself themselves yourself".split()}) == 1


def test_a_shortened_will_is_no_illness() -> None:
    assert words("I'll rest, he'll drive, we'll see, she'd say") == "i rest he drive we see she say".split()
    assert words("feeling ill") == ["feeling", "ill"]


@pytest.mark.parametrize(
    ("typed", "is_wee"),
    [
        ("havent weed since monday", True), ("weed myself", True), ("just weed blood", True), ("pulled a weed", False),
        ("weeding the border", False), ("smoke weed for it", False),
    ],
)  # fmt: skip
def test_weed_is_the_past_of_wee_only_where_somebody_has_done_it(typed: str, is_wee: bool) -> None:
    assert (text.stem("wee") in stems(typed)) is is_wee


@pytest.mark.parametrize(
    ("typed", "is_erection"),
    [
        ("cannot get it up", True), ("trouble getting it up", True), ("cant get up off the floor", False),
        ("cant get it up the stairs", False), ("cannot get my leg up", False),
    ],
)  # fmt: skip
def test_getting_it_up_is_not_getting_up(typed: str, is_erection: bool) -> None:
    assert (text.stem("erection") in stems(typed)) is is_erection


def test_fixed_expressions_are_one_word() -> None:
    assert words("my IT band aches") == ["my", "itband", "aches"]
    assert "runs" not in words("arthritis runs in the family")
    assert "back" not in words("down the back of my calf")
    assert "back" in words("lower back of late")


@pytest.mark.parametrize(
    "typed",
    [
        "hurt my back again", "hurt my back at work", "did my back at the gym", "pain on the side of my hip",
        "pains run down my leg", "worse at the end of the day", "pulled my back in",
    ],
)  # fmt: skip
def test_what_looks_like_an_expression_and_speaks_of_the_body_is_left_alone(typed: str) -> None:
    assert words(typed) == typed.split()


def test_how_bad_it_is_is_not_that_it_hurts() -> None:
    assert text.stem("pain") not in stems("so bad i cannot breathe")
    assert text.stem("pain") in stems("bad back")


@pytest.mark.parametrize(
    "typed", ["no longer able to, havent been", "without pain cannot", "get it up", "weed", "back of"]
)
def test_reading_together_twice_changes_nothing(typed: str) -> None:
    once = text.tokenise(typed)
    assert text.read_together(once) == once


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


@pytest.mark.parametrize(
    ("slang", "plain"), [("bum", "buttock"), ("wee", "urinate"), ("tummy", "belly"), ("achy", "sore")]
)
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


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("he feels nothing down there", "he cannot feel down there"),
        ("my leg feels like its not mine", "my leg cannot feel"),
        ("legs feel like they arent there", "legs cannot feel"),
        ("felt nothing like it", "felt nothing like it"),
        ("it feels like its not getting better", "it feels like its not getting better"),
        ("nothing feels better", "nothing feels better"),
    ],
)
def test_feeling_nothing_is_not_feeling(typed: str, read: str) -> None:
    assert " ".join(token.word for token in text.tokenise(text.clean(typed))) == read

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.understanding import Part, Understanding, understand
from tests.search.vocabulary import lexicon

LEXICON = lexicon()


def read(typed: str) -> Understanding:
    return understand(typed, LEXICON)


def part(typed: str, key: str) -> Part:
    return next(part for part in read(typed).parts if part.key == key)


def keys(typed: str) -> list[str]:
    return [part.key for part in read(typed).parts]


@pytest.mark.parametrize(
    "typed",
    [
        "worse sitting", "hurts to sit", "sitting kills me", "cant sit", "can't sit for long", "hurts when i sit",
        "sitting is agony", "my leg throbs when sitting", "back pain in a chair", "sitting makes it worse",
        "agony, sitting", "i cant get comfortable sitting", "sitting isnt comfortable", "numb foot when driving",
        "standing helps but sitting hurts", "hurts standing, walking and sitting", "better lying down, worse sitting",
    ],
)  # fmt: skip
def test_sitting_that_makes_it_worse(typed: str) -> None:
    assert part(typed, "sitting").effect == "worse"
    assert not part(typed, "sitting").negated


@pytest.mark.parametrize(
    "typed",
    [
        "better sitting", "eases when i sit", "sitting helps my back", "stops when i sit", "only comfortable in the recliner",
        "the pain goes away when i sit down", "fine sitting", "no pain sitting", "doesnt hurt when sitting",
        "hurts walking and stops when i sit", "worse walking better sitting", "sitting takes the pain away",
        "walking kills, sitting eases it", "leg pain is gone as soon as i sit, gone", "sorted almost the second i sit",
        "i have to sit", "pain free sitting", "relief from sitting", "hurts to walk but ok sitting",
    ],
)  # fmt: skip
def test_sitting_that_makes_it_better(typed: str) -> None:
    assert part(typed, "sitting").effect == "better"


def test_a_posture_with_no_word_of_pain_or_ease_has_no_effect() -> None:
    assert part("sitting", "sitting").effect is None
    assert part("sitting", "sitting").param is None


@pytest.mark.parametrize(
    "typed", ["back pain, not worse at night", "it isnt worse at night", "hurts, but never at night"]
)
def test_a_denied_effect_is_negated(typed: str) -> None:
    assert part(typed, "night").negated
    assert part(typed, "night").effect == "worse"


def test_ease_that_is_denied_is_negated() -> None:
    assert part("lying down doesnt help", "lying") == part("lying down doesnt help", "lying")
    assert part("lying down doesnt help", "lying").negated
    assert part("lying down doesnt help", "lying").effect == "better"


@pytest.mark.parametrize(
    "typed", ["no numbness", "without tingling or numbness", "never any numbness", "no sign of numbness"]
)
def test_a_denied_symptom_is_negated(typed: str) -> None:
    assert part(typed, "numbness").negated


@pytest.mark.parametrize(
    "typed", ["no fever but numbness", "no fever, numbness", "not only numbness", "no cough and now numbness"]
)
def test_a_denial_ends_where_its_clause_ends(typed: str) -> None:
    assert not part(typed, "numbness").negated


def test_said_and_denied_counts_as_said() -> None:
    assert not part("no numbness before, now numbness", "numbness").negated


@pytest.mark.parametrize(
    ("typed", "key", "side"),
    [
        ("both legs ache", "leg", "both"), ("left leg hurts", "leg", "one"), ("pain in my right calf", "calf", "one"),
        ("leg pain on one side", "leg", "one"), ("calf pain", "calf", None), ("pain right down the leg", "leg", None),
        ("calf on both sides", "calf", "both"),
    ],
)  # fmt: skip
def test_side_words_belong_to_the_place(typed: str, key: str, side: str | None) -> None:
    assert part(typed, key).side == side


def test_a_place_in_a_symptom_counts_too() -> None:
    assert keys("numb foot") == ["numbness", "foot"]


def test_a_place_that_makes_the_sign_does_not_count_by_itself() -> None:
    assert "saddle-numbness" in keys("numb bum")


def test_the_longest_phrase_wins() -> None:
    assert keys("back of my thigh") == ["back-of-thigh"]
    assert keys("lower back") == ["low-back"]
    assert keys("on my feet hurts") == ["standing"]


@pytest.mark.parametrize("typed", ["pain in back and thigh", "back, thigh", "from my back to my thigh"])
def test_two_places_are_not_one(typed: str) -> None:
    assert set(keys(typed)) == {"back", "thigh"}


@pytest.mark.parametrize(
    "typed", ["back up my photos", "he came back", "back again", "six foot tall", "years back"]
)
def test_a_word_of_the_body_that_means_something_else_is_no_place(typed: str) -> None:
    assert read(typed).of_kind("region") == ()


@pytest.mark.parametrize(
    "typed", ["siatica", "Sciatica?", "trapped nerve", "trapped nerves", "lumbar radiculopathy"]
)
def test_a_condition_is_known_by_any_of_its_names(typed: str) -> None:
    assert keys(typed) == ["sciatica"]
    assert read(typed).named


def test_a_name_in_plain_words_is_a_name_only_alone() -> None:
    assert keys("bad back") == ["simple"]
    assert keys("bad back and numb foot") == ["back", "numbness", "foot"]


def test_a_repaired_word_is_told() -> None:
    assert read("herniated disk and siatica").corrected == "herniated disk and sciatica"
    assert read("sciatica").corrected is None
    assert not part("siatica", "sciatica").sure


def test_words_of_pain_are_context_and_no_parts() -> None:
    assert keys("it aches, sore and kills") == []
    assert read("it aches").hurts


def test_what_was_not_understood_is_left() -> None:
    assert read("calf pain after gardening").rest == ("gardening",)


def test_parts_hold_the_readers_own_words() -> None:
    reading = read("My  FOOT goes Numb")
    assert all(reading.text[p.start : p.end] == p.text for p in reading.parts)


@pytest.mark.parametrize(
    "typed", ["", "   ", "\x00", "?!", "the of and", "' OR 1=1 --", "🦵🔥", "AND OR NOT NEAR(", "\u202e"]
)
def test_odd_input_gives_an_empty_reading(typed: str) -> None:
    assert read(typed).parts == ()


WORDS = st.sampled_from(
    "no not never worse better sit sitting numb leg legs both back of thigh pain but and or , . cant when i hurts helps "
    "foot bum siatica down the night stops eases only fine doesnt feel".split()
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=600), st.lists(WORDS, max_size=120).map(" ".join)))
def test_any_text_is_read_in_bounded_time(typed: str) -> None:
    started = time.perf_counter()
    reading = read(typed)
    assert time.perf_counter() - started < 2
    assert all(reading.text[p.start : p.end] == p.text for p in reading.parts)


def test_a_denied_place_ends_at_and() -> None:
    assert part("no pain in my leg", "leg").negated
    assert not part("bladder not working and back pain", "back").negated
    assert not part("no numbness and leg pain", "leg").negated


def test_a_place_called_normal_is_denied() -> None:
    assert part("numb foot, leg is fine", "leg").negated


@pytest.mark.parametrize(
    "typed", ["crashed the car last night", "it went saturday night", "since last night"]
)
def test_a_date_is_no_time_of_day(typed: str) -> None:
    assert "night" not in keys(typed)


def test_a_symptom_placed_years_back_is_marked() -> None:
    assert part("had a foot drop years ago", "weak-leg").past
    assert not part("foot drop", "weak-leg").past


def test_a_symptom_counts_beside_the_longer_name_of_its_place() -> None:
    assert {"numbness", "back-of-thigh"} <= set(keys("numb back of my left leg"))


@pytest.mark.parametrize("typed", ["feels like a foot on my back", "a sore the size of my foot on my back"])
def test_what_pain_is_compared_to_is_no_place(typed: str) -> None:
    assert [part.key for part in understand(typed, LEXICON).of_kind("region")] == ["back"]

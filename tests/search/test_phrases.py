import pytest

from search import text
from search.phrases import Typed, compile_phrase


def typed(words: str) -> Typed:
    return Typed(text.tokenise(text.clean(words)))


def is_found(phrase: str, words: str) -> bool:
    compiled = compile_phrase(phrase)
    assert compiled
    return bool(typed(words).find(compiled))


def is_denied(phrase: str, words: str) -> bool:
    compiled, said = compile_phrase(phrase), typed(words)
    assert compiled
    matches = said.find(compiled)
    return bool(matches) and all(said.is_denied(match, compiled) for match in matches)


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("pain down leg", "the pain goes all the way down my leg"),
        ("numb between my legs", "between the legs i am numb"),
        ("cannot feel myself wiping", "i cant feel myself when i wipe"),
        ("lost bladder control", "losing control of my bladder"),
        ("fell off a ladder", "i was falling off the ladder"),
        ("swollen calf", "my calves are really swollen"),
        ("do not want to live", "i don't want to live"),
        ("rather be dead", "id rather be dead"),
        ("cannot go on", "i cant go on"),
    ],
)
def test_a_phrase_is_found_in_any_order_and_tense_with_small_words_in_between(
    phrase: str, words: str
) -> None:
    assert is_found(phrase, words)


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("numb bum", "my hand is numb. i fell on my bum"),
        ("cannot pee", "i cannot sleep and i pee a lot"),
        ("cannot pee", "i can pee"),
        ("both legs numb", "my leg is numb"),
        ("rather be dead", "my leg went dead"),
        ("lost weight", "lost my job but put on weight"),
        ("swollen calf", "calf not swollen"),
    ],
)
def test_words_far_apart_or_turned_round_are_not_the_phrase(phrase: str, words: str) -> None:
    assert not is_found(phrase, words) or is_denied(phrase, words)


@pytest.mark.parametrize(
    "words",
    [
        "no fever", "no sign of fever", "without any fever", "never had a fever", "dont have a fever", "no chills or fever",
        "no cough, chills or fever", "havent got any fever", "not feeling a fever", "no more fever",
    ],
)  # fmt: skip
def test_an_explicit_denial_is_understood(words: str) -> None:
    assert is_denied("fever", words)


@pytest.mark.parametrize(
    "words",
    [
        "fever", "no appetite and fever", "no cough but fever", "no, i have a fever", "not only fever", "not sure why fever",
        "no pain, fever", "cannot sleep with fever", "no chills. fever", "no idea fever", "not just a fever",
    ],
)  # fmt: skip
def test_in_doubt_a_sign_counts_as_said(words: str) -> None:
    assert not is_denied("fever", words)


def test_what_is_called_normal_is_denied() -> None:
    assert is_denied("bladder", "bladder is normal, but my leg is weak")
    assert not is_denied("bladder", "bladder is not normal")


def test_a_phrase_of_nothing_but_small_words_is_none() -> None:
    assert compile_phrase("of the") is None
    assert compile_phrase("") is None


def test_what_sets_a_place_stays_in_the_vocabularys_phrases() -> None:
    strict = compile_phrase("on my feet", strict=True)
    assert strict
    assert typed("worse on my feet").find(strict)
    assert not typed("my feet tingle").find(strict)


@pytest.mark.parametrize(
    ("words", "leg_first"),
    [
        ("my leg hurts more than my back", True),
        ("leg pain is a lot more than the back pain", True),
        ("my back hurts more than my leg", False),
        ("back is sore, more than leg", False),
        ("leg and back hurt more", False),
    ],
)
def test_a_comparison_is_read_in_its_order(words: str, leg_first: bool) -> None:
    assert is_found("leg hurts more than back", words) is leg_first


@pytest.mark.parametrize(
    "words",
    [
        "fell off a horse years ago", "i fell on some icy steps twenty years back, sore since", "years ago i fell",
        "fell as a kid", "when i was a teenager i fell", "fell in 1998", "decades ago, i fell", "fell long ago",
    ],
)  # fmt: skip
def test_what_is_long_past_is_known(words: str) -> None:
    said, phrase = typed(words), compile_phrase("fell")
    assert phrase
    assert all(said.is_long_ago(match) for match in said.find(phrase))


@pytest.mark.parametrize(
    "words",
    [
        "fell yesterday", "had cancer years ago, fell off a ladder today", "fell years ago and again yesterday",
        "hurt it years ago. fell this morning", "fell a year ago", "for years back pain and i fell", "my kid fell",
        "65 year old fell",
    ],
)  # fmt: skip
def test_what_is_new_is_not_long_past(words: str) -> None:
    said, phrase = typed(words), compile_phrase("fell")
    assert phrase
    assert not all(said.is_long_ago(match) for match in said.find(phrase))


def test_a_side_may_stand_inside_a_phrase() -> None:
    assert is_found("numb leg", "numb back of my left leg")


def test_cannot_feel_peeing_is_not_cannot_pee() -> None:
    assert not is_found("cannot pee", "cannot feel when i pee")
    assert not is_found("cannot feel when I pee", "cannot pee")

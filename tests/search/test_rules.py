import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.rules import (
    AnyItem,
    BothItem,
    Flag,
    FlagItem,
    NotItem,
    PastItem,
    PhraseItem,
    Rule,
    TermItem,
    parse_item,
    problems,
    silenced,
    spelling_words,
    warnings,
)  # fmt: skip
from search.understanding import understand
from tests.search.vocabulary import lexicon

LEXICON = lexicon()


def flag(key: str, *rules: Rule, words: tuple[str, ...] = ()) -> Flag:
    return Flag(key, key, key, "emergency", words, rules)


SADDLE = flag(
    "saddle",
    Rule("emergency", all_of=("words",)),
    words=("numb between my legs", "cannot feel myself wiping"),
)
FEVER = flag(
    "fever",
    Rule("same-day", all_of=("words",), any_of=("region/back", "back pain")),
    words=("fever", "feverish"),
)


def shown(typed: str, *flags: Flag, **chosen: list[str]) -> list[tuple[str, str]]:
    return [(w.key, w.urgency) for w in warnings(flags, understand(typed, LEXICON), chosen)]


@pytest.mark.parametrize(
    ("written", "item"),
    [
        ("numb bum", PhraseItem("numb bum")),
        ("symptom/numbness", TermItem("symptom", "numbness", None)),
        ("posture/sitting:worse", TermItem("posture", "sitting", "worse")),
        ("flag/fever", FlagItem("fever")),
        ("words", FlagItem(None)),
        ("not fever", NotItem(PhraseItem("fever"))),
        ("fell years ago", PastItem(PhraseItem("fell"))),
        ("words years ago", PastItem(FlagItem(None))),
        ("both/leg", BothItem("leg")),
        (
            ("fever", "symptom/numbness"),
            AnyItem((PhraseItem("fever"), TermItem("symptom", "numbness", None))),
        ),
    ],
)
def test_an_item_is_read_as_written(written: object, item: object) -> None:
    assert parse_item(written) == item  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("symptom/", "key is missing"), ("posture/sitting:often", "'worse' or 'better'"), ("region/leg:worse", "only a posture"),
        ("muscle/leg", "not one of"), ("of the", "carries meaning"), ("not not fever", "say it once"),
        ((), "at least one"), ("flag/fever:worse", "no effect"),
    ],
)  # fmt: skip
def test_an_ill_formed_item_is_refused_with_the_remedy(written: object, remedy: str) -> None:
    with pytest.raises(ValueError, match=remedy):
        parse_item(written)  # type: ignore[arg-type]


def test_unknown_terms_and_flags_are_listed() -> None:
    bad = flag("bad", Rule("soon", all_of=("symptom/nowhere", "flag/none", ["not region/mars"])))
    assert len(problems([bad], LEXICON)) == 3
    assert problems([SADDLE, FEVER], LEXICON) == []


@pytest.mark.parametrize(
    "typed", ["numb between the legs", "I can't feel myself when wiping", "between my legs its gone numb"]
)
def test_a_sign_said_in_other_order_and_tense_warns(typed: str) -> None:
    assert shown(typed, SADDLE) == [("saddle", "emergency")]


@pytest.mark.parametrize(
    "typed", ["no numbness between my legs", "not numb between my legs", "numb foot", "between my legs"]
)
def test_a_denied_or_different_sign_does_not_warn(typed: str) -> None:
    assert shown(typed, SADDLE) == []


def test_all_of_and_any_of_must_both_hold() -> None:
    assert shown("fever", FEVER) == []
    assert shown("fever and low back pain", FEVER) == [("fever", "same-day")]
    assert shown("low back pain, no fever", FEVER) == []


def test_choosing_from_the_lists_warns_too() -> None:
    assert shown("fever", FEVER, where=["low-back"]) == [("fever", "same-day")]


def test_a_place_counts_for_all_it_lies_in() -> None:
    both = flag("legs", Rule("soon", all_of=("region/leg",)))
    assert shown("calf pain", both)
    assert not shown("back pain", both)


def test_an_effect_must_be_the_one_said() -> None:
    sitting = flag("sitting", Rule("soon", all_of=("posture/sitting:better",)))
    assert shown("better sitting", sitting)
    assert not shown("worse sitting", sitting)
    assert shown("", sitting, better=["sitting"])
    assert not shown("", sitting, worse=["sitting"])


def test_unless_silences_a_rule() -> None:
    legs = flag("legs", Rule("emergency", all_of=("leg weakness",), unless=("posture/sitting:better",)))
    assert shown("weak legs walking", legs)
    assert not shown("leg weakness, gone when i sit down", legs)


def test_not_holds_only_for_what_is_denied_in_so_many_words() -> None:
    quiet = flag("quiet", Rule("soon", all_of=("region/back", "not symptom/numbness")))
    assert shown("back pain, no numbness", quiet)
    assert not shown("back pain", quiet)
    assert not shown("back pain and numbness", quiet)


def test_a_flag_shows_at_its_most_urgent_rule_and_the_most_urgent_stands_first() -> None:
    graded = flag(
        "graded", Rule("soon", all_of=("fever",)), Rule("same-day", all_of=("fever", "region/back"))
    )
    assert shown("fever", graded) == [("graded", "soon")]
    assert shown("fever, back pain, numb between my legs", graded, SADDLE) == [
        ("saddle", "emergency"),
        ("graded", "same-day"),
    ]


def test_another_flags_words_can_be_asked() -> None:
    other = flag("other", Rule("emergency", all_of=("flag/fever", "symptom/swelling")))
    assert shown("swollen calf and feverish", other, FEVER) == [("other", "emergency")]


def test_a_misspelt_sign_warns() -> None:
    words = spelling_words([SADDLE, FEVER])
    reading = understand("feverr and low bak pain", type(LEXICON).build(LEXICON.entries, words))
    assert [w.key for w in warnings([FEVER], reading)] == ["fever"]


def test_a_rule_that_asks_nothing_never_holds() -> None:
    assert shown("fever", flag("empty", Rule("soon"))) == []


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_held_against_the_rules(typed: str) -> None:
    warnings([SADDLE, FEVER], understand(typed, LEXICON))


@pytest.mark.parametrize(
    ("sign", "unless"),
    [
        ("foot drop", "foot drop for years"), ("cannot hop", "hop on"), ("hot and cold sweats", "hot or cold"),
        ("leg shorter and turned out", "one leg shorter"),
    ],
)  # fmt: skip
def test_an_unless_that_silences_its_own_sign_is_refused(sign: str, unless: str) -> None:
    bad = flag("bad", Rule("emergency", any_of=(sign,), unless=("asleep", unless)))
    assert [place for place, _ in silenced(bad.rules[0])] == [1]
    assert "take it out" in problems([bad], LEXICON)[0]


def test_the_flags_own_words_and_lists_of_items_are_signs_too() -> None:
    rule = Rule(
        "emergency",
        all_of=("words", ["numb foot", "weak foot"]),
        unless=(["fine", "a weak foot"], "numb leg"),
    )
    assert [place for place, _ in silenced(rule, ("a numb leg",))] == [0, 1]


def test_an_unless_with_a_word_of_its_own_is_fine() -> None:
    assert (
        silenced(Rule("soon", all_of=("foot drop",), unless=("drop foot splint", "foot drop years ago")))
        == []
    )


def test_what_is_long_past_can_silence_and_only_if_nothing_is_new() -> None:
    fall = flag("fall", Rule("emergency", all_of=("fell", "region/leg"), unless=("fell years ago",)))
    assert not shown("fell on icy steps years back, that leg has never been right", fall)
    assert not shown("fell as a kid, my leg clicks", fall)
    assert shown("fell years ago, fell again today, leg hurts", fall)
    assert shown("had a bad back years ago, now i fell and my leg hurts", fall)


def test_a_term_can_be_long_past() -> None:
    weak = flag(
        "weak", Rule("emergency", all_of=("symptom/weak-leg",), unless=("symptom/weak-leg years ago",))
    )
    assert shown("foot drop", weak)
    assert not shown("had foot drop years ago", weak)


BOTH = flag("both", Rule("emergency", all_of=("both/leg", ["numb", "tingling"])))


@pytest.mark.parametrize(
    "typed",
    [
        "both legs numb", "my left foot is numb, now the right foot too", "right leg went numb and now the left one as well",
        "numb in one foot then the other", "tingling both feet",
    ],
)  # fmt: skip
def test_one_side_and_then_the_other_is_both(typed: str) -> None:
    assert shown(typed, BOTH)


@pytest.mark.parametrize(
    "typed",
    [
        "numb left foot", "sometimes my left leg is numb, sometimes the right leg", "left or right leg numb",
        "left leg numb but not the right leg", "numb foot, sore on the right side", "left hand and right leg numb",
    ],
)  # fmt: skip
def test_one_side_alone_is_not_both(typed: str) -> None:
    assert not shown(typed, BOTH)


def test_asking_what_a_sign_is_called_warns_all_the_same() -> None:
    """Who asks may have just read the words on a card and wonder about themselves; the warning answers, too."""
    assert shown("what does numb between the legs mean", SADDLE)


def test_an_unless_with_an_and_of_its_own_silences() -> None:
    flag = Flag(
        "hot-cold",
        "hot-cold",
        "Shivering",
        "emergency",
        (),
        (Rule("emergency", any_of=("cold",), unless=("hot and cold packs",)),),
    )
    assert not warnings((flag,), understand("i alternate hot and cold packs on it", lexicon()))
    assert warnings((flag,), understand("hot packs do nothing and cold sweats", lexicon()))

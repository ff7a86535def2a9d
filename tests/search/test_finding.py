import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.finding import Found, Query, chosen_keys, find
from search.library import PageFacts
from search.rules import Warning
from tests.search.vocabulary import engine, lexicon, library

LEXICON = lexicon()
LIBRARY = library(LEXICON)
ENGINE = engine()


def ask(typed: str = "", **more: object) -> Found:
    return find(Query(typed, **more), LIBRARY, LEXICON, ENGINE)  # type: ignore[arg-type]


def found(typed: str = "", **more: object) -> list[str]:
    return [result.page.key for result in ask(typed, **more).results]


def test_the_page_that_matches_best_comes_first() -> None:
    assert found("pain down my leg, worse coughing")[0] == "sciatica"
    assert found("legs hurt walking, better sitting")[0] == "stenosis"


@pytest.mark.parametrize("typed", ["spinal stenosis", "stenosis spinal", "spinel stenosis"])
def test_a_name_typed_outright_comes_first(typed: str) -> None:
    assert found(typed)[0] == "stenosis"


def test_a_name_among_other_words_still_counts_most() -> None:
    assert found("sciatica better sitting")[0] == "sciatica"


def test_what_is_chosen_is_required() -> None:
    assert found(better=("sitting",)) == ["stenosis"]
    assert found("pain down my leg", better=("sitting",)) == ["stenosis"]


def test_what_is_typed_is_ranked_and_not_required() -> None:
    assert set(found("numb foot, worse sitting")) == {"sciatica", "stenosis"}


def test_an_unknown_slug_asks_for_nothing() -> None:
    assert found(better=("nonsense",)) == []
    assert chosen_keys(Query(better=("nonsense", "sitting")), LEXICON)["better"] == ("sitting",)


def test_a_page_says_which_of_the_asked_it_mentions() -> None:
    best = ask("numb foot and worse sitting").results[0]
    assert [mention.title for mention in best.mentions] == [*["Numbness", "Foot", "Sitting"][:1], "Sitting"]


def test_a_page_says_the_opposite_only_where_it_states_it() -> None:
    results = {r.page.key: r for r in ask("numb, worse sitting").results}
    assert [m.param for m in results["stenosis"].says_opposite] == ["better"]
    assert results["sciatica"].says_opposite == ()


def test_absence_is_never_an_opposite() -> None:
    assert all(not r.says_opposite for r in ask("back ache, worse coughing").results)


@pytest.mark.parametrize(
    "typed",
    ["cheap laptop", "back up iphone photos", "pancake batter", "nerve racking job interview", "ear infection drops",
     "toothache", "chicken leg recipe", "football scores", "weather tomorrow", "how to bake bread"],
)  # fmt: skip
def test_a_question_about_something_else_finds_nothing(typed: str) -> None:
    assert ask(typed).total == 0


@pytest.mark.parametrize("typed", ["bad back", "leg", "back pain", "calf hurts after gardening", "numb"])
def test_a_short_question_about_pain_finds_something(typed: str) -> None:
    assert ask(typed).total


def test_did_you_mean_is_offered_only_when_it_finds_something() -> None:
    assert ask("siatica").suggestion == "sciatica"
    assert ask("sciatica").suggestion is None


def test_facets_count_what_would_be_left() -> None:
    facets = {f.param: {o.entry.key: o.count for o in f.options} for f in ask(where=("leg",)).facets}
    assert facets["worse"]["walking"] == 1
    assert facets["where"]["leg"] == 2
    assert facets["where"]["calf"] == 1


def test_with_nothing_asked_facets_count_the_whole_library() -> None:
    assert ask().total == 0
    assert {f.param: len(f.options) for f in ask().facets}["where"] > 2


def test_no_result_says_what_to_drop() -> None:
    nothing = ask(better=("sitting",), where=("low-back",))
    assert nothing.total == 0
    assert {chip.asked.entry.key: chip.without for chip in nothing.chips} == {"sitting": 1, "low-back": 1}


def test_pages_of_results_do_not_overlap() -> None:
    first, second = ask("leg pain", limit=1), ask("leg pain", limit=1, page=2)
    assert first.total == second.total
    assert first.results[0].page.id != second.results[0].page.id
    assert ask("leg pain", limit=1, page=99).page == first.pages


def test_only_the_kind_asked_for_is_found() -> None:
    assert found("sciatica", kinds=("article",)) == []


@settings(deadline=None)
@given(st.text(max_size=200), st.integers(-5, 10**9), st.integers(-5, 10**6))
def test_any_question_gets_an_answer(typed: str, page: int, limit: int) -> None:
    assert ask(typed, page=page, limit=limit).total >= 0


def test_a_warning_that_shows_brings_up_the_pages_it_points_to() -> None:
    warned = (Warning("cord", "cord", "Cord", "emergency", ("simple",)),)
    assert found("calf")[0] == "sciatica"
    best = find(Query("calf"), LIBRARY, LEXICON, ENGINE, warned=warned).results[0]
    assert best.page.key == "simple"


def test_the_page_of_a_term_comes_after_the_conditions_that_speak_of_it() -> None:
    term = PageFacts(
        50, "term", "numbness", "numbness", "Numbness", "", "/symptoms/numbness/", ("numb leg", "numb foot")
    )
    mixed = find(Query("numb foot"), LIBRARY.with_pages([term]), LEXICON, ENGINE)
    assert [result.page.kind for result in mixed.results] == ["condition", "condition", "term"]

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engine import Document
from search.sqlite_engine import SqliteEngine
from search.text import stem

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="this engine is for SQLite"),
]


@pytest.fixture
def engine() -> SqliteEngine:
    engine = SqliteEngine()
    engine.index(
        [
            Document(1, "condition", "Sciatica", "trapped nerve", "Leg pain along the nerve."),
            Document(2, "condition", "Stenosis", "", "A narrow canal. Some call it sciatica, wrongly."),
            Document(3, "article", "Sleep", "", "Pillows and oedema."),
        ]
    )
    return engine


def ids(engine: SqliteEngine, *words: str, **more: object) -> list[int]:
    return [hit.id for hit in engine.search([stem(word) for word in words], **more)]  # type: ignore[arg-type]


def test_a_word_of_the_title_outweighs_one_of_the_body(engine: SqliteEngine) -> None:
    assert ids(engine, "sciatica") == [1, 2]


def test_any_of_the_words_will_do(engine: SqliteEngine) -> None:
    assert set(ids(engine, "canal", "pillow")) == {2, 3}


def test_spellings_of_both_countries_meet(engine: SqliteEngine) -> None:
    assert ids(engine, "edema") == [3]


def test_only_the_kinds_asked_for_are_found(engine: SqliteEngine) -> None:
    assert ids(engine, "sciatica", "pillow", kinds=["article"]) == [3]


def test_names_alone_can_be_searched(engine: SqliteEngine) -> None:
    assert ids(engine, "sciatica", names_only=True) == [1]


def test_a_document_indexed_again_replaces_the_old_one(engine: SqliteEngine) -> None:
    engine.index([Document(1, "condition", "Renamed", "", "")])
    assert ids(engine, "nerve") == []
    assert ids(engine, "renamed") == [1]


def test_a_removed_document_is_not_found(engine: SqliteEngine) -> None:
    engine.remove([1, 77])
    assert ids(engine, "sciatica") == [2]


def test_words_are_counted_by_document(engine: SqliteEngine) -> None:
    assert engine.counts([stem("sciatica"), stem("pillow"), "nowhere"]) == {
        stem("sciatica"): 2,
        stem("pillow"): 1,
        "nowhere": 0,
    }


@pytest.mark.parametrize(
    "word", ['"', "AND", "NEAR(", "title:", "*", "a\x00b", "'; DROP TABLE search_document", "-", "^"]
)
def test_what_a_reader_types_is_never_syntax(engine: SqliteEngine, word: str) -> None:
    assert engine.search([word]) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(st.lists(st.text(max_size=20), max_size=5))
def test_any_words_can_be_searched(engine: SqliteEngine, words: list[str]) -> None:
    engine.search(words)


def test_a_pair_is_found_where_its_words_stand_close_together(engine: SqliteEngine) -> None:
    pairs = [(stem("narrow"), stem("canal")), (stem("pillow"), stem("sciatica"))]
    assert [hit.id for hit in engine.search_pairs(pairs)] == [2]
    assert [hit.id for hit in engine.search_pairs([(stem("canal"), stem("narrow"))])] == [2]


def test_pairs_are_plain_words_and_kinds_are_kept(engine: SqliteEngine) -> None:
    assert engine.search_pairs([('"', "NEAR("), ("", "x")]) == []
    assert engine.search_pairs([]) == []
    assert engine.search_pairs([(stem("narrow"), stem("canal"))], ("article",)) == []

"""What readers could not find: counted, and forgotten unless it is a word that many use."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client

from publishing import directory
from search import missed, state
from search.models import MissedSearch
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def library():
    factories.vocabulary()
    factories.live("condition", "slipped-disc", name="Slipped disc", **factories.facts())
    factories.live(
        "red-flag",
        "self-harm",
        name="Thoughts of harming yourself",
        words=["end it all", "harm myself"],
        rules=[{"urgency": "emergency", "any_of": ["words"]}],
    )


def kept() -> list[tuple[str, int]]:
    return list(MissedSearch.objects.order_by("day", "text").values_list("text", "count"))


def ask(text: str, **more: str) -> None:
    assert Client().get("/find/", {"q": text, **more}).status_code == 200


def test_a_word_nobody_knows_is_counted_by_day():
    with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC)):
        ask("Lumbago?")
        ask("lumbago")
    with time_machine.travel(datetime(2026, 5, 2, 12, tzinfo=UTC)):
        ask("lumbago")
    assert kept() == [("lumbago", 2), ("lumbago", 1)]


def test_what_was_understood_and_found_is_not_counted():
    ask("numb calf")
    assert kept() == []


def test_browsing_by_lists_alone_is_not_counted():
    ask("", feels="numbness")
    ask("   ")
    assert kept() == []


def test_later_pages_of_the_same_search_are_not_counted():
    ask("lumbago", page="2")
    assert kept() == []


def test_the_api_counts_nothing():
    Client().get("/api/v1/search", {"q": "lumbago"})
    Client().get("/api/v1/suggest", {"q": "lumbago"})
    assert kept() == []


@pytest.mark.parametrize("text", ["harm myself", "end it all zzyzx", "lumbago, i will harm myself"])
def test_a_text_that_raises_a_warning_leaves_no_trace(text):
    ask(text)
    assert kept() == []


def test_it_can_be_switched_off(settings):
    settings.COUNT_MISSED_SEARCHES = False
    ask("lumbago")
    assert kept() == []


@pytest.mark.parametrize(
    "text",
    [
        "0151 496 0000", "lumbago 57", "me@example.org", "example.org/lumbago", "12 acacia avenue", "acacia avenue", "john lumbago",
        "Lumbago John", "zzyzx qwrtp", "mr lumbago", "my name is lumbago", "lumbago for as long as i live", "xy",
        "a" * 41, "lumbago\x00\u202e1", "L1234", "https://a.b", "ask Lumbago",
    ],
)  # fmt: skip
def test_what_may_be_a_name_a_number_or_an_address_is_only_counted(text):
    lexicon = state.searchable(directory.current()).lexicon
    assert missed.kept_text(text, lexicon) == ""
    ask(text)
    assert [text for text, _ in kept()] in ([""], [])


@pytest.mark.parametrize(
    ("text", "as_kept"),
    [
        ("Lumbago", "lumbago"),
        ("LUMBAGO PAIN", "lumbago pain"),
        ("what’s lumbago?", "what lumbago"),
        ("  hip   zings ", "hip zings"),
    ],
)
def test_a_short_text_is_kept_in_small_letters(text, as_kept):
    lexicon = state.searchable(directory.current()).lexicon
    assert missed.kept_text(text, lexicon) == as_kept


def test_editors_see_a_text_only_after_three_days():
    for day in (1, 2):
        with time_machine.travel(datetime(2026, 5, day, 12, tzinfo=UTC)):
            ask("lumbago")
            ask("john smith")
    assert list(MissedSearch.objects.for_editors()) == []
    with time_machine.travel(datetime(2026, 5, 9, 12, tzinfo=UTC)):
        ask("lumbago")
        ask("lumbago")
    (seen,) = MissedSearch.objects.for_editors()
    assert (seen["text"], seen["days"], seen["times"], seen["latest"].day) == ("lumbago", 3, 4, 9)


def test_what_is_older_than_90_days_is_forgotten():
    with time_machine.travel(datetime(2026, 1, 1, 12, tzinfo=UTC)):
        ask("lumbago")
    with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC)):
        ask("gammy hip")
    assert kept() == [("gammy hip", 1)]


def test_a_flood_of_texts_keeps_no_more_than_a_day_may(monkeypatch):
    monkeypatch.setattr(missed, "_MOST_TEXTS_A_DAY", 2)
    for text in ("lumbago", "zings", "gammy", "wonky"):
        ask(text)
    assert kept() == [("", 2), ("lumbago", 1), ("zings", 1)]


def test_a_busy_database_costs_the_count_and_not_the_page(monkeypatch, caplog):
    def busy(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(missed, "_count", busy)
    caplog.set_level("INFO")
    ask("lumbago")
    assert "was not counted" in caplog.text
    assert "lumbago" not in caplog.text


def test_nothing_else_of_the_database_becomes_impatient():
    from django.db import connection

    def timeout() -> int:
        with connection.cursor() as cursor:
            return int(cursor.execute("PRAGMA busy_timeout").fetchone()[0])

    if connection.vendor == "sqlite":
        before = timeout()
        ask("lumbago")
        assert timeout() == before > 1000

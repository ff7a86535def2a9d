"""A lexicon changed by names is the lexicon built anew."""

from search.lexicon import Entry, Lexicon
from search.understanding import understand
from tests.search.vocabulary import ENTRIES

LEXICON = Lexicon.build(ENTRIES)
NEW = Entry("condition", "hip", "hip-arthritis", "Hip arthritis", ("coxarthrosis",))


def keys(lexicon: Lexicon, typed: str) -> list[str]:
    return [part.key for part in understand(typed, lexicon).parts]


def test_a_new_name_is_found_and_its_words_repair_misspelt_ones() -> None:
    lexicon = LEXICON.with_names([NEW])
    assert keys(lexicon, "coxarthrosis") == keys(lexicon, "coxarthrosus") == ["hip"]
    assert keys(LEXICON, "coxarthrosis") == []
    assert lexicon.by_slug("condition", "hip-arthritis") == NEW


def test_a_changed_name_takes_the_place_of_the_old_one() -> None:
    changed = Entry("condition", "sciatica", "sciatica", "Leg nerve trouble", ("ischias",))
    lexicon = LEXICON.with_names([changed])
    assert keys(lexicon, "ischias") == ["sciatica"]
    assert "sciatica" not in keys(lexicon, "lumbar radiculopathy")
    assert len(lexicon.of_kind("condition")) == len(LEXICON.of_kind("condition"))


def test_a_removed_name_is_gone_and_the_vocabulary_stays() -> None:
    lexicon = LEXICON.with_names((), [("condition", "sciatica")])
    assert lexicon.get("condition", "sciatica") is None
    assert "sciatica" not in keys(lexicon, "lumbar radiculopathy")
    assert keys(lexicon, "numb foot") == keys(LEXICON, "numb foot")
    assert keys(LEXICON, "lumbar radiculopathy") == ["sciatica"]


def test_nothing_changed_gives_the_same_lexicon() -> None:
    assert LEXICON.with_names([]) is LEXICON

from search.library import Fact, Library, name_key
from tests.search.vocabulary import condition, lexicon, library

LEXICON = lexicon()


def keys(lib: Library, bits: int) -> set[str]:
    return {lib.page(number).key for number in lib.numbers(bits)}


def test_pages_are_found_by_what_they_say() -> None:
    lib = library(LEXICON)
    assert keys(lib, lib.saying("worse", "sitting")) == {"sciatica"}
    assert keys(lib, lib.saying("better", "sitting")) == {"stenosis"}
    assert lib.saying("worse", "nothing") == 0


def test_a_place_counts_what_lies_within_it() -> None:
    lib = library(LEXICON)
    assert keys(lib, lib.saying("where", "leg")) == {"sciatica", "stenosis"}
    assert keys(lib, lib.saying("where", "calf")) == {"sciatica"}


def test_facts_are_sorted_by_how_strongly_they_are_said() -> None:
    hallmark, common, *_ = library(LEXICON).levels("worse", "coughing")
    assert hallmark
    assert not common


def test_a_changed_page_takes_the_place_of_the_old_one() -> None:
    old = library(LEXICON)
    new = old.with_pages([condition(10, "sciatica", "Sciatica", Fact("worse", "walking", "rare"))])
    assert keys(new, new.saying("worse", "sitting")) == set()
    assert keys(new, new.saying("worse", "walking")) == {"sciatica", "stenosis"}
    assert keys(old, old.saying("worse", "sitting")) == {"sciatica"}
    assert len(new) == len(old)


def test_a_removed_page_is_gone_and_a_new_one_is_there() -> None:
    lib = library(LEXICON).with_pages([condition(40, "disc", "Slipped disc")], removed=[20, 999])
    assert keys(lib, lib.everything) == {"sciatica", "simple", "disc"}
    assert lib.number_of(20) is None
    assert lib.number_of_key("condition", "stenosis") is None
    assert lib.saying("better", "sitting") == 0


def test_a_library_changed_by_steps_is_the_library_built_at_once() -> None:
    pages = [
        condition(n, f"c{n}", f"C{n}", Fact("feels", "numbness", "common"), Fact("where", "calf"))
        for n in range(50)
    ]
    steps = Library.build(pages[:20], LEXICON).with_pages(pages[20:]).with_pages(pages[5:9], removed=[3])
    once = Library.build([p for p in pages if p.id != 3], LEXICON)
    assert keys(steps, steps.saying("where", "leg")) == keys(once, once.saying("where", "leg"))
    assert len(steps) == len(once) == 49


def test_a_page_is_known_by_its_names_in_any_order_and_spelling() -> None:
    lib = library(LEXICON)
    assert keys(lib, lib.named(name_key("back, bad"))) == {"simple"}


def test_several_kinds_can_be_asked_for() -> None:
    lib = library(LEXICON)
    assert lib.of_kinds(()) == lib.of_kinds(("condition",)) == lib.of_kinds(("condition", "article"))
    assert lib.of_kinds(("article",)) == 0

"""What differs between two records: words in prose, fields, and links by what they are known by."""

import time
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from publishing.differences import Change, Telling, differences, words

SYMPTOMS = Telling(identity={"symptoms": ("symptom",), "postures": ("posture", "effect")})


def marked(old: str, new: str) -> str:
    """-taken out- +put in+"""
    signs = {Change.SAME: "", Change.ADDED: "+", Change.REMOVED: "-"}
    return " ".join(
        f"{signs[piece.change]}{piece.text.strip()}{signs[piece.change]}" for piece in words(old, new)
    )


def only(old, new, telling=None):
    (difference,) = differences(old, new, telling)
    return difference


def told(difference):
    return [(row.change.value, row.name, row.moved) for row in difference.rows]


def test_words_are_marked_within_a_sentence():
    assert marked("It aches at night.", "It burns at night.") == "It -aches- +burns+ at night."


def test_a_citation_and_the_target_of_a_link_are_each_one_word():
    assert marked("So [@nice-2016].", "So [@nice-2020].") == "So -[@nice-2016]- +[@nice-2020]+ ."
    assert marked("[it](condition:a) is", "[it](condition:b) is").count("+") == 2


def test_words_that_are_the_same_by_chance_do_not_break_up_a_rewritten_sentence():
    assert marked("Most people get well in weeks.", "Pain often stays in summer for years.").count("+") == 2


def test_a_paragraph_put_in_leaves_the_others_unmarked():
    difference = only({"more": "One here.\n\nTwo there."}, {"more": "One here.\n\nNew.\n\nTwo there."})
    assert [paragraph.change for paragraph in difference.paragraphs] == ["same", "added", "same"]


def test_a_change_of_blank_lines_alone_is_told_as_such():
    difference = only({"more": "One.\nTwo."}, {"more": "One.\n\nTwo."})
    assert difference.differs
    assert difference.only_blanks


def test_a_field_filled_emptied_or_left_alone_is_told_as_that():
    old = {"a": "", "b": "word", "c": date(2026, 1, 2), "d": None}
    new = {"a": "word", "b": "", "c": date(2026, 1, 2), "d": None}
    found = {one.name: one.change for one in differences(old, new)}
    assert found == {"a": "added", "b": "removed", "c": "same"}


def test_links_are_matched_by_what_they_lead_to_and_not_by_their_place():
    old = [{"symptom": "numbness", "level": "common"}, {"symptom": "ache", "level": "rare"}]
    new = [
        {"symptom": "weakness", "level": "rare"},
        {"symptom": "numbness", "level": "hallmark"},
    ]
    difference = only({"symptoms": old}, {"symptoms": new}, SYMPTOMS)
    assert told(difference) == [
        ("added", "weakness", False),
        ("changed", "numbness", False),
        ("removed", "ache", False),
    ]
    changed = difference.rows[1]
    assert [field.name for field in changed.fields if field.differs] == ["level"]


def test_a_link_that_only_moved_is_told_as_moved():
    old = [{"symptom": key, "level": "common"} for key in ("a", "b", "c")]
    difference = only({"symptoms": old}, {"symptoms": [old[2], old[0], old[1]]}, SYMPTOMS)
    assert told(difference) == [("same", "c", True), ("same", "a", False), ("same", "b", False)]


def test_a_posture_whose_effect_changed_is_still_that_posture():
    old, new = ([{"posture": "sitting", "effect": effect, "note": ""}] for effect in ("worse", "better"))
    difference = only({"postures": old}, {"postures": new}, SYMPTOMS)
    (row,) = difference.rows
    assert row.change == "changed"
    assert [field.name for field in row.fields if field.differs] == ["effect"]


def test_rows_without_identity_are_matched_by_likeness():
    old = [{"myth": "Rest is best for a bad back.", "fact": "It is not."}]
    new = [
        {"myth": "A scan shows the cause.", "fact": "Seldom."},
        {"myth": "Rest is best for any bad back.", "fact": "It is not."},
    ]
    assert [change for change, _, _ in told(only({"myths": old}, {"myths": new}))] == ["added", "changed"]


def test_keys_are_never_alike():
    telling = Telling(keys={("sources",)})
    difference = only({"sources": ["nice-2016-a"]}, {"sources": ["nice-2016-b"]}, telling)
    assert sorted(row.change for row in difference.rows) == ["added", "removed"]


def test_parts_of_a_record_are_told_field_by_field():
    old, new = ({"emergency": {"urgency": "soon", "action": action}} for action in ("Call.", "Ring."))
    (row,) = only(old, new).rows
    assert [field.name for field in row.fields if field.differs] == ["action"]


TEXT = st.text(alphabet="ab .\n[@]()*", max_size=60)


def without_blanks(text: str) -> str:
    return "".join(text.split())


@given(TEXT, TEXT)
def test_either_version_can_be_read_off_the_marks(old, new):
    found = differences({"text": old}, {"text": new})
    pieces = [piece for one in found for paragraph in one.paragraphs for piece in paragraph.pieces]
    for version, gone in ((old, Change.ADDED), (new, Change.REMOVED)):
        kept = "".join(piece.text for piece in pieces if piece.change is not gone)
        assert without_blanks(kept) == without_blanks(version)


def test_the_longest_prose_is_compared_in_a_moment():
    old, new = ("\n".join("ab"[(n * step) % 7 % 2] for n in range(15_000)) for step in (2, 3))
    begin = time.monotonic()
    differences({"text": old}, {"text": new})
    differences({"text": old.replace("\n", " ")}, {"text": new.replace("\n", " ")})
    assert time.monotonic() - begin < 10

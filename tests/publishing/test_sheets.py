"""Cells of sheets: whatever stands in them comes back, and nothing is taken for a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing import sheets
from publishing.kinds import get_kind
from publishing.sheets import Cell

TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n")).map(str.strip).filter(bool)


@given(st.lists(TEXTS))
def test_any_texts_come_back_from_one_cell_as_they_went_out(texts):
    assert sheets.parted(sheets.unguarded(sheets.guarded(sheets.joined(texts)))) == texts


@given(st.text())
def test_any_cell_comes_back_as_it_went_out(text):
    guarded = sheets.guarded(text)
    assert sheets.unguarded(guarded) == text
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_what_fits_into_a_cell_is_a_column_and_prose_and_rows_are_none():
    assert sheets.columns(get_kind("symptom")) == {
        "slug": Cell.TEXT,
        "name": Cell.TEXT,
        "clinical_name": Cell.TEXT,
        "description": Cell.TEXT,
        "words": Cell.LIST,
        "group": Cell.TEXT,
    }
    condition = sheets.columns(get_kind("condition"))
    assert condition["next_review_due"] is Cell.DAY
    assert condition.keys().isdisjoint({"what_happens", "symptoms", "emergency", "icd10cm"})


def read(text: str, kind: str = "red-flag-case"):
    return sheets.read(text, get_kind(kind))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_sheet_is_read_whatever_stands_between_its_cells(separator):
    text = "kind,key,urgent,shows\nred-flag-case,case-1,yes,a | b\n\n".replace(",", separator)
    (row,), wrong = read(text)
    assert (row.key, row.given, wrong) == ("case-1", {"urgent": True, "shows": ["a", "b"]}, [])


def test_an_empty_cell_empties_and_a_column_left_out_leaves_alone():
    (row,), _ = read("kind,key,note\nred-flag-case,case-1,\n")
    assert row.onto({"text": "numb", "note": "why"}) == {"text": "numb", "key": "case-1"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kind,key,urgnt\n", "is no column of this sheet"),
        ("kind,key,note,note\n", "stands twice"),
        ("kind,note\n", "is missing"),
        ("kind,key,urgent\nred-flag-case,a,perhaps\n", "neither “yes” nor “no”"),
        ("kind,key\nsymptom,a\n", "a sheet holds one kind"),
        ("kind,key,note\nred-flag-case,a\n", "fewer cells"),
        ('kind,key\nred-flag-case,"a\n', "cannot be read as CSV"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_told_with_its_line_and_remedy(text, told):
    _, wrong = read(text)
    assert any(told in message for _, _, message in wrong), wrong


def test_a_date_that_a_spreadsheet_wrote_its_own_way_is_refused():
    _, ((line, column, message),) = read("kind,key,written_on\ncondition,a,21/11/2026\n", "condition")
    assert (line, column) == (2, "written_on")
    assert "2026-11-21" in message

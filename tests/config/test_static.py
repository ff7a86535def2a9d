"""The stylesheet as readers get it: its parts in one file, in their layers."""

from pathlib import Path

import pytest

from config.static import put_together

CSS = Path(__file__).resolve().parents[2] / "static" / "css"


def test_the_parts_stand_in_place_of_their_imports():
    made = put_together()
    assert "@import" not in made
    assert made.startswith("@layer ")
    for part in CSS.glob("*.css"):
        if part.name != "site.css":
            assert part.read_text(encoding="utf-8").strip() in made, part.name


def test_every_part_is_named_by_the_entry():
    entry = (CSS / "site.css").read_text(encoding="utf-8")
    assert [
        part.name for part in CSS.glob("*.css") if part.name != "site.css" and part.name not in entry
    ] == []


def test_a_part_that_is_missing_is_told(settings):
    settings.STATICFILES_DIRS = []
    with pytest.raises(FileNotFoundError, match=r"site\.css"):
        put_together()

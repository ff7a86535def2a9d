"""The figures beside postures: drawn by the script, one for each that an editor can choose, nothing where there is none."""

import re
import runpy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from pydantic import ValidationError

from conditions.figures import Figure
from conditions.records import PostureRecord
from publishing import directory
from tests import factories

ROOT = Path(__file__).resolve().parents[2]
SPRITE = ROOT / "static" / "img" / "postures.svg"
SYMBOLS = ElementTree.parse(SPRITE).getroot().findall("{http://www.w3.org/2000/svg}symbol")


def drawn(**fields: Any) -> str:
    factories.live("posture", "sitting", **fields)
    entry = directory.current().get("posture", "sitting")
    return render_to_string("conditions/_figure.html", {"posture": entry}).strip()


def test_the_sprite_is_what_the_script_draws():
    script = runpy.run_path(str(ROOT / "scripts" / "draw_postures.py"))
    assert SPRITE.read_text(encoding="utf-8") == script["sprite"]()


def test_each_figure_an_editor_can_choose_is_in_the_sprite_and_no_other():
    assert sorted(symbol.attrib["id"] for symbol in SYMBOLS) == sorted(Figure.values)


def test_every_posture_of_the_library_has_a_figure_of_its_own():
    figures = re.findall(r"(?m)^  figure: (\S+)$", (ROOT / "content/vocabulary/postures.yaml").read_text())
    assert sorted(figures) == sorted(Figure.values)


def test_figures_are_drawn_in_the_ink_around_them():
    colours = {
        element.get(name)
        for symbol in SYMBOLS
        for element in symbol.iter()
        for name in ("fill", "stroke")
        if element.get(name)
    }
    assert colours == {"none", "currentColor", "var(--figure-accent,currentColor)"}


@pytest.mark.django_db
def test_a_posture_with_a_figure_shows_it_and_hides_it_from_screen_readers():
    html = drawn(figure="sitting")
    assert "img/postures.svg#sitting" in html
    assert 'aria-hidden="true"' in html


@pytest.mark.django_db
def test_a_posture_without_a_figure_shows_none():
    assert drawn() == ""


def test_a_posture_published_before_there_were_figures_still_reads():
    record = PostureRecord.model_validate({"key": "sitting", "name": "Sitting", "group": "position"})
    assert record.figure == ""
    assert "figure" not in record.content()


def test_a_figure_that_is_not_drawn_is_refused():
    with pytest.raises(ValidationError, match="is not a figure"):
        factories.record("posture", "sitting", figure="juggling")


@pytest.mark.django_db
def test_an_editor_can_choose_a_figure(admin_client):
    posture = factories.write("posture", "sitting")
    form = admin_client.get(f"/admin/conditions/posture/{posture.pk}/change/").context["adminform"].form
    assert {value for value, _ in form.fields["figure"].choices} == {"", *Figure.values}

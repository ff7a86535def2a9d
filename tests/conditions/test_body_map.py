"""The drawing of the body: it holds to the vocabulary, can be touched, and says in words what it shows."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from django.template.loader import render_to_string
from ruamel.yaml import YAML

from conditions import body_map
from conditions.body_figure import FILE, Figure, figure
from conditions.words import Role
from publishing import directory
from tests import factories
from tests.conftest import ROOT

VOCABULARY = YAML(typ="safe").load((ROOT / "content/vocabulary/regions.yaml").read_text(encoding="utf-8"))
PARENTS = {region["key"]: region.get("parent", "") for region in VOCABULARY}
DATA = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
LEAST = 69  # 44 pixels, where the drawing is 312 wide on a screen of 320


def test_every_region_of_the_vocabulary_has_its_place_or_none_on_purpose():
    assert set(DATA["regions"]) == set(PARENTS)
    placeless = {key for key, region in figure().regions.items() if not region.shapes}
    assert placeless == {key for key, region in DATA["regions"].items() if region.get("nowhere")}


def test_what_is_drawn_with_a_region_lies_in_it():
    parts = [(key, part) for key, region in DATA["regions"].items() for part in region.get("parts", ())]
    assert parts
    assert [(key, part) for key, part in parts if PARENTS[part] != key] == []


def test_a_region_without_a_shape_of_its_own_is_all_that_lies_in_it():
    for key, region in DATA["regions"].items():
        if set(region) == {"parts"}:
            assert set(region["parts"]) == {child for child, parent in PARENTS.items() if parent == key}


def test_every_shape_stands_on_a_view_of_the_drawing():
    named = {name for region in DATA["regions"].values() for name in region} - {"parts", "nowhere"}
    assert named <= set(DATA["views"])
    assert all(view.outline or view.like != view.key for view in figure().views.values())


def test_a_path_that_cannot_be_mirrored_is_refused():
    broken = Figure({**DATA, "regions": {"head": {"front": "M0 0h50v80"}}})
    with pytest.raises(ValueError, match="not a path"):
        broken.regions["head"]


def test_a_half_that_ends_in_the_middle_becomes_one_shape_and_another_two():
    drawing = Figure(
        {
            **DATA,
            "regions": {"neck": {"front": "M0 0L9 0L0 9"}, "knee": {"front": "M5 0L9 0L5 9"}},
        }
    )
    assert drawing.regions["neck"].path == "M122 0l9 0l-9 9l-9-9l9 0z"
    assert drawing.regions["knee"].path == "M127 0l4 0l-4 9zM117 0l-4 0l4 9z"


# --- What can be touched ----------------------------------------------------------------------------------------------


def test_at_most_sixteen_regions_are_chosen_on_the_map():
    assert 0 < len(figure().groups) <= 16
    assert set(figure().groups) <= set(PARENTS)


@pytest.mark.parametrize("key", figure().groups)
def test_a_finger_finds_each_of_them(key):
    boxes = [box for boxes in figure().groups[key].boxes.values() for box in boxes]
    assert [box for box in boxes if box[2] - box[0] >= LEAST and box[3] - box[1] >= LEAST]


@pytest.mark.parametrize("key", figure().groups)
def test_it_is_touched_where_it_is_drawn(key):
    region, group = figure().regions[key], figure().groups[key]
    assert set(group.boxes) <= set(region.shapes)


def test_no_two_are_touched_at_once_but_the_saddle_area():
    groups = {key: group for key, group in figure().groups.items() if key != "saddle-area"}
    for (one, first), (other, second) in combinations(groups.items(), 2):
        for a in (box for boxes in first.boxes.values() for box in boxes):
            for b in (box for boxes in second.boxes.values() for box in boxes):
                apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
                assert apart, (one, other)


# --- A map that shows -------------------------------------------------------------------------------------------------


def drawn(regions, **more) -> str:
    return render_to_string("conditions/_body_map.html", {"map": body_map.shown(regions, **more)})


def test_three_roles_have_three_treatments_that_are_no_colours():
    html = drawn([("low-back", "primary"), ("calf", "radiating"), ("groin", "referred")])
    assert html.count("body-map__shade--primary") == 2  # on the map and in the legend
    assert html.count('fill="url(#body-map-radiating)"') == 2
    assert html.count('fill="url(#body-map-referred)"') == 2
    assert all(role.label in html for role in Role)


def test_the_map_is_told_in_words_main_places_first():
    html = drawn([("calf", "radiating"), ("low-back", "primary")], titles={"low-back": "Lumbar part"})
    assert "Main place: Lumbar part. Spreads to: Calf." in html


def test_a_treatment_that_is_not_used_is_not_explained():
    assert Role.REFERRED.label not in drawn([("low-back", "primary")])


def test_a_place_within_another_is_drawn_above_it():
    shown = body_map.shown([("sit-bone", "referred"), ("leg", "primary"), ("buttock", "radiating")])
    sizes = [figure().regions[shade.key].size for shade in shown.shades]
    assert all(one >= other for one, other in pairwise(sizes))
    assert shown.shades[-1].key == "sit-bone"


def test_what_is_drawn_with_another_of_its_role_is_not_drawn_again():
    shown = body_map.shown([("foot", "primary"), ("toes", "primary"), ("heel", "referred")])
    assert [shade.key for shade in shown.shades] == ["foot", "heel"]
    assert [told.names for told in shown.told] == [("Foot", "Toes"), ("Heel",)]


def test_a_region_of_two_roles_is_drawn_in_the_first_of_them():
    shown = body_map.shown([("calf", "referred"), ("calf", "primary")])
    assert [shade.role for shade in shown.shades] == [Role.PRIMARY]


def test_soles_and_the_place_between_the_legs_are_shown_where_they_matter():
    assert [view.key for view in body_map.shown([("calf", "primary")]).views] == ["front", "back"]
    assert "below" in [view.key for view in body_map.shown([("saddle-area", "primary")]).views]
    assert "sole" in [view.key for view in body_map.shown([("toes", "primary")]).views]


@pytest.mark.parametrize("regions", [[], [("whole-body", "primary")], [("a-new-region", "primary")]])
def test_what_has_no_place_leaves_no_drawing(regions):
    assert drawn(regions).strip() == ""


def test_one_side_is_told_in_words_because_a_page_does_not_know_which():
    assert "It may hurt on one side only" in drawn([("calf", "primary")], one_sided=True)
    assert "one side" not in drawn([("calf", "primary")])


def test_two_maps_on_a_page_share_no_id():
    one, other = (drawn([("calf", "primary")], name=name) for name in ("map-a", "map-b"))
    assert 'id="map-a-clip"' in one
    assert "map-a" not in other


def test_a_map_is_light():
    assert len(drawn([("low-back", "primary"), ("buttock", "radiating"), ("calf", "radiating")])) < 9_000


# --- A map to choose on -----------------------------------------------------------------------------------------------


@pytest.fixture
def regions(db):
    factories.live("region", "leg", name="Leg", position=10)
    factories.live("region", "calf", name="Calf", parent="leg", position=20)
    factories.live("region", "heel", name="Heel", parent="leg", position=30)
    factories.live("region", "saddle-area", name="Saddle area", position=5)
    factories.live("region", "little-finger", name="Little finger", position=40)
    return directory.current()


def test_the_map_offers_its_groups_and_the_list_everything_else(regions):
    chooser = body_map.chooser(regions)
    assert [choice.label for choice in chooser.groups] == ["Saddle area (between the legs)", "Calf"]
    assert [(finer.label, [choice.label for choice in finer.choices]) for finer in chooser.finer] == [
        ("Leg", ["Leg (all of it)", "Heel"]),
        ("Other places", ["Little finger"]),
    ]


def test_what_the_address_asks_is_ticked_and_unfolded(regions):
    assert not body_map.chooser(regions, ["calf"]).finer_chosen
    chooser = body_map.chooser(regions, ["calf", "heel", "no-such-place"])
    assert [choice.entry.slug for choice in chooser.groups if choice.chosen] == ["calf"]
    assert chooser.finer_chosen


def test_a_region_that_is_new_can_be_ticked_and_has_no_shape(regions):
    new = body_map.chooser(regions).finer[-1].choices[0]
    assert (new.path, new.touch) == ("", "")


def test_every_region_can_be_chosen_once(regions):
    chooser = body_map.chooser(regions)
    slugs = [choice.entry.slug for choice in chooser.groups]
    slugs += [choice.entry.slug for finer in chooser.finer for choice in finer.choices]
    assert sorted(slugs) == sorted(entry.slug for entry in regions.of_kind("region"))


def test_an_editors_new_name_is_the_name_on_the_map(regions):
    entry = regions.get("region", "calf")
    renamed = regions.with_entry(replace(entry, title="Back of the lower leg"))
    assert body_map.chooser(renamed).groups[-1].label == "Back of the lower leg"


# --- On pages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def library(db):
    factories.vocabulary()
    for key in ("disc", "strain"):
        factories.live("condition", key, **factories.facts())


def test_sending_the_map_keeps_what_else_was_asked(client, library):
    page = client.get("/find/?where=calf&q=ache&feels=numbness&worse=sitting").text
    form = page[page.index('<form class="body-chooser"') :]
    form = form[: form.index("</form>")]
    for name, value in (("q", "ache"), ("feels", "numbness"), ("worse", "sitting")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in form
    assert form.count('name="where"') == 3
    assert form.count(" checked") == 1


def test_the_first_page_asks_with_the_map(client, library):
    assert '<form class="body-chooser"' in client.get("/").text


def test_a_condition_shows_where_it_hurts(client, library):
    assert "Drawing of a body, front and back." in client.get("/conditions/disc/").text


def test_the_page_of_a_region_shows_it_and_that_of_a_symptom_has_no_map(client, library):
    assert "Main place: Calf." in client.get("/body/calf/").text
    assert "body-map" not in client.get("/symptoms/numbness/").text


def test_conditions_side_by_side_have_a_map_each_and_one_legend(client, library):
    page = client.get("/compare/?c=disc&c=strain").text
    assert page.count("Drawing of a body") == 2
    assert page.count('class="body-map__legend"') == 1

"""The coverage matrix: what each condition says and where it is blank, each cell a link to the field, in few queries."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conditions.models import Condition, ConditionPosture, ConditionSymptom
from desk import coverage
from publishing.kinds import get_kind
from publishing.models import Page
from tests import factories
from tests.desk.conftest import at

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/coverage/"


def vocabulary(terms: int = 3) -> None:
    for number in range(terms):
        factories.write("symptom", f"sign-{number}", group="pain" if number else "skin")
        factories.write("posture", f"posture-{number}")


def says(*numbers: int) -> dict[str, Any]:
    return {
        "symptoms": [{"symptom": f"sign-{n}", "level": "hallmark"} for n in numbers],
        "postures": [{"posture": f"posture-{n}", "effect": "worse", "level": "rare"} for n in numbers],
    }


def table(client: Any, **query: str) -> dict[str, dict[str, Any]]:
    """Condition → column → cell."""
    context = client.get(ADDRESS, query).context
    columns = [column.key for column, _ in context["columns"]]
    return {row.copy.page.key: dict(zip(columns, row.cells, strict=True)) for row in context["rows"]}


def column(client: Any, key: str, **query: str) -> Any:
    return next(one for one, _ in client.get(ADDRESS, query).context["columns"] if one.key == key)


def test_parts_are_filled_blank_or_say_why_there_is_nothing(writer):
    vocabulary()
    factories.write("condition", "ant", outlook="Good.", postures_note="None matters.", **says(0, 1))
    factories.write("condition", "bee", postures_note="None matters.", next_review_due="2020-01-01")
    cells = table(writer)
    assert [cells["ant"][name].says for name in ("outlook", "symptoms", "myths")] == [
        "filled",
        "2 rows",
        "blank",
    ]
    assert [cells["bee"][name].mark for name in ("outlook", "postures", "myths", "next_review_due")] == [
        "missing",
        "none",
        "blank",
        "late",
    ]
    assert cells["bee"]["postures"].words == "says why not: None matters."
    counts = [column(writer, name).blanks for name in ("outlook", "postures", "symptoms", "myths")]
    assert counts == [1, 0, 1, 2]


def test_each_cell_leads_to_a_place_that_the_form_has(writer):
    vocabulary()
    copy = factories.write("condition", "ant", **says(0, 1))
    form = writer.get(at(copy)).content.decode()
    anchors = {
        cell.anchor.removeprefix("#")
        for query in ("parts", "feels", "postures")
        for cell in table(writer, table=query)["ant"].values()
    }
    assert {"id_outlook", "conditionlookalike_set-group", "conditionsymptom_set-1"} <= anchors
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in form] == []
    assert f'href="{at(copy)}#id_outlook"' in writer.get(ADDRESS).content.decode()


def test_terms_are_those_that_most_conditions_mention_with_how_typical_they_are(writer):
    vocabulary()
    factories.write("condition", "ant", **says(0, 2))
    factories.write("condition", "bee", **says(2))
    for word, key, said in (
        ("feels", "sign", "Typical sign"),
        ("postures", "posture", "Worse, rare"),
    ):
        cells = table(writer, table=word)
        assert list(cells["ant"]) == [f"{key}-2", f"{key}-0"]
        assert cells["ant"][f"{key}-0"].says == said
        assert cells["bee"][f"{key}-0"].says == "not mentioned"
        assert column(writer, f"{key}-0", table=word).blanks == 1
    assert list(table(writer, table="feels", group="skin")["ant"]) == ["sign-0"]


def test_a_contradiction_is_marked_where_it_is_and_in_words(writer):
    vocabulary()
    factories.write("condition", "ant", **says(0, 1))
    worse = ConditionPosture.objects.all()[0]
    ConditionPosture.objects.create(
        condition=worse.condition, posture=worse.posture, effect="better", level="rare"
    )
    told = "“posture-0” is both worse and better"
    cells = table(writer, table="postures")["ant"]
    assert told in cells["posture-0"].problem
    assert cells["posture-1"].problem == ""
    assert told in table(writer)["ant"]["postures"].words
    factories.write("region", "leg")
    regions = [{"region": "leg", "role": role, "side": "one"} for role in ("primary", "radiating")]
    factories.write("condition", "bee", regions=regions)
    assert "is main place in row 1" in table(writer)["bee"]["regions"].problem


def test_what_readers_do_not_see_yet_is_marked(writer):
    vocabulary()
    factories.live("condition", "ant", outlook="Good.", **says(0))
    factories.write("condition", "ant", outlook="Better.", **says(0, 1))
    factories.write("condition", "new", outlook="Good.")
    cells = table(writer)
    assert {name for name, cell in cells["ant"].items() if cell.differs} == {
        "outlook",
        "symptoms",
        "postures",
    }
    signs = table(writer, table="feels")["ant"]
    assert [signs["sign-0"].differs, signs["sign-1"].differs] == [False, True]
    assert [row.says for row in writer.get(ADDRESS).context["rows"]] == ["changed", "not public"]
    assert list(table(writer, only="changed")) == ["ant", "new"]


def test_it_is_narrowed_down(writer):
    vocabulary()
    needed = {"regions": [], "outlook": "Good.", **says(0)}
    factories.write("condition", "ant", **needed)
    factories.write("condition", "bee", **says(1))
    factories.write("topic", "causes")
    factories.write("article", "about-ants", topics=["causes"], conditions=["ant"])
    for query, found in (
        ({"letter": "b"}, ["bee"]),
        ({"topic": "causes"}, ["ant"]),
        ({"blank": "outlook"}, ["bee"]),
        ({"table": "feels", "blank": "sign-0"}, ["bee"]),
        ({"only": "blanks"}, ["ant", "bee"]),
        ({"topic": "no-such", "table": "no-such"}, []),
        ({"blank": "no-such", "only": "x", "group": "y", "page": "z"}, ["ant", "bee"]),
    ):
        assert list(table(writer, **query)) == found, query


def test_a_withdrawn_condition_is_not_in_it(writer):
    factories.write("condition", "ant")
    Page.objects.update(state="withdrawn")
    assert table(writer) == {}
    assert "No condition is like that." in writer.get(ADDRESS).content.decode()


def test_a_copy_that_cannot_be_read_leads_to_its_form(writer):
    factories.write("condition", "ant")
    Condition.objects.update(icd10cm=[{"code": "nonsense"}])
    assert writer.get(ADDRESS).context["rows"][0].cells is None
    assert "It cannot be read as a page." in writer.get(ADDRESS).content.decode()


def test_links_are_read_as_the_kind_reads_them():
    vocabulary()
    factories.write("source", "a-study")
    factories.write("condition", "bee")
    kind: Any = get_kind("condition")
    look_alikes = [
        {"condition": "bee", "tell_apart": "That one stings."},
        {"name": "Wasp", "tell_apart": "It too."},
    ]
    myths = [{"myth": "It is rare.", "fact": "It is not.", "sources": ["a-study"]}]
    copy = factories.write("condition", "ant", look_alikes=look_alikes, myths=myths, **says(1, 0))
    links = coverage.read_links([copy.pk])[copy.pk]
    assert kind.record_with(copy, links) == kind.to_record(kind.copies().get(pk=copy.pk))


def test_the_file_has_all_of_it_and_nothing_that_a_spreadsheet_would_run(writer, monkeypatch):
    monkeypatch.setattr(coverage, "ROWS", 2)
    for name in ("=1+1", "Bee", "Cat"):
        factories.write("condition", name.lower().replace("=1+1", "sum"), name=name, outlook="Good.")
    response = writer.get(ADDRESS, {"format": "csv"})
    lines = list(csv.DictReader(io.StringIO(b"".join(response).decode())))
    assert [line["Condition"] for line in lines] == ["'=1+1", "Bee", "Cat"]
    assert (lines[0]["Outlook"], lines[0]["Symptoms"]) == ("filled", "blank, and needed")
    assert lines[0]["Stands"] == "Draft, not public"
    assert "attachment" in response["Content-Disposition"]


def test_only_who_sees_conditions_sees_it(log_in):
    answers = {role: log_in(role).get(ADDRESS).status_code for role in ("reader", "staff", "reviewer")}
    assert answers == {"reader": 302, "staff": 403, "reviewer": 200}


@pytest.mark.parametrize("word", ["parts", "feels", "postures"])
def test_it_takes_as_many_queries_for_twenty_conditions_as_for_two(editor, word):
    def counted() -> int:
        editor.get(ADDRESS, {"table": word})
        with CaptureQueriesContext(connection) as queries:
            editor.get(ADDRESS, {"table": word})
        return len(queries)

    vocabulary(20)
    factories.live("condition", "first", **says(1))
    for number in range(2):
        factories.write("condition", f"early-{number}", **says(number))
    factories.write("condition", "first", **says(0))
    few = counted()
    for number in range(2, 20):
        factories.write("condition", f"more-{number}", **says(*range(number)))
    assert counted() == few <= 30
    assert ConditionSymptom.objects.count() > 100


def test_a_page_holds_forty_conditions(writer):
    for number in range(41):
        factories.write("condition", f"ant-{number:02}")
    assert len(table(writer)) == 40
    assert list(table(writer, page="2")) == ["ant-40"]

"""Lists to take away: as the content files that export_content writes, and as sheets for a spreadsheet."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles.models import Article, Picture
from conditions import models
from publishing.kinds import all_kinds, kind_of
from tests import factories
from tests.desk.conftest import list_of, said

pytestmark = pytest.mark.django_db


def saved(client: Any, model: Any, form: str, **query: str) -> Any:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_export_{form}")
    return client.get(address, query)


def ticked(client: Any, model: Any, form: str, *copies: Any) -> Any:
    sent = {"action": f"export_as_{form}", "_selected_action": [copy.pk for copy in copies]}
    return client.post(list_of(model), sent)


def body(response: Any) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def files(response: Any) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body(response))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def library() -> None:
    factories.vocabulary()
    factories.write("source", "a-study")
    factories.live(
        "condition", "sore-back", **factories.facts(), what_happens="Something is sore [@a-study]."
    )
    factories.write("condition", "stiff-back", summary="A stiff back.")


def test_yaml_holds_the_same_bytes_as_export_content(library, reviewer, tmp_path):
    call_command("export_content", tmp_path, verbosity=0)
    assert (
        body(saved(reviewer, models.Symptom, "yaml")) == (tmp_path / "vocabulary/symptoms.yaml").read_bytes()
    )
    assert files(saved(reviewer, models.Condition, "yaml")) == {
        f"conditions/{key}.md": (tmp_path / f"conditions/{key}.md").read_bytes()
        for key in ("sore-back", "stiff-back")
    }


def test_what_is_filtered_and_what_is_ticked_goes_out_and_nothing_else(library, writer):
    response = saved(writer, models.Condition, "yaml", live="no")
    assert response["Content-Disposition"] == 'attachment; filename="stiff-back.md"'
    assert b"key: stiff-back" in body(response)
    copy = models.Condition.objects.get(page__key="sore-back")
    assert b"key: sore-back" in body(ticked(writer, models.Condition, "yaml", copy))


def test_a_sheet_has_a_line_a_record_and_a_sheet_for_each_list_of_rows(library, writer):
    found = files(saved(writer, models.Condition, "csv"))
    assert set(found) == {
        "conditions.csv",
        "conditions-symptoms.csv",
        "conditions-regions.csv",
        "conditions-postures.csv",
        "conditions-treatments.csv",
    }
    first, second = lines(found["conditions.csv"])
    assert (first["key"], first["summary"], first["(state)"]) == (
        "sore-back",
        "A pain in the back.",
        "Published",
    )
    assert second["(readers see it)"] == "no"
    assert lines(found["conditions-symptoms.csv"])[0]["(said_as)"] == "my foot is dead"


def test_a_list_of_words_stands_in_one_cell_and_formulas_are_harmless(writer):
    factories.write("symptom", "numb", name="=1+1", words=["dead | gone", "numb"])
    (line,) = lines(body(saved(writer, models.Symptom, "csv")))
    assert line["name"] == "'=1+1"
    assert line["words"] == "dead \\| gone | numb"


def test_a_picture_goes_out_with_its_file(writer, tmp_path, settings):
    from articles import pictures

    made = pictures.make((Path(settings.BASE_DIR) / "static/img/apple-touch-icon.png").read_bytes())
    picture = pictures.add(made, "A mark", "Us", "CC0")
    found = files(saved(writer, Picture, "yaml"))
    assert set(found) == {"pictures.yaml", f"pictures/{picture.file}"}


@pytest.mark.parametrize("kind", [kind.name for kind in all_kinds() if kind.name != "picture"])
@pytest.mark.parametrize("form", ["yaml", "csv"])
def test_every_list_can_be_taken_away(kind, form, reviewer):
    model = next(one.model for one in all_kinds() if one.name == kind)
    if kind == "red-flag-case":
        models.RedFlagCase.objects.create(key="case-1", text="numb bum", urgent=True)
    else:
        factories.write(kind, "one")
    assert body(saved(reviewer, model, form))


def test_an_empty_list_says_so(writer):
    response = saved(writer, Article, "yaml")
    assert response.status_code == 302
    assert response["Location"].startswith(list_of(Article))


def test_who_may_not_look_at_a_list_cannot_take_it_away(library, log_in):
    assert saved(log_in("staff"), models.Condition, "yaml").status_code == 403
    assert saved(log_in("reader"), models.Condition, "yaml").status_code == 302


def test_a_wrong_filter_leads_back(library, writer):
    assert saved(writer, models.Condition, "yaml", nonsense="1").status_code == 302


def test_saving_takes_as_many_queries_for_twenty_records_as_for_two(writer, django_assert_max_num_queries):
    def count() -> int:
        with django_assert_max_num_queries(40) as queries:
            body(saved(writer, models.Condition, "csv"))
        return len(queries)

    factories.vocabulary()
    for key in ("one", "two"):
        factories.write("condition", key, **factories.facts())
    count()
    before = count()
    for number in range(18):
        factories.write("condition", f"more-{number}", **factories.facts())
    assert count() == before


def test_each_kind_is_found_by_its_model():
    assert all(kind_of(kind.model) is kind for kind in all_kinds())


def test_more_than_can_be_made_in_a_moment_are_refused(library, writer, monkeypatch):
    monkeypatch.setattr("publishing.exporting.MOST_FILES", 1)
    response = writer.get(reverse("admin:conditions_condition_export_yaml"), {"q": "back"}, follow=True)
    assert "at most 1 are saved at once" in said(response)
    assert response.request["QUERY_STRING"] == "q=back"

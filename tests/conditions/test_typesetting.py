"""Sheets and share pictures as files: tagged, made once, and safe whatever a record says."""

import io
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from conditions import typesetting
from publishing import service
from tests import factories

pytestmark = pytest.mark.django_db
SHEET = "/conditions/one/handout.pdf"
PICTURE = "/conditions/one/share.png"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def one() -> None:
    factories.vocabulary()
    factories.live("red-flag", "danger", name="Numbness between the legs")
    factories.live(
        "condition",
        "one",
        name="Sore nerve",
        clinical_name="Neuralgia",
        **factories.facts(red_flags=[{"red_flag": "danger"}], what_happens="A nerve is sore."),
    )


def reader(client, address: str = SHEET) -> PdfReader:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(response.content))


def text_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)


def test_a_sheet_says_what_the_page_says(client, one):
    text = text_of(reader(client))
    for words in (
        "Sore nerve",
        "Neuralgia",
        "Not yet reviewed by a clinician",
        "Numbness between the legs",
        "Calf (one side)",
        "Worse with Sitting",
        "A nerve is sore.",
        "Warm it.",
        "My notes and questions",
    ):
        assert words in text.replace("\xa0", " ").replace("• ", ""), words


def test_a_sheet_leads_to_its_page(client, one):
    (link,) = reader(client).pages[0].annotations or []
    assert link.get_object()["/A"]["/URI"] == "http://testserver/conditions/one/"


def test_a_sheet_is_tagged_for_screen_readers(client, one):
    catalogue: Any = reader(client).root_object
    assert catalogue["/MarkInfo"]["/Marked"] == True  # noqa: E712 (a boolean of the file)
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_object().get_data()


def test_a_sheet_has_a_title_an_author_and_a_good_file_name(client, one):
    meta = reader(client).metadata
    assert meta is not None
    assert meta.title == "Sore nerve – Whereabouts"
    assert "the project’s contributors" in str(meta.author)
    assert client.get(SHEET)["Content-Disposition"] == 'inline; filename="one-whereabouts.pdf"'


HOSTILE = [
    '#panic("x") $x$ \\ "quoted" <label> @ref = heading /* c */ // [x] `raw` *bold* _it_',
    '#include "/etc/passwd" #import sys: inputs #eval("1")',
    "</svg><script>alert(1)</script> &amp; {emergency_number}",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_text_that_looks_like_source_is_printed_as_it_is(client, one, words):
    factories.live("condition", "one", name=words, summary=words, what_happens="See.", pain_quality=[words])
    text = text_of(reader(client))
    assert words.split()[0] in text
    assert words.split()[-1] in text
    assert client.get(PICTURE).status_code == 200


@pytest.mark.parametrize("name", ["x" * 120, "中文 疼痛", "😀 sore", "سلام", "a\u0301 e\u0301"])
def test_any_name_can_be_printed(client, one, name):
    factories.live("condition", "one", name=name, clinical_name=name, summary=name)
    assert len(reader(client).pages) <= 2
    assert client.get(PICTURE).status_code == 200


def test_a_record_with_endless_texts_still_fits_on_two_sides(client, one):
    endless = "word " * 2000
    facts = factories.facts(
        symptoms=[{"symptom": "numbness", "level": "hallmark", "note": endless}],
        treatments=[{"treatment": "heat", "evidence": "limited", "how_to": endless, "cautions": endless}],
        what_happens=endless,
        outlook=endless,
        when_to_see_someone=endless,
        postures_note=endless,
    )
    factories.live("condition", "one", **facts)
    assert len(reader(client).pages) <= 2


def test_a_draft_reaches_no_sheet_and_no_picture(client, one):
    before = client.get(SHEET).content, client.get(PICTURE).content
    factories.write("condition", "one", name="Zyxomma", summary="Zyxomma.")
    factories.write("symptom", "numbness", name="Zyxomma", group="feeling")
    assert (client.get(SHEET).content, client.get(PICTURE).content) == before
    factories.write("condition", "unborn")
    assert client.get("/conditions/unborn/handout.pdf").status_code == 404


def test_a_withdrawn_page_has_no_sheet(client, one):
    from publishing.models import Page

    client.get(SHEET)
    service.make_move(Page.objects.get(kind="condition", key="one"), "withdraw", None)
    assert client.get(SHEET).status_code == 410
    assert client.get(PICTURE).status_code == 410


def test_an_old_address_leads_to_the_sheet_at_the_new_one(client, one):
    factories.live("condition", "one", slug="sore-nerve")
    response = client.get(SHEET)
    assert (response.status_code, response["Location"]) == (301, "/conditions/sore-nerve/handout.pdf")


def test_a_sheet_is_made_once(client, one, monkeypatch):
    first = client.get(SHEET).content
    monkeypatch.setattr(typesetting, "_set", lambda job: pytest.fail("made again"))
    assert client.get(SHEET).content == first
    assert client.head(SHEET).status_code == 200


def test_a_reader_who_has_the_sheet_is_told_that_nothing_changed(client, one, monkeypatch):
    etag = client.get(SHEET)["ETag"]
    monkeypatch.setattr(typesetting, "made", lambda job: pytest.fail("read again"))
    assert client.get(SHEET, headers={"if-none-match": etag}).status_code == 304


def test_a_term_that_is_published_anew_changes_the_sheet(client, one):
    before = client.get(SHEET)["ETag"]
    factories.live("symptom", "numbness", name="No feeling", group="feeling")
    assert client.get(SHEET)["ETag"] != before
    assert "No feeling" in text_of(reader(client))


def test_a_number_that_an_operator_changes_changes_the_sheet(client, one, settings):
    client.get(SHEET)
    settings.EMERGENCY_NUMBER = "112"
    assert "Call 112" in text_of(reader(client))


def test_a_kept_file_that_is_broken_is_made_again(client, one, tmp_path):
    client.get(SHEET)
    (kept,) = (tmp_path / "made").iterdir()
    kept.write_bytes(b"")
    assert len(reader(client).pages) <= 2


def test_without_room_to_keep_it_a_sheet_is_still_given(client, one, tmp_path):
    (tmp_path / "made").write_text("in the way")
    assert len(reader(client).pages) <= 2


def test_the_oldest_files_are_forgotten(client, one, tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "MOST_KEPT", 1)
    client.get(SHEET)
    client.get(PICTURE)
    assert [file.suffix for file in (tmp_path / "made").iterdir()] == [".png"]


def test_while_another_sheet_is_made_readers_are_asked_to_wait(client, one, monkeypatch):
    monkeypatch.setattr(typesetting, "PATIENCE", 0.01)
    with typesetting._one_at_a_time:
        response = client.get(SHEET)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "/conditions/one/" in response.text


def test_without_the_typesetter_readers_are_led_to_the_page(client, one, monkeypatch, tmp_path):
    monkeypatch.setattr(typesetting, "TYPESETTER", tmp_path / "gone.py")
    response = client.get(SHEET)
    assert response.status_code == 503
    assert "prints well" in response.text
    assert response["Cache-Control"].startswith("max-age=0")


def test_a_typesetter_that_hangs_is_ended(client, one, monkeypatch):
    monkeypatch.setattr(typesetting, "LONGEST", 0.001)
    assert client.get(SHEET).status_code == 503


def test_a_share_picture_has_the_size_that_is_asked_for(client, one):
    response = client.get(PICTURE)
    with Image.open(io.BytesIO(response.content)) as picture:
        assert picture.size == (1200, 630)
    assert len(response.content) < 80_000


def test_a_sheet_takes_few_queries(client, one, django_assert_max_num_queries):
    client.get(SHEET)
    with django_assert_max_num_queries(3):
        client.get(SHEET)

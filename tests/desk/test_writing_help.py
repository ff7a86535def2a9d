"""Help while writing: one judge with the gate, places that are right or not given, and who may ask."""

import json
from typing import Any

import pytest
from django.urls import reverse

from articles.embeds import LONGEST_TEXT
from desk import gate
from desk.writing_places import Source
from publishing.kinds import get_page_kind
from tests import factories
from tests.desk.conftest import at

LONG = "When you sit for a long time the pain may creep down the leg and then into the foot and the toes as well."
VERY_LONG = f"{LONG[:-1]} before it slowly fades again."


@pytest.fixture
def ask(writer, django_assert_max_num_queries):
    def ask(texts: dict[str, str], **more: Any) -> dict[str, Any]:
        # One for the names of conditions; the rest is who asks.
        with django_assert_max_num_queries(6):
            response = writer.post(
                reverse("desk-writing-advice"),
                json.dumps({"kind": "condition", "texts": texts, **more}),
                content_type="application/json",
            )
        assert response.status_code == 200, response.json()
        return dict(response.json())

    return ask


@pytest.fixture
def ask_of(ask):
    """What is found in one text of prose: [what, the words at its place, swaps]."""

    def ask_of(text: str, field: str = "what_happens", **more: Any) -> list[tuple[str, str, list[str]]]:
        found = ask({field: text}, **more)["fields"][field]["found"]
        for one in found:
            if one["place"]:
                start, end = one["place"]
                typed = text.encode("utf-16-le")[start * 2 : end * 2].decode("utf-16-le")
                assert typed == one["said"]
        return [(one["what"], one["said"], one["swaps"]) for one in found]

    return ask_of


def test_jargon_is_told_with_its_swaps_and_its_place(ask_of):
    assert ask_of("It eases. The onset is **slow**, and the pain is acute.") == [
        ("“onset” is jargon", "onset", ["start"]),
        ("“acute” is jargon", "acute", ["new", "sudden"]),
    ]


def test_a_swap_begins_as_the_word_did(ask_of):
    assert ask_of("Onset is slow.")[0][2] == ["Start"]


def test_a_word_that_alarms_has_a_swap_only_where_one_fits(ask_of):
    assert ask_of("The disc is ruined. It is catastrophic.") == [
        ("“ruined” alarms", "ruined", ["worn", "harmed"]),
        ("“catastrophic” alarms", "catastrophic", []),
    ]


def test_long_sentences_are_told_by_what_the_gate_thinks_of_them(ask_of):
    [(aim, said, _)] = ask_of(f"It hurts. {LONG}")
    assert aim.endswith("has 24 words; 20 is the aim")
    assert said == LONG[:-1]
    [(limit, _, _)] = ask_of(VERY_LONG)
    assert limit.endswith("has 29 words; 25 is the limit here")
    [(short, _, _)] = ask_of(LONG, "conditionsymptom_set-0-note")
    assert short.endswith("has 24 words; 20 is the limit here")


def test_a_sentence_is_found_through_its_marks_links_and_citations(ask_of):
    marked = LONG.replace("the pain", "[the pain](condition:acute-pain)").replace(
        "leg", "**leg** [@acute-2020]"
    )
    [(_, said, _)] = ask_of(f"## Acute-2020\n\nShort.\n\n{marked}")
    assert said == marked[:-1]


def test_names_of_the_page_as_it_is_typed_are_no_jargon(ask_of):
    assert ask_of("Acute pain is common.", names=["Acute pain"]) == []
    factories.write("condition", "other", name="Acute pain")
    assert ask_of("Acute pain is common.") == []


def test_what_is_plain_is_not_talked_about(ask):
    told = ask({"what_happens": "A nerve is sore.", "rules": "acute", "myth_set-0-myth": "It is acute."})
    assert told["fields"] == {"what_happens": {"says": "4 words.", "many": 0, "found": []}}


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("The nerve in the back is sore.", "reads easily."),
        ("Several important considerations determine recovery.", "hard to read: 8 is the limit, 6 the aim."),
    ],
)
def test_a_grade_is_told_with_what_it_means(ask, sentence, says):
    told = ask({"what_happens": " ".join([sentence] * 25), "outlook": sentence}, whole=True)
    assert says in told["fields"]["what_happens"]["says"]
    assert told["fields"]["outlook"]["says"].endswith("words.")
    assert told["page"].startswith("Whole page: reading grade ")
    assert told["page"].endswith(says)


@pytest.mark.gate
def test_the_help_and_the_gate_say_the_same(ask):
    text = f"The onset is slow. {VERY_LONG} This is agonising, and [it](condition:sciatica) is chronic."
    copy = factories.write("condition", "sore-back", what_happens=text, summary=f"Acute. {LONG}")
    kind = get_page_kind("condition")
    record: Any = kind.to_record(kind.copies().get(pk=copy.pk))
    checks = {"is jargon", "alarms", "is the limit here"}
    of_gate = {one.what for one in gate.find(copy.page, record) if any(word in one.what for word in checks)}
    told = ask({"what_happens": text, "summary": record.summary})["fields"].values()
    assert {one["what"] for field in told for one in field["found"]} == of_gate
    assert len(of_gate) == 6


# --- Places -----------------------------------------------------------------------------------------------------------


def test_a_place_counts_as_browsers_do(ask_of):
    assert ask_of("😀 The onset 😀 is slow.")[0][1] == "onset"


def test_words_that_stand_twice_have_the_place_of_the_first(ask):
    text = "Acute:\n\n1. The onset.\n2. The onset."
    found = ask({"what_happens": text})["fields"]["what_happens"]["found"]
    assert [one["place"][0] for one in found] == [0, text.index("onset"), text.rindex("onset")]


def test_there_is_no_place_rather_than_a_wrong_one():
    source = Source("Same words here. ![Same words](picture:x) [ref][1] Same words here.\n\n[1]: /urgent/")
    assert source.places_of("Same words here. ref Same words here.") == []
    assert source.places_of("Same words") == [(0, 4), (5, 10)]
    assert Source("Other. Same. Same.").places_of("Same.") == []


@pytest.mark.parametrize(
    "text", ["](" * 7_000, "a " * 14_000, "[@" * 14_000, ":::x\n" * 5_000, "![" * 14_000]
)
def test_a_text_that_is_meant_to_hurt_is_read_in_a_moment(text):
    source = Source(text)
    assert source.places_of("a b") == []


# --- Who may ask, and for how much -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [("writer", 200), ("editor", 200), ("boss", 200), ("reviewer", 403), ("staff", 403), ("reader", 403)],
)
def test_only_who_may_write_is_helped(log_in, role, status):
    client = log_in(role)
    sent = json.dumps({"kind": "condition", "texts": {}})
    assert (
        client.post(reverse("desk-writing-advice"), sent, content_type="application/json").status_code
        == status
    )
    assert client.get(reverse("desk-writing-advice")).status_code == 405


def test_who_is_logged_out_is_told(client, db):
    response = client.post(reverse("desk-writing-advice"), "{}", content_type="application/json")
    assert response.status_code == 403
    assert "Log in again" in response.json()["error"]


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "junk",
        "[]",
        '{"kind": "condition"}',
        '{"kind": "source", "texts": {}}',
        '{"kind": "nothing", "texts": {}}',
        '{"kind": "condition", "texts": {"summary": 1}}',
        json.dumps({"kind": "condition", "texts": {"summary": "x" * (LONGEST_TEXT + 1)}}),
        "x" * (1024 * 1024 + 1),
    ],
)
def test_what_cannot_be_looked_at_is_a_400_with_a_reason(writer, sent):
    response = writer.post(reverse("desk-writing-advice"), sent, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["error"]


def test_the_form_says_where_the_help_looks(writer):
    html = writer.get(at(factories.write("condition", "sore-back"))).content.decode()
    assert 'data-desk-writing="/admin/writing/advice/"' in html
    assert 'data-prose="what_happens how_it_starts' in html
    assert "desk/writing" in html

"""Jargon and alarm are found where they are used, and let through where they are only named."""

import pytest

from desk.checks import wording
from desk.checks.lists import WordList, alarming, jargon, medical_names, read
from tests.desk.checks.conftest import condition, found, page, told


@pytest.mark.parametrize(
    "text",
    [
        "Pain that is chronic.",
        "It may exacerbate pain.",
        "The ONSET is slow. This onset is rare.",
        "Rest prior to lifting.",
        "The pain (which was quite often of the acute kind) eases.",
        "| what |\n| --- |\n| distal pain |",
        "### Prognosis\n\nGood.",
    ],
)
def test_jargon(text):
    (finding,) = found(wording, condition(outlook=text))
    assert "is jargon" in finding.what
    assert finding.blocking


@pytest.mark.parametrize(
    "text",
    [
        "Pain that lasts (chronic pain).",
        "Doctors call this acute pain.",
        "It is known as a lateral shift.",
        "On a report, “bilateral” means both sides.",
        "An anti-inflammatory gel.",
        "See [a page](condition:chronic-pain) or [a study](https://example.org/acute) [@acute-study].",
        "Subacute is no word of the list, nor is laterally-minded.",
    ],
)
def test_near_misses_of_jargon(text):
    assert told(wording, condition(outlook=text)) == []


def test_the_plain_word_is_told():
    (finding,) = found(wording, condition(treatments_note="Palpation hurts."))
    assert (finding.where, finding.what) == ("Treatments note", "“Palpation” is jargon")
    assert "“press”" in finding.remedy


def test_names_are_no_jargon():
    own = condition(
        clinical_name="Acute spine", also_known_as=["Lesion X"], summary="Acute spine, or lesion X."
    )
    assert told(wording, own) == []
    other = condition(outlook="Then it is a chronic back.")
    assert len(told(wording, other)) == 1
    assert told(wording, other, condition("other", name="Chronic back")) == []
    assert len(told(wording, other, condition("other", clinical_name="Chronic back"))) == 1


def test_what_readers_and_myths_say_is_not_ours():
    said = [{"symptom": "pain", "level": "common", "said_as": ["agony", "chronic pain"]}]
    assert told(wording, condition(symptoms=said)) == []
    myth = {"myth": "My spine is crumbling.", "fact": "Nothing is crumbling."}
    assert told(wording, condition(myths=[myth])) == []
    assert told(wording, condition(myths=[{**myth, "fact": "It is crumbling."}])) == [
        "Myths, row 1, fact: “crumbling” alarms"
    ]


@pytest.mark.parametrize(
    "text", ["The disc crumbles.", "It is agony. That is not rare.", "No rest. It is crippling."]
)
def test_alarm(text):
    assert "alarms" in told(wording, page("symptom", description=text))[0]


@pytest.mark.parametrize(
    "text", ["The spine does not crumble.", "The word “degenerative” means changed.", "A painkiller."]
)
def test_near_misses_of_alarm(text):
    assert told(wording, page("symptom", description=text)) == []


def test_a_list_is_read_with_its_comments():
    entries = read("# all\n\nonset: start # new\npalpat*, feel about: press\nMRI\n")
    assert entries == {"onset": "start", "palpat*": "press", "feel about": "press", "MRI": ""}
    words = WordList(entries)
    assert [(m.said, m.advice) for m in words.find("Palpation, then feel\nabout the onset-like onset")] == [
        ("Palpation", "press"),
        ("feel\nabout", "press"),
        ("onset", "start"),
    ]
    with pytest.raises(ValueError, match="twice"):
        read("onset\nonset: start")


def test_every_swap_is_plain_itself():
    assert medical_names().has("Sciatica")
    for words in (jargon(), alarming()):
        assert all(words.advice)
        assert [(swap, m.said) for swap in words.advice for m in jargon().find(swap)] == []
        assert [(swap, m.said) for swap in words.advice for m in alarming().find(swap)] == []

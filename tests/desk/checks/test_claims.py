"""Every block of prose has its source; the sensible ways to write one pass."""

import pytest

from desk.checks import claims
from tests.desk.checks.conftest import article, condition, found, told

CLAIM = "Most people with this kind of pain get better by themselves within about six weeks."


@pytest.mark.parametrize(
    "text",
    [
        f"{CLAIM} [@a-study]",
        f"{CLAIM} [@common-teaching]",
        "It is so for:\n\n- men\n- women [@a-study]",
        "It is so for [@a-study]:\n\n- men\n- women",
        f"{CLAIM} [@a-study]\n\n- men\n- women",
        "The shape matters [@a-study]:\n\n| shape | how often |\n| --- | --- |\n| wide | 13 in 100 |",
        f"These are for pain that lasts.\n\n{CLAIM} [@a-study]",
        f"{CLAIM} [@a-study]\n\nSee [all warning signs](/urgent/).",
        "Get help for:\n\n- [fever](red-flag:fever)\n- [numbness](red-flag:numbness)",
        f"{CLAIM}[^1]\n\n[^1]: In a study [@a-study].",
        f"### Men\n\n{CLAIM} [@a-study]",
    ],
)
def test_a_block_with_a_source(text):
    assert told(claims, condition(outlook=text)) == []
    assert told(claims, article(f"{text}\n\nIt is so [@a-study].")) == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (CLAIM, "Outlook, paragraph 1"),
        ("It gets better.", "Outlook, paragraph 1"),
        (f"It hurts [@a-study].\n\n{CLAIM}", "Outlook, paragraph 2"),
        ("About 9 in 10 get better.\n\nIt hurts [@a-study].", "Outlook, paragraph 1"),
        (f"{CLAIM}\n\n- men [@a-study]", "Outlook, paragraph 1"),
        ("It is so for:\n\n- men\n- women\n\nIt hurts [@a-study].", "Outlook, paragraph 1"),
        ("- men\n- women", "Outlook, list item 1"),
        ("It gets better.\n\n### Later\n\nIt hurts [@a-study].", "Outlook, paragraph 1"),
        ("It hurts [@a-study].\n\n| a |\n| --- |\n| b |\n\n- men\n- women", "Outlook, list item 1"),
        (f"{CLAIM}[^1]\n\n[^1]: In a study.", "Outlook, paragraph 1"),
    ],
)
def test_a_block_without(text, where):
    (finding,) = found(claims, condition(outlook=text))
    assert (finding.where, finding.blocking) == (where, True)


def test_pages_about_the_site_claim_nothing():
    assert told(claims, article(CLAIM, section="about")) == []


def test_an_article_without_a_source():
    assert told(claims, article(f"{CLAIM} [@common-teaching]")) == ["Sources: the article cites none"]


def test_a_key_that_is_no_source():
    (finding,) = found(claims, condition(outlook=f"{CLAIM} [@a-study; @a-studdy]"))
    assert (finding.where, finding.what) == ("Outlook", "cites “a-studdy”, which is no source here")


@pytest.mark.parametrize(
    "figure", ["63 in 100", "2 out of 3 people", "12 %", "one in four", "twice as often", "half of people"]
)
def test_a_figure_in_a_row(figure):
    look_alike = {"name": "Gout", "tell_apart": f"It is so in {figure}."}
    (finding,) = found(claims, condition(look_alikes=[look_alike]))
    assert finding.where == "Look-alikes, row 1 (Gout), tell apart"
    assert told(claims, condition(look_alikes=[{**look_alike, "sources": ["a-study"]}])) == []
    assert len(told(claims, condition(summary=f"It is so in {figure}."))) == 1


@pytest.mark.parametrize(
    "text", ["After 50.", "The nerve called L5.", "Every 20 minutes, for 6 to 12 weeks.", "10 times a day."]
)
def test_numbers_that_nobody_counted(text):
    assert (
        told(claims, condition(treatments=[{"treatment": "heat", "evidence": "limited", "how_to": text}]))
        == []
    )

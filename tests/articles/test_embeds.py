"""How embeds are written, and what an editor is told about a wrong one."""

import pytest

from articles.embeds import body_problems, parse_compare, parse_condition, parse_red_flags


def test_a_comparison_names_conditions_and_rows():
    options = parse_compare("conditions: sciatica, facet-joint-pain\nrows: where, worse\n")
    assert options == {"conditions": ["sciatica", "facet-joint-pain"], "rows": ["where", "worse"]}


def test_a_comparison_shows_all_rows_when_none_are_named():
    assert parse_compare("conditions: a, b") == {"conditions": ["a", "b"]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "name 2 to 6"),
        ("conditions: a", "name 2 to 6"),
        ("conditions: a, a", "name 2 to 6"),
        ("conditions: a, b, c, d, e, f, g", "name 2 to 6"),
        ("conditions: a, B c", "“B c” is not a key"),
        ("conditions: a, b\nrows: colour", "“colour”: rows are where"),
        ("conditions: a, b\nrows:", "rows are where"),
        ("condition: a, b", "“condition: a, b” is not understood"),
        ("a, b", "“a, b” is not understood"),
        ("conditions: a, b\nconditions: c, d", "is not understood"),
    ],
)
def test_a_wrong_comparison_is_told_with_its_remedy(text, told):
    with pytest.raises(ValueError, match=told):
        parse_compare(text)


def test_a_card_is_of_one_condition():
    assert parse_condition("sciatica\n") == {"condition": "sciatica"}
    with pytest.raises(ValueError, match="name one condition"):
        parse_condition("a, b")


def test_warning_signs_are_a_list_of_keys():
    assert parse_red_flags("saddle-numbness, bladder-change") == {
        "red_flags": ["saddle-numbness", "bladder-change"]
    }
    with pytest.raises(ValueError, match="name one or more"):
        parse_red_flags(" ")


def test_the_fourth_comparison_of_an_article_is_refused():
    embed = ":::compare\nconditions: a, b\n:::\n\n"
    assert body_problems(embed * 3) == []
    assert body_problems(embed * 4) == ["Line 13: an article has 3 comparisons at most. Take one out."]

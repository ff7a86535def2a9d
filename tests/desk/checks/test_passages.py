"""The checks read what a reader reads, and know where it stands."""

from desk.checks.passages import Form, passages

TEXT = """\
The back hurts [@a-study]. It can [spread](symptom:leg-pain).

- the *first* point
- the second [@common-teaching]
  - a point within it

| name | what |
| --- | --- |
| heat | warms |

:::red-flags
saddle-numbness
:::

## Later

It eases.[^1]

> Somebody said so.

[^1]: In one trial [@a-study].
"""


def test_every_passage_has_its_place():
    read = [(passage.where, passage.text) for passage in passages(TEXT, "Outlook")]
    assert read[:8] == [
        ("Outlook, paragraph 1", "The back hurts. It can spread."),
        ("Outlook, list item 1", "the first point"),
        ("Outlook, list item 2", "the second"),
        ("Outlook, list item 3", "a point within it"),
        ("Outlook, table cell 1", "name"),
        ("Outlook, table cell 2", "what"),
        ("Outlook, table cell 3", "heat"),
        ("Outlook, table cell 4", "warms"),
    ]
    assert read[8:11] == [
        ("“Later”", "Later"),
        ("“Later”, paragraph 1", "It eases."),
        ("“Later”, paragraph 2", "Somebody said so."),
    ]
    assert read[11][0] == "“Later”, note 1"
    assert read[11][1].startswith("In one trial.")
    assert len(read) == 12


def test_what_is_cited_and_linked_is_known():
    by_place = {passage.where: passage for passage in passages(TEXT, "Outlook")}
    assert [place for place, passage in by_place.items() if passage.cited] == [
        "Outlook, paragraph 1",
        "Outlook, list item 2",
        "“Later”, note 1",
    ]
    assert by_place["Outlook, paragraph 1"].links == ["symptom:leg-pain"]
    note = by_place["“Later”, note 1"]
    assert note.form is Form.NOTE
    assert by_place["“Later”, paragraph 1"].calls == [note.name]
    assert note.links == []

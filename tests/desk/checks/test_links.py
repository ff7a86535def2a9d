"""Nothing leads nowhere, and look-alikes know of each other."""

from typing import Any

import pytest

from desk.checks import links, look_alikes
from tests.desk.checks.conftest import article, condition, found, page, told

OTHER = condition(
    "slipped-disc", name="Slipped disc", clinical_name="Lumbar disc herniation", also_known_as=["PID"]
)


def looks_like(*keys: str, **fields: str) -> dict[str, Any]:
    rows = [{"condition": key, "tell_apart": "It differs."} for key in keys]
    return {"look_alikes": rows + [{"tell_apart": "It differs.", **fields}] * bool(fields)}


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("It is so.\n\nSee [a page](condition:gone).", "Text, paragraph 2"),
        ("## More\n\n- a [page](condition:gone)", "“More”, list item 1"),
        (":::condition\ngone\n:::", "Text"),
        (":::compare\nconditions: gone, slipped-disc\n:::", "Text"),
    ],
)
def test_a_page_that_does_not_exist(body, where):
    (finding,) = found(links, article(body), OTHER)
    assert (finding.where, finding.blocking) == (where, True)
    assert finding.what == "names the condition “gone”, which does not exist"
    (finding,) = found(links, article(body), OTHER, withdrawn=frozenset({("condition", "gone")}))
    assert finding.what.endswith("withdrawn")
    assert not finding.blocking
    assert told(links, article(body.replace("gone", "sore-back")), OTHER, condition()) == []


def test_a_row_that_names_nothing():
    one = condition(symptoms=[{"symptom": "gone", "level": "common"}])
    assert told(links, one) == ["Symptoms, row 1 (gone): names the symptom “gone”, which does not exist"]
    assert told(links, one, page("symptom", "gone")) == []
    assert told(links, article("Said.", topics=["gone"])) == [
        "Topics, row 1: names the topic “gone”, which does not exist"
    ]


@pytest.mark.parametrize("address", ["/nowhere/", "/conditions/gone/", "/about/gone/"])
def test_an_address_of_this_site_that_is_none(address):
    (finding,) = found(links, article(f"See [this]({address})."))
    assert finding.where == "Text, paragraph 1"
    assert address in finding.what


@pytest.mark.parametrize(
    "address", ["/urgent/", "/conditions/slipped-disc/#h-x", "https://example.org/nowhere/", "#h-more"]
)
def test_an_address_that_answers(address):
    assert told(links, article(f"See [this]({address})."), OTHER) == []


def test_look_alikes_that_are_not_mutual():
    one, other = condition(**looks_like("slipped-disc")), condition("slipped-disc", **looks_like("sore-back"))
    assert told(look_alikes, one, OTHER) == []
    (finding,) = found(look_alikes, OTHER, one)
    assert (finding.where, finding.blocking) == ("Look-alikes", True)
    assert "sore-back" in finding.what
    assert told(look_alikes, other, one) == told(look_alikes, one, other) == []


@pytest.mark.parametrize(
    "name", ["Slipped disc", "slipped disc (prolapse)", "Burst disc (lumbar disc herniation)", "PID"]
)
def test_a_name_that_has_a_page(name):
    (finding,) = found(look_alikes, condition(**looks_like(name=name)), OTHER)
    assert "condition: slipped-disc" in finding.remedy


def test_a_name_that_has_none_or_may_mean_two():
    assert told(look_alikes, condition(**looks_like(name="Slipped disc in the neck")), OTHER) == []
    twin = condition("neck-disc", name="Neck disc", also_known_as=["PID"])
    assert told(look_alikes, condition(**looks_like(name="PID")), OTHER, twin) == []


def test_a_number_to_call_that_is_none():
    (finding,) = found(links, article("Call {emergancy_number} or {crisis_number}."))
    assert finding.blocking
    assert finding.what == "“{emergancy_number}” stands for no number to call"

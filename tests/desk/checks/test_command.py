"""`check_content`: what it says, how it ends, and how often it asks the database."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk.checks import check_page
from desk.checks.library import read
from publishing import service
from tests import factories

pytestmark = pytest.mark.django_db


def check(**options) -> tuple[str, str]:
    """What was written, and the error at the end; empty for exit code 0."""
    out = StringIO()
    try:
        call_command("check_content", stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def good_term(key: str) -> None:
    words = [f"{key} {ending}" for ending in ("ache", "pang", "twinge")]
    factories.write("symptom", key, description="What is meant.", words=words)


def test_an_empty_library():
    out, error = check()
    assert out == ""
    assert "load_content" in error


def test_a_library_in_order():
    good_term("stab")
    out, error = check()
    assert (out.count("\n"), error) == (1, "")
    assert "1 pages checked: 0 to be repaired (!), 0 to look at (-)" in out
    assert "too little text to grade" in out


def test_findings_stand_under_their_page():
    good_term("stab")
    factories.write("symptom", "numb", description="It is chronic.")
    out, error = check()
    assert out.startswith("symptom:numb “Numb”\n  ! Words: there are none. Add what people would")
    assert "  ! Description: “chronic” is jargon. Write “long-lasting”" in out
    assert "stab" not in out
    assert error == "2 to be repaired."


def test_what_is_worth_a_look_is_no_failure():
    good_term("stab")
    factories.write("topic", "causes", description="word " * 21)
    out, error = check()
    assert "  - Description: " in out
    assert error == ""


def test_the_working_copy_is_checked_not_what_is_live():
    good_term("stab")
    factories.live("topic", "causes", description="Why it hurts.")
    assert check()[1] == ""
    factories.write("topic", "causes", description="The aetiology.")
    assert check()[1] == "1 to be repaired."


def test_one_page():
    factories.write("symptom", "numb")
    good_term("stab")
    assert check(page="symptom:stab")[1] == ""
    assert check(page="symptom:numb")[1] == "2 to be repaired."
    assert "There is no page “symptom:none”" in check(page="symptom:none")[1]
    assert "There is no page “numb”" in check(page="numb")[1]


def test_withdrawn_pages_are_left_out():
    good_term("stab")
    copy = factories.live("symptom", "numb")
    service.make_move(copy.page, "withdraw", None)
    assert check()[1] == ""
    assert "is withdrawn" in check(page="symptom:numb")[1]


def test_counts():
    factories.vocabulary()
    factories.write("source", "a-study")
    factories.write(
        "condition", "sore-back", outlook="It eases [@a-study]. " + "It does. " * 60, **factories.facts()
    )
    out, _ = check(counts=True)
    lines = out.splitlines()
    headings = next(index for index, line in enumerate(lines) if line.split()[:2] == ["symptoms", "regions"])
    assert lines[headings + 1].split() == "sore-back 1 1 2 1 0 0 0 1 122 -2.9".split()


def test_it_asks_as_often_for_many_pages_as_for_few():
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            library = read()
            for page in library.pages.values():
                check_page(page, library)
        return len(asked)

    factories.vocabulary()
    for key in ("one", "two"):
        factories.write("source", key)
    body = "[A](condition:back-1) [@one]\n\n:::condition\nback-1\n:::"
    counted = []
    for number in (1, 2, 3):
        factories.write("topic", f"topic-{number}")
        rows = factories.facts(
            look_alikes=[{"name": "Gout", "tell_apart": "The toe.", "sources": ["one", "two"]}]
        )
        factories.write("condition", f"back-{number}", outlook="So [@two].", **rows)
        factories.write("red-flag", f"flag-{number}", conditions=["back-1"], sources=["one"])
        factories.write("article", f"article-{number}", body=body, topics=["topic-1"], conditions=["back-1"])
        counted.append(queries())
    assert counted[0] == counted[1] == counted[2]

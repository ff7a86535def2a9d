"""The starter library keeps the rules it sets for its editors."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.test import TestCase

from desk.checks import check_library, check_page, median_grade, reading
from desk.checks.facts import opposites
from desk.checks.library import read

CONTENT = Path(__file__).resolve().parents[2] / "content"


class TestCheckContent(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("load_content", CONTENT, verbosity=0)

    def test_nothing_is_to_be_repaired(self):
        library = read()
        findings = [finding for page in library.pages.values() for finding in check_page(page, library)]
        findings += check_library(library)
        told = [f"{f.page.kind}:{f.page.key}, {f.where}: {f.what}" for f in findings if f.blocking]
        assert told == []

    def test_every_condition_is_graded(self):
        library = read()
        graded = {page.record.key: reading.page_grade(page) for page in library.of_kind("condition")}
        assert [key for key, grade in graded.items() if grade is None] == []
        assert median_grade(library) is not None

    def test_the_counts_have_a_line_for_each_condition(self):
        out = StringIO()
        first = next(read().of_kind("condition"))
        call_command("check_content", page=f"condition:{first.record.key}", counts=True, stdout=out)
        assert f"\n{first.record.key} " in out.getvalue()

    def test_opposites_name_terms_of_this_library(self):
        library = read()
        named = {(fact.kind, fact.key) for pair in opposites() for fact in pair}
        assert named - library.pages.keys() == set()

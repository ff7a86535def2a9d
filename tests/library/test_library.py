"""The starter library as it ships: loads, exports the same bytes, and every page of it answers."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.test import TestCase

from publishing.kinds import get_page_kind, page_kinds
from publishing.models import LivePage, Page
from publishing.states import State

CONTENT = Path(__file__).resolve().parents[2] / "content"
NOT_RECORDS = {"LICENSE", "README.md"}


class TestLibrary(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("load_content", CONTENT, publish=True, verbosity=0)

    def test_everything_is_live(self):
        for kind in page_kinds():
            copies = kind.model._default_manager.count()
            assert LivePage.objects.of_kind(kind.name).count() == copies > 0, kind.name
        assert not Page.objects.exclude(state=State.PUBLISHED).exists()

    def test_loading_again_changes_nothing(self):
        out = StringIO()
        call_command("load_content", CONTENT, publish=True, stdout=out)
        assert out.getvalue().startswith("0 new, 0 changed,")
        assert "0 left, 0 published" in out.getvalue()

    def test_export_gives_the_same_bytes(self):
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            call_command("export_content", folder, verbosity=0)
            exported = {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in Path(folder).rglob("*")
                if path.is_file()
            }
        shipped = {
            path.relative_to(CONTENT).as_posix(): path.read_bytes()
            for path in CONTENT.rglob("*")
            if path.is_file() and path.name not in NOT_RECORDS
        }
        assert exported.keys() == shipped.keys()
        assert [name for name in shipped if shipped[name] != exported[name]] == []

    def test_every_page_answers_with_one_h1_and_a_title_of_its_own(self):
        titles: dict[str, LivePage] = {}
        for live in LivePage.objects.exclude(kind__in=("red-flag", "word")):
            response = self.client.get(get_page_kind(live.kind).url_of(live))
            assert response.status_code == 200, live
            assert response.text.count("<h1") == 1, live
            title = response.text.split("<title>")[1].split("</title>")[0]
            assert titles.setdefault(title, live) == live

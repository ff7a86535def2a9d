"""The printed sheet of every condition of the starter library."""

import io

import pytest
from django.core.management import call_command
from pypdf import PdfReader

from publishing.models import LivePage
from tests.conftest import ROOT


@pytest.mark.sweep
@pytest.mark.django_db
def test_every_condition_has_a_tagged_sheet_of_two_sides_at_most(client, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    call_command("load_content", ROOT / "content", publish=True, verbosity=0)
    lives = LivePage.objects.of_kind("condition")
    assert len(lives) >= 30
    for live in lives:
        response = client.get(f"/conditions/{live.slug}/handout.pdf")
        pdf = PdfReader(io.BytesIO(response.content))
        assert len(pdf.pages) <= 2, live
        assert "/StructTreeRoot" in pdf.root_object, live
        first = " ".join(pdf.pages[0].extract_text().split())
        assert "When to get help now" in first, live
        assert "My notes and questions" in pdf.pages[-1].extract_text(), live
        assert len(client.get(f"/conditions/{live.slug}/share.png").content) < 80_000, live

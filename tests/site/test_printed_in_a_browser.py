"""Every page is a good sheet of paper: nothing that only a screen needs, nothing lost in a fold, few sheets."""

import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.site.kinds import CONDITION, KINDS, SIX, TWO

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("installation")]

THREE = "/compare/?c=sciatica&c=lumbar-spinal-stenosis&c=piriformis-syndrome"


@pytest.fixture(scope="module")
def page(browser: Browser, site: str) -> Iterator[Page]:
    opened = browser.new_page(base_url=site)
    opened.emulate_media(media="print")
    yield opened
    opened.close()


def sheets(page: Page, path: str) -> PdfReader:
    page.goto(path)
    return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, format="A4")))


def test_what_only_a_screen_needs_is_not_printed(page):
    for path in KINDS:
        page.goto(path)
        for part in (".site-nav", ".site-header .search-box", ".skip-link", ".contents", ".button", ".keep"):
            seen = page.locator(part).filter(visible=True).count()
            assert seen == 0, f"{part} on {path}"


def test_what_is_folded_on_the_screen_stands_open_on_paper(page):
    text = "".join(sheet.extract_text() for sheet in sheets(page, CONDITION).pages)
    page.goto(CONDITION)
    rare = page.locator("details .fact__term a").last.text_content()
    assert rare is not None
    assert rare in " ".join(text.split())


@pytest.mark.parametrize("path", [TWO, THREE, SIX])
def test_a_comparison_is_one_sheet_across(page, path):
    printed = sheets(page, path)
    assert len(printed.pages) == 1
    box = printed.pages[0].mediabox
    assert box.width > box.height


def test_notes_for_an_appointment_are_one_sheet(page):
    printed = sheets(page, "/find/notes/?q=pain+down+back+of+leg+worse+sitting+and+coughing,+no+numbness")
    assert len(printed.pages) == 1


def test_a_page_ends_with_its_sources_and_their_addresses(page):
    text = "".join(sheet.extract_text() for sheet in sheets(page, CONDITION).pages)
    assert "https://" in text[text.rindex("Sources") :]


def test_notes_print_what_is_ticked_and_nothing_else(page):
    path = "/find/notes/?where=calf&worse=sitting&better=walking"
    page.emulate_media(media="screen")
    page.goto(path)
    page.get_by_label("Sitting").uncheck()
    page.emulate_media(media="print")
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, format="A4"))).pages[0].extract_text()
    assert "Calf" in printed
    assert "Walking" in printed
    assert "Sitting" not in printed

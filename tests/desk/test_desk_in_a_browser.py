"""axe-core finds no fault on any kind of page of the desk, Django's own pages among them, and none scrolls sideways."""

import pytest
from playwright.sync_api import Page, expect

from publishing.models import Page as PageRow
from tests import factories
from tests.axe import STRICT, faults_of
from tests.desk.conftest import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Theirs to look at without any row.
ADDRESSES = [
    "/admin/",
    "/admin/conditions/",
    "/admin/conditions/condition/?o=1.-2",
    "/admin/conditions/symptom/?q=numb",
    "/admin/conditions/condition/add/",
    "/admin/conditions/source/?o=1",
    "/admin/conditions/redflagcase/add/",
    "/admin/articles/picture/add/",
    "/admin/auth/user/",
    "/admin/auth/user/add/",
    "/admin/auth/group/1/change/",
    "/admin/publishing/logentry/",
    "/admin/search/missedsearch/",
    "/admin/coverage/",
    "/admin/password_change/",
    "/admin/second-factor/",
    "/admin/conditions/source/add/?_popup=1",
]


@pytest.fixture
def addresses(log_in, watched) -> list[str]:
    """All kinds of pages, for a superuser who is logged in."""
    boss = log_in("boss")
    session = boss.cookies["sessionid"].value
    watched.page.context.add_cookies(
        [{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}]
    )
    factories.vocabulary()
    source = factories.write("source", "study")
    flag = factories.live("red-flag", "danger")
    article = factories.live("article", "backs", section="articles")
    sore = factories.live("condition", "sore-back", **factories.facts())
    factories.write("condition", "sore-back", summary="Other words.", **factories.facts())
    draft = factories.write("condition", "stiff-back")
    PageRow.objects.filter(key="stiff-back").update(state="in-review")
    return [
        *ADDRESSES,
        *(at(sore, view) for view in ("change", "revisions", "history")),
        f"{at(sore, 'compare')}?old=live&new=copy",
        *(at(copy) for copy in (draft, flag, article, source)),
        at(draft, "delete"),
        at(boss.person),
        at(boss.person, "history"),
    ]


def faults_unfolded(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    # There the bar of buttons lies over nothing.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    return faults_of(page, STRICT)


def faults_at(page: Page, addresses: list[str]) -> list[str]:
    faults = []
    for address in addresses:
        page.goto(address)
        faults += faults_unfolded(page)
    return faults


def test_no_kind_of_page_has_a_fault_and_none_scrolls_sideways_at_320(watched, addresses):
    page = watched.page
    page.set_viewport_size({"width": 1280, "height": 900})
    faults, too_wide = [], []
    for address in addresses:
        page.goto(address)
        faults += faults_unfolded(page)
        page.set_viewport_size({"width": 320, "height": 640})
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            too_wide.append(address)
        page.set_viewport_size({"width": 1280, "height": 900})
    assert faults == []
    assert too_wide == []


@pytest.mark.sweep
def test_no_kind_of_page_has_a_fault_in_the_dark_on_a_telephone(watched, addresses):
    watched.page.set_viewport_size({"width": 390, "height": 844})
    watched.page.emulate_media(color_scheme="dark")
    assert faults_at(watched.page, addresses) == []


def test_a_form_with_faults_leads_to_each_of_them_by_keyboard(watched, addresses):
    page = watched.page
    page.goto("/admin/conditions/condition/add/")
    page.get_by_role("button", name="Save", exact=True).click()
    faults = page.get_by_role("list", name="What to correct")
    expect(faults).to_be_focused()
    expect(page).to_have_title("Error: Add condition | Whereabouts desk")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Summary")).to_be_focused()
    expect(page.get_by_label("Summary")).to_have_attribute("aria-invalid", "true")
    assert faults_unfolded(page) == []

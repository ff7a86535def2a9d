"""Log-in and second factor by keyboard alone, in a real browser, with nothing that axe would find."""

import pytest
from django.contrib.auth.models import User
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from tests.axe import STRICT, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "violet teapot harbour"


def send(page: Page, *typed: str) -> None:
    """Types into one field after the other, from where the focus is, and sends the form."""
    page.wait_for_function("document.activeElement.localName === 'input'")
    for number, text in enumerate(typed):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_second_factor_is_set_up_and_used_by_keyboard(watched, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    alice = User.objects.create_superuser("alice", password=PASSWORD)
    page = watched.page
    page.goto("/admin/")
    assert faults_of(page, STRICT) == []
    send(page, "alice", PASSWORD)
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    assert faults_of(page, STRICT) == []

    page.get_by_label("Code").focus()
    send(page, f"{totp(TOTPDevice.objects.get(user=alice).bin_key):06}")
    assert faults_of(page, STRICT) == []
    code = page.locator(".desk-codes code").first.inner_text()
    page.get_by_role("link", name="go on to the desk").press("Enter")
    expect(page.get_by_role("heading", name="What would you like")).to_be_visible()

    with page.expect_navigation():
        page.get_by_role("button", name="Log out").press("Enter")
    page.goto("/admin/")
    send(page, "alice", PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("asks for a code as well")
    assert faults_of(page, STRICT) == []
    page.get_by_label("Password").focus()
    send(page, PASSWORD, code)
    expect(page.get_by_role("heading", name="What would you like")).to_be_visible()
    assert watched.complaints == []


def test_who_guesses_is_told_what_to_do(watched):
    page = watched.page
    for _ in range(5):
        page.goto("/admin/login/")
        send(page, "alice", "a guess")
    expect(page.get_by_role("heading", name="Too many wrong passwords")).to_be_visible()
    assert faults_of(page, STRICT) == []

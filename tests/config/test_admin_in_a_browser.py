"""The admin works under the strict policy: nothing blocked, nothing broken, in a real browser."""

import pytest
from playwright.sync_api import expect

# Browser tests share one database among threads, so what they write is committed and flushed afterwards.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_editor_logs_in_and_saves_a_form(watched, django_user_model):
    django_user_model.objects.create_superuser("alice", password="wonderland")
    page = watched.page

    page.goto("/admin/")
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password").fill("wonderland")
    page.get_by_role("button", name="Log in").click()
    page.goto("/admin/auth/group/add/")
    page.locator("#id_name").fill("Reviewers")
    page.locator("#id_permissions_from option").first.dblclick()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".messagelist")).to_contain_text("Reviewers")
    assert watched.complaints == []


@pytest.mark.parametrize(
    "address",
    ["/admin/", "/admin/auth/user/", "/admin/auth/user/add/", "/admin/password_change/"],
)
def test_a_page_of_the_admin_loads_with_nothing_blocked(
    address, watched, client, django_user_model, live_server
):
    client.force_login(django_user_model.objects.create_superuser("alice"))
    watched.page.context.add_cookies(
        [
            {
                "name": "sessionid",
                "value": client.cookies["sessionid"].value,
                "domain": "localhost",
                "path": "/admin/",
            }
        ]
    )

    assert watched.page.goto(address).status == 200
    assert watched.complaints == []

"""What nobody at the desk can do by a request of their own making."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from desk import roles
from publishing.models import LogEntry, Page, Revision
from tests import factories

pytestmark = pytest.mark.django_db


def client_of(role: str) -> Client:
    person = User.objects.create(username=role, is_staff=True)
    person.groups.set([Group.objects.get(name=role)])
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("role", roles.ROLES)
@pytest.mark.parametrize(
    "address",
    [
        "/admin/publishing/logentry/?by__password__startswith=a",
        "/admin/conditions/condition/?page__live_revision__made_by__password__startswith=a",
    ],
)
def test_no_list_can_be_filtered_by_a_password(role, address):
    response = client_of(role).get(address)
    assert response.status_code in (302, 400)
    assert response.get("Location", "?e=1").endswith("?e=1")


@pytest.mark.parametrize("role", roles.ROLES)
def test_people_are_for_superusers_alone(role):
    client = client_of(role)
    assert client.get("/admin/auth/user/").status_code == 403
    address = "/admin/autocomplete/?app_label=auth&model_name=user&field_name=groups&term=a"
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("role", roles.ROLES)
def test_what_is_kept_for_good_is_not_deleted_in_a_list(role):
    copy = factories.live("condition", "sore-back")
    before = Page.objects.count(), Revision.objects.count(), LogEntry.objects.count()
    client = client_of(role)
    entries = list(LogEntry.objects.values_list("pk", flat=True))
    for address, chosen in (
        ("/admin/conditions/condition/", [copy.pk]),
        ("/admin/publishing/logentry/", entries),
    ):
        client.post(address, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})
    assert client.post(f"/admin/conditions/condition/{copy.pk}/delete/", {"post": "yes"}).status_code == 403
    assert (Page.objects.count(), Revision.objects.count(), LogEntry.objects.count()) == before


def test_whoever_made_a_revision_cannot_be_deleted(admin_client, admin_user):
    from publishing import service

    copy = factories.write("condition", "sore-back")
    writer = User.objects.create(username="writer", is_staff=True, is_superuser=True)
    service.make_move(copy.page, "submit", writer)
    admin_client.post(f"/admin/auth/user/{writer.pk}/delete/", {"post": "yes"})
    assert User.objects.filter(pk=writer.pk).exists()

"""The cast of the desk, each with a client of their own, and how a form is sent."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from desk import roles

LogIn = Callable[..., Client]
GROUPS = {"writer": roles.WRITER, "reviewer": roles.REVIEWER, "editor": roles.EDITOR}


@pytest.fixture
def log_in(db) -> LogIn:
    """A client for one of the cast: reader (no account of the desk), staff (no permission), writer, reviewer, editor,
    boss (a superuser). The person is `client.person`."""

    def log_in(role: str, password: str | None = None) -> Client:
        person, _ = User.objects.get_or_create(
            username=role, defaults={"is_staff": role != "reader", "is_superuser": role == "boss"}
        )
        if password:
            person.set_password(password)
            person.save()
        if role in GROUPS:
            person.groups.set([Group.objects.get(name=GROUPS[role])])
        client = Client()
        client.force_login(person)
        client.person = person  # type: ignore[attr-defined]
        return client

    return log_in


@pytest.fixture
def writer(log_in: LogIn) -> Client:
    return log_in("writer")


@pytest.fixture
def reviewer(log_in: LogIn) -> Client:
    return log_in("reviewer")


@pytest.fixture
def editor(log_in: LogIn) -> Client:
    return log_in("editor")


@pytest.fixture
def boss(log_in: LogIn) -> Client:
    return log_in("boss")


def at(copy: Any, view: str = "change", *args: Any) -> str:
    """The address of a page of the desk for this working copy."""
    return reverse(f"admin:{copy._meta.app_label}_{copy._meta.model_name}_{view}", args=[copy.pk, *args])


def list_of(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def add_to(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def filled(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send of the form at this address, with these changes."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    sent: dict[str, Any] = {}
    for form in forms:
        for field in form:
            value = field.field.prepare_value(field.value())
            if value is not None and value is not False:
                sent[field.html_name] = (
                    [getattr(one, "pk", one) for one in value] if isinstance(value, list) else value
                )
    return sent | changes


def save(client: Client, copy: Any, **changes: Any) -> Any:
    return client.post(at(copy), filled(client, at(copy), **changes), follow=True)


def move(client: Client, copy: Any, name: str, note: str = "", **more: str) -> Any:
    return client.post(at(copy, "move"), {"move": name, "note": note, **more}, follow=True)


def said(response: Any) -> str:
    """The messages above the page, in one text."""
    return " ".join(str(message) for message in response.context["messages"])


def moves_shown(client: Client, copy: Any) -> set[str]:
    return {one.name for one in client.get(at(copy)).context["moves"]}

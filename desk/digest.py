"""A letter to each person of the desk: what waits for them, what is late or overdue, how many reports came in.

It counts, and says nothing of what a reader wrote: letters lie about in places that nobody here looks after.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse

from desk.cockpit import ROLES
from desk.due import reviews_due
from desk.feedback.overview import summary
from desk.named import named
from desk.roles import NO_DIGEST
from desk.waiting import Some, waiting_for
from publishing import service


@dataclass(frozen=True, slots=True)
class Line:
    """Something to know or do: how many, of what, and the addresses where."""

    what: str
    at: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the letter to one person. `error` is empty where it went out."""

    to: User
    error: str = ""


def why_off() -> str:
    """What is missing for digests to be sent; empty when nothing is."""
    missing = [name for name in ("EMAIL_URL", "DIGEST_FROM") if not getattr(settings, name)]
    if not missing:
        return ""
    return (
        f"The digest is off: {' and '.join(missing)} not set. EMAIL_URL says by which mail server it goes, "
        "DIGEST_FROM whom it is from. See docs/operating.md."
    )


def readers() -> Iterator[User]:
    """Who works on pages, has an address and did not opt out."""
    people = User.objects.filter(is_active=True, is_staff=True).exclude(email="")
    for person in people.exclude(groups__name=NO_DIGEST).order_by("username"):
        if any(person.has_perm(permission) for permission in ROLES):
            yield person


def letter_to(person: User) -> EmailMessage | None:
    """None when there is nothing to say."""
    lines = [*_late(), *_waiting(person), *_overdue(person), *_reports(person)]
    if not lines:
        return None
    context = {
        "person": person,
        "lines": lines,
        "desk": _absolute(reverse("admin:index")),
        "site_name": settings.SITE_NAME,
        "group": NO_DIGEST,
    }
    # A name of several lines would be another header.
    subject = " ".join(f"{settings.SITE_NAME} desk: what waits for you".split())
    return EmailMessage(
        subject, render_to_string("desk/digest.txt", context), settings.DIGEST_FROM, [person.email]
    )


def send_all() -> Iterator[Sent]:
    """One connection for all; who cannot be reached does not keep the others from theirs. Who has nothing is left out."""
    connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
    for person in readers():
        letter = letter_to(person)
        if letter is None:
            continue
        letter.connection = connection
        try:
            letter.send()
        except (OSError, SMTPException, MessageError, ValueError) as error:
            # The next one begins anew.
            _close(connection)
            yield Sent(person, f"{type(error).__name__}: {error}")
        else:
            yield Sent(person)
    _close(connection)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, SMTPException):
        connection.connection = None


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _at(pages: list[Some]) -> list[tuple[str, str]]:
    return [(f"{some.count} {some.label}", _absolute(some.url)) for some in pages]


def _late() -> Iterator[Line]:
    late = service.late()
    names = named(page.pk for page, *_ in late)
    if late:
        at = [
            (f"{move.label}: {names[page.pk].name}", _absolute(names[page.pk].url))
            for page, move, *_ in late
            if page.pk in names
        ]
        yield Line("Late: scheduled, and not done", at)


def _waiting(person: User) -> Iterator[Line]:
    for one in waiting_for(person):
        yield Line(one.to_do, _at(one.pages))


def _overdue(person: User) -> Iterator[Line]:
    overdue = reviews_due(person).overdue
    if overdue.count:
        yield Line("Past the date of their review", _at(overdue.pages))


def _reports(person: User) -> Iterator[Line]:
    errors = summary(most=0).errors if person.has_perm("desk.view_feedback") else 0
    if errors:
        url = _absolute(reverse("admin:desk_feedback_changelist"))
        yield Line("Errors that readers reported", [(f"{errors} to look at", url)])

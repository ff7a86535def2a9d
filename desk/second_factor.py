"""The second factor: a code from an app beside the password (django-otp), with numbers on paper for a lost telephone.

Whoever sets one up is asked for it at every log-in; REQUIRE_SECOND_FACTOR makes everybody set one up first. Setting it
up ends one's other sessions, so that none is left that was begun by password alone.
"""

import secrets
from base64 import b32encode
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods
from django_otp import login as verify_session
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from conditions.typesetting import qr_code
from desk import sessions

BACKUP_CODES = 10
_APP_DIGITS, _BACKUP_DIGITS = 6, 10
_NEW_CODES = "desk_backup_codes"
# Where somebody may go who has yet to set one up.
_OPEN = {"login", "logout", "jsi18n", "desk-second-factor"}


class NotVerified(Exception):
    """The code was not accepted. The message says what to do."""


def is_missing(user: Any) -> bool:
    """Whether this person, logged in, must give a second factor before anything else."""
    return bool(
        settings.REQUIRE_SECOND_FACTOR
        and user.is_authenticated
        and user.is_staff
        and not getattr(user, "otp_device", None)
    )


def is_asked_for() -> bool:
    """Whether the log-in has a place for the code."""
    return settings.REQUIRE_SECOND_FACTOR or TOTPDevice.objects.filter(confirmed=True).exists()


def device_of(user: Any) -> TOTPDevice | None:
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return found


def backup_codes_left(user: Any) -> int:
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=user))


def verify(user: Any, typed: str) -> Any:
    """The device that gave this code. Its length tells which to ask, so that a slip of one does not slow the other.

    Raises:
        NotVerified: wrong, used already, or too soon after wrong ones.
    """
    code = "".join(typed.split())
    model = TOTPDevice if len(code) == _APP_DIGITS else StaticDevice
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        accepted = device is not None and _check(device, code)
    # After the transaction: the wrong try is counted.
    if not accepted:
        raise NotVerified(
            "This code is not right, or was used already. Wait for the next one in your app, or use a number from "
            "your paper. If neither works, an administrator can remove your second factor."
        )
    return device


def _check(device: Any, code: str) -> bool:
    return bool(device.verify_is_allowed()[0] and device.verify_token(code))


def forget(user: Any) -> None:
    """Takes the second factor away and logs the person out everywhere."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    sessions.end_all(user)


def note(by: Any, user: Any, what: str) -> None:
    """Into the history of the person's account, which nobody can change."""
    LogEntry.objects.log_actions(by.pk, [user], CHANGE, change_message=what, single_object=True)


def new_backup_codes(user: Any) -> list[str]:
    """Ten numbers, each good for one log-in; those before them are good for none any more."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="Backup codes")
    codes = [f"{secrets.randbelow(10**_BACKUP_DIGITS):0{_BACKUP_DIGITS}}" for _ in range(BACKUP_CODES)]
    for code in codes:
        device.token_set.create(token=code)
    return codes


class SecondFactorMiddleware:
    """Where a second factor is demanded, there is nothing under /admin/ without one but the page that sets it up."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = self.get_response(request)
        return response

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        if not request.path_info.startswith("/admin/") or not is_missing(request.user):
            return None
        if device_of(request.user):
            # Logged in before it was demanded: the log-in asks for the code now.
            logout(request)
            messages.info(request, "Log in again, with your code: it is asked for from now on.")
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if request.resolver_match and request.resolver_match.url_name in _OPEN:
            return None
        return HttpResponseRedirect(reverse("desk-second-factor"))


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=20,
        error_messages={"required": "Type the code that your app shows."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 14}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self) -> str:
        try:
            verify(self.user, self.cleaned_data["code"])
        except NotVerified as refused:
            raise forms.ValidationError(str(refused)) from refused
        return str(self.cleaned_data["code"])


class FirstCodeForm(CodeForm):
    """The first code of an app that was just shown its secret."""

    def clean_code(self) -> str:
        device = _unconfirmed(self.user)
        if not _check(device, "".join(self.cleaned_data["code"].split())):
            raise forms.ValidationError(
                "This is not the code. Check that the time of your telephone is set by itself, and type the code "
                "that the app shows now."
            )
        device.confirmed = True
        device.save()
        self.device = device
        return str(self.cleaned_data["code"])


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("code")
@sensitive_variables()
def page(request: HttpRequest) -> HttpResponse:
    """Sets one's second factor up, shows new backup codes once, and takes it away. POST: `code`, and `do`.

    Template: admin/desk/second_factor.html.
    """
    user: Any = request.user
    if not (user.is_active and user.is_staff):
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    device = device_of(user)
    form_class = CodeForm if device else FirstCodeForm
    fresh = None if device else _unconfirmed(user)
    form = form_class(request.POST or None, user=user)
    if form.is_valid():
        _carry_out(request, user, form)
        return HttpResponseRedirect(request.path)
    context = {
        **admin.site.each_context(request),
        "title": "Second factor",
        "form": form,
        "device": device,
        "is_demanded": settings.REQUIRE_SECOND_FACTOR,
        "left": backup_codes_left(user),
        "new_codes": [_in_groups(code, 5) for code in request.session.pop(_NEW_CODES, [])],
        **(_secret_of(fresh) if fresh else {}),
    }
    return TemplateResponse(request, "admin/desk/second_factor.html", context)


def _carry_out(request: HttpRequest, user: User, form: CodeForm) -> None:
    """What the form asks for, once its code was right."""
    if isinstance(form, FirstCodeForm):
        verify_session(request, form.device)
        request.session.cycle_key()
        sessions.end_all(user, but=request.session.session_key)
        request.session[_NEW_CODES] = new_backup_codes(user)
        note(user, user, "Set up the second factor.")
        messages.success(request, "Your second factor is set up. Anywhere else you are logged out.")
    elif request.POST.get("do") == "remove":
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()
        note(user, user, "Removed the second factor.")
        messages.success(request, "Your second factor is removed.")
    else:
        request.session[_NEW_CODES] = new_backup_codes(user)
        note(user, user, "Made new backup codes.")
        messages.success(request, "These are your new backup codes. The old ones do not work any more.")


def _unconfirmed(user: Any) -> TOTPDevice:
    """The one whose secret is shown until its first code; the same again when the page is loaded again."""
    devices = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk")
    return devices.first() or TOTPDevice.objects.create(user=user, name="App", confirmed=False)


def _secret_of(device: TOTPDevice) -> dict[str, str]:
    return {
        # Ours, from numbers alone.
        "qr_code": mark_safe(qr_code(device.config_url)),  # noqa: S308
        "secret": _in_groups(b32encode(device.bin_key).decode(), 4),
        "app_address": device.config_url,
    }


def _in_groups(text: str, size: int) -> str:
    return " ".join(text[start : start + size] for start in range(0, len(text), size))

"""How long somebody stays logged in: two hours without a sign, twelve in all; see SESSION_IDLE_LIMIT in the settings.

Only requests under /admin/ count: a public page never reads a session. Whoever saves too late finds what they wrote
after logging in again.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.models import Session
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET

STARTED, SEEN, KEPT = "desk_started", "desk_seen", "desk_kept"
# Seconds. A session is written to the database no more often than this for being seen.
_STEP = 60
_KEPT_FIELD = "_kept"


def begin(request: HttpRequest, **_signal: Any) -> None:
    """Somebody logged in: the clock starts, and sessions that are over are forgotten. For the signal."""
    request.session[STARTED] = request.session[SEEN] = int(time.time())
    request.session.clear_expired()


def end_all(user: Any, but: str | None = None) -> None:
    """Logs somebody out everywhere, except where the session has the key `but`."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=but):
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


class SessionLimits:
    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = self.get_response(request)
        return response

    # Here and not in __call__: what is kept of a form must have passed CsrfViewMiddleware.
    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        if not request.path_info.startswith("/admin/") or SESSION_KEY not in request.session:
            return None
        now = int(time.time())
        too_long = _why_over(request.session, now)
        if too_long:
            return _end(request, too_long)
        if now - request.session[SEEN] >= _STEP:
            request.session[SEEN] = now
        if _KEPT_FIELD in request.POST:
            request.session.pop(KEPT, None)
        return None


def _why_over(session: Any, now: int) -> str:
    """What to tell somebody whose time is up, or nothing. A session from before there were limits begins now."""
    started, seen = session.setdefault(STARTED, now), session.setdefault(SEEN, now)
    if now - seen >= settings.SESSION_IDLE_LIMIT.total_seconds():
        return f"You were logged out after {_hours(settings.SESSION_IDLE_LIMIT)} without a sign of you."
    if now - started >= settings.SESSION_ABSOLUTE_LIMIT.total_seconds():
        return f"You were logged out {_hours(settings.SESSION_ABSOLUTE_LIMIT)} after you logged in."
    return ""


def _hours(limit: Any) -> str:
    return f"{limit.total_seconds() / 3600:g} hours"


def _end(request: HttpRequest, why: str) -> HttpResponseBase | None:
    """Logs out, and keeps what a form was sent with. Any other request goes on as that of a stranger."""
    kept = _what_to_keep(request)
    logout(request)
    if kept is None:
        messages.warning(request, f"{why} Log in to go on.")
        return None
    request.session[KEPT] = kept
    messages.warning(request, f"{why} What you wrote is kept: log in, and you can save it.")
    return redirect_to_login(reverse("desk-kept"), reverse("admin:login"))


def _what_to_keep(request: HttpRequest) -> dict[str, Any] | None:
    """The fields of a form about content; of a form about people none, for there are passwords among them."""
    name = request.resolver_match.url_name or "" if request.resolver_match else ""
    if (
        request.method != "POST"
        or not name.endswith(("_add", "_change", "_move"))
        or name.startswith("auth_")
    ):
        return None
    return {
        "person": request.session[SESSION_KEY],
        "address": request.get_full_path(),
        "fields": [
            [field, value]
            for field, values in request.POST.lists()
            for value in values
            if field != "csrfmiddlewaretoken"
        ],
        "files": [file.name for _, files in request.FILES.lists() for file in files],
    }


@require_GET
@sensitive_variables()
def kept(request: HttpRequest) -> HttpResponse:
    """What somebody sent when their session was over, to be sent again. Template: admin/desk/kept.html."""
    from django.contrib import admin

    found = request.session.get(KEPT)
    # Another person at the same browser does not get to see it.
    if not found or found["person"] != request.session.get(SESSION_KEY):
        raise Http404("Nothing is kept for you here.")
    context = {
        **admin.site.each_context(request),
        "title": "What you wrote is kept",
        "address": found["address"],
        "fields": found["fields"],
        "files": found["files"],
        "kept_field": _KEPT_FIELD,
    }
    return TemplateResponse(request, "admin/desk/kept.html", context)

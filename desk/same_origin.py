"""Readers' forms are sent from this site's own pages. Django's token would tell so too, but it sets a cookie, and a page that
holds one cannot be kept in a cache."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]

_OURS = ("same-origin", "none")
"""`none`: no page asked for it, but the browser itself, as when a form is sent once more by reloading."""


def same_origin_only(view: View) -> View:
    """For a form that changes nothing in anybody's name. Refuses what a browser says another site sent: 403.

    Templates: feedback/elsewhere.html.
    """

    @csrf_exempt
    @wraps(view)
    def judged(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD") and comes_from_elsewhere(request):
            return render(request, "feedback/elsewhere.html", status=403)
        return view(request, *args, **kwargs)

    return judged


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """`Sec-Fetch-Site` decides, which no script can forge; browsers send it over TLS and to this machine.

    Without it, `Origin` does. "null" tells nothing: under our `Referrer-Policy: no-referrer` that is what our own forms are
    sent with. Whoever sends neither is no browser of these years, and gains nothing here that any program could not do.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in _OURS
    origin = request.headers.get("Origin", "null")
    return origin not in ("null", settings.SITE_URL, f"{request.scheme}://{request.get_host()}")

"""Who guesses passwords is made to wait: django-axes counts in the database, by name and address together.

By name alone, anybody could lock an editor out; by address alone, one office could lock itself out. The counts hold
addresses, of people at the log-in only: axes deletes those whose wait is over whenever somebody logs in, out or in vain.
"""

from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from: what is connected, or what a trusted proxy says of it. For settings.

    X-Forwarded-For is read from the right as far as it was written by proxies named in TRUSTED_PROXIES. Without that
    setting it is never read: most proxies pass on what a client wrote there.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    trusted = settings.TRUSTED_PROXIES
    if trusted and _is_proxy(address, trusted):
        for said in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
            if not _is_address(said.strip()):
                break
            address = said.strip()
            if not _is_proxy(address, trusted):
                break
    return address if _is_address(address) else None


def answer(request: HttpRequest, _response: Any = None, _credentials: Any = None) -> HttpResponse:
    """The log-in, closed: what to do instead. For settings."""
    wait = get_cool_off(request)
    context = {
        **admin.site.each_context(request),
        "title": "Too many wrong passwords",
        "minutes": round(wait.total_seconds() / 60) if wait else None,
    }
    response = render(request, "admin/desk/locked_out.html", context, status=429)
    if wait:
        response["Retry-After"] = str(round(wait.total_seconds()))
    return response


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_proxy(text: str, trusted: list[IPv4Network | IPv6Network]) -> bool:
    # No address: a socket file, which only the proxy can open.
    return not text or (_is_address(text) and any(ip_address(text) in network for network in trusted))

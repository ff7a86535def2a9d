"""Addresses that fail in every way there is, for tests of what is said, logged and reported then."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from config.urls import handler500 as handler500
from config.urls import urlpatterns as site_urls


def fails(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "")
    try:
        int(typed)
    except ValueError as error:
        raise RuntimeError(f"cannot find {typed}") from error
    return HttpResponse()


def refuses(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def suspects(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("something about a request")


def withdrawn(request: HttpRequest) -> HttpResponse:
    return render(request, "410.html", status=410)


def moved(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/healthz")


urlpatterns = [
    path("boom/fails", fails),
    path("boom/refuses", refuses),
    path("boom/suspects", suspects),
    path("boom/withdrawn", withdrawn),
    path("boom/moved", moved),
    *site_urls,
]

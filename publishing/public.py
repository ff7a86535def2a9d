"""How public views get at pages: live ones, or the answer that there is none. No working copy can be reached from here."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from publishing.kinds import get_page_kind
from publishing.models import Address, LivePage


class Moved(Exception):
    """The page answers at another address now."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class Gone(Exception):
    """There was a page here, and it was withdrawn."""


def live_page(kind: str, slug: str) -> LivePage:
    """The live page of this address, with its revision, in one query.

    Raises:
        Moved, Gone, Http404: see there; PublishedMiddleware answers them.
    """
    live = LivePage.objects.of_kind(kind).filter(slug=slug).select_related("revision").first()
    if live is not None:
        return live
    address = Address.objects.filter(kind=kind, slug=slug).select_related("page__live").first()
    if address is None:
        raise Http404(f"There is no {get_page_kind(kind).label.lower()} at this address.")
    moved_to = getattr(address.page, "live", None)
    if moved_to is None:
        raise Gone
    raise Moved(get_page_kind(kind).url_of(moved_to))


def record_of(live: LivePage) -> Any:
    """The typed, frozen record of a live page."""
    return get_page_kind(live.kind).thaw(live.revision.data, live.revision.schema_version)


class PublishedMiddleware:
    """Turns Moved into 301 and Gone into a plain 410 page, so that no view has to."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response: HttpResponse = self.get_response(request)
        return response

    def process_exception(self, request: Any, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Moved):
            return HttpResponsePermanentRedirect(exception.url)
        if isinstance(exception, Gone):
            return render(request, "410.html", status=410)
        return None

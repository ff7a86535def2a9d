"""Preview in the admin: beside the form, and as a link for people without an account."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin

from publishing import preview_links, service
from publishing.models import Page

# The preview of a working copy is the only page of the site that may stand in a frame, and only in one of ours.
framed = method_decorator([csp_replace({"frame-ancestors": ["'self'"]}), xframe_options_sameorigin])
shows_a_frame = method_decorator(csp_update({"frame-src": ["'self'"]}))


def links_context(page: Page, user: Any) -> dict[str, Any]:
    """For admin/publishing/_links.html."""
    if not user.has_perm("publishing.submit_page"):
        return {}
    return {
        "shareable": preview_links.shareable(page),
        "preview_links": [(link, preview_links.url_of(link)) for link in preview_links.links_of(page)],
    }


class LinksMixin:
    """For WorkingCopyAdmin: the address `links/` of a page."""

    _copy_or_404: Callable[..., Any]
    _url: Callable[..., str]

    def links_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Makes a link, or ends one. POST only: nothing, or `revoke` with its number."""
        copy = self._copy_or_404(request, object_id)
        back = HttpResponseRedirect(self._url("change", copy))
        if request.method != "POST":
            return back
        user: Any = request.user
        try:
            if "revoke" in request.POST:
                number = request.POST["revoke"]
                preview_links.revoke_link(copy.page, int(number) if number.isdecimal() else 0, user)
                messages.success(request, "The link was revoked. It does not work any more.")
            else:
                link = preview_links.make_link(copy.page, user)
                messages.success(
                    request,
                    f"Whoever has this link can see revision {link.revision.number} for seven days: "
                    f"{preview_links.url_of(link)}",
                )
        except service.MoveRefused as refused:
            messages.error(request, str(refused))
        return back

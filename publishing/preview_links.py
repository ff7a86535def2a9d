"""A link for people without an account to one revision that was submitted: the one exception to "no draft is public".

The link is signed, and its row says until when it works. It shows that frozen revision for good or not at all: what is
edited later is never seen through it. It leads to the page alone, never to its place in a list, a search or a feed.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from publishing import service
from publishing.kinds import get_page_kind
from publishing.models import Page, PreviewLink, Revision
from publishing.preview import Banner, draw_preview
from publishing.states import SHARE, UNSHARE

WORKS_FOR = timedelta(days=7)

_signer = Signer(salt="publishing.preview-link")


def shareable(page: Page) -> Revision | None:
    """The revision that was submitted last, unless the page was withdrawn since: all that a new link can lead to."""
    entry = page.log.filter(action__in=["submit", "withdraw"]).select_related("revision").first()
    return entry.revision if entry and entry.action == "submit" else None


def links_of(page: Page) -> list[PreviewLink]:
    """Those that work still, newest first."""
    links = PreviewLink.objects.filter(revision__page=page, revoked_at=None, expires_at__gt=timezone.now())
    return list(links.select_related("revision", "made_by").defer("revision__data"))


def url_of(link: PreviewLink) -> str:
    """In full, to be sent to somebody."""
    return settings.SITE_URL + reverse("preview-link", args=[_token_of(link)])


@transaction.atomic
def make_link(page: Page, by: User) -> PreviewLink:
    """
    Raises:
        service.MoveRefused: nothing was made.
    """
    page = service.lock(page)
    _ask_for_permission(page, by)
    revision = shareable(page)
    if revision is None:
        raise service.MoveRefused(
            "A link leads to a text that was submitted, and there is none, or the page was withdrawn since. "
            "Submit it first."
        )
    link = PreviewLink.objects.create(revision=revision, made_by=by, expires_at=timezone.now() + WORKS_FOR)
    until = f"Until {timezone.localtime(link.expires_at):%d %b %Y %H:%M}."
    service.record_act(page, SHARE, by, until, revision)
    return link


@transaction.atomic
def revoke_link(page: Page, pk: int, by: User) -> None:
    """Once revoked a link never works again.

    Raises:
        service.MoveRefused: nothing was changed.
    """
    _ask_for_permission(page, by)
    link = PreviewLink.objects.select_for_update().filter(pk=pk, revision__page=page, revoked_at=None).first()
    if link is None:
        raise service.MoveRefused("That link does not work any more: there is nothing to revoke.")
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    service.record_act(page, UNSHARE, by, "", link.revision)


def _ask_for_permission(page: Page, by: User) -> None:
    if not by.has_perm("publishing.submit_page"):
        service.logger.warning("refused: preview link to %s by %s", page, by)
        raise service.MoveRefused(
            "You do not have the permission to share a page. Ask a writer or an editor."
        )


def _token_of(link: PreviewLink) -> str:
    return _signer.sign(f"{link.revision_id}-{link.nonce.hex}")


def _link_of(token: str) -> PreviewLink:
    """
    Raises:
        Http404: no link of ours.
    """
    try:
        revision, nonce = _signer.unsign(token).split("-")
    except (BadSignature, ValueError):
        raise Http404("There is no preview at this address.") from None
    links = PreviewLink.objects.select_related("revision__page__live_revision")
    link = links.filter(nonce=nonce, revision_id=revision).first()
    if link is None:
        raise Http404("There is no preview at this address.")
    return link


@require_safe
def preview_link(request: HttpRequest, token: str) -> HttpResponse:
    """Templates: those of the page's kind; preview_gone.html (410) once it expired or was revoked."""
    link = _link_of(token)
    if not link.is_open:
        return _gone(request)
    # When, and nothing of who.
    PreviewLink.objects.filter(pk=link.pk).update(last_used_at=timezone.now())
    revision = link.revision
    kind = get_page_kind(revision.page.kind)
    record = kind.thaw(revision.data, revision.schema_version)
    response = draw_preview(request, kind, record, revision.page, Banner(_says(link), files=request.path))
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def preview_file(request: HttpRequest, token: str, file: str) -> HttpResponseBase:
    """A picture that this very revision shows, while the link works."""
    link = _link_of(token)
    if not link.is_open:
        return _gone(request)
    kind = get_page_kind(link.revision.page.kind)
    record = kind.thaw(link.revision.data, link.revision.schema_version)
    response = kind.shown_file(record, file)
    add_never_cache_headers(response)
    return response


def _says(link: PreviewLink) -> str:
    revision = link.revision
    until = timezone.localtime(link.expires_at)
    public = revision.pk == revision.page.live_revision_id
    return (
        f"This is revision {revision.number}{', which readers see' if public else '. It is not public'}. "
        f"Please do not pass the link on: it works until {until.day} {until:%B %Y, %H:%M}."
    )


def _gone(request: HttpRequest) -> HttpResponse:
    response = render(request, "preview_gone.html", status=410)
    response["X-Robots-Tag"] = "noindex, nofollow"
    add_never_cache_headers(response)
    return response

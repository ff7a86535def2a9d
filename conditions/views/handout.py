"""What is set with typst for one condition: the printed sheet and the share picture. Of live revisions alone."""

from dataclasses import asdict
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.utils.http import quote_etag
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from conditions.handout import DETAILS, Detail, handout, share_picture
from conditions.pages import ConditionPage
from conditions.typesetting import PATIENCE, Busy, Job, Unavailable, made, qr_code
from publishing.directory import for_request
from publishing.models import LivePage
from publishing.public import Moved, live_page, record_of


@require_safe
def handout_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The sheet, to be shown in the browser; saved, it has a name that says what it is."""
    live = _live(slug, "handout.pdf")
    page = _page(request, live)
    drafts = [partial(_sheet, page, live, detail) for detail in DETAILS]
    job = Job("handout.typ", "pdf", drafts, pages=2, dated=live.revision.made_at)
    name = f"{live.slug}-{slugify(settings.SITE_NAME) or 'handout'}.pdf"
    return _answer(request, job, live, "application/pdf", f'inline; filename="{name}"')


@require_safe
def share_png(request: HttpRequest, slug: str) -> HttpResponseBase:
    """1200 by 630 pixels, as those who show links ask for."""
    live = _live(slug, "share.png")
    page = _page(request, live)
    draft = partial(_picture, page)
    job = Job("share.typ", "png", [draft], pages=1, dated=live.revision.made_at)
    return _answer(request, job, live, "image/png", "inline")


def _live(slug: str, file: str) -> LivePage:
    """The live page; from an old address, readers are led to the same file at the new one."""
    try:
        return live_page("condition", slug)
    except Moved as moved:
        raise Moved(f"{moved.url}{file}") from moved


def _page(request: HttpRequest, live: LivePage) -> ConditionPage:
    return ConditionPage(record_of(live), live.rendered, for_request(request))


def _sheet(page: ConditionPage, live: LivePage, detail: Detail) -> dict[str, Any]:
    sheet = handout(page, timezone.localdate(live.revision.made_at), detail)
    return asdict(sheet) | {"qr": qr_code(sheet.url)}


def _picture(page: ConditionPage) -> dict[str, Any]:
    return asdict(share_picture(page))


def _answer(
    request: HttpRequest, job: Job, live: LivePage, content_type: str, disposition: str
) -> HttpResponseBase:
    etag = quote_etag(job.fingerprint[:32])
    not_modified = get_conditional_response(request, etag=etag)
    if not_modified is not None:
        return not_modified
    try:
        data = made(job)
    except (Busy, Unavailable) as trouble:
        return _not_now(request, live, busy=isinstance(trouble, Busy))
    page_url = settings.SITE_URL + reverse("condition", args=[live.slug])
    headers = {
        "Content-Disposition": disposition,
        "ETag": etag,
        "Link": f'<{page_url}>; rel="canonical"',
    }
    return HttpResponse(data, content_type=content_type, headers=headers)


def _not_now(request: HttpRequest, live: LivePage, busy: bool) -> HttpResponse:
    """Templates: conditions/no_sheet.html. Context: condition (LivePage), busy."""
    context = {"condition": live, "busy": busy}
    response = render(request, "conditions/no_sheet.html", context, status=503)
    response["Retry-After"] = str(PATIENCE if busy else 600)
    add_never_cache_headers(response)
    return response

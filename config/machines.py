"""Small answers for machines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


# Search results are shut out by their own noindex, which a robot can only see when it may fetch them.
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


# Browsers ask for it unbidden wherever a page names no icon, the admin for one.
@require_safe
@cache_control(max_age=24 * 3600, public=True)
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(static("img/favicon.svg"))


@require_safe
@cache_control(max_age=24 * 3600, public=True)
def opensearch(request: HttpRequest) -> HttpResponse:
    """Lets a browser search this site from its address bar."""
    return render(request, "opensearch.xml", content_type="application/opensearchdescription+xml")

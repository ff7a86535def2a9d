"""Reading without a connection: the service worker, the page it shows then, and what installs the site on a phone."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from publishing.directory import for_request

# What every page needs to look and work as it should. Pages themselves: the warning signs, and what tells there is no line.
SHELL = (
    "css/site.css",
    "fonts/atkinson-hyperlegible-next.woff2",
    "img/favicon.svg",
    "js/suggest.js",
    "js/offline.js",
)


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Stands at the root, because a worker looks after the addresses below its own.

    It changes with the release and with every publication, so that browsers then fetch the warning signs anew.
    """
    shell = {
        "version": f"{settings.VERSION}-{for_request(request).version}",
        "files": [static(path) for path in SHELL],
        "assets": [settings.STATIC_URL, "/media/"],
        "offline": reverse("offline"),
        "urgent": reverse("urgent"),
        "private": [reverse("admin:index"), reverse("find"), "/api/", "/preview/", reverse("feedback")],
    }
    script = (
        f"const SHELL = {json.dumps(shell)};\nimportScripts({json.dumps(static('js/service-worker.js'))});\n"
    )
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Templates: offline.html. The same for everybody: what is kept on a device, only that device knows."""
    return render(request, "offline.html")


@require_safe
@cache_control(max_age=24 * 3600, public=True)
def web_manifest(request: HttpRequest) -> HttpResponse:
    icons = [
        {
            "src": static(f"img/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    manifest = {
        "id": "/",
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME[:12],
        "description": "What back and leg pain can be, told plainly, and when to get help now.",
        "lang": "en-GB",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#f8f3e8",
        "theme_color": "#f8f3e8",
        "icons": icons,
        "shortcuts": [
            {"name": "When to get help now", "url": reverse("urgent")},
            {"name": "Describe the pain", "url": reverse("find")},
        ],
    }
    return JsonResponse(manifest, content_type="application/manifest+json")

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from config import health, machines, offline
from config.api import api, docs
from config.sitemaps import sitemaps
from desk.feedback import views as feedback
from publishing import preview_links

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("robots.txt", machines.robots, name="robots"),
    path("opensearch.xml", machines.opensearch, name="opensearch"),
    path("favicon.ico", machines.favicon),
    path("site.webmanifest", offline.web_manifest, name="web-manifest"),
    path("sw.js", offline.service_worker, name="service-worker"),
    path("offline/", offline.offline, name="offline"),
    path("sitemap.xml", sitemap, {"sitemaps": sitemaps}, name="sitemap"),
    path("api/v1/docs", docs, name="api-docs"),
    path("api/v1/", api.urls),
    path("preview/<str:token>/", preview_links.preview_link, name="preview-link"),
    path("preview/<str:token>/<str:file>", preview_links.preview_file, name="preview-file"),
    path("feedback/", feedback.words, name="feedback"),
    path("feedback/helpful/", feedback.helpful, name="feedback-helpful"),
    path("admin/", include("desk.urls")),
    path("admin/", admin.site.urls),
    path("", include("search.urls")),
    path("", include("articles.urls")),
    path("", include("conditions.urls")),
]

# 400 and 403 are Django's own, with our templates.
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"

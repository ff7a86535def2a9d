"""What editors need beside Django's admin, under /admin/."""

from django.contrib import admin
from django.urls import include, path

from desk import coverage, importing, library, second_factor, sessions, writing

urlpatterns = [
    path("second-factor/", second_factor.page, name="desk-second-factor"),
    path("coverage/", admin.site.admin_view(coverage.page), name="desk-coverage"),
    path("import/", admin.site.admin_view(importing.start), name="desk-import"),
    path("import/<int:pk>/", admin.site.admin_view(importing.dry_run), name="desk-import-dry-run"),
    path("library/", admin.site.admin_view(library.waiting), name="desk-library"),
    path(
        "library/<slug:kind>/<slug:key>/", admin.site.admin_view(library.record), name="desk-library-record"
    ),
    path("kept/", admin.site.admin_view(sessions.kept), name="desk-kept"),
    path("writing/advice/", writing.advice, name="desk-writing-advice"),
    path("", include("articles.desk_urls")),
]

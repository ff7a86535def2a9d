"""What editors need beside Django's admin, under /admin/."""

from django.contrib import admin
from django.urls import include, path

from desk import second_factor, sessions

urlpatterns = [
    path("second-factor/", second_factor.page, name="desk-second-factor"),
    path("kept/", admin.site.admin_view(sessions.kept), name="desk-kept"),
    path("", include("articles.desk_urls")),
]

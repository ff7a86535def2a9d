"""What editors need beside Django's admin, under /admin/."""

from django.urls import include, path

urlpatterns = [path("", include("articles.desk_urls"))]

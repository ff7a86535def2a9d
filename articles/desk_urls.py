"""What editors use while writing; to be included under /admin/. markdownx has the first two addresses from settings."""

from django.urls import path

from articles import markdownx_views

urlpatterns = [
    path("markdownx/preview/", markdownx_views.preview, name="markdownx-preview"),
    path("markdownx/frame/", markdownx_views.preview_frame, name="markdownx-frame"),
    path("markdownx/upload/", markdownx_views.upload, name="markdownx-upload"),
    path("pictures/<str:file>", markdownx_views.picture, name="desk-picture"),
]

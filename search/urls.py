from django.urls import path

from search import notes, views

urlpatterns = [
    path("find/", views.find, name="find"),
    path("find/notes/", notes.notes, name="notes"),
]

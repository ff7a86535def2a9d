"""The glossary. No working copy is imported here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conditions.glossary import letters
from publishing.directory import Directory, for_request


def glossary(request: HttpRequest) -> HttpResponse:
    """Templates: conditions/glossary.html. Context: letters (letter, Explanations)."""
    return draw_glossary(request, for_request(request))


def draw_glossary(request: HttpRequest, directory: Directory, **more: object) -> HttpResponse:
    """For readers and for the editors' preview of a word (`preview`)."""
    return render(request, "conditions/glossary.html", {"letters": letters(directory), **more})

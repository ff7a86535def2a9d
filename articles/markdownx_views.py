"""The live preview and the upload of pictures, in place of markdownx' own views, which are open to anyone.

markdownx puts the answer of the preview into the page whatever its status, and reads that of the upload as JSON: so
refusals are a piece of HTML there, and JSON here.
"""

import re

from csp.decorators import csp_replace
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from articles import pictures
from articles.addresses import FILE_PATTERN, whole_file
from articles.embeds import LONGEST_TEXT
from articles.models import Picture
from articles.preview import drawn
from articles.views import picture_response
from publishing import prose

WRITERS = (
    "articles.add_article",
    "articles.change_article",
    "conditions.add_condition",
    "conditions.change_condition",
)
"""Whoever has one of these may preview what they write."""


class UploadForm(forms.Form):
    """A picture comes with its description and where it is from, so that none is shown without."""

    image = forms.FileField(error_messages={"required": "Choose a picture.", "empty": "The file is empty."})
    alt = forms.CharField(
        max_length=300,
        error_messages={"required": "Say what the picture shows, for readers who cannot see it."},
    )
    credit = forms.CharField(max_length=200, error_messages={"required": "Say who made the picture."})
    licence = forms.CharField(
        max_length=120,
        error_messages={"required": "Say under which licence it may be shown, such as “CC BY 4.0”."},
    )


def may_preview(request: HttpRequest) -> bool:
    user = request.user
    return bool(user.is_active and user.is_staff and any(user.has_perm(name) for name in WRITERS))


def may_upload(request: HttpRequest) -> bool:
    user = request.user
    return bool(user.is_active and user.is_staff and user.has_perm("articles.add_picture"))


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    if not may_preview(request):
        return _told(
            "You are logged out, or may not write here. Log in again in another tab, then go on.", 403
        )
    text = request.POST.get("content")
    if text is None:
        return _told("There is no text to show.", 400)
    if len(text) > LONGEST_TEXT:
        return _told(f"The text is longer than {LONGEST_TEXT:,} characters. Split it into two pages.", 400)
    return HttpResponse(drawn(text, words_only="words_only" in request.GET))


@require_GET
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": ["'self'"]})
def preview_frame(request: HttpRequest) -> HttpResponse:
    """Where a preview is shown: the public look without any text. Templates: admin/articles/preview_frame.html."""
    return render(request, "admin/articles/preview_frame.html")


@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Keeps a picture and answers with the Markdown that shows it; 400 with a message for each field that is wrong."""
    if not may_upload(request):
        return _refused(
            {"image": ["You are logged out, or may not add pictures. Log in again in another tab."]}, 403
        )
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused({name: [str(error) for error in errors] for name, errors in form.errors.items()})
    try:
        made = pictures.read_upload(form.cleaned_data["image"])
    except pictures.BadPicture as bad:
        return _refused({"image": [str(bad)]})
    try:
        kept = pictures.add(made, *(form.cleaned_data[name] for name in ("alt", "credit", "licence")))
    except pictures.NoRoom as full:
        return _refused({"image": [str(full)]}, 507)
    code = prose.picture_code(kept.key, form.cleaned_data["alt"])
    return JsonResponse({"image_code": code, "key": kept.key, "note": made.note})


@require_GET
def picture(request: HttpRequest, file: str) -> HttpResponseBase:
    """Any picture of the library, public or not, for previews."""
    if not (may_preview(request) or may_upload(request)):
        return HttpResponse("Log in to see this picture.", content_type="text/plain", status=403)
    whole = whole_file(file)
    if not re.fullmatch(FILE_PATTERN, whole) or not Picture.objects.filter(file=whole).exists():
        raise Http404("There is no picture of this name.")
    return picture_response(file)


def _told(message: str, status: int) -> HttpResponse:
    return HttpResponse(format_html('<p class="prose-problems">{}</p>', message), status=status)


def _refused(errors: dict[str, list[str]], status: int = 400) -> JsonResponse:
    """`error` is for people, `errors` for the form that asked."""
    first = [message for messages in errors.values() for message in messages]
    return JsonResponse({"error": " ".join(first), "errors": errors}, status=status)

"""Answers when a page is not there, and when all else failed. Both draw without a database."""

import re

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseNotFound, HttpResponseServerError
from django.template.loader import render_to_string
from rapidfuzz import fuzz, process

from config.context import site
from publishing.directory import Entry, for_request

MOST_NEAR = 3
LEAST_ALIKE = 75  # of 100; "siatica" is 93 like "sciatica"
# Pages a reader could have meant by an address.
NEAR_KINDS = ("condition", "article", "topic", "symptom", "region", "posture", "treatment")
_SLUG = re.compile(r"[a-z][a-z0-9-]{2,79}")
_OTHER_HOUSES = ("/admin/", "/api/", "/media/", "/static/")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseNotFound:
    """Templates: 404.html. Context: nearest (Entries whose address is much like this one)."""
    try:
        nearest = _nearest(request)
    except DatabaseError:
        nearest = []
    return HttpResponseNotFound(render_to_string("404.html", {**site(request), "nearest": nearest}))


def _nearest(request: HttpRequest) -> list[Entry]:
    """Best first. None for what does not look like a page of this site, such as /wp-login.php."""
    word = request.path.rstrip("/").rpartition("/")[2].lower().replace("_", "-")
    if request.path.startswith(_OTHER_HOUSES) or not _SLUG.fullmatch(word):
        return []
    directory = for_request(request)
    entries = [entry for kind in NEAR_KINDS for entry in directory.of_kind(kind)]
    slugs = [entry.slug for entry in entries]
    found = process.extract(word, slugs, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=MOST_NEAR)
    return [entries[place] for _, _, place in found]


def server_error(request: HttpRequest) -> HttpResponseServerError:
    return HttpResponseServerError(render_to_string("500.html", site(request)))

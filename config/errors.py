"""The last answer, when all else failed. Django's own passes the template nothing, not even the site's name."""

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string

from config.context import site


def server_error(request: HttpRequest) -> HttpResponseServerError:
    return HttpResponseServerError(render_to_string("500.html", site(request)))

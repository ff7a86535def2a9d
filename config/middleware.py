"""The site's own middleware."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from config.requests import current_request_id

Handler = Callable[[HttpRequest], HttpResponseBase]


# A reader who reports a failure can say which request it was, and the log can be searched for it, without the log
# knowing anything about the reader. Made here and never taken from the client: what a client sends ends in no log.
def request_id(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        identifier = secrets.token_hex(8)
        token = current_request_id.set(identifier)
        try:
            response = get_response(request)
        finally:
            current_request_id.reset(token)
        response["X-Request-ID"] = identifier
        return response

    return middleware


# No other site may embed what is here. Django sets the opener policy but not this one.
def cross_origin_resource_policy(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


# The admin marks most of its views; this holds for all of them, previews, uploads and errors included.
def never_cache_the_admin(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path_info.startswith("/admin/"):
            add_never_cache_headers(response)
        return response

    return middleware


# Under `Referrer-Policy: no-referrer` browsers send `Origin: null` with every form, which Django refuses. Sec-Fetch-Site,
# which no script can forge, says what the origin was. Browsers send that over TLS and to this machine only: over plain
# HTTP elsewhere the token alone decides, as it does in Django for any request without Origin. Stands after
# CommonMiddleware, which has checked the host, and before CsrfViewMiddleware.
def judge_null_origin(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.headers.get("Origin") == "null":
            site = request.headers.get("Sec-Fetch-Site")
            if site == "same-origin":
                request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
            elif site is None and not request.is_secure():
                del request.META["HTTP_ORIGIN"]
        return get_response(request)

    return middleware

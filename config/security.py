"""What a browser is told about every answer: pages, admin, errors, redirects and static files alike."""

from typing import Any

# One plain dict, in the words of the header. Nothing inline, nothing from outside, no nonce: a page with a nonce
# cannot be kept in a cache. (JSON-LD is data and no script: it is allowed.)
CONTENT_SECURITY_POLICY: dict[str, list[str]] = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}

# Nothing here is used by the site; a script that slipped in could not ask for it either.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}


def as_django_csp(policy: dict[str, list[str]]) -> dict[str, Any]:
    return {"DIRECTIVES": policy}

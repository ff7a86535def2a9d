"""What every template may say about the site itself. No query, no request data."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "site": {
            "name": settings.SITE_NAME,
            "url": settings.SITE_URL,
            "version": settings.VERSION,
            "emergency_number": settings.EMERGENCY_NUMBER,
            "urgent_advice_number": settings.URGENT_ADVICE_NUMBER,
            "crisis_number": settings.CRISIS_NUMBER,
        }
    }

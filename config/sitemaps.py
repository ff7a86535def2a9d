"""Every public page that search engines should know, from live pages alone."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from publishing.kinds import get_page_kind
from publishing.models import LivePage


class OnThisSite(Sitemap):
    """Addresses of SITE_URL, whatever the request called this host."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class LivePages(OnThisSite):
    """The pages of one kind."""

    limit = 10_000

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def items(self) -> QuerySet[LivePage]:
        return LivePage.objects.of_kind(self.kind).light().order_by("slug")

    def location(self, item: LivePage) -> str:
        return get_page_kind(self.kind).url_of(item)

    def lastmod(self, item: LivePage) -> datetime:
        return item.published_at


class Entrances(OnThisSite):
    """The pages that lead to the others."""

    def items(self) -> list[str]:
        lists = ("condition-list", "compare", "symptom-list", "region-list", "posture-list", "treatment-list")
        return ["home", *lists, "urgent", "article-list"]

    def location(self, item: str) -> str:
        return reverse(item)


# Red flags stand on one page, /urgent/, which is among the entrances.
_KINDS = ("condition", "article", "topic", "symptom", "region", "posture", "treatment")

sitemaps: dict[str, Any] = {"entrances": Entrances()} | {kind: LivePages(kind) for kind in _KINDS}

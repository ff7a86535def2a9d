"""What is new, for feed readers. Made of live pages alone."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from articles.addresses import Section, address_of
from publishing.changes import note_of
from publishing.directory import Directory, Entry, for_request
from publishing.models import LivePage

ENTRIES = 30


class LiveFeed(Feed):  # type: ignore[type-arg]
    """Addresses are those of SITE_URL, whatever name the server was asked by."""

    feed_type = Atom1Feed
    address: str
    page_address: str

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Directory:
        return for_request(request)

    def author_name(self, obj: Directory) -> str:
        """Atom wants one."""
        return f"Contributors to {settings.SITE_NAME}"

    def link(self, obj: Directory) -> str:
        return settings.SITE_URL + reverse(self.page_address)

    def feed_url(self, obj: Directory) -> str:
        return settings.SITE_URL + reverse(self.address)

    def live(self) -> Any:
        raise NotImplementedError

    def items(self, obj: Directory) -> list[tuple[LivePage, Entry]]:
        pages = ((live, obj.entries.get(live.pk)) for live in self.live().light()[:ENTRIES])
        return [(live, entry) for live, entry in pages if entry is not None]

    def item_title(self, item: Any) -> str:
        return str(item[0].title)

    def item_description(self, item: Any) -> str:
        return str(item[0].summary)

    def item_link(self, item: Any) -> str:
        entry = item[1]
        return f"{settings.SITE_URL}{address_of(entry) if entry.kind == 'article' else entry.url}"

    def item_guid(self, item: Any) -> str:
        """Of the page and not of its address, which may change."""
        return f"{settings.SITE_URL}/#{item[0].kind}/{item[0].key}"

    def item_pubdate(self, item: Any) -> datetime:
        published: datetime = item[0].first_published_at
        return published

    def item_updateddate(self, item: Any) -> datetime:
        published: datetime = item[0].published_at
        return published


class ArticleFeed(LiveFeed):
    address = "article-feed"
    page_address = "article-list"
    subtitle = "New articles on back and leg pain."

    def title(self, obj: Directory) -> str:
        return f"{settings.SITE_NAME}: articles"

    def live(self) -> Any:
        articles = LivePage.objects.of_kind("article").filter(card__section=Section.ARTICLES)
        return articles.order_by("-first_published_at", "-pk")


class NewFeed(LiveFeed):
    """Conditions and articles, each once: when it first came out."""

    address = "new-feed"
    page_address = "home"
    subtitle = "New pages on back and leg pain."

    def title(self, obj: Directory) -> str:
        return f"{settings.SITE_NAME}: new pages"

    def live(self) -> Any:
        pages = LivePage.objects.filter(kind__in=("condition", "article"))
        return pages.order_by("-first_published_at", "-pk")


class AtomWithContent(Atom1Feed):
    """Beside the summary of a page, as the content of its entry, what was said of the change."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "text"})


class ChangeFeed(LiveFeed):
    """Conditions and articles, each when it last changed, with the note that its editor wrote for readers."""

    feed_type = AtomWithContent
    address = "change-feed"
    page_address = "home"
    subtitle = "Pages that are new or were changed."

    def title(self, obj: Directory) -> str:
        return f"{settings.SITE_NAME}: new and changed pages"

    def live(self) -> Any:
        return LivePage.objects.filter(kind__in=("condition", "article")).order_by("-published_at", "-pk")

    def item_extra_kwargs(self, item: Any) -> dict[str, Any]:
        note = note_of(item[0])
        said = f"Correction: {note.text}" if note and note.is_correction else note.text if note else ""
        return {"content": said}

    def item_guid(self, item: Any) -> str:
        """Of the text: a review without a change makes another revision, but is nothing new."""
        return f"{super().item_guid(item)}/{item[0].published_at:%Y%m%dT%H%M%SZ}"

"""A page as readers would see it, and what leads to it: what an editor looks at before a move."""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from publishing.directory import current, entry_of
from publishing.kinds import PageKind, get_page_kind
from publishing.models import LivePage, Page


@dataclass(frozen=True, slots=True)
class Banner:
    """What stands above a preview: what is shown, and the address it came from; empty for who has no way to it.

    `files`: where pictures come from for who may see this page alone; empty for editors, who may see all.
    """

    says: str
    back: str = ""
    files: str = ""


def draw_preview(
    request: HttpRequest, kind: PageKind, record: Any, page: Page, banner: Banner | None = None
) -> HttpResponse:
    """A frozen record drawn as readers would see it, with a banner, for nobody to index or keep."""
    made = kind.project(record)
    directory = current().with_entry(entry_of(page, record, made))
    request.preview_banner = banner  # type: ignore[attr-defined]
    response = kind.preview(request, record, made, directory)
    response["X-Robots-Tag"] = "noindex, nofollow"
    add_never_cache_headers(response)
    return response


def pages_that_link_to(page: Page) -> list[LivePage]:
    """Live pages whose record names this one; what they say of it loses its link when it is withdrawn."""
    lives = LivePage.objects.light().select_related("revision").exclude(pk=page.pk)
    # The key as text narrows it down, in any database; the record decides.
    likely = lives.annotate(text=Cast("revision__data", TextField())).filter(text__contains=page.key)
    return [live for live in likely if _names(live, page)]


def _names(live: LivePage, page: Page) -> bool:
    kind = get_page_kind(live.kind)
    record = kind.thaw(live.revision.data, live.revision.schema_version)
    return any((named.kind, named.key) == (page.kind, page.key) for named in kind.references(record))

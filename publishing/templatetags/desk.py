"""What the desk's own pages show of publishing."""

from dataclasses import dataclass
from datetime import datetime

from django import template
from django.urls import NoReverseMatch, reverse

from publishing import service
from publishing.kinds import get_page_kind
from publishing.models import Page
from publishing.states import Move

register = template.Library()


@dataclass(frozen=True, slots=True)
class Late:
    """A page whose time has passed. `reason`: what stands in its way; empty when nothing does that we know of."""

    name: str
    url: str
    move: Move
    due: datetime
    reason: str


@register.simple_tag
def late_pages() -> list[Late]:
    """`{% late_pages as late %}`: what was scheduled and has not been done."""
    return [
        Late(*_name_and_url(page), move=move, due=due, reason=reason)
        for page, move, due, reason in service.late()
    ]


def _name_and_url(page: Page) -> tuple[str, str]:
    copy = get_page_kind(page.kind).model._default_manager.get(page=page)
    try:
        url = reverse(f"admin:{copy._meta.app_label}_{copy._meta.model_name}_change", args=[copy.pk])
    except NoReverseMatch:
        url = ""
    return str(copy), url

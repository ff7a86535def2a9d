"""The drawing of the body on any page, pages of other apps among them."""

from collections.abc import Sequence
from typing import Any

from django import template

from conditions import body_map
from conditions.pages import ConditionPage
from conditions.words import Role
from publishing.directory import Entry, for_request
from search.answering import query_from
from search.finding import PARAMS

register = template.Library()


@register.inclusion_tag("conditions/_body_chooser.html", takes_context=True)
def body_chooser(context: dict[str, Any]) -> dict[str, Any]:
    """The form of places, ticked as in the address. What else the address asks is kept when the form is sent."""
    request = context["request"]
    query = query_from(request.GET)
    words = [("q", query.text)] if query.text else []
    kept = [*words, *((param, slug) for param in PARAMS if param != "where" for slug in query.slugs(param))]
    return {"chooser": body_map.chooser(for_request(request), query.slugs("where"), kept)}


@register.inclusion_tag("conditions/_body_map.html")
def region_map(region: Entry) -> dict[str, Any]:
    """The place of a region on the drawing; nothing where it has none."""
    shown = body_map.shown([(region.key, Role.PRIMARY)], titles={region.key: region.title})
    return {"map": shown, "bare": True}


@register.inclusion_tag("conditions/_compare_maps.html")
def compare_maps(pages: Sequence[ConditionPage]) -> dict[str, Any]:
    """The maps of conditions side by side, and what their treatments stand for; `name` is that of the first drawn."""
    maps = [page.body_map for page in pages]
    drawn = [shown for shown in maps if shown]
    roles = {role for shown in drawn for role in shown.roles}
    return {
        "maps": maps,
        "roles": [role for role in Role if role in roles],
        "name": drawn[0].name if drawn else "",
    }

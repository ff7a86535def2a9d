"""Pages of any kind by the names of their working copies, with the way to their forms: in one query, however many."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, Value
from django.urls import reverse

from publishing.kinds import PageKind, page_kinds


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    kind: PageKind
    copy_id: int

    @property
    def label(self) -> str:
        return self.kind.label.lower()

    @property
    def url(self) -> str:
        """Of its form."""
        return form_url(self.kind.model, "change", self.copy_id)


def form_url(model: Any, view: str, *args: Any) -> str:
    """ "change" with the id of a working copy, or "changelist"."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def named(page_ids: Iterable[int]) -> dict[int, Named]:
    """Page id → what it is called. A page without a working copy is left out."""
    wanted = set(page_ids)
    if not wanted:
        return {}
    kinds = page_kinds()
    parts = [
        kind.model._default_manager.filter(page_id__in=wanted)
        .order_by()
        .values_list("page_id", "pk", F(name_field(kind.model)), Value(place, output_field=IntegerField()))
        for place, kind in enumerate(kinds)
    ]
    rows = parts[0].union(*parts[1:], all=True)
    return {page: Named(name, kinds[place], pk) for page, pk, name, place in rows}


def name_field(model: Any) -> str:
    return "title" if any(field.name == "title" for field in model._meta.get_fields()) else "name"

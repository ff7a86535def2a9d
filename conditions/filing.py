"""Small helpers for writing records into rows."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from publishing.kinds import PageKind
from publishing.models import Page
from publishing.records import PageRecord

Path = tuple[str | int, ...]
"""Where a value stands within a record: ("symptoms", 3, "level")."""


def keys_of(records: models.QuerySet[Any], keys: Iterable[str], field: str = "page__key") -> list[Any]:
    """Rows by key, in the order of the keys."""
    found = {
        row[0]: row[1] for row in records.filter(**{f"{field}__in": list(keys)}).values_list(field, "pk")
    }
    return [found[key] for key in keys]


def page_for(kind: PageKind, record: PageRecord) -> Page:
    return Page.objects.get_or_create(kind=kind.name, key=record.key)[0]

"""Sources: filed once, frozen in full into whatever cites them."""

from collections.abc import Iterable, Iterator

from django.db import models
from django.db.models.functions import Cast

from conditions.filing import Path
from conditions.models import (
    Source,
)
from conditions.records import (
    SourceRecord,
)
from publishing import prose
from publishing.kinds import Kind, Reference, Rows
from publishing.models import Page

CITED = Rows(("key",), Source, "Sources as they are cited")
"""What a frozen record holds of its sources."""


class SourceKind(Kind):
    name = "source"
    label = "Source"
    label_plural = "Sources"
    order = 10
    file = "sources.yaml"
    record = SourceRecord
    model = Source

    def copies(self) -> models.QuerySet[Source]:
        return Source.objects.order_by("key")

    @staticmethod
    def record_from(source: Source) -> SourceRecord:
        return SourceRecord(
            key=source.key,
            title=source.title,
            publisher=source.publisher,
            url=source.url,
            date=source.date,
            note=source.note,
        )

    def to_record(self, copy: Source) -> SourceRecord:
        return self.record_from(copy)

    def write_fields(self, record: SourceRecord, copy: Source | None) -> Source:
        values = record.model_dump(exclude={"key"})
        return Source.objects.update_or_create(key=record.key, defaults=values)[0]

    def citing(self, copy: Source) -> list[Page]:
        pages = Page.objects.published().select_related("live_revision")
        likely = pages.annotate(text=Cast("live_revision__data", models.TextField()))
        return [
            page
            for page in likely.filter(text__contains=copy.key)
            if page.live_revision
            and any(cited["key"] == copy.key for cited in page.live_revision.data.get("cited", ()))
        ]


def frozen_sources(keys: Iterable[str]) -> list[SourceRecord]:
    """Sources in full, in the order of the keys; unknown keys and common teaching are left out."""
    wanted = [key for key in dict.fromkeys(keys) if key != prose.COMMON_TEACHING]
    rows = {source.key: source for source in Source.objects.filter(key__in=wanted)}
    return [SourceKind.record_from(rows[key]) for key in wanted if key in rows]


def source_references(keys: Iterable[str], path: Path) -> Iterator[Reference]:
    for index, key in enumerate(keys):
        if key != prose.COMMON_TEACHING:
            yield Reference("source", key, (*path, index))


def prose_references(text: str, field: str) -> Iterator[Reference]:
    """What Markdown cites, links to and shows."""
    yield from (Reference(kind, key, (field,)) for kind, key in prose.references_in(text))

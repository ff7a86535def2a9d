"""How the vocabularies are filed, frozen and shown."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from conditions.filing import page_for
from conditions.models import (
    BodyRegion,
    Posture,
    Symptom,
    Treatment,
    Word,
)
from conditions.records import (
    BodyRegionRecord,
    PostureRecord,
    SymptomRecord,
    TreatmentRecord,
    WordRecord,
)
from conditions.views.glossary import draw_glossary
from conditions.views.terms import draw_term
from publishing.directory import Directory
from publishing.kinds import PageKind, Projection, Reference
from publishing.records import PageRecord, Record


class TermKind(PageKind):
    """A vocabulary. `plain` are the fields that record and model share as they are."""

    plain: ClassVar[tuple[str, ...]] = ("slug", "name", "clinical_name", "description", "words")
    relation_fields: ClassVar[tuple[str, ...]] = ()
    file_order: ClassVar[tuple[str, ...]] = ("page__key",)

    @property
    def frozen(self) -> type[PageRecord]:  # type: ignore[override]
        return self.record

    def copies(self) -> models.QuerySet[Any]:
        return self.model._default_manager.select_related("page", *self.relation_fields).order_by(
            *self.file_order
        )

    def to_record(self, copy: Any) -> Record:
        return self.record(
            key=copy.page.key, **{name: getattr(copy, name) for name in self.plain}, **self.own_fields(copy)
        )

    def own_fields(self, copy: Any) -> dict[str, Any]:
        return {}

    def write_fields(self, record: Any, copy: Any) -> Any:
        values = {name: getattr(record, name) for name in self.plain}
        return self.model._default_manager.update_or_create(page=page_for(self, record), defaults=values)[0]

    def project(self, record: Any) -> Projection:
        return Projection(
            title=record.name,
            summary=record.description,
            position=getattr(record, "position", 0),
            names=tuple(dict.fromkeys(n for n in (record.name, record.clinical_name, *record.words) if n)),
            body=record.description,
            card=self.card(record),
        )

    def card(self, record: Any) -> dict[str, Any]:
        return {"clinical_name": record.clinical_name, "group": record.group}

    def url(self, slug: str) -> str:
        return reverse(self.name, args=[slug])

    def preview(
        self, request: HttpRequest, record: Any, made: Projection, directory: Directory
    ) -> HttpResponse:
        entry = directory.get(self.name, record.key)
        assert entry is not None, "the previewed page is in its own directory"
        return draw_term(request, entry, directory, preview=True)


class SymptomKind(TermKind):
    name = "symptom"
    label = "Symptom"
    label_plural = "Symptoms"
    order = 20
    file = "vocabulary/symptoms.yaml"
    record = SymptomRecord
    model = Symptom
    plain = (*TermKind.plain, "group")


class RegionKind(TermKind):
    name = "region"
    label = "Part of the body"
    label_plural = "Parts of the body"
    order = 21
    file = "vocabulary/regions.yaml"
    record = BodyRegionRecord
    model = BodyRegion
    plain = (*TermKind.plain, "position")
    relation_fields = ("parent__page",)
    file_order = ("position", "page__key")

    def references(self, record: BodyRegionRecord) -> Iterable[Reference]:
        if record.parent:
            yield Reference("region", record.parent, ("parent",))

    def own_fields(self, copy: BodyRegion) -> dict[str, Any]:
        return {"parent": copy.parent.page.key if copy.parent else ""}

    def write_links(self, record: BodyRegionRecord, copy: BodyRegion) -> None:
        copy.parent = BodyRegion.objects.get(page__key=record.parent) if record.parent else None
        copy.save(update_fields=["parent"])

    def card(self, record: BodyRegionRecord) -> dict[str, Any]:
        return {"clinical_name": record.clinical_name, "parent": record.parent}


class PostureKind(TermKind):
    name = "posture"
    label = "Posture or movement"
    label_plural = "Postures and movements"
    order = 22
    file = "vocabulary/postures.yaml"
    record = PostureRecord
    model = Posture
    plain = (*TermKind.plain, "group", "figure")

    def card(self, record: PostureRecord) -> dict[str, Any]:
        return {**super().card(record), "figure": record.figure}


class TreatmentKind(TermKind):
    name = "treatment"
    label = "Treatment"
    label_plural = "Treatments"
    order = 23
    file = "vocabulary/treatments.yaml"
    record = TreatmentRecord
    model = Treatment
    plain = (*TermKind.plain, "group")


class WordKind(TermKind):
    """Words explained are no terms of search, and stand on one page, the glossary."""

    name = "word"
    label = "Word explained"
    label_plural = "Words explained"
    order = 24
    file = "vocabulary/words.yaml"
    record = WordRecord
    model = Word
    plain = ("slug", "name", "description", "words")

    def project(self, record: WordRecord) -> Projection:
        names = dict.fromkeys((record.name, *filter(None, record.words)))
        return Projection(title=record.name, summary=record.description, names=tuple(names))

    def url(self, slug: str) -> str:
        return f"{reverse('glossary')}#{slug}"

    def preview(
        self, request: HttpRequest, record: Any, made: Projection, directory: Directory
    ) -> HttpResponse:
        return draw_glossary(request, directory, preview=True)

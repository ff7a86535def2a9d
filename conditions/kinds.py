"""How conditions are filed, frozen and shown; and all kinds of this app."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from conditions.filing import Path, keys_of, page_for
from conditions.models import (
    Condition,
    ConditionLookAlike,
    ConditionMyth,
    ConditionPosture,
    ConditionRedFlag,
    ConditionRegion,
    ConditionSymptom,
    ConditionTreatment,
    Link,
    Source,
)
from conditions.pages import ConditionPage
from conditions.records import (
    SECTIONS,
    ConditionRecord,
    FrozenCondition,
)
from conditions.red_flags import RedFlagCaseKind, RedFlagKind
from conditions.sources import CITED, SourceKind, frozen_sources, prose_references, source_references
from conditions.terms import PostureKind, RegionKind, SymptomKind, TreatmentKind, WordKind
from conditions.views.pages import draw_condition
from publishing import prose
from publishing.directory import Directory
from publishing.kinds import FactRow, Kind, PageKind, Projection, Reference, Rows
from publishing.records import DATES, Review, dates_of

# field of the record → (link model, field of the link that names another page, plain fields)
LINKS: dict[str, tuple[type[Link], str, tuple[str, ...]]] = {
    "symptoms": (ConditionSymptom, "symptom", ("level", "said_as", "note")),
    "regions": (ConditionRegion, "region", ("role", "side", "note")),
    "postures": (ConditionPosture, "posture", ("effect", "level", "note")),
    "treatments": (ConditionTreatment, "treatment", ("how_to", "evidence", "time_to_try", "cautions")),
    "red_flags": (ConditionRedFlag, "red_flag", ("why",)),
    "look_alikes": (ConditionLookAlike, "other", ("name", "tell_apart")),
    "myths": (ConditionMyth, "", ("myth", "fact")),
}


# What a link's `other` is called in records, where the names differ.
RECORD_NAMES = {"other": "condition"}

# By what a link is known again in another version of the page.
IDENTITIES: dict[str, tuple[str, ...]] = {
    "symptoms": ("symptom",),
    "regions": ("region", "role"),
    "postures": ("posture", "effect"),
    "treatments": ("treatment",),
    "red_flags": ("red_flag",),
    "look_alikes": ("condition", "name"),
    "myths": (),
}


class ConditionKind(PageKind):
    name = "condition"
    label = "Condition"
    label_plural = "Conditions"
    order = 50
    file = "conditions"
    sections = SECTIONS
    tells_changes = True
    is_reviewed = True
    rows: ClassVar[dict[str, Rows]] = {
        **{field: Rows(IDENTITIES[field], model) for field, (model, _, _) in LINKS.items()},
        "icd10cm": Rows(("code",)),
        "cited": CITED,
    }
    record = ConditionRecord
    frozen = FrozenCondition
    model = Condition
    plain = (
        "slug",
        "name",
        "clinical_name",
        "also_known_as",
        "summary",
        "pain_quality",
        "told_as",
        "postures_note",
        "treatments_note",
        *SECTIONS,
        *DATES,
    )

    def references(self, record: ConditionRecord) -> Iterable[Reference]:
        kinds = {"symptom": "symptom", "region": "region", "posture": "posture", "treatment": "treatment"}
        kinds |= {"red_flag": "red-flag", "condition": "condition"}
        for field in LINKS:
            for index, link in enumerate(getattr(record, field)):
                for name, kind in kinds.items():
                    if getattr(link, name, ""):
                        yield Reference(kind, getattr(link, name), (field, index, name))
                yield from source_references(link.sources, (field, index, "sources"))
        for field in SECTIONS:
            yield from prose_references(getattr(record, field), field)

    def problems(self, record: ConditionRecord) -> Iterable[tuple[Path, str]]:
        for index, message in record.contradictions():
            yield ("postures", index), message
        for field, (_, target, _) in LINKS.items():
            yield from self._doubles(record, field, RECORD_NAMES.get(target, target))
        for field in SECTIONS:
            yield from (
                ((field,), problem) for problem in prose.problems(getattr(record, field), words_only=True)
            )

    @staticmethod
    def _doubles(record: ConditionRecord, field: str, name: str) -> Iterator[tuple[Path, str]]:
        seen = set()
        for index, link in enumerate(getattr(record, field)):
            key = getattr(link, name, "") if name else ""
            if not key or field == "postures":
                continue
            identity = (key, getattr(link, "role", ""))
            if identity in seen:
                yield (field, index, name), f"“{key}” stands twice in {field}; keep one"
            seen.add(identity)

    def copies(self) -> models.QuerySet[Condition]:
        prefetches = []
        for model, target, _ in LINKS.values():
            rows = model._default_manager.prefetch_related(
                Prefetch("sources", Source.objects.order_by("key"))
            )
            if target:
                rows = rows.select_related(f"{target}__page")
            prefetches.append(Prefetch(f"{model._meta.model_name}_set", rows))
        return Condition.objects.select_related("page").prefetch_related(*prefetches).order_by("page__key")

    def to_record(self, copy: Condition) -> ConditionRecord:
        return self.record_with(copy, {field: list(self._links_as_text(copy, field)) for field in LINKS})

    def record_with(self, copy: Condition, links: dict[str, list[dict[str, Any]]]) -> ConditionRecord:
        """The record of a working copy whose links were read apart: field → as files write them."""
        values: dict[str, Any] = {name: getattr(copy, name) for name in self.plain}
        if copy.emergency_urgency:
            values["emergency"] = {"urgency": copy.emergency_urgency, "action": copy.emergency_action}
        return ConditionRecord(key=copy.page.key, icd10cm=copy.icd10cm, **values, **links)

    @staticmethod
    def _links_as_text(copy: Condition, field: str) -> Iterator[dict[str, Any]]:
        model, target, plain = LINKS[field]
        for link in getattr(copy, f"{model._meta.model_name}_set").all():
            values = {name: getattr(link, name) for name in plain}
            named = getattr(link, target) if target else None
            if named is not None:
                values[RECORD_NAMES.get(target, target)] = named.page.key
            yield values | {"sources": [source.key for source in link.sources.all()]}

    def freeze(self, copy: Condition) -> FrozenCondition:
        record = self.to_record(copy)
        return FrozenCondition(**record.model_dump(), cited=frozen_sources(citation_order(record)))

    def review_fields(self, review: Review) -> dict[str, Any]:
        return dates_of(review)

    def write_fields(self, record: ConditionRecord, copy: Condition | None) -> Condition:
        values = {name: getattr(record, name) for name in self.plain}
        values["icd10cm"] = record.content().get("icd10cm", [])
        values["emergency_urgency"] = record.emergency.urgency if record.emergency else ""
        values["emergency_action"] = record.emergency.action if record.emergency else ""
        return Condition.objects.update_or_create(page=page_for(self, record), defaults=values)[0]

    def write_links(self, record: ConditionRecord, copy: Condition) -> None:
        for field, (model, target, plain) in LINKS.items():
            model._default_manager.filter(condition=copy).delete()
            for position, link in enumerate(getattr(record, field), start=1):
                values: dict[str, Any] = {name: getattr(link, name) for name in plain}
                key = getattr(link, RECORD_NAMES.get(target, target), "") if target else ""
                if key:
                    values[target] = model._meta.get_field(target).related_model.objects.get(page__key=key)  # type: ignore[union-attr]
                row = model._default_manager.create(condition=copy, position=position, **values)
                if link.sources:
                    row.sources.set(keys_of(Source.objects.all(), link.sources, "key"))

    def project(self, record: FrozenCondition) -> Projection:
        citations = prose.Citations([source.key for source in record.cited])
        return Projection(
            title=record.name,
            summary=record.summary,
            names=record.all_names,
            facts=tuple(facts_of(record)),
            body=body_of(record),
            told=tuple(record.told_as),
            card={
                "clinical_name": record.clinical_name,
                "also_known_as": record.also_known_as,
                "emergency": record.emergency.urgency if record.emergency else "",
                "reviewed_on": record.reviewed_on.isoformat() if record.reviewed_on else "",
            },
            rendered={
                name: prose.render(text, citations, name.replace("_", "-"))
                for name in SECTIONS
                if (text := getattr(record, name))
            },
        )

    def url(self, slug: str) -> str:
        return reverse("condition", args=[slug])

    def preview(
        self, request: HttpRequest, record: Any, made: Projection, directory: Directory
    ) -> HttpResponse:
        return draw_condition(request, ConditionPage(record, made.rendered, directory), preview=True)


def facts_of(record: ConditionRecord) -> Iterator[FactRow]:
    """The relations are the parameters of find: feels, where, worse, better; and treatment, red-flag, look-alike."""
    for symptom in record.symptoms:
        yield FactRow("feels", symptom.symptom, level=symptom.level)
    for region in record.regions:
        yield FactRow("where", region.region, role=region.role, side=region.side)
    for posture in record.postures:
        yield FactRow(posture.effect, posture.posture, effect=posture.effect, level=posture.level)
    for treatment in record.treatments:
        yield FactRow("treatment", treatment.treatment, level=treatment.evidence)
    for flag in record.red_flags:
        yield FactRow("red-flag", flag.red_flag)
    for other in record.look_alikes:
        if other.condition:
            yield FactRow("look-alike", other.condition)


def body_of(record: ConditionRecord) -> str:
    """Its words for full text search: prose and the readers' own words for symptoms."""
    said = [phrase for link in record.symptoms for phrase in link.said_as]
    noted: list[Any] = [*record.symptoms, *record.regions, *record.postures]
    notes = [link.note for link in noted]
    sections = [prose.plain_text(getattr(record, name)) for name in SECTIONS]
    return "\n".join(text for text in (*record.pain_quality, *said, *notes, *sections) if text)


def citation_order(record: ConditionRecord) -> list[str]:
    """Keys of its sources, each once, in the order in which a reader meets them on the page."""
    keys: list[str] = []

    def links(field: str) -> None:
        for link in getattr(record, field):
            keys.extend(link.sources)

    def text(*fields: str) -> None:
        for field in fields:
            keys.extend(prose.cited_keys(getattr(record, field)))

    links("red_flags")
    links("regions")
    links("symptoms")
    links("postures")
    text("how_it_starts", "over_the_day", "what_happens")
    links("treatments")
    text(
        "does_not_help",
        "other_treatments",
        "outlook",
        "when_to_see_someone",
        "how_common",
        "who_gets_it",
        "diagnosis",
    )
    links("look_alikes")
    links("myths")
    text("more")
    return [key for key in dict.fromkeys(keys) if key != prose.COMMON_TEACHING]


KINDS: Sequence[type[Kind]] = (
    SourceKind,
    SymptomKind,
    RegionKind,
    PostureKind,
    TreatmentKind,
    WordKind,
    RedFlagKind,
    RedFlagCaseKind,
    ConditionKind,
)

"""How the vocabulary, the red flags and the conditions are filed, frozen and shown: one Kind each."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from conditions import views
from conditions.models import (
    BodyRegion,
    Condition,
    ConditionLookAlike,
    ConditionMyth,
    ConditionPosture,
    ConditionRedFlag,
    ConditionRegion,
    ConditionSymptom,
    ConditionTreatment,
    Link,
    Posture,
    RedFlag,
    RedFlagCase,
    Source,
    Symptom,
    Treatment,
)
from conditions.pages import ConditionPage
from conditions.records import (
    SECTIONS,
    BodyRegionRecord,
    ConditionRecord,
    FrozenCondition,
    FrozenRedFlag,
    PostureRecord,
    RedFlagCaseRecord,
    RedFlagRecord,
    SourceRecord,
    SymptomRecord,
    TreatmentRecord,
)
from publishing import prose
from publishing.directory import Directory
from publishing.kinds import FactRow, Kind, PageKind, Projection, Reference
from publishing.models import Page
from publishing.records import DATES, PageRecord, Record
from search import rules

Path = tuple[str | int, ...]


def keys_of(records: models.QuerySet[Any], keys: Iterable[str], field: str = "page__key") -> list[Any]:
    """Rows by key, in the order of the keys."""
    found = {
        row[0]: row[1] for row in records.filter(**{f"{field}__in": list(keys)}).values_list(field, "pk")
    }
    return [found[key] for key in keys]


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


def named_in(item: rules.Item) -> Iterator[tuple[str, str]]:
    """Kind and key of what an item of a rule names."""
    match item:
        case rules.TermItem():
            yield item.kind, item.key
        case rules.FlagItem(key=str(key)):
            yield "red-flag", key
        case rules.NotItem():
            yield from named_in(item.item)
        case rules.AnyItem():
            for one in item.items:
                yield from named_in(one)


def page_for(kind: PageKind, record: PageRecord) -> Page:
    return Page.objects.get_or_create(kind=kind.name, key=record.key)[0]


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
        return views.draw_term(request, entry, directory, preview=True)


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
    plain = (*TermKind.plain, "group")


class TreatmentKind(TermKind):
    name = "treatment"
    label = "Treatment"
    label_plural = "Treatments"
    order = 23
    file = "vocabulary/treatments.yaml"
    record = TreatmentRecord
    model = Treatment
    plain = (*TermKind.plain, "group")


class RedFlagKind(PageKind):
    name = "red-flag"
    label = "Warning sign"
    label_plural = "Warning signs"
    order = 40
    file = "red-flags.yaml"
    record = RedFlagRecord
    frozen = FrozenRedFlag
    model = RedFlag
    plain = (
        "slug",
        "position",
        "name",
        "clinical_name",
        "urgency",
        "statement",
        "why",
        "what_to_do",
        "words",
        "rules",
    )

    def references(self, record: RedFlagRecord) -> Iterable[Reference]:
        for index, key in enumerate(record.conditions):
            yield Reference("condition", key, ("conditions", index))
        yield from source_references(record.sources, ("sources",))
        for path, written in self._items(record):
            try:
                named = list(named_in(rules.parse_item(written)))
            except ValueError:
                continue
            yield from (Reference(kind, key, path) for kind, key in named)

    def problems(self, record: RedFlagRecord) -> Iterable[tuple[Path, str]]:
        for path, written in self._items(record):
            try:
                rules.parse_item(written)
            except ValueError as error:
                yield path, str(error)
        if not record.rules and not record.words:
            yield ("rules",), "a flag that nothing can raise; give it rules, or words that say the sign"

    @staticmethod
    def _items(record: RedFlagRecord) -> Iterator[tuple[Path, rules.Written]]:
        for number, rule in enumerate(record.rules):
            for part in ("all_of", "any_of", "unless"):
                for place, item in enumerate(getattr(rule, part)):
                    yield ("rules", number, part, place), item

    def copies(self) -> models.QuerySet[RedFlag]:
        return (
            RedFlag.objects.select_related("page")
            .prefetch_related(
                Prefetch("conditions", Condition.objects.select_related("page").order_by("page__key")),
                Prefetch("sources", Source.objects.order_by("key")),
            )
            .order_by("position", "page__key")
        )

    def to_record(self, copy: RedFlag) -> RedFlagRecord:
        return RedFlagRecord(
            key=copy.page.key,
            **{name: getattr(copy, name) for name in self.plain},
            conditions=[condition.page.key for condition in copy.conditions.all()],
            sources=[source.key for source in copy.sources.all()],
        )

    def freeze(self, copy: RedFlag) -> FrozenRedFlag:
        record = self.to_record(copy)
        return FrozenRedFlag(**record.model_dump(), cited=frozen_sources(record.sources))

    def write_fields(self, record: RedFlagRecord, copy: RedFlag | None) -> RedFlag:
        values = record.model_dump(mode="json", include=set(self.plain))
        values["rules"] = record.content().get("rules", [])
        return RedFlag.objects.update_or_create(page=page_for(self, record), defaults=values)[0]

    def write_links(self, record: RedFlagRecord, copy: RedFlag) -> None:
        copy.conditions.set(keys_of(Condition.objects.all(), record.conditions))
        copy.sources.set(keys_of(Source.objects.all(), record.sources, "key"))

    def project(self, record: FrozenRedFlag) -> Projection:
        return Projection(
            title=record.name,
            summary=record.statement,
            position=record.position,
            names=(record.name, record.clinical_name) if record.clinical_name else (record.name,),
            card=record.model_dump(mode="json", exclude={"key", "slug", "name"}),
        )

    def url(self, slug: str) -> str:
        return f"{reverse('urgent')}#{slug}"

    def preview(
        self, request: HttpRequest, record: Any, made: Projection, directory: Directory
    ) -> HttpResponse:
        return views.draw_urgent(request, directory, preview=True)


class RedFlagCaseKind(Kind):
    name = "red-flag-case"
    label = "Case for the warning rules"
    label_plural = "Cases for the warning rules"
    order = 41
    file = "red-flag-cases.yaml"
    record = RedFlagCaseRecord
    model = RedFlagCase

    def references(self, record: RedFlagCaseRecord) -> Iterable[Reference]:
        for index, key in enumerate(record.shows):
            yield Reference("red-flag", key, ("shows", index))
        kinds = {"where": "region", "feels": "symptom", "worse": "posture", "better": "posture"}
        for param, keys in record.chosen.items():
            for index, key in enumerate(keys):
                if param in kinds:
                    yield Reference(kinds[param], key, ("chosen", param, index))

    def problems(self, record: RedFlagCaseRecord) -> Iterable[tuple[Path, str]]:
        for param in record.chosen:
            if param not in ("where", "feels", "worse", "better"):
                yield ("chosen", param), "write where, feels, worse or better"

    def copies(self) -> models.QuerySet[RedFlagCase]:
        return RedFlagCase.objects.order_by("pk")

    def to_record(self, copy: RedFlagCase) -> RedFlagCaseRecord:
        return RedFlagCaseRecord(
            key=copy.key,
            text=copy.text,
            chosen=copy.chosen,
            shows=copy.shows,
            urgent=copy.urgent,
            note=copy.note,
        )

    def write_fields(self, record: RedFlagCaseRecord, copy: RedFlagCase | None) -> RedFlagCase:
        values = record.model_dump(exclude={"key"}) | {"shipped": True}
        return RedFlagCase.objects.update_or_create(key=record.key, defaults=values)[0]


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


class ConditionKind(PageKind):
    name = "condition"
    label = "Condition"
    label_plural = "Conditions"
    order = 50
    file = "conditions"
    sections = SECTIONS
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
        values: dict[str, Any] = {name: getattr(copy, name) for name in self.plain}
        if copy.emergency_urgency:
            values["emergency"] = {"urgency": copy.emergency_urgency, "action": copy.emergency_action}
        for field in LINKS:
            values[field] = list(self._links_as_text(copy, field))
        return ConditionRecord(key=copy.page.key, icd10cm=copy.icd10cm, **values)

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
        return views.draw_condition(request, ConditionPage(record, made.rendered, directory), preview=True)


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
    RedFlagKind,
    RedFlagCaseKind,
    ConditionKind,
)

"""How the red flags and their cases are filed, frozen and shown."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from conditions.filing import Path, keys_of, page_for
from conditions.models import (
    Condition,
    RedFlag,
    RedFlagCase,
    Source,
)
from conditions.records import (
    FrozenRedFlag,
    RedFlagCaseRecord,
    RedFlagRecord,
)
from conditions.sources import CITED, frozen_sources, source_references
from conditions.views.pages import draw_urgent
from publishing.directory import Directory
from publishing.kinds import Kind, PageKind, Projection, Reference, Rows
from search import rules


class RedFlagKind(PageKind):
    name = "red-flag"
    label = "Warning sign"
    label_plural = "Warning signs"
    order = 40
    file = "red-flags.yaml"
    rows: ClassVar[dict[str, Rows]] = {"rules": Rows(), "cited": CITED}
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
        ill_formed = False
        for path, written in self._items(record):
            try:
                rules.parse_item(written)
            except ValueError as error:
                ill_formed = True
                yield path, str(error)
        for number, rule in enumerate(() if ill_formed else record.rules):
            told = rules.Rule("soon", tuple(rule.all_of), tuple(rule.any_of), tuple(rule.unless))
            for place, message in rules.silenced(told, record.words):
                yield ("rules", number, "unless", place), message
        if not record.rules:
            yield ("rules",), "a flag that nothing can raise; give it rules, or words that say the sign"

    @staticmethod
    def _items(record: RedFlagRecord) -> Iterator[tuple[Path, rules.Written]]:
        yield from ((("words", place), phrase) for place, phrase in enumerate(record.words))
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
        return draw_urgent(request, directory, preview=True)


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

    def made_by_hand(self, copy: RedFlagCase) -> None:
        copy.shipped = False
        copy.save(update_fields=["shipped"])


def named_in(item: rules.Item) -> Iterator[tuple[str, str]]:
    """Kind and key of what an item of a rule names."""
    match item:
        case rules.TermItem():
            yield item.kind, item.key
        case rules.FlagItem(key=str(key)):
            yield "red-flag", key
        case rules.NotItem() | rules.PastItem():
            yield from named_in(item.item)
        case rules.BothItem():
            yield "region", item.key
        case rules.AnyItem():
            for one in item.items:
                yield from named_in(one)

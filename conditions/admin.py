"""The vocabulary, red flags, sources and conditions for editors, in the order in which a writer thinks."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet, TextField
from django.http import HttpRequest
from markdownx.models import MarkdownxField
from markdownx.widgets import AdminMarkdownxWidget
from pydantic import ValidationError as RecordError

from conditions import models
from conditions.records import SECTIONS, RuleRecord
from publishing import prose, service
from publishing.admin import WorkingCopyAdmin, WorkingCopyForm
from publishing.models import Page
from search import rules


@admin.register(models.Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ("key", "title", "publisher", "date")
    search_fields = ("key", "title", "publisher")
    ordering = ("key",)

    def save_model(self, request: HttpRequest, obj: models.Source, form: Any, change: bool) -> None:
        """A page holds its own copy of what it cites: one that cites this differs from live until published again."""
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            for page in Page.objects.published().select_related("live_revision"):
                if any(source["key"] == obj.key for source in page.live_revision.data.get("cited", ())):
                    service.edited(page, request.user, f"Source {obj.key} changed.")  # type: ignore[arg-type]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("key",) if obj else ()


class TermAdmin(WorkingCopyAdmin):
    list_display = ("name", "clinical_name", "group")
    search_fields = ("name", "clinical_name", "page__key", "words")
    fieldsets = (
        (None, {"fields": ("name", "clinical_name", "description", "group")}),
        ("The words people use for it", {"fields": ("words",)}),
        ("Identity", {"fields": ("key", "slug"), "classes": ("collapse",)}),
    )

    def get_list_filter(self, request: HttpRequest) -> Any:
        return ("group", *self.list_filter) if "group" in self.list_display else self.list_filter


@admin.register(models.Symptom)
class SymptomAdmin(TermAdmin):
    pass


@admin.register(models.Posture)
class PostureAdmin(TermAdmin):
    pass


@admin.register(models.Treatment)
class TreatmentAdmin(TermAdmin):
    pass


@admin.register(models.BodyRegion)
class BodyRegionAdmin(TermAdmin):
    list_display = ("name", "clinical_name", "parent", "position")
    list_select_related = (*WorkingCopyAdmin.list_select_related, "parent")
    autocomplete_fields = ("parent",)
    fieldsets = (
        (None, {"fields": ("name", "clinical_name", "description", "parent", "position")}),
        ("The words people use for it", {"fields": ("words",)}),
        ("Identity", {"fields": ("key", "slug"), "classes": ("collapse",)}),
    )


class RedFlagForm(WorkingCopyForm):
    def clean_rules(self) -> list[dict[str, Any]]:
        """Every rule well-formed, every item readable; told by number."""
        written: list[dict[str, Any]] = self.cleaned_data["rules"]
        problems = []
        for number, rule in enumerate(written, start=1):
            try:
                record = RuleRecord.model_validate(rule)
            except RecordError as error:
                first = error.errors()[0]
                problems.append(f"Rule {number}, {'.'.join(map(str, first['loc']))}: {first['msg']}.")
                continue
            for item in (*record.all_of, *record.any_of, *record.unless):
                try:
                    rules.parse_item(item)
                except ValueError as error:
                    problems.append(f"Rule {number}: {error}.")
        if problems:
            raise ValidationError(problems)
        return written


@admin.register(models.RedFlag)
class RedFlagAdmin(WorkingCopyAdmin):
    form = RedFlagForm
    list_display = ("name", "urgency", "position")
    search_fields = ("name", "clinical_name", "page__key", "words")
    autocomplete_fields = ("conditions", "sources")
    fieldsets = (
        (None, {"fields": ("name", "clinical_name", "urgency", "position")}),
        ("What readers are told", {"fields": ("statement", "why", "what_to_do")}),
        ("When it shows", {"fields": ("words", "rules")}),
        ("Where it belongs", {"fields": ("conditions", "sources")}),
        ("Identity", {"fields": ("key", "slug"), "classes": ("collapse",)}),
    )


@admin.register(models.RedFlagCase)
class RedFlagCaseAdmin(admin.ModelAdmin):
    list_display = ("text", "urgent", "flags", "shipped")
    list_filter = ("urgent", "shipped")
    search_fields = ("text", "shows", "note")

    @admin.display(description="must show")
    def flags(self, case: models.RedFlagCase) -> str:
        return ", ".join(case.shows) or "—"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Cases that came with the library are a safety control: they stay."""
        if obj is None or obj.shipped:
            return False
        return super().has_delete_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.shipped:
            return False
        return super().has_change_permission(request, obj)


class LinkInline(admin.TabularInline):
    """Links of a condition, most telling first."""

    extra = 0
    ordering = ("position", "pk")
    autocomplete_fields: Any = ("sources",)
    formfield_overrides = {
        TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})},
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("sources")


class SymptomInline(LinkInline):
    model = models.ConditionSymptom
    autocomplete_fields = ("symptom", "sources")
    fields = ("position", "symptom", "level", "said_as", "note", "sources")


class RegionInline(LinkInline):
    model = models.ConditionRegion
    autocomplete_fields = ("region", "sources")
    fields = ("position", "region", "role", "side", "note", "sources")


class PostureInlineFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        """Both effects of one posture only with a note on each."""
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]
        effects: dict[Any, set[str]] = {}
        for row in kept:
            effects.setdefault(row.get("posture"), set()).add(row.get("effect", ""))
        for row in kept:
            if len(effects[row.get("posture")]) > 1 and not row.get("note"):
                raise ValidationError(
                    f"“{row['posture']}” is both worse and better. Say in a note on each when it is which."
                )


class PostureInline(LinkInline):
    model = models.ConditionPosture
    formset = PostureInlineFormSet
    autocomplete_fields = ("posture", "sources")
    fields = ("position", "posture", "effect", "level", "note", "sources")


class TreatmentInline(LinkInline):
    model = models.ConditionTreatment
    autocomplete_fields = ("treatment", "sources")
    fields = ("position", "treatment", "how_to", "evidence", "time_to_try", "cautions", "sources")


class RedFlagInline(LinkInline):
    model = models.ConditionRedFlag
    autocomplete_fields = ("red_flag", "sources")
    fields = ("position", "red_flag", "why", "sources")


class LookAlikeInline(LinkInline):
    model = models.ConditionLookAlike
    fk_name = "condition"
    autocomplete_fields = ("other", "sources")
    fields = ("position", "other", "name", "tell_apart", "sources")


class MythInline(LinkInline):
    model = models.ConditionMyth
    fields = ("position", "myth", "fact", "sources")


class ConditionForm(WorkingCopyForm):
    def clean(self) -> dict[str, Any]:
        """Markdown that will not do what was meant is told at its field."""
        data: dict[str, Any] = super().clean() or {}
        for name in SECTIONS:
            text = data.get(name) or ""
            for problem in (*prose.problems(text, words_only=True), *prose.missing_problems(text)):
                self.add_error(name, problem)
        return data


@admin.register(models.Condition)
class ConditionAdmin(WorkingCopyAdmin):
    form = ConditionForm
    formfield_overrides = {MarkdownxField: {"widget": AdminMarkdownxWidget}}
    list_display = ("name", "clinical_name", "facts")
    search_fields = ("name", "clinical_name", "also_known_as", "page__key")
    inlines = (
        RedFlagInline,
        RegionInline,
        SymptomInline,
        PostureInline,
        TreatmentInline,
        LookAlikeInline,
        MythInline,
    )
    fieldsets = (
        ("Names", {"fields": ("name", "clinical_name", "also_known_as", "summary", "pain_quality")}),
        (
            "If it is an emergency",
            {
                "fields": ("emergency_urgency", "emergency_action"),
                "description": "Leave both empty unless the condition itself needs help now or today.",
                "classes": ("collapse",),
            },
        ),
        ("What is going on", {"fields": ("what_happens", "how_it_starts", "over_the_day")}),
        ("Who and how often", {"fields": ("how_common", "who_gets_it", "diagnosis"), "classes": ("collapse",)}),
        (
            "What helps and what does not",
            {
                "fields": ("postures_note", "treatments_note", "does_not_help", "other_treatments"),
                "classes": ("collapse",),
            },
        ),
        ("What to expect", {"fields": ("outlook", "when_to_see_someone", "more"), "classes": ("collapse",)}),
        (
            "Dates and review",
            {"fields": ("written_on", "sources_checked_on", "reviewed_on", "reviewed_by", "next_review_due")},
        ),
        ("Identity", {"fields": ("key", "slug", "icd10cm"), "classes": ("collapse",)}),
    )

    class Media:
        js = ("desk/markdownx.js",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(symptom_count=Count("conditionsymptom"))

    @admin.display(description="symptoms", ordering="symptom_count")
    def facts(self, condition: Any) -> int:
        return int(condition.symptom_count)

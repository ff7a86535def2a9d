"""The vocabulary, red flags, sources and conditions for editors, in the order in which a writer thinks."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, TextField, URLField
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from markdownx.models import MarkdownxField
from markdownx.widgets import AdminMarkdownxWidget

from conditions import models
from conditions.records import SECTIONS
from publishing import prose, service
from publishing.admin import WorkingCopyAdmin, WorkingCopyForm, lines_of, problems_of
from publishing.admin_export import ExportMixin
from publishing.autocomplete import RememberingFormSet, RememberingSelect, RememberingSelectMultiple
from publishing.kinds import get_kind


class RecordForm(forms.ModelForm):
    """For what has no page of its own: told what a file would be refused for."""

    kind_name: str

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            kind = get_kind(self.kind_name)
            for field, message in problems_of(kind, lambda: kind.to_record(self.instance)):
                self.add_error(field if field in self.fields else None, message)


class SourceForm(RecordForm):
    kind_name = "source"


@admin.register(models.Source)
class SourceAdmin(ExportMixin, admin.ModelAdmin):
    form = SourceForm
    list_display = ("key", "title", "publisher", "date")
    search_fields = ("key", "title", "publisher", "url", "note")
    ordering = ("key",)
    fields = ("title", "publisher", "url", "date", "note", "key")
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    class Media:
        css = {"all": ("desk/desk.css",)}

    def save_model(self, request: HttpRequest, obj: models.Source, form: Any, change: bool) -> None:
        """A page holds its own copy of what it cites: one that cites this differs from live until published again."""
        super().save_model(request, obj, form, change)
        if not change or not form.changed_data:
            return
        user: Any = request.user
        note = f"Source {obj.key} changed."
        citing = get_kind("source").citing(obj)
        touched = [page for page in citing if service.edited(page, user, note)]
        if touched:
            messages.info(
                request,
                f"{len(touched)} {'page cites' if len(touched) == 1 else 'pages cite'} it and will show the change "
                "once published again.",
            )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("key",) if obj else ()


class TermAdmin(WorkingCopyAdmin):
    list_display: tuple[str, ...] = ("name", "clinical_name", "group")
    search_fields = ("name", "clinical_name", "page__key", "words", "description")
    fieldsets = (
        (None, {"fields": ("name", "clinical_name", "description", "group")}),
        ("The words people use for it", {"fields": ("words",)}),
        ("Identity", {"fields": ("key", "slug"), "classes": ("collapse",)}),
    )

    def get_list_filter(self, request: HttpRequest) -> Any:
        own = super().get_list_filter(request)
        return ("group", *own) if "group" in self.list_display else own


@admin.register(models.Symptom)
class SymptomAdmin(TermAdmin):
    pass


@admin.register(models.Posture)
class PostureAdmin(TermAdmin):
    fieldsets = (
        (None, {"fields": ("name", "clinical_name", "description", "group", "figure")}),
        *TermAdmin.fieldsets[1:],
    )


@admin.register(models.Treatment)
class TreatmentAdmin(TermAdmin):
    pass


@admin.register(models.BodyRegion)
class BodyRegionAdmin(TermAdmin):
    list_display = ("name", "clinical_name", "parent", "position")
    list_filter = (("parent", admin.RelatedOnlyFieldListFilter), *TermAdmin.list_filter)
    autocomplete_fields = ("parent",)
    fieldsets = (
        (None, {"fields": ("name", "clinical_name", "description", "parent", "position")}),
        *TermAdmin.fieldsets[1:],
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("parent")


@admin.register(models.Word)
class WordAdmin(WorkingCopyAdmin):
    list_display = ("name", "description")
    search_fields = ("name", "page__key", "words", "description")
    fieldsets = (
        (None, {"fields": ("name", "description", "words")}),
        ("Identity", {"fields": ("key", "slug"), "classes": ("collapse",)}),
    )


@admin.register(models.RedFlag)
class RedFlagAdmin(WorkingCopyAdmin):
    list_display = ("name", "urgency", "position")
    list_filter = ("urgency", *WorkingCopyAdmin.list_filter)
    search_fields = ("name", "clinical_name", "page__key", "words", "statement", "what_to_do")
    autocomplete_fields = ("conditions", "sources")
    fieldsets = (
        (None, {"fields": ("name", "clinical_name", "urgency", "position")}),
        ("What readers are told", {"fields": ("statement", "why", "what_to_do")}),
        ("When it shows", {"fields": ("words", "rules")}),
        ("Where it belongs", {"fields": ("conditions", "sources")}),
        ("Identity", {"fields": ("key", "slug"), "classes": ("collapse",)}),
    )


class RedFlagCaseForm(RecordForm):
    kind_name = "red-flag-case"

    class Meta:
        help_texts = {
            "text": "As a reader would type it.",
            "chosen": 'What is chosen besides, as JSON: {"where": ["leg"], "worse": ["sitting"]}.',
        }

    def clean_chosen(self) -> dict[str, Any]:
        chosen = self.cleaned_data["chosen"] or {}
        if not isinstance(chosen, dict) or not all(isinstance(keys, list) for keys in chosen.values()):
            raise ValidationError(
                'Write each choice with a list of keys: {"where": ["leg"]}, or {} for none.'
            )
        return chosen

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors or self.instance.pk:
            return
        # Its key is made from what it says, as for a case from a file.
        self.instance.key = get_kind(self.kind_name).to_record(self.instance).key
        if models.RedFlagCase.objects.filter(key=self.instance.key).exists():
            self.add_error(None, "There is a case for this very sentence already. Change that one.")


@admin.register(models.RedFlagCase)
class RedFlagCaseAdmin(ExportMixin, admin.ModelAdmin):
    form = RedFlagCaseForm
    list_display = ("text_or_chosen", "urgent", "flags", "shipped")
    list_filter = ("urgent", "shipped")
    search_fields = ("text", "shows", "note")
    fields = ("text", "chosen", "urgent", "shows", "note")

    class Media:
        css = {"all": ("desk/desk.css",)}

    @admin.display(description="what is typed or chosen", ordering="text")
    def text_or_chosen(self, case: models.RedFlagCase) -> str:
        chosen = [f"{param}: {', '.join(keys)}" for param, keys in case.chosen.items()]
        return "; ".join([case.text, *chosen] if case.text else chosen)

    @admin.display(description="must show")
    def flags(self, case: models.RedFlagCase) -> str:
        return ", ".join(case.shows) or "–"

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
    """Links of a condition, most telling first. `target`: the field that names another page."""

    target = ""
    extra = 0
    ordering = ("position", "pk")
    classes = ("collapse",)
    formset = RememberingFormSet
    formfield_overrides = {
        TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})},
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related(*filter(None, [self.target])).prefetch_related("sources")

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        return [*filter(None, [self.target]), "sources"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """With its label for screen readers, as a table's cells have none, and with as few buttons as will do."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = capfirst(field.label)
            if isinstance(field.widget, RelatedFieldWidgetWrapper):
                field.widget.can_change_related = field.widget.can_view_related = False
                # A source can be made in passing. A term is part of the vocabulary, which is looked through first.
                field.widget.can_add_related = field.widget.can_add_related and db_field.name == "sources"
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == self.target:
            kwargs["widget"] = RememberingSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = RememberingSelectMultiple(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class SymptomInline(LinkInline):
    model = models.ConditionSymptom
    target = "symptom"
    fields = ("position", "symptom", "level", "said_as", "note", "sources")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """For who may only look: phrases a line each, not as JSON."""
        if self.has_change_permission(request, obj):
            return self.fields
        return [*self.fields[:3], "said", *self.fields[4:]]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("said",)

    @admin.display(description="said as")
    def said(self, link: models.ConditionSymptom) -> SafeString:
        return lines_of(self.opts, "said_as")(link)


class RegionInline(LinkInline):
    model = models.ConditionRegion
    target = "region"
    fields = ("position", "region", "role", "side", "note", "sources")


class PostureFormSet(RememberingFormSet):
    def clean(self) -> None:
        """Both effects of one posture only with a note on each; told at the note that is missing."""
        super().clean()
        rows = [form for form in self.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]
        effects: dict[Any, set[str]] = {}
        for row in rows:
            effects.setdefault(row.cleaned_data.get("posture"), set()).add(row.cleaned_data.get("effect", ""))
        for row in rows:
            if len(effects[row.cleaned_data.get("posture")]) > 1 and not row.cleaned_data.get("note"):
                row.add_error("note", "It is both worse and better. Say in a note on each when it is which.")


class PostureInline(LinkInline):
    model = models.ConditionPosture
    formset = PostureFormSet
    target = "posture"
    fields = ("position", "posture", "effect", "level", "note", "sources")


class TreatmentInline(LinkInline):
    model = models.ConditionTreatment
    target = "treatment"
    fields = ("position", "treatment", "how_to", "evidence", "time_to_try", "cautions", "sources")


class RedFlagInline(LinkInline):
    model = models.ConditionRedFlag
    target = "red_flag"
    fields = ("position", "red_flag", "why", "sources")


class LookAlikeInline(LinkInline):
    model = models.ConditionLookAlike
    fk_name = "condition"
    target = "other"
    fields = ("position", "other", "name", "tell_apart", "sources")


class MythInline(LinkInline):
    model = models.ConditionMyth
    fields = ("position", "myth", "fact", "sources")


class ConditionForm(WorkingCopyForm):
    class Meta:
        widgets = {"summary": forms.Textarea(attrs={"rows": 2})}
        # As readers and the gate call them.
        labels = SECTIONS

    def clean(self) -> dict[str, Any]:
        """Markdown that will not do what was meant is told at its field."""
        data: dict[str, Any] = super().clean() or {}
        for name in SECTIONS:
            text = data.get(name) or ""
            for problem in (*prose.problems(text, words_only=True), *prose.missing_problems(text)):
                self.add_error(name, problem)
        return data


class RegionFilter(admin.RelatedOnlyFieldListFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "where it hurts"


@admin.register(models.Condition)
class ConditionAdmin(WorkingCopyAdmin):
    form = ConditionForm
    formfield_overrides = {MarkdownxField: {"widget": AdminMarkdownxWidget}}
    list_display = ("name", "clinical_name")
    list_filter = (*WorkingCopyAdmin.list_filter, "emergency_urgency")
    date_hierarchy = "next_review_due"
    search_fields = ("name", "clinical_name", "also_known_as", "told_as", "summary", "page__key")
    inlines = (
        RedFlagInline,
        RegionInline,
        SymptomInline,
        PostureInline,
        TreatmentInline,
        LookAlikeInline,
        MythInline,
    )
    # As a reader meets them, and what readers do not see last.
    parts = (
        "Names",
        "If it is an emergency",
        RedFlagInline,
        RegionInline,
        SymptomInline,
        PostureInline,
        "What is going on",
        TreatmentInline,
        "What helps and what does not",
        "What to expect",
        "Who and how often",
        LookAlikeInline,
        MythInline,
        "Dates and review",
        "How readers tell it, for search alone",
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
        (
            "Who and how often",
            {"fields": ("how_common", "who_gets_it", "diagnosis"), "classes": ("collapse",)},
        ),
        (
            "What helps and what does not",
            {
                "fields": ("postures_note", "treatments_note", "does_not_help", "other_treatments"),
                "classes": ("collapse",),
            },
        ),
        ("How readers tell it, for search alone", {"fields": ("told_as",), "classes": ("collapse",)}),
        ("What to expect", {"fields": ("outlook", "when_to_see_someone", "more"), "classes": ("collapse",)}),
        (
            "Dates and review",
            {"fields": ("written_on", "sources_checked_on", "reviewed_on", "reviewed_by", "next_review_due")},
        ),
        ("Identity", {"fields": ("key", "slug", "icd10cm"), "classes": ("collapse",)}),
    )

    class Media:
        js = ("desk/markdownx.js",)

    def get_list_filter(self, request: HttpRequest) -> Any:
        return (*super().get_list_filter(request), ("conditionregion__region", RegionFilter))

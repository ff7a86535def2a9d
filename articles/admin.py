"""Articles, topics and pictures for editors, in the order in which a writer thinks."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse_lazy
from markdownx.models import MarkdownxField
from markdownx.widgets import AdminMarkdownxWidget

from articles import models, pictures
from articles.admin_pictures import PictureAdmin
from publishing.admin import WorkingCopyAdmin, WorkingCopyForm

__all__ = ["ArticleAdmin", "PictureAdmin", "TopicAdmin"]

CHOOSE = reverse_lazy("admin:articles_picture_choose")
"""Where a dialog finds the pictures to choose from; see static/desk/pictures.js."""


class TopicInline(admin.TabularInline):
    model = models.ArticleTopic
    extra = 0
    autocomplete_fields = ("topic",)
    fields = ("position", "topic")


class ConditionInline(admin.TabularInline):
    model = models.ArticleCondition
    extra = 0
    autocomplete_fields = ("condition",)
    fields = ("position", "condition")


@admin.register(models.Topic)
class TopicAdmin(WorkingCopyAdmin):
    list_display = ("name",)
    search_fields = ("name", "page__key", "description")
    fieldsets = (
        (None, {"fields": ("name", "description")}),
        ("Identity", {"fields": ("key", "slug"), "classes": ("collapse",)}),
    )


class ArticleForm(WorkingCopyForm):
    class Meta:
        widgets = {"summary": forms.Textarea(attrs={"rows": 2})}


@admin.register(models.Article)
class ArticleAdmin(WorkingCopyAdmin):
    form = ArticleForm
    name_field = "title"
    list_display = ("title", "section")
    date_hierarchy = "next_review_due"
    search_fields = ("title", "summary", "page__key")
    autocomplete_fields = ("picture",)
    inlines = (TopicInline, ConditionInline)
    formfield_overrides = {
        # Its editor offers pictures.
        MarkdownxField: {
            "widget": AdminMarkdownxWidget(
                attrs={"data-desk-pictures": CHOOSE, "data-desk-picture-limits": pictures.LIMITS}
            )
        }
    }
    fieldsets = (
        (None, {"fields": ("title", "summary", "section", "picture")}),
        ("Text", {"fields": ("body",)}),
        (
            "Dates and review",
            {"fields": ("written_on", "sources_checked_on", "reviewed_on", "reviewed_by", "next_review_due")},
        ),
        ("Identity", {"fields": ("key", "slug"), "classes": ("collapse",)}),
    )

    class Media:
        js = ("desk/markdownx.js", forms.Script("desk/pictures.js", type="module"))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "picture":
            field.widget.attrs["data-desk-pictures"] = CHOOSE
        return field

    def get_list_filter(self, request: HttpRequest) -> Any:
        topics = ("topics", admin.RelatedOnlyFieldListFilter)
        return ("section", topics, *super().get_list_filter(request))

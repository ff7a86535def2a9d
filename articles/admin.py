"""Articles, topics and pictures for editors, in the order in which a writer thinks."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from markdownx.models import MarkdownxField
from markdownx.widgets import AdminMarkdownxWidget

from articles import models, pictures
from publishing.admin import WorkingCopyAdmin, WorkingCopyForm


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
    search_fields = ("name", "page__key")
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
    search_fields = ("title", "summary", "page__key")
    autocomplete_fields = ("picture",)
    inlines = (TopicInline, ConditionInline)
    formfield_overrides = {MarkdownxField: {"widget": AdminMarkdownxWidget}}
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
        js = ("desk/markdownx.js",)

    def get_list_filter(self, request: HttpRequest) -> Any:
        return ("section", *super().get_list_filter(request))


class PictureForm(forms.ModelForm):
    """Asks for the file once: another picture is another record, so that addresses always show the same."""

    image = forms.FileField(
        label="picture",
        help_text="JPEG, PNG, WebP or GIF. It is made smaller, and where it was taken is left out.",
    )

    class Meta:
        model = models.Picture
        fields = ("key", "alt", "credit", "licence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["image"]

    def clean_image(self) -> pictures.Made:
        try:
            made = pictures.read_upload(self.cleaned_data["image"])
        except pictures.BadPicture as bad:
            raise ValidationError(str(bad)) from bad
        there = models.Picture.objects.filter(file=made.file).first()
        if there is not None:
            raise ValidationError(f"This picture is in the library already, as “{there.key}”. Use that one.")
        return made


@admin.register(models.Picture)
class PictureAdmin(admin.ModelAdmin):
    form = PictureForm
    list_display = ("key", "alt", "credit", "licence", "size")
    search_fields = ("key", "alt", "credit")
    ordering = ("key",)

    @admin.display(description="size")
    def size(self, picture: models.Picture) -> str:
        return f"{picture.width} × {picture.height}"

    @admin.display(description="picture")
    def shown(self, picture: models.Picture) -> str:
        return format_html(
            '<img src="{}" alt="{}" width="320">', reverse("desk-picture", args=[picture.file]), picture.alt
        )

    @admin.display(description="used by")
    def used_by(self, picture: models.Picture) -> str:
        return ", ".join(picture.uses()) or "nothing; it can be deleted"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        said = ("alt", "credit", "licence", "key")
        return ("image", *said) if obj is None else ("shown", *said, "used_by")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("key", "shown", "used_by")

    def save_model(self, request: HttpRequest, obj: models.Picture, form: Any, change: bool) -> None:
        if not change:
            made = form.cleaned_data["image"]
            pictures.store(made.file, made.content)
            obj.file, obj.width, obj.height = made.file, made.width, made.height
        super().save_model(request, obj, form, change)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Nothing goes with a picture. One in use is shown as protected, with who uses it, and no button."""
        protected = [f"{picture.key}: used by {user}" for picture in objs for user in picture.uses()]
        lacking = set() if self.has_delete_permission(request) else {self.opts.verbose_name}
        return (
            [str(picture) for picture in objs],
            {self.opts.verbose_name_plural: len(objs)},
            lacking,
            protected,
        )

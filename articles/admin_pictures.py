"""Pictures for editors: added with what each needs, looked through in a list, chosen for a text."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import models, pictures
from articles.addresses import SMALLER_WIDTHS, smaller_file
from publishing import prose
from publishing.admin_export import ExportMixin

THUMBNAIL_WIDTH = SMALLER_WIDTHS[0]
PICTURES_A_PAGE = 24


class PictureForm(forms.ModelForm):  # type: ignore[type-arg]
    """Asks for the file once: another picture is another record, so that addresses always show the same."""

    image = forms.FileField(
        label="picture",
        help_text=pictures.LIMITS,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
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

    def _post_clean(self) -> None:
        """The file is kept once everything else is right, and before the record that names it."""
        super()._post_clean()  # type: ignore[misc]
        made = self.cleaned_data.get("image")
        if self.errors or made is None:
            return
        try:
            pictures.store(made.file, made.content)
        except pictures.NoRoom as full:
            self.add_error("image", str(full))


class PictureList(ChangeList):
    """Tells of each picture on the page how many articles show it, at one query for all."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        shown = list(self.result_list)
        counts = pictures.shown_in(shown)
        for picture in shown:
            picture.shown_in = counts[picture.pk]
        self.result_list = shown


@admin.register(models.Picture)
class PictureAdmin(ExportMixin, admin.ModelAdmin):  # type: ignore[type-arg]
    form = PictureForm
    list_display = ("thumbnail", "key", "alt", "credit", "licence", "size", "articles")
    list_display_links = ("key",)
    list_per_page = PICTURES_A_PAGE
    search_fields = ("key", "alt", "credit")
    ordering = ("key",)

    class Media:
        css = {"all": ("desk/desk.css", "desk/writing.css")}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PictureList

    @admin.display(description="picture")
    def thumbnail(self, picture: models.Picture) -> SafeString:
        # Its description stands in the same row.
        return format_html(
            '<img class="desk-thumbnail" src="{}" alt="" loading="lazy">', thumbnail_url(picture)
        )

    @admin.display(description="size")
    def size(self, picture: models.Picture) -> str:
        return f"{picture.width} × {picture.height}"

    @admin.display(description="shown in")
    def articles(self, picture: Any) -> str:
        return said_of(picture.shown_in)

    @admin.display(description="picture")
    def shown(self, picture: models.Picture) -> SafeString:
        return format_html(
            '<img src="{}" alt="{}" width="320">', reverse("desk-picture", args=[picture.file]), picture.alt
        )

    @admin.display(description="in a text")
    def code(self, picture: models.Picture) -> SafeString:
        return format_html("<code>{}</code>", prose.picture_code(picture.key, picture.alt))

    @admin.display(description="used by")
    def used_by(self, picture: models.Picture) -> str:
        return ", ".join(picture.uses()) or "nothing; it can be deleted"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        said = ("alt", "credit", "licence", "key")
        return ("image", *said) if obj is None else ("shown", *said, "code", "used_by")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("key", "shown", "code", "used_by")

    def save_model(self, request: HttpRequest, obj: models.Picture, form: Any, change: bool) -> None:
        if not change:
            made = form.cleaned_data["image"]
            obj.file, obj.width, obj.height = made.file, made.width, made.height
            if made.note:
                messages.warning(request, made.note)
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

    # --- choosing one ---

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.choose_view)
        return [path("choose/", view, name="articles_picture_choose"), *super().get_urls()]

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """Pictures to choose from, the newest first: a page, or with `part` the piece of it that a dialog shows.

        Templates: admin/articles/choose_picture.html, admin/articles/_choose_picture.html.
        Context: q, page (each picture with `thumbnail`, `code`, `says`, `used`), is_part.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        q = request.GET.get("q", "").replace("\0", "").strip()[:200]
        found, _ = self.get_search_results(request, models.Picture.objects.order_by("-pk"), q)
        page = Paginator(found, PICTURES_A_PAGE).get_page(request.GET.get("page"))
        shown: list[Any] = list(page.object_list)
        counts = pictures.shown_in(shown)
        for picture in shown:
            picture.thumbnail = thumbnail_url(picture)
            picture.code = prose.picture_code(picture.key, picture.alt)
            picture.used = said_of(counts[picture.pk])
        part = "part" in request.GET
        context = {
            **({} if part else self.admin_site.each_context(request)),
            "title": "Choose a picture",
            "opts": self.opts,
            "q": q,
            "page": page,
            "pictures": shown,
            "is_part": part,
            "media": self.media,
        }
        name = "_choose_picture" if part else "choose_picture"
        return TemplateResponse(request, f"admin/articles/{name}.html", context)


def thumbnail_url(picture: models.Picture) -> str:
    return reverse("desk-picture", args=[smaller_file(picture.file, THUMBNAIL_WIDTH)])


def said_of(articles: int) -> str:
    return f"{articles or 'no'} article{'' if articles == 1 else 's'}"

"""Readers' reports at the desk: read, closed with a note, reopened, deleted as spam; and the counts of each page."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from desk.audit import PageFilter
from desk.feedback import handling
from desk.feedback.overview import PERIOD, helped
from desk.models import KEPT_AFTER_CLOSING, Feedback, HelpfulCount
from publishing.kinds import page_kinds


class OpenFilter(admin.SimpleListFilter):
    """The open ones, unless asked otherwise."""

    title = "where it stands"
    parameter_name = "closed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "Open"), ("yes", "Closed"), ("all", "All")]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for value, label in self.lookup_choices:
            yield {
                "selected": (self.value() or "no") == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> QuerySet[Feedback]:
        if self.value() == "all":
            return queryset
        return queryset.filter(closed_at__isnull=self.value() != "yes")


class PageKindFilter(admin.SimpleListFilter):
    title = "kind of page"
    parameter_name = "page_kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind.name, kind.label) for kind in page_kinds()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> QuerySet[Feedback]:
        return queryset.filter(page__kind=self.value()) if self.value() else queryset


class ClosingForm(forms.ModelForm):
    """The note is all that can be written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "note" in self.fields:
            self.fields["note"].required = True


@admin.register(Feedback)
class FeedbackAdmin(admin.ModelAdmin):
    form = ClosingForm
    list_display = ("brief", "page_title", "kind", "times", "received_on", "closing")
    list_filter = (OpenFilter, "kind", PageFilter, PageKindFilter, "helpful")
    search_fields = ("text", "note", "page__key", "page__live__title")
    list_per_page = 50
    fields = ("words", "page_link", "kind", "pressed", "seen", "times", "received_on", "closing", "note")
    actions = ["delete_as_spam"]

    class Media:
        css = {"all": ("desk/desk.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        """With what a line shows, and without frozen texts."""
        reports = super().get_queryset(request).select_related("page__live", "revision", "closed_by")
        return reports.defer("revision__data", "page__live__rendered", "page__live__card")

    # --- what a line says ---

    @admin.display(description="what the reader wrote")
    def brief(self, report: Feedback) -> str:
        return Truncator(report.text).chars(80)

    @admin.display(description="what the reader wrote")
    def words(self, report: Feedback) -> SafeString:
        return format_html("<blockquote class='desk-words'>{}</blockquote>", report.text)

    @admin.display(description="page", ordering="page__key")
    def page_title(self, report: Feedback) -> str:
        live = getattr(report.page, "live", None)
        return live.title if live else str(report.page)

    @admin.display(description="page")
    def page_link(self, report: Feedback) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:publishing_logentry_page", args=[report.page_id]),
            self.page_title(report),
        )

    @admin.display(description="the reader saw")
    def seen(self, report: Feedback) -> str:
        live = report.page.live_revision_id
        now = "still live" if live == report.revision_id else "another is live now" if live else "withdrawn"
        return f"revision {report.revision.number} ({now})"

    @admin.display(description="was this page helpful")
    def pressed(self, report: Feedback) -> str:
        return "–" if report.helpful is None else "yes" if report.helpful else "no"

    @admin.display(description="stands at", ordering="closed_at")
    def closing(self, report: Feedback) -> str:
        if report.closed_at is None:
            return "open"
        return f"closed {timezone.localdate(report.closed_at):%d %b %Y} by {report.closed_by}"

    # --- what can be done ---

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not by the usual way: it is closed, and goes by age. For spam see the action."""
        return False

    def has_spam_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("desk.delete_feedback")

    def get_readonly_fields(self, request: HttpRequest, obj: Feedback | None = None) -> list[str]:
        is_open = obj is not None and obj.is_open and self.has_change_permission(request, obj)
        return [name for name in self.fields if not (is_open and name == "note")]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"title": "What readers report", "days": KEPT_AFTER_CLOSING.days}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context = {"title": "What a reader wrote", **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def save_model(self, request: HttpRequest, obj: Feedback, form: Any, change: bool) -> None:
        user: Any = request.user
        try:
            if "_reopen" in request.POST:
                handling.reopen(obj, user)
                messages.success(request, "The report is open again.")
            else:
                handling.close(obj, user, obj.note)
                messages.success(request, "The report was closed.")
        except handling.Refused as refused:
            messages.error(request, str(refused))

    def response_change(self, request: HttpRequest, obj: Feedback) -> HttpResponse:
        if "_reopen" in request.POST:
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(reverse("admin:desk_feedback_changelist"))

    @admin.action(description="Delete as spam", permissions=["spam"])
    def delete_as_spam(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> HttpResponse | None:
        """Asks once more, with what would go. Template: admin/desk/feedback/delete_as_spam.html."""
        if "sure" in request.POST:
            user: Any = request.user
            count = handling.delete_as_spam(queryset, user)
            messages.success(request, f"{count} {'report was' if count == 1 else 'reports were'} deleted.")
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "Delete as spam?",
            "opts": self.opts,
            "reports": queryset,
            "action_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/desk/feedback/delete_as_spam.html", context)


@admin.register(HelpfulCount)
class HelpfulCountAdmin(admin.ModelAdmin):
    """Its list is all there is of it: each page with its answers of the last months."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Template: admin/desk/helpful.html."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "“Was this page helpful?”",
            "opts": self.opts,
            "helped": helped(),
            "days": PERIOD.days,
        }
        return TemplateResponse(request, "admin/desk/helpful.html", context)

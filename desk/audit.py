"""The audit: who did what, when, to which page, from which state to which, and why. To read and to take away, by nobody to
be changed."""

import logging
from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from conditions.spreadsheet import Line, streamed
from publishing.kinds import get_page_kind, page_kinds
from publishing.models import LogEntry, Page
from publishing.states import ACTIONS, State, done

logger = logging.getLogger(__name__)

MACHINE = "the machine"


class PageFilter(admin.SimpleListFilter):
    """One page, as its form links here; there is nothing to choose from."""

    title = "page"
    parameter_name = "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        chosen = request.GET.get(self.parameter_name, "")
        pages = Page.objects.filter(pk=chosen) if chosen.isdecimal() and len(chosen) < 10 else ()
        return [(chosen, str(page)) for page in pages]

    def queryset(self, request: HttpRequest, queryset: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        chosen = next((value for value, _ in self.lookup_choices), None)
        return queryset.filter(page_id=int(chosen)) if chosen else queryset


class KindFilter(admin.SimpleListFilter):
    title = "kind of page"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind.name, kind.label) for kind in page_kinds()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        return queryset.filter(page__kind=self.value()) if self.value() else queryset


class ActionFilter(admin.SimpleListFilter):
    title = "what was done"
    parameter_name = "done"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(action, done(action).capitalize()) for action in ACTIONS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        return queryset.filter(action=self.value()) if self.value() else queryset


class PersonFilter(admin.RelatedOnlyFieldListFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "who"
        self.empty_value_display = SafeString(MACHINE)


@admin.register(LogEntry)
class AuditAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list with filters, a page an entry, and the list as a file."""

    change_list_template = "admin/desk/audit.html"
    list_display = ("at", "page_title", "what", "states", "who", "why")
    list_filter = (
        PageFilter,
        ActionFilter,
        KindFilter,
        ("by", PersonFilter),
        "from_state",
        "to_state",
        "at",
    )
    search_fields = ("page__key", "page__live__title", "note", "by__username")
    date_hierarchy = "at"
    list_per_page = 50
    fields = (
        "at",
        "page_link",
        "what",
        "from_state",
        "to_state",
        "who",
        "revision",
        "note",
        "let_pass",
        "public_note",
        "is_correction",
    )

    class Media:
        css = {"all": ("desk/desk.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """With what a line shows, and without frozen texts."""
        entries = super().get_queryset(request).select_related("page__live", "by", "revision")
        return entries.defer("revision__data", "page__live__rendered", "page__live__card")

    # --- what a line says ---

    @admin.display(description="page", ordering="page__key")
    def page_title(self, entry: LogEntry) -> str:
        live = getattr(entry.page, "live", None)
        return live.title if live else str(entry.page)

    @admin.display(description="page")
    def page_link(self, entry: LogEntry) -> SafeString:
        address = reverse("admin:publishing_logentry_page", args=[entry.page_id])
        return format_html('<a href="{}">{}</a>', address, self.page_title(entry))

    @admin.display(description="what", ordering="action")
    def what(self, entry: LogEntry) -> str:
        return entry.done

    @admin.display(description="from → to", ordering="to_state")
    def states(self, entry: LogEntry) -> str:
        return f"{State(entry.from_state).label} → {State(entry.to_state).label}"

    @admin.display(description="who", ordering="by")
    def who(self, entry: LogEntry) -> str:
        return str(entry.by or MACHINE)

    @admin.display(description="why")
    def why(self, entry: LogEntry) -> str:
        return entry.note or "–"

    @admin.display(description="let pass")
    def let_pass(self, entry: LogEntry) -> SafeString | str:
        lines = ((one["what"], one["reason"]) for one in entry.passed)
        return format_html_join("", "<span class='desk-line'>{} – {}</span>", lines) or "–"

    # --- nobody changes it, a superuser neither ---

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # --- to take away ---

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("export/", wrap(self.export_view), name="publishing_logentry_export"),
            path("page/<int:page_id>/", wrap(self.page_view), name="publishing_logentry_page"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {
            "title": "Who did what",
            "may_export": request.user.has_perm("publishing.export_logentry"),
        }
        return super().changelist_view(request, {**(extra_context or {}), **context})

    def page_view(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Leads to the form of a page."""
        page = get_object_or_404(Page, pk=page_id)
        copy = get_object_or_404(get_page_kind(page.kind).model, page=page)
        name = f"admin:{copy._meta.app_label}_{copy._meta.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[copy.pk]))

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """What the list shows with the same query, whole, as CSV."""
        if not request.user.has_perm("publishing.export_logentry"):
            logger.warning("refused: export of the log by %s", request.user)
            raise PermissionDenied
        try:
            entries = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            messages.error(request, "That filter is not known. Choose one from the list.")
            return HttpResponseRedirect(reverse("admin:publishing_logentry_changelist"))
        logger.info("the log was exported by %s", request.user)
        name = f"audit-{timezone.localdate():%Y-%m-%d}.csv"
        return StreamingHttpResponse(
            streamed(_lines(entries)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _lines(entries: QuerySet[LogEntry]) -> Iterator[Line]:
    yield (
        "When",
        "Kind",
        "Key",
        "What",
        "From",
        "To",
        "Who",
        "Revision",
        "Note",
        "Let pass",
        "Told to readers",
        "Correction",
    )
    for entry in entries.iterator(chunk_size=500):
        yield (
            timezone.localtime(entry.at).isoformat(timespec="seconds"),
            entry.page.kind,
            entry.page.key,
            entry.done,
            State(entry.from_state).label,
            State(entry.to_state).label,
            entry.by.get_username() if entry.by else MACHINE,
            str(entry.revision.number) if entry.revision else "",
            entry.note,
            "\n".join(f"{one['what']} – {one['reason']}" for one in entry.passed),
            entry.public_note,
            "yes" if entry.is_correction else "",
        )

"""Outside links at the desk: what became of each, where it is named, and a mark in the list of sources."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from conditions.admin import SourceAdmin
from conditions.models import Source
from desk.link_checks.overview import places_of, summary
from desk.models import LinkCheck, Outcome

NOT_CHECKED = "not checked yet"

_MOST_PLACES = 3
_PLACE = '<span class="desk-line"><a href="{}">{}</a>{}</span>'


@admin.register(LinkCheck)
class LinkCheckAdmin(admin.ModelAdmin):
    """To read: `check_links` writes it. The dead ones come first."""

    list_display = ("whole", "outcome", "detail", "named_by_some")
    list_filter = ("outcome",)
    search_fields = ("address", "detail")
    ordering = ("outcome", "address")
    list_per_page = 50
    fields = ("link", "outcome", "detail", "moved_to", "checked_at", "named_by")

    class Media:
        css = {"all": ("desk/desk.css",)}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"title": "Links to other sites", "summary": summary(most=0)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    @admin.display(description="address", ordering="address")
    def whole(self, check: LinkCheck) -> SafeString:
        return format_html('<span class="desk-address">{}</span>', check.address)

    @admin.display(description="address")
    def link(self, check: LinkCheck) -> SafeString:
        return format_html('<a href="{}" rel="noreferrer">{}</a>', check.address, check.address)

    @admin.display(description="named by")
    def named_by(self, check: LinkCheck) -> SafeString | str:
        lines = (
            (one.url, one.name, f", {one.where}" if one.where else "") for one in places_of(check.cited_by)
        )
        return format_html_join("", _PLACE, lines) or "–"

    @admin.display(description="named by")
    def named_by_some(self, check: LinkCheck) -> SafeString:
        places = places_of(check.cited_by)
        more = f"and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
        shown = format_html_join("", _PLACE, ((one.url, one.name, "") for one in places[:_MOST_PLACES]))
        return format_html("{}{}", shown, more)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AddressFilter(admin.SimpleListFilter):
    title = "its address"
    parameter_name = "address"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*((outcome.value, outcome.label) for outcome in Outcome), ("none", NOT_CHECKED.capitalize())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "none":
            return queryset.exclude(url="").filter(link_outcome=None)
        return queryset.filter(link_outcome=self.value()) if self.value() else queryset


admin.site.unregister(Source)


@admin.register(Source)
class CheckedSourceAdmin(SourceAdmin):
    """With what `check_links` found at the address."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        found = LinkCheck.objects.filter(address=OuterRef("url")).values("outcome")
        sources: QuerySet[Source] = super().get_queryset(request).annotate(link_outcome=Subquery(found))
        return sources

    def get_list_display(self, request: HttpRequest) -> Any:
        return [*super().get_list_display(request), "its_address"]

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [*super().get_list_filter(request), AddressFilter]

    @admin.display(description="its address", ordering="link_outcome")
    def its_address(self, source: Any) -> str:
        if not source.url:
            return "–"
        return Outcome(source.link_outcome).label.lower() if source.link_outcome else NOT_CHECKED

"""What a list of the admin shows, to take away: as content files, or as sheets for a spreadsheet."""

import logging
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from publishing.exporting import Form, TooMany, export
from publishing.kinds import kind_of

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object

logger = logging.getLogger(__name__)


class ExportMixin(Base):
    """For the list of a kind. Whoever may look at it may take it away: as an action of what is ticked, and all that is shown."""

    change_list_template = "admin/publishing/change_list.html"
    actions: tuple[str, ...] = ("export_as_yaml", "export_as_csv")

    @admin.action(description="Save as content files (YAML)", permissions=["view"])
    def export_as_yaml(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:
        return self._sent(request, queryset, Form.YAML)

    @admin.action(description="Save as a spreadsheet (CSV)", permissions=["view"])
    def export_as_csv(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:
        return self._sent(request, queryset, Form.CSV)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        wrap = self.admin_site.admin_view
        own = [
            path(f"export/{form}/", wrap(self.export_view), {"form": form}, f"{name}_{form}") for form in Form
        ]
        return [*own, *super().get_urls()]

    def export_view(self, request: HttpRequest, form: Form) -> HttpResponseBase:
        """All that the list shows with the same query."""
        if not self.has_view_permission(request):
            logger.warning("refused: export of %s by %s", self.opts.model_name, request.user)
            raise PermissionDenied
        try:
            shown = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            messages.error(request, "That filter is not known. Choose one from the list.")
            return HttpResponseRedirect(self._list_shown(request, with_query=False))
        if not shown.exists():
            messages.warning(request, "The list shows nothing to save. Take a filter away, then try again.")
            return HttpResponseRedirect(self._list_shown(request))
        return self._sent(request, shown, form)

    def _sent(self, request: HttpRequest, chosen: QuerySet[Any], form: Form) -> HttpResponseBase:
        try:
            made = export(kind_of(self.model), chosen, form)
        except TooMany as many:
            messages.error(request, str(many))
            return HttpResponseRedirect(self._list_shown(request))
        logger.info("%s of %s exported by %s", form, self.opts.model_name, request.user)
        return FileResponse(made.file, as_attachment=True, filename=made.name, content_type=made.content_type)

    def _list_shown(self, request: HttpRequest, with_query: bool = True) -> str:
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return f"{address}?{request.GET.urlencode()}" if with_query and request.GET else address

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """With the way in, for who may use it."""
        context = {"may_import": self.has_change_permission(request)}
        return super().changelist_view(request, {**(extra_context or {}), **context})

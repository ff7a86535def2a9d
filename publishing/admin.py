"""The editors' side of a page in Django's admin: lists that say what is live, moves as buttons, preview, restore."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from publishing import service
from publishing.directory import Entry, current
from publishing.kinds import PageKind, get_page_kind
from publishing.models import Fact, LogEntry, Page, Revision, WorkingCopy, validate_key
from publishing.states import MOVES, Move, State


class WorkingCopyForm(forms.ModelForm):
    """Asks for the permanent key once, when the page is made."""

    key = forms.CharField(
        max_length=80,
        validators=[validate_key],
        help_text="The permanent identity, such as “lower-back”. It cannot be changed later.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["key"]

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        kind = self._meta.model.kind_name
        if Page.objects.filter(kind=kind, key=key).exists():
            raise ValidationError(f"There is already a page with the key “{key}”. Choose another, or edit that page.")
        return key


class LiveFilter(admin.SimpleListFilter):
    title = "what readers see"
    parameter_name = "live"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Live"), ("no", "Not live"), ("differs", "Live, with unpublished changes")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return queryset.filter(page__live_revision__isnull=False)
        if self.value() == "no":
            return queryset.filter(page__live_revision__isnull=True)
        if self.value() == "differs":
            return queryset.filter(page__live_revision__isnull=False).exclude(page__state=State.PUBLISHED)
        return queryset


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(page__state=self.value()) if self.value() else queryset


def _move_action(move: Move) -> Callable[..., None]:
    def act(model_admin: "WorkingCopyAdmin", request: HttpRequest, queryset: QuerySet[Any]) -> None:
        model_admin.move_many(request, queryset, move)

    act.__name__ = f"{move.name}_selected"
    return admin.action(description=f"{move.label}: selected %(verbose_name_plural)s")(act)


# A move that needs a note is made on the page itself.
ACTIONS = {move.name: _move_action(move) for move in MOVES.values() if not move.note_required}


class WorkingCopyAdmin(admin.ModelAdmin):
    """For every kind of page. Saving writes the working copy and tells the log; it never publishes."""

    form = WorkingCopyForm
    change_form_template = "admin/publishing/change_form.html"
    list_select_related = ("page__live_revision",)
    list_filter: Any = (StateFilter, LiveFilter)
    save_on_top = True

    # --- lists ---

    def get_list_display(self, request: HttpRequest) -> Any:
        return (*self.list_display, "state", "live", "differs", "due")

    @admin.display(description="state", ordering="page__state")
    def state(self, copy: WorkingCopy) -> str:
        return State(copy.page.state).label

    @admin.display(description="live", boolean=True)
    def live(self, copy: WorkingCopy) -> bool:
        return copy.page.is_published

    @admin.display(description="differs from live")
    def differs(self, copy: WorkingCopy) -> str:
        if not copy.page.is_published:
            return "—"
        return "yes, unpublished changes" if copy.page.differs_from_live else "no"

    @admin.display(description="due")
    def due(self, copy: WorkingCopy) -> str:
        """What is scheduled, and a review that is near or past."""
        page = copy.page
        said = [f"publish {timezone.localtime(page.publish_at):%d %b %Y %H:%M}"] if page.publish_at else []
        said += [f"withdraw {timezone.localtime(page.withdraw_at):%d %b %Y %H:%M}"] if page.withdraw_at else []
        review = getattr(copy, "next_review_due", None)
        if review:
            late = review < timezone.localdate()
            said.append(f"review {'was due ' if late else ''}{review:%d %b %Y}")
        return ", ".join(said) or "—"

    # --- permissions ---

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what was never frozen can be deleted; everything else is withdrawn and kept."""
        if obj is None or obj.page.revisions.exists():
            return False
        return super().has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        page = obj.page
        super().delete_model(request, obj)
        LogEntry.objects.filter(page=page)._raw_delete(LogEntry.objects.db)  # type: ignore[attr-defined]
        page.delete()

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        for move in MOVES.values():
            if move.name in ACTIONS and request.user.has_perm(f"publishing.{move.permission}"):
                action = self.get_action(ACTIONS[move.name])
                if action is not None:
                    actions[action[1]] = action
        return actions

    # --- saving ---

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj is None else _without_key(fieldsets)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        fields = kwargs.get("fields")
        if fields and obj is None:
            # `key` is no field of the model: the form declares it.
            kwargs["fields"] = [name for name in fields if name != "key"]
        return super().get_form(request, obj, change=change, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.page = Page.objects.create(kind=obj.kind_name, key=form.cleaned_data["key"])
        if not obj.slug:
            obj.slug = obj.page.key
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        was_live = form.instance.page.is_published
        if service.edited(form.instance.page, request.user) and was_live:  # type: ignore[arg-type]
            messages.info(request, "Saved as a working copy. Readers see the published page until you publish.")

    # --- the page of one record ---

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        copy = self.get_object(request, object_id)
        context = self._desk_context(request, copy) if copy is not None else {}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def _desk_context(self, request: HttpRequest, copy: Any) -> dict[str, Any]:
        page = copy.page
        return {
            "page": page,
            "moves": service.possible_moves(page, request.user),  # type: ignore[arg-type]
            "log": page.log.select_related("by", "revision")[:10],
            "differs": page.differs_from_live,
            "live_url": self._live_url(page),
            "can_restore": request.user.has_perm("publishing.publish_page"),
            "links_here": pages_that_link_to(page) if page.is_published else [],
        }

    @staticmethod
    def _live_url(page: Page) -> str:
        live = getattr(page, "live", None)
        return get_page_kind(page.kind).url_of(live) if live else ""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        own = [
            path("<path:object_id>/move/", wrap(self.move_view), name=f"{name}_move"),
            path("<path:object_id>/schedule/", wrap(self.schedule_view), name=f"{name}_schedule"),
            path("<path:object_id>/preview/", wrap(self.preview_view), name=f"{name}_preview"),
            path("<path:object_id>/revisions/", wrap(self.revisions_view), name=f"{name}_revisions"),
            path("<path:object_id>/revisions/<int:number>/", wrap(self.revision_view), name=f"{name}_revision"),
        ]
        return [*own, *super().get_urls()]

    def _url(self, name: str, copy: Any, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=[copy.pk, *args])

    def _copy_or_404(self, request: HttpRequest, object_id: str) -> Any:
        copy = self.get_object(request, object_id)
        if copy is None:
            raise Http404
        if not self.has_view_or_change_permission(request, copy):
            raise PermissionDenied
        return copy

    def move_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Makes a move, or says why it was refused. POST only: `move`, `note`, and for withdrawing `sure`."""
        copy = self._copy_or_404(request, object_id)
        back = HttpResponseRedirect(self._url("change", copy))
        move = MOVES.get(request.POST.get("move", ""))
        if request.method != "POST" or move is None:
            return back
        note = request.POST.get("note", "")
        if move.name == "withdraw" and "sure" not in request.POST:
            return self._confirm_withdrawal(request, copy, note)
        try:
            service.make_move(copy.page, move.name, request.user, note)  # type: ignore[arg-type]
        except service.MoveRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"“{copy}” was {move.done}.")
        return back

    def _confirm_withdrawal(self, request: HttpRequest, copy: Any, note: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"Withdraw “{copy}”?",
            "copy": copy,
            "opts": self.opts,
            "note": note,
            "links_here": pages_that_link_to(copy.page),
        }
        return TemplateResponse(request, "admin/publishing/withdraw.html", context)

    def move_many(self, request: HttpRequest, queryset: QuerySet[Any], move: Move) -> None:
        """Makes one move for each of them and reports how many were, and why others were not."""
        done = 0
        for copy in queryset.select_related("page"):
            try:
                service.make_move(copy.page, move.name, request.user)  # type: ignore[arg-type]
                done += 1
            except service.MoveRefused as refused:
                messages.warning(request, f"“{copy}”: {refused}")
        messages.success(request, f"{done} {'page was' if done == 1 else 'pages were'} {move.done}.")

    def schedule_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Sets or clears when the page is published or withdrawn. Times are of the site's time zone."""
        copy = self._copy_or_404(request, object_id)
        if not request.user.has_perm("publishing.publish_page"):
            raise PermissionDenied
        form = ScheduleForm(request.POST, instance=copy.page)
        if request.method == "POST" and form.is_valid():
            form.save()
            messages.success(request, f"The schedule of “{copy}” was saved.")
        elif form.errors:
            messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return HttpResponseRedirect(self._url("change", copy))

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The working copy through the public templates: for those who may see it here, and for no cache."""
        copy = self._copy_or_404(request, object_id)
        kind = get_page_kind(copy.kind_name)
        record = kind.freeze(kind.copies().get(pk=copy.pk))
        return draw_preview(request, kind, record, copy.page)

    def revisions_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        copy = self._copy_or_404(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Revisions of “{copy}”",
            "copy": copy,
            "opts": self.opts,
            "revisions": copy.page.revisions.select_related("made_by"),
            "log": copy.page.log.select_related("by", "revision"),
            "can_restore": request.user.has_perm("publishing.publish_page"),
        }
        return TemplateResponse(request, "admin/publishing/revisions.html", context)

    def revision_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """GET draws an older revision; POST writes it into the working copy."""
        copy = self._copy_or_404(request, object_id)
        revision = get_object_or_404(Revision, page=copy.page, number=number)
        if request.method != "POST":
            kind = get_page_kind(copy.kind_name)
            return draw_preview(request, kind, kind.thaw(revision.data, revision.schema_version), copy.page)
        if not request.user.has_perm("publishing.publish_page"):
            raise PermissionDenied
        service.restore(revision, request.user)  # type: ignore[arg-type]
        messages.success(request, f"Revision {number} is the working copy now. Readers see it once you publish.")
        return redirect(self._url("change", copy))


class ScheduleForm(forms.ModelForm):
    class Meta:
        model = Page
        fields = ("publish_at", "withdraw_at")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        publish, withdraw = data.get("publish_at"), data.get("withdraw_at")
        if publish and withdraw and withdraw <= publish:
            raise ValidationError("The withdrawal must be later than the publication. Change one of the two times.")
        return data


def draw_preview(request: HttpRequest, kind: PageKind, record: Any, page: Page) -> HttpResponse:
    """A frozen record drawn as readers would see it, with a banner, for nobody to index or keep."""
    made = kind.project(record)
    entry = Entry(
        id=page.pk,
        kind=page.kind,
        key=page.key,
        slug=record.slug,
        title=made.title,
        sort_title=made.title.casefold(),
        position=made.position,
        summary=made.summary,
        names=made.names,
        card=made.card,
        content_version=0,
    )
    directory = current().with_entry(entry)
    response = kind.preview(request, record, made, directory)
    response["X-Robots-Tag"] = "noindex, nofollow"
    add_never_cache_headers(response)
    return response


def pages_that_link_to(page: Page) -> list[Page]:
    """Live pages whose facts or prose name this one; their links become plain text when it is withdrawn."""
    by_fact = Fact.objects.filter(term=page.key).values_list("page_id", flat=True)
    live = Page.objects.published().select_related("live_revision").exclude(pk=page.pk)
    needle = f"{page.kind}:{page.key}"
    by_prose = [one.pk for one in live if one.live_revision and needle in str(one.live_revision.data)]
    return list(live.filter(pk__in={*by_fact, *by_prose}).order_by("kind", "key"))


def _without_key(fieldsets: Any) -> Any:
    kept = []
    for name, options in fieldsets:
        fields = [field for field in options["fields"] if field != "key"]
        kept.append((name, {**options, "fields": fields}))
    return kept


@admin.register(LogEntry)
class LogEntryAdmin(admin.ModelAdmin):
    """Who did what. To read, not to change."""

    list_display = ("at", "page", "action", "from_state", "to_state", "by", "note")
    list_filter = ("action", "to_state", "at")
    search_fields = ("page__key", "note", "by__username")
    list_select_related = ("page", "by")
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False



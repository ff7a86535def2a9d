"""The editors' side of a page in Django's admin: lists that say what is live, moves as buttons, preview, restore."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db.models import DateField, JSONField, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from pydantic import ValidationError as RecordError

from publishing import admin_compare, admin_gate, admin_review, conflicts, prose, service
from publishing.admin_bulk import BulkMixin
from publishing.admin_export import ExportMixin
from publishing.admin_lists import ListMixin
from publishing.admin_preview import LinksMixin, framed, links_context, shows_a_frame
from publishing.kinds import Kind, get_page_kind
from publishing.models import LivePage, LogEntry, Page, Revision, validate_key
from publishing.preview import Banner, draw_preview, pages_that_link_to
from publishing.states import LOAD, MOVES, RESTORE, Move, State

# What a person can do who finds no button to move a page on.
WHO_IS_NEXT = {
    State.DRAFT: "A writer or an editor submits it for review.",
    State.IN_REVIEW: "A clinical reviewer who has not changed it approves it, or returns it with a note.",
    State.APPROVED: "An editor publishes it.",
    State.PUBLISHED: "Change and save it to begin a new version. An editor can withdraw it.",
    State.WITHDRAWN: "A writer or an editor submits it again, changed or not.",
}


class Unfit(Exception):
    """What was saved is no record that could be published: (field or "", message) for each thing that is wrong."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__(problems)
        self.problems = problems


def problems_of(kind: Kind, make_record: Callable[[], Any]) -> list[tuple[str, str]]:
    """What files would be refused for: (field, message with the remedy)."""
    try:
        record = make_record()
    except RecordError as error:
        return [_told(problem["loc"], problem["msg"]) for problem in error.errors()]
    found = [_told(where, message) for where, message in kind.problems(record)]
    references = list(kind.references(record))
    missing = set(prose.missing([(named.kind, named.key) for named in references]))
    found += [
        _told(named.path, f"there is no {named.kind} “{named.key}”; add it first or correct the key")
        for named in references
        if (named.kind, named.key) in missing
    ]
    return list(dict.fromkeys(found))


def _told(where: Sequence[str | int], message: str) -> tuple[str, str]:
    """("rules", 2, "any_of", 0) leads to the field, and to "3, any_of 1: …" in its message."""
    field = str(where[0]) if where else ""
    words = "".join(f" {part + 1}" if isinstance(part, int) else f", {part}" for part in where[1:])
    return field, f"{field.replace('_', ' ').capitalize()}{words}: {message}" if where else message


class WorkingCopyForm(forms.ModelForm):
    """Asks for the permanent key once, when the page is made."""

    # Drawn as it was sent, and not saved: somebody has to look at it first; see publishing.conflicts.
    held = False
    # What stood in the way when this was about to be saved; see WorkingCopyAdmin.changeform_view.
    unfit: Sequence[tuple[str, str]] = ()

    key = forms.CharField(
        max_length=80,
        validators=[validate_key],
        help_text="The permanent identity, such as “lower-back”. It cannot be changed later.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["key"]

    def is_valid(self) -> bool:
        return super().is_valid() and not self.held

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        kind = self._meta.model.kind_name
        if Page.objects.filter(kind=kind, key=key).exists():
            raise ValidationError(
                f"There is already a page with the key “{key}”. Choose another, or edit that page."
            )
        return key

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for field, message in self.unfit:
            self.add_error(field if field in self.fields else None, message)
        return data


def _move_action(move: Move) -> Callable[..., None]:
    def act(model_admin: "WorkingCopyAdmin", request: HttpRequest, queryset: QuerySet[Any]) -> None:
        model_admin.move_many(request, queryset, move)

    act.__name__ = f"{move.name}_selected"
    return admin.action(description=f"{move.label}: selected %(verbose_name_plural)s")(act)


# A move that needs a note is made on the page itself; so is withdrawing, as what leaves the site with it has to be seen.
ACTIONS = {
    move.name: _move_action(move)
    for move in MOVES.values()
    if not move.note_required and move.name != "withdraw"
}


class WorkingCopyAdmin(
    ListMixin, BulkMixin, ExportMixin, conflicts.ConflictMixin, LinksMixin, admin.ModelAdmin
):
    """For every kind of page. Saving writes the working copy and tells the log; it never publishes."""

    form = WorkingCopyForm
    change_form_template = "admin/publishing/change_form.html"
    actions = ("set_review_date", "schedule_selected", *ExportMixin.actions)
    save_on_top = True
    name_field = "name"

    class Media:
        css = {"all": ("desk/desk.css", "desk/compare.css", "desk/preview.css", "desk/writing.css")}
        js = (
            "desk/desk.js",
            forms.Script("desk/unsaved.js", type="module"),
            forms.Script("desk/preview.js", type="module"),
            forms.Script("desk/writing.js", type="module"),
        )

    # --- permissions ---

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what was never frozen can be deleted; everything else is withdrawn and kept."""
        if obj is None or obj.page.revisions.exists():
            return False
        return super().has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        page = obj.page
        super().delete_model(request, obj)
        service.forget_draft(page)

    def get_actions(self, request: HttpRequest) -> Any:
        moves = {}
        for move in MOVES.values():
            if move.name in ACTIONS and request.user.has_perm(f"publishing.{move.permission}"):
                action = self.get_action(ACTIONS[move.name])
                if action is not None:
                    moves[action[1]] = action
        return moves | super().get_actions(request)

    # --- the form ---

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            # What must be filled in is not folded away.
            return [
                (name, {**options, "classes": ()} if "key" in options["fields"] else options)
                for name, options in fieldsets
            ]
        shown = [
            (name, {**options, "fields": [field for field in options["fields"] if field != "key"]})
            for name, options in fieldsets
        ]
        return shown if self.has_change_permission(request, obj) else list(self._to_read(shown))

    def _to_read(self, fieldsets: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        """For who may only look: a list a line each, not as JSON."""
        lists = {field.name for field in self.opts.get_fields() if isinstance(field, JSONField)}
        for name, options in fieldsets:
            fields = [lines_of(self.opts, field) if field in lists else field for field in options["fields"]]
            yield name, {**options, "fields": fields}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Dates by the browser's own calendar: Django's is made of links that a keyboard cannot tell apart."""
        if isinstance(db_field, DateField):
            kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        """The key follows the name while that is typed."""
        if obj is not None:
            return {}
        return {"key": [self.name_field]}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        fields = kwargs.get("fields")
        if fields and obj is None:
            # `key` is no field of the model: the form declares it.
            kwargs["fields"] = [name for name in fields if name != "key"]
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.unfit = getattr(request, "unfit", ())
        form.held = getattr(request, "held", False)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Unfit as unfit:
            # Nothing was saved. Drawn once more as it was sent, with what is wrong told at its field.
            request.unfit = unfit.problems  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.page = Page.objects.create(kind=obj.kind_name, key=form.cleaned_data["key"])
        if not obj.slug:
            obj.slug = obj.page.key
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Raises Unfit, which undoes all of it, when what was saved could never be published."""
        super().save_related(request, form, formsets, change)
        page = form.instance.page
        kind = get_page_kind(page.kind)
        problems = problems_of(kind, lambda: kind.to_record(kind.copies().get(page=page)))
        if problems:
            raise Unfit(problems)
        before = State(page.state)
        note = conflicts.settle(request, page)
        if service.edited(page, request.user, note) and "_submit" not in request.POST:  # type: ignore[arg-type]
            messages.info(request, _what_readers_see_now(page, before))
        conflicts.remember_saved(request)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return self._onward(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._onward(request, obj) or super().response_change(request, obj)

    def _onward(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """Where "Save and preview" and "Save and submit" lead; None for Django's own buttons."""
        if conflicts.OVER in request.POST:
            messages.success(request, f"“{obj}” was saved. The version before it was kept as a revision.")
            return HttpResponseRedirect(self._url("change", obj))
        if "_preview" in request.POST:
            return HttpResponseRedirect(self._url("preview", obj))
        if "_submit" in request.POST:
            self._make_move(request, obj, MOVES["submit"], "")
            return HttpResponseRedirect(self._url("change", obj))
        return None

    # --- the page of one record ---

    @shows_a_frame
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        copy = self.get_object(request, object_id)
        context = self._desk_context(request, copy) if copy is not None else {}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    @shows_a_frame
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        context = {"can_submit": request.user.has_perm("publishing.submit_page"), "is_page": True}
        return super().add_view(request, form_url, {**context, **(extra_context or {})})

    def _desk_context(self, request: HttpRequest, copy: Any) -> dict[str, Any]:
        page = copy.page
        moves = service.possible_moves(page, request.user)  # type: ignore[arg-type]
        return {
            "is_page": True,
            "page": page,
            "moves": moves,
            "asks_for_note": any(move.name != "withdraw" for move in moves),
            "hindrances": _hindrances(page, request.user, moves),
            "who_is_next": WHO_IS_NEXT[State(page.state)],
            "log": page.log.select_related("by", "revision")[:10],
            "returned": _returned(page),
            "differs": page.differs_from_live,
            "live_url": self._live_url(page),
            "can_submit": request.user.has_perm("publishing.submit_page"),
            "can_schedule": request.user.has_perm("publishing.publish_page"),
            "gate": admin_gate.block(page, request),
            "review": admin_review.block(page, request.user),
            "tells_readers": _tells_readers(page, request.user),
            "seen": request.POST.get(conflicts.SEEN) or conflicts.seen(page),
            **links_context(page, request.user),
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
            path("<path:object_id>/pass/", wrap(self.pass_view), name=f"{name}_pass"),
            path("<path:object_id>/review/", wrap(self.review_view), name=f"{name}_review"),
            path("<path:object_id>/links/", wrap(self.links_view), name=f"{name}_links"),
            path("<path:object_id>/preview/", wrap(self.preview_view), name=f"{name}_preview"),
            path("<path:object_id>/revisions/", wrap(self.revisions_view), name=f"{name}_revisions"),
            path("<path:object_id>/compare/", wrap(self.compare_view), name=f"{name}_compare"),
            path(
                "<path:object_id>/revisions/<int:number>/", wrap(self.revision_view), name=f"{name}_revision"
            ),
        ]
        return [*own, *super().get_urls()]

    def _url(self, name: str, copy: Any, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=[copy.pk, *args])

    def _copy_or_404(self, request: HttpRequest, object_id: str) -> Any:
        copy = self.get_object(request, object_id)
        if copy is None:
            raise Http404
        if not self.has_view_or_change_permission(request, copy):
            service.logger.warning("refused: %s of %s by %s", request.path, copy.page, request.user)
            raise PermissionDenied
        return copy

    def move_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Makes a move, or says why it was refused. POST only: `move`, `note`, and for withdrawing `sure`."""
        copy = self._copy_or_404(request, object_id)
        back = HttpResponseRedirect(self._url("change", copy))
        if request.method != "POST":
            return back
        move = MOVES.get(request.POST.get("move", ""))
        if move is None:
            service.logger.warning(
                "refused: a move that does not exist, of %s by %s", copy.page, request.user
            )
            messages.error(request, "There is no such move. Use one of the buttons.")
            return back
        note = request.POST.get("note", "")
        if not self._keep_public_note(request, copy.page):
            return back
        refused = service.refusal(copy.page, move, request.user, note)  # type: ignore[arg-type]
        if move.name == "withdraw" and "sure" not in request.POST and not refused:
            return self._confirm_withdrawal(request, copy, note)
        self._make_move(request, copy, move, note, request.POST.get("seen"))
        return back

    @staticmethod
    def _keep_public_note(request: HttpRequest, page: Page) -> bool:
        """Of what an editor wrote for readers nothing is lost, whatever becomes of the move. False: refused, and said."""
        if "public_note" not in request.POST:
            return True
        told = request.POST["public_note"], "is_correction" in request.POST
        try:
            service.tell_readers(page, *told, request.user)  # type: ignore[arg-type]
        except service.MoveRefused as refused:
            messages.error(request, str(refused))
            return False
        return True

    def _make_move(
        self, request: HttpRequest, copy: Any, move: Move, note: str, seen: str | None = None
    ) -> None:
        try:
            service.make_move(copy.page, move.name, request.user, note, seen)  # type: ignore[arg-type]
        except service.MoveRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"“{copy}” was {move.done}.")

    def _confirm_withdrawal(self, request: HttpRequest, copy: Any, note: str) -> HttpResponse:
        """Asks once more, with the pages that link there."""
        context = {
            **self.admin_site.each_context(request),
            "title": f"Withdraw “{copy}”?",
            "copy": copy,
            "live_url": self._live_url(copy.page),
            "links_here": _links_to(copy.page),
            "opts": self.opts,
            "note": note,
            "lost": service.lost_by_withdrawing([copy.page]) if "lost" in request.POST else None,
            "back": self._url("change", copy),
        }
        return TemplateResponse(request, "admin/publishing/withdraw.html", context)

    def move_many(self, request: HttpRequest, queryset: QuerySet[Any], move: Move) -> None:
        """Makes one move for each of them and reports how many were, and why others were not."""
        done = 0
        for copy in queryset:
            try:
                service.make_move(copy.page, move.name, request.user, request.POST.get("note", ""))  # type: ignore[arg-type]
                done += 1
            except service.MoveRefused as refused:
                messages.warning(request, f"“{copy}”: {refused}")
        level = messages.SUCCESS if done else messages.WARNING
        messages.add_message(
            request, level, f"{done} {'page was' if done == 1 else 'pages were'} {move.done}."
        )

    def schedule_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Sets or clears when the page is published or withdrawn. POST only; times are of the site's time zone."""
        copy = self._copy_or_404(request, object_id)
        back = HttpResponseRedirect(self._url("change", copy))
        if request.method != "POST":
            return back
        if not self._keep_public_note(request, copy.page):
            return back
        form = ScheduleForm(
            request.POST, initial={"publish_at": copy.page.publish_at, "withdraw_at": copy.page.withdraw_at}
        )
        if not form.is_valid():
            messages.error(request, " ".join(_messages_of(form)))
            return back
        times = form.cleaned_data["publish_at"], form.cleaned_data["withdraw_at"]
        try:
            page = service.schedule(copy.page, *times, request.user)  # type: ignore[arg-type]
        except service.MoveRefused as refused:
            messages.error(request, str(refused))
            return back
        messages.success(request, f"The schedule of “{copy}” was saved.")
        if page.publish_at and page.state != State.APPROVED:
            messages.warning(request, "It will be published then only if it has been approved by that time.")
        return back

    def pass_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        copy = self._copy_or_404(request, object_id)
        return admin_gate.let_pass(request, copy, self._url("change", copy))

    def review_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        copy = self._copy_or_404(request, object_id)
        back = self._url("change", copy)

        def context() -> dict[str, Any]:
            site = self.admin_site.each_context(request)
            return {**site, "opts": self.opts, "back": back, "live_url": self._live_url(copy.page)}

        return admin_review.confirm(request, copy, back, context)

    @framed
    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The working copy through the public templates: for those who may see it here, and for no cache."""
        copy = self._copy_or_404(request, object_id)
        page = copy.page
        kind = get_page_kind(copy.kind_name)
        record = kind.freeze(kind.copies().get(pk=copy.pk))
        if not page.is_published:
            says = "This is the working copy as last saved. Readers see nothing of it."
        elif page.differs_from_live:
            says = f"This is the working copy as last saved. Readers still see revision {page.live_revision.number}."
        else:
            says = "This is the working copy, and it is what readers see."
        back = "" if "beside" in request.GET else self._url("change", copy)
        return draw_preview(request, kind, record, page, Banner(says, back))

    def revisions_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        copy = self._copy_or_404(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Revisions of “{copy}”",
            "copy": copy,
            "opts": self.opts,
            "back": self._url("change", copy),
            "revisions": copy.page.revisions.select_related("made_by").defer("data"),
            "log": copy.page.log.select_related("by", "revision"),
            "can_restore": request.user.has_perm("publishing.publish_page"),
            **admin_compare.choices(copy.page),
        }
        return TemplateResponse(request, "admin/publishing/revisions.html", context)

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        copy = self._copy_or_404(request, object_id)
        addresses = self._url("change", copy), self._url("revisions", copy)
        return admin_compare.compare(self, request, copy, *addresses)

    def revision_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """GET draws an older revision; POST writes it into the working copy."""
        copy = self._copy_or_404(request, object_id)
        revision = get_object_or_404(Revision, page=copy.page, number=number)
        if request.method == "POST":
            return self._restore(request, copy, revision)
        kind = get_page_kind(copy.kind_name)
        live = revision.pk == copy.page.live_revision_id
        says = f"This is revision {number}{', which readers see' if live else '; it is not public'}."
        record = kind.thaw(revision.data, revision.schema_version)
        return draw_preview(request, kind, record, copy.page, Banner(says, self._url("revisions", copy)))

    def _restore(self, request: HttpRequest, copy: Any, revision: Revision) -> HttpResponse:
        if not request.user.has_perm("publishing.publish_page"):
            service.logger.warning("refused: restore of %s by %s", copy.page, request.user)
            raise PermissionDenied
        try:
            page = service.restore(revision, request.user)  # type: ignore[arg-type]
        except (ObjectDoesNotExist, KeyError):
            # A term that was never published can be deleted, and with it what an old draft said of it.
            messages.error(
                request,
                f"Revision {revision.number} names something that has been deleted since. Make that again, or copy "
                "what you need by hand.",
            )
            return HttpResponseRedirect(self._url("revisions", copy))
        messages.success(
            request, f"Revision {revision.number} is the working copy now. It is {_said_of(page)}."
        )
        return HttpResponseRedirect(self._url("change", copy))


class ScheduleForm(forms.Form):
    publish_at = forms.DateTimeField(label="Publish at", required=False)
    withdraw_at = forms.DateTimeField(label="Withdraw at", required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        publish, withdraw = data.get("publish_at"), data.get("withdraw_at")
        if publish and withdraw and withdraw <= publish:
            raise ValidationError(
                "The withdrawal must be later than the publication. Change one of the two times."
            )
        for name, now in (("publish_at", "Publish"), ("withdraw_at", "Withdraw")):
            at = data.get(name)
            # A slip in the year would publish or withdraw within minutes.
            if at and at <= timezone.now() and name in self.changed_data:
                self.add_error(name, f"This time is past. Give a later one, or press “{now}” to do it now.")
        return data


def _messages_of(form: forms.Form) -> Iterator[str]:
    for name, errors in form.errors.items():
        label = f"{form.fields[name].label}: " if name in form.fields else ""
        yield from (f"{label}{error}" for error in errors)


def _what_readers_see_now(page: Page, before: State) -> str:
    """After a change was saved."""
    said = f"It is {_said_of(page)}."
    if before in (State.IN_REVIEW, State.APPROVED) and page.state == State.DRAFT:
        said += f" It was {before.label.lower()}: as it changed, it has to be submitted again."
    return said


def _said_of(page: Page) -> str:
    state = State(page.state)
    if page.live_revision is None:
        return f"{'a draft' if state is State.DRAFT else state.label.lower()}; readers see nothing of it"
    if not page.differs_from_live:
        return "what readers see"
    return f"a draft; readers still see revision {page.live_revision.number} until this is published"


def _links_to(page: Page) -> list[tuple[LivePage, str, str]]:
    """Each with its address and what kind of page it is."""
    found = ((live, get_page_kind(live.kind)) for live in pages_that_link_to(page))
    return [(live, kind.url_of(live), kind.label.lower()) for live, kind in found]


def _hindrances(page: Page, user: Any, moves: Sequence[Move]) -> list[str]:
    """Why moves that would be legal now, and are of this person's role, are not offered."""
    legal = [
        move
        for move in MOVES.values()
        if page.state in move.sources and move not in moves and user.has_perm(f"publishing.{move.permission}")
    ]
    return [
        service.refusal(page, move, user, note="(to come)")
        for move in legal
        if move.name != "withdraw" or page.is_published
    ]


def _tells_readers(page: Page, user: Any) -> bool:
    """Whether this person can say beside a publication what changed: from the second one on."""
    return (
        user.has_perm("publishing.publish_page")
        and get_page_kind(page.kind).tells_changes
        and page.log.publications().exists()
    )


def _returned(page: Page) -> LogEntry | None:
    """The note with which a reviewer gave the page back, until it is submitted again."""
    last = page.log.filter(action__in=[*MOVES, LOAD, RESTORE]).select_related("by").first()
    return last if last is not None and last.action == "return" else None


def lines_of(opts: Any, name: str) -> Callable[[Any], SafeString]:
    """A field that holds a list, to be read."""

    @admin.display(description=opts.get_field(name).verbose_name)
    def lines(row: Any) -> SafeString:
        return format_html_join(
            "", "<span class='desk-line'>{}</span>", ((_text(one),) for one in getattr(row, name))
        )

    lines.__name__ = name
    return lines


def _text(item: Any) -> str:
    if isinstance(item, dict):
        return "; ".join(f"{name}: {_text(value)}" for name, value in item.items())
    return " or ".join(map(_text, item)) if isinstance(item, list) else str(item)

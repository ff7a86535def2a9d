"""Two people, one page: a save over somebody's newer save is refused, with both versions to see and nothing lost.

A form says which version it was opened on (SEEN). When the working copy is another by the time it is sent, what was sent
is written out in full, read as a record, and undone again: so both versions can be compared, and what comes back is the
form as it was typed. Whoever sent it then decides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from pydantic import ValidationError as RecordError

from publishing import service
from publishing.admin_compare import compared, sorted_as_in_form
from publishing.differences import Difference
from publishing.kinds import PageKind, get_page_kind
from publishing.models import LogEntry, Page
from publishing.records import PageRecord, digest
from publishing.states import EDIT, LOAD, RESTORE

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object

# What a form sends besides its fields.
SEEN = "_seen"
OVER = "_over"
TAKE = "_take"
PUT_BACK = "_put_back"
WORK = "_unsaved"

SAVED = "desk_saved"
"""In the session: names of the latest work that was saved, so that a browser does not offer it as unsaved."""


@dataclass(slots=True)
class Conflict:
    """Somebody saved the page after this form was opened. `differences` is empty while the form holds mistakes."""

    theirs: PageRecord
    saved: LogEntry | None
    by_oneself: bool
    differences: Sequence[Difference] = ()

    @property
    def version(self) -> str:
        """Of their version: whoever saves over it names it, so that a third save in between is not lost."""
        return self.theirs.digest()


class Differs(Exception):
    """What was just written differs from what somebody else saved. Raised within the transaction, which it undoes."""

    def __init__(self, mine: PageRecord) -> None:
        super().__init__()
        self.mine = mine


def version_of(kind: PageKind, frozen: PageRecord) -> str:
    """A fingerprint of the working copy itself: a source that was corrected meanwhile is nobody's change of the page."""
    own = {name: value for name, value in frozen.content().items() if name in kind.record.model_fields}
    return digest(own)


def seen(page: Page) -> str:
    """What a form is to send as SEEN; empty for a page that is broken, which anybody may mend."""
    try:
        return version_of(get_page_kind(page.kind), freeze(page))
    except RecordError:
        return ""


def freeze(page: Page) -> PageRecord:
    kind = get_page_kind(page.kind)
    return kind.freeze(kind.copies().get(page=page))


class ConflictMixin(Base):
    """For WorkingCopyAdmin: which version a form was opened on, and what happens when it is no longer that."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        def go_on() -> Any:
            return super(ConflictMixin, self).changeform_view(request, object_id, form_url, extra_context)

        if request.method != "POST":
            return go_on()
        # Unsaved work that the browser kept: drawn as a form that was sent, but not saved.
        _hold(request, PUT_BACK in request.POST)
        extra_context = {**(extra_context or {}), "put_back": request.POST.get(PUT_BACK, "")}
        copy = self.get_object(request, unquote(object_id)) if object_id else None
        if copy is None or not request.POST.get(SEEN):
            return go_on()
        try:
            return self._guarded(request, copy, go_on)
        except Differs as differs:
            return self._decide(request, copy, differs.mine, go_on)

    def _guarded(self, request: HttpRequest, copy: Any, go_on: Callable[[], Any]) -> Any:
        """Asks for the version and saves in one transaction: of two saves at once, one comes second."""
        with transaction.atomic():
            page = service.lock(copy.page)
            try:
                theirs = freeze(page)
            except RecordError:
                return go_on()
            if request.POST[SEEN] == version_of(get_page_kind(page.kind), theirs):
                return go_on()
            request.conflict = _conflict(page, theirs, request.user)  # type: ignore[attr-defined]
            return self._without_their_rows(request, copy, go_on)

    def _without_their_rows(self, request: HttpRequest, copy: Any, go_on: Callable[[], Any]) -> Any:
        """The form's rows are written as new ones in place of theirs: some of those it was opened on may be gone."""
        request.POST = rows_as_new(request.POST)  # type: ignore[assignment]
        with transaction.atomic():
            for formset, inline in self.get_formsets_with_inlines(request, copy):
                if inline.has_change_permission(request, copy):
                    inline.model._default_manager.filter(**{formset.fk.name: copy}).delete()
            response = go_on()
            if not isinstance(response, HttpResponseRedirect):
                transaction.set_rollback(True)
        return response

    def _decide(
        self, request: HttpRequest, copy: Any, mine: PageRecord, go_on: Callable[[], Any]
    ) -> HttpResponse:
        conflict: Conflict = request.conflict  # type: ignore[attr-defined]
        if TAKE in request.POST:
            return self._take_theirs(request, copy, mine)
        found = compared(get_page_kind(copy.kind_name), conflict.theirs, mine)
        conflict.differences = [
            one for one in sorted_as_in_form(self, get_page_kind(copy.kind_name), found) if one.differs
        ]
        _hold(request, True)
        response: HttpResponse = self._without_their_rows(request, copy, go_on)
        return response

    def _take_theirs(self, request: HttpRequest, copy: Any, mine: PageRecord) -> HttpResponse:
        user: Any = request.user
        revision = service.keep(copy.page, mine, user, "Not saved, in favour of a newer version.")
        messages.success(
            request,
            f"The page stays as it was saved. Your version was kept as revision {revision.number}: you find it under "
            "“Revisions and log”.",
        )
        remember_saved(request)
        return HttpResponseRedirect(request.path)


def remember_saved(request: HttpRequest) -> None:
    """See static/desk/unsaved.js, which keeps work in the browser until it is here."""
    work = request.POST.get(WORK, "")[:40]
    if work:
        request.session[SAVED] = [*request.session.get(SAVED, []), work][-20:]


def settle(request: HttpRequest, page: Page) -> str:
    """To be called when the form is written, before it is logged. Returns what the log should say.

    Raises:
        Differs: somebody else's newer version would be lost by it.
    """
    conflict: Conflict | None = getattr(request, "conflict", None)
    if conflict is None:
        return ""
    mine = freeze(page)
    if mine.digest() == conflict.theirs.digest():
        return ""
    if request.POST.get(OVER) != conflict.version:
        raise Differs(mine)
    user: Any = request.user
    revision = service.keep(page, conflict.theirs, user, "Before it was saved over.")
    return f"Saved over a newer version, which was kept as revision {revision.number}."


def rows_as_new(sent: QueryDict) -> QueryDict:
    """The same form with every inline row as one to be added, and without those that were to be deleted."""
    prefixes = [
        name.removesuffix(f"-{TOTAL_FORM_COUNT}") for name in sent if name.endswith(f"-{TOTAL_FORM_COUNT}")
    ]
    made = QueryDict(mutable=True)
    for name in sent:
        if not any(_row_of(name, prefix) is not None for prefix in prefixes):
            made.setlist(name, sent.getlist(name))
    for prefix in prefixes:
        rows = _rows_sent(sent, prefix)
        for number, row in enumerate(rows):
            for field, values in row.items():
                made.setlist(f"{prefix}-{number}-{field}", values)
        made[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(len(rows))
        made[f"{prefix}-{INITIAL_FORM_COUNT}"] = "0"
    return made


def _rows_sent(sent: QueryDict, prefix: str) -> list[dict[str, list[str]]]:
    rows: dict[int, dict[str, list[str]]] = {}
    for name in sent:
        place = _row_of(name, prefix)
        if place is not None:
            rows.setdefault(place[0], {})[place[1]] = sent.getlist(name)
    kept = [row for _, row in sorted(rows.items()) if "DELETE" not in row]
    return [{field: values for field, values in row.items() if field != "id"} for row in kept]


def _row_of(name: str, prefix: str) -> tuple[int, str] | None:
    """("prefix-3-note", "prefix") → (3, "note")."""
    if not name.startswith(f"{prefix}-"):
        return None
    number, _, field = name.removeprefix(f"{prefix}-").partition("-")
    return (int(number), field) if number.isdecimal() and field else None


def _hold(request: HttpRequest, held: bool) -> None:
    request.held = held  # type: ignore[attr-defined]


def _conflict(page: Page, theirs: PageRecord, user: Any) -> Conflict:
    saves = page.log.filter(action__in=[EDIT, LOAD, RESTORE]).select_related("by")
    saved = saves.first()
    return Conflict(theirs, saved, by_oneself=saved is not None and saved.by == user)

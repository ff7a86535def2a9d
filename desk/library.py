"""/admin/library/: where a newer starter library met what was changed here. See publishing.library."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from pydantic import ValidationError as RecordError

from desk.importing import changeable, may, note_in_history
from publishing import library
from publishing.admin import problems_of
from publishing.admin_compare import compared
from publishing.differences import Difference
from publishing.kinds import Kind, get_kind
from publishing.library import Waiting
from publishing.merging import Field, Pick, Side

logger = logging.getLogger(__name__)

SAID = {
    Side.THERE: "changed in the library only",
    Side.HERE: "changed here only",
    Side.SAME: "changed in both, in the same way",
    Side.JOINED: "changed in both, in different lines",
    Side.CONFLICT: "changed in both, differently",
    Side.UNKNOWN: "differs",
}
PICKS = {
    Pick.HERE: "Keep what is here",
    Pick.THERE: "Take the library’s",
    Pick.JOIN: "Join both",
}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field on the page of a record. `library`: what the library changed; `here`: what was changed here, or, where
    nobody knows what was loaded before, None."""

    field: Field
    label: str
    said: str
    picks: Sequence[tuple[Pick, str, bool]]
    library: Difference | None
    here: Difference | None


@dataclass(frozen=True, slots=True)
class Line:
    """One record in the list."""

    one: Waiting
    name: str
    url: str
    news: int
    undecided: int
    may: bool


def waiting(request: HttpRequest) -> HttpResponse:
    """GET: all that waits. POST `all`, with `seen` of each record: takes what the library says new where nothing conflicts."""
    if not changeable(request):
        logger.warning("refused: library by %s", request.user)
        raise PermissionDenied
    found = library.waiting()
    if request.method == "POST":
        _take_all(request, found)
        return HttpResponseRedirect(request.path)
    allowed = may(request)
    lines = [
        Line(
            one,
            str(one.copy),
            reverse("desk-library-record", args=[one.kind.name, one.meeting.key]),
            len(one.meeting.news),
            len(one.meeting.undecided),
            not allowed(one.kind, one.copy),
        )
        for one in found
    ]
    context = {
        **admin.site.each_context(request),
        "title": "News of the library",
        "lines": lines,
        "plain": [line for line in lines if line.may and line.news and not line.undecided],
    }
    return TemplateResponse(request, "admin/desk/library.html", context)


def _take_all(request: HttpRequest, found: Iterable[Waiting]) -> None:
    seen, allowed, done = set(request.POST.getlist("seen")), may(request), 0
    for one in found:
        if one.seen not in seen or one.meeting.undecided or allowed(one.kind, one.copy):
            continue
        wrong = _settle(request, one, one.seen, one.meeting.merged())
        for line in wrong:
            messages.warning(request, f"“{one.copy}”: {line}")
        done += not wrong
    level = messages.SUCCESS if done else messages.WARNING
    said = f"The library’s news went into {done} {'record' if done == 1 else 'records'}."
    messages.add_message(request, level, f"{said} Readers see it once it is published.")


def record(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """GET: field by field. POST: a choice for each field by its name, and `seen`."""
    one = _find(kind, key)
    if one is None:
        messages.info(request, "Nothing waits there any more.")
        return HttpResponseRedirect(reverse("desk-library"))
    why_not = may(request)(one.kind, one.copy)
    if not admin.site.get_model_admin(one.kind.model).has_view_permission(request, one.copy):
        raise PermissionDenied
    picks: Mapping[str, Pick] = {}
    wrong: Sequence[str] = ()
    if request.method == "POST":
        if why_not:
            logger.warning("refused: library record %s by %s", one.meeting.label, request.user)
            raise PermissionDenied
        picks = library.choices(one.meeting, request.POST.dict())
        wrong = _settle(request, one, request.POST.get("seen", ""), one.meeting.merged(picks))
        if not wrong:
            messages.success(request, f"“{one.copy}” was settled. Readers see a change once it is published.")
            return HttpResponseRedirect(reverse("desk-library"))
    context = {
        **admin.site.each_context(request),
        "title": f"News of the library: {one.copy}",
        "one": one,
        "form_url": reverse(
            f"admin:{one.copy._meta.app_label}_{one.copy._meta.model_name}_change", args=[one.copy.pk]
        ),
        "rows": _rows(one, picks),
        "wrong": wrong,
        "may": not why_not,
    }
    return TemplateResponse(request, "admin/desk/library_record.html", context)


def _find(kind: str, key: str) -> Waiting | None:
    try:
        of: Kind = get_kind(kind)
    except KeyError:
        return None
    return library.waiting_on(of, key)


def _settle(request: HttpRequest, one: Waiting, seen: str, content: Mapping[str, Any]) -> list[str]:
    """What is in the way, with the remedy; nothing when it is done."""
    wrong = [message for _, message in problems_of(one.kind, lambda: one.record(content))]
    if wrong:
        return wrong
    user: Any = request.user
    try:
        changed = library.settle(one, seen, content, user)
    except (library.Outdated, RecordError):
        return ["It was changed since you looked. Nothing was done: look at it again, then decide."]
    if changed:
        note_in_history(request, one.copy, "Taken from the newer library.")
    return []


def _rows(one: Waiting, picks: Mapping[str, Pick]) -> list[FieldRow]:
    """Those first on which somebody has to decide."""
    meeting = one.meeting
    mine, theirs = one.record(meeting.mine), one.record(meeting.theirs)
    base = one.record(meeting.base) if meeting.base is not None else None
    there = _by_name(one.kind, mine if base is None else base, theirs)
    here = {} if base is None else _by_name(one.kind, base, mine)
    rows = [
        FieldRow(
            field,
            (there.get(field.name) or here[field.name]).label,
            SAID[field.side],
            [(pick, PICKS[pick], pick is picks.get(field.name, field.default)) for pick in field.picks],
            there.get(field.name),
            here.get(field.name),
        )
        for field in meeting.fields
        if field.name in there or field.name in here
    ]
    order = [Side.CONFLICT, Side.UNKNOWN, Side.JOINED, Side.THERE, Side.HERE, Side.SAME]
    return sorted(rows, key=lambda row: order.index(row.field.side))


def _by_name(kind: Kind, old: Any, new: Any) -> dict[str, Difference]:
    return {one.name: one for one in compared(kind, old, new) if one.differs}

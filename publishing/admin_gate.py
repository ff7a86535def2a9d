"""What a page lacks, above its form, and the reasons with which an editor lets some of it pass."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import SimpleLazyObject

from publishing import gates, service
from publishing.gates import Shortcoming, Weight
from publishing.models import Page
from publishing.states import State

_REASON = "reason-"


@dataclass(frozen=True, slots=True)
class Passable:
    """`reason`: why it is let pass in the coming publication. `before`: what was said for an earlier one."""

    found: Shortcoming
    reason: str
    before: str

    @property
    def field(self) -> str:
        return f"{_REASON}{self.found.key}"


@dataclass(frozen=True, slots=True)
class Block:
    """What admin/publishing/_gate.html shows. `standing`: how many things are in the way."""

    must: list[Shortcoming]
    passable: list[Passable]
    notes: list[Shortcoming]
    standing: int
    may_pass: bool
    guards_asked: bool


def block(page: Page, request: HttpRequest) -> Any:
    """Made only when it is drawn. None for what is published as it stands. `?guards` asks those too."""
    return SimpleLazyObject(lambda: None if page.state == State.PUBLISHED else _block(page, request))


def _block(page: Page, request: HttpRequest) -> Block:
    asked = "guards" in request.GET
    found = service.shortcomings(page, ask_guards=asked)
    reasons = gates.reasons_given(page)
    return Block(
        must=[one for one in found if one.weight is Weight.MUST],
        passable=[
            Passable(one, reasons.now.get(one.key, ""), reasons.before.get(one.key, ""))
            for one in found
            if one.weight is Weight.REASON
        ],
        notes=[one for one in found if one.weight is Weight.NOTE],
        standing=len(gates.in_the_way(found, reasons)),
        may_pass=request.user.has_perm("publishing.publish_page"),
        guards_asked=asked,
    )


def let_pass(request: HttpRequest, copy: Any, back: str) -> HttpResponse:
    """POST only: `reason-<key of a shortcoming>` for each that is to be let pass; an empty one says nothing."""
    if request.method != "POST":
        return HttpResponseRedirect(back)
    reasons = {
        name.removeprefix(_REASON): str(reason)
        for name, reason in request.POST.items()
        if name.startswith(_REASON)
    }
    try:
        passed = service.let_pass(copy.page, reasons, request.user)  # type: ignore[arg-type]
    except service.MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        if passed:
            count = "1 thing was" if len(passed) == 1 else f"{len(passed)} things were"
            messages.success(request, f"{count} let pass for the next publication. The log says why.")
        else:
            messages.warning(request, "Nothing was let pass: write a reason first.")
    return HttpResponseRedirect(back)

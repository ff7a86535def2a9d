"""What a page lacks to be published, as the apps above tell it, and what an editor let pass with a reason.

A gate is asked while a page is edited and again when it is published, by whatever way: button, list, schedule or a request
made by hand. The loader does not ask it: `check_content` says the same of files. A gate judges one page; for what must
hold of all that is public see publishing.guards.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from publishing.models import Page
from publishing.records import PageRecord
from publishing.states import WAIVE

_MOST_TOLD = 5


class Weight(IntEnum):
    """How much stands in the way, the gravest first."""

    MUST = 1
    REASON = 2
    """An editor may publish with it, and says why."""
    NOTE = 3
    """To be known, and nothing in the way."""


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """`where` names the place for people ("Symptoms, row 3"), `link` leads there from the form ("#id_summary")."""

    where: str
    what: str
    remedy: str
    weight: Weight = Weight.MUST
    link: str = ""

    @property
    def key(self) -> str:
        """The same as long as the same is told of the same place: a reason holds no longer than that."""
        return hashlib.sha256(f"{self.where}\n{self.what}".encode()).hexdigest()[:16]

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


Gate = Callable[[Page, PageRecord], Iterable[Shortcoming]]

_gates: list[Gate] = []


def register_gate(gate: Gate) -> None:
    """`gate(page, record)` tells what the frozen record of a page lacks."""
    _gates.append(gate)


def shortcomings(page: Page, record: PageRecord) -> list[Shortcoming]:
    """The gravest first. What is told twice in the same words counts once."""
    told = {found.key: found for gate in _gates for found in gate(page, record)}
    return sorted(told.values(), key=lambda found: found.weight)


@dataclass(frozen=True, slots=True)
class Reasons:
    """Key of a shortcoming → why it was let pass: for the coming publication, and for earlier ones."""

    now: Mapping[str, str]
    before: Mapping[str, str]


def reasons_given(page: Page) -> Reasons:
    """A reason holds for one publication. What was said before is there to be said again."""
    last = page.log.publications().order_by("-pk").first()
    now: dict[str, str] = {}
    before: dict[str, str] = {}
    for pk, passed in page.log.filter(action=WAIVE).order_by("pk").values_list("pk", "passed"):
        (now if last is None or pk > last.pk else before).update(
            {one["key"]: one["reason"] for one in passed}
        )
    return Reasons(now, before)


def let_pass(found: Shortcoming, reason: str) -> dict[str, str]:
    """What the log keeps of it."""
    return {"key": found.key, "what": str(found), "reason": reason}


def in_the_way(found: Iterable[Shortcoming], reasons: Reasons) -> list[Shortcoming]:
    return [
        one
        for one in found
        if one.weight is Weight.MUST or (one.weight is Weight.REASON and one.key not in reasons.now)
    ]


def refusal(standing: list[Shortcoming]) -> str:
    """Why a page cannot be published, with what to do about each; empty when nothing stands in the way."""
    if not standing:
        return ""
    told = [
        f"{one}. {one.remedy}{' Or let it pass with a reason.' if one.weight is Weight.REASON else ''}"
        for one in standing[:_MOST_TOLD]
    ]
    more = [f"And {len(standing) - _MOST_TOLD} more."] if len(standing) > _MOST_TOLD else []
    things = "1 thing stands" if len(standing) == 1 else f"{len(standing)} things stand"
    return " ".join((f"It cannot be published yet: {things} in the way.", *told, *more))

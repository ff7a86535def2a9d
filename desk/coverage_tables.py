"""What each condition says, and where it is blank: its working copy against the parts of the record, the symptoms or the
postures, a cell each, with the way to the field.

What is missing, and what contradicts, is told by desk.checks; nothing is judged here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst

from conditions.kinds import LINKS
from conditions.models import BodyRegion, Condition, ConditionPosture, ConditionSymptom
from conditions.records import SECTIONS, BodyRegionRecord
from conditions.words import PostureGroup, SymptomGroup
from desk.checks import facts, parts
from desk.checks.pages import CheckedPage, Library, label
from desk.gate import anchor, link_to

MOST_COLUMNS = 24


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the record or a term. `blanks`: in how many of the conditions it is blank; `blank`: which those are."""

    key: str
    label: str
    blanks: int
    blank: Q
    required: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """`mark`: a word for the stylesheet; `shown`: a sign or a number, and `says` the same in words; `anchor`: of the field."""

    mark: str
    shown: str
    says: str
    anchor: str
    differs: bool = False
    problem: str = ""

    @property
    def words(self) -> str:
        """All of it, for who does not see it."""
        told = (self.says, self.problem, "not public yet" if self.differs else "")
        return "; ".join(part for part in told if part)


@dataclass(frozen=True, slots=True)
class Checked:
    """A condition as it is filled in now. `live`: the record that readers see where it is another, else the same."""

    page: CheckedPage
    live: Any
    problems: dict[str, str] = field(default_factory=dict)
    """Anchor in the form → what contradicts there."""


def checked(record: Any, live: Any, library: Library) -> Checked:
    page = CheckedPage("condition", record)
    problems: dict[str, list[str]] = {}
    # What desk.checks.refused tells of postures, without reading all prose again.
    for index, message in record.contradictions():
        problems.setdefault(anchor("condition", "postures", index + 1), []).append(message)
    for found in facts.find(page, library):
        problems.setdefault(link_to(page, found.where), []).append(f"{found.where} {found.what}")
    return Checked(page, live, {place: "; ".join(told) for place, told in problems.items()})


def places() -> Library:
    """As much of the library as a contradiction asks: what lies in what."""
    rows = BodyRegion.objects.values_list("page__key", "parent__page__key")
    return Library.of(
        CheckedPage(
            "region", BodyRegionRecord.model_construct(key=key, name=key, position=0, parent=parent or "")
        )
        for key, parent in rows
    )


@dataclass(frozen=True, slots=True)
class Table:
    """`groups`: parts of a vocabulary that its columns can be narrowed down to; without, those most mentioned."""

    word: str
    label: str
    columns: Callable[[QuerySet[Condition], str], list[Column]]
    cells: Callable[[Checked, Sequence[Column]], Iterator[Cell]]
    groups: Sequence[tuple[str, str]] = ()


# --- the parts of the record ---

_INSTEAD = {part.fields[0]: part.fields[1] for part in parts.CONDITION if len(part.fields) > 1}
"""List → the note that says why there is nothing in it."""

_REQUIRED = {part.fields[0] for part in parts.CONDITION}

PARTS = (
    "summary",
    "red_flags",
    "regions",
    "symptoms",
    "pain_quality",
    "postures",
    "how_it_starts",
    "over_the_day",
    "what_happens",
    "treatments",
    "does_not_help",
    "other_treatments",
    "outlook",
    "when_to_see_someone",
    "how_common",
    "who_gets_it",
    "diagnosis",
    "look_alikes",
    "myths",
    "more",
    "also_known_as",
    "told_as",
    "icd10cm",
    "sources_checked_on",
    "reviewed_by",
    "next_review_due",
)
"""In the order of the page, then what readers do not see."""


def _part_blank(name: str) -> Q:
    if name in LINKS:
        rows = LINKS[name][0]._default_manager.filter(condition=OuterRef("pk"))
        blank = ~Q(Exists(rows))
    elif name in SECTIONS or name in ("summary", "reviewed_by"):
        blank = Q(**{name: ""})
    elif name in ("sources_checked_on", "next_review_due"):
        blank = Q(**{f"{name}__isnull": True})
    else:
        blank = Q(**{name: []})
    return blank & Q(**{_INSTEAD[name]: ""}) if name in _INSTEAD else blank


def _label(name: str) -> str:
    """As the form has it."""
    if name in LINKS:
        return label(name)
    told: Any = Condition._meta.get_field(name)
    return str(capfirst(told.verbose_name))


def _part_columns(conditions: QuerySet[Condition], group: str) -> list[Column]:
    blanks = {name: _part_blank(name) for name in PARTS}
    counts = conditions.order_by().aggregate(
        **{f"n_{name}": Count("pk", filter=blank) for name, blank in blanks.items()}
    )
    return [
        Column(name, _label(name), counts[f"n_{name}"], blank, name in _REQUIRED)
        for name, blank in blanks.items()
    ]


def _part_cells(condition: Checked, columns: Sequence[Column]) -> Iterator[Cell]:
    record = condition.page.record
    for column in columns:
        name = column.key
        place = anchor("condition", name)
        mark, shown, says = _said(record, name)
        yield Cell(
            mark,
            shown,
            says,
            place,
            getattr(condition.live, name, None) != getattr(record, name),
            "; ".join(_within(condition.problems, place)),
        )


def _said(record: Any, name: str) -> tuple[str, str, str]:
    value = getattr(record, name)
    if isinstance(value, list) and value:
        return "filled", str(len(value)), "1 row" if len(value) == 1 else f"{len(value)} rows"
    if isinstance(value, date):
        late = name == "next_review_due" and record.is_overdue
        return ("late", "late", f"was due {value}") if late else ("filled", "✓", str(value))
    if value:
        return "filled", "✓", "filled"
    if instead := getattr(record, _INSTEAD.get(name, ""), ""):
        return "none", "–", f"says why not: {instead}"
    return ("missing", "blank", "blank, and needed") if name in _REQUIRED else ("blank", "·", "blank")


def _within(problems: dict[str, str], place: str) -> Iterator[str]:
    """Those of a field, or of any row of a list."""
    rows = place.removesuffix("-group")
    return (what for where, what in problems.items() if where == place or where.startswith(f"{rows}-"))


# --- terms ---

_SIGNS = {"hallmark": "●", "common": "◕", "occasional": "◑", "rare": "○"}
_EFFECTS = {"worse": "▲", "better": "▼"}

MARKS = (
    ("●", "typical sign"),
    ("◕", "common"),
    ("◑", "sometimes"),
    ("○", "rare"),
    ("▲", "worse with it"),
    ("▼", "better with it"),
    ("·", "not mentioned"),
)
PART_MARKS = (
    ("✓", "filled in"),
    ("3", "that many rows"),
    ("–", "none, and a note says why"),
    ("·", "blank"),
    ("blank", "blank, and needed before it is published"),
    ("late", "past its review date"),
)


def _term_columns(model: Any, term: str) -> Callable[[QuerySet[Condition], str], list[Column]]:
    """Those mentioned by the most of these conditions; of a group, whatever is mentioned of it."""

    def columns(conditions: QuerySet[Condition], group: str) -> list[Column]:
        total = conditions.count()
        links = model._default_manager.filter(condition__in=conditions.order_by())
        if group:
            links = links.filter(**{f"{term}__group": group})
        rows = (
            links.order_by()
            .values_list(f"{term}__page__key", f"{term}__name")
            .annotate(mentions=Count("condition", distinct=True))
            .order_by("-mentions", f"{term}__name")
        )
        return [Column(key, name, total - n, blank(key)) for key, name, n in rows[:MOST_COLUMNS]]

    def blank(key: str) -> Q:
        links = model._default_manager.filter(condition=OuterRef("pk"), **{f"{term}__page__key": key})
        return ~Q(Exists(links))

    return columns


def _term_cells(name: str, term: str) -> Callable[[Checked, Sequence[Column]], Iterator[Cell]]:
    def cells(condition: Checked, columns: Sequence[Column]) -> Iterator[Cell]:
        rows = _by_term(getattr(condition.page.record, name), term)
        live = _by_term(getattr(condition.live, name, ()), term)
        for column in columns:
            there = rows.get(column.key, [])
            differs = [link for _, link in there] != [link for _, link in live.get(column.key, [])]
            places = [anchor("condition", name, row) for row, _ in there]
            problem = "; ".join(condition.problems[place] for place in places if place in condition.problems)
            if there:
                shown = " ".join(_EFFECTS.get(_effect(link), "") + _SIGNS[link.level] for _, link in there)
                says = ", ".join(map(_told, (link for _, link in there)))
                yield Cell("said", shown, says, places[0], differs, problem)
            else:
                yield Cell("blank", "·", "not mentioned", anchor("condition", name), differs)

    return cells


def _by_term(links: Iterable[Any], term: str) -> dict[str, list[tuple[int, Any]]]:
    """Key → rows, counted from 1."""
    found: dict[str, list[tuple[int, Any]]] = {}
    for row, link in enumerate(links, start=1):
        found.setdefault(getattr(link, term), []).append((row, link))
    return found


def _effect(link: Any) -> str:
    return str(getattr(link, "effect", ""))


def _told(link: Any) -> str:
    effect = getattr(link, "effect", None)
    words = f"{effect.label}, {link.level.label.lower()}" if effect else str(link.level.label)
    return f"{words} ({link.note})" if link.note else words


TABLES: dict[str, Table] = {
    table.word: table
    for table in (
        Table("parts", "Parts of the page", _part_columns, _part_cells),
        Table(
            "feels",
            "What it feels like",
            _term_columns(ConditionSymptom, "symptom"),
            _term_cells("symptoms", "symptom"),
            SymptomGroup.choices,
        ),
        Table(
            "postures",
            "Worse and better",
            _term_columns(ConditionPosture, "posture"),
            _term_cells("postures", "posture"),
            PostureGroup.choices,
        ),
    )
}
"""By the word in the address."""

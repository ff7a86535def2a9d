"""Many conditions in one table: a row a condition, a column a fact of one group, a mark where a page mentions it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from conditions.links import or_url
from conditions.vocabulary import within
from conditions.words import Evidence, Level, Role, Side, SymptomGroup, TreatmentGroup, Urgency
from publishing.directory import Directory, Entry
from publishing.models import Fact, LivePage


@dataclass(frozen=True, slots=True)
class Shown:
    """A group of facts that the table can show. `part` is a group of its vocabulary; empty: all of it."""

    word: str
    label: str
    relation: str
    kind: str
    part: str = ""


def _shown() -> list[Shown]:
    feels = (Shown(f"feels-{g.value}", g.label, "feels", "symptom", g.value) for g in SymptomGroup)
    helps = (Shown(f"helps-{g.value}", g.label, "treatment", "treatment", g.value) for g in TreatmentGroup)
    return [
        Shown("worse", "Worse with", "worse", "posture"),
        Shown("better", "Better with", "better", "posture"),
        Shown("where", "Where it hurts", "where", "region"),
        *feels,
        *helps,
        Shown("urgent", "Get help if", "red-flag", "red-flag"),
    ]


SHOWN: dict[str, Shown] = {shown.word: shown for shown in _shown()}
"""What the table can show, by the word in the address. Large vocabularies are shown a group at a time."""

SHOWN_GROUPS = (
    ("Worse, better, where", ("worse", "better", "where")),
    ("What it feels like", tuple(word for word in SHOWN if word.startswith("feels-"))),
    ("What helps", tuple(word for word in SHOWN if word.startswith("helps-"))),
    ("Warning signs", ("urgent",)),
)

WEAK = (Level.OCCASIONAL, Level.RARE)


@dataclass(frozen=True, slots=True)
class Filters:
    """`where`: a region, with all that lies in it. `typical`: without what is only sometimes or rarely so."""

    shown: Shown
    where: Entry | None = None
    typical: bool = False
    quick: bool = False

    @property
    def are_set(self) -> bool:
        return bool(self.where or self.typical or self.quick)


@dataclass(frozen=True, slots=True)
class Mention:
    """A cell: the stored word of its mark, and what it says in words; both empty where nothing is mentioned."""

    level: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    condition: Entry
    cells: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A condition and the look-alikes that its page tells apart."""

    condition: Entry
    others: tuple[Entry, ...]

    @property
    def links(self) -> list[tuple[Entry, str]]:
        """Each with the address of “A or B?”."""
        return [(other, or_url(self.condition.slug, other.slug)) for other in self.others]


@dataclass(frozen=True, slots=True)
class Matrix:
    """`columns`: the term and how many of these conditions mention it."""

    columns: tuple[tuple[Entry, int], ...]
    lines: tuple[Line, ...]
    pairs: tuple[Pairs, ...]


def listed(directory: Directory, filters: Filters) -> QuerySet[LivePage]:
    """Conditions that fit, A to Z."""
    pages = LivePage.objects.of_kind("condition").light().order_by("sort_title")
    if filters.where is not None:
        felt = Fact.objects.filter(relation="where", term__in=within(directory, filters.where.key))
        pages = pages.filter(Exists(felt.filter(page=OuterRef("pk"))))
    if filters.quick:
        pages = pages.filter(card__emergency__in=[Urgency.EMERGENCY, Urgency.SAME_DAY])
    return pages


def matrix(directory: Directory, conditions: Iterable[Entry], filters: Filters) -> Matrix:
    """One query, for the facts of these conditions."""
    conditions = tuple(conditions)
    relations = {filters.shown.relation, "look-alike"}
    rows = Fact.objects.filter(page__in=[entry.id for entry in conditions], relation__in=relations)
    cells: dict[tuple[int, str], Mention] = {}
    others: dict[int, list[Entry]] = defaultdict(list)
    for row in rows.order_by("pk"):
        if row.relation == "look-alike":
            if other := directory.get("condition", row.term):
                others[row.page_id].append(other)
        elif not (filters.typical and row.level in WEAK):
            cells.setdefault((row.page_id, row.term), _mention(directory, row))
    columns = _columns(directory, filters.shown, Counter(term for _, term in cells))
    return Matrix(
        columns,
        tuple(
            Line(entry, tuple(cells.get((entry.id, term.key), Mention()) for term, _ in columns))
            for entry in conditions
        ),
        tuple(Pairs(entry, tuple(others[entry.id])) for entry in conditions if others[entry.id]),
    )


def _columns(directory: Directory, shown: Shown, counts: Counter[str]) -> tuple[tuple[Entry, int], ...]:
    """Those most mentioned first; places from head to toe, warning signs by urgency."""
    terms = [
        entry
        for entry in directory.of_kind(shown.kind)
        if counts[entry.key] and shown.part in ("", entry.card.get("group"))
    ]
    if shown.kind == "red-flag":
        terms.sort(key=lambda term: list(Urgency).index(Urgency(term.card["urgency"])))
    elif shown.kind != "region":
        terms.sort(key=lambda term: -counts[term.key])
    return tuple((term, counts[term.key]) for term in terms)


def _mention(directory: Directory, row: Fact) -> Mention:
    if row.relation == "red-flag":
        flag = directory.get("red-flag", row.term)
        urgency = Urgency(flag.card["urgency"]) if flag else Urgency.SOON
        return Mention(urgency.value, str(urgency.label))
    if row.relation == "where":
        return Mention(row.role, f"{Role(row.role).label}, {Side(row.side).label}")
    word = Evidence(row.level) if row.relation == "treatment" else Level(row.level)
    return Mention(row.level, str(word.label))


def marks(shown: Shown) -> list[tuple[str, str]]:
    """The stored words and labels of the marks in this table, for its legend."""
    choices = {"where": Role, "treatment": Evidence, "red-flag": Urgency}.get(shown.relation, Level)
    return [(str(value), str(label)) for value, label in choices.choices]

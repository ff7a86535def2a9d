"""Conditions side by side: rows of terms or prose, a cell for each condition, each row marked by what it tells.

What a page does not mention is no difference: a mark compares only the pages that speak. `telling` reads off what stands
out; `matrix` is the table of many conditions.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import TextChoices

from conditions.pages import ConditionPage, Fact
from conditions.words import Effect, Evidence, Level, Role, Side, Urgency
from publishing import prose
from publishing.directory import Directory, Entry
from publishing.models import LivePage
from publishing.public import record_of
from search.advice import FlagCard

MOST = 6
FEWEST = 2

GROUPS: dict[str, str] = {
    "where": "Where it hurts",
    "feels": "What it feels like",
    "worse": "What makes it worse",
    "better": "What makes it better",
    "day": "Over the day",
    "who": "Who gets it",
    "helps": "What helps",
    "urgent": "Get help if",
}
"""The groups of rows, in order, with their headings; the keys stand in addresses and embeds."""

_PROSE = {"day": "over_the_day", "who": "who_gets_it"}


class Mark(TextChoices):
    """What a row tells. The label is for readers."""

    OPPOSITE = "opposite", "opposite"
    DIFFERS = "differs", "differs"
    PART = "part", "some pages only"
    SAME = "same", "same"


class Rows(TextChoices):
    """Which rows a reader wants to see; the word stands in the address."""

    ALL = "all", "All rows"
    DIFFERENT = "different", "What tells them apart"
    ALIKE = "alike", "What is the same"


TELLS = 3
"""The least weight of a row that tells conditions apart; see _weight."""

_MOST_ON_PAPER = {"where": 3, "feels": 5, "worse": 4, "better": 2, "helps": 3}
"""Rows of a group on the printed page: so many of three conditions fit on one."""

_MORE_ON_PAPER = {2: 2, 4: -1, 5: -1, 6: -2}
"""Rows more, by the number of conditions: narrow columns make higher rows, and more warning signs of their own."""


@dataclass(frozen=True, slots=True)
class Say:
    """One thing that a page says of a term. `level` is the stored word of its mark.

    `effect` stands where the row holds both: what makes one condition worse and eases another.
    """

    text: str
    level: str = ""
    note: str = ""
    effect: Effect | None = None
    side: str = ""

    @property
    def words(self) -> str:
        if self.effect is None:
            return self.text
        return f"{EFFECTS[self.effect]}: {self.text.lower()}"

    @property
    def effect_label(self) -> str:
        return EFFECTS[self.effect] if self.effect else ""


EFFECTS = {Effect.WORSE: "Makes it worse", Effect.BETTER: "Eases it"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one condition says in one row; empty: its page does not mention it. `html` is prose."""

    says: tuple[Say, ...] = ()
    html: str = ""

    def __bool__(self) -> bool:
        return bool(self.says or self.html)

    @property
    def text(self) -> str:
        return "; ".join(say.words for say in self.says)


@dataclass(frozen=True, slots=True)
class Row:
    """`term` is None for prose and warning signs. `weight`: how much it tells, 0 to 6. `mark` is None for prose."""

    label: str
    cells: tuple[Cell, ...]
    mark: Mark | None = None
    weight: int = 0
    url: str = ""
    term: Entry | None = None
    on_paper: bool = False

    @property
    def tells(self) -> bool:
        return self.weight >= TELLS

    @property
    def mark_label(self) -> str:
        if self.mark is Mark.PART and sum(map(bool, self.cells)) == 1:
            return "one page only"
        return self.mark.label if self.mark else ""


@dataclass(frozen=True, slots=True)
class Warnings:
    """The signs of one urgency: those that every page names, and what each names besides."""

    urgency: Urgency
    shared: tuple[FlagCard, ...]
    own: tuple[tuple[FlagCard, ...], ...]

    @property
    def by_sign(self) -> list[tuple[FlagCard, list[int]]]:
        """Each sign that some pages name, with the numbers of their columns, from 1."""
        signs: dict[str, tuple[FlagCard, list[int]]] = {}
        for number, cards in enumerate(self.own, start=1):
            for card in cards:
                signs.setdefault(card.key, (card, []))[1].append(number)
        return list(signs.values())


@dataclass(frozen=True, slots=True)
class Group:
    """`warnings` are the same signs as `rows`, put together; only in the group of warning signs."""

    name: str
    label: str
    rows: tuple[Row, ...]
    warnings: tuple[Warnings, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    conditions: tuple[Entry, ...]
    pages: tuple[ConditionPage, ...]
    groups: tuple[Group, ...]

    def only(self, rows: Rows, *, with_prose: bool = False) -> "Comparison":
        """With the rows that a reader wants to see, and those of prose on demand. Warning signs cannot be folded away."""
        if rows is Rows.ALL:
            return self
        said = _terms_that_tell(self.group("worse"))
        kept = (
            group if group.warnings else replace(group, rows=tuple(_kept(group.rows, rows, with_prose)))
            for group in self.groups
        )
        once = (_without(group, said) if group.name == "better" else group for group in kept)
        return replace(self, groups=tuple(group for group in once if group.rows))

    def group(self, name: str) -> Group | None:
        return next((group for group in self.groups if group.name == name), None)

    def count(self, rows: Rows) -> int:
        """Rows of facts, without prose and warning signs."""
        groups = (group for group in self.only(rows).groups if not group.warnings)
        return sum(row.mark is not None for group in groups for row in group.rows)


def _terms_that_tell(group: Group | None) -> set[str]:
    return {row.term.key for row in group.rows if row.term and row.tells} if group else set()


def _without(group: Group, terms: set[str]) -> Group:
    """A posture that does both tells it once."""
    return replace(group, rows=tuple(row for row in group.rows if row.term and row.term.key not in terms))


def _kept(found: Iterable[Row], rows: Rows, with_prose: bool) -> Iterator[Row]:
    for row in found:
        if row.mark is None:
            if with_prose:
                yield row
        elif row.tells if rows is Rows.DIFFERENT else row.mark is Mark.SAME:
            yield row


def compare(directory: Directory, keys: Sequence[str], groups: Iterable[str] = GROUPS) -> Comparison:
    """The public conditions among `keys`, in their order, side by side. One query.

    Conditions that are not public are left out, so that fewer columns may come back than were asked for.
    """
    live = {
        page.key: page
        for page in LivePage.objects.filter(kind="condition", key__in=keys).select_related("revision")
    }
    found = [
        entry for key in dict.fromkeys(keys) if key in live and (entry := directory.get("condition", key))
    ]
    pages = [
        ConditionPage(record_of(live[entry.key]), live[entry.key].rendered, directory) for entry in found
    ]
    made = [group for name in groups if name in GROUPS and (group := _group(name, pages)).rows]
    said = _terms_that_tell(next((group for group in made if group.name == "worse"), None))
    return Comparison(tuple(found), tuple(pages), tuple(_for_paper(group, said) for group in made))


def _group(name: str, pages: list[ConditionPage]) -> Group:
    if name in _PROSE:
        return Group(name, GROUPS[name], tuple(_prose_rows(name, pages)))
    if name == "urgent":
        return Group(name, GROUPS[name], tuple(_flag_rows(pages)), tuple(_warnings(pages)))
    rows = sorted(_fact_rows(name, pages), key=lambda row: (-row.weight, -sum(map(bool, row.cells))))
    return Group(name, GROUPS[name], tuple(rows))


def _for_paper(group: Group, said: set[str]) -> Group:
    """With rows chosen for the printed page: what tells most, and some that helps in any case.

    `said`: terms that stand under what makes it worse.
    """
    fit = [row for row in group.rows if row.tells or group.name == "helps"]
    if group.name == "better":
        fit = [row for row in fit if row.term and row.term.key not in said]
    most = _MOST_ON_PAPER.get(group.name, 0)
    chosen = {id(row) for row in fit[: most + _MORE_ON_PAPER.get(len(group.rows[0].cells), 0)]}
    return replace(group, rows=tuple(replace(row, on_paper=id(row) in chosen) for row in group.rows))


def _prose_rows(group: str, pages: list[ConditionPage]) -> Iterator[Row]:
    cells = tuple(Cell(html=prose.excerpt(page.sections.get(_PROSE[group], ""))) for page in pages)
    if any(cells):
        yield Row(GROUPS[group], cells)


# --- Facts: a row a term ----------------------------------------------------------------------------------------------


def _facts(group: str, page: ConditionPage) -> Iterator[tuple[Entry, Say]]:
    """What a page says in a group. Both effects of a posture belong to the groups of either."""
    if group in ("worse", "better"):
        for effect, facts in ((Effect.WORSE, page.worse), (Effect.BETTER, page.better)):
            yield from ((fact.term, replace(_say(fact), effect=effect)) for fact in facts)
        return
    facts = {
        "where": [fact for _, found in page.regions for fact in found],
        "feels": page.symptoms,
        "helps": [*page.helps, *page.not_advised],
    }[group]
    yield from ((fact.term, _say(fact)) for fact in facts)


def _say(fact: Fact) -> Say:
    word: Level | Evidence | Role | None = fact.level or fact.evidence or fact.role
    side = f", {fact.side.label}" if fact.side else ""
    return Say(
        f"{word.label}{side}" if word else "Yes",
        word.value if word else "",
        fact.note,
        side=fact.side.value if fact.side else "",
    )


def _fact_rows(group: str, pages: list[ConditionPage]) -> Iterator[Row]:
    terms: dict[str, Entry] = {}
    said: dict[tuple[str, int], list[Say]] = {}
    for number, page in enumerate(pages):
        for term, say in _facts(group, page):
            terms.setdefault(term.key, term)
            said.setdefault((term.key, number), []).append(say)
    for key, term in terms.items():
        columns = [said.get((key, number), []) for number in range(len(pages))]
        if group not in Effect.values or any(say.effect == group for says in columns for say in says):
            yield _fact_row(group, term, columns)


def _fact_row(group: str, term: Entry, columns: list[list[Say]]) -> Row:
    opposite = _is_opposite(columns)
    if opposite or group not in Effect.values:
        shown = columns
    else:  # the heading says it already
        shown = [[replace(say, effect=None) if say.effect == group else say for say in s] for s in columns]
    mark = Mark.OPPOSITE if opposite else _mark(shown)
    cells = tuple(Cell(tuple(says)) for says in shown)
    return Row(term.title, cells, mark, _weight(mark, columns), term.url, term)


def _is_opposite(columns: list[list[Say]]) -> bool:
    """One page says above all that it makes things worse, another that it eases; or one advises it and another does not."""
    effects = {main_effect(says) for says in columns if says}
    if {Effect.WORSE, Effect.BETTER} <= effects:
        return True
    helping = {Evidence.STRONG, Evidence.MODERATE, Evidence.LIMITED}
    return _is_advised_against(columns) and any(say.level in helping for says in columns for say in says)


def main_effect(says: list[Say]) -> Effect | None:
    """What a page says most firmly; None when it says both alike."""
    strengths: dict[Effect, int] = {}
    for say in says:
        if say.effect:
            strengths[say.effect] = max(strengths.get(say.effect, 0), _STRENGTH.get(say.level, 0))
    most = [effect for effect, strength in strengths.items() if strength == max(strengths.values())]
    return most[0] if len(most) == 1 else None


def _is_advised_against(columns: list[list[Say]]) -> bool:
    return any(say.level == Evidence.AGAINST for says in columns for say in says)


def _mark(columns: list[list[Say]]) -> Mark:
    spoken = [{(say.text, say.effect) for say in says} for says in columns if says]
    if any(one != spoken[0] for one in spoken):
        return Mark.DIFFERS
    return Mark.SAME if len(spoken) == len(columns) else Mark.PART


_STRENGTH: dict[str, int] = {
    Level.HALLMARK: 3,
    Level.COMMON: 2,
    Level.OCCASIONAL: 1,
    Level.RARE: 0,
    Role.PRIMARY: 3,
    Role.RADIATING: 1,
    Role.REFERRED: 1,
    Evidence.STRONG: 3,
    Evidence.MODERATE: 3,
    Evidence.CONFLICTING: 1,
    Evidence.LIMITED: 1,
    Evidence.AGAINST: 1,
}


def _weight(mark: Mark, columns: list[list[Say]]) -> int:
    """How much a row tells, 6 to 0: an opposite; levels far apart; a typical sign of some pages only; near ones."""
    if mark in (Mark.OPPOSITE, Mark.SAME):
        return 6 if mark is Mark.OPPOSITE else 0
    strengths = [max(_STRENGTH.get(say.level, 0) for say in says) for says in columns if says]
    most, spread = max(strengths), max(strengths) - min(strengths)
    if spread >= 2 or (mark is Mark.DIFFERS and _is_advised_against(columns)):
        return 5
    if most == 3 and len(strengths) < len(columns):
        return 4
    if (most == 3 and spread) or _sides_clash(columns):
        return 3
    return 2 if most == 2 or spread else 1


def _sides_clash(columns: list[list[Say]]) -> bool:
    """“One or both sides” agrees with either; nothing agrees with the middle but itself."""
    sides = {say.side for says in columns for say in says} - {""}
    return {Side.ONE, Side.BOTH} <= sides or (Side.MIDLINE in sides and len(sides) > 1)


# --- Warning signs ----------------------------------------------------------------------------------------------------


def _flag_columns(pages: list[ConditionPage]) -> list[dict[str, FlagCard]]:
    return [{card.key: card for _, cards in page.flags for card in cards} for page in pages]


def _flag_rows(pages: list[ConditionPage]) -> Iterator[Row]:
    columns = _flag_columns(pages)
    for key in dict.fromkeys(key for column in columns for key in column):
        card = next(column[key] for column in columns if key in column)
        says = [[Say(card.urgency.label, card.urgency.value)] if key in column else [] for column in columns]
        yield Row(card.name, tuple(Cell(tuple(say)) for say in says), _mark(says), url=card.url)


def _warnings(pages: list[ConditionPage]) -> Iterator[Warnings]:
    columns = _flag_columns(pages)
    if not columns:
        return
    everywhere = set.intersection(*(set(column) for column in columns))
    for urgency in Urgency:
        found = [[card for card in column.values() if card.urgency is urgency] for column in columns]
        if any(found):
            shared = tuple(card for card in found[0] if card.key in everywhere)
            own = tuple(tuple(card for card in cards if card.key not in everywhere) for cards in found)
            yield Warnings(urgency, shared, own if any(own) else ())

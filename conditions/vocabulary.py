"""Public terms as readers browse them: the tree of the body, groups, and the conditions that speak of a term."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices

from conditions.words import Evidence, Level, PostureGroup, Role, Side, SymptomGroup, TreatmentGroup
from publishing.directory import Directory, Entry
from publishing.models import Fact

GROUPS: dict[str, type[TextChoices]] = {
    "symptom": SymptomGroup,
    "posture": PostureGroup,
    "treatment": TreatmentGroup,
}

RELATIONS: dict[str, tuple[str, ...]] = {
    "symptom": ("feels",),
    "region": ("where",),
    "posture": ("worse", "better"),
    "treatment": ("treatment",),
}
"""The relations of facts in which a kind of term stands."""


@dataclass(frozen=True, slots=True)
class Node:
    """A region with all that lies in it."""

    entry: Entry
    children: tuple["Node", ...]


def body_tree(directory: Directory) -> list[Node]:
    """The roots, head to toe. A region whose parent is not public stands as a root."""
    regions = directory.of_kind("region")
    children: dict[str, list[Entry]] = defaultdict(list)
    for region in regions:
        parent = region.card["parent"]
        children[parent if directory.get("region", parent) else ""].append(region)

    def nodes(key: str) -> tuple[Node, ...]:
        return tuple(Node(region, nodes(region.key)) for region in children[key])

    return list(nodes(""))


def within(directory: Directory, key: str) -> list[str]:
    """Keys of a region and of all that lies in it."""
    found = [key]
    for region in directory.of_kind("region"):
        if region.card["parent"] in found:
            found.append(region.key)
    return found


def above(directory: Directory, entry: Entry) -> list[Entry]:
    """What a region lies in, the largest first."""
    chain: list[Entry] = []
    parent = directory.get("region", entry.card["parent"])
    while parent is not None and parent not in chain:
        chain.insert(0, parent)
        parent = directory.get("region", parent.card["parent"])
    return chain


def grouped(directory: Directory, kind: str) -> list[tuple[str, list[Entry]]]:
    """Terms of a vocabulary under the labels of its groups; empty groups are left out."""
    entries = directory.of_kind(kind)
    labels = GROUPS[kind]
    groups = [(group.label, [entry for entry in entries if entry.card["group"] == group]) for group in labels]
    return [(label, found) for label, found in groups if found]


@dataclass(frozen=True, slots=True)
class Mention:
    """A condition that speaks of a term, with what it says of it. `term` differs for what lies in a region."""

    condition: Entry
    term: Entry
    label: str
    word: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """`relation` is a relation of facts; `heading` says it to readers."""

    relation: str
    heading: str
    mentions: tuple[Mention, ...]


_HEADINGS = {
    "feels": "Conditions with this symptom",
    "where": "Conditions felt here",
    "worse": "Conditions that this can make worse",
    "better": "Conditions that this can ease",
    "treatment": "Conditions in which this is used, or advised against",
}


def mentions(directory: Directory, term: Entry) -> list[Mentions]:
    """Which conditions speak of a term, most typical first. One query, whatever the size of the library."""
    keys = within(directory, term.key) if term.kind == "region" else [term.key]
    rows = list(
        Fact.objects.filter(relation__in=RELATIONS[term.kind], term__in=keys).order_by("relation", "pk")
    )
    found = ((relation, _mentions(directory, term, rows, relation)) for relation in RELATIONS[term.kind])
    return [Mentions(relation, _HEADINGS[relation], tuple(some)) for relation, some in found if some]


def _mentions(directory: Directory, term: Entry, rows: Iterable[Fact], relation: str) -> list[Mention]:
    best: dict[int, tuple[int, Mention]] = {}
    for row in rows:
        condition = directory.entries.get(row.page_id)
        if row.relation != relation or condition is None:
            continue
        of = directory.get(term.kind, row.term) or term
        rank, label = _rank_and_label(row)
        if condition.id not in best or rank < best[condition.id][0]:
            best[condition.id] = (rank, Mention(condition, of, label, row.level or row.role))
    return [
        mention
        for _, mention in sorted(best.values(), key=lambda pair: (pair[0], pair[1].condition.sort_title))
    ]


def _rank_and_label(row: Fact) -> tuple[int, str]:
    if row.relation == "treatment":
        evidence = Evidence(row.level)
        return list(Evidence).index(evidence), evidence.label
    if row.relation == "where":
        role = Role(row.role)
        return list(Role).index(role), f"{role.label}, {Side(row.side).label}"
    level = Level(row.level)
    return list(Level).index(level), level.label


def letters(
    entries: Iterable[Entry], name: Callable[[Entry], str] = lambda entry: entry.title
) -> Iterator[tuple[str, list[Entry]]]:
    """Entries under the first letter of their name, A to Z."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: name(entry).casefold()):
        groups[name(entry)[:1].upper()].append(entry)
    yield from sorted(groups.items())

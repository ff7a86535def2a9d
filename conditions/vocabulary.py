"""Public terms as readers browse them: the tree of the body, groups, and how many conditions speak of each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, TextChoices

from conditions.words import Evidence, PostureGroup, SymptomGroup, TreatmentGroup
from publishing.directory import Directory, Entry
from publishing.models import Fact
from search.library import Library
from search.state import searchable

GROUPS: dict[str, type[TextChoices]] = {
    "symptom": SymptomGroup,
    "posture": PostureGroup,
    "treatment": TreatmentGroup,
}


@dataclass(frozen=True, slots=True)
class Node:
    """A region with all that lies in it. `count`: conditions felt there, or in what lies there."""

    entry: Entry
    children: tuple["Node", ...]
    count: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A term and how many conditions speak of it: `worse` and `better` for a posture, `evidence` for a treatment."""

    entry: Entry
    total: int = 0
    worse: int = 0
    better: int = 0
    evidence: tuple[tuple[Evidence, int], ...] = ()


def body_tree(directory: Directory) -> list[Node]:
    """The roots, head to toe. A region whose parent is not public stands as a root. No query."""
    regions = directory.of_kind("region")
    library = searchable(directory).library
    children: dict[str, list[Entry]] = defaultdict(list)
    for region in regions:
        parent = region.card["parent"]
        children[parent if directory.get("region", parent) else ""].append(region)

    def nodes(key: str) -> tuple[Node, ...]:
        return tuple(
            Node(region, nodes(region.key), count(library, "where", region)) for region in children[key]
        )

    return list(nodes(""))


def in_tree_order(directory: Directory) -> list[tuple[Entry, int]]:
    """Every region, each followed by what lies in it, with its steps below the root."""

    def below(nodes: Iterable[Node], depth: int) -> Iterator[tuple[Entry, int]]:
        for node in nodes:
            yield node.entry, depth
            yield from below(node.children, depth + 1)

    return list(below(body_tree(directory), 0))


def most_worsening(directory: Directory, most: int) -> list[Counted]:
    """The postures that make the pain of most conditions worse."""
    library = searchable(directory).library
    postures = [_both_effects(library, entry) for entry in directory.of_kind("posture")]
    return sorted((one for one in postures if one.worse), key=lambda one: -one.worse)[:most]


def _both_effects(library: Library, posture: Entry) -> Counted:
    return Counted(posture, worse=count(library, "worse", posture), better=count(library, "better", posture))


def count(library: Library, relation: str, term: Entry) -> int:
    """How many conditions speak of a term in this relation."""
    return (library.saying(relation, term.key) & library.of_kinds(("condition",))).bit_count()


def within(directory: Directory, key: str) -> list[str]:
    """Keys of a region and of all that lies in it."""
    found = [key]
    for region in directory.of_kind("region"):
        if region.card["parent"] in found:
            found.append(region.key)
    return found


def inside(directory: Directory, region: Entry) -> list[tuple[Entry, int]]:
    """What lies in a region, one step down, each with how many conditions are felt there."""
    library = searchable(directory).library
    return [
        (part, count(library, "where", part))
        for part in directory.of_kind("region")
        if part.card["parent"] == region.key
    ]


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


def counted(directory: Directory, kind: str) -> list[tuple[str, list[Counted]]]:
    """The groups of a vocabulary with counts. At most one query."""
    library = searchable(directory).library
    evidence = _evidence() if kind == "treatment" else {}

    def of(entry: Entry) -> Counted:
        if kind == "posture":
            return _both_effects(library, entry)
        if kind == "treatment":
            return Counted(entry, evidence=tuple(evidence.get(entry.key, ())))
        return Counted(entry, total=count(library, "feels", entry))

    return [(label, [of(entry) for entry in entries]) for label, entries in grouped(directory, kind)]


def _evidence() -> dict[str, list[tuple[Evidence, int]]]:
    """How many conditions give each strength of evidence for a treatment, the strongest first."""
    rows = Fact.objects.filter(relation="treatment", page__kind="condition").order_by()
    counts = {
        (term, level): number
        for term, level, number in rows.values_list("term", "level").annotate(Count("page", distinct=True))
    }
    return {
        term: [(word, counts[term, word]) for word in Evidence if (term, word) in counts]
        for term in {term for term, _ in counts}
    }


def letters(
    entries: Iterable[Entry], name: Callable[[Entry], str] = lambda entry: entry.title
) -> Iterator[tuple[str, list[Entry]]]:
    """Entries under the first letter of their name, A to Z."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: name(entry).casefold()):
        groups[name(entry)[:1].upper()].append(entry)
    yield from sorted(groups.items())

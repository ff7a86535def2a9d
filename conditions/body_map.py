"""Maps of the body as pages draw them: one that shows where a pain is felt, and one to choose places on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from conditions import vocabulary
from conditions.body_figure import Figure, View, figure
from conditions.words import Role
from publishing.directory import Directory, Entry

_ALWAYS = ("front", "back")


@dataclass(frozen=True, slots=True)
class Shade:
    """One region in the treatment of its role."""

    key: str
    role: Role
    path: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a treatment stands for on this map."""

    role: Role
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownMap:
    """`name` begins every id, so that several maps can stand on one page. `told` is the map in words, main places first."""

    name: str
    views: tuple[View, ...]
    shades: tuple[Shade, ...]
    told: tuple[Told, ...]
    one_sided: bool

    def __bool__(self) -> bool:
        """False when nothing of it has a place on the drawing."""
        return bool(self.shades)

    @property
    def box(self) -> str:
        return _box(figure())

    @property
    def lines(self) -> str:
        return "".join(view.lines for view in self.views)

    @property
    def roles(self) -> tuple[Role, ...]:
        """Of the shades, for the legend: a role of which nothing is drawn is left out."""
        drawn = {shade.role for shade in self.shades}
        return tuple(role for role in Role if role in drawn)


def shown(
    regions: Iterable[tuple[str, str]],
    *,
    name: str = "body-map",
    titles: Mapping[str, str] | None = None,
    one_sided: bool = False,
) -> ShownMap:
    """A map of regions (key, role). A region with two roles is drawn in the first of them, in the order of Role.

    `titles` are the words for keys. `one_sided`: some of it is felt on one side only. Sides are never told apart on the
    drawing, because a page does not know the reader's; both are shaded, and the words say so.
    """
    drawing = figure()
    roles: dict[str, Role] = {}
    for key, role in sorted(regions, key=lambda region: list(Role).index(Role(region[1]))):
        roles.setdefault(key, Role(role))
    placed = [drawing.regions[key] for key in roles if key in drawing.regions]
    drawn_with = {
        part
        for region in placed
        for part in drawing.parts(region.key)
        if part != region.key and roles.get(part) == roles[region.key]
    }
    # The largest first, so that a place within another stays in sight.
    shades = tuple(
        Shade(region.key, roles[region.key], region.path)
        for region in sorted(placed, key=lambda region: -region.size)
        if region.shapes and region.key not in drawn_with
    )
    seen = {*_ALWAYS, *chain.from_iterable(region.shapes for region in placed)}
    told = (
        Told(role, tuple((titles or {}).get(key, _plain(key)) for key in roles if roles[key] == role))
        for role in Role
    )
    return ShownMap(
        name=name,
        views=tuple(view for view in drawing.views.values() if view.key in seen),
        shades=shades,
        told=tuple(one for one in told if one.names),
        one_sided=one_sided,
    )


def _plain(key: str) -> str:
    return key.replace("-", " ").capitalize()


def _box(drawing: Figure) -> str:
    return f"0 0 {drawing.width} {drawing.height}"


@dataclass(frozen=True, slots=True)
class Choice:
    """A region to tick. `path` is drawn when it is chosen; `touch` is where it is chosen on the map, empty for finer places."""

    entry: Entry
    label: str
    path: str
    touch: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Finer:
    """Places that are chosen in the list only, under the part of the body that they lie in."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chooser:
    groups: tuple[Choice, ...]
    finer: tuple[Finer, ...]
    views: tuple[View, ...]
    kept: tuple[tuple[str, str], ...]

    @property
    def box(self) -> str:
        return _box(figure())

    @property
    def finer_chosen(self) -> bool:
        return any(choice.chosen for finer in self.finer for choice in finer.choices)


OTHER_PLACES = "Other places"


def chooser(
    directory: Directory, chosen: Iterable[str] = (), kept: Iterable[tuple[str, str]] = ()
) -> Chooser:
    """The form of the map. `chosen` are slugs; `kept` (name, value) are what the form asks besides places."""
    drawing = figure()
    ticked = frozenset(chosen)
    groups = tuple(
        _choice(drawing, entry, ticked)
        for key in drawing.groups
        if (entry := directory.get("region", key)) is not None
    )
    named: dict[str, list[Choice]] = {}
    for root in vocabulary.body_tree(directory):
        for entry in _all_of(root):
            if entry.key not in drawing.groups:
                label = root.entry.title if root.children else OTHER_PLACES
                named.setdefault(label, []).append(
                    _choice(drawing, entry, ticked, whole=entry is root.entry and bool(root.children))
                )
    others = named.pop(OTHER_PLACES, [])
    finer = [Finer(label, tuple(choices)) for label, choices in named.items()]
    if others:
        finer.append(Finer(OTHER_PLACES, tuple(others)))
    return Chooser(groups, tuple(finer), tuple(drawing.views.values()), tuple(kept))


def _all_of(node: vocabulary.Node) -> list[Entry]:
    return [node.entry, *chain.from_iterable(_all_of(child) for child in node.children)]


def _choice(drawing: Figure, entry: Entry, ticked: frozenset[str], whole: bool = False) -> Choice:
    region, group = drawing.regions.get(entry.key), drawing.groups.get(entry.key)
    also = "all of it" if whole else group.also if group else ""
    return Choice(
        entry=entry,
        label=f"{entry.title} ({also})" if also else entry.title,
        path=region.path if region else "",
        touch=group.path if group else "",
        chosen=entry.slug in ticked,
    )

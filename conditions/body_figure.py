"""The drawing of the body, read from data/body-map.yaml: views, regions and what can be chosen, as SVG paths.

The file draws one half of each view; here it is mirrored, moved to its place and written short. No model is read here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from publishing import plain_yaml

FILE = Path(__file__).parent / "data" / "body-map.yaml"

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Step = tuple[str, list[Point]]
"""A letter of a path, M, L or C, with its points; absolute."""

_STEP = re.compile(r"([MLC])([-\d. ]+)")


@dataclass(frozen=True, slots=True)
class View:
    """A figure or a detail. `outline` is its right half, around its own middle; drawn twice, mirrored, at x and y.

    Halves reach over the middle a little, so that no seam shows. `like`: the outline is that of another view, and empty here.
    `lines` are the fine lines in it, of the whole drawing.
    """

    key: str
    label: str
    x: float
    y: float
    outline: str
    like: str
    lines: str


@dataclass(frozen=True, slots=True)
class Region:
    """`shapes`: view → path, of all that is drawn for it; empty where a region has no place. `size` is for their order."""

    key: str
    shapes: Mapping[str, str]
    size: float

    @property
    def path(self) -> str:
        return "".join(self.shapes.values())


@dataclass(frozen=True, slots=True)
class Group:
    """A region that is chosen on the map. `boxes`: view → what can be touched, as x, y, x, y of the whole drawing.

    `also` says what a name leaves open.
    """

    key: str
    also: str
    boxes: Mapping[str, tuple[Box, ...]]

    @property
    def path(self) -> str:
        return "".join(
            f"M{_number(x)} {_number(y)}H{_number(right)}V{_number(bottom)}H{_number(x)}z"
            for boxes in self.boxes.values()
            for x, y, right, bottom in boxes
        )


class Figure:
    """The whole drawing. The same for every request: do not change it."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.width, self.height = data["size"]

    @cached_property
    def views(self) -> dict[str, View]:
        return {key: self._view(key, view) for key, view in self._data["views"].items()}

    @cached_property
    def regions(self) -> dict[str, Region]:
        return {key: self._region(key) for key in self._data["regions"]}

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Head to toe."""
        return {key: self._group(key, views) for key, views in self._data["groups"].items()}

    def _at(self, view: str) -> Point:
        x, y = self._data["views"][view]["at"]
        return x, y

    def _view(self, key: str, view: Mapping[str, Any]) -> View:
        x, y = self._at(key)
        lines = "".join(_line(_steps(line), (x, y)) for line in view.get("lines", ()))
        outline = _outline(_steps(view["outline"])) if "outline" in view else ""
        return View(key, view["label"], x, y, outline, view.get("same_outline_as", key), lines)

    def parts(self, key: str) -> Iterator[str]:
        """A region and all that is drawn with it."""
        yield key
        for part in self._data["regions"][key].get("parts", ()):
            yield from self.parts(part)

    def _region(self, key: str) -> Region:
        shapes: dict[str, str] = {}
        size = 0.0
        for part in self.parts(key):
            for view, path in self._data["regions"][part].items():
                if view in self._data["views"]:
                    steps = _steps(path)
                    shapes[view] = shapes.get(view, "") + _both_halves(steps, self._at(view))
                    size += _size(steps)
        return Region(key, shapes, size)

    def _group(self, key: str, views: Mapping[str, Any]) -> Group:
        boxes = {view: tuple(self._boxes(view, views[view])) for view in views if view != "also"}
        return Group(key, views.get("also", ""), boxes)

    def _boxes(self, view: str, boxes: Iterable[Box]) -> Iterator[Box]:
        """One box across the middle, or one on each side."""
        across, down = self._at(view)
        for left, top, right, bottom in boxes:
            if left:
                yield across + left, down + top, across + right, down + bottom
            yield across - right, down + top, across + (right if not left else -left), down + bottom


@cache
def figure() -> Figure:
    return Figure(plain_yaml.load(FILE.read_text(encoding="utf-8"), with_lines=False))


def _steps(path: str) -> list[Step]:
    """
    Raises:
        ValueError: it has something else than absolute M, L and C with whole points.
    """
    steps: list[Step] = []
    for letter, numbers in _STEP.findall(path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        steps.append((letter, list(zip(values[::2], values[1::2], strict=True))))
    if not steps or steps[0][0] != "M" or _STEP.sub("", path):
        raise ValueError(f"not a path of M, L and C: {path}")
    return steps


def _size(steps: Iterable[Step]) -> float:
    """Of the box around it."""
    points = [point for _, some in steps for point in some]
    across, down = ([point[axis] for point in points] for axis in (0, 1))
    return (max(across) - min(across)) * (max(down) - min(down))


OVERLAP = 0.5


def _outline(half: list[Step]) -> str:
    """Open in the middle, so that no line is drawn there."""
    first, last = half[0][1][0], half[-1][1][-1]
    if first == last:
        return _short(half, (0, 0))
    start: list[Step] = [("M", [(-OVERLAP, first[1])]), ("L", [first])]
    return _short([*start, *half[1:], ("L", [(-OVERLAP, last[1])])], (0, 0), close=False)


def _line(half: list[Step], at: Point) -> str:
    """On both sides, or once where it is the middle itself."""
    line = _short(half, at, close=False)
    in_the_middle = all(x == 0 for _, points in half for x, _ in points)
    return line if in_the_middle else line + _short(_mirrored(half), at, close=False)


def _both_halves(half: list[Step], at: Point) -> str:
    """A closed shape: one when the half begins and ends in the middle, otherwise two."""
    if half[0][1][0][0] == half[-1][1][-1][0] == 0:
        return _short(half + _mirrored(_backward(half))[1:], at)
    return _short(half, at) + _short(_mirrored(half), at)


def _mirrored(steps: list[Step]) -> list[Step]:
    return [(letter, [(-x, y) for x, y in points]) for letter, points in steps]


def _backward(steps: list[Step]) -> list[Step]:
    ends = [points[-1] for _, points in steps]
    back: list[Step] = [("M", [ends[-1]])]
    for (letter, points), start in zip(reversed(steps[1:]), reversed(ends[:-1]), strict=True):
        back.append((letter, [*reversed(points[:-1]), start]))
    return back


def _short(steps: list[Step], at: Point, *, close: bool = True) -> str:
    """Steps from point to point, with one decimal: a third of the bytes of absolute ones."""
    written = []
    here = (0.0, 0.0)
    for letter, points in steps:
        placed = [(round(x + at[0], 1), round(y + at[1], 1)) for x, y in points]
        start = (0.0, 0.0) if letter == "M" else here
        numbers = [_number(value) for x, y in placed for value in (x - start[0], y - start[1])]
        written.append(("M" if letter == "M" else letter.lower()) + _joined(numbers))
        here = placed[-1]
    return "".join(written) + ("z" if close else "")


def _joined(numbers: Iterable[str]) -> str:
    """A minus parts two numbers as well as a space does."""
    return " ".join(numbers).replace(" -", "-")


def _number(value: float) -> str:
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short.replace("0.", ".") if short.startswith(("0.", "-0.")) else short

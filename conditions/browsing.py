"""The A to Z of conditions, narrowed down by what was chosen. Its whole state is in the address; it asks no query.

Choosing asks the facts in memory that search asks, so that both agree on which page says what.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse

from conditions import vocabulary
from publishing.directory import Directory, Entry
from search.advice import FlagCard, Urgency, by_urgency, flag_card
from search.rules import warnings
from search.state import searchable
from search.understanding import understand

WHOLE = 100
"""Up to so many conditions stand on one page, under their letters; beyond it, one letter at a time."""

FACETS: dict[str, tuple[str, str]] = {
    "where": ("region", "Where it hurts"),
    "worse": ("posture", "Worse with"),
    "better": ("posture", "Better with"),
}
"""Parameter → the kind of term chosen there, and its label."""

URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Option:
    """`count`: conditions that choosing it leaves. `depth`: steps below the root, for a region."""

    entry: Entry
    count: int
    chosen: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    param: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """Something chosen. `left`: conditions there would be without it. Drawn by search/_chip.html."""

    param: str
    label: str
    text: str
    remove_url: str
    left: int
    chosen: bool = True
    negated: bool = False
    switches: tuple[object, ...] = ()


class Browsing:
    """What one address of the A to Z shows. A bad value is as good as none."""

    def __init__(self, directory: Directory, data: QueryDict) -> None:
        self.directory = directory
        self._data = data
        self._state = searchable(directory)
        self._library = self._state.library
        self._all = self._library.of_kinds(("condition",))

    @cached_property
    def chosen(self) -> dict[str, Entry]:
        """The term chosen in each facet."""
        found = {
            param: self.directory.by_slug(kind, self._data.get(param, ""))
            for param, (kind, _) in FACETS.items()
        }
        return {param: entry for param, entry in found.items() if entry}

    @cached_property
    def urgent_only(self) -> bool:
        return self._data.get(URGENT) == "1"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen) or self.urgent_only

    @cached_property
    def flags(self) -> list[tuple[Urgency, list[FlagCard]]]:
        """The warnings that the choices raise, as on the search page; nothing filters them away."""
        keys = {param: (entry.key,) for param, entry in self.chosen.items()}
        raised = warnings(self._state.flags, understand("", self._state.lexicon), keys) if keys else ()
        entries = ((warning, self.directory.get("red-flag", warning.key)) for warning in raised)
        return by_urgency(flag_card(entry, warning.urgency) for warning, entry in entries if entry)

    @cached_property
    def _urgent(self) -> int:
        """Bits of the conditions that need help quickly."""
        bits = 0
        for entry in self.directory.of_kind("condition"):
            number = self._library.number_of(entry.id) if entry.card["emergency"] else None
            bits |= 1 << number if number is not None else 0
        return bits

    def _left(self, *, but: str = "") -> int:
        """Bits of what the choices leave, one of them left out."""
        bits = self._all
        for param, entry in self.chosen.items():
            if param != but:
                bits &= self._library.saying(param, entry.key)
        return bits & self._urgent if self.urgent_only and but != URGENT else bits

    @cached_property
    def conditions(self) -> list[Entry]:
        pages = (self._library.page(number) for number in self._library.numbers(self._left()))
        return sorted((self.directory.entries[page.id] for page in pages), key=lambda entry: entry.sort_title)

    @cached_property
    def urgent_count(self) -> int:
        return (self._left(but=URGENT) & self._urgent).bit_count()

    @cached_property
    def facets(self) -> list[Facet]:
        return [Facet(param, label, tuple(self._options(param))) for param, (_, label) in FACETS.items()]

    def _options(self, param: str) -> list[Option]:
        """Those that some condition would be left of, and what is chosen."""
        left, chosen = self._left(but=param), self.chosen.get(param)
        counted = (
            (entry, (self._library.saying(param, entry.key) & left).bit_count(), depth)
            for entry, depth in self._terms(param)
        )
        return [
            Option(entry, count, entry is chosen, depth)
            for entry, count, depth in counted
            if count or entry is chosen
        ]

    def _terms(self, param: str) -> list[tuple[Entry, int]]:
        kind = FACETS[param][0]
        entries = self.directory.of_kind(kind)
        if kind != "region":
            return [(entry, 0) for entry in entries]
        return vocabulary.in_tree_order(self.directory)

    @cached_property
    def chips(self) -> list[Chip]:
        labels = [(param, FACETS[param][1], entry.title) for param, entry in self.chosen.items()]
        if self.urgent_only:
            labels.append((URGENT, "Only", "needs help quickly"))
        return [
            Chip(
                param,
                label,
                text,
                remove_url=self._address(**{param: None}),
                left=self._left(but=param).bit_count(),
            )
            for param, label, text in labels
        ]

    # --- letters ---

    @property
    def is_split(self) -> bool:
        """Whether one letter is shown at a time."""
        return len(self.conditions) > WHOLE

    @cached_property
    def _by_letter(self) -> dict[str, list[Entry]]:
        return dict(vocabulary.letters(self.conditions))

    @cached_property
    def letter(self) -> str:
        """The letter shown; empty when all are."""
        if not self.is_split:
            return ""
        asked = self._data.get("letter", "").upper()
        return asked if asked in self._by_letter else next(iter(self._by_letter))

    @cached_property
    def page(self) -> Page[Entry] | None:
        """Of the letter shown; None when all letters are."""
        if not self.is_split:
            return None
        return Paginator(self._by_letter[self.letter], WHOLE).get_page(self._data.get("page"))

    @cached_property
    def letters(self) -> list[tuple[str, list[Entry]]]:
        """What is shown."""
        if self.page is not None:
            return [(self.letter, list(self.page))]
        return list(self._by_letter.items())

    @cached_property
    def index(self) -> list[tuple[str, str]]:
        """Every letter that has conditions, with its address."""
        if self.is_split:
            return [(letter, self._address(letter=letter.lower())) for letter in self._by_letter]
        return [(letter, f"#letter-{letter.lower()}") for letter in self._by_letter]

    def _address(self, **changes: str | None) -> str:
        """This page with some choices changed; a change always begins at the first page of the first letter."""
        values: Mapping[str, str | None] = {
            **{param: entry.slug for param, entry in self.chosen.items()},
            URGENT: "1" if self.urgent_only else None,
            **changes,
        }
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in values.items() if value})
        return f"{reverse('condition-list')}?{query.urlencode()}" if query else reverse("condition-list")

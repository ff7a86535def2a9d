"""From a frozen record to what the article page draws: embeds from what is public now, links and pictures resolved.

Public views and the editors' preview build the same ArticlePage, so that there is one way to draw an article.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from django.urls import reverse
from django.utils.safestring import SafeString

from articles.addresses import SMALLER_WIDTHS, Section, smaller_file
from articles.embeds import COMPARE, CONDITION, RED_FLAGS
from articles.records import FrozenArticle, PictureRecord
from conditions.comparison import FEWEST, GROUPS, Comparison, Rows, compare
from conditions.links import compare_url
from conditions.pages import Cited
from conditions.wording import Explainer
from publishing import prose
from publishing.directory import Directory, Entry
from publishing.prose import PICTURE
from search.advice import FlagCard, flag_card

RELATED = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with its address. `alt` and `caption` as this article gives them; `srcset` names its smaller sizes."""

    picture: PictureRecord
    url: str
    alt: str
    caption: str = ""
    srcset: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the body; the field of its type is filled: `html`, `picture`, `compare`, `condition`, `red_flags`."""

    type: str
    html: SafeString | None = None
    picture: Shown | None = None
    comparison: Comparison | None = None
    compare_url: str = ""
    condition: Entry | None = None
    flags: tuple[FlagCard, ...] = ()


class ArticlePage:
    """All that the page of one article shows. A query for each comparison in it, none besides.

    `rendered` is what ArticleKind.project made. In a preview pictures come from where only editors can see them, or from
    `files`, where the bearer of a link to this very revision can.
    """

    def __init__(
        self,
        record: FrozenArticle,
        rendered: dict[str, Any],
        directory: Directory,
        preview: bool = False,
        files: str = "",
    ) -> None:
        self.record = record
        self.contents: list[dict[str, Any]] = rendered["contents"]
        self._rendered: list[dict[str, Any]] = rendered["blocks"]
        self._directory = directory
        self._picture_view = "desk-picture" if preview else "picture"
        self._files = files

    @cached_property
    def sources(self) -> list[Cited]:
        return [Cited(number, source) for number, source in enumerate(self.record.cited, start=1)]

    @cached_property
    def blocks(self) -> list[Block]:
        """In order. What has nothing to show any more is left out."""
        return [block for data in self._rendered if (block := self._block(data))]

    @cached_property
    def picture(self) -> Shown | None:
        """At the top."""
        return self._shown(self.record.picture) if self.record.picture else None

    @cached_property
    def pictures(self) -> list[PictureRecord]:
        """Every picture of the page, for its credits."""
        return self.record.pictures

    @cached_property
    def topics(self) -> list[Entry]:
        return self._public("topic", self.record.topics)

    @cached_property
    def conditions(self) -> list[Entry]:
        """What it is about, to read next."""
        return self._public("condition", self.record.conditions)

    @cached_property
    def related(self) -> list[Entry]:
        """Other articles on the same topics, those that share most first."""
        shared = Counter(
            entry.key
            for topic in self.record.topics
            for entry in on_topic(self._directory, topic)[: RELATED * 10]
            if entry.key != self.record.key
        )
        return self._public("article", [key for key, _ in shared.most_common(RELATED)])

    def _public(self, kind: str, keys: list[str]) -> list[Entry]:
        return [entry for key in keys if (entry := self._directory.get(kind, key))]

    @cached_property
    def _images(self) -> dict[str, prose.Image]:
        return {
            picture.key: prose.Image(self._url(picture.file), picture.width, picture.height, picture.alt)
            for picture in self.record.pictures
        }

    @cached_property
    def _explainer(self) -> Explainer:
        return Explainer(self._directory, [self.record.title])

    def _url(self, file: str) -> str:
        return self._files + file if self._files else reverse(self._picture_view, args=[file])

    def _shown(self, key: str, alt: str = "", caption: str = "") -> Shown | None:
        picture = next((picture for picture in self.record.pictures if picture.key == key), None)
        if picture is None:
            return None
        return Shown(picture, self._url(picture.file), alt or picture.alt, caption, self._srcset(picture))

    def _srcset(self, picture: PictureRecord) -> str:
        """Empty for a picture that is small itself."""
        smaller = {
            width: smaller_file(picture.file, width) for width in SMALLER_WIDTHS if width < picture.width
        }
        sizes = {**smaller, picture.width: picture.file} if smaller else {}
        return ", ".join(f"{self._url(file)} {width}w" for width, file in sizes.items())

    def _block(self, data: dict[str, Any]) -> Block | None:
        draw = {
            "html": self._html,
            PICTURE: self._picture,
            COMPARE: self._compare,
            CONDITION: self._condition,
            RED_FLAGS: self._red_flags,
        }.get(data["type"])
        return draw(data) if draw else None

    def _html(self, data: dict[str, Any]) -> Block:
        html = prose.resolve_links(data["html"], self._directory, self._images)
        return Block("html", html=self._explainer.explain(html))

    def _picture(self, data: dict[str, Any]) -> Block | None:
        shown = self._shown(data["key"], data["alt"], data["caption"])
        return Block("picture", picture=shown) if shown else None

    def _compare(self, data: dict[str, Any]) -> Block | None:
        # An article tells a story: there the rows that tell most are enough, and the page of their own has them all.
        found = compare(self._directory, data["conditions"], data.get("rows", GROUPS)).only(
            Rows.DIFFERENT, with_prose=True
        )
        if len(found.conditions) < FEWEST:
            return None
        url = compare_url(entry.slug for entry in found.conditions)
        return Block("compare", comparison=found, compare_url=url)

    def _condition(self, data: dict[str, Any]) -> Block | None:
        entry = self._directory.get("condition", data["condition"])
        return Block("condition", condition=entry) if entry else None

    def _red_flags(self, data: dict[str, Any]) -> Block | None:
        cards = tuple(flag_card(entry) for entry in self._public("red-flag", data["red_flags"]))
        return Block("red_flags", flags=cards) if cards else None


class Shelves:
    """Public articles by section and by topic, the newest first; those without a date last, by title."""

    def __init__(self, directory: Directory) -> None:
        self.sections: dict[str, list[Entry]] = defaultdict(list)
        self.topics: dict[str, list[Entry]] = defaultdict(list)
        for entry in sorted(
            directory.of_kind("article"), key=lambda entry: entry.card["written_on"], reverse=True
        ):
            self.sections[entry.card["section"]].append(entry)
            if entry.card["section"] == Section.ARTICLES:
                for topic in entry.card["topics"]:
                    self.topics[topic].append(entry)


# A directory never changes: it is sorted once, not for every reader.
_shelves: WeakKeyDictionary[Directory, Shelves] = WeakKeyDictionary()


def shelves(directory: Directory) -> Shelves:
    if directory not in _shelves:
        _shelves[directory] = Shelves(directory)
    return _shelves[directory]


def in_section(directory: Directory, section: str) -> list[Entry]:
    return shelves(directory).sections.get(section, [])


def on_topic(directory: Directory, topic: str) -> list[Entry]:
    return shelves(directory).topics.get(topic, [])


def topics_with_articles(directory: Directory) -> list[tuple[Entry, int]]:
    """Public topics that have articles, with how many."""
    counted = ((topic, len(on_topic(directory, topic.key))) for topic in directory.of_kind("topic"))
    return [(topic, count) for topic, count in counted if count]

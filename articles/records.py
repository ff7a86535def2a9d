"""Topics, articles and pictures as typed records: the one form of files, revisions, restore and API."""

from typing import Annotated

from pydantic import Field

from articles.addresses import FILE_PATTERN, Section
from conditions.records import SourceRecord
from publishing.records import Dated, Key, Line, PageRecord, Prose, Record

Said = Annotated[Line, Field(min_length=1)]


class PictureRecord(Record):
    """`file` is the name by content that it has in `pictures/`; width and height in pixels."""

    file: Annotated[str, Field(pattern=FILE_PATTERN)]
    alt: Annotated[Said, Field(max_length=300)]
    credit: Annotated[Said, Field(max_length=200)]
    licence: Annotated[Said, Field(max_length=120)]
    width: Annotated[int, Field(gt=0)]
    height: Annotated[int, Field(gt=0)]


class TopicRecord(PageRecord):
    name: Annotated[Said, Field(max_length=120)]
    description: Line = ""


class ArticleRecord(Dated):
    """`picture` empty: none at the top. `conditions`: what it is about, most important first."""

    section: Section = Section.ARTICLES
    title: Annotated[Said, Field(max_length=200)]
    summary: Annotated[Said, Field(max_length=300)]
    topics: list[Key] = []
    picture: Key | Annotated[str, Field(max_length=0)] = ""
    conditions: list[Key] = []
    body: Prose = ""


class FrozenArticle(ArticleRecord):
    """As a revision holds it: `cited` are its sources in the order in which the page numbers them."""

    cited: list[SourceRecord] = []
    pictures: list[PictureRecord] = []

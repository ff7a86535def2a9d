"""How topics, articles and pictures are filed, frozen and shown: one Kind each."""

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path as FilePath
from typing import Any, ClassVar

from django.db import models
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from articles import pictures, views
from articles.addresses import address_of, whole_file
from articles.embeds import body_problems
from articles.models import Article, ArticleCondition, ArticleTopic, Picture, Topic
from articles.pages import ArticlePage
from articles.records import ArticleRecord, FrozenArticle, PictureRecord, TopicRecord
from conditions.filing import keys_of, page_for
from conditions.models import Condition
from conditions.sources import CITED, frozen_sources
from publishing import prose
from publishing.directory import Directory
from publishing.kinds import FactRow, Kind, PageKind, Projection, Reference, Rows
from publishing.records import DATES, Review, dates_of

WORDS_A_MINUTE = 200

Path = tuple[str | int, ...]


class PictureKind(Kind):
    name = "picture"
    label = "Picture"
    label_plural = "Pictures"
    order = 10
    file = "pictures.yaml"
    record = PictureRecord
    model = Picture

    def copies(self) -> models.QuerySet[Picture]:
        return Picture.objects.order_by("key")

    def to_record(self, copy: Picture) -> PictureRecord:
        return PictureRecord.model_validate(
            {name: getattr(copy, name) for name in PictureRecord.model_fields}
        )

    def write_fields(self, record: PictureRecord, copy: Picture | None) -> Picture:
        return Picture.objects.update_or_create(key=record.key, defaults=record.model_dump(exclude={"key"}))[
            0
        ]

    def file_problem(self, folder: FilePath, record: PictureRecord) -> str:
        return pictures.file_problem(folder, record)

    def import_file(self, folder: FilePath, record: PictureRecord) -> None:
        pictures.import_file(folder, record)

    def export_file(self, folder: FilePath, record: PictureRecord) -> None:
        pictures.export_file(folder, record)

    def upload_problem(self, record: PictureRecord, copy: Picture | None) -> str:
        """Files come in under “Pictures” alone, where they are encoded anew."""
        if copy is None:
            return "there is no such picture; add it under “Pictures” first"
        kept = {name: getattr(copy, name) for name in ("file", "width", "height")}
        if record.model_dump(include=set(kept)) != kept:
            return "a picture keeps its file and size; add another one under “Pictures”"
        return ""


class TopicKind(PageKind):
    name = "topic"
    label = "Topic"
    label_plural = "Topics"
    order = 20
    file = "topics.yaml"
    record = TopicRecord
    frozen = TopicRecord
    model = Topic

    def copies(self) -> models.QuerySet[Topic]:
        return Topic.objects.select_related("page").order_by("page__key")

    def to_record(self, copy: Topic) -> TopicRecord:
        return TopicRecord(key=copy.key, slug=copy.slug, name=copy.name, description=copy.description)

    def write_fields(self, record: TopicRecord, copy: Topic | None) -> Topic:
        values = {"slug": record.slug, "name": record.name, "description": record.description}
        return Topic.objects.update_or_create(page=page_for(self, record), defaults=values)[0]

    def project(self, record: TopicRecord) -> Projection:
        return Projection(
            title=record.name, summary=record.description, names=(record.name,), body=record.description
        )

    def url(self, slug: str) -> str:
        return reverse("topic", args=[slug])

    def preview(
        self, request: HttpRequest, record: TopicRecord, made: Projection, directory: Directory
    ) -> HttpResponse:
        entry = directory.get(self.name, record.key)
        if entry is None:
            raise LookupError(f"the directory of a preview holds the previewed page, but not {record.key}")
        return views.draw_topic(request, entry, directory, preview=True)


class ArticleKind(PageKind):
    name = "article"
    label = "Article"
    label_plural = "Articles"
    order = 60
    file = "articles"
    sections = {"body": ""}
    tells_changes = True
    is_reviewed = True
    rows: ClassVar[dict[str, Rows]] = {
        "topics": Rows(model=ArticleTopic),
        "conditions": Rows(model=ArticleCondition),
        "cited": CITED,
        "pictures": Rows(("key",), Picture, "Pictures as they are shown"),
    }
    record = ArticleRecord
    frozen = FrozenArticle
    model = Article
    plain = (
        "slug",
        "section",
        "title",
        "summary",
        "body",
        *DATES,
    )

    def references(self, record: ArticleRecord) -> Iterator[Reference]:
        for index, key in enumerate(record.topics):
            yield Reference("topic", key, ("topics", index))
        if record.picture:
            yield Reference("picture", record.picture, ("picture",))
        for index, key in enumerate(record.conditions):
            yield Reference("condition", key, ("conditions", index))
        for kind, key in prose.references_in(record.body):
            yield Reference(kind, key, ("body",))

    def problems(self, record: ArticleRecord) -> Iterator[tuple[Path, str]]:
        if not record.body:
            yield ("body",), "there is no text below the front matter; write it"
        for field in ("topics", "conditions"):
            keys = getattr(record, field)
            for index, key in enumerate(keys):
                if key in keys[:index]:
                    yield (field, index), f"“{key}” stands twice in {field}; keep one"
        for problem in body_problems(record.body):
            yield ("body",), problem

    def copies(self) -> models.QuerySet[Article]:
        topics = ArticleTopic.objects.select_related("topic__page")
        conditions = ArticleCondition.objects.select_related("condition__page")
        return (
            Article.objects.select_related("page", "picture")
            .prefetch_related(Prefetch("topic_links", topics), Prefetch("condition_links", conditions))
            .order_by("page__key")
        )

    def to_record(self, copy: Article) -> ArticleRecord:
        values: dict[str, Any] = {name: getattr(copy, name) for name in self.plain}
        return ArticleRecord(
            key=copy.key,
            topics=[link.topic.key for link in copy.topic_links.all()],
            picture=copy.picture.key if copy.picture else "",
            conditions=[link.condition.key for link in copy.condition_links.all()],
            **values,
        )

    def freeze(self, copy: Article) -> FrozenArticle:
        record = self.to_record(copy)
        return FrozenArticle(
            **record.model_dump(),
            cited=frozen_sources(prose.cited_keys(record.body)),
            pictures=frozen_pictures(picture_keys(record)),
        )

    def review_fields(self, review: Review) -> dict[str, Any]:
        return dates_of(review)

    def write_fields(self, record: ArticleRecord, copy: Article | None) -> Article:
        values = {name: getattr(record, name) for name in self.plain}
        return Article.objects.update_or_create(page=page_for(self, record), defaults=values)[0]

    def write_links(self, record: ArticleRecord, copy: Article) -> None:
        copy.picture = Picture.objects.get(key=record.picture) if record.picture else None
        copy.save(update_fields=["picture"])
        copy.topic_links.all().delete()
        ArticleTopic.objects.bulk_create(
            ArticleTopic(article=copy, topic_id=topic, position=position)
            for position, topic in enumerate(keys_of(Topic.objects.all(), record.topics), start=1)
        )
        copy.condition_links.all().delete()
        ArticleCondition.objects.bulk_create(
            ArticleCondition(article=copy, condition_id=condition, position=position)
            for position, condition in enumerate(keys_of(Condition.objects.all(), record.conditions), start=1)
        )

    def gate(self, record: FrozenArticle) -> list[str]:
        problems = [message for _, message in self.problems(record)]
        return problems + prose.missing_problems(record.body)

    def project(self, record: FrozenArticle) -> Projection:
        body = prose.plain_text(record.body)
        citations = prose.Citations(source.key for source in record.cited)
        return Projection(
            title=record.title,
            summary=record.summary,
            names=(record.title,),
            facts=tuple(facts_of(record)),
            body=body,
            card={
                "section": record.section.value,
                "topics": record.topics,
                "written_on": record.written_on.isoformat() if record.written_on else "",
                "reviewed_on": record.reviewed_on.isoformat() if record.reviewed_on else "",
                "picture": top_picture(record),
                "minutes": max(1, math.ceil(len(body.split()) / WORDS_A_MINUTE)),
            },
            rendered={
                "blocks": prose.blocks(record.body, citations),
                "contents": prose.contents(record.body),
            },
        )

    def url(self, slug: str) -> str:
        return reverse("article", args=[slug])

    def url_of(self, page: Any) -> str:
        """The address of a live page or directory entry: what stands under /about/ is told by its card."""
        return address_of(page)

    def preview(
        self, request: HttpRequest, record: FrozenArticle, made: Projection, directory: Directory
    ) -> HttpResponse:
        banner = getattr(request, "preview_banner", None)
        page = ArticlePage(
            record, made.rendered, directory, preview=True, files=banner.files if banner else ""
        )
        return views.draw_article(request, page, preview=True)

    def shown_file(self, record: FrozenArticle, name: str) -> HttpResponseBase:
        if whole_file(name) not in [picture.file for picture in record.pictures]:
            raise Http404("This article shows no such picture.")
        return views.picture_response(name)


def facts_of(record: FrozenArticle) -> Iterator[FactRow]:
    """`picture` names the file: it may be shown while such a fact is there."""
    yield from (FactRow("about", key) for key in record.conditions)
    yield from (FactRow("topic", key) for key in record.topics)
    yield from (FactRow("picture", picture.file) for picture in record.pictures)


def picture_keys(record: ArticleRecord) -> list[str]:
    """The one at the top first, then as the text shows them."""
    return list(dict.fromkeys(filter(None, (record.picture, *prose.pictures_in(record.body)))))


def frozen_pictures(keys: Iterable[str]) -> list[PictureRecord]:
    """Pictures in full, in the order of the keys; unknown keys are left out."""
    wanted = list(keys)
    kind = PictureKind()
    rows = {picture.key: picture for picture in Picture.objects.filter(key__in=wanted)}
    return [kind.to_record(rows[key]) for key in wanted if key in rows]


def top_picture(record: FrozenArticle) -> dict[str, Any] | None:
    """What a card needs of the picture at the top."""
    found = next((picture for picture in record.pictures if picture.key == record.picture), None)
    return found.model_dump(include={"file", "alt", "width", "height"}) if found else None


KINDS: Sequence[type[Kind]] = (PictureKind, TopicKind, ArticleKind)

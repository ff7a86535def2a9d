"""Working copies of articles and topics, and the pictures that articles show. Public views read none of these tables."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from markdownx.models import MarkdownxField

from articles.addresses import FILE_PATTERN, SMALLER_WIDTHS, Section, address, path_of, smaller_file
from articles.embeds import body_problems
from conditions.models import Condition
from publishing import prose
from publishing.models import Dated, Revision, WorkingCopy, validate_key

BODY_HELP = (
    "Markdown. Headings begin with ## or ###. Cite with [@key of the source], or [@common-teaching] where no source was "
    "found. Link to a page with [words](condition:its-key). An embed stands between lines of its own: “:::compare”, "
    "“:::condition” or “:::red-flags”, then what it shows, then “:::”."
)


class PictureInUse(ValidationError):
    """A picture that is still shown somewhere, or was in a revision that is kept, was about to be deleted."""


class PictureQuerySet(models.QuerySet["Picture"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            pictures = list(self)
            for picture in pictures:
                picture.delete()
        return len(pictures), {"articles.Picture": len(pictures)}


class Picture(models.Model):
    """A picture of the library. Its file is named by its content, so that an address always shows the same picture."""

    key = models.CharField(max_length=80, unique=True, validators=[validate_key])
    file = models.CharField(
        max_length=40, unique=True, editable=False, validators=[RegexValidator(FILE_PATTERN)]
    )
    alt = models.CharField(
        "description",
        max_length=300,
        help_text="What it shows, for somebody who cannot see it: “The nerve roots of the lower back”.",
    )
    credit = models.CharField(max_length=200, help_text="Who made it.")
    licence = models.CharField(max_length=120, help_text="Under which licence it may be shown: “CC BY 4.0”.")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt="") & ~Q(credit="") & ~Q(licence=""), name="picture_has_alt_credit_licence"
            ),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="picture_has_size"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.alt}"

    @property
    def path(self) -> str:
        """Within the media storage."""
        return path_of(self.file)

    def uses(self) -> list[str]:
        """Who keeps it from being deleted, for people to read; empty when it can go."""
        # The file's name stands in the frozen record. As text, because SQLite cannot look into a list in JSON.
        frozen = Revision.objects.annotate(text=Cast("data", TextField())).filter(text__contains=self.file)
        users = [str(revision) for revision in frozen.select_related("page").order_by("pk")]
        drafts = Article.objects.filter(Q(picture=self) | Q(body__contains=f"{prose.PICTURE}:{self.key}"))
        users += [
            f"the working copy of “{article}”"
            for article in drafts
            if article.picture_id == self.pk or self.key in prose.pictures_in(article.body)
        ]
        return users

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        users = self.uses()
        if users:
            raise PictureInUse(
                f"“{self.key}” is used by {', '.join(users[:3])}. What a revision shows is kept for good."
            )
        paths = [self.path, *(path_of(smaller_file(self.file, width)) for width in SMALLER_WIDTHS)]
        for path in paths:
            transaction.on_commit(partial(default_storage.delete, path))
        return super().delete(*args, **kwargs)


class Topic(WorkingCopy):
    """What articles are grouped by."""

    kind_name = "topic"
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True, help_text="One or two sentences, shown above its articles.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Article(WorkingCopy, Dated):
    kind_name = "article"
    section = models.CharField(
        max_length=8,
        choices=Section,
        default=Section.ARTICLES,
        help_text="“About this site” for the standing pages.",
    )
    title = models.CharField(max_length=200)
    summary = models.CharField(
        max_length=300, help_text="One or two sentences, shown in lists and search results."
    )
    topics = models.ManyToManyField(Topic, through="ArticleTopic", blank=True, related_name="articles")
    picture = models.ForeignKey(
        Picture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Shown at the top.",
    )
    conditions = models.ManyToManyField(Condition, through="ArticleCondition", blank=True, related_name="+")
    body = MarkdownxField(help_text=BODY_HELP)

    class Meta:
        ordering = ["title"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(section__in=Section.values), name="article_section_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address(self.section, self.slug or self.key)

    def clean(self) -> None:
        super().clean()
        problems = [*body_problems(self.body), *prose.missing_problems(self.body)]
        if problems:
            raise ValidationError({"body": problems})


class ArticleTopic(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "topic"
        constraints = [models.UniqueConstraint(fields=["article", "topic"], name="topic_once_an_article")]

    def __str__(self) -> str:
        return str(self.topic)


class ArticleCondition(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="condition_links")
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "condition it is about"
        verbose_name_plural = "conditions it is about"
        constraints = [
            models.UniqueConstraint(fields=["article", "condition"], name="condition_once_an_article")
        ]

    def __str__(self) -> str:
        return str(self.condition)

"""What readers could not find, counted. Everything else of search lives in memory and in the text engine's own table."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Max, Sum
from django.utils import timezone

SHOWN_AFTER_DAYS = 3
KEPT_FOR = timedelta(days=90)


class MissedSearchQuerySet(models.QuerySet["MissedSearch"]):
    def for_editors(self) -> Any:
        """Texts seen on enough different days, as dicts of text, days, times and latest, the most seen first.

        A text that one person typed, however often, stays unseen.
        """
        return (
            self.exclude(text="")
            .values("text")
            .annotate(days=Count("day", distinct=True), times=Sum("count"), latest=Max("day"))
            .filter(days__gte=SHOWN_AFTER_DAYS)
            .order_by("-days", "-times", "text")
        )

    def too_old(self) -> models.QuerySet["MissedSearch"]:
        return self.filter(day__lt=timezone.localdate() - KEPT_FOR)


class MissedSearch(models.Model):
    """How often, on one day, a text was searched for in which nothing was understood or for which nothing was found.

    An empty text stands for all those that are not kept: see search.missed. Nothing tells who searched.
    """

    text = models.CharField(max_length=40)
    day = models.DateField()
    count = models.PositiveIntegerField(default=1)

    objects = MissedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = "search that found nothing"
        verbose_name_plural = "searches that found nothing"
        constraints = [models.UniqueConstraint(fields=["text", "day"], name="one_count_a_text_and_day")]

    def __str__(self) -> str:
        return self.text or "(not kept)"

"""What the desk keeps beside publishing: what readers say of pages, and how it stands with the addresses that pages name."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from publishing.models import Page, Revision

LONGEST = 500
"""Characters of what a reader can write."""

KEPT_AFTER_CLOSING = timedelta(days=90)
COUNTED_FOR = timedelta(days=365)


class FeedbackKind(models.TextChoices):
    ERROR = "error", "Error report"
    COMMENT = "comment", "Comment"


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def too_old(self) -> Self:
        return self.filter(closed_at__lt=timezone.now() - KEPT_AFTER_CLOSING)


class Feedback(models.Model):
    """What a reader wrote of a page. Nothing tells who: no name, no address, and of the time only the day.

    `revision` was live when the form was opened; `times`: how often the same was sent while it is open; `helpful` is what
    was pressed before a comment.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="feedback")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=FeedbackKind)
    helpful = models.BooleanField(null=True)
    text = models.TextField(max_length=LONGEST)
    times = models.PositiveIntegerField(default=1)
    received_on = models.DateField(default=timezone.localdate)
    closed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True, help_text="What was done about it, or why nothing was.")

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "reader’s report"
        verbose_name_plural = "readers’ reports"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="closed_feedback_says_by_whom",
            )
        ]

    def __str__(self) -> str:
        # Django's own log keeps this for good: without the reader's words.
        return f"{FeedbackKind(self.kind).label} {self.pk} on {self.page}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class HelpfulCount(models.Model):
    """How many readers pressed yes and no to "Was this page helpful?" on one day. No row for any one of them."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "“Was this page helpful?”"
        verbose_name_plural = "“Was this page helpful?”"
        constraints = [
            models.UniqueConstraint(fields=["page", "day"], name="one_helpful_count_a_page_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.page}, {self.day}: {self.yes} yes, {self.no} no"


class Outcome(models.TextChoices):
    """What asking an address came to."""

    OK = "ok", "Works"
    MOVED = "moved", "Moved"
    DEAD = "dead", "Dead"
    UNKNOWN = "unknown", "Could not be checked"


class LinkCheck(models.Model):
    """One address outside this site that a page or a source names, and what `check_links` found there last.

    `cited_by`, as of that run: `{"page": id, "name": …, "where": …}` for each place, or `{"source": key}`.
    """

    address = models.CharField(max_length=1000, unique=True)
    outcome = models.CharField(max_length=8, choices=Outcome)
    detail = models.CharField(max_length=1200, blank=True)
    moved_to = models.CharField(max_length=1000, blank=True)
    checked_at = models.DateTimeField(default=timezone.now)
    cited_by = models.JSONField(default=list)

    class Meta:
        ordering = ["address"]
        verbose_name = "outside link"

    def __str__(self) -> str:
        return self.address

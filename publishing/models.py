"""The page row, its revisions and log, and what the public reads.

Three kinds of table stand here. *Editorial*: Page, Revision, LogEntry. *Public*, all of it made from live revisions and
made anew by `rebuild_public`: LivePage, Fact, Address. And ContentVersion, a row for each time the public side changed.
Working copies are ordinary rows in the apps of their subject; see WorkingCopy.
"""

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from publishing import changes
from publishing.records import KEY_PATTERN
from publishing.states import PUBLISHING, State, done

validate_key = RegexValidator(
    KEY_PATTERN, "Use lower-case letters, digits and single hyphens, such as “lower-back”.", code="bad-key"
)


LATE_AFTER = timedelta(minutes=10)
"""`publish_due` runs every few minutes."""

QUIET_AFTER = timedelta(days=30)
"""A change that nobody went on with for so long is likely forgotten."""


class Immutable(ValidationError):
    """Something that is kept for good was about to be changed or deleted."""


class PageQuerySet(models.QuerySet["Page"]):
    def published(self) -> Self:
        """Pages that the public may see."""
        return self.filter(live_revision__isnull=False)

    def publish_due(self, now: Any = None) -> Self:
        return self.filter(publish_at__lte=now or timezone.now())

    def withdraw_due(self, now: Any = None) -> Self:
        return self.filter(withdraw_at__lte=now or timezone.now())

    def late(self, now: Any = None) -> Self:
        """What should have been published or withdrawn a while ago and was not."""
        before = (now or timezone.now()) - LATE_AFTER
        return self.filter(Q(publish_at__lte=before) | Q(withdraw_at__lte=before))

    def quiet(self, now: Any = None) -> Self:
        """With text that readers do not see, which nobody has touched for a while."""
        unseen = Q(live_revision__isnull=True) | ~Q(live_revision__digest=F("copy_digest"))
        idle = Q(edited_at__lt=(now or timezone.now()) - QUIET_AFTER)
        return self.filter(unseen, idle).exclude(state=State.WITHDRAWN)


class Page(models.Model):
    """One page of any kind: who it is, where its working copy stands, and which revision is live.

    `key` is its permanent identity, in files too; the address is the slug of the live revision. `live_revision` empty
    means that the public sees nothing. The working copy may be ahead of it: `state` is of the working copy alone.
    """

    kind = models.CharField(max_length=20, editable=False)
    key = models.CharField(max_length=80, validators=[validate_key])
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT, editable=False)
    live_revision = models.ForeignKey(
        "Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    copy_digest = models.CharField(max_length=64, blank=True, editable=False)
    publish_at = models.DateTimeField(null=True, blank=True)
    withdraw_at = models.DateTimeField(null=True, blank=True)
    # What readers are to be told when it is published next: kept here until then.
    public_note = models.CharField(max_length=changes.LONGEST, blank=True, editable=False)
    is_correction = models.BooleanField(default=False, editable=False)
    edited_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="page_key_unique_in_kind"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="page_state_known"),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN) | Q(live_revision__isnull=True),
                name="withdrawn_is_not_live",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(live_revision__isnull=False), name="published_is_live"
            ),
        ]
        permissions = [
            ("submit_page", "Can submit a page for review"),
            ("review_page", "Can approve or return a page"),
            ("publish_page", "Can publish, schedule, withdraw and restore a page"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_published(self) -> bool:
        return self.live_revision_id is not None

    @property
    def differs_from_live(self) -> bool:
        """Whether the working copy holds what the public does not see yet. Reads live_revision."""
        return self.live_revision is None or self.live_revision.digest != self.copy_digest


class KeptQuerySet(models.QuerySet[Any]):
    """Rows that are written once: revisions and the log."""

    def update(self, **kwargs: Any) -> int:
        raise Immutable("Revisions and the log are kept as they are. Publishing makes a new revision.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Immutable("Revisions and the log are kept for good.")

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if kwargs.get("update_conflicts"):
            raise Immutable("Revisions and the log are kept as they are.")
        return super().bulk_create(objs, *args, **kwargs)


class Revision(models.Model):
    """A page frozen whole at one moment: the record, with what it cites. Never changed, never deleted."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    schema_version = models.PositiveSmallIntegerField()
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[models.Manager["Revision"]] = KeptQuerySet.as_manager()

    class Meta:
        ordering = ["page", "-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="revision_number_unique")]

    def __str__(self) -> str:
        return f"{self.page} no. {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise Immutable("A revision is kept as it is. Make a new one by publishing the working copy.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Immutable("Revisions are kept for good.")


class LogQuerySet(KeptQuerySet):
    def publications(self) -> Self:
        """Entries that put their revision before readers. What is shared or kept while a page is public has one too."""
        return self.filter(action__in=PUBLISHING, revision__isnull=False)


class LogEntry(models.Model):
    """Who did what to a page, when, from which state to which. Written once."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="log")
    action = models.CharField(max_length=12)
    from_state = models.CharField(max_length=12, choices=State)
    to_state = models.CharField(max_length=12, choices=State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # What the gate found and an editor let pass, see publishing.gates.let_pass.
    passed = models.JSONField(default=list, blank=True, editable=False)
    public_note = models.CharField("told to readers", max_length=changes.LONGEST, blank=True)
    is_correction = models.BooleanField("correction", default=False)

    objects = LogQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "log entries"
        permissions = [("export_logentry", "Can take the log away as a file")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_correction=False) | ~Q(public_note=""), name="correction_says_what"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.done}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise Immutable("The log is kept as it is.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Immutable("The log is kept for good.")

    @property
    def done(self) -> str:
        return done(self.action)


class LoadedRecord(models.Model):
    """The content that a file last gave to a record, so that loading again can tell an editor's change from its own.

    `digest` is of the file's record, empty where the record was made at the desk; a working copy with another digest has been
    changed since by a person. `content` is what that record said; None: loaded before this was kept. `offered` is what the
    files say now, where a person's change was left and nobody has decided yet (publishing.library).
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, blank=True)
    content = models.JSONField(null=True, blank=True)
    offered = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="loaded_record_unique")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ContentVersion(models.Model):
    """One row for each change of the public side; the newest names what is public now.

    `token` tells two histories apart (a restored backup, a rolled-back test) in which the same number was reached.
    """

    number = models.BigAutoField(primary_key=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.number)


class LivePageQuerySet(models.QuerySet["LivePage"]):
    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def light(self) -> Self:
        """Without the rendered blocks, for lists."""
        return self.defer("rendered")


class LivePage(models.Model):
    """What the public reads of a page, made from its live revision; exists only while the page is live.

    `card` holds the few facts that lists need; `rendered` the clean HTML and widget blocks; `position` the kind's own
    order of display; `changes` what readers are told of changes, newest first (publishing.changes).
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="live")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    slug = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    sort_title = models.CharField(max_length=200)
    position = models.IntegerField(default=0)
    summary = models.TextField(blank=True)
    names = models.JSONField(default=list)
    card = models.JSONField(default=dict)
    rendered = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    first_published_at = models.DateTimeField()
    published_at = models.DateTimeField()
    content_version = models.BigIntegerField()

    objects = LivePageQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "position", "sort_title"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="live_slug_unique_in_kind"),
            models.UniqueConstraint(fields=["kind", "key"], name="live_key_unique_in_kind"),
        ]
        indexes = [
            models.Index(fields=["kind", "sort_title"]),
            models.Index(fields=["kind", "-published_at"]),
            models.Index(fields=["content_version"]),
        ]

    def __str__(self) -> str:
        return self.title


class Fact(models.Model):
    """One thing that a live page states of one term: page × relation × term × effect × level."""

    page = models.ForeignKey(LivePage, on_delete=models.CASCADE, related_name="facts")
    relation = models.CharField(max_length=12)
    term = models.CharField(max_length=80)
    effect = models.CharField(max_length=8, blank=True)
    level = models.CharField(max_length=12, blank=True)
    role = models.CharField(max_length=12, blank=True)
    side = models.CharField(max_length=8, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["page", "relation", "position"]
        indexes = [models.Index(fields=["relation", "term"])]

    def __str__(self) -> str:
        return f"{self.page_id} {self.relation} {self.term}"


class Address(models.Model):
    """A slug that a page has ever been published under. Never given to another page.

    The page's live slug answers; any other leads there in one hop; without a live page it is gone for good (410).
    """

    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=80)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="addresses")

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="address_unique_in_kind")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"


class WorkingCopy(models.Model):
    """The editors' side of a page, as ordinary rows. Saving one never publishes it.

    A subclass sets `kind_name` and has the fields of its record. The page row is made with it.
    """

    kind_name: str

    page = models.OneToOneField(Page, on_delete=models.PROTECT, related_name="+", editable=False)
    slug = models.CharField(
        max_length=80,
        blank=True,
        validators=[validate_key],
        help_text="The address. Empty: the same as the key. A published address keeps leading here when it changes.",
    )

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        return self.page.key


class Dated(models.Model):
    """When a page was written, checked and reviewed, and by whom; the same as publishing.records.Dated."""

    written_on = models.DateField(null=True, blank=True)
    sources_checked_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.CharField(
        max_length=200,
        blank=True,
        help_text="Empty: readers are told that no clinician has reviewed the page.",
    )
    next_review_due = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=(Q(reviewed_by="") & Q(reviewed_on__isnull=True))
                | (~Q(reviewed_by="") & Q(reviewed_on__isnull=False)),
                name="%(class)s_review_has_person_and_date",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if bool(self.reviewed_by) != bool(self.reviewed_on):
            raise ValidationError(
                {"reviewed_by": "Give both who reviewed the page and when, or leave both empty."}
            )


class PreviewLink(models.Model):
    """Lets whoever has the link see one submitted revision before it is public; see publishing/preview_links.py."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="preview_links")
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Preview link to {self.revision}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class Upload(models.Model):
    """Content files that somebody brought to the desk, kept between the dry run and the load, a day at the most.

    `content` is what publishing.uploads made of them: texts by name, and never the bytes that came.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=200)
    content = models.JSONField()

    def __str__(self) -> str:
        return self.name

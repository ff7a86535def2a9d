"""Lists of pages: what they show of each, and what they can be narrowed down to."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from publishing.models import QUIET_AFTER, LogEntry, Page, WorkingCopy
from publishing.states import EDIT, LOAD, RESTORE, State

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object

_DAY = "%d\N{NO-BREAK SPACE}%b\N{NO-BREAK SPACE}%Y"

CHANGES = (EDIT, LOAD, RESTORE)
"""What the log calls a change of the text."""

REVIEW_SOON = timedelta(days=60)


class StateFilter(admin.SimpleListFilter):
    title = "where it stands"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.value, state.label) for state in State]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(page__state=self.value()) if self.value() else queryset


class LiveFilter(admin.SimpleListFilter):
    title = "what readers see"
    parameter_name = "live"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Something"), ("differs", "An older text than this"), ("no", "Nothing")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        live = queryset.filter(page__live_revision__isnull=False)
        if self.value() == "yes":
            return live
        if self.value() == "no":
            return queryset.filter(page__live_revision__isnull=True)
        if self.value() == "differs":
            return live.exclude(page__live_revision__digest=F("page__copy_digest"))
        return queryset


class DueFilter(admin.SimpleListFilter):
    title = "what is due"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        choices = [
            ("scheduled", "Publish or withdraw is scheduled"),
            ("quiet", f"A draft, not touched for {QUIET_AFTER.days} days"),
        ]
        if has_review_date(model_admin.model):
            choices += [("late", "Review is overdue"), ("soon", f"Review within {REVIEW_SOON.days} days")]
        return choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        if self.value() == "scheduled":
            return queryset.filter(Q(page__publish_at__isnull=False) | Q(page__withdraw_at__isnull=False))
        if self.value() == "quiet":
            return queryset.filter(page__in=Page.objects.quiet())
        if not has_review_date(queryset.model):
            return queryset
        if self.value() == "late":
            return queryset.filter(next_review_due__lt=today)
        if self.value() == "soon":
            return queryset.filter(next_review_due__range=(today, today + REVIEW_SOON))
        return queryset


def has_review_date(model: Any) -> bool:
    try:
        model._meta.get_field("next_review_due")
    except FieldDoesNotExist:
        return False
    return True


class ReviewedFilter(admin.SimpleListFilter):
    title = "clinical review"
    parameter_name = "reviewed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "Not reviewed"), ("yes", "Reviewed"), ("undated", "No next review set")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in ("no", "yes"):
            return queryset.filter(reviewed_on__isnull=self.value() == "no")
        return queryset.filter(next_review_due__isnull=True) if self.value() == "undated" else queryset


class EditedFilter(admin.DateFieldListFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "last edited"


class EditorFilter(admin.SimpleListFilter):
    """Who changed it last, as the log tells."""

    title = "last edited by"
    parameter_name = "editor"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        entries = LogEntry.objects.order_by().filter(
            page__kind=model_admin.model.kind_name, action__in=CHANGES, by__isnull=False
        )
        people = User.objects.filter(pk__in=entries.values("by")).order_by("username")
        others = [(str(one.pk), str(one)) for one in people if one != request.user]
        return [("me", "Me"), *others, ("machine", "The machine")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        if wanted == "machine":
            return queryset.filter(edited_by_id__isnull=True)
        if wanted == "me":
            return queryset.filter(edited_by_id=request.user.pk)
        known = {value for value, _ in self.lookup_choices}
        return queryset.filter(edited_by_id=int(wanted)) if wanted and wanted in known else queryset


def _last_change(field: str) -> Subquery:
    changes = LogEntry.objects.filter(page=OuterRef("page"), action__in=CHANGES).order_by("-at", "-pk")
    return Subquery(changes.values(field)[:1])


class ListMixin(Base):
    """For the list of a kind of page: what readers see of each, what is due, who edited it last."""

    list_filter: ClassVar[Any] = (StateFilter, LiveFilter, DueFilter)

    def get_list_filter(self, request: HttpRequest) -> Any:
        own = super().get_list_filter(request)
        reviewed = (ReviewedFilter,) if has_review_date(self.model) else ()
        return (*own, *reviewed, ("page__edited_at", EditedFilter), EditorFilter)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the page row, who changed it last, and of its live revision all but the frozen text."""
        copies: QuerySet[Any] = super().get_queryset(request)
        last = {"edited_by_id": _last_change("by"), "edited_by": _last_change("by__username")}
        rows: QuerySet[Any] = copies.annotate(**last)
        return rows.select_related("page__live_revision").defer("page__live_revision__data")

    def get_list_display(self, request: HttpRequest) -> Any:
        due = "due_by_review" if has_review_date(self.model) else "due"
        return (*self.list_display, "state", "readers_see", due, "last_edited")

    @admin.display(description="stands at", ordering="page__state")
    def state(self, copy: WorkingCopy) -> str:
        return State(copy.page.state).label

    @admin.display(description="readers see", ordering="page__live_revision__made_at")
    def readers_see(self, copy: WorkingCopy) -> str:
        page = copy.page
        if page.live_revision is None:
            return "nothing"
        return f"older text (revision {page.live_revision.number})" if page.differs_from_live else "this text"

    @admin.display(description="due")
    def due(self, copy: WorkingCopy) -> str:
        """What is scheduled, and the next review."""
        said = [
            f"{word} {timezone.localtime(at):{_DAY} %H:%M}"
            for word, at in (("publish", copy.page.publish_at), ("withdraw", copy.page.withdraw_at))
            if at
        ]
        review = getattr(copy, "next_review_due", None)
        if review:
            late = review < timezone.localdate()
            said.append(f"review {'was due ' if late else ''}{review:{_DAY}}")
        return ", ".join(said) or "–"

    @admin.display(description="due", ordering="next_review_due")
    def due_by_review(self, copy: WorkingCopy) -> str:
        return self.due(copy)

    @admin.display(description="edited", ordering="page__edited_at")
    def last_edited(self, copy: Any) -> str:
        by = f" by {copy.edited_by}" if copy.edited_by else ""
        return f"{timezone.localtime(copy.page.edited_at):%d %b %Y}{by}"

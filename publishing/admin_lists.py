"""What lists of pages can be narrowed down to: where a page stands, what readers see, what is due."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from publishing.states import State

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
        choices = [("scheduled", "Publish or withdraw is scheduled")]
        if has_review_date(model_admin.model):
            choices += [("late", "Review is overdue"), ("soon", f"Review within {REVIEW_SOON.days} days")]
        return choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        if self.value() == "scheduled":
            return queryset.filter(Q(page__publish_at__isnull=False) | Q(page__withdraw_at__isnull=False))
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

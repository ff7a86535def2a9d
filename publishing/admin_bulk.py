"""What is done to many pages of a list at once, each with a page that asks first: the date of the next review, a publication
that is scheduled.

Moves stand in publishing.admin. Withdrawing is for one page at a time: what leaves the site with it has to be seen.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from publishing import service
from publishing.admin_lists import has_review_date
from publishing.states import State

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object

MOST = 500
"""As many pages as one person looks through."""

_MOST_TOLD = 10


class ReviewDateForm(forms.Form):
    next_review_due = forms.DateField(label="Next review due", widget=forms.DateInput(attrs={"type": "date"}))

    def clean_next_review_due(self) -> Any:
        day = self.cleaned_data["next_review_due"]
        if day < timezone.localdate():
            raise forms.ValidationError("This day is past. Choose one to come.")
        return day


class PublishAtForm(forms.Form):
    publish_at = forms.DateTimeField(
        label="Publish at", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), required=False
    )

    def clean_publish_at(self) -> Any:
        at = self.cleaned_data["publish_at"]
        if at and at < timezone.now():
            raise forms.ValidationError("This time is past. Choose one to come.")
        return at


class Refused(Exception):
    """This page is left as it was. The message says why."""


class BulkMixin(Base):
    """For the list of a kind of page."""

    @admin.action(
        description="Set the next review of selected %(verbose_name_plural)s", permissions=["change"]
    )
    def set_review_date(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        says = (
            "A page that is live becomes a draft by it: readers see the new date once it has been approved and published "
            "again. To confirm that a page was reviewed, use “Reviewed, no change” on the page itself."
        )
        return self._ask(request, queryset, ReviewDateForm, "Set the next review", says, _set_review_date)

    @admin.action(
        description="Schedule publication of selected %(verbose_name_plural)s", permissions=["publish_page"]
    )
    def schedule_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        says = (
            "Each is published then if it has been approved by that time and nothing stands in its way. Empty: not by "
            f"itself. Times are of {timezone.get_current_timezone_name()}. When it is withdrawn stays as it is."
        )
        return self._ask(request, queryset, PublishAtForm, "Schedule the publication", says, _schedule)

    def has_publish_page_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("publishing.publish_page"))

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        if not has_review_date(self.model):
            actions.pop("set_review_date", None)
        return actions

    def _ask(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        form_class: type[forms.Form],
        title: str,
        says: str,
        act: Callable[[Any, Any, Any], bool],
    ) -> HttpResponse | None:
        """GET-like at first: which pages, and a form. With `sure` it is done, and told how often and why not."""
        copies = list(queryset.select_related("page")[: MOST + 1])
        if len(copies) > MOST:
            messages.error(request, f"Choose at most {MOST} pages at once. Nothing was changed.")
            return None
        form = form_class(request.POST if "sure" in request.POST else None)
        if "sure" in request.POST and form.is_valid():
            (value,) = form.cleaned_data.values()
            self._do(request, copies, value, act)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": f"{title} of {len(copies)} {'page' if len(copies) == 1 else 'pages'}",
            "button": title,
            "says": says,
            "form": form,
            "copies": copies,
            "opts": self.opts,
            "action": request.POST.get("action", ""),
            "action_name": ACTION_CHECKBOX_NAME,
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
        }
        return TemplateResponse(request, "admin/publishing/bulk.html", context)

    def _do(
        self, request: HttpRequest, copies: list[Any], value: Any, act: Callable[[Any, Any, Any], bool]
    ) -> None:
        if not copies:
            raise PermissionDenied
        done, refused = 0, []
        for copy in copies:
            try:
                done += act(copy, value, request.user)
            except (Refused, service.MoveRefused) as why:
                refused.append(f"“{copy}”: {why}")
        for line in _told(refused):
            messages.warning(request, line)
        same = len(copies) - done - len(refused)
        counted = f"{done} {'page was' if done == 1 else 'pages were'} changed."
        if same:
            counted += f" {same} already {'says' if same == 1 else 'say'} so."
        messages.add_message(request, messages.SUCCESS if done else messages.WARNING, counted)


def _told(refused: list[str]) -> Iterator[str]:
    yield from refused[:_MOST_TOLD]
    if len(refused) > _MOST_TOLD:
        yield f"And {len(refused) - _MOST_TOLD} more were left as they were."


@transaction.atomic
def _set_review_date(copy: Any, day: Any, by: Any) -> bool:
    page = service.lock(copy.page)
    if type(copy)._default_manager.filter(pk=copy.pk, next_review_due=day).exists():
        return False
    if page.state in (State.IN_REVIEW, State.APPROVED):
        raise Refused(
            f"it is {page.get_state_display().lower()}, and would have to be submitted again. Set the date in its form."
        )
    copy.next_review_due = day
    copy.save(update_fields=["next_review_due"])
    return service.edited(page, by, f"Next review due set to {day:%d %b %Y}.")


def _schedule(copy: Any, publish_at: Any, by: Any) -> bool:
    page = copy.page
    if page.publish_at == publish_at:
        return False
    if publish_at and page.state == State.PUBLISHED:
        raise Refused("readers see this very text already. Change it first.")
    if publish_at and page.withdraw_at and page.withdraw_at <= publish_at:
        raise Refused("it is withdrawn before that. Change one of the two times in its form.")
    service.schedule(page, publish_at, page.withdraw_at, by)
    return True

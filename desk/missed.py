"""Searches that found nothing, for editors: give the word to a term in one step, or put it aside."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from conditions.models import BodyRegion, Posture, Symptom, Treatment
from publishing import service
from publishing.kinds import PageKind, get_page_kind
from search import text
from search.models import MissedSearch

TERMS = (Symptom, BodyRegion, Posture, Treatment)
_MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """A term as it is offered: "Numbness between the legs [symptom saddle-numbness]"."""

    kind: str
    key: str
    name: str

    def __str__(self) -> str:
        return f"{self.name} [{self.kind} {self.key}]"


_CHOSEN = re.compile(r"\[(?P<kind>[a-z]+) (?P<key>[a-z0-9-]+)\]$")


class Refused(Exception):
    """Nothing was changed. The message says why and what would help."""


@admin.register(MissedSearch)
class MissedSearchAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Its list is all there is of it: texts seen on three days or more."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Template: admin/desk/missed.html. POST: `text`, and `term` or `aside`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            self._act(request)
            return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": "Searches that found nothing",
            "opts": self.model._meta,
            "missed": MissedSearch.objects.for_editors()[:_MOST_SHOWN],
            "choices": _choices(request),
            "not_kept": sum(MissedSearch.objects.filter(text="").values_list("count", flat=True)),
        }
        return TemplateResponse(request, "admin/desk/missed.html", context)

    def _act(self, request: HttpRequest) -> None:
        missed = request.POST.get("text", "")
        if not _choices(request):
            raise PermissionDenied
        if "aside" in request.POST:
            MissedSearch.objects.filter(text=missed).exclude(text="").delete()
            messages.success(
                request, f"“{missed}” was put aside. It comes back if readers go on searching for it."
            )
            return
        try:
            copy = make_word(request, missed, request.POST.get("term", ""))
        except Refused as refused:
            messages.error(request, str(refused))
            return
        address = reverse(f"admin:{copy._meta.app_label}_{copy._meta.model_name}_change", args=[copy.pk])
        messages.success(
            request,
            format_html(
                "“{}” is a word for <a href='{}'>{}</a> now, in its working copy. Submit that, so that readers gain by it.",
                missed,
                address,
                copy,
            ),
        )


@transaction.atomic
def make_word(request: HttpRequest, missed: str, chosen: str) -> Any:
    """Adds the text to the words of the chosen term's working copy, which is returned, and puts it aside.

    Raises:
        Refused, PermissionDenied: nothing was changed.
    """
    if not MissedSearch.objects.for_editors().filter(text=missed).exists():
        raise Refused("That search is not in the list any more. Nothing was changed.")
    found = _CHOSEN.search(chosen.strip())
    copy = _copy_of(found["kind"], found["key"]) if found else None
    if copy is None:
        raise Refused(
            "Choose a term from the list, so that it ends with its key in brackets. Nothing was changed."
        )
    if not _may_change(request, type(copy)):
        raise PermissionDenied
    kind = get_page_kind(copy.kind_name)
    owner = _owner(kind, missed)
    if owner is not None:
        raise Refused(
            f"“{missed}” is a word for “{owner}” already. If that is not published yet, publish it; "
            "a word belongs to one term alone."
        )
    copy.words = [*copy.words, missed]
    copy.save(update_fields=["words"])
    user: Any = request.user
    service.edited(copy.page, user, f"“{missed}” from searches that found nothing.")
    MissedSearch.objects.filter(text=missed).delete()
    return copy


def _choices(request: HttpRequest) -> list[Choice]:
    """Every term this person may change, by name."""
    choices = [
        Choice(model.kind_name, key, name)
        for model in TERMS
        if _may_change(request, model)
        for key, name in model.objects.values_list("page__key", "name")
    ]
    return sorted(choices, key=lambda choice: choice.name.casefold())


def _may_change(request: HttpRequest, model: Any) -> bool:
    return request.user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")


def _copy_of(kind: str, key: str) -> Any:
    model = next((model for model in TERMS if model.kind_name == kind), None)
    return model.objects.select_related("page").filter(page__key=key).first() if model else None


def _owner(kind: PageKind, word: str) -> Any:
    """The term of this kind whose name or words say just that already."""
    said = text.words_of(word)
    return next(
        (copy for copy in kind.copies() if any(text.words_of(w) == said for w in (copy.name, *copy.words))),
        None,
    )

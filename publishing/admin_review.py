"""“Reviewed, no change” at the desk: a small form above the page's own, and on whatever other page offers it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject

from publishing import reviews, service
from publishing.models import Page

ALL = "*"
"""Stands for every source of the page."""


class ReviewForm(forms.Form):
    """Nothing is ticked beforehand: what the log says of a person is what that person said."""

    seen = forms.CharField(widget=forms.HiddenInput)
    sources = forms.MultipleChoiceField(
        label="Sources that you looked at",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "One of them is not cited any more. Look at the sources again, then tick those you looked at."
        },
    )
    is_clinician = forms.BooleanField(
        label="I am a clinician and have read the whole page. Readers are told who reviewed it.",
        required=False,
    )
    clinician = forms.CharField(
        label="Your name and profession, as readers will see them",
        required=False,
        max_length=reviews.LONGEST_NAME,
        widget=forms.TextInput(attrs={"size": 50, "autocomplete": "off"}),
    )
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, page_id: int, cited: Iterable[Any], data: Any = None, initial: Any = None) -> None:
        """`cited`: the frozen sources of the live revision, as mappings with key, title and perhaps url."""
        super().__init__(data, initial=initial, auto_id=f"review-{page_id}-%s")
        sources = list(cited)
        choices = [(source["key"], source["title"]) for source in sources]
        self.addresses = {source["key"]: source.get("url", "") for source in sources}
        if len(choices) > 1:
            choices.insert(0, (ALL, f"All {len(choices)} of them"))
        field: Any = self.fields["sources"]
        field.choices = choices
        if not choices:
            del self.fields["sources"]

    def ticks(self) -> Iterator[tuple[Any, str]]:
        """Each source with its address, to be looked at."""
        return ((tick, self.addresses.get(tick.data["value"], "")) for tick in self["sources"])

    @property
    def keys(self) -> list[str]:
        """Of the sources that were ticked."""
        ticked: list[str] = self.cleaned_data.get("sources", [])
        if ALL not in ticked:
            return ticked
        field: Any = self.fields["sources"]
        return [key for key, _ in field.choices if key != ALL]

    def clean_sources(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["sources"]
        if not ticked:
            raise ValidationError("Tick the sources that you looked at, at least one: the log names them.")
        return ticked

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        is_clinician, name = data.get("is_clinician"), data.get("clinician", "").strip()
        if is_clinician and not name:
            self.add_error(
                "clinician", "Give your name and profession: readers are told who reviewed the page."
            )
        if name and not is_clinician and "clinician" not in self.errors:
            self.add_error(
                "is_clinician",
                "Tick this if you are the clinician who read the page, or leave the name empty.",
            )
        return data


def form_for(page: Page, cited: Iterable[Any], back: str = "") -> ReviewForm:
    """`cited`: see ReviewForm. `back`: see RETURNS."""
    return ReviewForm(page.pk, cited, initial={"seen": page.copy_digest, "back": back})


def block(page: Page, user: Any) -> Any:
    """The form where this person can confirm a review now, else None. Made only when it is drawn."""
    return SimpleLazyObject(lambda: None if reviews.refusal(page, user) else form_for(page, _cited(page)))


def _cited(page: Page) -> list[Any]:
    live = page.live_revision
    return list(live.data.get("cited", [])) if live else []


RETURNS = {"desk": "admin:index"}
"""Where somebody came from who did not come from the form of the page."""


def confirm(
    request: HttpRequest, copy: Any, change_url: str, context: Callable[[], dict[str, Any]]
) -> HttpResponse:
    """GET: the form on a page of its own. POST: confirms, or draws it again with what is wrong and all that was ticked.

    Template: admin/publishing/review.html. `context`: of the site and of the form's frame.
    """
    page = copy.page
    back = RETURNS.get(request.POST.get("back", ""))
    there = reverse(back) if back else change_url
    refused = reviews.refusal(page, request.user)
    if refused:
        service.logger.warning("refused: review of %s by %s", page, request.user)
        messages.error(request, refused)
        return HttpResponseRedirect(there)
    form = form_for(page, _cited(page))
    if request.method == "POST":
        form = ReviewForm(page.pk, _cited(page), request.POST)
        if form.is_valid() and _confirmed(request, copy, form):
            return HttpResponseRedirect(there)
    shown = {**context(), "title": f"Reviewed, no change: {copy}", "review": form, "page": page, "copy": copy}
    return TemplateResponse(request, "admin/publishing/review.html", shown)


def _confirmed(request: HttpRequest, copy: Any, form: ReviewForm) -> bool:
    user: Any = request.user
    data = form.cleaned_data
    try:
        page = reviews.confirm_review(copy.page, user, form.keys, data["clinician"], data["seen"])
    except service.MoveRefused as refused:
        form.add_error(None, str(refused))
        return False
    due = timezone.localdate() + reviews.REVIEW_AGAIN_AFTER
    messages.success(
        request,
        f"“{copy}” was reviewed without a change. Readers see today's dates, in revision "
        f"{page.live_revision.number}; the next review is due on {date_format(due, 'j F Y')}.",  # type: ignore[union-attr]
    )
    return True

"""Where readers say whether a page helped and what is wrong on it. Works without scripts, and no other page has to hold a token.

The answer of one press is counted at once. Words are asked for on a page of their own, which no cache and no index keeps.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from desk.feedback import forms, receiving
from desk.same_origin import same_origin_only
from publishing.directory import Directory, Entry, for_request
from publishing.models import LivePage
from search.advice import FlagCard, flag_card
from search.rules import warnings
from search.state import searchable
from search.understanding import understand

TOO_MANY = (
    "So much was sent within this hour that no more can be taken. Your words are still here: copy them, and send them in "
    "an hour, or in the way that the contact page names."
)
NOT_KEPT = "It could not be kept just now. Your words are still here: copy them, and press “Send” again in a few minutes."
WITHDRAWN = (
    "This page has been withdrawn, and no more is taken for it. Your words are still here: copy them if you want to send "
    "them in the way that the contact page names."
)
NOT_COUNTED = "Your answer could not be counted just now. You can still tell us in words."

_ABOUT = re.compile(r"(?P<kind>[a-z-]{1,20}):(?P<key>[a-z0-9-]{1,80})")
_ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Asked:
    """`about` names the page, "condition:sciatica"; `entry` is None once it is public no more. `helpful`: what was pressed,
    None for an error report."""

    about: str
    entry: Entry | None
    helpful: bool | None = None

    @property
    def address(self) -> str:
        query = {"page": self.about}
        if self.helpful is not None:
            query["helpful"] = "yes" if self.helpful else "no"
        return f"{reverse('feedback')}?{urlencode(query)}"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@same_origin_only
def words(request: HttpRequest) -> HttpResponse:
    """An error report, or with `helpful` a comment. Templates: feedback/form.html, feedback/thanks.html."""
    if "page" not in request.GET:
        return HttpResponseRedirect(reverse("about-page", args=["contact"]))
    asked = _asked(request, request.GET["page"], _ANSWERS.get(request.GET.get("helpful", "")))
    if request.method == "POST":
        return _send(request, asked)
    return _draw_form(request, asked, forms.WordsForm())


@require_POST
@never_cache
@same_origin_only
def helpful(request: HttpRequest) -> HttpResponse:
    """One press of "Yes" or "No" below a page: counted, then thanked for. `page` and `helpful` in the form."""
    answer = _ANSWERS.get(request.POST.get("helpful", ""))
    if answer is None:
        raise BadRequest("Neither yes nor no.")
    asked = _asked(request, request.POST.get("page", ""), answer)
    if asked.entry is None:
        raise Http404
    try:
        receiving.count(asked.entry.id, answer)
    except receiving.Full:
        return _draw_form(request, asked, forms.WordsForm(), NOT_COUNTED, 429)
    except DatabaseError:
        return _draw_form(request, asked, forms.WordsForm(), NOT_COUNTED, 503)
    return HttpResponseRedirect(asked.address)


def _asked(request: HttpRequest, about: str, helpful: bool | None) -> Asked:
    """
    Raises:
        Http404: there is no such page, unless words for it are being sent, which its withdrawal must not lose.
    """
    named = _ABOUT.fullmatch(about)
    entry = for_request(request).get(named["kind"], named["key"]) if named else None
    if entry is None and not (named and "text" in request.POST):
        raise Http404("There is no such page.")
    return Asked(about, entry, helpful)


def _send(request: HttpRequest, asked: Asked) -> HttpResponse:
    form = forms.WordsForm(request.POST)
    form.is_valid()
    sending = request.POST.get("token", "")
    opened = forms.opened(sending)
    if opened is None or (asked.entry and asked.entry.id != opened.page_id):
        form.add_error(None, forms.TOO_OLD if asked.entry else WITHDRAWN)
        return _draw_form(request, asked, form, status=400)
    if opened.is_too_quick:
        form.add_error(None, forms.TOO_QUICK)
    if form.errors:
        return _draw_form(request, asked, form, status=400, token=sending)
    try:
        receiving.keep(opened, form.cleaned_data["text"], asked.helpful, sending)
    except receiving.Full:
        return _draw_form(request, asked, form, TOO_MANY, 429, sending)
    except DatabaseError:
        return _draw_form(request, asked, form, NOT_KEPT, 503, sending)
    return _answer(request, "feedback/thanks.html", asked, form)


def _draw_form(
    request: HttpRequest,
    asked: Asked,
    form: forms.WordsForm,
    problem: str = "",
    status: int = 200,
    token: str = "",
) -> HttpResponse:
    context = {"problem": problem, "token": token or _token(asked)}
    return _answer(request, "feedback/form.html", asked, form, status, **context)


def _token(asked: Asked) -> str:
    """Empty where nothing more can be sent."""
    if asked.entry is None:
        return ""
    revision = LivePage.objects.filter(pk=asked.entry.id).values_list("revision_id", flat=True).first()
    return forms.token(asked.entry.id, revision) if revision else ""


def _answer(
    request: HttpRequest, template: str, asked: Asked, form: forms.WordsForm, status: int = 200, **more: str
) -> HttpResponse:
    """With the warnings that the words raise, as above any search: somebody may write here what should not wait."""
    typed = form.data.get("text", "") if form.is_bound else ""
    context = {
        "asked": asked,
        "entry": asked.entry,
        "form": form,
        "warnings": signs_in(typed, for_request(request)),
        **more,
    }
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def signs_in(typed: str, directory: Directory) -> list[FlagCard]:
    """The warning signs that these words name, most urgent first."""
    if not typed.strip():
        return []
    state = searchable(directory)
    raised = warnings(state.flags, understand(typed, state.lexicon), {})
    entries = ((warning, directory.get("red-flag", warning.key)) for warning in raised)
    return [flag_card(entry, warning.urgency) for warning, entry in entries if entry]

"""A condition, warning signs. They read live pages and the directory; no working copy is imported here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conditions.handout import share_alt
from conditions.pages import ConditionPage
from conditions.structured_data import of_condition
from publishing.changes import told_on
from publishing.directory import Directory, for_request
from publishing.public import live_page, record_of
from search.advice import by_urgency, flag_card


def condition(request: HttpRequest, slug: str) -> HttpResponse:
    """Templates: conditions/condition.html. Context: page, structured (for machines), share_alt, told (what changed)."""
    live = live_page("condition", slug)
    page = ConditionPage(record_of(live), live.rendered, for_request(request))
    told = told_on(live, page.record)
    return draw_condition(
        request, page, structured=of_condition(page, live), share_alt=share_alt(page), told=told
    )


def draw_condition(request: HttpRequest, page: ConditionPage, **context: object) -> HttpResponse:
    """For readers (`structured`) and for the editors' preview (`preview`)."""
    return render(request, "conditions/condition.html", {"page": page, **context})


def urgent(request: HttpRequest) -> HttpResponse:
    """Templates: conditions/urgent.html. Context: flags by urgency."""
    return draw_urgent(request, for_request(request))


def draw_urgent(request: HttpRequest, directory: Directory, **more: object) -> HttpResponse:
    """For readers and for the editors' preview of a flag (`preview`)."""
    cards = [flag_card(entry) for entry in directory.of_kind("red-flag")]
    return render(request, "conditions/urgent.html", {"flags": by_urgency(cards), **more})

"""The first page, conditions, warning signs. They read live pages and the directory; no working copy is imported here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conditions import vocabulary
from conditions.pages import ConditionPage
from publishing.directory import Directory, for_request
from publishing.public import live_page, record_of
from search.advice import by_urgency, flag_card


def home(request: HttpRequest) -> HttpResponse:
    """Templates: conditions/home.html. Context: conditions, articles, flags (emergencies), body, symptoms."""
    directory = for_request(request)
    flags = [flag_card(entry) for entry in directory.of_kind("red-flag")]
    context = {
        "conditions": directory.of_kind("condition"),
        "articles": [entry for entry in directory.of_kind("article") if entry.card["section"] == "articles"],
        "flags": by_urgency(flags),
        "body": vocabulary.body_tree(directory),
    }
    return render(request, "conditions/home.html", context)


def condition_list(request: HttpRequest) -> HttpResponse:
    """Templates: conditions/condition_list.html. Context: letters, emergencies."""
    conditions = for_request(request).of_kind("condition")
    context = {
        "letters": list(vocabulary.letters(conditions)),
        "emergencies": [entry for entry in conditions if entry.card["emergency"]],
    }
    return render(request, "conditions/condition_list.html", context)


def condition(request: HttpRequest, slug: str) -> HttpResponse:
    """Templates: conditions/condition.html. Context: page (ConditionPage), live (LivePage)."""
    live = live_page("condition", slug)
    page = ConditionPage(record_of(live), live.rendered, for_request(request))
    return draw_condition(request, page, live=live)


def draw_condition(request: HttpRequest, page: ConditionPage, **context: object) -> HttpResponse:
    """For readers (`live`) and for the editors' preview (`preview`)."""
    return render(request, "conditions/condition.html", {"page": page, **context})


def urgent(request: HttpRequest) -> HttpResponse:
    """Templates: conditions/urgent.html. Context: flags by urgency."""
    return draw_urgent(request, for_request(request))


def draw_urgent(request: HttpRequest, directory: Directory, **more: object) -> HttpResponse:
    """For readers and for the editors' preview of a flag (`preview`)."""
    cards = [flag_card(entry) for entry in directory.of_kind("red-flag")]
    return render(request, "conditions/urgent.html", {"flags": by_urgency(cards), **more})

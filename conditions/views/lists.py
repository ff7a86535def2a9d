"""The first page and the A to Z of conditions. No working copy is imported here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conditions import vocabulary
from conditions.browsing import Browsing
from publishing.directory import Directory, Entry, for_request
from publishing.structured_data import website
from search.advice import FlagCard, Urgency, flag_card

MOST_CONDITIONS = 30
MOST_POSTURES = 6
MOST_EMERGENCIES = 6


def home(request: HttpRequest) -> HttpResponse:
    """Templates: conditions/home.html. Context: conditions, condition_count, articles, emergencies (FlagCards: shown, more),
    has_body (whether there are places to choose), postures (Counted), structured (for machines)."""
    directory = for_request(request)
    conditions = directory.of_kind("condition")
    emergencies = _emergencies(directory)
    context = {
        "conditions": conditions[:MOST_CONDITIONS],
        "condition_count": len(conditions),
        "articles": [entry for entry in directory.of_kind("article") if entry.card["section"] == "articles"],
        "emergencies": {"shown": emergencies[:MOST_EMERGENCIES], "more": emergencies[MOST_EMERGENCIES:]},
        "has_body": bool(directory.of_kind("region")),
        "postures": vocabulary.most_worsening(directory, MOST_POSTURES),
        "structured": [website()],
    }
    return render(request, "conditions/home.html", context)


def _emergencies(directory: Directory) -> list[FlagCard]:
    """Shown first: what conditions of the back and legs can cause, and the first of all others, so that nobody in danger of
    another kind has to unfold a list."""
    entries = [entry for entry in directory.of_kind("red-flag") if entry.card["urgency"] == Urgency.EMERGENCY]
    ours = [entry for entry in entries if entry.card["conditions"]]
    others = [entry for entry in entries if not entry.card["conditions"]]
    first = [*ours[: MOST_EMERGENCIES - len(others[:1])], *others[:1]]
    return [flag_card(entry) for entry in (*first, *(entry for entry in entries if entry not in first))]


def condition_list(request: HttpRequest) -> HttpResponse:
    """Templates: conditions/condition_list.html. Context: browsing (Browsing), emergencies (when nothing is chosen)."""
    directory = for_request(request)
    browsing = Browsing(directory, request.GET)
    context = {"browsing": browsing, "emergencies": [] if browsing.is_narrowed else _quickly(browsing)}
    return render(request, "conditions/condition_list.html", context)


def _quickly(browsing: Browsing) -> list[Entry]:
    """The conditions that need help soonest, most urgent first."""
    order = list(Urgency)
    pressing = [entry for entry in browsing.conditions if entry.card["emergency"]]
    return sorted(pressing, key=lambda entry: order.index(entry.card["emergency"]))[:MOST_EMERGENCIES]

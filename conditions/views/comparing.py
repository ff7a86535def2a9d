"""Conditions side by side: the chosen few, the table of all, a pair of look-alikes. No working copy is imported here."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from conditions import matrix, spreadsheet
from conditions.comparison import FEWEST, MOST, Comparison, Rows
from conditions.comparison import compare as compare_conditions
from conditions.links import compare_url, or_url
from conditions.pages import ConditionPage
from conditions.telling import telling
from conditions.vocabulary import body_tree
from publishing.directory import Directory, Entry, for_request
from publishing.models import LivePage
from publishing.public import live_page
from search.advice import Urgency

CONDITIONS_A_PAGE = 30

MOST_OFFERED = 60
"""Conditions in a list to add from. A larger library offers look-alikes only; the table of all has the rest."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a reader can do with one column: `before` and `after` are the slugs that stay where they are."""

    entry: Entry
    remove_url: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def compare(request: HttpRequest) -> HttpResponse:
    """The chosen conditions side by side, or, with fewer than two chosen, the table of all to choose from.

    `choose` in the address keeps to the table of all; `go`, its button, leads to the plain address of the chosen.
    Templates: conditions/compare.html, conditions/compare_all.html.
    """
    directory = for_request(request)
    chosen, unknown = _chosen(request, directory)
    if len(chosen) < FEWEST or ("choose" in request.GET and "go" not in request.GET):
        return _compare_all(request, directory, chosen, unknown)
    if "go" in request.GET:
        return redirect(compare_url(entry.slug for entry in chosen))
    whole = compare_conditions(directory, [entry.key for entry in chosen[:MOST]])
    rows = _rows(request)
    context = {
        "comparison": whole.only(rows),
        "telling": telling(whole),
        "care": _care(whole.pages),
        "rows": rows,
        "choices": _choices(whole, rows),
        "columns": _columns(whole, rows),
        "offered": _offered(directory, whole),
        "unknown": unknown,
        "left_out": chosen[MOST:],
        "most": MOST,
        "fewest": FEWEST,
    }
    return render(request, "conditions/compare.html", context)


def _rows(request: HttpRequest) -> Rows:
    word = request.GET.get("rows", "")
    return Rows(word) if word in Rows.values else Rows.ALL


def _choices(whole: Comparison, chosen: Rows) -> list[tuple[Rows, int, str]]:
    """Which rows there are to see, how many, and the address; without a choice that would be empty."""
    slugs = [entry.slug for entry in whole.conditions]
    counted = [(rows, whole.count(rows)) for rows in Rows]
    return [
        (rows, count, compare_url(slugs, _word(rows))) for rows, count in counted if count or rows is chosen
    ]


def _word(rows: Rows) -> str:
    """As it stands in an address."""
    return "" if rows is Rows.ALL else rows.value


def _columns(comparison: Comparison, rows: Rows) -> list[Column]:
    slugs = tuple(entry.slug for entry in comparison.conditions)
    return [
        Column(entry, compare_url(slugs[:at] + slugs[at + 1 :], _word(rows)), slugs[:at], slugs[at + 1 :])
        for at, entry in enumerate(comparison.conditions)
    ]


def _offered(directory: Directory, comparison: Comparison) -> list[tuple[str, list[Entry]]]:
    """What can be put in a column: look-alikes first, then, in a small library, all others. Label and entries."""
    looks = {
        look.other.id: look.other for page in comparison.pages for look in page.look_alikes if look.other
    }
    shown = {entry.id for entry in comparison.conditions}
    every = directory.of_kind("condition")
    others = [entry for entry in every if entry.id not in looks] if len(every) <= MOST_OFFERED else []
    groups = [("Can feel alike", list(looks.values())), ("All others", others)]
    fit = [(label, [entry for entry in entries if entry.id not in shown]) for label, entries in groups]
    return [(label, sorted(entries, key=lambda entry: entry.sort_title)) for label, entries in fit if entries]


def _care(pages: tuple[ConditionPage, ...]) -> list[tuple[Urgency, list[ConditionPage]]]:
    """Compared conditions that need help soon, the most urgent first."""
    found = (
        (
            urgency,
            [page for page in pages if page.record.emergency and page.record.emergency.urgency is urgency],
        )
        for urgency in Urgency
    )
    return [(urgency, some) for urgency, some in found if some]


# --- The table of all -------------------------------------------------------------------------------------------------


def _compare_all(
    request: HttpRequest, directory: Directory, chosen: list[Entry], unknown: list[str]
) -> HttpResponse:
    filters = _filters(request, directory)
    page, conditions = _listed(request, directory, filters)
    context = {
        "page": page,
        "matrix": matrix.matrix(directory, conditions, filters),
        "asked": filters,
        "marks": matrix.marks(filters.shown),
        "shown_groups": [
            (label, [matrix.SHOWN[word] for word in words]) for label, words in matrix.SHOWN_GROUPS
        ],
        "places": [node.entry for node in body_tree(directory)],
        "chosen": chosen,
        "elsewhere": [entry for entry in chosen if entry not in conditions],
        "unknown": unknown,
        "left_out": chosen[MOST:],
        "fewest": FEWEST,
        "most": MOST,
    }
    return render(request, "conditions/compare_all.html", context)


def _listed(
    request: HttpRequest, directory: Directory, filters: matrix.Filters
) -> tuple[Page[LivePage], list[Entry]]:
    page = Paginator(matrix.listed(directory, filters), CONDITIONS_A_PAGE).get_page(request.GET.get("page"))
    return page, [entry for live in page if (entry := directory.entries.get(live.pk))]


def _filters(request: HttpRequest, directory: Directory) -> matrix.Filters:
    """From the address; what is not understood is left out."""
    asked = request.GET.get("show", "")
    shown = next((shown for word, shown in matrix.SHOWN.items() if asked in (word, word.split("-")[0])), None)
    return matrix.Filters(
        shown or matrix.SHOWN["worse"],
        where=directory.by_slug("region", request.GET.get("where", "")),
        typical=bool(request.GET.get("typical")),
        quick=bool(request.GET.get("quick")),
    )


def compare_csv(request: HttpRequest) -> HttpResponse:
    """What the page of the same query shows, as CSV."""
    directory = for_request(request)
    chosen, _ = _chosen(request, directory)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="comparison.csv"'
    if len(chosen) >= FEWEST and "choose" not in request.GET:
        whole = compare_conditions(directory, [entry.key for entry in chosen[:MOST]])
        spreadsheet.write(spreadsheet.comparison_lines(whole.only(_rows(request))), response)
    else:
        filters = _filters(request, directory)
        _, conditions = _listed(request, directory, filters)
        made = matrix.matrix(directory, conditions, filters)
        spreadsheet.write(spreadsheet.matrix_lines(made), response)
    return response


# --- A pair of look-alikes --------------------------------------------------------------------------------------------


def a_or_b(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """Templates: conditions/a_or_b.html. Context: comparison (what tells them apart), telling, care, whole_url, csv_url.

    Only for pairs of which one names the other as a look-alike; out of order leads to the right address.
    """
    directory = for_request(request)
    if first > second:
        return redirect(or_url(first, second), permanent=True)
    lives = [live_page("condition", slug) for slug in (first, second)]
    whole = compare_conditions(directory, [live.key for live in lives])
    told = telling(whole)
    if not told.lines:
        raise Http404("These two are not described as look-alikes. Compare them at /compare/ instead.")
    context = {
        "comparison": whole.only(Rows.DIFFERENT),
        "telling": told,
        "care": _care(whole.pages),
        "one": whole.pages[0],
        "other": whole.pages[1],
        "whole_url": compare_url((first, second)),
    }
    return render(request, "conditions/a_or_b.html", context)


def _chosen(request: HttpRequest, directory: Directory) -> tuple[list[Entry], list[str]]:
    """Conditions of the address, in its order, and slugs that are not public ones."""
    slugs = list(dict.fromkeys(filter(None, request.GET.getlist("c"))))[:50]
    found = [(slug, directory.by_slug("condition", slug)) for slug in slugs]
    return [entry for _, entry in found if entry], [slug for slug, entry in found if not entry]

"""Conditions side by side: the chosen few, the table of all, a pair of look-alikes. No working copy is imported here."""

import csv
import html

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import strip_tags

from conditions.comparison import FEWEST, MOST, Comparison
from conditions.comparison import compare as compare_conditions
from conditions.links import or_url
from publishing.directory import Directory, Entry, for_request
from publishing.public import live_page

CONDITIONS_A_PAGE = 30


def compare(request: HttpRequest) -> HttpResponse:
    """The chosen conditions side by side, or, with none chosen, the table of all to choose from.

    Templates: conditions/compare.html, conditions/compare_all.html.
    """
    directory = for_request(request)
    chosen, unknown = _chosen(request, directory)
    if len(chosen) < FEWEST:
        return _compare_all(request, directory, chosen, unknown)
    context = {
        "comparison": compare_conditions(directory, [entry.key for entry in chosen[:MOST]]),
        "others": [entry for entry in directory.of_kind("condition") if entry not in chosen],
        "unknown": unknown,
        "left_out": chosen[MOST:],
        "most": MOST,
    }
    return render(request, "conditions/compare.html", context)


def _compare_all(
    request: HttpRequest, directory: Directory, chosen: list[Entry], unknown: list[str]
) -> HttpResponse:
    conditions = sorted(directory.of_kind("condition"), key=lambda entry: entry.sort_title)
    page = Paginator(conditions, CONDITIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "comparison": compare_conditions(directory, [entry.key for entry in page]),
        "chosen": chosen,
        "unknown": unknown,
        "fewest": FEWEST,
        "most": MOST,
    }
    return render(request, "conditions/compare_all.html", context)


def compare_csv(request: HttpRequest) -> HttpResponse:
    """The chosen conditions as CSV; all of them when fewer than two are chosen."""
    directory = for_request(request)
    chosen, _ = _chosen(request, directory)
    shown = chosen[:MOST] if len(chosen) >= FEWEST else directory.of_kind("condition")[:CONDITIONS_A_PAGE]
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="comparison.csv"'
    _write_csv(compare_conditions(directory, [entry.key for entry in shown]), response)
    return response


def _write_csv(comparison: Comparison, out: HttpResponse) -> None:
    writer = csv.writer(out)
    writer.writerow(["Group", "Fact", *(_harmless(entry.title) for entry in comparison.conditions)])
    for group in comparison.groups:
        for row in group.rows:
            cells = (_plain(cell.html) if cell.html else cell.text for cell in row.cells)
            writer.writerow(map(_harmless, (group.label, row.label, *cells)))


def _plain(fragment: str) -> str:
    return " ".join(html.unescape(strip_tags(fragment)).split())


def _harmless(cell: str) -> str:
    """A spreadsheet takes a cell that begins so for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell


def a_or_b(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """Templates: conditions/a_or_b.html. Context: comparison, tellings (what each page says of the other).

    Only for pairs of which one names the other as a look-alike; out of order leads to the right address.
    """
    directory = for_request(request)
    if first > second:
        return redirect(or_url(first, second), permanent=True)
    lives = [live_page("condition", slug) for slug in (first, second)]
    comparison = compare_conditions(directory, [live.key for live in lives])
    one, other = comparison.pages
    tellings = [
        (page, look)
        for page, partner in ((one, other), (other, one))
        for look in page.look_alikes
        if look.other is not None and look.other.key == partner.record.key
    ]
    if not tellings:
        raise Http404("These two are not described as look-alikes. Compare them at /compare/ instead.")
    context = {"comparison": comparison, "one": one, "other": other, "tellings": tellings}
    return render(request, "conditions/a_or_b.html", context)


def _chosen(request: HttpRequest, directory: Directory) -> tuple[list[Entry], list[str]]:
    """Conditions of the address, in its order, and slugs that are not public ones."""
    slugs = list(dict.fromkeys(request.GET.getlist("c")))[:50]
    found = [(slug, directory.by_slug("condition", slug)) for slug in slugs]
    return [entry for _, entry in found if entry], [slug for slug, entry in found if not entry]

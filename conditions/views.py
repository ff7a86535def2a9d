"""Public pages of the subject. They read live pages and the directory; no working copy is imported here."""

import csv
import html

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import strip_tags

from conditions import vocabulary
from conditions.comparison import FEWEST, MOST, Comparison
from conditions.comparison import compare as compare_conditions
from conditions.links import compare_url, or_url
from conditions.pages import ConditionPage
from publishing.directory import Directory, Entry, for_request
from publishing.kinds import get_page_kind
from publishing.public import live_page, record_of
from search.advice import by_urgency, flag_card
from search.answering import signs_of

CONDITIONS_A_PAGE = 30

# The list of the search page in which a kind of term is chosen; a posture is most often one that hurts.
PARAMS = {"symptom": "feels", "region": "where", "posture": "worse"}


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


def term_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Templates: conditions/term_list.html. Context: kind, groups (label, terms), or body (tree) for regions."""
    directory = for_request(request)
    context: dict[str, object] = {"kind": get_page_kind(kind)}
    if kind == "region":
        context["body"] = vocabulary.body_tree(directory)
    else:
        context["groups"] = vocabulary.grouped(directory, kind)
    return render(request, "conditions/term_list.html", context)


def term(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Templates: conditions/term.html. Context: kind, term, words, flags, mentions, above and inside (regions), compare_url."""
    directory = for_request(request)
    live = live_page(kind, slug)
    return draw_term(request, directory.entries[live.pk], directory, live=live)


def draw_term(request: HttpRequest, entry: Entry, directory: Directory, **more: object) -> HttpResponse:
    """For readers (`live`) and for the editors' preview (`preview`)."""
    kind = entry.kind
    mentions = vocabulary.mentions(directory, entry)
    flags = signs_of(directory, PARAMS[kind], entry.key) if kind in PARAMS else ()
    context = {
        **more,
        "kind": get_page_kind(kind),
        "term": entry,
        "words": entry.names[1:],
        "mentions": mentions,
        "flags": by_urgency(flags),
        "above": vocabulary.above(directory, entry) if kind == "region" else [],
        "inside": [region for region in directory.of_kind("region") if region.card["parent"] == entry.key]
        if kind == "region"
        else [],
        "compare_url": _compare_mentions(mentions),
    }
    return render(request, "conditions/term.html", context)


def _compare_mentions(mentions: list[vocabulary.Mentions]) -> str:
    """The first of them side by side; empty when there are not two."""
    slugs = list(dict.fromkeys(mention.condition.slug for some in mentions for mention in some.mentions))
    return compare_url(slugs[:MOST]) if len(slugs) >= FEWEST else ""


def urgent(request: HttpRequest) -> HttpResponse:
    """Templates: conditions/urgent.html. Context: flags by urgency."""
    return draw_urgent(request, for_request(request))


def draw_urgent(request: HttpRequest, directory: Directory, **more: object) -> HttpResponse:
    """For readers and for the editors' preview of a flag (`preview`)."""
    cards = [flag_card(entry) for entry in directory.of_kind("red-flag")]
    return render(request, "conditions/urgent.html", {"flags": by_urgency(cards), **more})


def _chosen(request: HttpRequest, directory: Directory) -> tuple[list[Entry], list[str]]:
    """Conditions of the address, in its order, and slugs that are not public ones."""
    slugs = list(dict.fromkeys(request.GET.getlist("c")))[:50]
    found = [(slug, directory.by_slug("condition", slug)) for slug in slugs]
    return [entry for _, entry in found if entry], [slug for slug, entry in found if not entry]


def glossary(request: HttpRequest) -> HttpResponse:
    """Clinicians' words beside the plain ones. Templates: conditions/glossary.html. Context: letters."""
    directory = for_request(request)
    named = [
        entry
        for kind in ("symptom", "region", "posture", "treatment", "red-flag", "condition")
        for entry in directory.of_kind(kind)
        if entry.card.get("clinical_name")
    ]
    letters = list(vocabulary.letters(named, lambda entry: str(entry.card["clinical_name"])))
    return render(request, "conditions/glossary.html", {"letters": letters})

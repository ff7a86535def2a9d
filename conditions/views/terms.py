"""The vocabulary as readers browse it: lists, the page of a term. No working copy is imported here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conditions import vocabulary
from conditions.mentions import TermPage
from publishing.directory import Directory, Entry, for_request
from publishing.kinds import get_page_kind
from publishing.public import live_page
from search.advice import by_urgency
from search.answering import signs_of

# The list of the search page in which a kind of term is chosen; a posture is most often one that hurts.
PARAMS = {"symptom": "feels", "region": "where", "posture": "worse"}


def term_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Templates: conditions/term_list.html. Context: kind, groups (label, Counted), or body (tree) for regions."""
    directory = for_request(request)
    context: dict[str, object] = {"kind": get_page_kind(kind)}
    if kind == "region":
        context["body"] = vocabulary.body_tree(directory)
    else:
        context["groups"] = vocabulary.counted(directory, kind)
    return render(request, "conditions/term_list.html", context)


def term(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Templates: conditions/term.html. Context: kind, term, words, flags, told (TermPage), above and inside (regions)."""
    directory = for_request(request)
    live = live_page(kind, slug)
    return draw_term(request, directory.entries[live.pk], directory, live=live)


def draw_term(request: HttpRequest, entry: Entry, directory: Directory, **more: object) -> HttpResponse:
    """For readers (`live`) and for the editors' preview (`preview`)."""
    kind = entry.kind
    flags = signs_of(directory, PARAMS[kind], entry.key) if kind in PARAMS else ()
    context = {
        **more,
        "kind": get_page_kind(kind),
        "term": entry,
        "words": [word for word in entry.names[1:] if word != entry.card["clinical_name"]],
        "told": TermPage(directory, entry, request.GET.get("page")),
        "flags": by_urgency(flags),
        "above": vocabulary.above(directory, entry) if kind == "region" else [],
        "inside": vocabulary.inside(directory, entry) if kind == "region" else [],
    }
    return render(request, "conditions/term.html", context)

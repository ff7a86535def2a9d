"""The vocabulary as readers browse it: lists, the page of a term, the glossary. No working copy is imported here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conditions import vocabulary
from conditions.comparison import FEWEST, MOST
from conditions.links import compare_url
from publishing.directory import Directory, Entry, for_request
from publishing.kinds import get_page_kind
from publishing.public import live_page
from search.advice import by_urgency
from search.answering import signs_of

# The list of the search page in which a kind of term is chosen; a posture is most often one that hurts.
PARAMS = {"symptom": "feels", "region": "where", "posture": "worse"}


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

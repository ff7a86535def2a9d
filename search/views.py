"""The one search page. Its whole state is in the address."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from publishing.directory import Directory, for_request
from publishing.kinds import get_page_kind
from search import missed
from search.answering import Answer, answer, is_missed, query_from, too_long
from search.finding import OPPOSITE, PARAMS, Asked, Found, Option, Query
from search.library import PageKind
from search.understanding import Part

SHOWN: tuple[PageKind, ...] = ("condition", "article")
MOST_TERMS = 5
FIRST_OPTIONS = 6  # of a list of choices; the others unfold
LABELS = {"where": "Where", "feels": "Feels", "worse": "Worse with", "better": "Better with"}
EXAMPLES = (
    "pain down the back of one leg, worse sitting",
    "stiff back in the morning, better moving",
    "legs ache on walking, better leaning forward",
    "numb outer thigh",
)
SAYS = {"worse": "makes it worse", "better": "makes it better"}


def find(request: HttpRequest) -> HttpResponse:
    """Templates: search/find.html; its first comment lists the context."""
    directory = for_request(request)
    query = replace(query_from(request.GET), kinds=SHOWN)
    given = answer(query, directory)
    if is_missed(given):
        missed.note(query.text, given.found.understanding.lexicon)
    response = render(request, "search/find.html", _context(given, request.GET, directory))
    response["X-Robots-Tag"] = "noindex"
    # What somebody asks is for nobody else, proxies included.
    response["Cache-Control"] = "private, no-store"
    return response


def _context(given: Answer, data: QueryDict, directory: Directory) -> dict[str, Any]:
    query, found = given.query, given.found
    asked_anything = bool(query.text or found.asked)
    return {
        "query": query.text,
        "asked": asked_anything,
        # Typed and chosen too, it is still one thing.
        "asked_count": len({(one.entry.kind, one.entry.key) for one in found.asked if not one.negated}),
        # What was chosen narrows: then every page found has all of it.
        "all_of_it": not query.text,
        "warnings": given.urgent,
        "advice": given.advice,
        "chips": [*_typed_chips(found, query, data), *_chosen_chips(found, data)],
        "results": [_result(result, directory) for result in found.results],
        "terms": _terms(found, directory),
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
        "previous_url": _address(data, page=str(found.page - 1)) if found.page > 1 else "",
        "next_url": _address(data, page=str(found.page + 1)) if found.page < found.pages else "",
        "facets": _facets(found),
        "suggestion": {"text": found.suggestion, "url": _address(data, q=found.suggestion, page=None)}
        if found.suggestion
        else None,
        "filters": [(param, slug) for param in PARAMS for slug in query.slugs(param)],
        "too_long": too_long(query),
        "empty": asked_anything and not found.total,
        "off_topic": not found.on_topic,
        "examples": EXAMPLES,
        "drop": _drops(found, data) if not found.total else [],
    }


def _result(result: Any, directory: Directory) -> dict[str, Any]:
    entry = directory.entries[result.page.id]
    return {
        "entry": entry,
        "kind_label": get_page_kind(entry.kind).label,
        "mentions": [mention.title for mention in result.mentions],
        "says_opposite": [
            f"{mention.title} ({SAYS.get(mention.param, 'typical or common here')})"
            for mention in result.says_opposite
        ],
    }


def _terms(found: Found, directory: Directory) -> list[dict[str, str]]:
    """Pages of the terms that were understood, in the order they were typed: title, url and kind_label of each."""
    parts = (part for part in found.understood if not part.negated)
    entries = (directory.get(part.kind, part.key) for part in parts if part.kind not in SHOWN)
    return [
        {"title": entry.title, "url": entry.url, "kind_label": get_page_kind(entry.kind).label}
        for entry in dict.fromkeys(entry for entry in entries if entry)
    ][:MOST_TERMS]


def _facets(found: Found) -> list[dict[str, Any]]:
    """Each list that has anything to choose: what was chosen, then what leaves most pages; `more` stands folded away."""
    facets = []
    for facet in found.facets:
        helpful = [option for option in facet.options if option.chosen or _narrows(option, found)]
        helpful.sort(key=lambda option: (not option.chosen, -option.count))
        chosen = sum(option.chosen for option in helpful)
        options = [
            {
                "slug": option.entry.slug,
                "label": option.entry.title,
                "count": option.count,
                "chosen": option.chosen,
            }
            for option in helpful
        ]
        # One or two more take no more room than the line that would unfold them.
        first = max(FIRST_OPTIONS, chosen) if len(options) > FIRST_OPTIONS + 2 else len(options)
        if options:
            facets.append(
                {
                    "param": facet.param,
                    "label": LABELS[facet.param],
                    "options": options,
                    "first": options[:first],
                    "more": options[first:],
                    "chosen": chosen,
                }
            )
    return facets


def _narrows(option: Option, found: Found) -> bool:
    """Whether choosing it would change anything."""
    return not found.total or option.count < found.total


def _chosen_chips(found: Found, data: QueryDict) -> list[dict[str, Any]]:
    """Each with the address without it and, for a posture, with it the other way round."""
    return [
        {
            "param": one.param,
            "label": LABELS[one.param or "where"],
            "text": one.title,
            "chosen": True,
            "negated": False,
            "remove_url": _without(data, one),
            "switches": [
                {"label": LABELS[other], "url": _with(data, other, one.entry.slug, less=one.param)}
                for other in [OPPOSITE.get(one.param or "")]
                if other
            ],
        }
        for one in found.asked
        if one.chosen
    ]


def _typed_chips(found: Found, query: Query, data: QueryDict) -> list[dict[str, Any]]:
    lexicon = found.understanding.lexicon
    chips = []
    for part in found.understood:
        entry = lexicon.get(part.kind, part.key)
        if entry is not None:
            chips.append(
                {
                    "param": part.param,
                    "label": LABELS[part.param] if part.param else get_page_kind(part.kind).label,
                    "text": entry.title,
                    "chosen": False,
                    "negated": part.negated,
                    "remove_url": _address(data, q=_text_without(found.understanding.text, part), page=None),
                    "switches": _switches(part, found.understanding.text, data),
                }
            )
    return chips


def _switches(part: Part, text: str, data: QueryDict) -> list[dict[str, str]]:
    """What else could have been meant: the words go, and the choice stands in their place."""
    if part.kind == "posture":
        params = [param for param in ("worse", "better") if part.negated or param != part.effect]
    else:
        params = [part.param] if part.param and part.negated else []
    left = data.copy()
    left["q"] = _text_without(text, part)
    return [{"label": LABELS[param], "url": _with(left, param, part.slug)} for param in params]


# Words that mean nothing once what they led to is gone: "in my", "worse when", "but no".
_LEADING = frozenset(
    "a an and are at but by feels from get gets hurts i if in into is it its my no not of on or some the then when while with "
    "without worse better".split()
)


def _text_without(text: str, part: Part) -> str:
    """The text without the words of a part, and without those that led to it."""
    before, after = text[: part.start].split(), text[part.end :].strip(" ,;")
    while before and before[-1].strip(",;").lower() in _LEADING:
        before.pop()
    kept = " ".join(before).rstrip(",;")
    return ", ".join(some for some in (kept, after) if some) if kept and after else kept or after


def _drops(found: Found, data: QueryDict) -> list[dict[str, Any]]:
    """Choices without which something would be found, the most helpful first."""
    chips = [chip for chip in found.chips if chip.asked.chosen and chip.without]
    chips.sort(key=lambda chip: -(chip.without or 0))
    return [
        {"label": chip.asked.title, "url": _without(data, chip.asked), "total": chip.without}
        for chip in chips
    ]


def _with(data: QueryDict, param: str, slug: str, less: str | None = None) -> str:
    """With a choice more, and without the same one in the list `less`."""
    changes: dict[str, Any] = {param: list(dict.fromkeys([*data.getlist(param), slug]))}
    if less:
        changes[less] = [other for other in data.getlist(less) if other != slug]
    return _address(data, page=None, **changes)


def _without(data: QueryDict, chosen: Asked) -> str:
    param = chosen.param or ""
    kept = [slug for slug in data.getlist(param) if slug != chosen.entry.slug]
    return _address(data, page=None, **{param: kept})


def _address(data: QueryDict, **changes: Any) -> str:
    """This page with some parameters changed; None takes one away."""
    changed = data.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed.setlist(name, value if isinstance(value, list) else [value])
    query = changed.urlencode()
    return f"{reverse('find')}?{query}" if query else reverse("find")

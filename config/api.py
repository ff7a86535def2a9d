"""The read-only API, under /api/v1/. It reads what the public pages read, through the same functions."""

import re
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError

from conditions.records import SECTIONS, FrozenCondition
from config.middleware import Handler
from publishing.directory import Directory, Entry, for_request
from publishing.kinds import get_page_kind
from publishing.numbers import put_in
from publishing.public import Gone, Moved, live_page, record_of
from search.advice import FlagCard
from search.answering import KINDS, answer, query_from
from search.state import searchable
from search.suggesting import MOST as MOST_SUGGESTIONS

MOST = 100


class UnderstoodPart(Schema):
    """`param` is the list of the search page it belongs to; null for names and for postures without an effect."""

    kind: str
    slug: str
    text: str
    param: Literal["where", "feels", "worse", "better"] | None
    effect: Literal["worse", "better"] | None
    negated: bool
    side: Literal["one", "both"] | None


class WarningSign(Schema):
    slug: str
    urgency: Literal["emergency", "same-day", "soon"]
    title: str
    advice: str
    url: str


class SearchResult(Schema):
    kind: str
    slug: str
    title: str
    summary: str
    url: str
    mentions: list[str]
    says_opposite: list[str]


class SearchAnswer(Schema):
    query: str
    understood: list[UnderstoodPart]
    urgent: list[WarningSign]
    advice: list[WarningSign]
    suggestion: str | None
    results: list[SearchResult]
    total: int
    page: int


class Suggested(Schema):
    """`said` completes what was typed, `text` is the whole text with it in place; `label` names the kind to readers."""

    kind: Literal["symptom", "region", "posture", "treatment", "condition", "article"]
    label: str
    slug: str
    title: str
    said: str
    text: str
    url: str


class Suggestions(Schema):
    query: str
    suggestions: list[Suggested]


class ConditionInBrief(Schema):
    key: str
    slug: str
    title: str
    clinical_name: str
    summary: str
    url: str


class ConditionList(Schema):
    conditions: list[ConditionInBrief]
    total: int
    page: int


class Problem(Schema):
    """RFC 9457 problem details."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class SearchQuery(Schema):
    q: str = ""
    where: list[str] = []
    feels: list[str] = []
    worse: list[str] = []
    better: list[str] = []
    kind: Literal["condition", "article", "term"] | None = None
    limit: Annotated[int, Query(ge=1, le=MOST)] = 20
    page: Annotated[int, Query(ge=1, le=10_000)] = 1


api = NinjaAPI(
    title="Whereabouts",
    version="1",
    description="Causes of back and leg pain, as published. Educates; does not diagnose.",
    docs_url=None,
    urls_namespace="api",
)


@api.get("/search", response=SearchAnswer, summary="Pages that mention what was asked, warnings first")
def search(request: HttpRequest, query: Query[SearchQuery]) -> dict[str, Any]:
    directory = for_request(request)
    given = answer(query_from(request.GET), directory, with_facets=False)
    return {
        "query": query.q,
        "understood": given.found.understood,
        "urgent": [_warning(card) for card in given.urgent],
        "advice": [_warning(card) for card in given.advice],
        "suggestion": given.found.suggestion,
        "results": [
            {
                **_brief(directory.entries[result.page.id]),
                "kind": result.page.kind,
                "mentions": [mention.title for mention in result.mentions],
                "says_opposite": [mention.title for mention in result.says_opposite],
            }
            for result in given.found.results
        ],
        "total": given.found.total,
        "page": given.found.page,
    }


def _warning(card: FlagCard) -> dict[str, str]:
    return {
        "slug": card.slug,
        "urgency": card.urgency.value,
        "title": card.name,
        "advice": f"{card.statement} {card.what_to_do}",
        "url": card.url,
    }


def _brief(entry: Entry) -> dict[str, str]:
    return {
        "key": entry.key,
        "slug": entry.slug,
        "title": entry.title,
        "clinical_name": entry.card.get("clinical_name", ""),
        "summary": entry.summary,
        "url": entry.url,
    }


@api.get("/suggest", response=Suggestions, summary="Words for what somebody is typing, as it may go on")
def suggest(
    request: HttpRequest,
    q: Annotated[str, Query()] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_SUGGESTIONS)] = 8,
) -> dict[str, Any]:
    directory = for_request(request)
    found = searchable(directory).suggester.suggest(q, limit)
    entries = ((one, directory.get(one.entry.kind, one.entry.key)) for one in found)
    return {
        "query": q,
        "suggestions": [
            {
                "kind": one.entry.kind,
                "label": get_page_kind(one.entry.kind).label,
                "slug": one.entry.slug,
                "title": one.entry.title,
                "said": one.said,
                "text": one.text,
                "url": entry.url,
            }
            for one, entry in entries
            if entry
        ],
    }


@api.get("/conditions", response=ConditionList, summary="All conditions, A to Z")
def condition_list(
    request: HttpRequest,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> dict[str, Any]:
    entries = sorted(for_request(request).of_kind("condition"), key=lambda entry: entry.sort_title)
    shown = entries[(page - 1) * limit : page * limit]
    return {"conditions": [_brief(entry) for entry in shown], "total": len(entries), "page": page}


@api.get(
    "/conditions/{slug}",
    response={200: FrozenCondition, 404: Problem, 410: Problem},
    summary="One condition, whole, as published",
    exclude_defaults=True,
)
def condition(request: HttpRequest, slug: Annotated[str, Path(max_length=80)]) -> Any:
    return _as_public(record_of(live_page("condition", slug)), for_request(request))


def _as_public(record: FrozenCondition, directory: Directory) -> FrozenCondition:
    """Without what names a page that is not public: look-alikes, and links in prose, of which the words stay."""
    look_alikes = [
        link
        for link in record.look_alikes
        if not link.condition or directory.get("condition", link.condition)
    ]
    sections = {name: put_in(_public_links(getattr(record, name), directory)) for name in SECTIONS}
    emergency = record.emergency
    if emergency is not None:
        emergency = emergency.model_copy(update={"action": put_in(emergency.action)})
    # Tellings are for search: read as statements about the condition they would mislead.
    return record.model_copy(
        update={"look_alikes": look_alikes, "told_as": [], "emergency": emergency, **sections}
    )


_LINK = re.compile(r"\[([^\]]*)\]\(([a-z-]+):([a-z0-9-]+)\)")


def _public_links(text: str, directory: Directory) -> str:
    return _LINK.sub(lambda link: link[0] if directory.get(link[2], link[3]) else link[1], text)


@api.exception_handler(Moved)
def moved(request: HttpRequest, error: Moved) -> HttpResponse:
    slug = error.url.rstrip("/").rsplit("/", 1)[-1]
    response = HttpResponse(status=301)
    response["Location"] = request.path.rsplit("/", 1)[0] + "/" + slug
    return response


@api.exception_handler(Gone)
def gone(request: HttpRequest, error: Gone) -> HttpResponse:
    return problem(request, 410, "Gone", "This page was withdrawn.")


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404, "Not found", "There is nothing at this address.")


@api.exception_handler(ValidationError)
def ill_formed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = "; ".join(
        f"{'.'.join(str(step) for step in one['loc'][1:])}: {one['msg']}" for one in error.errors
    )
    return problem(request, 422, "The request cannot be read", said)


_PROBLEM_TYPE = "application/problem+json"
_PATH = "/api/v1/"
# What was asked is health data: a browser may keep the answer, a proxy may not. Pages are the same for everybody.
_CACHING = {"search": "private, no-cache", "suggest": "private, no-cache"}
_TOLD = {
    404: ("Not found", "There is nothing at this address. /api/v1/docs tells what there is."),
    405: ("Method not allowed", "The API is for reading: use GET."),
}


def manners(get_response: Handler) -> Handler:
    """Middleware for what is the same for all of the API: HEAD is answered as GET, errors are problem details."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(_PATH):
            return get_response(request)
        asked_with = request.method
        if asked_with == "HEAD":  # the server leaves out the body
            request.method = "GET"
        response = get_response(request)
        request.method = asked_with
        if response.status_code in _TOLD and response["Content-Type"] != _PROBLEM_TYPE:
            allow = response.headers.get("Allow")
            response = problem(request, response.status_code, *_TOLD[response.status_code])
            if allow:
                response["Allow"] = allow
        asked = request.path_info.removeprefix(_PATH).split("/")[0]
        response.headers.setdefault("Cache-Control", _CACHING.get(asked, "public, no-cache"))
        return response

    return middleware


def problem(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    response = api.create_response(
        request, Problem(title=title, status=status, detail=detail).model_dump(), status=status
    )
    response["Content-Type"] = _PROBLEM_TYPE
    return response


def docs(request: HttpRequest) -> HttpResponse:
    """The API for people, drawn from its own OpenAPI description; loads nothing from outside."""
    schema = api.get_openapi_schema()
    operations = [
        {"path": path, "method": method.upper(), **operation}
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "api/docs.html", {"operations": operations, "kinds": KINDS})

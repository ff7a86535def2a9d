"""Public pages of articles and topics. They read live pages and the directory; no working copy is imported here."""

import re

from django.core.files.storage import default_storage
from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from articles.addresses import FILE_PATTERN, Section, address_of, path_of, whole_file
from articles.pages import ArticlePage, in_section, on_topic, topics_with_articles
from articles.structured_data import of_article
from publishing.changes import told_on
from publishing.directory import Directory, Entry, for_request
from publishing.models import Fact
from publishing.public import Moved, live_page, record_of

ARTICLES_A_PAGE = 24

A_YEAR = 365 * 24 * 3600


def article_list(request: HttpRequest) -> HttpResponse:
    """Templates: articles/article_list.html. Context: page, topics (each with how many articles)."""
    directory = for_request(request)
    context = {
        "page": _page_of(request, in_section(directory, Section.ARTICLES)),
        "topics": topics_with_articles(directory),
    }
    return render(request, "articles/article_list.html", context)


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    live = live_page("topic", slug)
    directory = for_request(request)
    return draw_topic(request, directory.entries[live.pk], directory)


def draw_topic(
    request: HttpRequest, entry: Entry, directory: Directory, preview: bool = False
) -> HttpResponse:
    """Templates: articles/topic.html. Context: topic (Entry), page, topics (each with how many articles)."""
    context = {
        "topic": entry,
        "page": _page_of(request, on_topic(directory, entry.key)),
        "topics": topics_with_articles(directory),
        "preview": preview,
    }
    return render(request, "articles/topic.html", context)


def about_list(request: HttpRequest) -> HttpResponse:
    """Templates: articles/about_list.html. Context: pages (url, title, summary)."""
    entries = sorted(in_section(for_request(request), Section.ABOUT), key=lambda entry: entry.sort_title)
    pages = [{"url": address_of(entry), "title": entry.title, "summary": entry.summary} for entry in entries]
    return render(request, "articles/about_list.html", {"pages": pages})


def article(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """
    Raises:
        Moved: the article stands in the other section.
    """
    live = live_page("article", slug)
    if live.card["section"] != section:
        raise Moved(address_of(live))
    page = ArticlePage(record_of(live), live.rendered, for_request(request))
    told = told_on(live, page.record)
    return draw_article(request, page, structured=of_article(page, live, request.path), told=told)


def draw_article(request: HttpRequest, page: ArticlePage, **context: object) -> HttpResponse:
    """For readers (`structured`) and for the editors' preview (`preview`).

    Templates: articles/article.html. Context: page (ArticlePage).
    """
    return render(request, "articles/article.html", {"page": page, **context})


def picture(request: HttpRequest, file: str) -> HttpResponseBase:
    """A picture by the name of its content, in any of its sizes, while a live page shows it."""
    whole = whole_file(file)
    if not re.fullmatch(FILE_PATTERN, whole):
        raise Http404("There is no picture of this name.")
    if not Fact.objects.filter(relation="picture", term=whole).exists():
        raise Http404("No public page shows this picture.")
    response = picture_response(file)
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


def picture_response(file: str) -> FileResponse:
    """The whole picture where there is no smaller one.

    Raises:
        Http404: the file is missing in the media storage.
    """
    try:
        stored = default_storage.open(path_of(file))
    except FileNotFoundError:
        whole = whole_file(file)
        if whole != file:
            return picture_response(whole)
        raise Http404("The file of this picture is missing.") from None
    response = FileResponse(stored, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _page_of(request: HttpRequest, entries: list[Entry]) -> PageOfList[Entry]:
    """A page number that is none, or too high, gives the nearest page."""
    return Paginator(entries, ARTICLES_A_PAGE).get_page(request.GET.get("page"))

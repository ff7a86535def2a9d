"""What is being written, drawn as readers will see it: the same blocks, templates and directory as a public article.

It is sent into the form as a piece of page and shown there in a frame with the public stylesheet (static/desk/markdownx.js).
"""

from collections.abc import Iterator

from django.template.loader import render_to_string

from articles.embeds import body_problems
from articles.kinds import frozen_pictures
from articles.pages import ArticlePage
from articles.records import FrozenArticle
from conditions.sources import frozen_sources
from publishing import prose
from publishing.directory import Directory, current
from publishing.kinds import page_kinds


def drawn(text: str, words_only: bool = False) -> str:
    """Every problem, told outside of what readers see. `words_only`: embeds and pictures have no place in this text.

    Templates: admin/articles/preview.html. Context: problems, page (ArticlePage).
    """
    directory = current()
    problems = prose.problems(text, words_only=True) if words_only else body_problems(text)
    problems += [*prose.missing_problems(text), *_not_public(text, directory)]
    return render_to_string(
        "admin/articles/preview.html", {"problems": problems, "page": _page(text, directory)}
    ).strip()


def _page(text: str, directory: Directory) -> ArticlePage:
    record = FrozenArticle.model_construct(
        key="",
        title="",
        summary="",
        body=text,
        cited=frozen_sources(prose.cited_keys(text)),
        pictures=frozen_pictures(prose.pictures_in(text)),
    )
    citations = prose.Citations(source.key for source in record.cited)
    rendered = {"blocks": prose.blocks(text, citations), "contents": []}
    return ArticlePage(record, rendered, directory, preview=True)


def _not_public(text: str, directory: Directory) -> Iterator[str]:
    labels = {kind.name: kind.label for kind in page_kinds()}
    references = prose.references_in(text)
    absent = set(prose.missing(references))
    for kind, key in references:
        if kind in labels and (kind, key) not in absent and directory.get(kind, key) is None:
            yield f"{labels[kind]} “{key}” is not public: until it is, readers see no link to it, and no embed of it."

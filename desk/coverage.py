"""The coverage matrix: all conditions beside what they say, each cell a link to the field. To read, to narrow down and to
take away as a file.

A page of it reads the working copies that it shows, whole, and nothing of the others but counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Left, Lower, Upper
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from pydantic import ValidationError as RecordError

from articles.models import ArticleCondition, ArticleTopic
from conditions.kinds import LINKS, RECORD_NAMES, ConditionKind
from conditions.models import Condition
from conditions.spreadsheet import Line, streamed
from desk.checks.pages import Library
from desk.coverage_tables import MARKS, PART_MARKS, TABLES, Cell, Column, Table, checked, places
from desk.named import form_url
from publishing.models import Page, Revision
from publishing.states import State

ROWS = 40
"""Conditions on a page, so that neither the table nor the memory it takes grows with the library."""

ONLY = (("blanks", "with a blank"), ("changed", "changed, not public yet"))


@dataclass(frozen=True, slots=True)
class Filters:
    """As the address has them. `blank`: the key of a column."""

    table: Table
    group: str = ""
    topic: str = ""
    letter: str = ""
    only: str = ""
    blank: str = ""

    def query(self, **changes: str) -> str:
        """The address of the same table with these changes."""
        now = {
            "table": self.table.word,
            "group": self.group,
            "topic": self.topic,
            "letter": self.letter,
            "only": self.only,
            "blank": self.blank,
        }
        return "?" + urlencode({name: value for name, value in (now | changes).items() if value})


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` is None for a working copy that cannot be read as a record: its form says why."""

    copy: Condition
    url: str
    cells: tuple[Cell, ...] | None

    @property
    def says(self) -> str:
        """How it stands to what readers see; empty when it is that."""
        if self.copy.page.live_revision is None:
            return "not public"
        return "changed" if self.copy.page.differs_from_live else ""


def page(request: HttpRequest) -> HttpResponseBase:
    """Template: admin/desk/coverage.html. Behind the admin's log-in; `?format=csv` gives all of it as a file."""
    if not request.user.has_perm("conditions.view_condition"):
        raise PermissionDenied
    filters = filters_of(request)
    within = _within(filters)
    columns = filters.table.columns(within, filters.group)
    shown = _narrowed(within, filters, columns)
    if request.GET.get("format") == "csv":
        return _as_file(filters, columns, shown)
    some = Paginator(shown.only("pk"), ROWS).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": "Coverage",
        "filters": filters,
        "tables": [
            (table.label, filters.query(table=word, group="", blank="")) for word, table in TABLES.items()
        ],
        "columns": [(column, filters.query(blank=column.key)) for column in columns],
        "blank": next((column for column in columns if column.key == filters.blank), None),
        "rows": list(rows(filters.table, columns, [copy.pk for copy in some])),
        "some": some,
        "topics": _topics(),
        "letters": _letters(),
        "only": ONLY,
        "marks": PART_MARKS if filters.table.word == "parts" else MARKS,
        "here": filters.query(),
        "all_columns": filters.query(blank=""),
        "csv": f"{filters.query()}&format=csv",
    }
    return TemplateResponse(request, "admin/desk/coverage.html", context)


def filters_of(request: HttpRequest) -> Filters:
    """What is not known is left out."""
    asked = request.GET
    table = TABLES.get(asked.get("table", ""), TABLES["parts"])
    group = asked.get("group", "")
    only = asked.get("only", "")
    return Filters(
        table,
        group if group in dict(table.groups) else "",
        asked.get("topic", "")[:80],
        asked.get("letter", "")[:1].upper(),
        only if only in dict(ONLY) else "",
        asked.get("blank", "")[:80],
    )


def _conditions() -> QuerySet[Condition]:
    return Condition.objects.exclude(page__state=State.WITHDRAWN)


def _within(filters: Filters) -> QuerySet[Condition]:
    """Of this topic and letter: columns and their counts are of these."""
    found = _conditions()
    if filters.letter:
        found = found.filter(name__istartswith=filters.letter)
    if filters.topic:
        about = ArticleCondition.objects.filter(article__topic_links__topic__page__key=filters.topic)
        found = found.filter(pk__in=about.values("condition"))
    return found


def _narrowed(found: QuerySet[Condition], filters: Filters, columns: Sequence[Column]) -> QuerySet[Condition]:
    blank = [column.blank for column in columns if column.key == filters.blank]
    if blank:
        found = found.filter(blank[0])
    if filters.only == "changed":
        found = found.exclude(Q(page__live_revision__digest=F("page__copy_digest")))
    needed = [column.blank for column in columns if column.required] or [column.blank for column in columns]
    if filters.only == "blanks" and needed:
        found = found.filter(reduce(or_, needed))
    return found.order_by(Lower("name"), "pk")


def _topics() -> list[tuple[str, str]]:
    """Key and name of those whose articles name conditions."""
    named = ArticleTopic.objects.filter(article__condition_links__isnull=False)
    return list(named.order_by("topic__name").values_list("topic__page__key", "topic__name").distinct())


def _letters() -> list[str]:
    first = _conditions().order_by().annotate(first=Upper(Left("name", 1))).values_list("first", flat=True)
    return sorted(first.distinct())


def rows(table: Table, columns: Sequence[Column], ids: Sequence[int]) -> Iterator[Row]:
    """In the order of the ids, in the same few queries for one as for many."""
    copies = Condition.objects.filter(pk__in=ids).select_related("page__live_revision")
    found = copies.defer("page__live_revision__data").in_bulk()
    live = _live_records([copy.page for copy in found.values()])
    links = read_links(ids)
    library = places() if found else Library({})
    for pk in ids:
        copy = found[pk]
        try:
            record = ConditionKind().record_with(copy, links[pk])
        except RecordError:
            cells = None
        else:
            condition = checked(record, live.get(copy.page_id, record), library)
            cells = tuple(table.cells(condition, columns))
        yield Row(copy, form_url(Condition, "change", pk), cells)


def read_links(ids: Sequence[int]) -> dict[int, dict[str, list[dict[str, Any]]]]:
    """Condition → its links as files write them. As plain values: forty conditions have thousands of them."""
    found: dict[int, dict[str, list[dict[str, Any]]]] = {pk: {field: [] for field in LINKS} for pk in ids}
    for field, (model, target, plain) in LINKS.items():
        owner = model._meta.model_name
        sources: dict[int, list[str]] = {}
        cited = model.sources.through._default_manager.filter(**{f"{owner}__condition__in": ids})
        for link, key in cited.values_list(f"{owner}_id", "source__key"):
            sources.setdefault(link, []).append(key)
        name = RECORD_NAMES.get(target, target)
        columns = [*plain, f"{target}__page__key"] if target else [*plain]
        rows = model._default_manager.filter(condition__in=ids).order_by("position", "pk")
        for condition, pk, *values in rows.values_list("condition_id", "pk", *columns):
            row = dict(zip((*plain, name), values, strict=False)) | {"sources": sources.get(pk, [])}
            found[condition][field].append({key: value for key, value in row.items() if value is not None})
    return found


def _live_records(pages: Sequence[Page]) -> dict[int, Any]:
    """Page → what readers see, of those that differ from it."""
    kind = ConditionKind()
    wanted = [page.live_revision for page in pages if page.is_published and page.differs_from_live]
    revisions = Revision.objects.filter(pk__in=[one.pk for one in wanted if one]) if wanted else ()
    return {one.page_id: kind.thaw(one.data, one.schema_version) for one in revisions}


def _as_file(filters: Filters, columns: Sequence[Column], shown: QuerySet[Condition]) -> HttpResponseBase:
    """A page at a time, so that the memory it takes does not grow."""
    name = f"coverage-{filters.table.word}-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        streamed(_lines(filters.table, columns, list(shown.values_list("pk", flat=True)))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(table: Table, columns: Sequence[Column], ids: Sequence[int]) -> Iterator[Line]:
    yield ("Condition", "Key", "Stands", *(column.label for column in columns))
    for start in range(0, len(ids), ROWS):
        for row in rows(table, columns, ids[start : start + ROWS]):
            page = row.copy.page
            told = [cell.words for cell in row.cells] if row.cells else ["cannot be read: open its form"]
            stands = ", ".join(filter(None, (State(page.state).label, row.says)))
            yield (row.copy.name, page.key, stands, *told)

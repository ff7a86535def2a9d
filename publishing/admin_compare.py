"""Two versions of a page side by side at the desk: any two revisions, or the working copy and what readers see."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from pydantic import ValidationError as RecordError

from publishing.differences import Difference, Path, Telling, differences, plainly
from publishing.kinds import Kind, PageKind, get_kind, get_page_kind
from publishing.models import Page, Revision, WorkingCopy

COPY = "copy"
LIVE = "live"
"""Beside the numbers of revisions, what `old` and `new` of the address may say."""


class NoSuchVersion(Exception):
    """What an address asks for is no version of the page. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Version:
    """A revision, or the working copy (`revision` is None) as last saved."""

    record: Any
    revision: Revision | None
    is_live: bool

    @property
    def value(self) -> str:
        """As addresses have it."""
        return str(self.revision.number) if self.revision else COPY

    @property
    def name(self) -> str:
        return f"revision {self.revision.number}" if self.revision else "the working copy"


def compare(
    model_admin: Any, request: HttpRequest, copy: WorkingCopy, back: str, revisions: str
) -> HttpResponse:
    """GET with `old` and `new`: a number, “copy” or “live”. Without them: what readers see and the revision before.

    `back` and `revisions` are the addresses of the form and of the page where two are chosen.
    """
    page = copy.page
    default_old, default_new = default_pair(page)
    try:
        old = version_of(page, request.GET.get("old") or default_old)
        new = version_of(page, request.GET.get("new") or default_new)
    except NoSuchVersion as missing:
        messages.error(request, str(missing))
        return HttpResponseRedirect(revisions)
    kind = get_page_kind(page.kind)
    found = sorted_as_in_form(model_admin, kind, compared(kind, old.record, new.record))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"From {old.name} to {new.name}",
        "copy": copy,
        "opts": model_admin.opts,
        "back": back,
        "revisions_url": revisions,
        "old": old,
        "new": new,
        "changed": [one for one in found if one.differs],
        "same": [one for one in found if not one.differs],
        "can_restore": request.user.has_perm("publishing.publish_page"),
    }
    return TemplateResponse(request, "admin/publishing/compare.html", context)


def choices(page: Page) -> dict[str, Any]:
    """What the page of revisions needs to let two be chosen."""
    old, new = default_pair(page)
    kept = page.revisions.filter(digest=page.copy_digest).exists()
    return {"default_old": old, "default_new": new, "copy_is_kept": kept}


def default_pair(page: Page) -> tuple[str, str]:
    """The revision that readers see, or else the newest, and the one before it; of a single one, the working copy."""
    numbers = list(page.revisions.order_by("number").values_list("number", flat=True))
    new = page.live_revision.number if page.live_revision else max(numbers, default=0)
    before = [number for number in numbers if number < new]
    return (str(before[-1]), str(new)) if before else (str(new), COPY)


def version_of(page: Page, asked: str) -> Version:
    """
    Raises:
        NoSuchVersion: the page has none of this name, or it can be read no more.
    """
    kind = get_page_kind(page.kind)
    if asked == COPY:
        copy = kind.copies().get(page=page)
        return Version(kind.freeze(copy), None, not page.differs_from_live)
    found = page.live_revision if asked == LIVE else _revision(page, asked)
    if found is None:
        raise NoSuchVersion("There is no such version of this page. Choose two of the list.")
    try:
        record = kind.thaw(found.data, found.schema_version)
    except RecordError as error:
        raise NoSuchVersion(
            f"Revision {found.number} was kept in a form that cannot be compared any more. Look at it on its own, or "
            "choose another."
        ) from error
    return Version(record, found, found.pk == page.live_revision_id)


def _revision(page: Page, asked: str) -> Revision | None:
    # A longer number is none, and more than a database takes.
    number = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    return page.revisions.select_related("made_by").filter(number=number).first()


Titles = Mapping[tuple[str, str], str]
"""(kind, key) → what editors call it."""


def compared(kind: Kind, old: Any, new: Any, titles: Titles | None = None) -> list[Difference]:
    """Two records of a kind, told in the words of its forms. `old` None: there was none.

    `titles`: of all that they name, where many are compared.
    """
    records = [record for record in (old, new) if record is not None]
    named = {
        (tuple(part for part in one.path if isinstance(part, str)), one.key): one.kind
        for record in records
        for one in kind.references(record)
    }
    if titles is None:
        titles = titles_of((kind, record) for record in records)

    def say(path: Path, value: Any) -> str:
        of = named.get((path, value)) if isinstance(value, str) else None
        return titles.get((of, value), value) if of else plainly(path, value)

    telling = Telling(
        label=_labels(kind),
        say=say,
        identity={name: rows.identity for name, rows in kind.rows.items()},
        keys={path for path, _ in named},
    )
    return differences({} if old is None else old.model_dump(), new.model_dump(), telling)


def titles_of(records: Iterable[tuple[Kind, Any]]) -> Titles:
    """Of all that these records name. One query a kind, or two."""
    return _titles({(one.kind, one.key) for kind, record in records for one in kind.references(record)})


def _titles(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    keys: dict[str, list[str]] = {}
    for name, key in wanted:
        keys.setdefault(name, []).append(key)
    titles: dict[tuple[str, str], str] = {}
    for name, of_kind in keys.items():
        model: Any = get_kind(name).model
        if issubclass(model, WorkingCopy):
            rows = model._default_manager.filter(page__key__in=of_kind).select_related("page")
        else:
            rows = model._default_manager.filter(key__in=of_kind)
        titles |= {(name, row.key): str(row) for row in rows}
    return titles


def _labels(kind: Kind) -> Callable[[Path], str]:
    """Fields by their labels in the form, where they have one."""

    def label(path: Path) -> str:
        rows = kind.rows.get(path[0])
        if len(path) == 1:
            if rows and (rows.label or rows.model):
                return rows.label or _capital(rows.model._meta.verbose_name_plural)  # type: ignore[union-attr]
            return _label(kind.model, path[0])
        return _label(rows.model if rows and rows.model else kind.model, path[-1], "_".join(path))

    return label


def _label(model: Any, *names: str) -> str:
    for name in reversed(names):
        try:
            return _capital(model._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:
            continue
    return _capital(names[0].replace("_", " "))


def _capital(text: Any) -> str:
    return str(capfirst(text))


def sorted_as_in_form(model_admin: Any, kind: PageKind, found: Iterable[Difference]) -> list[Difference]:
    """Fields as the form has them, then its lists, then what the form does not hold."""
    order = [str(name) for name in flatten_fieldsets(model_admin.fieldsets or ())]
    lists = {rows.model: name for name, rows in kind.rows.items() if rows.model}
    order += [lists[inline.model] for inline in model_admin.inlines if inline.model in lists]
    return sorted(found, key=lambda one: _place(order, one.name))


def _place(order: Sequence[str], name: str) -> int:
    if name in order:
        return order.index(name)
    # “emergency” stands where “emergency_urgency” does.
    parts = (place for place, field in enumerate(order) if field.startswith(f"{name}_"))
    return next(parts, len(order))

"""What publishing needs to know of each kind of content, told by the apps of the subject when they are ready.

Publishing knows no condition and no article. An app registers a Kind for each; everything that goes over all content
(loading, exporting, publishing, rebuilding, the desk) goes over this registry.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from publishing.models import Page, WorkingCopy
from publishing.records import PageRecord, Record, Review

if TYPE_CHECKING:
    from publishing.directory import Directory


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row of publishing.Fact. `relation` is a word of the subject; an empty string means: not said."""

    relation: str
    term: str
    effect: str = ""
    level: str = ""
    role: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True)
class Projection:
    """What is made of a record for the public side. See LivePage for the meaning of the fields.

    `names` are all names it is known by (for finding), `body` its plain text (for full text search), `told` lines in which
    readers tell of it: search reads them, nobody is shown them.
    """

    title: str
    summary: str = ""
    sort_title: str = ""
    position: int = 0
    names: tuple[str, ...] = ()
    facts: tuple[FactRow, ...] = ()
    body: str = ""
    told: tuple[str, ...] = ()
    card: dict[str, Any] = field(default_factory=dict)
    rendered: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reference:
    """A record names another: `path` leads to the value within the record ("symptoms", 3, "symptom")."""

    kind: str
    key: str
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """How versions of a list are compared: the fields by which an item is known again, and the model with its labels."""

    identity: tuple[str, ...] = ()
    model: type[models.Model] | None = None
    label: str = ""


class Kind:
    """A kind of content that files hold: how it is written as text, and how that becomes rows.

    `order`: in which order kinds are listed, loaded and published; they may refer to each other either way.
    `file`: one YAML file with a list (`"sources.yaml"`), or, with `sections`, a folder of Markdown files, one a record.
    `sections`: field → heading for the Markdown part; `{"body": ""}` when the whole of it is one field.
    `rows`: field → how the items of that list are told to editors.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    label_plural: ClassVar[str]
    order: ClassVar[int]
    file: ClassVar[str]
    sections: ClassVar[dict[str, str]] = {}
    rows: ClassVar[dict[str, "Rows"]] = {}
    record: type[Record]
    model: type[models.Model]

    def references(self, record: Any) -> Iterable[Reference]:
        """Every other record that this one names."""
        return ()

    def problems(self, record: Any) -> Iterable[tuple[tuple[str | int, ...], str]]:
        """What a record says wrongly that its types cannot tell: (path, message with the remedy)."""
        return ()

    def copies(self) -> models.QuerySet[Any]:
        """All working copies with what to_record reads, in the order in which files hold them."""
        raise NotImplementedError(f"{self.name}.copies")

    def to_record(self, copy: Any) -> Record:
        """The working copy as a record."""
        raise NotImplementedError(f"{self.name}.to_record")

    def write_fields(self, record: Any, copy: Any) -> Any:
        """Writes the record's own fields into the working copy (made when `copy` is None), saves and returns it."""
        raise NotImplementedError(f"{self.name}.write_fields")

    def write_links(self, record: Any, copy: Any) -> None:
        """Makes the links of the copy those of the record. All that they lead to exists by then."""

    def file_problem(self, folder: Path, record: Any) -> str:
        """What is wrong with the file beside the record (a picture's) in a content folder; empty when nothing is."""
        return ""

    def import_file(self, folder: Path, record: Any) -> None:
        """Takes the file beside the record from a content folder."""

    def export_file(self, folder: Path, record: Any) -> None:
        """Puts the file beside the record into a content folder."""

    def upload_problem(self, record: Any, copy: Any) -> str:
        """Why this record may not come in by an upload at the desk, with the remedy; empty when it may. `copy`: or None."""
        return ""

    def made_by_hand(self, copy: Any) -> None:
        """Marks a new working copy that a person brought in, and no library."""

    def citing(self, copy: Any) -> Iterable[Page]:
        """Live pages that hold a copy of this one, which has changed."""
        return ()

    def from_record(self, record: Any, copy: Any) -> Any:
        with transaction.atomic():
            copy = self.write_fields(record, copy)
            self.write_links(record, copy)
        return copy


class PageKind(Kind):
    """A kind of content with pages: it is published.

    `frozen` is the record with what it cites, as a revision holds it; `schema_version` is raised, and `upgrade` taught,
    when old revisions no longer fit it. `tells_changes`: its pages say what changed, and show corrections.
    `is_reviewed`: its pages are due to be reviewed; see `review_fields`.
    """

    record: type[PageRecord]
    frozen: type[PageRecord]
    model: type[WorkingCopy]
    schema_version: ClassVar[int] = 1
    tells_changes: ClassVar[bool] = False
    is_reviewed: ClassVar[bool] = False

    def freeze(self, copy: Any) -> PageRecord:
        """The working copy as it would be frozen now."""
        return self.to_record(copy)  # type: ignore[return-value]

    def review_fields(self, review: Review) -> dict[str, Any]:
        """What a review writes into the working copy."""
        raise NotImplementedError(f"{self.name}.review_fields")

    def upgrade(self, data: dict[str, Any], version: int) -> dict[str, Any]:
        """Data of an older schema version, in today's shape."""
        return data

    def thaw(self, data: dict[str, Any], version: int) -> Any:
        """The typed record of a revision."""
        return self.frozen.model_validate(self.upgrade(data, version))

    def project(self, record: Any) -> Projection:
        raise NotImplementedError(f"{self.name}.project")

    def url(self, slug: str) -> str:
        raise NotImplementedError(f"{self.name}.url")

    def url_of(self, page: Any) -> str:
        """The address of a live page or directory entry, for kinds whose addresses depend on more than the slug."""
        return self.url(page.slug)

    def preview(
        self, request: HttpRequest, record: Any, projection: Projection, directory: "Directory"
    ) -> HttpResponse:
        """The frozen record drawn with the public templates. `directory` has the previewed page in it."""
        raise NotImplementedError(f"{self.name}.preview")

    def shown_file(self, record: Any, name: str) -> HttpResponseBase:
        """A file that this record shows, for who may see it before it is public.

        Raises:
            Http404: the record shows none of this name.
        """
        raise Http404("This page shows no such file.")

    def gate(self, record: Any) -> Sequence[str]:
        """What stands in the way of publishing this record, each with its remedy."""
        return [message for _, message in self.problems(record)]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def all_kinds() -> list[Kind]:
    """In the order in which they are loaded."""
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def page_kinds() -> list[PageKind]:
    return [kind for kind in all_kinds() if isinstance(kind, PageKind)]


def get_kind(name: str) -> Kind:
    return _kinds[name]


def kind_of(model: type[models.Model]) -> Kind:
    """The kind whose working copies are of this model."""
    return next(kind for kind in _kinds.values() if kind.model is model)


def get_page_kind(name: str) -> PageKind:
    kind = _kinds[name]
    if not isinstance(kind, PageKind):
        raise KeyError(name)
    return kind

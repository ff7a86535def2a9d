"""/admin/import/: content files and sheets brought in, with a dry run first. See publishing.importing."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from publishing import importing, uploads
from publishing.admin_compare import Titles, compared, titles_of
from publishing.differences import Difference
from publishing.kinds import Kind, PageKind, all_kinds
from publishing.loading import ContentRefused
from publishing.models import Upload
from publishing.planning import Outcome, Step

logger = logging.getLogger(__name__)


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    widget = _ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        one: Callable[[Any, Any], Any] = super().clean
        found = [one(each, initial) for each in data] if data else [one(None, initial)]
        if sum(file.size for file in found) > uploads.MOST_BYTES:
            raise forms.ValidationError(
                f"This is more than {uploads.MOST_BYTES // 1024 // 1024} MB. Bring it in in parts."
            )
        return found


class UploadForm(forms.Form):
    chosen = _FilesField(
        label="Files",
        error_messages={"required": "Choose at least one file.", "empty": "A file you chose is empty."},
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A step for people."""

    step: Step
    name: str
    differences: Sequence[Difference] = ()

    @property
    def value(self) -> str:
        return self.step.label


def may(request: HttpRequest) -> importing.May:
    """What this person could do by the forms."""

    def why_not(kind: Kind, copy: Any) -> str:
        model_admin = admin.site.get_model_admin(kind.model)
        if copy is None:
            allowed = model_admin.has_add_permission(request)
        else:
            allowed = model_admin.has_change_permission(request, copy)
        verb = "add" if copy is None else "change"
        return (
            ""
            if allowed
            else (
                f"you may not {verb} this {kind.label.lower()} at the desk; take it out of the file, or ask who may"
            )
        )

    return why_not


def changeable(request: HttpRequest) -> list[Kind]:
    """Kinds of which this person may change something."""
    return [
        kind for kind in all_kinds() if admin.site.get_model_admin(kind.model).has_change_permission(request)
    ]


def start(request: HttpRequest) -> HttpResponse:
    """GET: what to choose. POST: the files; leads to the dry run."""
    kinds = changeable(request)
    if not kinds:
        logger.warning("refused: import by %s", request.user)
        raise PermissionDenied
    user: Any = request.user
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    problems: Sequence[Any] = ()
    if request.method == "POST" and form.is_valid():
        files = form.cleaned_data["chosen"]
        texts = uploads.unpack((file.name, file) for file in files)
        if not texts.problems:
            kept = importing.keep(", ".join(file.name for file in files), texts, user)
            return HttpResponseRedirect(reverse("desk-import-dry-run", args=[kept.pk]))
        problems = texts.problems
    context = {
        **admin.site.each_context(request),
        "title": "Bring in files",
        "form": form,
        "problems": problems,
        "kinds": kinds,
        "kept": Upload.objects.filter(by=user).defer("content").order_by("-at"),
        "most": uploads.MOST_BYTES // 1024 // 1024,
    }
    return TemplateResponse(request, "admin/desk/import.html", context)


def dry_run(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what loading would do. POST: `load` with `seen` and `take` ("condition sciatica", may repeat), or `forget`."""
    user: Any = request.user
    upload = importing.kept(pk, user)
    if upload is None:
        if request.method == "POST":
            messages.error(request, "These files are no longer kept. Bring them in once more.")
            return HttpResponseRedirect(reverse("desk-import"))
        raise Http404
    if request.method == "POST" and "forget" in request.POST:
        upload.delete()
        messages.success(request, f"{upload.name} was put aside. Nothing was loaded.")
        return HttpResponseRedirect(reverse("desk-import"))
    try:
        if request.method == "POST":
            return _load(request, upload)
        found, problems = importing.dry_run(upload, may(request)), []
    except ContentRefused as refused:
        found, problems = importing.DryRun((), ()), refused.problems
    context = {
        **admin.site.each_context(request),
        "title": f"What {upload.name} would change",
        "upload": upload,
        "run": found,
        "problems": problems,
        "new": _told(found.of(Outcome.NEW)),
        "changed": _told(found.of(Outcome.CHANGED)),
        "left": _told(found.of(Outcome.LEFT)),
        "unchanged": [Told(step, _name(step)) for step in found.of(Outcome.UNCHANGED)],
    }
    return TemplateResponse(request, "admin/desk/import_dry_run.html", context)


def _load(request: HttpRequest, upload: Upload) -> HttpResponse:
    user: Any = request.user
    take = {(kind, key) for kind, _, key in (one.partition(" ") for one in request.POST.getlist("take"))}
    try:
        done = importing.load(upload, request.POST.get("seen", ""), take, user, may(request))
    except importing.Changed:
        messages.warning(
            request,
            "Somebody changed something since you looked. Nothing was loaded: this is what loading would do now.",
        )
        return HttpResponseRedirect(reverse("desk-import-dry-run", args=[upload.pk]))
    for step, copy in done:
        note_in_history(request, copy, f"Loaded from {upload.name}.", new=step.outcome is Outcome.NEW)
    logger.info("%s records loaded from files by %s", len(done), request.user)
    pages = sum(isinstance(step.entry.kind, PageKind) for step, _ in done)
    said = f"{len(done)} {'record was' if len(done) == 1 else 'records were'} loaded from {upload.name}."
    said += " Readers see nothing of it until it is published." if pages else ""
    messages.success(request, said)
    return HttpResponseRedirect(reverse("desk-import"))


def note_in_history(request: HttpRequest, copy: Any, message: str, new: bool = False) -> None:
    """As a form does."""
    model_admin = admin.site.get_model_admin(type(copy))
    (model_admin.log_addition if new else model_admin.log_change)(request, copy, message)


def _told(steps: Iterable[Step]) -> list[Told]:
    steps = list(steps)
    titles = titles_of(
        (step.entry.kind, record) for step in steps for record in (step.now, step.entry.record) if record
    )
    return [Told(step, _name(step), _differences(step, titles)) for step in steps]


def _name(step: Step) -> str:
    record: Any = step.entry.record
    named = getattr(record, "name", "") or getattr(record, "title", "") or getattr(record, "text", "")
    return str(step.copy or named or record.key)


def _differences(step: Step, titles: Titles) -> list[Difference]:
    found = compared(step.entry.kind, step.now, step.entry.record, titles)
    return [one for one in found if one.differs]

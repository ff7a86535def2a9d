"""What the desk does with readers' reports: close, reopen, delete as spam, and clear away what is old.

Each act is told in the log of the page, which is kept for good: therefore in the editor's words and never in the reader's.
"""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from desk.models import COUNTED_FOR, Feedback, HelpfulCount
from publishing import service
from publishing.models import Page
from publishing.states import REPORT_CLOSED, REPORT_DELETED, REPORT_REOPENED


class Refused(Exception):
    """Nothing was changed. The message says why."""


@transaction.atomic
def close(report: Feedback, by: User, note: str) -> Feedback:
    """
    Raises:
        Refused: somebody closed it already, or there is no note.
    """
    report = _locked(report)
    if not report.is_open:
        raise Refused(
            f"{report.closed_by} has closed it meanwhile: “{report.note}”. Reopen it to say something else."
        )
    if not note.strip():
        raise Refused("Say in the note what was done about it, or why nothing was.")
    report.closed_at, report.closed_by, report.note = timezone.now(), by, note.strip()
    report.save(update_fields=["closed_at", "closed_by", "note"])
    service.record_act(report.page, REPORT_CLOSED, by, f"{_named(report)}: {report.note}")
    return report


@transaction.atomic
def reopen(report: Feedback, by: User) -> Feedback:
    """
    Raises:
        Refused: it is open.
    """
    report = _locked(report)
    if report.is_open:
        raise Refused("It is open already.")
    report.closed_at = report.closed_by = None
    report.save(update_fields=["closed_at", "closed_by"])
    service.record_act(report.page, REPORT_REOPENED, by, f"{_named(report)}.")
    return report


@transaction.atomic
def delete_as_spam(reports: Iterable[Feedback], by: User) -> int:
    """For good, with the words. Also what holds somebody's details. Returns how many."""
    numbers: dict[Page, list[int]] = {}
    for report in reports:
        numbers.setdefault(report.page, []).append(report.pk)
    for page, deleted in numbers.items():
        told = ", ".join(map(str, sorted(deleted)))
        service.record_act(page, REPORT_DELETED, by, f"Spam, or somebody’s details: {told}.")
    deleted_ids = [pk for deleted in numbers.values() for pk in deleted]
    Feedback.objects.filter(pk__in=deleted_ids).delete()
    return len(deleted_ids)


def clear_old() -> str:
    """Deletes what is kept no longer; what was done, or nothing when nothing was. See publishing.housekeeping."""
    reports, _ = Feedback.objects.too_old().delete()
    HelpfulCount.objects.filter(day__lt=timezone.localdate() - COUNTED_FOR).delete()
    return f"{reports} readers’ reports that were closed long ago were deleted" if reports else ""


def _locked(report: Feedback) -> Feedback:
    rows = Feedback.objects.select_for_update(of=("self",)).select_related("page", "closed_by")
    return rows.get(pk=report.pk)


def _named(report: Feedback) -> str:
    return f"{report.get_kind_display()} {report.pk}"

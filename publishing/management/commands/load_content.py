import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from publishing import loading, planning
from publishing.merging import Meeting, Side


class Command(BaseCommand):
    help = (
        "Loads content files into working copies. Everything is checked first; then all of it is written, or nothing. "
        "What an editor changed is left as it is unless --force."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=settings.BASE_DIR / "content")
        parser.add_argument("--publish", action="store_true", help="publish what is new or changed")
        parser.add_argument("--force", action="store_true", help="overwrite what an editor changed")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )
        parser.add_argument("--json", action="store_true", help="say it as JSON, for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["path"]
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}. Give the folder that holds sources.yaml.")
        try:
            if options["dry_run"]:
                report = loading.plan(folder, force=options["force"])
            else:
                report = loading.load(
                    folder,
                    publish=options["publish"],
                    force=options["force"],
                    progress=self._progress(options),
                )
        except loading.ContentRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            count = len(refused.problems)
            raise CommandError(
                f"{count} {'problem' if count == 1 else 'problems'}. Nothing was loaded; the library is as it was."
            ) from refused
        if options["json"]:
            self.stdout.write(json.dumps(_as_data(report), ensure_ascii=False, indent=2))
        else:
            self._tell(report, options["dry_run"], options["verbosity"])

    def _progress(self, options: dict[str, Any]) -> loading.Progress:
        return lambda items, doing: tqdm(
            items, desc=doing, unit="record", disable=None if options["verbosity"] else True, leave=False
        )

    def _tell(self, report: planning.Report, dry_run: bool, verbosity: int) -> None:
        would = "would be " if dry_run else ""
        met = {meeting.label: meeting for meeting in report.meetings}
        for label in report.left:
            self.stdout.write(f"left as an editor changed it: {label} (--force overwrites it)")
            for line in _lines_of(met[label]) if label in met else ["  the files say nothing new of it"]:
                self.stdout.write(line)
        if met:
            self.stdout.write(
                "What the files say new of these waits at the desk, /admin/library/, where it can be taken."
                if not dry_run
                else "Once loaded, what the files say new of these waits at the desk, /admin/library/."
            )
        if dry_run or verbosity > 1:
            for word, labels in (("new", report.new), ("changed", report.changed)):
                for label in labels:
                    self.stdout.write(f"{would}{word}: {label}")
        if verbosity:
            self.stdout.write(
                f"{len(report.new)} {would}new, {len(report.changed)} {would}changed, {len(report.unchanged)} unchanged, "
                f"{len(report.left)} left, {len(report.published)} published."
            )


_SAID = {
    Side.THERE: "changed in the files only",
    Side.HERE: "changed here only",
    Side.SAME: "changed in both, in the same way",
    Side.JOINED: "changed in both, in different lines",
    Side.CONFLICT: "changed in both, differently",
    Side.UNKNOWN: "differs, and what was loaded before is not known",
}


def _lines_of(meeting: Meeting) -> Iterator[str]:
    for side, said in _SAID.items():
        names = meeting.named(side)
        if names:
            yield f"  {said}: {', '.join(names)}"


def _as_data(report: planning.Report) -> dict[str, Any]:
    """What was told by record; `meetings`: of what was left, field → who changed it."""
    told = ("new", "changed", "unchanged", "left", "published")
    met = {
        meeting.label: {field.name: field.side.value for field in meeting.fields}
        for meeting in report.meetings
    }
    return {**{name: getattr(report, name) for name in told}, "meetings": met}

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from publishing import loading


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
        self._tell(report, options["dry_run"], options["verbosity"], options["force"])

    def _progress(self, options: dict[str, Any]) -> loading.Progress:
        return lambda items, doing: tqdm(
            items, desc=doing, unit="record", disable=None if options["verbosity"] else True, leave=False
        )

    def _tell(self, report: loading.Report, dry_run: bool, verbosity: int, force: bool) -> None:
        would = "would be " if dry_run else ""
        for label in report.left:
            self.stdout.write(f"left as an editor changed it: {label} (--force overwrites it)")
        if dry_run or verbosity > 1:
            for word, labels in (("new", report.new), ("changed", report.changed)):
                for label in labels:
                    self.stdout.write(f"{would}{word}: {label}")
        if verbosity:
            self.stdout.write(
                f"{len(report.new)} {would}new, {len(report.changed)} {would}changed, {len(report.unchanged)} unchanged, "
                f"{len(report.left)} left, {len(report.published)} published."
            )

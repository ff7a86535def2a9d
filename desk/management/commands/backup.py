from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from desk import archive


class Command(BaseCommand):
    help = "Writes one consistent copy of database and media to a tar.gz file, also while the site runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a file that is not there yet, or a folder")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = archive.make(options["path"])
        except archive.ArchiveRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{made} ({made.stat().st_size / 1e6:.1f} MB). Keep it on another machine.")

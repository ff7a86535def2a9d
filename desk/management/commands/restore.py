from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from desk import archive


class Command(BaseCommand):
    help = "Puts database and media of a copy made by `backup` in place of what is there, which is kept beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            before = archive.restore(options["path"])
        except archive.ArchiveRefused as refused:
            raise CommandError(str(refused)) from refused
        # The copy may be older than this release.
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"Restored from {options['path']}. The database before it: {before}")

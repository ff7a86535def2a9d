from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publishing.files import write_folder
from publishing.kinds import all_kinds


class Command(BaseCommand):
    help = "Writes all working copies as content files: the same bytes as before where nothing changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["path"]
        records = ((kind, (kind.to_record(copy) for copy in kind.copies())) for kind in all_kinds())
        try:
            written = list(write_folder(folder, records))
        except OSError as error:
            raise CommandError(
                f"Could not write to {folder}: {error.strerror}. Free some space or choose another folder; files "
                "already there are whole, old or new."
            ) from error
        if options["verbosity"] > 1:
            for name in written:
                self.stdout.write(name)
        if options["verbosity"]:
            self.stdout.write(f"{len(written)} files written to {folder}.")

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from publishing import projections


class Command(BaseCommand):
    help = "Makes everything that the public reads anew from the live revisions, in one transaction."

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(pages: list[Any]) -> Any:
            return tqdm(pages, desc="rebuilding", unit="page", disable=None if options["verbosity"] else True)

        count = projections.rebuild(progress)
        if options["verbosity"]:
            self.stdout.write(f"{count} pages made anew.")

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from desk.link_checks.addresses import addresses
from desk.link_checks.checking import NoConnection, asker, check, remember_places, unchecked
from desk.link_checks.overview import places_of
from desk.models import LinkCheck, Outcome


class Command(BaseCommand):
    help = (
        "Asks every address outside this site that a page or a source names whether it is still there. "
        "Exits with 1 when one is dead. For cron or a timer, once a week."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--unchecked", action="store_true", help="only those that are new or could not be checked"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        named = addresses()
        try:
            remember_places(named)
            wanted = unchecked(named) if options["unchecked"] else list(named)
            for _ in tqdm(check(wanted, named, asker()), total=len(wanted), unit=" links", disable=None):
                pass
        except DatabaseError as error:
            raise CommandError(
                f"What was found could not be kept: {error}. Make room on the disk, or wait until the database is free, then "
                "run check_links --unchecked, which goes on from here."
            ) from error
        except NoConnection as error:
            raise CommandError(
                f"None of {len(wanted)} addresses could be reached, so nothing is said of any. Does this machine have a way "
                "to the web, and can it look up names? Then run it again."
            ) from error
        except KeyboardInterrupt as error:
            raise CommandError(
                "Stopped. What was found so far is kept; --unchecked goes on with the rest."
            ) from error
        self._tell()

    def _tell(self) -> None:
        checks = list(LinkCheck.objects.order_by("outcome", "address"))
        for one in checks:
            if one.outcome == Outcome.OK:
                continue
            self.stdout.write(f"{Outcome(one.outcome).label}: {one.address}")
            self.stdout.write(f"  {one.detail}")
            self.stdout.write(f"  named by {'; '.join(place.name for place in places_of(one.cited_by))}")
        count = {outcome: sum(one.outcome == outcome for one in checks) for outcome in Outcome}
        told = ", ".join(f"{count[outcome]} {outcome.label.lower()}" for outcome in Outcome)
        self.stdout.write(f"{len(checks)} addresses: {told}.")
        if dead := count[Outcome.DEAD]:
            raise CommandError(
                f"{dead} dead. Find where each page is now, or another source that says the same; correct it under Sources "
                "in the desk, or in the text that names it, and publish the pages again."
            )

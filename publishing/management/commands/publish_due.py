from typing import Any

from django.core.management.base import BaseCommand

from publishing import housekeeping, service


class Command(BaseCommand):
    help = (
        "Publishes and withdraws what was scheduled for now or earlier. Clears away what is kept no longer. "
        "For cron or a timer; safe to run twice at once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for page, done in service.publish_due():
            self.stdout.write(f"{page}: {done}")
        for done in housekeeping.do_chores():
            self.stdout.write(done)

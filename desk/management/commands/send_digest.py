from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk import digest


class Command(BaseCommand):
    help = (
        "Sends each editor, reviewer and writer by e-mail what waits for them. For a timer, daily or weekly. Off until "
        "EMAIL_URL and DIGEST_FROM are set; who has nothing to do gets nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print the letters, and send none")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self._print()
            return
        if off := digest.why_off():
            raise CommandError(off)
        sent = list(digest.send_all())
        failed = [one for one in sent if one.error]
        for one in failed:
            self.stderr.write(f"{one.to}: not sent. {one.error}")
        self.stdout.write(f"{len(sent) - len(failed)} sent.")
        if failed:
            raise CommandError(
                f"{len(failed)} not sent. Correct the address under Users, or EMAIL_URL; the next run tells the same."
            )

    def _print(self) -> None:
        letters = [letter for person in digest.readers() if (letter := digest.letter_to(person))]
        for letter in letters:
            self.stdout.write(f"To: {', '.join(letter.to)}\nSubject: {letter.subject}\n\n{letter.body}")
        self.stdout.write(f"{len(letters)} would be sent.")
        if off := digest.why_off():
            self.stdout.write(off)

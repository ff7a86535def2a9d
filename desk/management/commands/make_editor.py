"""`make editor`: an admin login, or a new password for one."""

import getpass
import sys
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk import second_factor


class Command(BaseCommand):
    help = "Makes an admin login with every right, or gives an existing one a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", help="name to log in with; asked for when left out")
        parser.add_argument(
            "--password-from-stdin",
            action="store_true",
            help="read the password from the first line of standard input",
        )
        parser.add_argument(
            "--forget-second-factor",
            action="store_true",
            help="for an existing one whose telephone and backup codes are lost",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model()
        from_stdin = options["password_from_stdin"]
        name = options["name"] or self.ask_name(from_stdin)
        user = users.objects.filter(username=name).first() or users(username=name)
        is_new = user.pk is None
        # Someone who has left is not let in again by a new password alone.
        if not is_new and not user.is_active:
            raise CommandError(
                f"“{name}” has been switched off. Switch it on again in the admin, under Users."
            )
        user.is_staff = user.is_superuser = True
        try:
            user.full_clean(exclude=["password"])
            password = sys.stdin.readline().rstrip("\n") if from_stdin else self.ask_password(name)
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user.set_password(password)
        user.save()
        if options["forget_second_factor"]:
            second_factor.forget(user)
        self.stdout.write(f"“{name}” {'can now log in' if is_new else 'has a new password'}: /admin/")

    def ask_name(self, from_stdin: bool) -> str:
        default = getpass.getuser()
        if from_stdin or not sys.stdin.isatty():
            raise CommandError("Say who: manage.py make_editor NAME --password-from-stdin")
        return input(f"Name to log in with [{default}]: ").strip() or default

    def ask_password(self, name: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError("There is nobody to ask for the password. Use --password-from-stdin.")
        password = getpass.getpass(f"Password for “{name}” (15 characters or more): ")
        if password != getpass.getpass("The same again: "):
            raise CommandError("The two are not the same. Nothing was changed.")
        return password

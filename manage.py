#!/usr/bin/env python
"""Django's command line: `python manage.py help` lists the commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        sys.exit(
            f"{error}. Run it with the project's own environment: .venv/bin/python manage.py (made by `make run`)."
        )
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

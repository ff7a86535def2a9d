"""Passwords that anybody would try here first are refused, however long they are."""

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

WORDS = ("whereabouts", "password", "passphrase", "backpain", "legpain", "sciatica")
"""What this site is about, as somebody who guesses would write it."""

# "Ann" stands in "planning", and "pain" in "painting": shorter words are no clue.
_SHORTEST_OF_PERSON, _SHORTEST_OF_SITE = 4, 6
_LOOK_ALIKES = str.maketrans("013457@$", "oieastas")


class ContextWordValidator:
    """Refuses the name of the site, of the person, and words that the site is about, also as "P4ssw0rd" or "back-pain"."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = _letters(password)
        replaced = _letters(password.translate(_LOOK_ALIKES))
        for word in sorted({*WORDS, *_of_site(), *_of_person(user)}, key=len, reverse=True):
            if word in plain or word in replaced:
                raise ValidationError(
                    f"The password contains “{word}”, which is guessed first here. "
                    "Leave it out: three or four words that have nothing to do with each other are a good password.",
                    code="password_has_context_word",
                )

    def get_help_text(self) -> str:
        return (
            "Your password can’t contain the name of this site, your own name or e-mail address, or words such as "
            "“password” or “back pain”. Three or four words that have nothing to do with each other are good."
        )


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold())


def _words(shortest: int, *texts: str) -> set[str]:
    """Each text as a whole, and each word of it."""
    found = {_letters(part) for text in texts for part in (text, *re.split(r"[\W_]+", text))}
    return {word for word in found if len(word) >= shortest and not word.isdigit()}


def _of_site() -> set[str]:
    return _words(_SHORTEST_OF_SITE, settings.SITE_NAME, urlsplit(settings.SITE_URL).hostname or "")


def _of_person(user: Any) -> set[str]:
    if user is None:
        return set()
    return _words(
        _SHORTEST_OF_PERSON,
        *(getattr(user, name, "") or "" for name in ("username", "first_name", "last_name")),
        (getattr(user, "email", "") or "").partition("@")[0],
    )

"""What a reader can write, how it is cleaned, and the token that tells when the form was opened.

Every refusal says what to do, and the words are shown again.
"""

import re
import time
import unicodedata
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from desk.models import LONGEST

QUICKEST = 3
"""Seconds. A person needs longer to write a word; most programs do not."""
LONGEST_OPEN = 24 * 3600

MOST_LINKS = 1
"""One may be the source that says otherwise; more are advertising."""

TOO_QUICK = "That was quicker than most people write. Look at it once more, then press “Send” again."
TOO_OLD = "This page had been open for long. Your words are still here: press “Send” again."

_SALT = "desk.feedback"
_LINK = re.compile(r"\bhttps?://\S+|\bwww\.\S+|\[url", re.IGNORECASE)
_E_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.\w")
_LONG_NUMBER = re.compile(r"\d(?:[ ()-]{0,2}\d){8,}")
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


# --- the token --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opened:
    """Of which page the form was opened, what was live then, and when. Nothing of whom."""

    page_id: int
    revision_id: int
    at: int

    @property
    def is_too_quick(self) -> bool:
        return time.time() - self.at < QUICKEST


def token(page_id: int, revision_id: int) -> str:
    return signing.dumps([page_id, revision_id, int(time.time())], salt=_SALT)


def opened(token: str) -> Opened | None:
    """None for what is none of ours, or too old."""
    try:
        found = Opened(*signing.loads(token, salt=_SALT, max_age=LONGEST_OPEN))
    except signing.BadSignature:
        return None
    return found


# --- the words --------------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """With line ends of one kind, and without control characters and marks that turn the direction of what follows."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = (one for one in text if one == "\n" or unicodedata.category(one) not in ("Cc", "Cs"))
    text = "".join(one for one in kept if one not in _TURNS)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class PlainText(forms.CharField):
    def to_python(self, value: Any) -> str:
        # Before the validators, which would refuse some of what is taken out.
        return plain(super().to_python(value) or "")


class WordsForm(forms.Form):
    # Without `maxlength`: a browser would cut what is pasted, and say nothing.
    text = PlainText(
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"A sentence or two is enough, up to {LONGEST} characters.",
        error_messages={"required": "There is nothing in the box yet. Write a few words, then press “Send”."},
    )
    # For programs, which fill in whatever there is; people do not meet it.
    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > LONGEST:
            raise ValidationError(
                f"This has {len(text)} characters, and {LONGEST} is the most. Shorten it, or send it in parts."
            )
        if len(_LINK.findall(text)) > MOST_LINKS:
            raise ValidationError(
                "There is more than one web address in it, as in advertising. Leave one, and say the rest in words."
            )
        without_links = _LINK.sub("", text)
        if _E_MAIL.search(without_links) or _LONG_NUMBER.search(without_links):
            raise ValidationError(
                "There seems to be an e-mail address or a telephone number in it. Nobody answers from here: please take "
                "it out."
            )
        return text

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(
                "A box that is meant to stay empty was filled in, perhaps by your browser. It is empty again: press “Send” "
                "once more."
            )
        return ""

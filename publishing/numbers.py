"""The telephone numbers of the operator's country, put in where a text is shown and never typed into one."""

import re
from functools import lru_cache

from django.conf import settings
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

PLACEHOLDERS = ("emergency_number", "urgent_advice_number", "crisis_number")
"""`{emergency_number}` in a text stands for the setting EMERGENCY_NUMBER, and so on."""

_PLACEHOLDER = re.compile(rf"\{{({'|'.join(PLACEHOLDERS)})\}}")
_TAG = re.compile(r"(<[^>]*>)")
# Two digits at least: "option 2" is no number to call.
_NUMBER = re.compile(r"\+?\d[\d ()-]*\d")


def put_in(text: str) -> str:
    """Plain text with the numbers in place of `{emergency_number}` and its like; other braces stay as they are."""
    return _PLACEHOLDER.sub(lambda match: _told(match[1]), text)


def put_in_html(html: str) -> SafeString:
    """The same for clean HTML, with what can be called as a link, but in no link and no attribute."""
    if "{" not in html:
        return mark_safe(html)  # noqa: S308 (unchanged)
    pieces, in_link = [], False
    for piece in _TAG.split(html):
        if piece.startswith("<"):
            in_link = piece.startswith("<a ") or (in_link and piece != "</a>")
            pieces.append(_PLACEHOLDER.sub(lambda match: escape(_told(match[1])), piece))
        else:
            show = escape if in_link else with_calls
            pieces.append(_PLACEHOLDER.sub(lambda match, show=show: show(_told(match[1])), piece))
    return mark_safe("".join(pieces))  # noqa: S308 (clean HTML, and what was put in is escaped)


def with_calls(text: str) -> SafeString:
    """The text, escaped, with each configured number in it as a `tel:` link. Numbers told in words stay words."""
    told = "\n".join(map(_told, PLACEHOLDERS))
    # Odd places of the split are the numbers themselves.
    return format_html_join(
        "",
        "{}",
        ((_link(part) if at % 2 else part,) for at, part in enumerate(_numbers_in(told).split(str(text)))),
    )


def _told(placeholder: str) -> str:
    return str(getattr(settings, placeholder.upper()))


@lru_cache(maxsize=4)
def _numbers_in(told: str) -> re.Pattern[str]:
    numbers = sorted({number for line in told.splitlines() for number in _NUMBER.findall(line)}, key=len)
    # The longest first, and never a part of a longer number.
    any_of = "|".join(map(re.escape, reversed(numbers))) or r"(?!)"
    return re.compile(rf"(?<![\w+])({any_of})(?!\w)")


def _link(number: str) -> SafeString:
    digits = re.sub(r"[^+\d]", "", number)
    return format_html('<a class="call" href="tel:{}">{}</a>', digits, number)

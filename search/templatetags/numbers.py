"""The operator's telephone numbers as links, wherever a text says one of them."""

import re
from functools import lru_cache

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# Two digits at least: "option 2" is no number to call.
_NUMBER = re.compile(r"\+?\d[\d ()-]*\d")


@register.filter
def with_calls(text: str) -> SafeString:
    """The text, escaped, with each configured number in it as a `tel:` link. Numbers told in words stay words."""
    told = f"{settings.EMERGENCY_NUMBER}\n{settings.URGENT_ADVICE_NUMBER}\n{settings.CRISIS_NUMBER}"
    # Odd places of the split are the numbers themselves.
    return format_html_join(
        "",
        "{}",
        ((_link(part) if at % 2 else part,) for at, part in enumerate(_numbers_in(told).split(str(text)))),
    )


@lru_cache(maxsize=4)
def _numbers_in(told: str) -> re.Pattern[str]:
    numbers = sorted({number for line in told.splitlines() for number in _NUMBER.findall(line)}, key=len)
    # The longest first, and never a part of a longer number.
    any_of = "|".join(map(re.escape, reversed(numbers))) or r"(?!)"
    return re.compile(rf"(?<![\w+])({any_of})(?!\w)")


def _link(number: str) -> SafeString:
    digits = re.sub(r"[^+\d]", "", number)
    return format_html('<a class="call" href="tel:{}">{}</a>', digits, number)

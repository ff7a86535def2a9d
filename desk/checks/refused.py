"""What the kind of the page itself refuses to publish: rows that stand twice, a posture both worse and better without a
note on each, broken citations and embeds, rules of a red flag that cannot be read.
"""

import re
from collections.abc import Iterator

from desk.checks.finding import Finding
from desk.checks.pages import CheckedPage, Library
from publishing.kinds import get_page_kind

# These messages say first what is wrong and then, in the same breath, what to do.
_TURN = re.compile(r"; |(?<=[^.]\.) (?=[A-Z])")


def find(page: CheckedPage, library: Library) -> Iterator[Finding]:
    for path, message in get_page_kind(page.kind).problems(page.record):
        what, *remedy = _TURN.split(message, maxsplit=1)
        yield page.finding(
            page.place(path), what.rstrip("."), _sentence(*remedy) if remedy else "Correct it."
        )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."

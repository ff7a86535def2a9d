"""What an article can embed: how each is written, and what it names. It is drawn when it is read; see pages.py."""

import re
from typing import Any

from conditions import comparison
from publishing import prose
from publishing.prose import Reference
from publishing.records import KEY_PATTERN

COMPARE = "compare"
CONDITION = "condition"
RED_FLAGS = "red-flags"

LONGEST_TEXT = 30_000
"""Characters; three times a long article, and rendered in a moment even when it is meant to hurt."""

MOST_COMPARISONS = 3
"""In one article. Each costs a query when it is read."""


def register() -> None:
    prose.register_embed(COMPARE, parse_compare, lambda options: _named("condition", options["conditions"]))
    prose.register_embed(
        CONDITION, parse_condition, lambda options: _named("condition", [options["condition"]])
    )
    prose.register_embed(RED_FLAGS, parse_red_flags, lambda options: _named("red-flag", options["red_flags"]))


def parse_compare(text: str) -> dict[str, Any]:
    """`conditions: a, b` and, optional, `rows: where, feels`; all rows when left out."""
    options: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, value = line.partition(":")
        if not colon or name not in ("conditions", "rows") or name in options:
            raise ValueError(
                f"“{line}” is not understood. Write “conditions: one, two”, and “rows: …” if you like."
            )
        options[name] = value
    conditions = _keys(options.get("conditions", ""))
    if not comparison.FEWEST <= len(conditions) <= comparison.MOST:
        raise ValueError(
            f"name {comparison.FEWEST} to {comparison.MOST} different conditions: “conditions: one, two”."
        )
    return (
        {"conditions": conditions, "rows": _rows(options["rows"])}
        if "rows" in options
        else {"conditions": conditions}
    )


def parse_condition(text: str) -> dict[str, Any]:
    keys = _keys(text)
    if len(keys) != 1:
        raise ValueError("name one condition by its key. To show several, write an embed for each.")
    return {"condition": keys[0]}


def parse_red_flags(text: str) -> dict[str, Any]:
    keys = _keys(text)
    if not keys:
        raise ValueError("name one or more warning signs by their keys, with commas between.")
    return {"red_flags": keys}


def _keys(text: str) -> list[str]:
    keys = [key for part in re.split(r"[,\n]", text) if (key := part.strip())]
    for key in keys:
        if not re.fullmatch(KEY_PATTERN, key):
            raise ValueError(
                f"“{key}” is not a key. Keys are lower-case words with hyphens; put commas between them."
            )
    return list(dict.fromkeys(keys))


def _rows(text: str) -> list[str]:
    rows = [row for part in text.split(",") if (row := part.strip())]
    wrong = [row for row in rows if row not in comparison.GROUPS]
    if wrong or not rows:
        raise ValueError(f"“{', '.join(wrong) or 'rows'}”: rows are {', '.join(comparison.GROUPS)}.")
    return list(dict.fromkeys(rows))


def _named(kind: str, keys: list[str]) -> list[Reference]:
    return [(kind, key) for key in keys]


def body_problems(text: str) -> list[str]:
    """What is wrong with the body as it is written, each with its remedy."""
    if len(text) > LONGEST_TEXT:
        return [f"The text is longer than {LONGEST_TEXT:,} characters. Split it into two pages."]
    problems = prose.problems(text)
    comparisons = [embed for embed in prose.embeds_in(text) if embed.name == COMPARE]
    if len(comparisons) > MOST_COMPARISONS:
        line = comparisons[MOST_COMPARISONS].line
        problems.append(f"Line {line}: an article has {MOST_COMPARISONS} comparisons at most. Take one out.")
    return problems

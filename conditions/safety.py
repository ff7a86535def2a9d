"""The cases of the warning rules as a guard: nothing is published that makes the rules judge one of them wrongly.

The words of a term, the name of a condition and the rules of a flag all change how a sentence is read. A case that fails
already does not hold up what has nothing to do with it; it holds up the flags it is about.
"""

from collections.abc import Iterable

from conditions.models import RedFlagCase
from publishing.directory import Directory, Entry
from search.rules import warnings
from search.state import Reading, reading_of
from search.understanding import understand

_MOST_TOLD = 5


def objections(before: Directory, after: Directory) -> list[str]:
    """A guard, see publishing.guards."""
    changed = _read_otherwise(before, after)
    if not changed:
        return []
    cases = list(RedFlagCase.objects.order_by("pk"))
    failing = failures(cases, reading_of(after))
    if not failing:
        return []
    flags = {entry.key for entry in changed if entry.kind == "red-flag"}
    failed_before = failures(failing, reading_of(before)) if before.of_kind("red-flag") else {}
    told = [
        f"“{case}” {why}."
        for case, why in failing.items()
        if case not in failed_before or flags.intersection(case.shows)
    ]
    return [_refusal(told)] if told else []


def _refusal(told: list[str]) -> str:
    more = f" And {len(told) - _MOST_TOLD} more." if len(told) > _MOST_TOLD else ""
    return (
        f"The warning rules would judge {len(told)} of their cases wrongly. {' '.join(told[:_MOST_TOLD])}{more} "
        "Change the words or the rules until these hold."
    )


def failures(cases: Iterable[RedFlagCase], reading: Reading) -> dict[RedFlagCase, str]:
    """The cases that the rules judge wrongly, each with what would happen."""
    return {case: wrong for case in cases if (wrong := _judged(case, reading))}


def _judged(case: RedFlagCase, reading: Reading) -> str:
    """What goes wrong with a case; empty when nothing does."""
    shown = warnings(reading.flags, understand(case.text, reading.lexicon), case.chosen)
    missing = sorted(set(case.shows) - {warning.key for warning in shown})
    urgent = [warning.name for warning in shown if warning.urgency != "soon"]
    if missing:
        return f"would not show {', '.join(missing)}"
    if case.urgent and not urgent:
        return "would show nothing urgent"
    if urgent and not case.urgent:
        return f"would be a false alarm of {', '.join(urgent)}"
    return ""


def _read_otherwise(before: Directory, after: Directory) -> list[Entry]:
    """Pages that are new, gone, or changed in what a sentence is read against."""
    gone = [entry for entry in before if entry.id not in after.entries]
    return gone + [
        entry
        for entry in after
        if (old := before.entries.get(entry.id)) is not entry
        and (old is None or _what_is_read(old) != _what_is_read(entry))
    ]


def _what_is_read(entry: Entry) -> tuple[object, ...]:
    if entry.kind == "red-flag":
        return entry.slug, entry.title, entry.card
    return entry.title, entry.names, entry.card.get("parent")

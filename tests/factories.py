"""Valid pages in one call. A test states only what matters to it.

`write` makes a working copy, `live` publishes it too; both take the fields of the kind's record.
"""

from typing import Any

from publishing import service
from publishing.kinds import Kind, PageKind, get_kind
from publishing.models import Page

_DEFAULTS: dict[str, dict[str, Any]] = {
    "source": {"title": "A study of backs"},
    "symptom": {"group": "pain"},
    "region": {"position": 10},
    "posture": {"group": "position"},
    "treatment": {"group": "activity"},
    "word": {"description": "What it means."},
    "red-flag": {
        "position": 10,
        "urgency": "emergency",
        "statement": "This needs help.",
        "what_to_do": "Call {emergency_number}.",
        "words": ["sign of danger"],
        "rules": [{"urgency": "emergency", "any_of": ["words"]}],
    },
    "condition": {"summary": "A pain in the back."},
    "topic": {},
    "article": {"summary": "About backs.", "body": "Backs hurt."},
}
_NAMED = {"article": "title", "source": "title"}


def record(kind_name: str, key: str, **fields: Any) -> Any:
    kind = get_kind(kind_name)
    name = _NAMED.get(kind_name, "name")
    values = {**_DEFAULTS[kind_name], "key": key, **fields}
    values.setdefault(name, key.replace("-", " ").capitalize())
    return kind.record.model_validate(values)


def write(kind_name: str, key: str, **fields: Any) -> Any:
    """A working copy; for an existing key, the same one changed. Logged as an edit of nobody."""
    kind: Kind = get_kind(kind_name)
    copy = kind.from_record(record(kind_name, key, **fields), None)
    if isinstance(kind, PageKind):
        copy.page = Page.objects.get(pk=copy.page_id)
        service.edited(copy.page, None)
    return copy


def publish(copy: Any) -> Any:
    copy.page = service.publish_loaded(copy.page, "")
    return copy


def live(kind_name: str, key: str, **fields: Any) -> Any:
    return publish(write(kind_name, key, **fields))


def vocabulary() -> None:
    """A small live vocabulary: numbness; leg with calf in it; sitting, walking; heat."""
    live("symptom", "numbness", name="Numbness", words=["numb", "dead feeling"], group="feeling")
    live("region", "leg", name="Leg", position=10)
    live("region", "calf", name="Calf", parent="leg", position=20)
    live("region", "low-back", name="Low back", position=5, words=["lower back", "back"])
    live("posture", "sitting", name="Sitting", words=["sit", "sat at my desk"])
    live("posture", "walking", name="Walking", group="movement")
    live("treatment", "heat", name="Heat", group="heat-and-cold")


def facts(**more: Any) -> dict[str, Any]:
    """Links of a condition to that vocabulary."""
    return {
        "symptoms": [{"symptom": "numbness", "level": "hallmark", "said_as": ["my foot is dead"]}],
        "regions": [{"region": "calf", "role": "radiating", "side": "one"}],
        "postures": [
            {"posture": "sitting", "effect": "worse", "level": "hallmark"},
            {"posture": "walking", "effect": "better", "level": "common"},
        ],
        "treatments": [{"treatment": "heat", "evidence": "limited", "how_to": "Warm it."}],
        **more,
    }


def case(text: str, *, urgent: bool, shows: tuple[str, ...] = ()) -> Any:
    """A shipped case of the warning rules."""
    kind = get_kind("red-flag-case")
    record = kind.record.model_validate({"text": text, "urgent": urgent, "shows": list(shows)})
    return kind.write_fields(record, None)

"""A library of any size for benchmarks and query counts: conditions put together at random from the live vocabulary.

They go the way of real ones (record, revision, projection) but for the working copy, in bulk, so that 20,000 are made in
minutes. The same seed gives the same library.
"""

import random
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from publishing import directory
from publishing.kinds import PageKind, get_page_kind
from publishing.models import Address, ContentVersion, Fact, LivePage, Page, Revision
from publishing.projections import Projected, facts, live_values
from publishing.states import State
from search import state

BATCH = 500
LEVELS = ("hallmark", "common", "common", "occasional", "occasional", "rare")


def conditions(count: int, seed: int = 7) -> Iterator[Any]:
    """Records of made-up conditions, as a revision holds them."""
    chance = random.Random(seed)
    public = directory.current()
    keys = {kind: [entry.key for entry in public.of_kind(kind)] for kind in state.TERM_KINDS}
    flags = [entry.key for entry in public.of_kind("red-flag")]
    words = [
        word for entry in public.of_kind("symptom") for name in entry.names for word in name.lower().split()
    ]
    kind = get_page_kind("condition")
    for number in range(count):
        yield kind.frozen.model_validate(_condition(number, chance, keys, flags, words))


def _condition(
    number: int, chance: random.Random, keys: dict[str, list[str]], flags: list[str], words: list[str]
) -> Any:
    def some(kind: str, most: int) -> list[str]:
        return chance.sample(keys[kind], min(most, len(keys[kind])))

    def prose(length: int) -> str:
        return " ".join(chance.choices(words, k=length)).capitalize() + "."

    postures = some("posture", 12)
    return {
        "key": f"made-up-{number}",
        "name": f"Made-up pain {number}",
        "clinical_name": f"Dolor fictus {number}",
        "also_known_as": [f"{prose(2)[:-1]} {number}"],
        "summary": prose(12),
        "symptoms": [{"symptom": key, "level": chance.choice(LEVELS)} for key in some("symptom", 14)],
        "regions": [
            {"region": key, "role": chance.choice(("primary", "radiating")), "side": "either"}
            for key in some("region", 6)
        ],
        "postures": [
            {"posture": key, "effect": "worse" if place < 7 else "better", "level": chance.choice(LEVELS)}
            for place, key in enumerate(postures)
        ],
        "treatments": [
            {"treatment": key, "evidence": "limited", "how_to": prose(10)} for key in some("treatment", 8)
        ],
        "red_flags": [{"red_flag": key, "why": prose(8)} for key in chance.sample(flags, min(6, len(flags)))],
        "what_happens": "\n\n".join(prose(40) for _ in range(3)),
        "outlook": prose(40),
    }


def publish(records: Iterator[Any], kind_name: str = "condition") -> None:
    """Puts records on the public side in bulk: pages, revisions, live pages, facts, addresses and the text index."""
    kind = get_page_kind(kind_name)
    with transaction.atomic():
        version = ContentVersion.objects.create()
        batch: list[Any] = []
        for record in records:
            batch.append(record)
            if len(batch) == BATCH:
                _publish_batch(kind, batch, version)
                batch = []
        _publish_batch(kind, batch, version)


def _publish_batch(kind: PageKind, records: list[Any], version: ContentVersion) -> None:
    pages = Page.objects.bulk_create(Page(kind=kind.name, key=record.key) for record in records)
    revisions = Revision.objects.bulk_create(
        Revision(
            page=page,
            number=1,
            schema_version=kind.schema_version,
            data=record.content(),
            digest=record.digest(),
        )
        for page, record in zip(pages, records, strict=True)
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.live_revision, page.state, page.copy_digest = revision, State.PUBLISHED, revision.digest
    Page.objects.bulk_update(pages, ["live_revision", "state", "copy_digest"])
    Address.objects.bulk_create(
        Address(kind=kind.name, slug=record.slug, page=page)
        for page, record in zip(pages, records, strict=True)
    )
    made = [kind.project(record) for record in records]
    now = timezone.now()
    lives = LivePage.objects.bulk_create(
        LivePage(page=page, **live_values(page, record, projection, version, now, now))
        for page, record, projection in zip(pages, records, made, strict=True)
    )
    Fact.objects.bulk_create(
        fact for live, projection in zip(lives, made, strict=True) for fact in facts(live, projection)
    )
    state.index([Projected(live, projection) for live, projection in zip(lives, made, strict=True)])

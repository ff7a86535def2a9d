"""A small vocabulary for the tests of search: enough to say most things once."""

from search.engine import Document, Hit
from search.lexicon import Entry, Lexicon
from search.library import Fact, Library, PageFacts
from search.text import stems_of

ENTRIES = (
    Entry(
        "symptom",
        "numbness",
        "numbness",
        "Numbness",
        ("numb leg", "numb foot", "dead patch", "cannot feel my foot"),
    ),
    Entry(
        "symptom",
        "saddle-numbness",
        "saddle-numbness",
        "Saddle numbness",
        ("numb bum", "numb between my legs"),
    ),
    Entry(
        "symptom", "pins-and-needles", "pins-and-needles", "Pins and needles", ("tingling", "paraesthesia")
    ),
    Entry(
        "symptom",
        "radiating",
        "radiating",
        "Pain running down the leg",
        ("pain down leg", "shoots down my leg"),
    ),
    Entry("symptom", "weak-leg", "weak-leg", "Weak leg", ("leg gives way", "leg weakness", "foot drop")),
    Entry("symptom", "swelling", "swelling", "Swelling", ("swollen", "oedema")),
    Entry("region", "back", "back", "Back", ("spine",)),
    Entry("region", "low-back", "low-back", "Low back", ("lower back", "lumbar"), parent="back"),
    Entry("region", "buttock", "buttock", "Buttock", ("bum", "bottom")),
    Entry("region", "leg", "leg", "Leg", ()),
    Entry("region", "thigh", "thigh", "Thigh", (), parent="leg"),
    Entry(
        "region",
        "back-of-thigh",
        "back-of-thigh",
        "Back of the thigh",
        ("back of leg", "hamstring"),
        parent="thigh",
    ),
    Entry("region", "calf", "calf", "Calf", (), parent="leg"),
    Entry("region", "foot", "foot", "Foot", (), parent="leg"),
    Entry("posture", "sitting", "sitting", "Sitting", ("in a chair", "in the recliner", "driving")),
    Entry("posture", "standing", "standing", "Standing", ("on my feet",)),
    Entry("posture", "walking", "walking", "Walking", ("going for a walk",)),
    Entry("posture", "lying", "lying-down", "Lying flat", ("lying down", "flat on the bed", "in bed")),
    Entry("posture", "bending-forward", "bending-forward", "Bending forward", ("bend over", "stooping")),
    Entry("posture", "coughing", "coughing", "Coughing or sneezing", ()),
    Entry("posture", "night", "at-night", "At night", ()),
    Entry("treatment", "heat", "heat", "Heat", ("hot water bottle",)),
    Entry("condition", "sciatica", "sciatica", "Sciatica", ("lumbar radiculopathy", "trapped nerve")),
    Entry("condition", "disc", "slipped-disc", "Slipped disc", ("herniated disc", "prolapsed disc (PID)")),
    Entry("condition", "stenosis", "spinal-stenosis", "Spinal stenosis", ("narrow spinal canal",)),
    Entry("condition", "slip", "spondylolisthesis", "Spondylolisthesis", ("slipped vertebra",)),
    Entry("condition", "simple", "simple-back-pain", "Simple low back pain", ("bad back",)),
)


def lexicon() -> Lexicon:
    return Lexicon.build(ENTRIES, extra_words=("fever", "bladder", "cannot pee"))


def condition(number: int, key: str, title: str, *facts: Fact, names: tuple[str, ...] = ()) -> PageFacts:
    return PageFacts(number, "condition", key, key, title, "", f"/conditions/{key}/", names, facts)


def library(lexicon: Lexicon) -> Library:
    return Library.build(
        (
            condition(
                10, "sciatica", "Sciatica", Fact("feels", "radiating", "hallmark"), Fact("feels", "numbness", "common"),
                Fact("where", "back-of-thigh", role="radiating"), Fact("where", "calf", role="radiating"),
                Fact("worse", "sitting", "common"), Fact("worse", "coughing", "hallmark"),
            ),
            condition(
                20, "stenosis", "Spinal stenosis", Fact("feels", "numbness", "common"), Fact("where", "leg", role="primary"),
                Fact("better", "sitting", "hallmark"), Fact("worse", "walking", "hallmark"),
                Fact("worse", "standing", "hallmark"),
            ),
            condition(
                30, "simple", "Simple low back pain", Fact("where", "low-back", role="primary"),
                Fact("better", "walking", "common"), names=("Bad back",),
            ),
        ),
        lexicon,
    )  # fmt: skip


class PlainEngine:
    """A text engine in ten lines: counts words. For tests that need no database."""

    def __init__(self, *documents: Document) -> None:
        self._words: dict[int, tuple[str, list[str]]] = {}
        self.index(documents)

    def search(self, words, kinds=(), limit=200, *, names_only=False):
        scores = {
            page: float(sum(text.count(word) for word in words)) for page, (_, text) in self._words.items()
        }
        hits = [
            Hit(page, score)
            for page, score in scores.items()
            if score and (not kinds or self._words[page][0] in kinds)
        ]
        return sorted(hits, key=lambda hit: -hit.score)[:limit]

    def search_tellings(self, words, kinds=(), limit=200, *, whole=False):
        return []

    def search_pairs(self, pairs, kinds=(), limit=200):
        return self.search([word for pair in pairs for word in pair], kinds, limit) if pairs else []

    def counts(self, words):
        return {word: sum(word in text for _, text in self._words.values()) for word in words}

    def index(self, documents):
        for d in documents:
            self._words[d.id] = (d.kind, stems_of(f"{d.title} {d.names} {d.body}").split())

    def remove(self, ids):
        for page in ids:
            self._words.pop(page, None)


def engine() -> PlainEngine:
    return PlainEngine(
        Document(10, "condition", "Sciatica", "", "pain runs from the back down the leg along the nerve"),
        Document(20, "condition", "Spinal stenosis", "", "narrowing of the canal, legs heavy on a long walk"),
        Document(30, "condition", "Simple low back pain", "Bad back", "ordinary back ache after gardening"),
    )

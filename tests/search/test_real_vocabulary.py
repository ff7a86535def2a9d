"""The vocabulary that ships, read by the search that ships: what a word of it must keep meaning."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from search.lexicon import Entry, Kind, Lexicon
from search.rules import Flag, Rule, problems, spelling_words, warnings
from search.understanding import understand

CONTENT = Path(__file__).resolve().parents[2] / "content"
FILES: dict[str, Kind] = {
    "symptoms": "symptom",
    "regions": "region",
    "postures": "posture",
    "treatments": "treatment",
}

pytestmark = pytest.mark.skipif(
    not all((CONTENT / "vocabulary" / f"{name}.yaml").exists() for name in FILES)
    or not (CONTENT / "red-flags.yaml").exists(),
    reason="the starter library is not here",
)


def _entries() -> list[Entry]:
    yaml = YAML(typ="safe")
    return [
        Entry(kind, t["key"], t.get("slug", t["key"]), t["name"], tuple(t.get("words", ())), t.get("parent"))
        for name, kind in FILES.items()
        for t in yaml.load((CONTENT / "vocabulary" / f"{name}.yaml").read_text(encoding="utf-8"))
    ]


@pytest.fixture(scope="module")
def flags() -> list[Flag]:
    rows = YAML(typ="safe").load((CONTENT / "red-flags.yaml").read_text(encoding="utf-8"))
    return [
        Flag(
            f["key"], f.get("slug", f["key"]), f["name"], f["urgency"], tuple(f.get("words", ())),
            tuple(Rule(r["urgency"], r.get("all_of", ()), r.get("any_of", ()), r.get("unless", ())) for r in f["rules"]),
            tuple(f.get("conditions", ())),
        )
        for f in rows
    ]  # fmt: skip


@pytest.fixture(scope="module")
def lexicon(flags: list[Flag]) -> Lexicon:
    return Lexicon.build(_entries(), spelling_words(flags))


def test_every_rule_is_well_formed_and_names_terms_that_exist(flags: list[Flag], lexicon: Lexicon) -> None:
    assert problems(flags, lexicon) == []


@pytest.mark.parametrize(
    ("typed", "key", "effect"),
    [
        ("back hurts when i sit at my desk all day", "sitting", "worse"),
        ("easier once i sit down", "sitting", "better"),
        ("sneezing sends it down my leg", "coughing-or-sneezing", "worse"),
        ("cant stand for more than five minutes", "standing", "worse"),
        ("a gentle walk helps", "walking", "better"),
        ("leaning on the trolley takes it away", "bending-forward", "better"),
        ("first thing in the morning is worst", "morning", "worse"),
    ],
)
def test_a_posture_is_read_with_its_effect(lexicon: Lexicon, typed: str, key: str, effect: str) -> None:
    assert (key, effect) in {(part.key, part.effect) for part in understand(typed, lexicon).parts}


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("tingly toes", "toes"), ("pain in me bum", "buttock"), ("lower back", "low-back"), ("behind the knee", "back-of-knee"),
        ("side of my hip", "outer-hip"), ("sore shin", "shin"),
    ],
)  # fmt: skip
def test_a_place_is_read_in_plain_words(lexicon: Lexicon, typed: str, key: str) -> None:
    assert key in {part.key for part in understand(typed, lexicon).of_kind("region")}


@pytest.mark.parametrize(
    "typed",
    [
        "numb bum and i cant wee",
        "my bladder has stopped working and legs are weak",
        "back pain and a high fever",
    ],
)
def test_a_sign_of_danger_warns_today(flags: list[Flag], lexicon: Lexicon, typed: str) -> None:
    assert any(w.urgency != "soon" for w in warnings(flags, understand(typed, lexicon)))


@pytest.mark.parametrize(
    "typed",
    [
        "stiff back after gardening", "low back pain, no numbness, no weakness, no fever", "sore hamstring after football",
        "sciatica", "back pain worse sitting", "bladder is fine, just a sore back",
    ],
)  # fmt: skip
def test_an_everyday_ache_does_not_warn(flags: list[Flag], lexicon: Lexicon, typed: str) -> None:
    assert [w.key for w in warnings(flags, understand(typed, lexicon)) if w.urgency != "soon"] == []

"""The find page and the API as a reader meets them, over the library that ships."""

import json
import math
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.test import TestCase
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as PropertyTestCase

from benchmarks.search import judge
from publishing import directory, service
from publishing.kinds import get_page_kind
from publishing.models import Page
from search import answering, state
from tests import factories

ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT / "benchmarks" / "queries.jsonl"
STORIES = Path(__file__).with_name("data") / "stories.jsonl"
# By two other hands, who knew the clinical facts and neither the vocabulary nor the code. Much in them is said by the way.
OTHERS = Path(__file__).with_name("data") / "others.jsonl"
UNSEEN = Path(__file__).with_name("data") / "unseen.jsonl"

# What was reached; to be raised with the library, never lowered without a reason written here.
FLOORS = {
    DEV: {"rr": 0.86, "recall": 0.86},
    STORIES: {"rr": 0.89, "recall": 0.91},
    OTHERS: {"rr": 0.80, "recall": 0.84},
    UNSEEN: {"rr": 0.85, "recall": 0.84},
}
MOST_FALSE_ALARMS = {DEV: 1, STORIES: 2, OTHERS: 8, UNSEEN: 9}
MOST_MISSED = {OTHERS: 5, UNSEEN: 5}
MOST_STRANGE = {OTHERS: 1, UNSEEN: 4}

# Places chosen on the body map -> the condition of which they are the typical pattern.
PATTERNS = {
    "low-back leg": "sciatica",
    "low-back buttock back-of-thigh calf foot": "sciatica",
    "groin": "hip-osteoarthritis",
    "hip front-of-thigh": "hip-osteoarthritis",
    "outer-hip outer-thigh": "greater-trochanteric-pain-syndrome",
    "outer-thigh": "meralgia-paraesthetica",
    "base-of-spine buttock": "sacroiliac-joint-dysfunction",
    "buttock leg": "lumbar-spinal-stenosis",
    "sit-bone back-of-thigh": "hamstring-strain",
    "neck arm": "cervical-disc-herniation",
}

HOSTILE = [
    "", " ", "\x00", "%00", "a" * 10_000, "leg " * 2500, "\u202e\u200f\u200bnumb\u202d legs", "🦵🔥" * 200, "'; DROP TABLE x; --",
    '" OR 1=1', "title:leg", "NEAR(leg back, 2)", "leg AND", "NOT", "-leg", "leg*", '"', '""', "^leg", "(leg", "leg)", "{title}: leg",
    "\\", "%", "_", "' || pg_sleep(9) || '", "<script>alert(1)</script>", "{{ 7|add:7 }}", "{% url %}", "${jndi:ldap://x}",
    "..%2f..%2fetc/passwd", "\ud800", "ﬃﬀ", "İıſ", "e\u0301" * 500, "\u0345" * 1000, "१२३", "الظهر يؤلمني", "腰が痛い", "боль в спине",
    "," * 5000, "." * 5000, "no " * 3000, "cannot " * 2000, "back of " * 2000, "years ago " * 2000, "than " * 2000, "it up " * 2000,
    "without pain cannot " * 800, "left leg right leg " * 800,
]  # fmt: skip


def blocks() -> list[str]:
    """A text of each 1,024 characters of Unicode that has any."""
    texts = []
    for start in range(0, 0x110000, 1024):
        chars = [chr(code) for code in range(start, start + 1024) if not 0xD800 <= code < 0xE000]
        if any(unicodedata.category(char) != "Cn" for char in chars):
            texts.append("".join(chars))
    return texts


class TestFind(PropertyTestCase):
    """One class, as the library takes long to load: what is asked, and that what is kept in memory follows what is published."""

    @classmethod
    def setUpTestData(cls) -> None:
        call_command("load_content", ROOT / "content", publish=True, verbosity=0)

    def find(self, **asked: str) -> Any:
        return self.client.get("/find/", asked).context

    def api(self, **asked: Any) -> Any:
        response = self.client.get("/api/v1/search", asked)
        assert response.status_code == 200
        return response.json()

    def test_the_page_shows_conditions_and_articles_only(self) -> None:
        shown = self.find(q="pins and needles in the foot")
        assert {result["entry"].kind for result in shown["results"]} <= {"condition", "article"}
        assert shown["total"] == len(shown["results"]) or shown["pages"] > 1

    def test_the_api_is_mixed_without_a_kind_and_has_one_with_it(self) -> None:
        mixed = self.api(q="pins and needles in the foot", limit=100)
        assert {result["kind"] for result in mixed["results"]} >= {"condition", "term"}
        assert {r["kind"] for r in self.api(q="pins and needles", kind="term")["results"]} == {"term"}

    def test_pages_of_terms_that_were_understood_are_listed_beside(self) -> None:
        terms = self.find(q="pins and needles in the calf, worse sitting, no numbness")["terms"]
        assert [term["title"] for term in terms] == ["Pins and needles", "Calf", "Sitting"]
        assert set(terms[0]) == {"title", "url", "kind_label"}
        assert self.client.get(terms[0]["url"]).status_code == 200

    def test_no_more_than_five_terms_are_listed(self) -> None:
        typed = "numb foot, calf, thigh, hip and neck ache, worse sitting, walking and standing"
        assert len(self.find(q=typed)["terms"]) == 5

    def test_facets_count_what_the_page_lists(self) -> None:
        shown = self.find(q="pins and needles in the foot")
        option = next(o for facet in shown["facets"] for o in facet["options"] if facet["param"] == "worse")
        fewer = self.find(q="pins and needles in the foot", worse=option["slug"])
        assert fewer["total"] == option["count"]

    def test_places_alone_lead_to_the_pages_that_hurt_just_there(self) -> None:
        """What is chosen on the body map: the page of a typical pattern is among the first, and in the first three of most."""
        places = {}
        for pattern, wanted in PATTERNS.items():
            found = self.client.get(f"/find/?{'&'.join(f'where={slug}' for slug in pattern.split())}").context
            keys = [result["entry"].key for result in found["results"]]
            places[pattern] = keys.index(wanted) + 1
        assert max(places.values()) <= 5, places
        assert sum(place <= 3 for place in places.values()) >= len(places) - 2, places

    def test_hostile_text_gets_a_page(self) -> None:
        for typed in (*HOSTILE, *blocks()):
            for address in ("/find/", "/api/v1/search"):
                response = self.client.get(address, {"q": typed.encode("utf-8", "surrogatepass")})
                assert response.status_code == 200, (address, typed[:40])

    def test_hostile_parameters_get_a_page(self) -> None:
        for value in HOSTILE[::3]:
            asked: Any = value.encode("utf-8", "surrogatepass")
            for name in ("where", "better", "page", "limit", "kind", "nonsense"):
                assert self.client.get("/find/", {"q": "leg", name: [asked, asked]}).status_code == 200, (
                    value[:40]
                )
                status = self.client.get("/api/v1/search", {"q": "leg", name: asked}).status_code
                assert status in (200, 422), (name, value[:40])

    def test_what_was_typed_is_shown_escaped(self) -> None:
        html = self.client.get("/find/", {"q": "<script>alert(1)</script> leg"}).text
        assert "<script>alert(1)" not in html

    def test_every_chip_leads_to_a_page_without_it(self) -> None:
        for chip in self.find(q="numb foot worse sitting", where="calf")["chips"]:
            address = urlsplit(chip["remove_url"])
            assert address.path == "/find/"
            assert (
                len(parse_qs(address.query).get("where", [])) + len(parse_qs(address.query).get("q", [])) >= 1
            )

    def test_the_graded_queries_stay_above_their_floors(self) -> None:
        here = {entry.key for entry in directory.current().of_kind("condition")}
        for path, floors in FLOORS.items():
            rows = [judge(json.loads(line), here) for line in path.read_text(encoding="utf-8").splitlines()]
            with self.subTest(path=path.name):
                found = [row for row in rows if row["scored"]]
                for name, floor in floors.items():
                    assert math.fsum(row[name] for row in found) / len(found) >= floor, name
                firm = [row for row in rows if "urgent-optional" not in row["tags"]]
                missed = [row["query"] for row in firm if row["urgent"] and not row["warned"]]
                assert len(missed) <= MOST_MISSED.get(path, 0), missed
                alarms = [row["query"] for row in firm if row["warned"] and not row["urgent"]]
                assert len(alarms) <= MOST_FALSE_ALARMS[path], alarms
                strange = [row["query"] for row in rows if row["kind"] == "off-topic" and row["got"]]
                assert len(strange) <= MOST_STRANGE.get(path, 0), strange

    @settings(deadline=None, max_examples=40)
    @given(
        st.text(max_size=300),
        st.dictionaries(st.sampled_from(["where", "feels", "page"]), st.text(max_size=20)),
    )
    def test_any_question_gets_a_page(self, typed: str, more: dict[str, str]) -> None:
        asked = {name: text.encode("utf-8", "replace") for name, text in {**more, "q": typed}.items()}
        assert self.client.get("/find/", asked).status_code == 200

    def publish(self, kind: str, key: str, **changes: object) -> None:
        page = Page.objects.get(kind=kind, key=key)
        copy = get_page_kind(kind).copies().get(page=page)
        for name, value in changes.items():
            setattr(copy, name, value)
        copy.save()
        service.publish_loaded(page, "changed in a test")

    def test_a_condition_published_anew_keeps_the_vocabulary(self) -> None:
        before = state.searchable(directory.current())
        self.publish("condition", "facet-joint-pain", summary="A changed line.")
        after = state.searchable(directory.current())
        assert after is not before
        assert after.lexicon is before.lexicon
        assert after.flags is before.flags
        number = after.library.number_of_key("condition", "facet-joint-pain")
        assert number is not None
        assert after.library.page(number).summary == "A changed line."

    def test_a_new_name_of_a_condition_is_found(self) -> None:
        state.searchable(directory.current())
        self.publish("condition", "facet-joint-pain", also_known_as=["Quibbled hinge"])
        found = self.client.get("/api/v1/search", {"q": "quibbled hinge"}).json()
        assert found["results"][0]["slug"] == "facet-joint-pain"

    def test_a_changed_term_makes_the_vocabulary_anew(self) -> None:
        before = state.searchable(directory.current())
        self.publish("symptom", "pins-and-needles", words=["quibbling"])
        after = state.searchable(directory.current())
        assert after.lexicon is not before.lexicon
        found = self.client.get("/api/v1/search", {"q": "quibbling"}).json()
        assert [part["slug"] for part in found["understood"]] == ["pins-and-needles"]

    def test_what_is_changed_by_steps_is_what_would_be_built_at_once(self) -> None:
        state.searchable(directory.current())
        self.publish("condition", "facet-joint-pain", also_known_as=["Quibbled hinge"])
        now = directory.current()
        steps, once = state.searchable(now), state._build(now)
        assert {e.key for e in steps.lexicon.entries} == {e.key for e in once.lexicon.entries}
        for term in steps.library.terms("worse"):
            assert self.pages(steps, term) == self.pages(once, term)

    @staticmethod
    def pages(made: state.Searchable, term: str) -> set[str]:
        return {made.library.page(n).key for n in made.library.numbers(made.library.saying("worse", term))}


class TestChips(TestCase):
    """What was understood can be taken away or switched, and the address says the rest."""

    @classmethod
    def setUpTestData(cls) -> None:
        factories.vocabulary()
        factories.live("condition", "one", name="One", **factories.facts())

    def chips(self, **asked: Any) -> dict[str, Any]:
        return {chip["text"]: chip for chip in self.client.get("/find/", asked).context["chips"]}

    def asked(self, url: str) -> dict[str, list[str]]:
        return parse_qs(urlsplit(url).query)

    def test_a_part_is_taken_out_with_the_words_that_led_to_it(self) -> None:
        chips = self.chips(q="numb in my calf, worse when sitting")
        assert self.asked(chips["Calf"]["remove_url"]) == {"q": ["numb, worse when sitting"]}
        assert self.asked(chips["Sitting"]["remove_url"]) == {"q": ["numb in my calf"]}
        assert self.asked(chips["Numbness"]["remove_url"]) == {"q": ["in my calf, worse when sitting"]}

    def test_a_posture_is_switched_to_the_other_effect(self) -> None:
        (switch,) = self.chips(q="calf worse sitting", feels="numbness")["Sitting"]["switches"]
        assert switch["label"] == "Better with"
        assert self.asked(switch["url"]) == {"q": ["calf"], "feels": ["numbness"], "better": ["sitting"]}

    def test_a_posture_without_an_effect_is_given_one(self) -> None:
        switches = self.chips(q="walking")["Walking"]["switches"]
        assert [self.asked(one["url"]) for one in switches] == [
            {"worse": ["walking"]},
            {"better": ["walking"]},
        ]

    def test_a_choice_is_switched_in_place(self) -> None:
        (switch,) = self.chips(worse=["sitting", "walking"])["Sitting"]["switches"]
        assert self.asked(switch["url"]) == {"worse": ["walking"], "better": ["sitting"]}

    def test_what_was_denied_can_be_had_after_all(self) -> None:
        (switch,) = self.chips(q="calf pain, no numbness")["Numbness"]["switches"]
        assert self.asked(switch["url"]) == {"q": ["calf pain"], "feels": ["numbness"]}

    def test_what_was_said_of_a_place_or_symptom_has_no_other_way(self) -> None:
        chips = self.chips(q="numb calf")
        assert chips["Numbness"]["switches"] == chips["Calf"]["switches"] == []

    def test_every_switch_leads_to_a_page(self) -> None:
        for chip in self.chips(q="numb calf, worse sitting, better walking").values():
            for one in chip["switches"]:
                assert self.client.get(one["url"]).status_code == 200


class TestWarningsStand(TestCase):
    """Nothing in the address filters a warning away."""

    @classmethod
    def setUpTestData(cls) -> None:
        factories.vocabulary()
        factories.live("condition", "one", name="One", **factories.facts())
        factories.live("red-flag", "danger")

    def test_on_every_page_and_under_every_choice(self) -> None:
        for more in (
            {}, {"page": "2"}, {"page": "999"}, {"where": "calf"}, {"where": "nowhere"}, {"worse": "sitting", "better": "sitting"},
            {"kind": "article"}, {"limit": "1"}, {"page": "x"},
        ):  # fmt: skip
            shown = self.client.get("/find/", {"q": "sign of danger", **more})
            assert [card.key for card in shown.context["warnings"]] == ["danger"], more
            assert shown.text.index("This needs help.") < shown.text.index('id="find-q"')

    def test_in_the_api_under_every_kind(self) -> None:
        for more in (
            {},
            {"kind": "article"},
            {"kind": "term"},
            {"page": "9"},
            {"limit": "1"},
            {"where": "nowhere"},
        ):
            answer = self.client.get("/api/v1/search", {"q": "sign of danger", **more}).json()
            assert [one["slug"] for one in answer["urgent"]] == ["danger"], more

    def test_no_results_page_says_that_there_is_nothing_to_worry_about(self) -> None:
        for text in ("numb calf", "sign of danger", "xyzzy", ""):
            page = self.client.get("/find/", {"q": text}).text.lower()
            for reassurance in ("no warning", "no red flag", "nothing serious", "nothing to worry"):
                assert reassurance not in page
            assert 'href="/urgent/"' in page

    def test_an_order_by_likelihood_is_denied_and_no_score_shown(self) -> None:
        page = self.client.get("/find/", {"q": "numb calf"}).text
        assert "It is not an order of how likely anything is." in page
        assert "%" not in page.split('id="results"')[1].split("</ol>")[0]
        answer = self.client.get("/api/v1/search", {"q": "numb calf"}).json()
        assert not {"score", "rank", "likelihood", "probability"} & set(answer["results"][0])

    def test_neither_age_nor_sex_is_a_parameter(self) -> None:
        schema = self.client.get("/api/v1/openapi.json").json()
        names = {
            one["name"] for path in schema["paths"].values() for one in path["get"].get("parameters", ())
        }
        assert names == {"q", "where", "feels", "worse", "better", "kind", "limit", "page", "slug"}


def test_a_worker_is_ready_before_its_first_reader(db: None, monkeypatch: Any) -> None:
    factories.vocabulary()
    answering.prepare()
    monkeypatch.setattr(state, "_build", lambda *_: pytest.fail("made anew"))
    assert state.searchable(directory.current()).lexicon.of_kind("symptom")


class TestReasons(TestCase):
    def test_a_result_says_how_much_of_what_was_asked_it_mentions(self) -> None:
        factories.vocabulary()
        factories.live("condition", "one", name="One", **factories.facts())
        page = self.client.get("/find/", {"q": "numb calf worse sitting, low back"}).text
        assert "Mentions 3 of the 4 things you asked about:" in page
        assert "things you asked about" not in self.client.get("/find/", {"q": "numb calf"}).text

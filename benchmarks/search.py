"""How good the search is, on graded queries, through the API's own path. Figures, no verdict.

    python benchmarks/search.py [FILE.jsonl] [--ablation] [--start]

`--ablation` also orders by text, tellings and facts alone, and without one of the parts; `--start` tells what the first search of a process costs, in
seconds of processor time, so that a busy machine tells the same.

A line of the file: id, query, kind, expected {key: grade 1 to 3}, urgent, tags. Conditions of which the library has no
page are left out of what is expected; a query with none of its pages here is not scored for finding.
"""

import argparse
import json
import math
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.site import fresh_site

GOOD = 2


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("file", nargs="?", type=Path, default=Path(__file__).with_name("queries.jsonl"))
    options.add_argument("--ablation", action="store_true")
    options.add_argument("--start", action="store_true")
    chosen = options.parse_args()
    lines = chosen.file.read_text(encoding="utf-8").splitlines()
    queries = [json.loads(line) for line in lines if line.strip()]
    with fresh_site():
        if chosen.start:
            start()
        report(queries)
        if chosen.ablation:
            ablation(queries)


def start() -> None:
    """Nothing is known yet; then a condition, and then a term, was published."""
    from publishing import directory, service
    from publishing.models import Page
    from search import state
    from search.rules import warnings
    from search.understanding import understand

    for told, kind, key in (
        ("from nothing", "", ""),
        ("after a condition was published", "condition", "facet-joint-pain"),
        ("after a term was published", "symptom", "pins-and-needles"),
    ):
        if kind:
            service.publish_loaded(Page.objects.get(kind=kind, key=key), "benchmark")
        now = directory.current()
        began = time.process_time()
        made = state.searchable(now)
        warnings(made.flags, understand("numb foot", made.lexicon))
        print(f"ready to search {told}: {time.process_time() - began:.3f} s")


def ablation(queries: list[dict[str, Any]]) -> None:
    from publishing import directory
    from search import finding

    here = {entry.key for entry in directory.current().of_kind("condition")}
    everything = finding.PARTS
    for told, parts in (
        ("all parts", everything),
        ("text alone", ("text", "names")),
        ("tellings alone", ("told",)),
        ("facts alone", ("facts", "treatments", "signs")),
        ("without told", tuple(part for part in everything if part != "told")),
        ("without hints", tuple(part for part in everything if part != "hints")),
        ("without signs", tuple(part for part in everything if part != "signs")),
    ):
        finding.PARTS = parts
        found = [row for row in (judge(query, here) for query in queries) if row["scored"]]
        rr, recall = (statistics.mean(row[name] for row in found) for name in ("rr", "recall"))
        print(f"{told:14} MRR@10 {rr:.3f}  recall@3 {recall:.3f}")
    finding.PARTS = everything


def report(queries: list[dict[str, Any]]) -> None:
    from publishing import directory

    here = {entry.key for entry in directory.current().of_kind("condition")}
    rows = [judge(query, here) for query in queries]
    found = [row for row in rows if row["scored"]]
    print(f"{len(here)} conditions, {len(queries)} queries, {len(found)} of them with a page to find here")
    share("MRR@10", found, "rr")
    share("nDCG@5", found, "ndcg")
    share("recall@3", found, "recall")
    warned(rows)
    off_topic = [row for row in rows if row["kind"] == "off-topic"]
    print(f"off-topic rejected: {sum(not row['got'] for row in off_topic)} of {len(off_topic)}")
    times = [row["ms"] for row in rows[1:]]
    print(f"time: median {statistics.median(times):.1f} ms, slowest {max(times):.1f} ms")
    kinds = defaultdict(list)
    for row in found:
        kinds[row["kind"]].append(row["rr"])
    for kind, values in sorted(kinds.items()):
        print(f"  {kind:16} MRR {statistics.mean(values):.2f} ({len(values)})")
    for row in sorted(found, key=lambda row: row["rr"])[:12]:
        if row["rr"] < 1:
            print(f"  {row['rr']:.2f} {row['query'][:80]!r} wanted {row['wanted']} got {row['got'][:4]}")


def share(name: str, rows: list[dict[str, Any]], field: str) -> None:
    print(
        f"{name}: {statistics.mean(row[field] for row in rows):.3f} ({len(rows)})"
        if rows
        else f"{name}: none"
    )


def warned(rows: list[dict[str, Any]]) -> None:
    scored = [row for row in rows if "urgent-optional" not in row["tags"]]
    urgent = [row for row in scored if row["urgent"]]
    calm = [row for row in scored if not row["urgent"]]
    print(f"urgent warned: {sum(bool(row['warned']) for row in urgent)} of {len(urgent)}")
    print(f"false alarms: {sum(bool(row['warned']) for row in calm)} of {len(calm)}")
    for row in scored:
        if bool(row["warned"]) != row["urgent"]:
            print(f"  {'missed' if row['urgent'] else 'alarm'}: {row['query'][:90]!r} {row['warned']}")


def judge(query: dict[str, Any], here: set[str]) -> dict[str, Any]:
    from django.test import Client

    start = time.perf_counter()
    answer = Client().get("/api/v1/search", {"q": query["query"], "kind": "condition", "limit": 10}).json()
    spent = (time.perf_counter() - start) * 1000
    got = [result["slug"] for result in answer["results"]]
    grades = {key: grade for key, grade in query["expected"].items() if key in here}
    wanted = [key for key, grade in grades.items() if grade >= GOOD]
    ranks = [place for place, key in enumerate(got, start=1) if key in wanted]
    return {
        "query": query["query"],
        "kind": query["kind"],
        "urgent": query["urgent"],
        "tags": query.get("tags", []),
        "scored": bool(wanted),
        "wanted": wanted,
        "got": got,
        "warned": [warning["slug"] for warning in answer["urgent"]],
        "rr": 1 / ranks[0] if ranks else 0.0,
        "recall": len(set(got[:3]) & set(wanted)) / min(3, len(wanted)) if wanted else 0.0,
        "ndcg": ndcg(got[:5], grades),
        "ms": spent,
    }


def ndcg(got: list[str], grades: dict[str, int]) -> float:
    gain = sum((2 ** grades.get(key, 0) - 1) / math.log2(place + 1) for place, key in enumerate(got, start=1))
    best = sum(
        (2**grade - 1) / math.log2(place + 1)
        for place, grade in enumerate(sorted(grades.values(), reverse=True)[:5], start=1)
    )
    return gain / best if best else 0.0


if __name__ == "__main__":
    main()

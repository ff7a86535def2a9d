"""How long pages take on the server, with the starter library and with many made-up conditions. Figures, no verdict.

    python benchmarks/bench.py [--sizes 30 20000] [--rounds 50]

Times are of this machine at this moment: compare rows of one run, not of two. `first` is the first request after a
publication, when the process reads anew what is public.
"""

import argparse
import json
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.site import fill, fresh_site

QUERIES = Path(__file__).with_name("queries.jsonl")

PAGES = {
    "home": "/",
    "A to Z": "/conditions/",
    "condition": "/conditions/lumbar-disc-herniation/",
    "compare two": "/compare/?c=lumbar-disc-herniation&c=facet-joint-pain",
    "compare all": "/compare/",
    "article": "/articles/causes-of-upper-leg-and-back-pain/",
    "posture": "/postures/sitting/",
    "urgent": "/urgent/",
    "find, words": "/find/?q=pain+down+back+of+leg+worse+sitting",
    "find, chosen": "/find/?where=calf&worse=sitting",
    "API search": "/api/v1/search?q=pain+down+back+of+leg+worse+sitting",
}


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--sizes", type=int, nargs="+", default=[30, 20_000], help="how many conditions")
    options.add_argument("--rounds", type=int, default=50, help="requests of each page")
    chosen = options.parse_args()
    with fresh_site():
        from publishing import directory

        have = len(directory.current().of_kind("condition"))
        for size in sorted(chosen.sizes):
            have = fill(size, have)
            measure(chosen.rounds)


def measure(rounds: int) -> None:
    from django.test import Client

    from publishing import directory
    from publishing.models import ContentVersion

    client = Client()
    print(f"\n{len(directory.current().of_kind('condition'))} conditions")
    print(f"{'page':14}{'queries':>8}{'KB':>7}{'first ms':>10}{'median ms':>11}{'p99 ms':>9}")
    for name, address in PAGES.items():
        ContentVersion.objects.create()
        first = timed(client, address)
        queries, response = counted(client, address)
        times = [timed(client, address) for _ in range(rounds)]
        print(
            f"{name:14}{queries:>8}{len(response.content) / 1024:>7.0f}{first:>10.1f}"
            f"{statistics.median(times):>11.1f}{percentile(times, 99):>9.1f}"
        )
    searches(client)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory of this process at its most: {memory:.0f} MB")


def searches(client: Any) -> None:
    """The graded queries, each once unmeasured (words looked up for the first time) and then measured, one row for all."""
    asked = [json.loads(line)["query"] for line in QUERIES.read_text(encoding="utf-8").splitlines()]
    for name, path in (("80 searches", "/find/"), ("80 by API", "/api/v1/search")):
        addresses = [f"{path}?{urlencode({'q': text})}" for text in asked]
        first = timed(client, addresses[0])
        for address in addresses:
            client.get(address)
        times = [timed(client, address) for address in addresses * 3]
        print(
            f"{name:14}{'':>15}{first:>10.1f}{statistics.median(times):>11.1f}{percentile(times, 99):>9.1f}"
        )


def counted(client: Any, address: str) -> tuple[int, Any]:
    """How many queries a request takes, and its answer."""
    from django.db import connection

    count = 0

    def note(execute: Any, *query: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*query)

    with connection.execute_wrapper(note):
        response = client.get(address)
    return count, response


def timed(client: object, address: str) -> float:
    start = time.perf_counter()
    client.get(address)  # type: ignore[attr-defined]
    return (time.perf_counter() - start) * 1000


def percentile(times: list[float], share: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * share // 100)]


if __name__ == "__main__":
    main()

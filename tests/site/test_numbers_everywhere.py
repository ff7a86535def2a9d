"""The numbers of the operator's country, and no others, on every page of the real library."""

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.site.kinds import ERRORS, KINDS

pytestmark = [pytest.mark.sweep, pytest.mark.xdist_group("installation")]

NEUTRAL = ("your local emergency number", "your local health advice line", "a local crisis line")
NUMBERS = {
    "EMERGENCY_NUMBER": "999",
    "URGENT_ADVICE_NUMBER": "NHS 111",
    "CRISIS_NUMBER": "116 123 (Samaritans)",
}
# What readers meet besides pages that are listed in the sitemap.
MORE = [
    "/offline/",
    "/feeds/changes.atom",
    "/feeds/articles.atom",
    "/sw.js",
    "/api/v1/search?q=numb+bum+cant+wee",
    "/nothing-here/",
]

# All in one program, because settings are read once.
PROGRAM = """
import json, re, sys
import django
django.setup()
from django.test import Client
client = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
paths = re.findall(r"<loc>https?://[^/]+([^<]*)</loc>", client.get("/sitemap.xml").content.decode())
apis = [f"/api/v1{path.rstrip('/')}" for path in paths if re.fullmatch(r"/conditions/[^/]+/", path)]
said = {}
for path in dict.fromkeys([*paths, *apis, *json.loads(sys.argv[1])]):
    said[path] = client.get(path).content.decode(errors="replace")
print(json.dumps(said))
"""


def all_that_is_said(environment: dict[str, str]) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps([*KINDS, *ERRORS, *MORE])],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    said: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    assert len(said) > 400
    return said


def test_with_numbers_set_no_page_speaks_of_a_local_number(installation):
    said = all_that_is_said(installation.environment | NUMBERS)
    wrong = [
        (path, words)
        for path, text in said.items()
        for words in (*NEUTRAL, "_number}")
        if words in text.lower()
    ]
    assert wrong == []
    emergency = said["/articles/when-back-pain-is-an-emergency/"]
    assert 'Call <a class="call" href="tel:999">999</a> now' in emergency
    assert 'href="tel:116123"' in said["/urgent/"]


def test_without_numbers_every_page_is_right_in_any_country(installation):
    said = all_that_is_said(installation.environment)
    wrong = [(path, part) for path, text in said.items() for part in ("tel:", "_number}") if part in text]
    assert wrong == []
    assert NEUTRAL[0] in said["/urgent/"]

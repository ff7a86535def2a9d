"""The verbs of the Makefile, as far as they can be tried without installing anything."""

import json
import re
import shutil
import socket
import subprocess
import sys
import time

import pytest

from scripts.port_free import why_not
from tests.conftest import ROOT, free_port, wait_until_it_answers

VERBS = [
    "run", "test", "test-all", "editor", "dev", "lint", "format", "lock", "bench", "bench-search"
]  # fmt: skip


@pytest.mark.skipif(not shutil.which("make"), reason="no make here: apt install make")
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_there_and_in_the_list(verb):
    planned = subprocess.run(["make", "-n", verb], cwd=ROOT, capture_output=True, text=True, check=False)
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert planned.returncode == 0, planned.stderr
    assert f"make {verb} " in listed


def test_a_busy_port_is_told_in_one_line_with_the_remedy():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        said = why_not(str(busy.getsockname()[1]))

    assert said is not None
    assert "is busy" in said
    assert "make run PORT=" in said
    assert "\n" not in said


@pytest.mark.parametrize("port", ["", "0", "65536", "http", "-1", "80 80"])
def test_what_is_no_port_is_told(port):
    assert "PORT must be a number" in str(why_not(port))


def test_a_free_port_is_free():
    assert why_not(str(free_port())) is None


def test_locks_have_hashes_and_no_addresses():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lock = (ROOT / name).read_text()
        assert "://" not in lock
        assert lock.count("==") <= lock.count("--hash=sha256:")


def test_the_development_lock_holds_the_same_versions():
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([\w.-]+==[\w.]+)", (ROOT / name).read_text(), flags=re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_the_notice_names_every_package_that_is_installed():
    named = set(re.findall(r"^  ([\w-]+) {2,}", (ROOT / "NOTICE").read_text(), flags=re.MULTILINE))
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(), flags=re.MULTILINE))

    assert locked - named == set()
    assert named - locked <= {"redis"}


def test_preparing_again_does_nothing_twice(installation):
    assert "Loading the starter library" in installation.said
    assert json.loads((installation.data / "prepared.json").read_text()).keys() == {"library", "static"}
    assert installation.prepare() == ""


@pytest.mark.skipif(not shutil.which("make"), reason="no make here: apt install make")
def test_ending_make_ends_the_server(installation):
    stamp = ROOT / ".venv" / "requirements.txt"
    if not (stamp.exists() and stamp.read_bytes() == (ROOT / "requirements.txt").read_bytes()):
        pytest.skip("the environment was not made by make")
    port = free_port()
    process = subprocess.Popen(
        ["make", "run"],
        cwd=ROOT,
        env=installation.environment | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", process)
    process.terminate()
    process.wait(timeout=30)

    end = time.monotonic() + 20
    while why_not(str(port)) and time.monotonic() < end:
        time.sleep(0.1)
    assert why_not(str(port)) is None


def test_a_setting_that_cannot_be_meant_stops_the_preparation_in_one_line(site_environment):
    done = subprocess.run(
        [sys.executable, "scripts/prepare.py"],
        cwd=ROOT,
        env=site_environment | {"DEBUG": "perhaps"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith("DEBUG must be")
    assert done.stderr.count("\n") == 1

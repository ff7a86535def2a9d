"""What every test can use, and what is said at the end about tests that were left out."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from publishing import gates

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = next(
    (
        found
        # The first is the same without windows, and starts in half the time.
        for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
# Set by `make test-all` and the gate: a test that cannot run is a failure.
REQUIRE_ALL = bool(os.environ.get("REQUIRE_ALL"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM or REQUIRE_ALL:
        return
    for item in items:
        if item.get_closest_marker("browser"):
            # For a person's machine; the gate sets REQUIRE_ALL, and then the `chromium` fixture fails instead.
            item.add_marker(pytest.mark.skip(reason="no Chromium here"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    left_out = []
    if not CHROMIUM and not REQUIRE_ALL:
        left_out.append("the tests in a real browser. To have them: apt install chromium-headless-shell")
    if "not sweep" in config.option.markexpr:
        left_out.append("the long sweeps. To have them: make test-all")
    for line in left_out:
        terminalreporter.write_line(f"Left out: {line}")


@pytest.fixture(autouse=True)
def _fresh_media_and_cache(tmp_path: Path, settings) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser, for tests marked `browser`."""
    if not CHROMIUM:
        pytest.fail("No Chromium here. To have it: apt install chromium-headless-shell")
    return CHROMIUM


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One for all tests of a process. Whoever opens a page or a context closes it."""
    # Playwright runs an event loop in this thread from here on, and Django takes every query for one made inside of it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(autouse=True)
def _no_gate(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of tests are as small as their matter allows. Where the gate of publishing matters: `pytest.mark.gate`."""
    if not request.node.get_closest_marker("gate"):
        monkeypatch.setattr(gates, "_gates", [])


class Watched(NamedTuple):
    """A page of a real browser, and everything that went wrong in it. `another()` gives somebody else one of their own,
    watched too."""

    page: Page
    complaints: list[str]
    another: Callable[[], Page]


@pytest.fixture
def watched(browser: Browser, live_server) -> Iterator[Watched]:
    """A browser at the live server (`live_server.url`): errors of the console, requests that fail and requests to
    any other host are noted as complaints. A test ends with `assert watched.complaints == []`."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def note_line(line: ConsoleMessage) -> None:
        if line.type == "error":
            complaints.append(f"console: {line.text}")

    def note_request(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            complaints.append(f"another host: {request.url}")

    def note_failure(request: Request) -> None:
        # Leaving a page ends what it was still loading.
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"failed: {request.url} ({request.failure})")

    def another() -> Page:
        contexts.append(browser.new_context(base_url=live_server.url))
        page = contexts[-1].new_page()
        page.on("console", note_line)
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("requestfailed", note_failure)
        page.on("request", note_request)
        return page

    yield Watched(another(), complaints, another)
    for context in contexts:
        context.close()


def environment_for(data: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "TMPDIR") if name in os.environ}
    return kept | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(data)}


@pytest.fixture
def site_environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a fresh installation with its data in `tmp_path`, for programs that a test starts."""
    return environment_for(tmp_path / "data")


class Installation(NamedTuple):
    environment: dict[str, str]
    data: Path
    said: str

    def prepare(self) -> str:
        return run_prepare(self.environment)


def run_prepare(environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "scripts/prepare.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The site as `make run` leaves it: database, starter library, static files. Made once for all workers, as it takes
    a while: a test may use it and start it, but not change it."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    environment = environment_for(folder / "installation")
    said = folder / "installation.said"
    with (folder / "installation.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            said.write_text(run_prepare(environment))
    return Installation(environment, folder / "installation", said.read_text())


@pytest.fixture
def manage(site_environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `manage.py` as a program: `manage("migrate", DATABASE_URL=…)`."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=site_environment | variables,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"The server ended with {process.returncode} before it answered.")
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} did not answer in {seconds} seconds.")

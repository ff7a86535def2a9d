"""The real server, started as `make run` starts it."""

import http.client
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT, Installation, free_port, wait_until_it_answers


class Server(NamedTuple):
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def raw(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(request)
            return connection.recv(4096)

    def lines(self, at_least: str) -> str:
        """The log, once it holds `at_least`: a line is written after its answer was sent."""
        end = time.monotonic() + 10
        while at_least not in (text := self.log.read_text()) and time.monotonic() < end:
            time.sleep(0.05)
        return text


@contextmanager
def started(installation: Installation, folder: Path) -> Iterator[Server]:
    """A server with an empty database, and its log in the folder."""
    port = free_port()
    environment = installation.environment | {
        "HOME": str(folder / "home"),
        "DATABASE_URL": f"sqlite:///{folder}/empty.sqlite3",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.conf.py"],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", process)
        yield Server(process, port, log)
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def server(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with started(installation, tmp_path_factory.mktemp("server")) as one:
        yield one


def test_static_files_are_compressed_kept_for_ever_and_guarded(server):
    # A page that needs no table: there is none.
    page = server.get("/no/such/page/").read().decode()
    address = next(part for part in page.split('"') if re.match(r"/static/css/\S+\.css$", part))
    answer = server.get(address, **{"Accept-Encoding": "br"})

    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_an_error_page_is_drawn_with_its_stylesheet(server):
    page = server.get("/no/such/page/").read().decode()

    address = next(part for part in page.split('"') if part.startswith("/static/"))
    assert server.get(address).status == 200


def test_no_query_and_no_address_reach_the_log(server):
    server.get("/no-such-page/?q=numb-bum", Referer="http://example.org/?q=numb-bum")
    server.raw(b"GET /find/?q=numb-bum and more HTTP/1.1\r\nHost: localhost\r\n\r\n")
    server.raw(b"GET /find/?q=numb-bum HTTP/1.1\r\nHost: evil.example.org\r\n\r\n")
    server.raw(b"GET /find/ HTTP/1.1\r\nHost: localhost\r\nNo colon numb-bum\r\n\r\n")
    server.get("/the-last-one/?q=numb-bum")

    written = server.lines(at_least="/the-last-one/")
    assert "GET /no-such-page/ 404" in written
    assert "numb-bum" not in written
    assert "127.0.0.1" not in written.replace("Listening at: http://127.0.0.1", "")


def test_no_control_socket_is_opened_in_the_home_directory(server):
    assert not (server.log.parent / "home").exists()


def test_a_request_line_that_is_too_long_is_refused(server):
    assert server.get(f"/find/?q={'x' * 9000}").status == 414


def test_not_ready_without_a_database(server):
    answer = server.get("/readyz")

    assert (answer.status, answer.read()) == (503, b'{"ready": false}')
    assert "Not ready: migrations are missing" in server.lines(at_least="Not ready")


def test_term_ends_it_at_once_and_in_order(installation, tmp_path):
    with started(installation, tmp_path) as server:
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=15) == 0


def test_a_header_cannot_put_one_page_in_anothers_place(server):
    answer = server.get("/no-such-page/", SCRIPT_NAME="/no-such-page")
    assert answer.status == 404

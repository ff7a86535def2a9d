"""Whether what pages cite is still there: asked politely, never inside our own network, and told honestly."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from conditions.models import Source
from desk.link_checks import asking, checking, summary
from desk.link_checks.addresses import addresses
from desk.link_checks.asking import Asker
from desk.models import LinkCheck
from tests import factories
from tests.desk.conftest import list_of

pytestmark = pytest.mark.django_db

ROBOTS = "User-agent: *\nDisallow: /private/\n"


class Site(BaseHTTPRequestHandler):
    """What there can be: /ok, /gone, /moved, /for-now, /to-front, /no-head, /busy, /round, /private/, /inside."""

    asked: list[tuple[str, str]] = []
    agents: set[str] = set()
    leads = {
        "/moved": (301, "/ok"),
        "/for-now": (302, "/ok"),
        "/to-front": (301, "/"),
        "/round": (302, "/round"),
        "/inside": (302, "http://10.0.0.1/"),
        "/elsewhere": (301, "ftp://example.org/"),
    }
    statuses = {"/gone": 404, "/withdrawn": 410, "/busy": 429, "/closed": 403, "/broken": 500}

    def do_HEAD(self) -> None:
        self._answer("HEAD")

    def do_GET(self) -> None:
        self._answer("GET")

    def _answer(self, method: str) -> None:
        self.asked.append((method, self.path))
        self.agents.add(self.headers["User-Agent"])
        status, location = self.leads.get(self.path, (self.statuses.get(self.path, 200), ""))
        if self.path == "/no-head" and method == "HEAD":
            status = 405
        body = ROBOTS.encode() if self.path == "/robots.txt" else b"x"
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if method == "GET":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture
def site(served: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a site on this machine, which may be asked, without a pause."""
    settings.CHECK_LINKS_PRIVATE = True
    monkeypatch.setattr(asking, "TIMEOUT", 5)
    monkeypatch.setattr(
        checking, "asker", lambda: Asker("Whereabouts-link-check (+x)", private=True, pause=0)
    )
    monkeypatch.setattr("desk.management.commands.check_links.asker", checking.asker)
    Site.asked.clear()
    return served


def ask(address: str) -> tuple[str, str]:
    found = Asker("Whereabouts-link-check (+x)", private=True, pause=0).ask(address)
    return str(found.outcome), found.detail


@pytest.mark.parametrize(
    ("path", "outcome", "told"),
    [
        ("/ok", "ok", ""),
        ("/ok?q=a b&c=ü#part", "ok", ""),
        ("/no-head", "ok", ""),
        ("/for-now", "ok", ""),
        ("/moved", "moved", "/ok"),
        ("/to-front", "moved", "first page"),
        ("/gone", "dead", "404"),
        ("/withdrawn", "dead", "410"),
        ("/busy", "unknown", "429"),
        ("/closed", "unknown", "403"),
        ("/broken", "unknown", "500"),
        ("/round", "unknown", "on and on"),
        ("/private/x", "unknown", "stay away"),
        ("/elsewhere", "unknown", "no web address"),
    ],
)
def test_each_answer_is_judged(site, path, outcome, told):
    found, detail = ask(f"{site}{path}")
    assert found == outcome
    assert told in detail


def test_it_says_who_asks_and_asks_for_the_head_alone(site):
    ask(f"{site}/ok")
    assert ("GET", "/ok") not in Site.asked
    assert Site.agents == {"Whereabouts-link-check (+x)"}


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[2002:7f00:1::]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://224.0.0.1/",
    ],
)
def test_addresses_of_our_own_network_are_not_asked(address, monkeypatch):
    def never(*_: Any) -> None:
        pytest.fail("it was connected to")

    monkeypatch.setattr(socket.socket, "connect", never)
    found = Asker("x", pause=0).ask(address)
    assert (found.outcome, "not public" in found.detail) == ("unknown", True)


def test_a_way_that_leads_into_our_own_network_is_not_followed(site, monkeypatch):
    # The site itself stands for one outside; what it leads to is judged as it is.
    outside = asking._is_public
    monkeypatch.setattr(asking, "_is_public", lambda a: a[0] == "127.0.0.1" or outside(a))
    found = Asker("x", pause=0).ask(f"{site}/inside")
    assert "not public" in found.detail


@pytest.mark.parametrize("address", ["https://", "http://[", "http://a b/", "http://user:pass@example.org/"])
def test_what_is_no_address_is_dead(address):
    assert ask(address)[0] == "dead"


def test_a_host_is_asked_once_a_second(site, monkeypatch):
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    monkeypatch.setattr(time, "monotonic", lambda: 100.0)
    asker = Asker("x", private=True)
    asker.ask(f"{site}/ok")
    asker.ask(f"{site}/no-head")
    assert waited == [0, 1, 2, 3]  # robots.txt, HEAD; HEAD, GET


@pytest.fixture
def cited(site) -> Any:
    """A page that names five addresses: two by sources, three in its prose, of which one only readers still see."""
    factories.write("source", "works", url=f"{site}/ok")
    factories.write("source", "gone", url=f"{site}/gone")
    factories.write("source", "nobody-cites", url=f"{site}/moved")
    prose = f"See [@gone; @works], [this]({site}/busy) and [that]({site}/old)."
    factories.live("condition", "sore-back", name="Sore back", what_happens=prose)
    return factories.write(
        "condition", "sore-back", name="Sore back", what_happens=prose.replace("/old", "/new")
    )


def test_every_address_that_is_live_or_being_written_is_found_with_its_places(cited, site):
    found = addresses()
    assert {address.removeprefix(site) for address in found} == {
        "/ok",
        "/gone",
        "/moved",
        "/busy",
        "/old",
        "/new",
    }
    page = {"page": cited.page.pk, "name": "Sore back"}
    assert found[f"{site}/gone"] == [{"source": "gone"}, page | {"where": "source gone"}]
    assert found[f"{site}/old"] == [page | {"where": "What is going on, paragraph 1"}]


def test_what_is_withdrawn_is_not_asked(site):
    from publishing import service

    copy = factories.live("condition", "sore-back", what_happens=f"See [this]({site}/ok).")
    service.make_move(copy.page, "withdraw", None)
    assert addresses() == {}


def run(*options: str) -> None:
    call_command("check_links", *options)


def outcomes(site: str) -> dict[str, str]:
    rows = LinkCheck.objects.values_list("address", "outcome")
    return {address.removeprefix(site): outcome for address, outcome in rows}


def test_the_command_keeps_what_it_found_and_fails_when_one_is_dead(cited, site, capsys):
    with pytest.raises(CommandError, match=r"1 dead\. Find where each page is now"):
        run()
    assert outcomes(site) == {
        "/ok": "ok",
        "/new": "ok",
        "/old": "ok",
        "/busy": "unknown",
        "/gone": "dead",
        "/moved": "moved",
    }
    out = capsys.readouterr().out
    assert f"Dead: {site}/gone" in out
    assert "named by source gone; Sore back" in out
    assert "6 addresses: 3 works, 1 moved, 1 dead, 1 could not be checked." in out


def test_without_a_dead_one_it_ends_well(site):
    factories.write("source", "works", url=f"{site}/ok")
    run()
    assert outcomes(site) == {"/ok": "ok"}


def test_only_what_is_not_known_is_asked_again(cited, site):
    with pytest.raises(CommandError):
        run()
    factories.write("source", "later", url=f"{site}/withdrawn")
    Site.asked.clear()
    with pytest.raises(CommandError):
        run("--unchecked")
    assert {path for _, path in Site.asked} == {"/robots.txt", "/busy", "/withdrawn"}


def test_what_is_named_nowhere_any_more_is_forgotten(site):
    factories.write("source", "works", url=f"{site}/gone")
    with pytest.raises(CommandError):
        run()
    Source.objects.update(url=f"{site}/ok")
    run()
    assert outcomes(site) == {"/ok": "ok"}


def no_names(*_: Any, **__: Any) -> None:
    raise socket.gaierror(socket.EAI_NONAME, "no name")


def test_without_a_connection_nothing_is_said_of_any(site, monkeypatch):
    factories.write("source", "known", url=f"{site}/ok")
    run()
    factories.write("source", "new", url="https://example.org/")
    monkeypatch.setattr(socket, "getaddrinfo", no_names)
    with pytest.raises(CommandError, match="None of 2 addresses could be reached"):
        run()
    assert outcomes(site) == {"/ok": "ok", "https://example.org/": "unknown"}


def test_a_name_that_nobody_knows_is_dead_when_others_answer(site, monkeypatch):
    factories.write("source", "known", url=f"{site}/ok")
    factories.write("source", "gone", url="https://gone.example/page")
    known = socket.getaddrinfo

    def names(host: str, *more: Any, **options: Any) -> Any:
        return no_names() if host.endswith(".example") else known(host, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", names)
    with pytest.raises(CommandError, match="1 dead"):
        run()
    assert outcomes(site)["https://gone.example/page"] == "dead"


def test_a_full_disk_tells_the_remedy(cited, monkeypatch):
    def full(*_: Any, **__: Any) -> None:
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(LinkCheck.objects, "update_or_create", full)
    with pytest.raises(CommandError, match=r"Make room on the disk.*--unchecked"):
        run()


def test_the_desk_says_what_is_not_known(cited, site, django_assert_num_queries):
    assert summary().says == "Not checked yet: run manage.py check_links."
    with pytest.raises(CommandError):
        run()
    factories.write("source", "later", url=f"{site}/later")
    LinkCheck.objects.update(checked_at=timezone.now() - timedelta(days=3))
    for number in range(20):
        LinkCheck.objects.create(address=f"https://example.org/{number}", outcome="moved")
    with django_assert_num_queries(3):
        told = summary()
    assert (told.dead_count, told.moved, told.unknown, told.not_checked) == (1, 21, 1, 1)
    assert told.says == "1 not checked yet, 1 could not be checked."
    (dead,) = told.dead
    assert [place.name for place in dead.places] == ["source gone", "Sore back"]


def test_the_list_leads_to_what_names_a_dead_address(cited, site, writer):
    with pytest.raises(CommandError):
        run()
    html = writer.get(list_of(LinkCheck)).content.decode()
    assert "/admin/conditions/source/?q=gone" in html
    assert f"/admin/publishing/logentry/page/{cited.page.pk}/" in html
    assert writer.get(f"/admin/desk/linkcheck/{LinkCheck.objects.latest('pk').pk}/change/").status_code == 200


def test_the_list_of_sources_marks_what_is_dead_and_what_was_not_checked(cited, site, writer):
    with pytest.raises(CommandError):
        run()
    factories.write("source", "later", url=f"{site}/later")
    factories.write("source", "book", title="A book")
    rows = {row.key: row for row in writer.get(list_of(Source)).context["cl"].result_list}
    assert {key: row.link_outcome for key, row in rows.items()} == {
        "works": "ok",
        "gone": "dead",
        "nobody-cites": "moved",
        "later": None,
        "book": None,
    }
    html = writer.get(list_of(Source)).content.decode()
    assert "not checked yet" in html
    found = {
        value: {row.key for row in writer.get(list_of(Source), {"address": value}).context["cl"].result_list}
        for value in ("dead", "none")
    }
    assert found == {"dead": {"gone"}, "none": {"later"}}


@pytest.mark.parametrize("rows", [2, 20])
def test_the_lists_take_as_many_queries_whatever_their_length(writer, rows, django_assert_max_num_queries):
    for number in range(rows):
        factories.write("source", f"source-{number}", url=f"https://example.org/{number}")
        places = [{"page": 1, "name": "Sore back", "where": "Text"}, {"source": f"source-{number}"}]
        LinkCheck.objects.create(address=f"https://example.org/{number}", outcome="dead", cited_by=places)
    for address in (list_of(LinkCheck), list_of(Source)):
        writer.get(address)
        with django_assert_max_num_queries(11):
            writer.get(address)

"""One address asked whether it is still there: a HEAD, where that is not understood a GET of which only the head is read.

Addresses come from content, so they may lead anywhere: a name is looked up first and only a public address is connected to,
at every hop again. What is connected to is what was looked up, so that no second answer of a name server can differ.
"""

import http.client
import ipaddress
import socket
import ssl
import string
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from desk.models import Outcome

TIMEOUT = 15
"""Seconds for each step."""
PAUSE = 1.0
"""Seconds between two requests to one host."""
MOST_HOPS = 5
_ROBOTS_BYTES = 500_000

_FOR_GOOD = (301, 308)
_FOR_NOW = (302, 303, 307)
_GONE = (404, 410)
_HEAD_NOT_UNDERSTOOD = (400, 403, 404, 405, 406, 410, 501, 503)

_Address = tuple[Any, ...]


class NotPublic(Exception):
    """The name leads to an address of this machine or its network."""


class NoSuchName(Exception):
    """No name server knows it; or there is no connection."""


@dataclass(frozen=True, slots=True)
class Result:
    """`reached`: whether any machine answered, as none does without a connection."""

    outcome: Outcome
    detail: str = ""
    moved_to: str = ""
    reached: bool = True
    no_such_name: bool = False


@dataclass
class Asker:
    """Asks politely: as itself, at its own pace for each host, and not where robots are asked to stay away."""

    agent: str
    private: bool = False
    pause: float = PAUSE
    _next: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser | None] = field(default_factory=dict)
    _failed: dict[str, Exception] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, address: str) -> Result:
        """Never raises for what an address or a server may hold."""
        try:
            _split(address)
        except ValueError:
            return Result(Outcome.DEAD, "it is not a web address", reached=False)
        try:
            return self._follow(address)
        except NotPublic:
            return _unknown("it leads to an address that is not public, and was not asked", reached=False)
        except NoSuchName:
            return _unknown("its name was not found", reached=False, no_such_name=True)
        except ssl.SSLCertVerificationError as error:
            return _unknown(f"its certificate is not valid: {error.verify_message}")
        except TimeoutError:
            return _unknown(f"no answer within {TIMEOUT} seconds", reached=False)
        except ValueError:
            return _unknown("it leads on to something that is no web address")
        except (OSError, http.client.HTTPException) as error:
            return _unknown(f"the connection failed: {str(error) or type(error).__name__}", reached=False)

    def _follow(self, address: str) -> Result:
        here, for_good = address, True
        for _ in range(MOST_HOPS + 1):
            parts = _split(here)
            if not self._may_ask(parts):
                return _unknown("the site asks programs to stay away from it")
            status, location = self._status(parts)
            if status not in (*_FOR_GOOD, *_FOR_NOW) or not location:
                return _judged(address, here, status, for_good)
            for_good = for_good and status in _FOR_GOOD
            here = urljoin(here, location)
        return _unknown(f"it leads on and on: more than {MOST_HOPS} times")

    def _status(self, parts: SplitResult) -> tuple[int, str]:
        status, location = self._request("HEAD", parts)
        if status in _HEAD_NOT_UNDERSTOOD:
            status, location = self._request("GET", parts)
        return status, location

    def _request(self, method: str, parts: SplitResult) -> tuple[int, str]:
        with _Open(self, parts) as connection:
            connection.request(method, _target(parts), headers={"User-Agent": self.agent, "Accept": "*/*"})
            response = connection.getresponse()
            return response.status, response.getheader("Location", "")

    def _may_ask(self, parts: SplitResult) -> bool:
        site = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            known = site in self._robots
        if not known:
            rules = self._read_robots(parts)
            with self._lock:
                self._robots[site] = rules
        rules = self._robots[site]
        return rules is None or rules.can_fetch(self.agent, f"{site}{_target(parts)}")

    def _read_robots(self, parts: SplitResult) -> RobotFileParser | None:
        with _Open(self, parts) as connection:
            connection.request("GET", "/robots.txt", headers={"User-Agent": self.agent})
            response = connection.getresponse()
            if response.status != 200:
                return None
            rules = RobotFileParser()
            rules.parse(response.read(_ROBOTS_BYTES).decode("utf-8", "replace").splitlines())
            return rules

    def wait_for_turn(self, host: str) -> None:
        with self._lock:
            turn = max(time.monotonic(), self._next.get(host, 0.0))
            self._next[host] = turn + self.pause
        time.sleep(max(0.0, turn - time.monotonic()))

    def connect(self, host: str, port: int) -> socket.socket:
        """A host that could not be reached is not tried again.

        Raises:
            NotPublic, NoSuchName, OSError
        """
        if host in self._failed:
            raise self._failed[host]
        try:
            return self._connect(host, port)
        except (NotPublic, NoSuchName, OSError) as error:
            self._failed[host] = error
            raise

    def _connect(self, host: str, port: int) -> socket.socket:
        found = list(_looked_up(host, port))
        if not self.private and not all(_is_public(address) for _, address in found):
            raise NotPublic(host)
        failed: OSError | None = None
        for family, address in found:
            connection = socket.socket(family, socket.SOCK_STREAM)
            connection.settimeout(TIMEOUT)
            try:
                connection.connect(address)
            except OSError as error:
                connection.close()
                failed = error
            else:
                return connection
        raise failed or OSError("no address")


class _Open:
    """A connection to the host of an address, in its turn, closed at the end."""

    def __init__(self, asker: Asker, parts: SplitResult) -> None:
        self.asker, self.parts = asker, parts

    def __enter__(self) -> http.client.HTTPConnection:
        host = self.parts.hostname or ""
        secure = self.parts.scheme == "https"
        port = self.parts.port or (443 if secure else 80)
        self.asker.wait_for_turn(host)
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        self.connection: http.client.HTTPConnection = kind(host, port, timeout=TIMEOUT)
        plain = self.asker.connect(host, port)
        try:
            self.connection.sock = _secured(plain, host) if secure else plain
        except BaseException:
            plain.close()
            raise
        return self.connection

    def __exit__(self, *_: object) -> None:
        self.connection.close()


def _secured(plain: socket.socket, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _looked_up(host: str, port: int) -> Iterator[tuple[int, _Address]]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise NoSuchName(host) from error
    yield from ((family, address) for family, _, _, _, address in found)


def _is_public(address: _Address) -> bool:
    ip = ipaddress.ip_address(str(address[0]).partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is not None:
            return inner.is_global
    return ip.is_global and not ip.is_multicast


def _split(address: str) -> SplitResult:
    """
    Raises:
        ValueError: no address of the web.
    """
    parts = urlsplit(address)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.username is not None
        or set(parts.netloc) & set(string.whitespace)
    ):
        raise ValueError(address)
    host = parts.hostname.encode("idna").decode()
    where = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=f"{where}:{parts.port}" if parts.port else where)


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else path


def _judged(address: str, here: str, status: int, for_good: bool) -> Result:
    if status in _GONE:
        return Result(Outcome.DEAD, f"there is no such page any more ({status})")
    if not 200 <= status < 300:
        return _unknown(f"the site answered {status}")
    if urlsplit(here).path in ("", "/") and urlsplit(address).path not in ("", "/"):
        detail = "it leads to the first page of a site: look whether the page is still there"
        return Result(Outcome.MOVED, detail, here)
    if here == address or not for_good:
        return Result(Outcome.OK)
    return Result(Outcome.MOVED, f"moved to {here}", here)


def _unknown(detail: str, reached: bool = True, no_such_name: bool = False) -> Result:
    return Result(Outcome.UNKNOWN, detail, reached=reached, no_such_name=no_such_name)

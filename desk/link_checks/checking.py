"""All addresses asked, a few hosts at a time, and what came of it kept as it comes."""

import logging
import queue
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.utils import timezone

from desk.link_checks.addresses import Place
from desk.link_checks.asking import Asker, Result
from desk.models import LinkCheck, Outcome

logger = logging.getLogger(__name__)

HOSTS_AT_ONCE = 4


class NoConnection(Exception):
    """Nothing answered at all: what was known before was kept."""


def asker() -> Asker:
    name = settings.SITE_NAME.encode("ascii", "ignore").decode().strip() or "Whereabouts"
    return Asker(f"{name}-link-check (+{settings.SITE_URL})", private=settings.CHECK_LINKS_PRIVATE)


def remember_places(named: dict[str, list[Place]]) -> None:
    """Where each address is named now; what is named nowhere any more is forgotten."""
    known = {check.address: check for check in LinkCheck.objects.all()}
    LinkCheck.objects.filter(pk__in=[check.pk for name, check in known.items() if name not in named]).delete()
    changed = [check for name, check in known.items() if name in named and check.cited_by != named[name]]
    for check in changed:
        check.cited_by = named[check.address]
    LinkCheck.objects.bulk_update(changed, ["cited_by"], batch_size=500)


def unchecked(addresses: Iterable[str]) -> list[str]:
    """Those of which nothing is known: new ones, and those that could not be checked."""
    known = set(LinkCheck.objects.exclude(outcome=Outcome.UNKNOWN).values_list("address", flat=True))
    return [address for address in addresses if address not in known]


def check(addresses: Sequence[str], named: dict[str, list[Place]], ask: Asker) -> Iterator[str]:
    """Asks each and keeps the answer; yields the address each time one has come.

    What was not reached is kept at the end: whether that is the address or this machine, the others tell.

    Raises:
        NoConnection: none of them was reached.
        DatabaseError: an answer could not be kept; earlier ones were.
    """
    not_reached: list[tuple[str, Result]] = []
    for address, result in _answers(addresses, ask):
        if result.reached:
            _keep(address, named[address], result)
        else:
            not_reached.append((address, result))
        yield address
    nobody_answered = len(not_reached) == len(addresses) and any(
        result.outcome is Outcome.UNKNOWN for _, result in not_reached
    )
    known = set(LinkCheck.objects.values_list("address", flat=True)) if nobody_answered else ()
    for address, result in not_reached:
        if address not in known:
            _keep(address, named[address], result, may_be_dead=not nobody_answered)
    if nobody_answered:
        raise NoConnection


def _keep(address: str, places: list[Place], result: Result, may_be_dead: bool = True) -> None:
    dead = may_be_dead and result.no_such_name
    values = {
        "outcome": Outcome.DEAD if dead else result.outcome,
        "detail": result.detail[:1200],
        "moved_to": result.moved_to[:1000],
        "checked_at": timezone.now(),
        "cited_by": places,
    }
    LinkCheck.objects.update_or_create(address=address, defaults=values)


def _answers(addresses: Iterable[str], ask: Asker) -> Iterator[tuple[str, Result]]:
    """As they come. One thread a host, so that a slow one holds up itself alone; none of them touches the database."""
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(address.split("/")[2] if address.count("/") > 1 else "", []).append(address)
    answers: queue.SimpleQueue[tuple[str, Result]] = queue.SimpleQueue()
    stopped = threading.Event()

    def work(of_one_host: list[str]) -> None:
        for address in of_one_host:
            if not stopped.is_set():
                answers.put((address, _asked(ask, address)))

    pool = ThreadPoolExecutor(HOSTS_AT_ONCE)
    try:
        for of_one_host in hosts.values():
            pool.submit(work, of_one_host)
        for _ in range(sum(map(len, hosts.values()))):
            yield answers.get()
    finally:
        stopped.set()
        pool.shutdown(wait=False, cancel_futures=True)


def _asked(ask: Asker, address: str) -> Result:
    try:
        return ask.ask(address)
    except Exception as error:
        # One odd server must not end the run for all the others.
        logger.exception("asking %s failed", address)
        return Result(Outcome.UNKNOWN, f"asking it failed: {type(error).__name__}")

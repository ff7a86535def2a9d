"""The real server with the real library, as `make run` leaves them."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT, Installation, free_port, wait_until_it_answers


@pytest.fixture(scope="session")
def site(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address, such as http://127.0.0.1:1234."""
    port = free_port()
    log = tmp_path_factory.mktemp("site") / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.conf.py"],
            cwd=ROOT,
            env=installation.environment | {"PORT": str(port), "WEB_CONCURRENCY": "1"},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    wait_until_it_answers(f"http://127.0.0.1:{port}/readyz", process)
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()

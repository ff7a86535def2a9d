"""Sheets and pictures set with typst, and kept so that each is set once.

What a sheet says goes to the typesetter as JSON, never as source: text that is put into a template would be run. A sheet
is kept under a fingerprint of all that it says and of what draws it, so that nothing has to be forgotten when a page,
a term or a number changes. It lies in DATA_DIR/made, which every worker of a machine shares and a restart leaves.
"""

import hashlib
import io
import json
import logging
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from PIL import Image

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent
TYPESETTER = HERE / "typesetter.py"
_DRAWN_BY = (HERE / "handout.py", HERE / "typesetting.py", TYPESETTER, *sorted((HERE / "typst").rglob("*.*")))

PATIENCE = 3
"""Seconds that a request waits while this worker sets another sheet. One takes less than a second."""

LONGEST = 20
"""Seconds after which the typesetter is ended; the worker itself would be after 30."""

MOST_KEPT = 1000
"""Sheets and pictures in the folder, 70 KB each; beyond it the oldest are forgotten."""


class Unavailable(Exception):
    """The typesetter is missing or failed; the log says which. The page itself can still be printed."""


class Busy(Exception):
    """This worker is setting something else; ask again in a moment."""


@dataclass(frozen=True)
class Job:
    """Something to be set. `drafts` go from the fullest to the barest; of those with at most `pages` a full one is taken.

    A draft is plain data for the template. The first says all that the others say: it makes the fingerprint.
    """

    template: Literal["handout.typ", "share.typ"]
    format: Literal["pdf", "png"]
    drafts: Sequence[Callable[[], dict[str, Any]]]
    pages: int
    dated: datetime

    @cached_property
    def fullest(self) -> dict[str, Any]:
        return self.drafts[0]()

    @cached_property
    def fingerprint(self) -> str:
        said = json.dumps([self.template, self.format, self.fullest, str(self.dated)], sort_keys=True)
        return hashlib.sha256(f"{_drawn_by()}{said}".encode()).hexdigest()

    @property
    def file(self) -> Path:
        return Path(settings.DATA_DIR) / "made" / f"{self.fingerprint}.{self.format}"


@cache
def _drawn_by() -> str:
    """What makes the same words look otherwise: templates, fonts, this code, the typesetter."""
    summary = hashlib.sha256(settings.VERSION.encode())
    for file in _DRAWN_BY:
        summary.update(file.read_bytes())
    try:
        summary.update(metadata.version("typst").encode())
    except metadata.PackageNotFoundError:
        logger.warning("typst is not installed: sheets cannot be made. To have it: make run, or pip install.")
    return summary.hexdigest()


_one_at_a_time = threading.Lock()


def made(job: Job) -> bytes:
    """The finished file, kept or set now.

    Setting one takes a second; a lock keeps a worker from setting several at once, the same one above all.

    Raises:
        Unavailable, Busy: see there.
    """
    kept = _kept(job)
    if kept is not None:
        return kept
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise Busy
    try:
        kept = _kept(job)
        if kept is not None:
            return kept
        data = _set(job)
    finally:
        _one_at_a_time.release()
    _keep(job, data)
    return data


# --- Setting ------------------------------------------------------------------------------------------------------


def _set(job: Job) -> bytes:
    """By a program of its own, see conditions/typesetter.py."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 (our own file; what is set comes by its input)
            [sys.executable, "-I", str(TYPESETTER)],
            input=json.dumps(_order(job)).encode(),
            capture_output=True,
            timeout=LONGEST,
            env=passed,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        last_line = error.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        logger.exception("Setting %s failed, install requirements.txt again? %s", job.template, last_line)
        raise Unavailable from error
    except (OSError, subprocess.TimeoutExpired) as error:
        logger.exception("Setting %s failed", job.template)
        raise Unavailable from error
    return _with_palette(done.stdout) if job.format == "png" else done.stdout


# No secret of the site among them.
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")


def _order(job: Job) -> dict[str, Any]:
    """What all drafts say stands in it once."""
    drafts = [job.fullest, *(draft() for draft in job.drafts[1:])]
    differing = {name for draft in drafts for name in draft if draft[name] != job.fullest[name]}
    return {
        "template": job.template,
        "format": job.format,
        "pages": job.pages,
        "dated": int(job.dated.timestamp()),
        "always": {name: said for name, said in job.fullest.items() if name not in differing},
        "drafts": [{name: draft[name] for name in differing} for draft in drafts],
    }


def _with_palette(png: bytes) -> bytes:
    """Flat colours need no more, and it is a quarter of the bytes."""
    with Image.open(io.BytesIO(png)) as picture, io.BytesIO() as file:
        picture.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        return file.getvalue()


def qr_code(address: str) -> str:
    """An SVG of an address, one unit a square."""
    import qrcode

    code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(address)
    squares = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(squares) for x, is_dark in enumerate(row) if is_dark
    )
    size = len(squares)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges"><path d="{path}"/></svg>'


# --- Keeping ------------------------------------------------------------------------------------------------------

_BEGINNINGS = {"pdf": b"%PDF-", "png": b"\x89PNG"}


def _kept(job: Job) -> bytes | None:
    try:
        data = job.file.read_bytes()
    except OSError:
        return None
    # A machine that went down may have left an empty file.
    return data if data.startswith(_BEGINNINGS[job.format]) else None


def _keep(job: Job, data: bytes) -> None:
    """Whole or not at all. Without room nothing is kept, and readers get what was made all the same."""
    draft = job.file.with_name(f"{secrets.token_hex(8)}.draft")
    try:
        job.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            draft.write_bytes(data)
            draft.replace(job.file)
        finally:
            draft.unlink(missing_ok=True)
        _forget_the_oldest(job.file.parent)
    except OSError as error:
        logger.warning("A sheet was made but could not be kept in %s: %s", job.file.parent, error.strerror)


def _forget_the_oldest(folder: Path) -> None:
    with os.scandir(folder) as entries:
        files = [(entry.stat().st_mtime, entry.path) for entry in entries]
    for _, path in sorted(files)[: max(0, len(files) - MOST_KEPT)]:
        Path(path).unlink(missing_ok=True)

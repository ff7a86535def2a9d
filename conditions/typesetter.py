"""The program that sets one sheet: a job as JSON comes in, a PDF or PNG goes out. Run by conditions/typesetting.py.

It stands apart from the site, and imports nothing of it, because typst keeps some hundred megabytes once it has worked. A
program gives them back when it ends, and one that hangs can be ended.
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent / "typst"

LONGEST_WORD = 28
NO_TEXT = ("url", "address", "qr", "body_map")

Change = Callable[[str], str]


def set_job(job: dict[str, Any]) -> bytes:
    try:
        return first_that_fits(job, lambda text: text)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    # PDF/UA refuses a letter that no font has: then letters beyond Latin and Greek become boxes.
    return first_that_fits(job, without_rare_letters)


def first_that_fits(job: dict[str, Any], change: Change) -> bytes:
    """The fullest draft with at most so many pages, found by halving: twelve drafts take four looks."""
    drafts = job["drafts"]
    first, last = 0, len(drafts) - 1
    while first < last:
        middle = (first + last) // 2
        if pages_of(compiler_for(job, drafts[middle], change)) <= job["pages"]:
            last = middle
        else:
            first = middle + 1
    return compiled(job, compiler_for(job, drafts[last], change))


def compiler_for(job: dict[str, Any], draft: dict[str, Any], change: Change) -> typst.Compiler:
    said = plain({**job["always"], **draft}, change)
    return typst.Compiler(
        str(TEMPLATES / job["template"]),
        root=str(TEMPLATES),
        font_paths=[str(TEMPLATES / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(said)},
    )


def pages_of(compiler: typst.Compiler) -> int:
    return int(json.loads(compiler.query("<pages>", field="value", one=True)))


def compiled(job: dict[str, Any], compiler: typst.Compiler) -> bytes:
    if job["format"] == "png":
        # One point is one pixel.
        data = compiler.compile(format="png", ppi=72)
    else:
        data = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=job["dated"])
    assert isinstance(data, bytes)
    return data


def plain(value: Any, change: Change) -> Any:
    """Data whose text can be set: very long words may break."""
    if isinstance(value, str):
        return re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\S)", "\\1\u200b", change(value))
    if isinstance(value, dict):
        return {key: one if key in NO_TEXT else plain(one, change) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one, change) for one in value]
    return value


def without_rare_letters(text: str) -> str:
    return re.sub(
        r"[^\u0000-\u024f\u0370-\u03ff\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u2193\u2212]", "□", text
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(set_job(json.load(sys.stdin)))

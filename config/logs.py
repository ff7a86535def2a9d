"""Log lines that know nothing about readers.

What a reader typed is health data, and an address is a person: neither stands in any line, whoever writes it, Django and
gunicorn included. Both formatters cut what follows a '?', and leave out the words of an exception raised while a request
was answered (they may repeat what was typed); its type and the lines of code stay. With DEBUG the words stay too.
"""

import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.json import JsonFormatter as BaseJsonFormatter

from config.requests import current_request_id

# To the closing quote of a request line, or the end of the line: a query in a broken request may hold spaces.
_QUERY = re.compile(r"\?[^\"\n]*")
# As gunicorn ("ip=::1: …") and Django's development server ("from ('127.0.0.1', 4711)") write them.
_ADDRESS = re.compile(r"\bip=[0-9a-fA-F.:]+(?=:)|\('[0-9a-fA-F.:]+', \d+[^)]*\)")


def without_reader(message: str) -> str:
    return _ADDRESS.sub("(address left out)", _QUERY.sub("", message))


def traceback_without_words(error: BaseException) -> str:
    """The traceback as Python prints it, causes included, with the type of each exception in place of its message."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kind = type(current)
        lines = "".join(traceback.format_tb(current.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{lines}{kind.__module__}.{kind.__qualname__}")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n\nwhich led to:\n\n".join(reversed(parts))


def fields(record: logging.LogRecord, debug: bool) -> dict[str, Any]:
    """What both formatters write. Never `record.request`, which some loggers of Django attach: it shows its query."""
    line: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": without_reader(record.getMessage()),
    }
    identifier = getattr(record, "request_id", None) or current_request_id.get()
    if identifier:
        line["request_id"] = identifier
    line |= getattr(record, "access", {})
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        answering = (
            identifier or getattr(record, "request", None) is not None or "request" in record.getMessage()
        )
        line["exception"] = (
            traceback_without_words(error)
            if answering and not debug
            else without_reader("".join(traceback.format_exception(error)))
        )
    return line


class TextFormatter(logging.Formatter):
    def __init__(self, *, debug: bool = False) -> None:
        super().__init__()
        self.debug = debug

    def format(self, record: logging.LogRecord) -> str:
        line = fields(record, self.debug)
        identifier = f" [{line['request_id']}]" if "request_id" in line else ""
        text = f"{line['time']} {line['level']} {line['logger']}{identifier} {line['message']}"
        return f"{text}\n{line['exception']}" if "exception" in line else text


class JsonFormatter(BaseJsonFormatter):
    def __init__(self, *, debug: bool = False) -> None:
        super().__init__()
        self.debug = debug

    def format(self, record: logging.LogRecord) -> str:
        return self.serialize_log_record(fields(record, self.debug))

"""No log line and no error report knows what a reader typed or where from."""

import json
import logging
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client, RequestFactory

from config.access_log import AccessLogger
from config.logs import JsonFormatter, TextFormatter, without_reader
from config.reports import DiscreetExceptionReporter

TYPED = "numb-bum"
ADDRESS = "203.0.113.77"
FORMATTERS = [TextFormatter(), JsonFormatter()]


class Collecting(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []
        self.formatted: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)
        # At once: what a formatter reads of the request is gone afterwards.
        self.formatted.append(self.format(record))


@pytest.fixture(params=FORMATTERS, ids=["text", "json"])
def log(request):
    """What the site's own handler would have written, whichever logger wrote it."""
    handler = Collecting()
    handler.setFormatter(request.param)
    logging.getLogger().addHandler(handler)
    yield handler.formatted
    logging.getLogger().removeHandler(handler)


@pytest.mark.urls("tests.config.boom")
@pytest.mark.parametrize(
    "path", ["/boom/fails", "/boom/suspects", "/boom/refuses", "/no/such/page/", "/admin/login/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_request_that_goes_wrong_leaves_no_trace_of_the_reader(path, method, log, db):
    client = Client(raise_request_exception=False, REMOTE_ADDR=ADDRESS, enforce_csrf_checks=True)
    getattr(client, method)(
        f"{path}?q={TYPED}",
        headers={"referer": f"http://testserver/find/?q={TYPED}", "x-forwarded-for": ADDRESS},
    )

    written = "\n".join(log)
    assert TYPED not in written
    assert ADDRESS not in written


@pytest.mark.urls("tests.config.boom")
def test_an_error_is_logged_with_its_lines_types_and_request_id(log):
    response = Client(raise_request_exception=False).get(f"/boom/fails?q={TYPED}")

    written = "\n".join(log)
    assert "RuntimeError" in written
    assert "ValueError" in written
    assert "boom.py" in written
    assert response["X-Request-ID"] in written


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ('"GET /find/?q=a%20b HTTP/1.1" 200 17', '"GET /find/" 200 17'),
        ("Error handling request GET /find/?q=a b&where=leg", "Error handling request GET /find/"),
        (
            "Invalid request from ip=203.0.113.77: Invalid HTTP request line: 'GET /?q=a b'",
            "Invalid request from (address left out): Invalid HTTP request line: 'GET /",
        ),
        ("Invalid request from ip=2001:db8::1: bad", "Invalid request from (address left out): bad"),
        ("- Broken pipe from ('127.0.0.1', 4711)", "- Broken pipe from (address left out)"),
        ("Listening at: http://127.0.0.1:8000 (4711)", "Listening at: http://127.0.0.1:8000 (4711)"),
    ],
)
def test_what_servers_write_of_readers_is_cut(line, kept):
    assert without_reader(line) == kept


def _record_of(message: str, **extra: object) -> logging.LogRecord:
    try:
        raise ValueError(TYPED)
    except ValueError:
        record = logging.LogRecord("gunicorn.error", logging.ERROR, __file__, 1, message, (), sys.exc_info())
    vars(record).update(extra)
    return record


@pytest.mark.parametrize("formatter", FORMATTERS, ids=["text", "json"])
def test_the_words_of_an_error_outside_a_request_stay(formatter):
    assert TYPED in formatter.format(_record_of("Exception in worker process"))
    assert TYPED not in formatter.format(_record_of("Error handling request (no URI read)"))


@pytest.mark.parametrize("formatter", FORMATTERS, ids=["text", "json"])
def test_a_traceback_that_another_handler_wrote_is_not_taken_over(formatter):
    record = _record_of("Internal Server Error: /", request=RequestFactory().get("/"))
    logging.Formatter().format(record)

    assert TYPED not in formatter.format(record)


def _access(environ: dict[str, str]) -> logging.LogRecord:
    logger = AccessLogger.__new__(AccessLogger)
    logger._access_log_enabled = True
    logger.access_log = logging.Logger("gunicorn.access")  # noqa: LOG001
    handler = Collecting()
    logger.access_log.addHandler(handler)
    response = SimpleNamespace(status="200 OK", headers=[("X-Request-ID", "0123456789abcdef")])
    logger.access(response, None, environ, timedelta(milliseconds=12.4))
    return handler.records[0]


SEEN = {
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/find/",
    "QUERY_STRING": f"q={TYPED}",
    "RAW_URI": f"/find/?q={TYPED}",
    "REMOTE_ADDR": ADDRESS,
    "HTTP_REFERER": f"https://example.org/?q={TYPED}",
}


def test_an_access_line_is_method_path_status_and_milliseconds():
    line = TextFormatter().format(_access(SEEN))

    assert line.endswith("gunicorn.access [0123456789abcdef] GET /find/ 200 12ms")


def test_an_access_line_in_json_has_a_field_for_each():
    line = json.loads(JsonFormatter().format(_access(SEEN)))

    assert line.pop("time")
    assert line == {
        "level": "INFO",
        "logger": "gunicorn.access",
        "message": "GET /find/ 200 12ms",
        "request_id": "0123456789abcdef",
        "method": "GET",
        "path": "/find/",
        "status": 200,
        "ms": 12,
    }


def test_the_log_does_not_let_anybody_in_by_a_preview_link():
    line = TextFormatter().format(_access(SEEN | {"PATH_INFO": "/preview/1-abc:signature/spine.webp"}))

    assert "GET /preview/- 200" in line
    assert "signature" not in line


def test_a_path_cannot_forge_a_second_line():
    line = TextFormatter().format(_access(SEEN | {"PATH_INFO": "/x\nGET /forged 200"}))

    assert "\n" not in line


@pytest.mark.parametrize("html", [False, True], ids=["text", "html"])
def test_an_error_report_knows_nothing_of_the_reader(html):
    request = RequestFactory(REMOTE_ADDR=ADDRESS).post(
        f"/find/?q={TYPED}",
        {"where": TYPED},
        headers={
            "referer": f"http://testserver/?q={TYPED}",
            "cookie": f"a={TYPED}",
            "x-forwarded-for": ADDRESS,
        },
    )
    typed = TYPED
    try:
        try:
            raise KeyError(typed)
        except KeyError as error:
            raise ValueError(f"no such {typed}") from error
    except ValueError:
        kind, raised, lines = sys.exc_info()
        reporter = DiscreetExceptionReporter(request, kind, raised, lines, is_email=True)
    report = reporter.get_traceback_html() if html else reporter.get_traceback_text()

    assert TYPED not in report
    assert ADDRESS not in report
    assert "/find/" in report
    assert "ValueError" in report

"""gunicorn's log, in the site's own format: config/logs.py says what a line may not hold."""

import logging
import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from gunicorn.config import Config
from gunicorn.glogging import Logger

from config import environment
from config.logs import JsonFormatter, TextFormatter

_DETAIL = r"[:('\"]"


class AccessLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        as_json = environment.choice("LOG_FORMAT", "text", ("text", "json")) == "json"
        formatter: logging.Formatter = JsonFormatter() if as_json else TextFormatter()
        for handler in [*self.error_log.handlers, *self.access_log.handlers]:
            handler.setFormatter(formatter)

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        # Here gunicorn writes the address, and quotes the line or header that was wrong.
        if msg.startswith("Invalid request from ip="):
            msg = f"Invalid request: {re.split(_DETAIL, msg.partition(': ')[2])[0].strip()}"
        super().warning(msg, *args, **kwargs)

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """One line a request: method, path without query, status, milliseconds. No address, no Referer, no browser."""
        if not self.access_log_enabled:
            return
        # PATH_INFO is decoded: written as it is, a path with a line break in it could forge a line of the log.
        # And "%3F" decodes into a query that somebody meant to write.
        decoded = environ.get("PATH_INFO", "-").partition("?")[0]
        if decoded.startswith("/preview/"):
            # Whoever reads the log could open the page with it.
            decoded = "/preview/-"
        path = quote(decoded.encode("latin-1", "replace"), safe="/-._~!$&'()*+,;=:@")
        status = int(str(resp.status).split(None, 1)[0])
        milliseconds = round(request_time.total_seconds() * 1000)
        method = environ.get("REQUEST_METHOD", "-")
        identifier = next((value for name, value in resp.headers if name.lower() == "x-request-id"), "")
        self.access_log.info(
            "%s %s %d %dms",
            method,
            path,
            status,
            milliseconds,
            extra={
                "request_id": identifier,
                "access": {"method": method, "path": path, "status": status, "ms": milliseconds},
            },
        )

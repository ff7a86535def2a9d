"""The request being answered, for the log. Apart from the middleware so that gunicorn's master needs no Django for it."""

from contextvars import ContextVar

current_request_id: ContextVar[str] = ContextVar("current_request_id", default="")

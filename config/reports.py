"""Error reports (by mail, or to a service) that know nothing about readers: config/logs.py has the reason.

Kept: where in the code, with which types of exception, in answer to which path. With DEBUG everything stays.
"""

from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

_HARMLESS_META = {"CONTENT_TYPE", "PATH_INFO", "REQUEST_METHOD", "SERVER_PROTOCOL", "wsgi.url_scheme"}


class DiscreetReporterFilter(SafeExceptionReporterFilter):
    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        meta = super().get_safe_request_meta(request)
        return (
            {name: meta[name] for name in meta.keys() & _HARMLESS_META} if self.is_active(request) else meta
        )

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:
        return {} if self.is_active(request) else super().get_safe_cookies(request)

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {} if self.is_active(request) else super().get_post_parameters(request)

    def get_traceback_frame_variables(self, request: HttpRequest, tb_frame: FrameType) -> Any:
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]


class DiscreetExceptionReporter(ExceptionReporter):
    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        if not self.filter.is_active(self.request):
            return data
        data["exception_value"] = "(left out: it may repeat what was typed)"
        data["request_GET_items"] = data["request_FILES_items"] = []
        data.pop("exception_notes", None)
        data["unicode_hint"] = ""
        data["user_str"] = None
        if self.request is not None:
            data["request_insecure_uri"] = self.request.path
        for frame in data["frames"]:
            frame["exc_cause"] = type(frame["exc_cause"]).__name__ if frame.get("exc_cause") else None
        if "lastframe" in data:
            data["lastframe"] = data["frames"][-1]
        return data

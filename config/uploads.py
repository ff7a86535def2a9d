"""What is sent as a file, kept within a limit while it arrives."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES = 16 * 1024 * 1024
"""Of one file; more than any form of the desk takes."""


class LimitedUploadHandler(FileUploadHandler):
    """What comes after the limit is let go by, and reaches neither memory nor disk.

    The file then is empty and says how large it was, so that the form that asked for it can tell what its limit is.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        return raw_data if self.received <= MOST_BYTES else None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        if self.received <= MOST_BYTES:
            return None
        file = SimpleUploadedFile(self.file_name or "file", b"", self.content_type or "")
        file.size = self.received
        return file

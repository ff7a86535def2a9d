"""Static files as readers get them: the parts of the stylesheet put together, so that a page asks for one."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRY = "css/site.css"
_PART = re.compile(r'^@import url\("([\w-]+\.css)"\) layer\((\w+)\);$', re.MULTILINE)


def put_together(entry: str = ENTRY) -> str:
    """The entry with every part in place of its import. The parts lie beside it, so that addresses in them hold."""

    def part(match: re.Match[str]) -> str:
        return f"@layer {match[2]} {{\n{_read(f'css/{match[1]}')}}}"

    return _PART.sub(part, _read(entry))


def _read(path: str) -> str:
    found = finders.find(path)
    if found is None:
        raise FileNotFoundError(path)
    with open(found, encoding="utf-8") as file:  # noqa: PTH123 (finders speak in strings)
        return file.read()


# While developing, browsers follow the imports of the entry themselves; collectstatic spares readers that.
class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if ENTRY in paths and not dry_run:
            made = InMemoryStorage()
            made.save(ENTRY, ContentFile(put_together().encode()))
            paths = {**paths, ENTRY: (made, ENTRY)}
        yield from super().post_process(paths, dry_run, **options)

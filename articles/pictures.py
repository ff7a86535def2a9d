"""From whatever somebody uploads to a picture of ours: checked, turned upright, made small, encoded anew."""

import hashlib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.text import slugify
from PIL import Image, ImageOps

from articles.addresses import path_of
from articles.models import Picture
from articles.records import PictureRecord
from publishing import prose

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
TOO_MANY_PIXELS = (
    f"The picture has more than {MOST_PIXELS // 1_000_000} million pixels. Make it smaller and try again."
)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


class BadPicture(ValueError):
    """An upload that cannot be used. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Made:
    """A picture as it is kept. `file` is named by its content."""

    file: str
    content: bytes
    width: int
    height: int


def read_upload(upload: "UploadedFile[bytes]") -> Made:
    """Checks an upload and encodes it anew; nothing of the original file is kept, where it was taken included.

    Raises:
        BadPicture
    """
    if (upload.size or 0) > MOST_BYTES:
        raise BadPicture(
            f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Make it smaller and try again."
        )
    return make(upload.read())


def make(content: bytes) -> Made:
    image = _decode(content)
    image = ImageOps.exif_transpose(image)
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = BytesIO()
    image.save(out, "WEBP", quality=82, method=6)
    return Made(name_by_content(out.getvalue()), out.getvalue(), image.width, image.height)


def name_by_content(content: bytes) -> str:
    return f"{hashlib.sha256(content).hexdigest()[:32]}.webp"


def _decode(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # Our own limit is lower than the one at which Pillow warns.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            _open(content).verify()
            # verify() uses the image up.
            image = _open(content)
            image.load()
    except BadPicture:
        raise
    except Image.DecompressionBombError as error:
        raise BadPicture(TOO_MANY_PIXELS) from error
    except Exception as error:
        # Decoders of broken files raise almost anything: OSError, SyntaxError, ValueError, struct.error, …
        raise BadPicture(
            "This is not a picture that can be used. Save it as JPEG, PNG, WebP or GIF and try again."
        ) from error
    return image


def _open(content: bytes) -> Image.Image:
    """Reads the head of the file only: what it says of its size is checked before anything is unpacked."""
    image = Image.open(BytesIO(content), formats=FORMATS)
    if image.width * image.height > MOST_PIXELS:
        raise BadPicture(TOO_MANY_PIXELS)
    return image


def add(made: Made, alt: str, credit: str, licence: str) -> Picture:
    """Keeps a picture. One that is there already is not kept twice: then its own description stands."""
    there = Picture.objects.filter(file=made.file).first()
    if there is not None:
        return there
    store(made.file, made.content)
    key = f"{slugify(alt)[:60].strip('-') or 'picture'}-{made.file[:6]}"
    return Picture.objects.create(
        key=key, file=made.file, alt=alt, credit=credit, licence=licence, width=made.width, height=made.height
    )


def store(file: str, content: bytes) -> None:
    if not default_storage.exists(path_of(file)):
        default_storage.save(path_of(file), ContentFile(content))


def for_preview(keys: Sequence[str]) -> dict[str, prose.Image]:
    """Pictures of the library, public or not, at the address that only editors can open."""
    return {
        picture.key: prose.Image(
            reverse("desk-picture", args=[picture.file]), picture.width, picture.height, picture.alt
        )
        for picture in Picture.objects.filter(key__in=keys)
    }


# --- Beside content files ---------------------------------------------------------------------------------------------

FOLDER = "pictures"


def file_problem(folder: Path, record: PictureRecord) -> str:
    """What is wrong with the file of a record in a content folder; empty when nothing is."""
    path = folder / FOLDER / record.file
    if not path.is_file():
        return f"there is no file {FOLDER}/{record.file}; add it, or take the record out"
    content = path.read_bytes()
    if name_by_content(content) != record.file:
        return f"{FOLDER}/{record.file} is not the file its name says; its content has the name {name_by_content(content)}"
    try:
        size = _decode(content).size
    except BadPicture as bad:
        return str(bad)
    return (
        ""
        if size == (record.width, record.height)
        else f"the picture is {size[0]} by {size[1]}; correct the record"
    )


def import_file(folder: Path, record: PictureRecord) -> None:
    """From a content folder into the media storage."""
    store(record.file, (folder / FOLDER / record.file).read_bytes())


def export_file(folder: Path, record: PictureRecord) -> None:
    """From the media storage into a content folder."""
    target = folder / FOLDER / record.file
    target.parent.mkdir(parents=True, exist_ok=True)
    with default_storage.open(path_of(record.file)) as stored:
        target.write_bytes(stored.read())

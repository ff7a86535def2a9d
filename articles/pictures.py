"""From whatever somebody uploads to a picture of ours: checked, turned upright, made small, encoded anew.

What a file says of its size is judged before anything of it is unpacked, what is unpacked is made small before anything else
is done with it, and one is at work at a time: so the memory it takes is bounded by the most pixels.
"""

import hashlib
import logging
import threading
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Q
from django.utils.text import slugify
from PIL import Image, ImageCms, ImageOps

from articles.addresses import SMALLER_WIDTHS, path_of, smaller_file
from articles.models import Article, Picture
from articles.records import PictureRecord

logger = logging.getLogger(__name__)

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_PIXELS_OF_OTHERS = 20_000_000
"""Of what is no JPEG, which is unpacked whole, at up to 15 bytes a pixel."""
LONGEST_SIDE = 1600
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")

LIMITS = (
    f"JPEG, PNG, WebP or GIF, at most {MOST_BYTES // 1024 // 1024} MB, and {MOST_PIXELS // 1_000_000} million pixels as JPEG or "
    f"{MOST_PIXELS_OF_OTHERS // 1_000_000} million as another. It is made smaller, {LONGEST_SIDE} pixels at most, stands still, and where it was taken is left out. Drawings (SVG) are not "
    "taken: export them as PNG."
)
"""For people who add a picture."""

STOOD_STILL = "It moves, and pictures here stand still: its first picture was kept."

_NOT_A_PICTURE = "This is not a picture that can be used. Save it as JPEG, PNG, WebP or GIF and try again."


class BadPicture(ValueError):
    """An upload that cannot be used. The message says why and what to do."""


class NoRoom(OSError):
    """The picture is good and could not be kept; nothing of it was."""

    def __init__(self) -> None:
        super().__init__(
            "The picture could not be kept: there is no room, or the folder cannot be written. Nothing was added. Tell whoever "
            "runs the site, and try again later."
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A picture as it is kept. `file` is named by its content; `note` is for who sent it."""

    file: str
    content: bytes
    width: int
    height: int
    note: str = ""


def read_upload(upload: "UploadedFile[bytes]") -> Made:
    """Checks an upload and encodes it anew; nothing of the original file is kept, where it was taken included.

    Raises:
        BadPicture
    """
    size = upload.size or 0
    if size > MOST_BYTES:
        raise BadPicture(
            f"The file has {_in_megabytes(size)} MB; the most is {_in_megabytes(MOST_BYTES)} MB. Make it smaller and try again."
        )
    return make(upload.read())


def _in_megabytes(size: int) -> str:
    """Rounded up to a tenth, so that what is too much never reads as what is allowed."""
    return f"{-(-size * 10 // 1024**2) / 10:g}"


# Each may take 300 MB for a moment.
_one_at_a_time = threading.Lock()


def make(content: bytes) -> Made:
    """
    Raises:
        BadPicture
    """
    with _one_at_a_time:
        image = _decode(content)
        # What a telephone keeps beside a photograph (MPO) is no movement.
        moves = image.format != "MPO" and getattr(image, "is_animated", False)
        try:
            image = _made_small(image)
            kept = _encode(image)
        except Exception as error:
            raise BadPicture(_NOT_A_PICTURE) from error
    return Made(name_by_content(kept), kept, *image.size, note=STOOD_STILL if moves else "")


def _made_small(image: Image.Image) -> Image.Image:
    """Upright, in sRGB, and small before it is anything else."""
    profile = image.info.get("icc_profile")
    transparent = image.has_transparency_data
    if image.mode.startswith("I"):
        image = _in_eight_bits(image)
    elif image.mode in ("1", "P", "PA") or "transparency" in image.info:
        # Colours that are numbers, or one that stands for none, cannot be mixed.
        image = image.convert("RGBA" if transparent else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    image = ImageOps.exif_transpose(image)
    if profile:
        image = _in_srgb(image, profile)
    return image.convert("RGBA" if transparent else "RGB")


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """The higher half of each 16 bits. Pillow itself cuts off what is brighter than 255, and leaves a white sheet."""
    made = Image.frombytes("L", image.size, image.tobytes("raw", "I;16")[1::2])
    made.info = {name: value for name, value in image.info.items() if name != "transparency"}
    return made


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The colours that were meant, as the profile itself is not kept. A profile that cannot be read is passed over."""
    if image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return image
    try:
        meant = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGB" if image.mode == "CMYK" else image.mode
        made = ImageCms.profileToProfile(image, meant, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return made or image


def _encode(image: Image.Image) -> bytes:
    out = BytesIO()
    # Without what the file told beside its points: camera, place, programs.
    image.info = {}
    image.save(out, "WEBP", quality=82, method=6, exif=b"", xmp=b"", icc_profile=b"")
    return out.getvalue()


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
            # A JPEG can be unpacked at an eighth, a quarter or half of its size.
            image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            image.load()
    except BadPicture:
        raise
    except Image.DecompressionBombError as error:
        raise BadPicture(_too_many_pixels("far more than 40")) from error
    except Exception as error:
        # Decoders of broken files raise almost anything: OSError, SyntaxError, ValueError, struct.error, MemoryError, …
        raise BadPicture(_kind_told(content)) from error
    return image


def _open(content: bytes) -> Image.Image:
    """Reads the head of the file only: what it says of its size is checked before anything is unpacked."""
    image = Image.open(BytesIO(content), formats=FORMATS)
    pixels = image.width * image.height
    if pixels > (MOST_PIXELS if image.format in ("JPEG", "MPO") else MOST_PIXELS_OF_OTHERS):
        raise BadPicture(_too_many_pixels(f"{-(-pixels // 1_000_000)}"))
    return image


def _too_many_pixels(millions: str) -> str:
    return (
        f"The picture has {millions} million pixels; the most is {MOST_PIXELS // 1_000_000} million as JPEG, "
        f"{MOST_PIXELS_OF_OTHERS // 1_000_000} million as another. Make it smaller and try again."
    )


def _kind_told(content: bytes) -> str:
    """What cannot be used is told by name where people often send it."""
    beginning = content[:1000].lower()
    if b"<svg" in beginning:
        return "This is a drawing (SVG), which can carry programs. Export it as PNG and try again."
    if beginning[4:8] == b"ftyp":
        return "This is a HEIC or AVIF picture, which not every browser shows. Save it as JPEG and try again."
    if beginning.startswith(b"%pdf"):
        return "This is a PDF. Save the picture in it as PNG or JPEG and try again."
    return _NOT_A_PICTURE


# --- Keeping ----------------------------------------------------------------------------------------------------------


def add(made: Made, alt: str, credit: str, licence: str) -> Picture:
    """Keeps a picture. One that is there already is not kept twice: then its own description stands.

    Raises:
        NoRoom
    """
    there = Picture.objects.filter(file=made.file).first()
    if there is not None:
        return there
    store(made.file, made.content)
    key = f"{slugify(alt)[:60].strip('-') or 'picture'}-{made.file[:6]}"
    return Picture.objects.create(
        key=key, file=made.file, alt=alt, credit=credit, licence=licence, width=made.width, height=made.height
    )


def store(file: str, content: bytes) -> None:
    """With its smaller sizes. What is there whole already is left as it is.

    Raises:
        NoRoom: nothing was kept.
    """
    added: list[str] = []
    try:
        for name, data in {file: content, **_smaller(file, content)}.items():
            path = path_of(name)
            if default_storage.exists(path):
                if default_storage.size(path) == len(data):
                    continue
                # A machine went down while it was written.
                default_storage.delete(path)
            added.append(path)
            default_storage.save(path, ContentFile(data))
    except OSError as error:
        logger.error("A picture could not be kept in the media storage: %s", error.strerror)  # noqa: TRY400 (no trace: the reason says it)
        for path in added:
            default_storage.delete(path)
        raise NoRoom from error


def _smaller(file: str, content: bytes) -> dict[str, bytes]:
    """Name → the picture in each width that is smaller than its own."""
    made: dict[str, bytes] = {}
    image = Image.open(BytesIO(content), formats=("WEBP",))
    for width in SMALLER_WIDTHS:
        if width < image.width:
            small = image.resize((width, max(1, round(image.height * width / image.width))))
            made[smaller_file(file, width)] = _encode(small)
    return made


def shown_in(pictures: list[Picture]) -> dict[int, int]:
    """Picture → how many articles show it, as they are being written. One query."""
    named = {
        f"n{one.pk}": Count(
            "pk",
            filter=Q(picture=one)
            | Q(body__contains=f"(picture:{one.key})")
            | Q(body__contains=f"(picture:{one.key} "),
        )
        for one in pictures
    }
    found = Article.objects.aggregate(**named) if named else {}
    return {one.pk: found[f"n{one.pk}"] for one in pictures}


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

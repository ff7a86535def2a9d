"""Whatever people and cameras send: taken in whole, or refused with what to do; in little memory, and nothing half-kept."""

import errno
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageCms

from articles import pictures
from articles.models import Picture
from config import uploads
from tests.articles.conftest import image_bytes
from tests.articles.test_pictures import png_that_claims

FIELDS = {"alt": "A spine", "credit": "A. Nother", "licence": "CC BY 4.0"}


def saved(image, form, **options):
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(made):
    return Image.open(BytesIO(made.content))


def near(point, wanted):
    return all(abs(one - other) <= 6 for one, other in zip(point, wanted, strict=True))


# --- What a picture tells besides what it shows ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_where_and_with_what_it_was_taken_is_kept(form):
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0)})
    exif[0x010F] = "SECRETCAMERA"
    options = {
        "exif": exif,
        "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    }
    if form != "PNG":
        options["xmp"] = b"<x:xmpmeta>SECRETXMP</x:xmpmeta>"
    sent = saved(Image.new("RGB", (40, 30), "red"), form, **options)
    assert b"SECRETCAMERA" in sent
    made = opened(pictures.make(sent))
    assert not {"exif", "xmp", "icc_profile"} & made.info.keys()
    assert b"SECRET" not in pictures.make(sent).content


@pytest.mark.parametrize(("orientation", "corner"), [(1, (0, 0)), (3, (39, 19)), (6, (19, 0)), (8, (0, 39))])
def test_a_picture_stands_as_the_camera_was_held(orientation, corner):
    image = Image.new("RGB", (40, 20), "blue")
    image.paste("red", (0, 0, 8, 8))
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = opened(pictures.make(saved(image, "PNG", exif=exif)))
    assert made.getpixel(corner)[0] > 200


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_words_about_the_camera_that_cannot_be_read_do_no_harm():
    sent = saved(Image.new("RGB", (40, 20)), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01")
    assert opened(pictures.make(sent)).size == (40, 20)


# --- Colours ----------------------------------------------------------------------------------------------------------


def test_sixteen_bits_of_grey_do_not_become_white():
    for size in ((8, 8), (3300, 3300)):
        half = Image.new("I;16", size, 128 * 256)
        assert near(
            opened(pictures.make(saved(half, "PNG"))).convert("RGB").getpixel((4, 4)), (128, 128, 128)
        )


def test_colours_for_print_become_colours_for_screens():
    made = opened(pictures.make(saved(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG")))
    assert made.mode == "RGB"
    assert near(made.getpixel((4, 4)), (255, 0, 0))


def test_colours_of_another_profile_look_as_they_were_meant():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    for profile in (lab.tobytes(), b"no profile at all"):
        made = opened(pictures.make(saved(Image.new("RGB", (8, 8), "red"), "PNG", icc_profile=profile)))
        assert near(made.getpixel((4, 4)), (255, 0, 0))


@pytest.mark.parametrize("mode", ["P", "LA", "RGBA", "RGB"])
def test_what_is_seen_through_stays_so(mode):
    image = Image.new("RGBA", (8, 8), (255, 0, 0, 0))
    sent = (
        saved(Image.new("RGB", (8, 8), "red"), "PNG", transparency=(255, 0, 0))
        if mode == "RGB"
        else saved(image.convert(mode), "PNG", **({"transparency": 0} if mode == "P" else {}))
    )
    assert opened(pictures.make(sent)).getpixel((4, 4))[3] == 0


# --- What moves -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_what_moves_is_told_that_it_stands_still_now(form):
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    sent = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100)
    made = pictures.make(sent)
    assert made.note == pictures.STOOD_STILL
    assert near(opened(made).convert("RGB").getpixel((4, 4)), (255, 0, 0))
    assert not getattr(opened(made), "is_animated", False)
    assert pictures.make(saved(frames[0], form)).note == ""


def test_what_a_telephone_keeps_beside_a_photograph_is_no_movement():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    made = pictures.make(saved(frames[0], "MPO", save_all=True, append_images=frames[1:]))
    assert (made.width, made.note) == (8, "")


# --- Tricks and limits --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "drawing (SVG)"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC or AVIF"),
        (b"%PDF-1.7\n", "This is a PDF"),
        (b"MZ\x90\0", "not a picture that can be used"),
        (saved(Image.new("RGB", (8, 8)), "ICO"), "not a picture that can be used"),
        (png_that_claims(0, 10), "not a picture that can be used"),
        (
            png_that_claims(10_000, 6_000),
            "has 60 million pixels; the most is 40 million as JPEG, 20 million as another",
        ),
        (
            png_that_claims(4_001, 5_000),
            "has 21 million pixels; the most is 40 million as JPEG, 20 million as another",
        ),
        (png_that_claims(2**31 - 1, 2**31 - 1), "million pixels; the most is 40 million"),
        (b"RIFF\x10\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff", "million pixels"),
    ],
)
def test_what_is_refused_is_told_why_and_what_to_do(content, told):
    with pytest.raises(pictures.BadPicture) as refused:
        pictures.make(content)
    assert told in str(refused.value)
    assert str(refused.value).endswith("try again.")


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\x03\x04" + b"\0" * 30, b"<?php x ?>"])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF"])
def test_of_two_files_in_one_only_the_picture_is_kept(form, tail):
    made = pictures.make(image_bytes(form=form) + tail)
    assert tail not in made.content
    assert made.content.startswith(b"RIFF")


def test_a_very_long_picture_keeps_a_side():
    assert opened(pictures.make(image_bytes((20_000, 2)))).size == (1600, 1)


def test_a_large_photograph_is_never_unpacked_whole():
    sent = saved(Image.new("RGB", (7_000, 5_000), "red"), "JPEG")
    # Pillow's own memory is not traced; what it was told to unpack is.
    image = pictures._decode(sent)
    assert image.width * image.height < 10_000_000
    assert opened(pictures.make(sent)).size == (1600, 1143)


def test_the_limits_are_told_beforehand(admin_client):
    html = admin_client.get(reverse("admin:articles_picture_add")).content.decode()
    assert "at most 10 MB, and 40 million pixels as JPEG or 20 million as another" in html


def test_a_file_that_is_too_large_reaches_neither_memory_nor_disk(admin_client, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 1024 * 1024)
    monkeypatch.setattr(pictures, "MOST_BYTES", 1024 * 1024)
    arrived: list[tuple[int, bytes]] = []
    read_upload = pictures.read_upload

    def note(upload):
        arrived.append((upload.size, upload.read()))
        return read_upload(upload)

    monkeypatch.setattr(pictures, "read_upload", note)
    for size in (3_000_000, 1_500_000):  # more and less than what Django keeps in memory
        response = admin_client.post(
            reverse("markdownx-upload"), {"image": SimpleUploadedFile("a.png", b"x" * size), **FIELDS}
        )
        assert response.status_code == 400
        assert arrived[-1] == (size, b"")
    assert response.json()["error"] == "The file has 1.5 MB; the most is 1 MB. Make it smaller and try again."


# --- Kept whole or not at all -------------------------------------------------------------------------------------------


def wide(colour="red"):
    return image_bytes((1000, 500), colour=colour)


def test_a_wide_picture_is_kept_in_smaller_sizes_too(client, make_article):
    picture = pictures.add(pictures.make(wide()), "A spine", "A. Nother", "CC BY 4.0")
    make_article(picture=picture.key, body=f"![x](picture:{picture.key})")
    html = client.get("/articles/why-it-hurts/").content.decode()
    small = f"/media/pictures/{picture.file[:-5]}-400.webp"
    assert html.count(f"{small} 400w") == 2
    assert f"/media/pictures/{picture.file} 1000w" in html
    assert 'width="1000"' in html
    response = client.get(small)
    assert Image.open(BytesIO(response.getvalue())).size == (400, 200)
    assert "immutable" in response["Cache-Control"]
    assert client.get(small.replace("-400", "-500")).status_code == 404
    default_storage.delete(f"pictures/{picture.file[:-5]}-400.webp")
    assert Image.open(BytesIO(client.get(small).getvalue())).size == (1000, 500)


def test_a_small_picture_has_no_smaller_sizes(client, make_picture, make_article):
    make_picture()
    make_article(picture="spine")
    assert "srcset" not in client.get("/articles/why-it-hurts/").content.decode()


def test_all_sizes_of_a_picture_go_with_it(db, django_capture_on_commit_callbacks):
    picture = pictures.add(pictures.make(wide()), "A spine", "A. Nother", "CC BY 4.0")
    assert len(default_storage.listdir("pictures")[1]) == 3
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert default_storage.listdir("pictures")[1] == []


@pytest.fixture
def full_disk(monkeypatch):
    """The second file does not fit, and what was written of it lies there."""
    save = default_storage.save

    def save_one(path, content):
        if "-" in path:
            save(path, type(content)(b"half"))
            raise OSError(errno.ENOSPC, "No space left on device")
        return save(path, content)

    monkeypatch.setattr(default_storage, "save", save_one)


def test_on_a_full_disk_nothing_is_kept_and_the_writer_is_told(admin_client, full_disk):
    sent = SimpleUploadedFile("a.png", wide())
    response = admin_client.post(reverse("markdownx-upload"), {"image": sent, **FIELDS})
    assert response.status_code == 507
    assert "Nothing was added" in response.json()["error"]
    form = {"image": SimpleUploadedFile("a.png", wide()), "key": "spine", **FIELDS}
    html = admin_client.post(reverse("admin:articles_picture_add"), form).content.decode()
    assert "Nothing was added" in html
    assert not Picture.objects.exists()
    assert default_storage.listdir("pictures")[1] == []


def test_what_a_crash_left_half_written_is_written_anew(db):
    made = pictures.make(image_bytes())
    default_storage.save(f"pictures/{made.file}", type(SimpleUploadedFile("a", b""))("a", made.content[:20]))
    picture = pictures.add(made, *FIELDS.values())
    with default_storage.open(picture.path) as stored:
        assert stored.read() == made.content

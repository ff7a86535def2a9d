"""Pictures: taken in safely, kept while anything uses them, public while a live page shows them."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles import pictures
from articles.kinds import PictureKind
from articles.models import Picture, PictureInUse
from publishing import service
from tests.articles.conftest import image_bytes


def test_a_picture_is_encoded_anew_and_named_by_its_content():
    made = pictures.make(image_bytes())
    assert made.file == pictures.name_by_content(made.content)
    assert Image.open(BytesIO(made.content)).format == "WEBP"
    assert (made.width, made.height) == (40, 30)


def test_a_large_picture_is_made_smaller_in_proportion():
    made = pictures.make(image_bytes((3200, 1000)))
    assert (made.width, made.height) == (1600, 500)


def test_a_picture_is_turned_upright_and_forgets_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "taken at home"
    made = pictures.make(image_bytes((40, 20), "JPEG", exif=exif))
    assert (made.width, made.height) == (20, 40)
    assert b"taken at home" not in made.content
    assert not Image.open(BytesIO(made.content)).getexif()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pictures_of_every_mode_are_taken(mode):
    out = BytesIO()
    Image.new(mode, (8, 8)).save(out, "PNG")
    assert pictures.make(out.getvalue()).width == 8


def test_a_moving_picture_stands_still():
    out = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert getattr(Image.open(BytesIO(pictures.make(out.getvalue()).content)), "n_frames", 1) == 1


def png_that_claims(width, height):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


BAD = {
    "nothing": b"",
    "text": b"hello",
    "page": b"<html><script>alert(1)</script></html>",
    "page-as-gif": b"GIF89a<script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "cut-png": image_bytes((400, 400))[:200],
    "cut-jpeg": image_bytes((400, 400), "JPEG")[:300],
    "bmp": image_bytes(form="BMP"),
    "tiff": image_bytes(form="TIFF"),
    "bomb": png_that_claims(20_000, 20_000),
    "huge-bomb": png_that_claims(60_000, 60_000),
    "lying-png": png_that_claims(100, 100),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_what_is_no_good_picture_is_refused_with_a_remedy(content):
    with pytest.raises(pictures.BadPicture, match="try again"):
        pictures.make(content)


def test_a_file_that_is_too_large_is_not_even_read():
    upload = SimpleUploadedFile("a.png", b"x")
    upload.size = pictures.MOST_BYTES + 1
    with pytest.raises(pictures.BadPicture, match="10 MB"):
        pictures.read_upload(upload)


def test_the_same_picture_is_kept_once(make_picture):
    first = make_picture("spine")
    again = pictures.add(pictures.make(image_bytes()), "Other words", "B", "C")
    assert again == first


# --- Who may see it ---------------------------------------------------------------------------------------------------


def address(picture):
    return f"/media/pictures/{picture.file}"


def test_a_picture_is_public_while_a_live_page_shows_it(client, make_picture, make_article):
    picture = make_picture()
    assert client.get(address(picture)).status_code == 404
    article = make_article(body="![x](picture:spine)")
    response = client.get(address(picture))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    service.make_move(article.page, "withdraw", None)
    assert client.get(address(picture)).status_code == 404


def test_a_picture_of_a_draft_is_not_public(client, make_picture, make_article):
    picture = make_picture()
    make_article(live=False, picture="spine")
    assert client.get(address(picture)).status_code == 404


@pytest.mark.parametrize(
    "name", ["x.webp", "..%2Fsecret-key", "%2e%2e/x", "a" * 32 + ".html", "a" * 32 + ".webp"]
)
def test_any_other_name_is_not_found(client, db, name):
    assert client.get(f"/media/pictures/{name}").status_code == 404


def test_a_picture_whose_file_is_lost_is_not_found(client, make_picture, make_article):
    picture = make_picture()
    make_article(picture="spine")
    default_storage.delete(picture.path)
    assert client.get(address(picture)).status_code == 404


def test_an_article_shows_its_pictures_with_credit(client, make_picture, make_article):
    picture = make_picture()
    make_article(picture="spine", body="![Mine](picture:spine 'A caption')\n\nIn line ![](picture:spine).")
    html = client.get("/articles/why-it-hurts/").content.decode()
    assert html.count(f'src="{address(picture)}"') == 3
    assert 'alt="Mine"' in html
    assert "A caption" in html
    assert "A. Nother, CC BY 4.0" in html


# --- How long it is kept ----------------------------------------------------------------------------------------------


def test_a_picture_that_a_revision_shows_cannot_be_deleted(make_picture, make_article):
    picture = make_picture()
    article = make_article(body="![x](picture:spine)")
    article.body = "No more."
    article.save()
    service.make_move(article.page, "withdraw", None)
    with pytest.raises(PictureInUse, match=r"article why-it-hurts no\. 1"):
        picture.delete()
    with pytest.raises(PictureInUse):
        Picture.objects.all().delete()
    assert default_storage.exists(picture.path)


def test_a_picture_that_a_working_copy_names_cannot_be_deleted(make_picture, make_article):
    picture = make_picture()
    make_article(live=False, body="![x](picture:spine)")
    with pytest.raises(PictureInUse, match="working copy"):
        picture.delete()


def test_a_picture_that_nothing_uses_goes_with_its_file(
    make_picture, make_article, django_capture_on_commit_callbacks
):
    picture = make_picture()
    make_article(live=False, body="![x](picture:spine-2) is another")
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert not Picture.objects.exists()
    assert not default_storage.exists(picture.path)


# --- Beside content files ---------------------------------------------------------------------------------------------


def test_a_picture_goes_out_to_a_folder_and_comes_back(tmp_path, make_picture):
    picture = make_picture()
    record = PictureKind().to_record(picture)
    pictures.export_file(tmp_path, record)
    assert pictures.file_problem(tmp_path, record) == ""
    default_storage.delete(picture.path)
    pictures.import_file(tmp_path, record)
    assert default_storage.exists(picture.path)


def test_a_wrong_file_beside_a_record_is_told(tmp_path, make_picture):
    record = PictureKind().to_record(make_picture())
    assert "there is no file" in pictures.file_problem(tmp_path, record)
    pictures.export_file(tmp_path, record)
    wrong = record.model_copy(update={"width": 1})
    assert pictures.file_problem(tmp_path, wrong) == "the picture is 40 by 30; correct the record"
    (tmp_path / "pictures" / record.file).write_bytes(b"other")
    assert "is not the file its name says" in pictures.file_problem(tmp_path, record)

"""Articles with what they need, each made and published in one call; and the people who write them."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Permission, User
from PIL import Image

from articles import pictures
from tests import factories


def _maker(kind, usual_key):
    def make(key=usual_key, live=True, **fields):
        return (factories.live if live else factories.write)(kind, key, **fields)

    return make


@pytest.fixture
def make_source(db):
    return _maker("source", "a-source")


@pytest.fixture
def make_condition(db):
    return _maker("condition", "sciatica")


@pytest.fixture
def make_flag(db):
    return _maker("red-flag", "fever")


@pytest.fixture
def make_topic(db):
    return _maker("topic", "causes")


@pytest.fixture
def make_article(db):
    return _maker("article", "why-it-hurts")


def image_bytes(size=(40, 30), form="PNG", colour="red", **options):
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, form, **options)
    return out.getvalue()


@pytest.fixture
def make_picture(db):
    def make(key="spine", colour="red"):
        picture = pictures.add(
            pictures.make(image_bytes(colour=colour)), f"A {key}", "A. Nother", "CC BY 4.0"
        )
        picture.key = key
        picture.save()
        return picture

    return make


@pytest.fixture
def make_user(db):
    """A person with permissions such as "articles.add_picture"."""

    def make(*permissions, name="somebody", is_staff=True, **fields):
        user = User.objects.create_user(name, password="a long password", is_staff=is_staff, **fields)
        for permission in permissions:
            app, codename = permission.split(".")
            user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
        return user

    return make

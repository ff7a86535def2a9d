"""Where articles and pictures stand: names that models, records and public views share."""

import re
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse

FILE_PATTERN = r"^[0-9a-f]{32}\.webp$"

SMALLER_WIDTHS = (400, 800)
"""Each picture is kept in these widths too, where it is wider, so that a telephone need not fetch the whole."""

_SMALLER = re.compile(rf"([0-9a-f]{{32}})-(?:{'|'.join(map(str, SMALLER_WIDTHS))})\.webp")


class Section(TextChoices):
    """Where an article stands."""

    ARTICLES = "articles", "Articles"
    ABOUT = "about", "About this site"


def address(section: str, slug: str) -> str:
    return reverse("about-page" if section == Section.ABOUT else "article", args=[slug])


def address_of(page: Any) -> str:
    """The address of an article's live page or directory entry, without the detour over its kind."""
    return address(page.card["section"], page.slug)


def path_of(file: str) -> str:
    """The path of a picture within the media storage."""
    return f"pictures/{file}"


def smaller_file(file: str, width: int) -> str:
    """The name of a picture in this width."""
    return file.replace(".", f"-{width}.")


def whole_file(file: str) -> str:
    """The name of the picture that this is, or is a smaller size of."""
    return _SMALLER.sub(r"\1.webp", file)

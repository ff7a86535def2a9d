"""Where articles and pictures stand: names that models, records and public views share."""

from typing import Any

from django.db.models import TextChoices
from django.urls import reverse

FILE_PATTERN = r"^[0-9a-f]{32}\.webp$"


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

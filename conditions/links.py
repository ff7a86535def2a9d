"""Addresses made from slugs, for all who link to comparisons."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.http import urlencode


def or_url(one: str, other: str) -> str:
    """The address of "A or B?" for two slugs, in alphabetical order."""
    return reverse("a-or-b", args=sorted((one, other)))


def compare_url(slugs: Iterable[str], rows: str = "") -> str:
    """`rows` is a word of comparison.Rows; empty: all of them."""
    query = [("c", slug) for slug in slugs] + ([("rows", rows)] if rows else [])
    return f"{reverse('compare')}?{urlencode(query)}"

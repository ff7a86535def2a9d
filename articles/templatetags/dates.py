"""Dates as the directory holds them, for templates."""

from datetime import date

from django import template

register = template.Library()


@register.filter
def day(text: str) -> date | None:
    """`card.written_on|day|date`: a day held as text, such as 2026-03-01; None for an empty one."""
    return date.fromisoformat(text) if text else None

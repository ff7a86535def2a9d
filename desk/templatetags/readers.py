"""What readers reported of a page, for its form."""

from django import template

from desk.models import Feedback
from publishing.models import Page

register = template.Library()


@register.simple_tag
def open_reports(page: Page) -> int:
    """`{% open_reports page as reports %}`: how many wait for an answer at the desk. One query."""
    return Feedback.objects.open().filter(page=page).count()

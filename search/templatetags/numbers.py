"""The operator's telephone numbers as links, wherever a text says one of them."""

from django import template

from publishing.numbers import with_calls

register = template.Library()

register.filter(with_calls)

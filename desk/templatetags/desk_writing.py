"""Help while writing, for templates."""

from typing import Any

from django import template

from desk.writing import fields_with_help

register = template.Library()


@register.filter
def writing_fields(opts: Any) -> dict[str, list[str]]:
    """`prose` and `short`: fields in the form of a page that the help looks at. Empty for what is no page."""
    kind = getattr(opts.model, "kind_name", "")
    return fields_with_help(kind) if kind else {}

"""What the desk's own templates ask for."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(found: Mapping[Any, Any], key: Any) -> Any:
    """`{{ names|of:page.pk }}`: what stands there under this key, or None."""
    return found.get(key)

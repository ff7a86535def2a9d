"""What the frame of a page needs and templates alone cannot do."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from publishing import structured_data

register = template.Library()


@register.simple_block_tag
def capture(content: str) -> str:
    """`{% capture as title %}…{% endcapture %}`: what a block says, to be said in several places of the head."""
    # What a template rendered is escaped already, and stays so without its line ends.
    return SafeString(" ".join(content.split()))


@register.simple_tag
def json_ld(data: Any) -> SafeString:
    """Structured data as a script element that is no script. `data`: see publishing/structured_data.py."""
    return structured_data.script(data)

"""Draws static/img/share.png, the picture of pages that have none of their own, as those of conditions are drawn.

To be run again by hand when the site's look or words change: `python scripts/draw_share.py`.
"""

import os
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import django
from django.conf import settings

BASE_DIR = Path(__file__).resolve().parent.parent
PICTURE = BASE_DIR / "static" / "img" / "share.png"


def draw() -> None:
    from conditions import body_map
    from conditions.handout import SharePicture, drawn
    from conditions.typesetting import Job, made

    shown = body_map.shown([("low-back", "primary"), ("back-of-thigh", "radiating"), ("calf", "radiating")])
    picture = SharePicture(
        name="Whereabouts does it hurt?",
        summary="The causes of back and leg pain, told plainly, and when to get help.",
        site_name=settings.SITE_NAME,
        clinical_name="",
        body_map=drawn(shown),
    )
    PICTURE.write_bytes(
        made(Job("share.typ", "png", [partial(asdict, picture)], 1, datetime(2026, 1, 1, tzinfo=UTC)))
    )


if __name__ == "__main__":
    sys.path.insert(0, str(BASE_DIR))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    draw()

"""Draws the icons of the installed site from the same shapes as static/img/favicon.svg. Run after changing the mark."""

from pathlib import Path

from PIL import Image, ImageDraw

IMAGES = Path(__file__).resolve().parent.parent / "static" / "img"
PINE, PAPER = "#14574a", "#fffdf8"
FINER = 4  # drawn larger and made small, for smooth edges


def icon(size: int) -> Image.Image:
    """The mark on a full square, inside the circle that every system leaves of a maskable icon."""
    edge = size * FINER
    image = Image.new("RGB", (edge, edge), PINE)
    draw = ImageDraw.Draw(image)
    unit, middle = edge / 32, edge / 2
    for radius, fill in ((8.6, PAPER), (6.2, PINE), (3.0, PAPER)):
        reach = radius * unit
        draw.ellipse((middle - reach, middle - reach, middle + reach, middle + reach), fill=fill)
    return image.resize((size, size), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    for name, size in (("icon-192.png", 192), ("icon-512.png", 512), ("apple-touch-icon.png", 180)):
        icon(size).quantize(32).save(IMAGES / name, optimize=True)

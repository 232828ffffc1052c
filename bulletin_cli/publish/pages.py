"""The pages of a PDF as pictures, for looking at."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
from PIL.PngImagePlugin import PngInfo

RESOLUTION = 100  # dots an inch: a page fills a screen's height, and the body type can be read
_POINTS = 72  # an inch
_OURS = b"Software\0bulletin"  # in the file's first bytes, so that a page of ours is told from any other picture
_GLANCE = 200


def page_pictures(pdf: bytes) -> list[bytes]:
    """Each page as a PNG."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_picture(page) for page in document]
    finally:
        document.close()


def is_page_picture(path: Path) -> bool:
    """Whether the file is a page that `page_pictures` made."""
    try:
        with path.open("rb") as file:
            return _OURS in file.read(_GLANCE)
    except OSError:
        return False


def _picture(page: pypdfium2.PdfPage) -> bytes:
    notes = PngInfo()
    notes.add_text("Software", "bulletin")
    bitmap = page.render(scale=RESOLUTION / _POINTS)
    buffer = io.BytesIO()
    bitmap.to_pil().save(buffer, "PNG", dpi=(RESOLUTION, RESOLUTION), pnginfo=notes)
    return buffer.getvalue()

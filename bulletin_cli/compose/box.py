"""A frame round paragraphs (w:pBdr, 17.3.1.24): programs draw one round all that follow each other with the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulletin_cli.compose.wordml import w
from bulletin_cli.layout.measures import TWIPS_PER_POINT
from bulletin_cli.layout.model import Layout, Style

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_WEIGHT = 0.75  # points
_ABOVE, _BESIDE = 5, 7  # points between the frame and the text


def box(style: Style, layout: Layout, *, is_last: bool) -> tuple[BaseOxmlElement | None, ...]:
    """The properties of a paragraph in a frame, which keeps within the type area.

    Frame and text together are whole lines high: what the frame adds is filled up below the last paragraph.
    """
    sides = ("top", "left", "bottom", "right")
    spaces = {"top": _ABOVE, "bottom": _ABOVE, "left": _BESIDE, "right": _BESIDE}
    edges = (w(side, val="single", sz=round(_WEIGHT * 8), space=spaces[side], color="000000") for side in sides)
    beside = round((_BESIDE + _WEIGHT) * TWIPS_PER_POINT)
    added = round(2 * (_ABOVE + _WEIGHT) * TWIPS_PER_POINT)
    fill_up = -added % layout.page.line
    first = {"firstLine": style.first_line} if style.first_line >= 0 else {"hanging": -style.first_line}
    return (
        w("pBdr", *edges),
        w("spacing", before=style.before, after=style.after + fill_up, line=style.line, lineRule="exact")
        if is_last
        else None,
        w("ind", left=style.left + beside, right=style.right + beside, **first),
    )

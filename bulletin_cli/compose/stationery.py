"""The paper an issue is set on: empty documents with a layout's page, styles, page numbers and fonts."""

from __future__ import annotations

import functools
import io
import math
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import docx
from docx.opc.oxml import serialize_part_xml

from bulletin_cli.compose.styles import style_elements, style_id
from bulletin_cli.compose.wordml import page_field, paragraph, run, w
from bulletin_cli.layout.measures import BELOW_BASELINE, DASH_OVER_BASELINE, TWIPS_PER_POINT
from bulletin_cli.layout.model import Layout, PageNumberForm, Side, Style

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import _Footer, _Header

# Our own parts instead of python-docx's template: that one has a theme, which WPS reports as missing fonts.
_BLANK_PARTS = (
    "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml",
    "word/settings.xml", "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml",
)  # fmt: skip

_CHARACTER_UNITS = 4096  # of w:docGrid/@w:charSpace in a point (17.6.5)


class Stationery:
    """Sheets in one layout; every page of a draft is marked.

    The first sheet is made; for more of them one is kept as bytes, which open in a quarter of the time: a scheduler
    composes many issues in one layout.
    """

    def __init__(self, layout: Layout, *, draft: bool = False) -> None:
        self.layout = layout
        self.draft = draft
        self._is_first = True
        self._sheet = b""

    def sheet(self) -> Document:
        """An empty document of its own."""
        if self._is_first:
            self._is_first = False
            return _made_sheet(self.layout, draft=self.draft)
        if not self._sheet:
            buffer = io.BytesIO()
            _made_sheet(self.layout, draft=self.draft).save(buffer)
            self._sheet = buffer.getvalue()
        return docx.Document(io.BytesIO(self._sheet))


def _made_sheet(layout: Layout, *, draft: bool) -> Document:
    document = docx.Document(io.BytesIO(_blank_package(layout)))
    document.styles.element.extend(style_elements(layout))
    section = document.sections[0]
    document.element.body.sectPr.extend(_page_properties(layout))
    if layout.page_number.text:
        form = layout.page_number
        for footer, side in ((section.footer, form.odd), (section.even_page_footer, form.even)):
            _replace(footer, _page_number(layout, form, side))
    if draft:
        style = layout.styles[layout.draft.style]
        for header in (section.header, section.even_page_header):
            _replace(header, paragraph(style_id(style), run(layout.draft.text)))
    document.settings.odd_and_even_pages_header_footer = bool(layout.page_number.text) or draft
    return document


def _blank_package(layout: Layout) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in _blank_parts().items():
            archive.writestr(name, content)
        archive.writestr("word/fontTable.xml", _font_table(layout))
    return buffer.getvalue()


@functools.cache
def _blank_parts() -> dict[str, bytes]:
    folder = Path(__file__).parent / "blank"
    return {name: (folder / name).read_bytes() for name in _BLANK_PARTS}


def _page_properties(layout: Layout) -> list[BaseOxmlElement]:
    """Paper, margins and grid (17.6.13, 17.6.11, 17.6.5)."""
    page = layout.page
    number = layout.styles[layout.page_number.style]
    # the foot of the number's line, from the paper's lower edge (7.5)
    dash = BELOW_BASELINE * number.line + DASH_OVER_BASELINE * number.size * TWIPS_PER_POINT
    footer = page.bottom - layout.page_number.gap - round(dash)
    margins = {"top": page.top, "right": page.right, "bottom": page.bottom, "left": page.left, "gutter": 0}
    return [
        w("pgSz", w=page.width, h=page.height, **({"orient": "landscape"} if page.width > page.height else {})),
        w("pgMar", **margins, header=layout.draft.top, footer=max(footer, 0)),
        _grid(layout),
    ]


def _grid(layout: Layout) -> BaseOxmlElement:
    """The grid, which every style is opted out of, but which narrows LibreOffice's lines to whole cells of its own.

    It takes the cell wrong where the type has half a point: then lines alone are declared.
    """
    page, size = layout.page, layout.normal.size
    if not size.is_integer():
        return w("docGrid", type="lines", linePitch=page.line)
    char_space = math.floor((page.character / TWIPS_PER_POINT - size) * _CHARACTER_UNITS)
    return w("docGrid", type="linesAndChars", linePitch=page.line, charSpace=char_space)


def _page_number(layout: Layout, form: PageNumberForm, side: Side) -> BaseOxmlElement:
    style: Style = layout.styles[form.style]
    texts = form.text.split("{page}")
    content = [run(texts[0])] if texts[0] else []
    for text in texts[1:]:
        content += [page_field(), *([run(text)] if text else [])]
    inset = {"left": {"left": form.inset}, "right": {"right": form.inset}}.get(side)
    return paragraph(
        style_id(style),
        *content,
        properties=(w("ind", **inset) if inset else None, w("jc", val=side)),
    )


def _replace(part: _Header | _Footer, content: BaseOxmlElement) -> None:
    part.is_linked_to_previous = False
    element = part.part.element
    for child in list(element):
        element.remove(child)
    element.append(content)


def _font_table(layout: Layout) -> bytes:
    """word/fontTable.xml: every face, and what to take where it is missing (altName, 17.8.3.1)."""
    table = w("fonts")
    for face in sorted({style.face for style in layout.styles.values()}):
        other = layout.fallback_faces.get(face)
        alternative = w("altName", val=other) if other else None
        charset = w("charset", val="86")  # GB 2312
        table.append(w("font", alternative, charset, w("family", val="auto"), w("pitch", val="variable"), name=face))
    return serialize_part_xml(table)

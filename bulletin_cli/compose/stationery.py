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

from bulletin_cli.compose.masthead import border, rule_indent
from bulletin_cli.compose.styles import style_elements, style_id
from bulletin_cli.compose.wordml import page_field, paragraph, run, w
from bulletin_cli.layout.measures import BELOW_BASELINE, DASH_OVER_BASELINE, TWIPS_PER_POINT
from bulletin_cli.layout.model import ANCHOR, Layout, PageNumberForm, Side, Style

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
    document.element.body.sectPr.extend(each for each in _page_properties(layout) if each is not None)
    form = layout.page_number
    if form.text:
        for footer, side in ((section.footer, form.odd), (section.even_page_footer, form.even)):
            _replace(footer, _page_number(layout, form, side))
    for header in (section.header, section.even_page_header):
        if content := _header(layout, draft=draft):
            _replace(header, *content)
    if _has_own_first_page(layout):
        section.different_first_page_header_footer = True
        _replace(section.first_page_footer, _first_foot(layout))
        _replace(section.first_page_header, *(_draft_mark(layout) if draft else [paragraph(ANCHOR)]))
    document.settings.odd_and_even_pages_header_footer = bool(form.text) or draft or bool(layout.first_page.top)
    return document


def _has_own_first_page(layout: Layout) -> bool:
    first = layout.first_page
    return bool(first.top or first.rule) or not layout.page_number.on_first


def _draft_mark(layout: Layout) -> list[BaseOxmlElement]:
    style = layout.styles[layout.draft.style]
    return [paragraph(style_id(style), run(layout.draft.text))]


def _header(layout: Layout, *, draft: bool) -> list[BaseOxmlElement]:
    """The head of every page but a first one of its own.

    Where the first page's text begins higher, the section's margin is the first page's, and this pushes the text of the
    others down to the type area.
    """
    content = _draft_mark(layout) if draft else []
    if layout.first_page.top:
        used = layout.styles[layout.draft.style].line if draft else 0
        height = max(layout.page.top - layout.draft.top - used, 1)
        content.append(paragraph(ANCHOR, properties=(w("spacing", line=height, lineRule="exact"),)))
    return content


def _first_foot(layout: Layout) -> BaseOxmlElement:
    """The foot of a first page of its own: its rule, its number, or nothing."""
    rule, number = layout.first_page.rule, layout.page_number
    if rule:
        return paragraph(ANCHOR, properties=(w("pBdr", border(rule)), rule_indent(rule, layout)))
    return _page_number(layout, number, number.odd) if number.text and number.on_first else paragraph(ANCHOR)


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


def _page_properties(layout: Layout) -> list[BaseOxmlElement | None]:
    """Paper, margins and grid (17.6.13, 17.6.11, 17.6.5)."""
    page = layout.page
    footer = _number_foot(layout)
    if layout.first_page.rule:
        footer = min(footer, layout.first_page.foot)
    margins = {
        "top": layout.first_page.top or page.top,
        "right": page.right,
        "bottom": page.bottom,
        "left": page.left,
        "gutter": 0,
    }
    return [
        w("pgSz", w=page.width, h=page.height, **({"orient": "landscape"} if page.width > page.height else {})),
        w("pgMar", **margins, header=layout.draft.top, footer=footer),
        # LibreOffice puts what a page is higher than its grid above the text, half of it
        None if layout.first_page.top else _grid(layout),
    ]


def _number_foot(layout: Layout) -> int:
    """The foot of the page number's line, from the paper's lower edge (7.5)."""
    number = layout.styles[layout.page_number.style]
    dash = BELOW_BASELINE * number.line + DASH_OVER_BASELINE * number.size * TWIPS_PER_POINT
    return max(layout.page.bottom - layout.page_number.gap - round(dash), 0)


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
    first = layout.first_page
    lower = max(_number_foot(layout) - first.foot, 0) if first.rule else 0  # what the first page's rule stands lower
    return paragraph(
        style_id(style),
        *content,
        properties=(
            w("spacing", before=style.before, after=lower, line=style.line, lineRule="exact") if lower else None,
            w("ind", **inset) if inset else None,
            w("jc", val=side),
        ),
    )


def _replace(part: _Header | _Footer, *content: BaseOxmlElement) -> None:
    part.is_linked_to_previous = False
    element = part.part.element
    for child in list(element):
        element.remove(child)
    element.extend(content)


def _font_table(layout: Layout) -> bytes:
    """word/fontTable.xml: every face, and what to take where it is missing (altName, 17.8.3.1)."""
    table = w("fonts")
    for face in sorted({style.face for style in layout.styles.values()}):
        other = layout.fallback_faces.get(face)
        alternative = w("altName", val=other) if other else None
        charset = w("charset", val="86")  # GB 2312
        table.append(w("font", alternative, charset, w("family", val="auto"), w("pitch", val="variable"), name=face))
    return serialize_part_xml(table)

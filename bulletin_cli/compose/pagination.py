"""On which page each paragraph begins, reckoned as a program breaks lines and pages.

Page numbers in the list of titles are fields, which every program brings up to date when it is told to; until then it
shows what is reckoned here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from docx.oxml.ns import qn
from docx.shared import Emu

from bulletin_cli.compose.masthead import border_height
from bulletin_cli.compose.styles import style_id
from bulletin_cli.layout.lines import break_lines
from bulletin_cli.layout.model import Layout, Style

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement
    from lxml.etree import _Element

_LEAST = 2  # lines of a paragraph on a page, where it is controlled
_SLACK = 3  # twips; what rounding may take from a page that is just full


class _Block(NamedTuple):
    """A paragraph by its measures in twips."""

    before: int
    after: int
    line: int
    lines: int
    keep_next: bool
    controlled: bool

    @property
    def first(self) -> int:
        """The height of what must stand together at its start."""
        least = min(self.lines, _LEAST) if self.controlled else 1
        return self.before + (self.lines if self.keep_next else least) * self.line


class Pages(NamedTuple):
    """On which page each paragraph begins, the first being 1; the last page, and what is left free on it in twips."""

    begin: list[int]
    last: int
    left: int


def reckon(paragraphs: Sequence[BaseOxmlElement], layout: Layout) -> Pages:
    """The pages that the paragraphs fill, masthead and all."""
    styles = {style_id(style): style for style in layout.styles.values()}
    blocks = [_measured(each, styles, layout) for each in paragraphs]
    borders = [each.find(f"{qn('w:pPr')}/{qn('w:pBdr')}") for each in paragraphs]
    for place, border in enumerate(borders):
        if border is not None:
            blocks[place] = _within(blocks[place], border, *(_is_box(borders, place + step) for step in (-1, 1)))
    full = layout.page.type_height + _SLACK
    found, page, used = [], 1, 0
    room = full + (layout.page.top - layout.first_page.top if layout.first_page.top else 0)
    for place, block in enumerate(blocks):
        if used and used + _together(blocks, place) > room:
            page, used, room = page + 1, 0, full
        found.append(page)
        used += block.before if used or page == 1 else 0  # a program leaves no space at the head of a page
        lines = block.lines
        while used + lines * block.line > room:
            fit = (room - used) // block.line
            page, used, room, lines = page + 1, 0, full, lines - max(fit, 1)
        used += lines * block.line + block.after
    return Pages(found, page, room - used)


def _within(block: _Block, border: _Element, above: bool, below: bool) -> _Block:
    """The paragraph with its borders; those of a box stand round all that follow each other (`above` and `below` it)."""
    top, bottom = (border.find(qn(f"w:{side}")) for side in ("top", "bottom"))
    more_above = border_height(top) if top is not None and not above else 0
    more_below = border_height(bottom) if bottom is not None and not (below and top is not None) else 0
    return block._replace(before=block.before + more_above, after=block.after + more_below)


def _is_box(borders: list[_Element | None], place: int) -> bool:
    border = borders[place] if 0 <= place < len(borders) else None
    return border is not None and border.find(qn("w:top")) is not None


def _together(blocks: list[_Block], place: int) -> int:
    """The height of what may not be parted at the start of a paragraph: itself with what it is kept with."""
    height = 0
    for block in blocks[place:]:
        height += block.first
        if not block.keep_next:
            break
        height += block.after
    return height


def _measured(paragraph: BaseOxmlElement, styles: dict[str, Style], layout: Layout) -> _Block:
    if paragraph.tag == qn("w:tbl"):
        return _rows(paragraph)
    properties = paragraph.find(qn("w:pPr"))
    assert properties is not None, "every paragraph of ours has a style"
    style = styles.get(_value(properties, "pStyle"), layout.normal)  # those that every document has say all themselves
    spacing, indents = properties.find(qn("w:spacing")), properties.find(qn("w:ind"))
    left, right = _number(indents, "left", style.left), _number(indents, "right", style.right)
    first = _number(indents, "firstLine", style.first_line) - _number(indents, "hanging", 0)
    width = layout.page.type_width - left - right
    text = "".join(each.text or "" for each in paragraph.iter(qn("w:t")))
    pictures = [Emu(int(each.get("cy", "0"))).twips for each in paragraph.iter(qn("wp:extent"))]
    exact = spacing is None or spacing.get(qn("w:lineRule")) != "auto"
    line = _number(spacing, "line", style.line) if exact else max(pictures, default=style.line)
    return _Block(
        before=_number(spacing, "before", style.before),
        after=_number(spacing, "after", style.after),
        line=line,
        lines=max(len(break_lines(text, style, width - first, width)), 1),
        keep_next=style.keep_next or _is_on(properties, "keepNext"),
        controlled=_is_on(properties, "widowControl"),
    )


def _rows(table: BaseOxmlElement) -> _Block:
    """A table, as if its rows were the lines of a paragraph."""
    heights = [int(row.get(qn("w:val"), "0")) for row in table.iter(qn("w:trHeight"))]
    return _Block(0, 0, math.ceil(sum(heights) / max(len(heights), 1)), len(heights), keep_next=False, controlled=False)


def _value(properties: _Element, tag: str) -> str:
    element = properties.find(qn(f"w:{tag}"))
    return element.get(qn("w:val"), "") if element is not None else ""


def _is_on(properties: _Element, tag: str) -> bool:
    return _value(properties, tag) == "1"


def _number(element: _Element | None, name: str, otherwise: int) -> int:
    value = element.get(qn(f"w:{name}")) if element is not None else None
    return int(value) if value is not None else otherwise

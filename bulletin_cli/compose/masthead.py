"""The masthead (报头): the layout's elements from top to bottom, in whole body lines."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from docx.shared import Twips

from bulletin_cli.compose.styles import style_id
from bulletin_cli.compose.wordml import paragraph, run, w
from bulletin_cli.errors import BulletinError, reason
from bulletin_cli.layout.lines import break_lines, fill_lines, row_columns
from bulletin_cli.layout.measures import BELOW_BASELINE, BELOW_CHARACTER, TWIPS_PER_POINT
from bulletin_cli.layout.model import Element, Layout, Line, Picture, Row, Rule, Space, Style

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

# Word paints borders and shading 1.44 pt past the text at each side, LibreOffice does not: with this indent both keep
# within 0.5 mm of the type area. In twips.
BORDER_INDENT = 14

_BORDERS = {
    "single": "single",
    "double": "double",
    "thick-thin": "thickThinSmallGap",
    "thin-thick": "thinThickSmallGap",
}
_THIN = 0.75  # points
_LARGEST_GAP = 31  # points, of w:space (17.18.68)


@dataclass
class _Block:
    """One paragraph of the masthead while it is put together; heights in twips."""

    style: Style
    content: list[BaseOxmlElement]
    height: int
    tabs: BaseOxmlElement | None = None
    before: int = 0
    after: int = 0
    rule: Rule | None = None
    line: int | None = None  # None: as high as its content
    align: str = ""

    @property
    def whole(self) -> int:
        rule = round((_thickness(self.rule) + _gap_points(self.rule, self.style)) * TWIPS_PER_POINT) if self.rule else 0
        return self.before + self.height + rule + self.after


@dataclass
class _Masthead:
    document: Document
    layout: Layout
    words: dict[str, str]
    blocks: list[_Block] = field(default_factory=list)
    space: int = 0  # not yet given to a block

    def add(self, element: Element) -> None:
        match element:
            case Space():
                self.space += element.height
            case Line():
                self._add_line(element)
            case Row():
                self._add_row(element)
            case Rule():
                self._add_rule(element)
            case Picture():
                self._add_picture(element)

    def _append(self, block: _Block) -> None:
        block.before, self.space = block.style.before + self.space, 0
        block.after = block.style.after
        self.blocks.append(block)

    def _add_line(self, line: Line) -> None:
        style = self.layout.styles[line.style]
        for text in fill_lines(line.text, self.words):
            width = self.layout.page.type_width
            height = len(break_lines(text, style, width, width)) * style.line
            self._append(_Block(style, [run(text)], height, line=style.line))

    def _add_row(self, row: Row) -> None:
        style = self.layout.styles[row.style]
        for texts in row_columns(row, self.words):
            tabs, text = columns(texts, self.layout.page.type_width, row.inset)
            self._append(_Block(style, [run(text)], style.line, tabs, line=style.line))

    def _add_rule(self, rule: Rule) -> None:
        """As the lower border of the line above, so that it stays with it; of an empty line where there is none."""
        if not self.blocks or self.blocks[-1].rule or self.space:
            self._append(_Block(self.layout.normal, [], 20, line=20))
        self.blocks[-1].rule = rule

    def _add_picture(self, picture: Picture) -> None:
        width = Twips(picture.width) if picture.width else None
        height = Twips(picture.height) if picture.height else None
        try:
            shape = self.document.add_paragraph().add_run().add_picture(str(picture.path), width, height)
        except OSError as error:
            raise BulletinError(f"版式用到的图片 {picture.path} 打不开：{reason(error)}") from error
        except Exception as error:
            raise BulletinError(f"版式用到的图片 {picture.path} 已损坏或不是图片；请换成 PNG 或 JPEG") from error
        carrier = self.document.element.body[-2]  # before the section's properties
        carrier.getparent().remove(carrier)
        for properties in carrier.iter(qn("wp:docPr")):
            properties.set("descr", picture.alt)
        self._append(_Block(self.layout.normal, [carrier.r_lst[0]], round(shape.height.twips), align=picture.align))

    def paragraphs(self) -> list[BaseOxmlElement]:
        """The paragraphs; what is missing to a whole line stands below the last."""
        if self.space and not self.blocks:
            self._append(_Block(self.layout.normal, [], 20, line=20))
        if self.blocks:
            height, line = sum(block.whole for block in self.blocks) + self.space, self.layout.page.line
            self.blocks[-1].after += self.space + math.ceil(height / line) * line - height
        return [_paragraph(block) for block in self.blocks]


def masthead(document: Document, layout: Layout, words: dict[str, str]) -> list[BaseOxmlElement]:
    """The paragraphs of the masthead, whole body lines high, so that the body keeps to the raster (GB/T 9704 5.2.3).

    Raises BulletinError where a picture cannot be used.
    """
    head = _Masthead(document, layout, words)
    for element in layout.masthead:
        head.add(element)
    return head.paragraphs()


def columns(texts: tuple[str, ...], width: int, inset: int) -> tuple[BaseOxmlElement | None, str]:
    """Tab stops for texts beside each other in `width` twips, and the text with its tabs.

    The first stands at the left, the last at the right, the others between them at equal distances; `inset` twips are
    kept free at both ends. Tabs instead of indents: an indent would shorten the paragraph's border.
    """
    stops = [("left", inset)] if inset else []
    step = (width - 2 * inset) / max(len(texts) - 1, 1)
    stops += [("center", inset + round(step * place)) for place in range(1, len(texts) - 1)]
    stops += [("right", width - max(inset, BORDER_INDENT))] if len(texts) > 1 else []
    tabs = w("tabs", *(w("tab", val=kind, pos=position) for kind, position in stops)) if stops else None
    return tabs, ("\t" if inset else "") + "\t".join(texts).rstrip("\t")


def _paragraph(block: _Block) -> BaseOxmlElement:
    rule = block.rule
    line, line_rule = (block.line, "exact") if block.line else (240, "auto")
    spaced = block.before != block.style.before or block.after != block.style.after or block.line != block.style.line
    properties = (
        _border(rule, block.style) if rule else None,
        block.tabs,
        w("spacing", before=block.before, after=block.after, line=line, lineRule=line_rule) if spaced else None,
        w("ind", left=BORDER_INDENT, right=BORDER_INDENT) if rule or block.tabs is not None else None,
        w("jc", val=block.align) if block.align else None,
    )
    return paragraph(style_id(block.style), *block.content, properties=properties)


def _border(rule: Rule, above: Style) -> BaseOxmlElement:
    border = w(
        "bottom", val=_BORDERS[rule.form], sz=round(rule.weight * 8), space=_gap_points(rule, above), color=rule.colour
    )
    return w("pBdr", border)


def _thickness(rule: Rule) -> float:
    """The whole thickness of a border in points: a double one has two lines and a gap of its weight each.

    A thick-thin one has a gap and a thin line of 0.75 pt each beside the thick one.
    """
    return {"single": rule.weight, "double": 3 * rule.weight}.get(rule.form, rule.weight + 2 * _THIN)


def _gap_points(rule: Rule, above: Style) -> int:
    """The gap in points between the line `above` and its lower border, which is less by what is below its characters."""
    below_characters = BELOW_BASELINE * above.line / TWIPS_PER_POINT - BELOW_CHARACTER * above.size
    return min(max(round(rule.gap / TWIPS_PER_POINT - below_characters), 0), _LARGEST_GAP)

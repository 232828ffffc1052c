"""The masthead (报头): the layout's elements from top to bottom, in whole body lines."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from bulletin_cli.compose.pictures import Pictures
from bulletin_cli.compose.styles import run_style_id, style_id
from bulletin_cli.compose.wordml import paragraph, run, w
from bulletin_cli.layout.lines import break_lines, fill_lines, row_columns
from bulletin_cli.layout.measures import BELOW_BASELINE, BELOW_CHARACTER, TWIPS_PER_POINT
from bulletin_cli.layout.model import Element, Layout, Line, Picture, Row, Rule, Space, Style

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement
    from lxml.etree import _Element

# Word paints borders and shading 1.44 pt past the text at each side, LibreOffice does not: with this indent both keep
# within 0.5 mm of the type area. In twips.
BORDER_INDENT = 14

_BORDERS = {
    "single": "single",
    "double": "double",
    "thick-thin": "thickThinSmallGap",
    "thin-thick": "thinThickSmallGap",
}
_THINNEST = 20  # twips; the height of an empty line that carries a space or a rule
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
    pictures: Pictures
    layout: Layout
    words: dict[str, str]
    blocks: list[_Block] = field(default_factory=list)
    space: int = 0  # not yet given to a block

    def add(self, element: Element) -> None:
        match element:
            case Space(from_top=True):
                self.space = max(element.height - sum(block.whole for block in self.blocks), 0)
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
            self._append(_Block(style, self._runs(row, texts, text), style.line, tabs, line=style.line))

    def _runs(self, row: Row, texts: tuple[str, str, str], text: str) -> list[BaseOxmlElement]:
        """The runs of a row: one, or where a side has a style of its own one for each, with the tab before it."""
        if not any(row.styles):
            return [run(text)]
        sides = [style for style, said, place in zip(row.styles, texts, "lcr", strict=True) if said or place != "c"]
        pieces = text.split("\t")
        styles = ["", *sides] if row.inset else sides
        return [
            run("\t" * bool(place) + piece, run_style_id(self.layout.styles[style]) if style else "")
            for place, (piece, style) in enumerate(zip(pieces, styles, strict=False))
            if place or piece
        ]

    def _add_rule(self, rule: Rule) -> None:
        """As the lower border of the line above, so that it stays with it; of an empty line where there is none."""
        own_line = bool(rule.width) and rule.width != self.layout.page.type_width  # indents would move the text above
        if not self.blocks or self.blocks[-1].rule or self.space or own_line:
            if own_line and self.blocks:
                self.space += max(rule.gap - round(_below_characters(self.blocks[-1].style) * TWIPS_PER_POINT), 0)
                rule = rule._replace(gap=0)
            self._append(_Block(self.layout.normal, [], _THINNEST, line=_THINNEST))
        self.blocks[-1].rule = rule

    def _add_picture(self, picture: Picture) -> None:
        size = picture.width, picture.height
        drawing = self.pictures.drawing(picture.data, picture.media, size, picture.name, picture.alt, svg=picture.svg)
        self._append(_Block(self.layout.normal, [w("r", drawing)], picture.height, align=picture.align))

    def paragraphs(self) -> list[BaseOxmlElement]:
        """The paragraphs; what is missing to a whole line stands below the last."""
        if self.space and not self.blocks:
            self.space = max(self.space - _THINNEST, 0)
            self._append(_Block(self.layout.normal, [], _THINNEST, line=_THINNEST))
        if self.blocks:
            height, line = sum(block.whole for block in self.blocks) + self.space, self.layout.page.line
            self.blocks[-1].after += self.space + math.ceil(height / line) * line - height
        return [_paragraph(block, self.layout) for block in self.blocks]


def masthead(pictures: Pictures, layout: Layout, words: dict[str, str]) -> list[BaseOxmlElement]:
    """The paragraphs of the masthead, whole body lines high, so that the body keeps to the raster (GB/T 9704 5.2.3)."""
    head = _Masthead(pictures, layout, words)
    for element in layout.masthead:
        head.add(element)
    return head.paragraphs()


def columns(texts: tuple[str, ...], width: int, inset: int) -> tuple[BaseOxmlElement | None, str]:
    """Tab stops for texts beside each other in `width` twips, and the text with its tabs.

    The first stands at the left, the last at the right, the others between them at equal distances; `inset` twips are
    kept free at both ends. Tabs instead of indents: an indent would shorten the paragraph's border. An empty text has
    no stop: the one before it may reach beyond.
    """
    last = len(texts) - 1
    between = [place for place in range(1, last) if texts[place]]
    stops = [("left", inset)] if inset else []
    stops += [("center", inset + round((width - 2 * inset) / last * place)) for place in between]
    stops += [("right", width - max(inset, BORDER_INDENT))] if last else []
    tabs = w("tabs", *(w("tab", val=kind, pos=position) for kind, position in stops)) if stops else None
    written = [texts[place] for place in dict.fromkeys((0, *between, last))]
    return tabs, ("\t" if inset else "") + "\t".join(written).rstrip("\t")


def grid(texts: tuple[str, ...], starts: tuple[int, ...], inset: int) -> tuple[BaseOxmlElement | None, str]:
    """Tab stops for texts that begin so many twips behind `inset`, and the text with its tabs."""
    stops = [inset + start for start in starts[: len(texts)] if inset + start]
    tabs = w("tabs", *(w("tab", val="left", pos=stop) for stop in stops)) if stops else None
    return tabs, ("\t" if inset else "") + "\t".join(texts)


def rule_indent(rule: Rule | None, layout: Layout) -> BaseOxmlElement:
    """So that a border is as long as the rule: it keeps to the paragraph's indents, which may lie outside the type area."""
    beyond = (rule.width - layout.page.type_width) // 2 if rule and rule.width else 0
    return w("ind", left=BORDER_INDENT - beyond, right=BORDER_INDENT - beyond)


def _paragraph(block: _Block, layout: Layout) -> BaseOxmlElement:
    rule = block.rule
    line, line_rule = (block.line, "exact") if block.line else (240, "auto")
    spaced = block.before != block.style.before or block.after != block.style.after or block.line != block.style.line
    properties = (
        w("pBdr", border(rule, _gap_points(rule, block.style))) if rule else None,
        block.tabs,
        w("spacing", before=block.before, after=block.after, line=line, lineRule=line_rule) if spaced else None,
        rule_indent(rule, layout) if rule or block.tabs is not None else None,
        w("jc", val=block.align) if block.align else None,
    )
    return paragraph(style_id(block.style), *block.content, properties=properties)


def border(rule: Rule, space: int = 0) -> BaseOxmlElement:
    """The rule as the lower border of a paragraph, `space` points below its text (17.3.1.7)."""
    return w("bottom", val=_BORDERS[rule.form], sz=round(rule.weight * 8), space=space, color=rule.colour)


def _thickness(rule: Rule) -> float:
    """The whole thickness of a border in points: a double one has two lines and a gap of its weight each.

    A thick-thin one has a gap and a thin line of 0.75 pt each beside the thick one.
    """
    return {"single": rule.weight, "double": 3 * rule.weight}.get(rule.form, rule.weight + 2 * _THIN)


def border_height(border: _Element) -> int:
    """What a border takes of the page's height, its distance from the text included, in twips."""
    form = next((form for form, value in _BORDERS.items() if value == border.get(qn("w:val"))), "single")
    rule = Rule(form, int(border.get(qn("w:sz"), "0")) / 8, "", 0)
    return round((_thickness(rule) + int(border.get(qn("w:space"), "0"))) * TWIPS_PER_POINT)


def _gap_points(rule: Rule, above: Style) -> int:
    """The gap in points between the line `above` and its lower border, which is less by what is below its characters."""
    return min(max(round(rule.gap / TWIPS_PER_POINT - _below_characters(above)), 0), _LARGEST_GAP)


def _below_characters(style: Style) -> float:
    """The points of a line that are below its characters."""
    return BELOW_BASELINE * style.line / TWIPS_PER_POINT - BELOW_CHARACTER * style.size

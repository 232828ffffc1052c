"""The closing block (版记) at the foot of the last page (GB/T 9704 7.4).

All its paragraphs carry the same frame (w:framePr, ECMA-376 17.3.1.11), which stands on the lower edge of the type
area of the page of the paragraph behind it, the anchor. Its place depends on no count of lines: a longer list makes
the frame grow upwards, and where it does not fit, anchor and frame go to a new page together. (A block higher than a
page is an error of the issue: layout/fit.py.) Rules are shaded paragraphs, because LibreOffice loses borders inside
frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bulletin_cli.arrange import ArrangedIssue
from bulletin_cli.compose.masthead import BORDER_INDENT, columns, grid
from bulletin_cli.compose.styles import style_id
from bulletin_cli.compose.wordml import paragraph, run, w
from bulletin_cli.layout.closing import ClosingRow, Columns, block_height, closing_parts
from bulletin_cli.layout.model import ANCHOR, RULE, Layout
from bulletin_cli.words import issue_words

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_ANCHOR_HEIGHT = 2  # twips
_CLEARANCE = 40  # twips; the anchor's height with room for rounding


def closing_block(arranged: ArrangedIssue, layout: Layout) -> Iterator[BaseOxmlElement]:
    """The paragraphs of the block and its anchor; none where the issue has nothing to say there."""
    parts = closing_parts(arranged.issue, layout, issue_words(arranged.publication, arranged.issue))
    if not parts:
        return
    form = layout.closing
    yield _rule(layout, form.outer_rule, above=_nudge(block_height(parts, layout), layout))
    for index, rows in enumerate(parts):
        if index:
            yield _rule(layout, form.inner_rule, above=form.rule_gap)
        yield from (_row(row, layout) for row in rows)
    yield _rule(layout, form.outer_rule, above=form.rule_gap)
    yield paragraph(ANCHOR, properties=(w("spacing", line=_ANCHOR_HEIGHT, lineRule="exact"),))


def _nudge(height: int, layout: Layout) -> int:
    """What to keep free above the first rule, so that the block never misses whole lines by next to nothing.

    Where the frame just fits and the anchor behind it does not, Word leaves a blank page.
    """
    left = (layout.page.type_height - height) % layout.page.line
    return left + 1 if left < _CLEARANCE else 0


def _rule(layout: Layout, thickness: int, *, above: int) -> BaseOxmlElement:
    black = w("shd", val="clear", color="auto", fill="000000")
    line = w("spacing", before=above, line=thickness, lineRule="exact")
    indent = w("ind", left=BORDER_INDENT, right=BORDER_INDENT, firstLine=0)
    return paragraph(RULE, properties=(_frame(layout), black, line, indent))


def _row(row: ClosingRow, layout: Layout) -> BaseOxmlElement:
    style, inset = layout.styles[layout.closing.style], layout.closing.inset
    if isinstance(row, Columns):
        width = layout.page.type_width
        tabs, text = grid(row.texts, row.starts, inset) if row.starts else columns(row.texts, width, inset)
        return paragraph(style_id(style), run(text), properties=(_frame(layout), tabs))
    indent = w("ind", left=inset + row.hanging, right=inset, hanging=row.hanging)
    return paragraph(style_id(style), run(row.text), properties=(_frame(layout), indent))


def _frame(layout: Layout) -> BaseOxmlElement:
    width, margin = layout.page.type_width, "margin"
    return w(
        "framePr", w=width, hSpace=0, vSpace=0, wrap="notBeside", vAnchor=margin, hAnchor=margin, x=1, yAlign="bottom"
    )

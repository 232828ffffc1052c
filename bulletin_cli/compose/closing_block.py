"""The closing block (版记) at the foot of the last page (GB/T 9704 7.4).

All its paragraphs carry the same frame (w:framePr, ECMA-376 17.3.1.11), which stands on the lower edge of the type
area of the page of the paragraph behind it, the anchor. Nothing is counted: a longer list makes the frame grow
upwards, and where it does not fit, anchor and frame go to a new page together. Rules are shaded paragraphs, because
LibreOffice loses borders inside frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bulletin_cli.arrange import ArrangedIssue
from bulletin_cli.compose.masthead import BORDER_INDENT, row_tabs, row_texts
from bulletin_cli.compose.styles import ANCHOR, RULE, style_id
from bulletin_cli.compose.wordml import paragraph, run, w
from bulletin_cli.compose.words import issue_words, name_words
from bulletin_cli.layout.model import ClosingForm, Layout, Listing, Row, Style
from bulletin_cli.placeholders import fill

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_ANCHOR_HEIGHT = 2  # twips; whatever it is, a frame that misses the page's foot by less than it leaves a blank page


def closing_block(arranged: ArrangedIssue, layout: Layout) -> Iterator[BaseOxmlElement]:
    """The paragraphs of the block and its anchor; none where the issue has nothing to say there."""
    block = _ClosingBlock(arranged, layout)
    parts = [rows for part in layout.closing.parts if (rows := list(block.part(part)))]
    if not parts:
        return
    form = layout.closing
    yield block.rule(form.outer_rule, gap=0)
    for index, rows in enumerate(parts):
        if index:
            yield block.rule(form.inner_rule, gap=form.rule_gap)
        yield from rows
    yield block.rule(form.outer_rule, gap=form.rule_gap)
    yield paragraph(ANCHOR, properties=(w("spacing", line=_ANCHOR_HEIGHT, lineRule="exact"),))


class _ClosingBlock:
    def __init__(self, arranged: ArrangedIssue, layout: Layout) -> None:
        self._issue = arranged.issue
        self._words = issue_words(arranged)
        self._form: ClosingForm = layout.closing
        self._style: Style = layout.styles[layout.closing.style]
        self._width = layout.page.type_width

    def rule(self, thickness: int, *, gap: int) -> BaseOxmlElement:
        black = w("shd", val="clear", color="auto", fill="000000")
        line = w("spacing", before=gap, line=thickness, lineRule="exact")
        indent = w("ind", left=BORDER_INDENT, right=BORDER_INDENT)
        return paragraph(RULE, properties=(self._frame(), black, line, indent))

    def part(self, part: tuple[Listing | Row, ...]) -> Iterator[BaseOxmlElement]:
        for entry in part:
            if isinstance(entry, Row):
                yield from self._row(entry)
            elif entry.each == "distribution":
                yield from self._distribution(entry)
            else:
                yield from self._sign_off(entry)

    def _row(self, row: Row) -> Iterator[BaseOxmlElement]:
        for text in row_texts(row, self._words):
            if text.strip():
                yield self._paragraph(text, row_tabs(self._width, row.inset))

    def _distribution(self, listing: Listing) -> Iterator[BaseOxmlElement]:
        """A row an entry; turnovers stand under the first character behind the colon (7.4.2)."""
        for entry in self._issue.distribution:
            words = {"label": entry.label, "to": listing.joiner.join(entry.to)}
            text = fill(listing.text, words)
            if not text:  # of a draft, whose list is still empty
                continue
            head, _, _ = text.partition(words["to"])
            hanging = round(len(head) * self._style.size * 20)
            inset = self._form.inset
            indent = w("ind", left=inset + hanging, right=inset, hanging=hanging)
            yield paragraph(style_id(self._style), run(text), properties=(self._frame(), indent))

    def _sign_off(self, listing: Listing) -> Iterator[BaseOxmlElement]:
        """As many to a row as the layout says: the first at the left, the last at the right, the others between."""
        texts = [
            fill(listing.text, {"role": each.role, "name": name_words(each.name) or " "})
            for each in self._issue.sign_off
        ]
        inset, across = self._form.inset, listing.per_line
        for start in range(0, len(texts), across):
            step = (self._width - 2 * inset) / max(across - 1, 1)
            stops = [w("tab", val="left", pos=inset)] if inset else []
            for column in range(1, across):
                kind = "right" if column == across - 1 else "center"
                stops.append(w("tab", val=kind, pos=inset + round(step * column)))
            lead = "\t" if inset else ""
            yield self._paragraph(lead + "\t".join(texts[start : start + across]), w("tabs", *stops) if stops else None)

    def _paragraph(self, text: str, tabs: BaseOxmlElement | None) -> BaseOxmlElement:
        return paragraph(style_id(self._style), run(text), properties=(self._frame(), tabs))

    def _frame(self) -> BaseOxmlElement:
        return w(
            "framePr",
            w=self._width, hSpace=0, vSpace=0, wrap="notBeside",
            vAnchor="margin", hAnchor="margin", x=1, yAlign="bottom",
        )  # fmt: skip

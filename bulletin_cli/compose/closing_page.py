"""The page of the closing block, where it may not stand on the next that has room for it.

On an even one (GB/T 9704 7.5: 版记页前有空白页的，空白页和版记页均不编排页码), or behind a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn

from bulletin_cli.compose.pagination import Pages
from bulletin_cli.compose.wordml import flag, paragraph
from bulletin_cli.layout.model import ANCHOR

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement


_DOUBT = 400  # twips by which a table may be higher than reckoned


def ends_with_table(text: list[BaseOxmlElement]) -> bool:
    """Whether the last thing printed above the closing block is a table, which has an empty paragraph behind it."""
    return len(text) > 1 and text[-2].tag == qn("w:tbl")


def on_its_page(
    document: Document,
    text: list[BaseOxmlElement],
    block: list[BaseOxmlElement],
    height: int,
    pages: Pages,
    *,
    even: bool,
) -> list[BaseOxmlElement]:
    """The closing block, `height` twips high, with what brings it to its page behind `text`: an even one if asked.

    Where it would stand on an odd page with text, it goes to the next by itself. Where the text ends on an even page that
    has no room for it, a blank page comes between, in a section of its own without page numbers. LibreOffice takes a
    table along to the block's page, unless the block is told to begin one.
    """
    has_room = height <= pages.left
    page = pages.last if has_room else pages.last + 1
    if not block:
        return block
    *frame, anchor = block
    broken = paragraph(ANCHOR, properties=(flag("pageBreakBefore", on=True), *_properties(anchor)))
    if not (even and page % 2):
        return [*frame, broken] if ends_with_table(text) and height + _DOUBT > pages.left else block
    if has_room:
        return [*frame, broken]
    _end_section(document, text[-1])
    return [paragraph(ANCHOR), *frame, broken]


def _properties(anchor: BaseOxmlElement) -> tuple[BaseOxmlElement, ...]:
    return tuple(cast("BaseOxmlElement", each) for each in anchor[0] if each.tag != qn("w:pStyle"))


def _end_section(document: Document, last: BaseOxmlElement) -> None:
    """Ends the section of the text with its last paragraph; the next has neither page numbers nor a first page."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    carrier = document.element.body[-2]
    properties = next(carrier.iter(qn("w:sectPr")))
    carrier.getparent().remove(carrier)
    own = last.find(qn("w:pPr"))
    assert own is not None, "every paragraph of ours has a style"
    own.append(properties)
    section.different_first_page_header_footer = False
    for footer in (section.footer, section.even_page_footer):
        footer.is_linked_to_previous = False
        for each in list(footer.part.element):
            footer.part.element.remove(each)
        footer.part.element.append(paragraph(ANCHOR))

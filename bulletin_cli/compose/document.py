"""The whole document: masthead, body and closing block on the layout's paper."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from bulletin_cli.arrange import ArrangedIssue
from bulletin_cli.compose.body import body
from bulletin_cli.compose.closing_block import closing_block
from bulletin_cli.compose.closing_page import ends_with_table, on_its_page
from bulletin_cli.compose.contents import set_page_numbers
from bulletin_cli.compose.masthead import masthead
from bulletin_cli.compose.pagination import reckon
from bulletin_cli.compose.pictures import Pictures
from bulletin_cli.compose.stationery import Stationery
from bulletin_cli.files.text import printable
from bulletin_cli.layout.closing import block_height, closing_parts
from bulletin_cli.placeholders import fill
from bulletin_cli.words import TITLE, issue_words

if TYPE_CHECKING:
    from docx.document import Document


def compose(arranged: ArrangedIssue, stationery: Stationery) -> Document:
    """The issue as a document on this stationery."""
    document, layout = stationery.sheet(), stationery.layout
    words = issue_words(arranged.publication, arranged.issue)
    pictures = Pictures(document)
    text = [*masthead(pictures, layout, words), *body(pictures, arranged, layout)]
    closing = list(closing_block(arranged, layout))
    even = layout.closing.even_page
    if layout.contents.numbered or even or ends_with_table(text):
        pages = reckon(text, layout)
        set_page_numbers(text, pages.begin)
        height = block_height(closing_parts(arranged.issue, layout, words), layout)
        closing = on_its_page(document, text, closing, height, pages, even=even)
    document.element.body[:-1] = [*text, *closing]  # the last element holds the section's properties
    properties = document.core_properties
    # python-docx takes 255 characters
    properties.title = printable(fill(TITLE, words))[:255]
    properties.author = properties.last_modified_by = printable("、".join(arranged.issue.issuers))[:255]
    properties.language = "zh-CN"
    if arranged.issue.date:
        # the issue's date, not the clock's: the same input gives the same bytes
        properties.created = properties.modified = datetime.datetime.combine(arranged.issue.date, datetime.time())
    return document

"""The whole document: masthead, body and closing block on the layout's paper."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from bulletin_cli.arrange import ArrangedIssue
from bulletin_cli.compose.body import body
from bulletin_cli.compose.closing_block import closing_block
from bulletin_cli.compose.masthead import masthead
from bulletin_cli.compose.stationery import Stationery
from bulletin_cli.compose.words import TITLE, issue_words
from bulletin_cli.files.text import printable
from bulletin_cli.placeholders import fill

if TYPE_CHECKING:
    from docx.document import Document


def compose(arranged: ArrangedIssue, stationery: Stationery) -> Document:
    """The issue as a document on this stationery.

    Raises BulletinError where a picture of the layout cannot be used.
    """
    document, layout = stationery.sheet(), stationery.layout
    content = [
        *masthead(document, layout, issue_words(arranged)),
        *body(arranged, layout),
        *closing_block(arranged, layout),
    ]
    document.element.body[:-1] = content  # the last element holds the section's properties
    _set_properties(document, arranged)
    return document


def _set_properties(document: Document, arranged: ArrangedIssue) -> None:
    properties = document.core_properties
    title = fill(TITLE, issue_words(arranged))
    # python-docx takes 255 characters
    properties.title = printable(title)[:255]
    properties.author = properties.last_modified_by = printable("、".join(arranged.issue.issuers))[:255]
    properties.language = "zh-CN"
    if arranged.issue.date:
        # the issue's date, not the clock's: the same input gives the same bytes
        properties.created = properties.modified = datetime.datetime.combine(arranged.issue.date, datetime.time())

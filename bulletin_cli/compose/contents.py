"""The list of titles (本期要目) below the masthead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bulletin_cli.arrange import ArrangedIssue
from bulletin_cli.compose.styles import style_id
from bulletin_cli.compose.wordml import paragraph, run
from bulletin_cli.layout.model import Layout
from bulletin_cli.placeholders import fill
from bulletin_cli.words import ordinal_words

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement


def contents(arranged: ArrangedIssue, layout: Layout) -> Iterator[BaseOxmlElement]:
    """A line for each item, in the order of print; nothing where the layout has no such list."""
    form, styles = layout.contents, layout.styles
    if not form.text:
        return
    if form.title:
        yield paragraph(style_id(styles[form.title_style]), run(form.title))
    number = 0
    for place, section in enumerate(arranged.sections, 1):
        if head := fill(form.section, {"section": section.name, "ordinal": ordinal_words(place)}):
            yield paragraph(style_id(styles[form.section_style]), run(head))
        for item in section.items:
            number += 1
            words = {
                "title": item.title,
                "department": layout.item.joiner.join(map(arranged.publication.printed_name, item.departments)),
                "section": section.name,
                "number": str(number),
                "ordinal": ordinal_words(number),
            }
            yield paragraph(style_id(styles[form.style]), run(fill(form.text, words)))

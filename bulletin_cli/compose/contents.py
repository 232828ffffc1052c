"""The list of titles (本期要目) below the masthead, with or without the pages on which the items stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from bulletin_cli.arrange import ArrangedIssue
from bulletin_cli.compose.styles import style_id
from bulletin_cli.compose.wordml import page_reference, paragraph, run, w
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
    number, last = 0, sum(len(section.items) for section in arranged.sections)
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
            content, tabs = [run(fill(form.text, words))], None
            if form.numbered:
                width = layout.page.type_width - styles[form.style].right
                tabs = w("tabs", w("tab", val="right", leader="dot", pos=width))
                content += [run("\t"), page_reference(bookmark(number), 1)]
            below = _below(arranged, layout) if number == last else None
            yield paragraph(style_id(styles[form.style]), *content, properties=(tabs, below))


def _below(arranged: ArrangedIssue, layout: Layout) -> BaseOxmlElement:
    """The spacing of the last line, with what stands free below the list, which is whole lines high altogether."""
    form, styles = layout.contents, layout.styles
    heads = len(arranged.sections) if form.section else 0
    items = sum(len(section.items) for section in arranged.sections)
    kinds = ((form.title_style, int(bool(form.title))), (form.section_style, heads), (form.style, items))
    free = sum((styles[key].before + styles[key].after) * count for key, count in kinds)
    style = styles[form.style]
    after = style.after + form.below
    after += -(free + form.below) % layout.page.line
    return w("spacing", before=style.before, after=after, line=style.line, lineRule="exact")


def bookmark(number: int) -> str:
    """The name of the place where the `number`-th item of the issue begins."""
    return f"item{number}"


def set_page_numbers(paragraphs: list[BaseOxmlElement], begin: list[int]) -> None:
    """Puts the pages on which the paragraphs are reckoned to begin into the references of the list."""
    found = {
        mark.get(qn("w:name")): page
        for each, page in zip(paragraphs, begin, strict=True)
        for mark in each.iter(qn("w:bookmarkStart"))
    }
    for each in paragraphs:
        for field in each.iter(qn("w:fldSimple")):
            name = field.get(qn("w:instr"), "").split()[1]
            for text in field.iter(qn("w:t")):
                text.text = str(found[name])

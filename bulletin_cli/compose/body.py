"""The body (报核): editor's note, section headings and items, in the order of the arranged issue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bulletin_cli.arrange import ArrangedIssue
from bulletin_cli.compose.styles import run_style_id, style_id
from bulletin_cli.compose.wordml import flag, paragraph, run
from bulletin_cli.compose.words import ordinal_words
from bulletin_cli.layout.model import Layout
from bulletin_cli.model import Item, paragraphs
from bulletin_cli.placeholders import fill

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement


def body(arranged: ArrangedIssue, layout: Layout) -> Iterator[BaseOxmlElement]:
    """The paragraphs between masthead and closing block; every character of every title and body once, in order."""
    yield from _preface(arranged.issue.preface, layout)
    for number, section in enumerate(arranged.sections, 1):
        form = layout.section
        heading = fill(form.text, {"section": section.name, "ordinal": ordinal_words(number)})
        if heading:
            yield paragraph(style_id(layout.styles[form.style]), run(heading))
        for place, item in enumerate(section.items, 1):
            yield from _item(item, place, arranged, layout)


def _preface(text: str, layout: Layout) -> Iterator[BaseOxmlElement]:
    form = layout.preface
    for index, line in enumerate(paragraphs(text)):
        # a clerk may have typed the lead herself
        lead = form.lead if index == 0 and not line.startswith(form.lead) else ""
        rest = line
        if index == 0 and line.startswith(form.lead):
            lead, rest = form.lead, line.removeprefix(form.lead)
        head = run(lead, run_style_id(layout.styles[form.lead_style])) if lead else None
        yield paragraph(style_id(layout.styles[form.style]), head, run(rest))


def _item(item: Item, place: int, arranged: ArrangedIssue, layout: Layout) -> Iterator[BaseOxmlElement]:
    form = layout.item
    styles = layout.styles
    departments = [_registered_name(name, arranged) for name in item.departments]
    department = form.joiner.join(departments)
    title = (
        fill(form.title, {"title": item.title, "department": department, "ordinal": ordinal_words(place)}) or item.title
    )
    attribution = fill(form.attribution, {"department": department}) if form.attribution_place != "none" else ""
    lines = [[run(line)] for line in item.paragraphs] or [[]]

    if form.title_run_in:
        gap = [run(form.gap)] if form.gap else []
        lines[0] = [run(title, run_style_id(styles[form.title_style])), *gap, *lines[0]]
    else:
        yield paragraph(style_id(styles[form.title_style]), run(title))
    if form.attribution_place == "run-in" and attribution:
        lines[-1].append(run(attribution, run_style_id(styles[form.attribution_style])))

    # A title that fills the first line must not stand alone at the foot of a page. Only such a paragraph gets
    # Word's control of single lines: it may end a page with 21 lines.
    fills_line = form.title_run_in and len(title) + 2 >= layout.page.characters
    for index, content in enumerate(lines):
        control = (flag("widowControl", on=True),) if fills_line and index == 0 else ()
        yield paragraph(style_id(styles[form.text_style]), *content, properties=control)
    if form.attribution_place == "own-line" and attribution:
        yield paragraph(style_id(styles[form.attribution_style]), run(attribution))


def _registered_name(name: str, arranged: ArrangedIssue) -> str:
    department = arranged.publication.department(name)
    return department.name if department else name

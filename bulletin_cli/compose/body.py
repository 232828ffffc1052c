"""The body (报核): editor's note, section headings and items, in the order of the arranged issue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bulletin_cli.arrange import ArrangedIssue
from bulletin_cli.compose.box import box
from bulletin_cli.compose.contents import bookmark, contents
from bulletin_cli.compose.figures import Figures
from bulletin_cli.compose.levels import is_heading, text_runs
from bulletin_cli.compose.pictures import Pictures
from bulletin_cli.compose.styles import run_style_id, style_id
from bulletin_cli.compose.wordml import bookmarked, flag, paragraph, run, w
from bulletin_cli.layout.lines import break_lines, text_width
from bulletin_cli.layout.model import Layout, Style
from bulletin_cli.model import Item, paragraphs
from bulletin_cli.placeholders import fill
from bulletin_cli.words import ordinal_words

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement


_LEAD = re.compile("(?:编者按|编者的话|按语|按)[：:]")
_SHORT = 3  # lines: LibreOffice takes a paragraph that is kept with the next one to the next page whole
_NEAR = 10  # characters from a full line: what a first line may lack for a word that is not broken


def body(pictures: Pictures, arranged: ArrangedIssue, layout: Layout) -> Iterator[BaseOxmlElement]:
    """What stands between masthead and closing block; every character of titles, bodies and figures once, in order.

    (The list of titles has those a second time.)
    """
    figures = Figures(pictures, layout)
    before = list(contents(arranged, layout))
    note = _preface(arranged.issue.preface, layout)
    yield from (*before, *note) if layout.contents.before_preface else (*note, *before)
    printed = 0
    for number, section in enumerate(arranged.sections, 1):
        form = layout.section
        heading = fill(form.text, {"section": section.name, "ordinal": ordinal_words(number)})
        if heading:
            style = layout.styles[form.style]
            # what stands above the first one is parted from it already
            yield paragraph(style_id(style), run(heading), properties=(_close_up(style) if number == 1 else None,))
        for place, item in enumerate(section.items, 1):
            printed += 1
            is_headed = bool(heading) and place == 1
            yield from _item(item, place, printed, arranged, layout, figures, is_headed=is_headed)


def _preface(text: str, layout: Layout) -> Iterator[BaseOxmlElement]:
    form = layout.preface
    style = layout.styles[form.style]
    lines = paragraphs(text)
    for index, line in enumerate(lines):
        typed = _LEAD.match(line)  # by a clerk, herself
        lead = "" if index else typed[0] if typed else form.lead
        head = run(lead, run_style_id(layout.styles[form.lead_style])) if lead else None
        properties = box(style, layout, is_last=index == len(lines) - 1) if form.boxed else ()
        yield paragraph(style_id(style), head, run(line.removeprefix(lead)), properties=properties)


def _item(
    item: Item,
    place: int,
    number: int,
    arranged: ArrangedIssue,
    layout: Layout,
    figures: Figures,
    *,
    is_headed: bool,
) -> Iterator[BaseOxmlElement]:
    """What is printed of the item, which is the `place`-th of its section and the `number`-th of the issue.

    A title right below its section's heading (`is_headed`) is not parted from that.
    """
    form = layout.item
    styles = layout.styles
    department = form.joiner.join(map(arranged.publication.printed_name, item.departments))
    title = (
        fill(form.title, {"title": item.title, "department": department, "ordinal": ordinal_words(place)}) or item.title
    )
    signature = {"department": department, "author": item.author}
    attribution = fill(form.attribution, signature) if form.attribution_place != "none" else ""
    lines = [text_runs(line, layout) for line in item.paragraphs] or [[]]

    def marked(content: list[BaseOxmlElement]) -> list[BaseOxmlElement]:
        return bookmarked(content, bookmark(number), number) if layout.contents.numbered else content

    if form.title_run_in:
        gap = [run(form.gap)] if form.gap else []
        lines[0] = [*marked([run(title, run_style_id(styles[form.title_style]))]), *gap, *lines[0]]
    else:
        style = styles[form.title_style]
        above = _close_up(style) if is_headed else None
        yield paragraph(style_id(style), *marked([run(title)]), properties=(flag("keepNext", on=True), above))
    signed = form.attribution_place == "own-line" and bool(attribution)
    if form.attribution_place == "run-in" and attribution:
        lines[-1].append(run(attribution, run_style_id(styles[form.attribution_style])))

    # A title that fills the first line must not stand alone at the foot of a page. Only such a paragraph gets
    # Word's control of single lines: it may end a page with 21 lines.
    fills_line = form.title_run_in and _fills_line(title + form.gap, item, layout)
    for line, content in enumerate(lines, 1):
        is_last = line == len(lines)
        text = item.paragraphs[line - 1] if item.paragraphs else ""
        kept = signed and _is_short(text, layout) if is_last else is_heading(text, layout)
        control = fills_line and line == 1
        properties = (
            flag("keepNext", on=True) if kept else None,
            flag("widowControl", on=True) if control else None,
        )
        yield paragraph(style_id(styles[form.text_style]), *content, properties=properties)
        if signed and is_last:
            yield paragraph(style_id(styles[form.attribution_style]), run(attribution))
        yield from figures.behind(item, line, len(lines))


def _close_up(style: Style) -> BaseOxmlElement | None:
    """The spacing of a paragraph without what its style keeps free above it."""
    return w("spacing", before=0, after=style.after, line=style.line, lineRule="exact") if style.before else None


def _is_short(text: str, layout: Layout) -> bool:
    style = layout.styles[layout.item.text_style]
    width = layout.page.type_width - style.left - style.right
    # as wide as so many lines: where they are broken matters little, and reckoning it would cost as much as composing
    return style.first_line + text_width(text, style) <= _SHORT * width


def _fills_line(head: str, item: Item, layout: Layout) -> bool:
    """Whether the first line has next to nothing of the text behind its title."""
    style, characters = layout.styles[layout.item.text_style], layout.page.characters
    if len(head) + _NEAR < characters:
        return False
    text = head + (item.paragraphs or [""])[0][:characters]
    width = layout.page.type_width - style.first_line - style.left - style.right
    return len(break_lines(text, style, width, width)[0]) <= len(head) + 2

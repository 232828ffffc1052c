"""A layout's styles as named styles of Word, each written only where it differs from the one it is based on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docx.opc.part import XmlPart
from docx.oxml.ns import qn

from bulletin_cli.compose.wordml import flag, w
from bulletin_cli.layout.model import OWN_LABELS, Layout, Line, Row, Style

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_SMALLEST = 2  # half-points
_BODY_TEXT = 9  # the outline level that is none (17.3.1.20)


def style_id(style: Style) -> str:
    """The id of a paragraph style."""
    return "Normal" if style.key == "normal" else style.key


def run_style_id(style: Style) -> str:
    """The id of the character style of the same look, for text inside a paragraph of another style."""
    return f"{style.key}-run"  # a key has no hyphen


def style_elements(layout: Layout) -> Iterator[BaseOxmlElement]:
    """Every style of the document: w:style elements for word/styles.xml."""
    styles = layout.styles
    paragraphs = set(_used_by_paragraphs(layout))
    runs = dict(_used_in_runs(layout))
    for style in styles.values():
        in_run = runs.get(style.key)
        if in_run is None or style.key in paragraphs:
            yield _paragraph_style(style, layout.normal)
        if in_run is not None:
            # a style that serves both needs two names
            label = f"{style.label}（字）" if style.key in paragraphs else style.label
            yield _character_style(style, styles[in_run], label)
    for key, label in OWN_LABELS.items():
        yield _own_style(key, label)


def _used_in_runs(layout: Layout) -> Iterator[tuple[str, str]]:
    """The styles of text inside a paragraph, each with the style of that paragraph."""
    item = layout.item
    yield layout.preface.lead_style, layout.preface.style
    if item.title_run_in:
        yield item.title_style, item.text_style
    if item.attribution_place == "run-in":
        yield item.attribution_style, item.text_style
    for style in filter(None, item.levels):
        yield style, item.text_style
    for element in layout.masthead:
        if isinstance(element, Row):
            yield from ((own, element.style) for own in element.styles if own)


def _used_by_paragraphs(layout: Layout) -> Iterator[str]:
    item = layout.item
    yield "normal"
    yield from (element.style for element in layout.masthead if isinstance(element, (Line, Row)))
    yield from (layout.preface.style, layout.section.style, item.text_style)
    yield from (layout.closing.style, layout.page_number.style, layout.draft.style)
    if not item.title_run_in:
        yield item.title_style
    contents = layout.contents
    if contents.text:
        yield from (contents.title_style, contents.section_style, contents.style)
    if item.attribution_place == "own-line":
        yield item.attribution_style


def _paragraph_style(style: Style, normal: Style) -> BaseOxmlElement:
    own = style is normal
    outline = style.outline - 1 if style.outline else _BODY_TEXT
    return w(
        "style",
        w("name", val="Normal" if own else style.label),
        None if own else w("basedOn", val="Normal"),
        w("qFormat"),
        w(
            "pPr",
            flag("keepNext", on=style.keep_next) if own or style.keep_next != normal.keep_next else None,
            flag("widowControl", on=False),  # else a page may end a line early, with 21 (5.2.3)
            *_chinese_line_breaking(),
            w("spacing", before=style.before, after=style.after, line=style.line, lineRule="exact"),
            _indent(style) if own or _indents(style) != _indents(normal) else None,
            w("jc", val=style.align) if own or style.align != normal.align else None,
            w("outlineLvl", val=outline) if style.outline != normal.outline else None,
        ),
        _run_properties(style, None if own else normal),
        type="paragraph",
        styleId=style_id(style),
        **({"default": 1} if own else {"customStyle": 1}),
    )


def _character_style(style: Style, paragraph: Style, label: str) -> BaseOxmlElement:
    """What the text has that its paragraph has not."""
    properties = _run_properties(style, paragraph, turns=True)
    key = run_style_id(style)
    return w("style", w("name", val=label), w("qFormat"), properties, type="character", customStyle=1, styleId=key)


def _own_style(key: str, label: str) -> BaseOxmlElement:
    line = w(
        "pPr",
        flag("keepNext", on=False),
        flag("widowControl", on=False),
        flag("snapToGrid", on=False),
        w("spacing", before=0, after=0, line=20, lineRule="exact"),
        w("ind", left=0, right=0, firstLine=0),
        w("outlineLvl", val=_BODY_TEXT),
    )
    size = w("rPr", flag("snapToGrid", on=False), w("spacing", val=0), w("sz", val=_SMALLEST), w("szCs", val=_SMALLEST))
    return w(
        "style",
        w("name", val=label),
        w("basedOn", val="Normal"),
        line,
        size,
        type="paragraph",
        customStyle=1,
        styleId=key,
    )


def _chinese_line_breaking() -> tuple[BaseOxmlElement, ...]:
    """No mark at the start of a line, none beyond its end, no snapping to the grid.

    In every style: LibreOffice 7.4 forgets overflowPunct where only Normal has it. The grid is declared but not
    used, because LibreOffice gives a 16 pt character two cells of one that is narrower.
    """
    return (flag("kinsoku", on=True), flag("overflowPunct", on=False), flag("snapToGrid", on=False))


def _indents(style: Style) -> tuple[int, int, int]:
    return style.left, style.right, style.first_line


def _indent(style: Style) -> BaseOxmlElement:
    first = {"firstLine": style.first_line} if style.first_line >= 0 else {"hanging": -style.first_line}
    return w("ind", left=style.left, right=style.right, **first)


def _run_properties(style: Style, base: Style | None, *, turns: bool = False) -> BaseOxmlElement | None:
    """What `style` says of characters beyond `base`; all of it where there is no base.

    `turns`: bold in a character style turns over what the paragraph has (17.7.3).
    """
    half_points = round(style.size * 2)
    is_bold = base is not None and base.bold
    properties = [
        fonts(style.face) if base is None or style.face != base.face else None,
        flag("b", on=turns or style.bold) if style.bold != is_bold else None,
        flag("snapToGrid", on=False) if base is None else None,
        w("color", val=style.colour) if base is None or style.colour != base.colour else None,
        w("spacing", val=style.spacing) if base is None or style.spacing != base.spacing else None,
        w("sz", val=half_points) if base is None or style.size != base.size else None,
        w("szCs", val=half_points) if base is None or style.size != base.size else None,
    ]
    return w("rPr", *properties) if any(each is not None for each in properties) else None


def faces_used(document: Document, layout: Layout) -> list[str]:
    """The faces that some text of the document stands in, by the styles of its paragraphs and runs."""
    used = {"Normal"}
    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart):
            used |= {reference.get(qn("w:val"), "") for reference in part.element.iter(qn("w:pStyle"), qn("w:rStyle"))}
    styles = layout.styles.values()
    return sorted({style.face for style in styles if used & {style_id(style), run_style_id(style)}})


def fonts(face: str) -> BaseOxmlElement:
    """The face for every script, else quotation marks and dashes come out in a Latin one."""
    return w("rFonts", hint="eastAsia", ascii=face, hAnsi=face, eastAsia=face, cs=face)

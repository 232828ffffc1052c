"""Elements of WordprocessingML (ECMA-376 part 1, 17), made with python-docx's parser so that its classes fit them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, cast

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser

from bulletin_cli.files.text import printable

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_name = functools.cache(lambda name: qn(f"w:{name}"))
_NAMESPACES = {"w": nsmap["w"]}
_XML_SPACE = qn("xml:space")


def w(tag: str, *children: BaseOxmlElement | None, **attributes: str | int) -> BaseOxmlElement:
    """The element w:`tag` with attributes of the same namespace; children that are None are left out."""
    element = cast("BaseOxmlElement", oxml_parser.makeelement(_name(tag), None, _NAMESPACES))
    for name, value in attributes.items():
        element.set(_name(name), str(value))
    for child in children:
        if child is not None:
            element.append(child)
    return element


def flag(tag: str, on: bool) -> BaseOxmlElement:
    """A property that is switched on or off in so many words."""
    return w(tag, val=int(on))


def run(text: str, style: str = "") -> BaseOxmlElement:
    """A run of `text` as it stands; a tab becomes w:tab. `style` is the id of a character style.

    The hint says that quotation marks and dashes, which Latin type has too, are Chinese.
    """
    properties = w("rPr", w("rStyle", val=style) if style else None, w("rFonts", hint="eastAsia"))
    element = w("r", properties)
    for index, piece in enumerate(printable(text).split("\t")):
        if index:
            element.append(w("tab"))
        if piece:
            element.append(_text(piece))
    return element


def page_field() -> BaseOxmlElement:
    """The number of the page (17.16.5.39)."""
    return w("fldSimple", run("1"), instr=" PAGE ")


def page_reference(bookmark: str, number: int) -> BaseOxmlElement:
    """The page on which a bookmark stands (17.16.5.45), `number` until a program looks."""
    return w("fldSimple", run(str(number)), instr=f" PAGEREF {bookmark} \\h ")


def bookmarked(content: list[BaseOxmlElement], name: str, number: int) -> list[BaseOxmlElement]:
    """The content of a paragraph between the ends of a bookmark (17.13.6); `number` is its own in the document."""
    return [w("bookmarkStart", id=number, name=name), *content, w("bookmarkEnd", id=number)]


def paragraph(
    style: str, *content: BaseOxmlElement | None, properties: tuple[BaseOxmlElement | None, ...] = ()
) -> BaseOxmlElement:
    """A paragraph of the style with this id; `properties` are direct ones, in the order of the schema (17.3.1.26)."""
    return w("p", w("pPr", w("pStyle", val=style), *properties), *content)


def _text(text: str) -> BaseOxmlElement:
    element = w("t")
    element.text = text
    if text != text.strip() or "  " in text:
        element.set(_XML_SPACE, "preserve")
    return element

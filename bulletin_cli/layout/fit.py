"""Whether what an issue says has room in its layout, by the width of its characters.

The composer would print it all the same: beyond the paper's edge, over two lines, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bulletin_cli.findings import Severity
from bulletin_cli.layout.closing import Columns, block_height, closing_parts
from bulletin_cli.layout.lines import fill_lines, row_columns, text_width
from bulletin_cli.layout.measures import TWIPS_PER_MM, TWIPS_PER_POINT
from bulletin_cli.layout.model import Element, Layout, Line, Listing, Picture, Row, Style
from bulletin_cli.model import Issue, Item, Publication
from bulletin_cli.placeholders import names
from bulletin_cli.words import issue_words

_IN_PIECES = '["第{number}期", "（总第{total}期）"]'
_REMEDIES = {
    "number": ("期号", '请在报头里加一行 { text = "第{number}期", style = "number" }'),
    "secrecy": ("密级", "请在报头里加一行写着 {secrecy} 的，或换用 jianbao 这样的版式"),
    "serial": ("编号", "请在报头里加一行写着 {serial} 的，或换用 jianbao 这样的版式"),
    "copies": ("印数", '请在版记的 parts 里加一行 { right = "共印{copies}份" }'),
}
_ROUNDED = 0.5  # millimetres by which a whole figure may miss the type area, which is so many characters wide


class Misfit(NamedTuple):
    """What has no room, as a finding to be; `field` is the key of issue.toml or bulletin.toml that says it."""

    code: str
    severity: Severity
    message: str
    field: str


def misfits(publication: Publication, issue: Issue, layout: Layout) -> Iterator[Misfit]:
    """What of the issue has no room in masthead or closing block, or no place in them."""
    words = issue_words(publication, issue)
    yield from _of_masthead(layout, words)
    yield from _of_closing_block(issue, layout, words)


def wide_figures(item: Item, layout: Layout) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where the item's file asks for a picture or table wider than the type area, and what is wrong with it."""
    room = layout.page.type_width / TWIPS_PER_MM
    for place, image in enumerate(item.images):
        if image.width is not None and image.width > room + _ROUNDED:
            message = f"图宽 {image.width:g} 毫米，版心只有 {room:.0f} 毫米，排不下；请改小，或不写 width"
            yield ("image", place, "width"), message
    for place, table in enumerate(item.tables):
        if sum(table.widths) > room + _ROUNDED:
            message = f"各列共宽 {sum(table.widths):g} 毫米，版心只有 {room:.0f} 毫米，排不下；请改小，或不写 widths"
            yield ("table", place, "widths"), message


def _of_masthead(layout: Layout, words: dict[str, str]) -> Iterator[Misfit]:
    width = layout.page.type_width
    for element in layout.masthead:
        if isinstance(element, Line):
            style = layout.styles[element.style]
            for text in fill_lines(element.text, words):
                if text_width(text, style) > width:
                    message = f"“{text}”一行排不下，会分成几行；请在版式里改小样式 {style.key} 的字号或字距"
                    yield Misfit("IT205", Severity.WARNING, message, "name")
        elif isinstance(element, Row):
            style = layout.styles[element.style]
            styles = [layout.styles[own] if own else style for own in element.styles]
            for columns in row_columns(element, words):
                yield from _crowded(columns, (), styles, width - 2 * element.inset, "issuer")
    yield from _missing(layout, words)


def _missing(layout: Layout, words: dict[str, str]) -> Iterator[Misfit]:
    """What the masthead leaves out, for it has no place or stands in a piece with something that the issue lacks."""
    head = [piece for element in layout.masthead for piece in _pieces(element)]
    whole = [
        names(piece)
        for piece in (*head, *(each for part in layout.closing.parts for row in part for each in _pieces(row)))
    ]
    printed = {name for piece in whole if all(words.get(name) for name in piece) for name in piece}
    drawn = any(isinstance(element, Picture) for element in layout.masthead)
    for name, (called, remedy) in _REMEDIES.items():
        if not words[name] or name in printed or (name == "number" and drawn):
            continue
        if any(name in piece for piece in whole):
            message = f"{called}印不出来：写着 {{{name}}} 的那一段里还有这一期没有的内容；请在版式里把它们分成几段，如 {_IN_PIECES}"
        else:
            message = f"{called}印不出来：版式里没有它的位置；{remedy}"
        yield Misfit("IT206", Severity.WARNING, message, name)


def _pieces(entry: Element | Listing) -> Iterator[str]:
    """Every piece of text that an element or a row of the closing block has."""
    match entry:
        case Line(text=text):
            yield from text
        case Row(left=left, center=center, right=right):
            yield from (*left, *center, *right)
        case _:
            pass


def _of_closing_block(issue: Issue, layout: Layout, words: dict[str, str]) -> Iterator[Misfit]:
    page, style = layout.page, layout.styles[layout.closing.style]
    parts = closing_parts(issue, layout, words)
    height = block_height(parts, layout)
    # a program may break a line earlier than reckoned: one is kept to spare
    if parts and height + style.line > page.type_height:
        high, room = (round(twips / TWIPS_PER_MM) for twips in (height, page.type_height))
        message = f"版记高约 {high} 毫米，一面只有 {room} 毫米，会印不全；请把同级的单位合写"
        yield Misfit("IT114", Severity.ERROR, message, "distribution")
    for row in (row for part in parts for row in part):
        if isinstance(row, Columns):
            yield from _crowded(
                row.texts, row.starts, [style] * len(row.texts), page.type_width - 2 * layout.closing.inset, "sign_off"
            )
    listings = [entry for part in layout.closing.parts for entry in part if isinstance(entry, Listing)]
    if not issue.sign_off and any(entry.each == "sign_off" for entry in listings):
        message = "没有写署名（[[sign_off]]），版记里就不印署名；请核对"
        yield Misfit("IT207", Severity.WARNING, message, "sign_off")


def _crowded(
    texts: tuple[str, ...], starts: tuple[int, ...], styles: Sequence[Style], width: int, field: str
) -> Iterator[Misfit]:
    """Texts beside each other that touch: without `starts` one stands at the left, one in the middle, one at the right."""
    step = width / max(len(texts) - 1, 1)
    least = round(min(style.size for style in styles) * TWIPS_PER_POINT / 2)
    taken = float(-least)
    for place, text in enumerate(texts):
        if not text:
            continue
        long = text_width(text, styles[place])
        start: float
        if starts:
            start = starts[place]
        else:
            start = 0 if place == 0 else width - long if place == len(texts) - 1 else step * place - long / 2
        if start < taken + least or start + long > width:
            said = "　".join(filter(None, texts))
            message = f"“{said}”一行排不下，会挤在一起或挤到下一行；请缩短，或在版式里分成几行"
            yield Misfit("IT205", Severity.WARNING, message, field)
            return
        taken = start + long

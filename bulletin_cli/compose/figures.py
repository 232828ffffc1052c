"""Pictures and tables of items (图, 表), numbered through the issue.

With their captions they are whole body lines high, so that the text below keeps to the raster (GB/T 9704 5.2.3). Where a layout has no style `figure`, `caption`, `cell` or `cell_head`, `normal` stands in for it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bulletin_cli.compose.pictures import Pictures
from bulletin_cli.compose.styles import style_id
from bulletin_cli.compose.wordml import flag, paragraph, run, w
from bulletin_cli.layout.lines import break_lines, text_width
from bulletin_cli.layout.measures import TWIPS_PER_MM, TWIPS_PER_POINT, picture_size
from bulletin_cli.layout.model import ANCHOR, Layout, Style
from bulletin_cli.model import Image, Item, Table

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_BREATH = 4 * TWIPS_PER_POINT  # above a picture, beside what the line above has below its characters
_BORDER = 4  # eighths of a point, of w:sz (17.18.68)
_BORDER_TWIPS = _BORDER * TWIPS_PER_POINT // 8
_SIDE = 4 * TWIPS_PER_POINT  # between a cell's border and its text
_ABOVE_AND_BELOW = 4 * TWIPS_PER_POINT  # both together
_GAP = 3 * TWIPS_PER_POINT  # at least, below a table
_SMALLEST = 2  # half-points


class Figures:
    """The figures of one issue, numbered in the order in which they are printed."""

    def __init__(self, pictures: Pictures, layout: Layout) -> None:
        self._pictures = pictures
        self._layout = layout
        self._numbers = {"图": itertools.count(1), "表": itertools.count(1)}

    def behind(self, item: Item, number: int, last: int) -> Iterator[BaseOxmlElement]:
        """What stands behind paragraph `number` of the item, which has `last`: pictures, then tables, as in its file."""
        for image in item.images:
            if min(image.after or last, last) == number:
                yield from self._image(image)
        for table in item.tables:
            if min(table.after or last, last) == number:
                yield from self._table(table)

    def _style(self, key: str) -> Style:
        styles = self._layout.styles
        return styles.get(key) or styles.get("cell" if key == "cell_head" else "normal") or self._layout.normal

    def _caption(self, kind: str, text: str) -> str:
        return f"{kind}{next(self._numbers[kind])}　{text}" if text else ""

    def _image(self, image: Image) -> Iterator[BaseOxmlElement]:
        caption = self._caption("图", image.caption)
        page, style = self._layout.page, self._style("figure")
        below = self._height(caption)
        free = 0
        if image.data:
            width, height = _size(image, page.type_width, page.lines * page.line - below - _BREATH)
            free = -(height + below + _BREATH) % page.line + _BREATH
            above = min(free, (free + _BREATH) // 2)
            free -= above
            yield paragraph(
                style_id(style),
                w("r", self._pictures.drawing(image.data, image.media, (width, height), image.path.name, image.alt)),
                properties=(
                    flag("keepNext", on=bool(caption)),
                    # An exact line would cut the picture off. What is free above it belongs to the line: LibreOffice
                    # drops the space before a paragraph that begins a page.
                    w("spacing", before=0, after=0 if caption else free, line=height + above, lineRule="atLeast"),
                    w("ind", left=0, right=0, firstLine=0),
                    w("jc", val="center"),
                    w("rPr", w("sz", val=_SMALLEST), w("szCs", val=_SMALLEST)),  # nothing hangs below the picture
                ),
            )
        if caption:
            yield self._caption_line(caption, free=free)

    def _height(self, caption: str) -> int:
        style = self._style("caption")
        width = self._layout.page.type_width
        lines = len(break_lines(caption, style, width, width))
        return style.before + lines * style.line + style.after if caption else 0

    def _caption_line(self, caption: str, *, free: int = 0, keep: bool = False) -> BaseOxmlElement:
        """The line of a caption with so many twips free below it; `keep` it with what follows."""
        style = self._style("caption")
        below = w("spacing", before=style.before, after=style.after + free, line=style.line, lineRule="exact")
        centred = (w("ind", left=0, right=0, firstLine=0), w("jc", val="center"))
        own = "caption" in self._layout.styles
        return paragraph(
            style_id(style),
            run(caption),
            properties=(
                flag("keepNext", on=True) if keep else None,
                below if free else None,
                *(() if own else centred),
            ),
        )

    def _table(self, table: Table) -> Iterator[BaseOxmlElement]:
        caption = self._caption("表", table.caption)
        if caption:
            yield self._caption_line(caption, keep=True)
        if not table.rows or not table.rows[0]:  # only a draft has such
            return
        page = self._layout.page
        columns = max(map(len, table.rows))
        rows = [(*row, *[""] * (columns - len(row))) for row in table.rows]
        styles = [self._style("cell_head" if place < table.header else "cell") for place in range(len(rows))]
        widths = self._widths(table, rows, styles)
        heights = [self._row_height(row, style, widths) for row, style in zip(rows, styles, strict=True)]
        yield w(
            "tbl",
            _table_properties(sum(widths)),
            w("tblGrid", *(w("gridCol", w=width) for width in widths)),
            *(
                self._row(
                    row, style, widths, height, is_head=place < table.header, keep=place <= table.header < len(rows) - 1
                )
                for place, (row, style, height) in enumerate(zip(rows, styles, heights, strict=True))
            ),
        )
        # parts two tables, which Word would make one, and leaves the text below on the raster
        whole = self._height(caption) + sum(heights) + _BORDER_TWIPS  # rows overlap in theirs
        left = (-whole - _GAP) % page.line + _GAP
        yield paragraph(ANCHOR, properties=(w("spacing", line=left, lineRule="exact"),))

    def _widths(self, table: Table, rows: list[tuple[str, ...]], styles: list[Style]) -> list[int]:
        """The columns' widths in twips: as the item has them, else the type area shared out by what is in them."""
        room, columns = self._layout.page.type_width, len(rows[0])
        if len(table.widths) == columns:
            given = [round(width * TWIPS_PER_MM) for width in table.widths]
            over = sum(given) / room
            return [int(width / over) for width in given] if over > 1 else given
        wanted = [
            max(
                text_width(row[place], style) + round(style.size * TWIPS_PER_POINT)  # a program may reckon it wider
                for row, style in zip(rows, styles, strict=True)
            )
            + 2 * _SIDE
            for place in range(columns)
        ]
        if sum(wanted) <= room:
            spare = (room - sum(wanted)) // columns
            return [width + spare for width in wanted]
        widths = list(wanted)
        for done, place in enumerate(sorted(range(columns), key=wanted.__getitem__)):
            # the narrow ones get what they want, the wide ones share the rest
            widths[place] = min(wanted[place], room // (columns - done))
            room -= widths[place]
        return widths

    def _row_height(self, row: tuple[str, ...], style: Style, widths: list[int]) -> int:
        """A row of one line is a little less than a line of the body, so that the borders have room in the raster."""
        lines = max(len(_lines(cell, style, width)) for cell, width in zip(row, widths, strict=True))
        return max(self._layout.page.line - _ABOVE_AND_BELOW, lines * style.line + _ABOVE_AND_BELOW)

    def _row(
        self, row: tuple[str, ...], style: Style, widths: list[int], height: int, *, is_head: bool, keep: bool
    ) -> BaseOxmlElement:
        # a row higher than a page has to break
        whole = w("cantSplit") if height < self._layout.page.type_height // 2 else None
        properties = w("trPr", whole, w("trHeight", val=height, hRule="atLeast"), w("tblHeader") if is_head else None)
        cells = [self._cell(cell, style, width, keep=keep) for cell, width in zip(row, widths, strict=True)]
        return w("tr", properties, *cells)

    def _cell(self, text: str, style: Style, width: int, *, keep: bool) -> BaseOxmlElement:
        is_long = len(_lines(text, style, width)) > 1
        content = paragraph(
            style_id(style),
            run(text) if text else None,
            properties=(
                flag("keepNext", on=True) if keep else None,
                w("ind", left=0, right=0, firstLine=0),
                w("jc", val="left") if is_long else None,
            ),
        )
        return w("tc", w("tcPr", w("tcW", w=width, type="dxa"), w("vAlign", val="center")), content)


def _lines(text: str, style: Style, width: int) -> list[str]:
    room = width - 2 * _SIDE
    return break_lines(text, style, room, room)


def _size(image: Image, widest: int, highest: int) -> tuple[int, int]:
    """Width and height in twips: as the item has it, else the picture's own, but never beyond the type area."""
    given = None if image.width is None else image.width * TWIPS_PER_MM
    width, height = picture_size(image.pixels, image.dpi, given)
    scale = min(1.0, widest / width, highest / height)
    return max(int(width * scale), 1), max(int(height * scale), 1)


def _table_properties(width: int) -> BaseOxmlElement:
    """Thin lines all round, centred, of fixed widths (17.4.59)."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return w(
        "tblPr",
        w("tblW", w=width, type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *(w(side, val="single", sz=_BORDER, space=0, color="auto") for side in sides)),
        w("tblLayout", type="fixed"),
        w("tblCellMar", w("left", w=_SIDE, type="dxa"), w("right", w=_SIDE, type="dxa")),
    )

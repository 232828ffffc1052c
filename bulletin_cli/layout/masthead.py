"""`[masthead]` → the elements from top to bottom, which have to leave room for the text below them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bulletin_cli.files.pictures import Header
from bulletin_cli.files.values import Table
from bulletin_cli.layout.error import LayoutError
from bulletin_cli.layout.measures import TWIPS_PER_MM, TWIPS_PER_POINT, picture_size
from bulletin_cli.layout.model import Element, Line, Page, Picture, Row, Space, Style
from bulletin_cli.layout.page import LARGEST_PAGE
from bulletin_cli.layout.part import ROW, Part, check_keys, row, words

_ROUNDED = 0.99  # of a picture: a whole figure may miss the type area, which is so many characters wide
# the kinds of entries, each by its first key, with what they take
_ELEMENT_KEYS = (
    ("text", "style"),
    ("rule", "weight", "colour", "gap", "length"),
    ("space",),
    ("from_top",),
    ("picture", "width", "height", "align", "alt"),
    (*ROW, "style", *(f"{side}_style" for side in ROW), "inset"),
)


class PictureFile(NamedTuple):
    """A picture that the layout names: its file as it was read, and what of it is printed."""

    content: bytes
    header: Header
    printed: bytes
    media: str
    svg: bytes = b""


class Masthead(Part):
    """Builds the masthead of a page whose first text area is `height` twips high, with the pictures by their names."""

    def __init__(self, page: Page, styles: dict[str, Style], height: int, pictures: dict[str, PictureFile]) -> None:
        super().__init__(page, styles)
        self._height = height
        self._pictures = pictures

    def elements(self, table: Table) -> tuple[Element, ...]:
        """The elements from top to bottom; raises LayoutError (IT103, IT105)."""
        elements = []
        room = self._height
        used = most = 0  # twips: without what may not be printed, and with it
        for place, entry in enumerate(table.get("elements", [])):
            self.at = ("masthead", "elements", place)
            element = self._element(entry)
            match element:
                case Space(height, from_top=True):
                    if height < most:
                        high = round(most / TWIPS_PER_MM)
                        message = f'from_top = "{entry["from_top"]}" 比上面已经排了的（约 {high} 毫米）还小；请改大，或用 space'
                        raise LayoutError("IT105", message, *self.at, "from_top")
                    used = most = height
                case Space(height) | Picture(height=height):
                    used, most = used + height, most + height
                case Line(style=style) | Row(style=style):
                    most += self.styles[style].line
                case _:
                    pass
            elements.append(element)
        if used > room - self.page.line:
            high, left = round(used / TWIPS_PER_MM), int((room - self.page.line) / TWIPS_PER_MM)
            message = f"报头至少高 {high} 毫米，首页下面要留一行正文，最多 {left} 毫米；请减小空白"
            raise LayoutError("IT105", message, "masthead", "elements")
        return tuple(elements)

    def _element(self, table: Table) -> Element:
        check_keys(table, *_ELEMENT_KEYS, at=self.at)
        style = table.get("style", "normal")
        if "text" in table:
            return Line(words(table, "text"), style)
        if "space" in table:
            return Space(self.length(table, "space", most=self._height))
        if "from_top" in table:
            return Space(self.length(table, "from_top", most=self._height), from_top=True)
        if "rule" in table:
            return self.rule(table)
        if "picture" in table:
            return self._picture(table)
        sides = row(table, style, self.length(table, "inset", style, self.widest))
        line = self.styles[style].line / TWIPS_PER_POINT
        for side in ROW:
            own = table.get(f"{side}_style")
            if own and self.styles[own].size > line:
                size = self.styles[own].size
                message = f"样式 {own} 的字号 {size:g} 磅比这一行（样式 {style}）的行距 {line:g} 磅高，会切掉字；请改大 {style} 的 line"
                raise LayoutError("IT105", message, *self.at, f"{side}_style")
        left, center, right = (table.get(f"{side}_style", "") for side in ROW)
        return sides._replace(styles=(left, center, right))

    def _picture(self, table: Table) -> Picture:
        path = Path(table["picture"])
        file = self._pictures[table["picture"]]
        room = self.page.type_width, self.page.type_height
        given = [self.length(table, side, most=LARGEST_PAGE) or None for side in ("width", "height")]
        width, height = picture_size(file.header.pixels, file.header.dpi, *given)
        scale = min(1.0, room[0] / width, room[1] / height)
        if scale < _ROUNDED and any(given):
            wide, high = (round(side / TWIPS_PER_MM) for side in (width, height))
            message = f"图片“{path.name}”印出来宽 {wide} 毫米、高 {high} 毫米，版心里排不下；请改小 width 或 height"
            raise LayoutError("IT105", message, *self.at)
        size = max(int(width * scale), 1), max(int(height * scale), 1)
        align, alt = table.get("align", "center"), table.get("alt", "")
        return Picture(path.name, file.printed, file.media, *size, align, alt, file.svg)

"""The merged tables of a layout → Layout, every length in twips."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple, cast

from bulletin_cli.files.pictures import Header
from bulletin_cli.files.values import Table
from bulletin_cli.layout.error import LayoutError
from bulletin_cli.layout.measures import TWIPS_PER_MM, TWIPS_PER_POINT, picture_size, twips
from bulletin_cli.layout.model import (
    ClosingForm,
    ContentsForm,
    DraftForm,
    Element,
    FirstPage,
    ItemForm,
    Layout,
    Line,
    Listing,
    Page,
    PageNumberForm,
    Picture,
    PrefaceForm,
    Row,
    Rule,
    SectionForm,
    Space,
    Style,
    Words,
)
from bulletin_cli.layout.page import LARGEST_PAGE, build_page
from bulletin_cli.layout.schema.layout import LAYOUT
from bulletin_cli.layout.styles import build_styles
from bulletin_cli.placeholders import unknown

_WEIGHTS = (0.25, 12)  # points, of w:sz (17.18.68)
_WIDEST_INSET = 0.25  # of the type area
_ROUNDED = 0.99  # of a picture: a whole figure may miss the type area, which is so many characters wide
_LISTED = 5  # of the keys that are missing
_LISTING_NAMES = {"distribution": ("label", "to"), "sign_off": ("role", "name")}
_ROW = ("left", "center", "right")
# the kinds of entries, each by its first key, with what they take
_ELEMENT_KEYS = (
    ("text", "style"),
    ("rule", "weight", "colour", "gap", "length"),
    ("space",),
    ("from_top",),
    ("picture", "width", "height", "align", "alt"),
    (*_ROW, "style", *(f"{side}_style" for side in _ROW), "inset"),
)
_CLOSING_KEYS = (("each", "text", "joiner", "per_line"), _ROW)
_OPTIONAL = {
    ("masthead", "elements"), ("closing", "parts"), ("page_number", "odd"), ("page_number", "even"),
    ("page_number", "first"), ("preface", "boxed"), ("item", "levels"),
    ("closing", "even_page"),
}  # fmt: skip
_OPTIONAL_PARTS = {"contents", "first_page"}


class PictureFile(NamedTuple):
    """A picture that the layout names: its file as it was read, and what of it is printed."""

    content: bytes
    header: Header
    printed: bytes
    media: str
    svg: bytes = b""


def build(name: str, merged: Table, pictures: dict[str, PictureFile]) -> Layout:
    """The layout of these tables, which are complete and fit their schema, with its pictures by the names in them.

    Raises LayoutError where the whole does not fit.
    """
    page = build_page(merged["page"], merged["styles"]["normal"]["size"])
    styles = build_styles(merged["styles"], page)
    return _Builder(page, styles, pictures).layout(name, merged)


def check_complete(merged: Table) -> None:
    """Raises LayoutError (IT104) where neither the layout nor what it extends says what must be said."""
    missing = [
        f"{section}.{key}"
        for section, description in LAYOUT["properties"].items()
        for key in description.get("properties", {})
        if key not in merged.get(section, {}) and (section, key) not in _OPTIONAL and section not in _OPTIONAL_PARTS
    ]
    normal = merged.get("styles", {}).get("normal", {})
    missing += [f"styles.normal.{key}" for key in ("face", "size") if key not in normal]
    if missing:
        listed = "、".join(missing[:_LISTED]) + (f" 等 {len(missing)} 项" if len(missing) > _LISTED else "")
        raise LayoutError("IT104", f'版式缺少 {listed}；请补上，或写 extends = "gbt9704" 沿用标准版面')


class _Builder:
    def __init__(self, page: Page, styles: dict[str, Style], pictures: dict[str, PictureFile]) -> None:
        self._page = page
        self._styles = styles
        self._pictures = pictures
        self._higher = 0  # twips by which the first page begins above the others
        self._at: tuple[str | int, ...] = ()  # the part that is being built, for what is wrong with it

    def layout(self, name: str, merged: Table) -> Layout:
        parts: dict[str, Any] = {}
        first, self._at = merged.get("first_page", {}), ("first_page",)
        self._higher = max(self._page.top - self._length(first, "top"), 0) if "top" in first else 0
        for key, part in (
            ("masthead", self._masthead),
            ("preface", lambda table: PrefaceForm(**table)),
            ("section", self._section),
            ("item", self._item),
            ("closing", self._closing),
            ("page_number", self._page_number),
            ("draft", self._draft),
            ("contents", self._contents),
            ("first_page", self._first_page),
        ):
            self._at = (key,)
            parts[key] = part(merged.get(key, {}))
        return Layout(
            name=name,
            page=self._page,
            styles=self._styles,
            fallback_faces=merged.get("fallback_faces", {}),
            **parts,
        )

    def _masthead(self, table: Table) -> tuple[Element, ...]:
        elements = []
        room = self._page.type_height + self._higher  # of the first page
        used = most = 0  # twips: without what may not be printed, and with it
        for place, entry in enumerate(table.get("elements", [])):
            self._at = ("masthead", "elements", place)
            element = self._element(entry)
            match element:
                case Space(height, from_top=True):
                    if height < most:
                        high = round(most / TWIPS_PER_MM)
                        message = f'from_top = "{entry["from_top"]}" 比上面已经排了的（约 {high} 毫米）还小；请改大，或用 space'
                        raise LayoutError("IT105", message, *self._at, "from_top")
                    used = most = height
                case Space(height) | Picture(height=height):
                    used, most = used + height, most + height
                case Line(style=style) | Row(style=style):
                    most += self._styles[style].line
                case _:
                    pass
            elements.append(element)
        if used > room - self._page.line:
            high, left = round(used / TWIPS_PER_MM), int((room - self._page.line) / TWIPS_PER_MM)
            message = f"报头至少高 {high} 毫米，首页下面要留一行正文，最多 {left} 毫米；请减小空白"
            raise LayoutError("IT105", message, "masthead", "elements")
        return tuple(elements)

    def _section(self, table: Table) -> SectionForm:
        text = _words(table, "text")
        if sum(piece.count("{section}") for piece in text) > 1:
            raise LayoutError("LA105", "{section} 只能写一次", "section", "text")
        return SectionForm(text, table["style"])

    @property
    def _widest(self) -> int:
        return round(_WIDEST_INSET * self._page.type_width)

    def _length(self, table: Table, key: str, style: str = "normal", most: int | None = None) -> int:
        """A length, no longer than `most` says (the type area's height where it says nothing)."""
        if key not in table:
            return 0
        length = twips(table[key], character=self._styles[style].size, line=self._page.line)
        if length > (self._page.type_height if most is None else most):
            raise LayoutError("IT105", f'{key} = "{table[key]}" 太长，排不下；请核对', *self._at, key)
        return length

    def _element(self, table: Table) -> Element:
        _check_keys(table, *_ELEMENT_KEYS, at=("masthead", "elements"))
        style = table.get("style", "normal")
        if "text" in table:
            return Line(_words(table, "text"), style)
        if "space" in table:
            return Space(self._length(table, "space", most=self._page.type_height + self._higher))
        if "from_top" in table:
            return Space(self._length(table, "from_top", most=self._page.type_height + self._higher), from_top=True)
        if "rule" in table:
            return self._rule(table, "masthead", "elements")
        if "picture" in table:
            return self._picture(table)
        row = self._row(table, style, self._length(table, "inset", style, self._widest))
        line = self._styles[style].line / TWIPS_PER_POINT
        for side in _ROW:
            own = table.get(f"{side}_style")
            if own and self._styles[own].size > line:
                size = self._styles[own].size
                message = f"样式 {own} 的字号 {size:g} 磅比这一行（样式 {style}）的行距 {line:g} 磅高，会切掉字；请改大 {style} 的 line"
                raise LayoutError("IT105", message, *self._at, f"{side}_style")
        left, center, right = (table.get(f"{side}_style", "") for side in _ROW)
        return row._replace(styles=(left, center, right))

    def _picture(self, table: Table) -> Picture:
        path = Path(table["picture"])
        file = self._pictures[table["picture"]]
        room = self._page.type_width, self._page.type_height
        given = [self._length(table, side, most=LARGEST_PAGE) or None for side in ("width", "height")]
        width, height = picture_size(file.header.pixels, file.header.dpi, *given)
        scale = min(1.0, room[0] / width, room[1] / height)
        if scale < _ROUNDED and any(given):
            wide, high = (round(side / TWIPS_PER_MM) for side in (width, height))
            message = f"图片“{path.name}”印出来宽 {wide} 毫米、高 {high} 毫米，版心里排不下；请改小 width 或 height"
            raise LayoutError("IT105", message, *self._at)
        size = max(int(width * scale), 1), max(int(height * scale), 1)
        align, alt = table.get("align", "center"), table.get("alt", "")
        return Picture(path.name, file.printed, file.media, *size, align, alt, file.svg)

    def _rule(self, table: Table, *at: str) -> Rule:
        colour = table.get("colour", "FF0000").upper()
        weight = self._length(table, "weight") / TWIPS_PER_POINT if "weight" in table else 2.25
        if not _WEIGHTS[0] <= weight <= _WEIGHTS[1]:
            raise LayoutError("IT105", f"线粗 {table['weight']} 应在 0.25 到 12 磅之间", *at)
        width = self._length(table, "length", most=self._page.width)
        return Rule(table["rule"], weight, colour, self._length(table, "gap"), width)

    def _contents(self, table: Table) -> ContentsForm:
        return ContentsForm(
            title=table.get("title", ""),
            title_style=table.get("title_style", "normal"),
            section=_words(table, "section"),
            section_style=table.get("section_style", "normal"),
            text=tuple(filter(None, _words(table, "text"))),
            style=table.get("style", "normal"),
            before_preface=table.get("place") == "before-preface",
            numbered=table.get("page_numbers", False),
            below=self._length(table, "below"),
        )

    def _first_page(self, table: Table) -> FirstPage:
        rule = self._rule(table, "first_page", "weight") if "rule" in table else None
        top = self._length(table, "top")
        if top > self._page.top:
            message = f"首页的天头 {table['top']} 比别的页的（page.top）大；要往下空，请在报头里写 from_top"
            raise LayoutError("IT105", message, "first_page", "top")
        return FirstPage(top, rule, self._length(table, "foot", most=self._page.bottom))

    def _row(self, table: Table, style: str, inset: int) -> Row:
        return Row(_words(table, "left"), _words(table, "center"), _words(table, "right"), style, inset)

    def _item(self, table: Table) -> ItemForm:
        titled = [piece for piece in _words(table, "title") if "{title}" in piece]
        if len(titled) != 1 or titled[0].count("{title}") != 1:
            raise LayoutError("LA105", "标题的文字里要有一个 {title}，也只能有一个", "item", "title")
        return ItemForm(
            title=_words(table, "title"),
            title_run_in=table["title_place"] == "run-in",
            title_style=table["title_style"],
            gap=table["gap"],
            text_style=table["text_style"],
            attribution=_words(table, "attribution"),
            attribution_place=table["attribution_place"],
            attribution_style=table["attribution_style"],
            joiner=table["joiner"],
            levels=self._levels(table),
        )

    def _levels(self, table: Table) -> tuple[str, ...]:
        levels = tuple(table.get("levels", ()))
        for name in filter(None, levels):
            if name not in self._styles:
                raise LayoutError(
                    "LA102", f"没有“{name}”这种样式；可用的有：{'、'.join(self._styles)}", "item", "levels"
                )
        return levels

    def _closing(self, table: Table) -> ClosingForm:
        style = table["style"]
        inset = self._length(table, "inset", style, self._widest)

        def row(entry: Table) -> Listing | Row:
            _check_keys(entry, *_CLOSING_KEYS, at=("closing", "parts"))
            if "each" not in entry:
                return self._row(entry, style, inset)
            each = cast(Any, entry["each"])
            for piece in _words(entry, "text"):
                for message, _, _ in unknown(piece, _LISTING_NAMES[each]):
                    raise LayoutError("LA101", message, "closing", "parts")
            return Listing(each, _words(entry, "text"), entry.get("joiner", "，"), entry.get("per_line", 1))

        parts = tuple(tuple(row(entry) for entry in part) for part in table.get("parts", []))
        most = self._page.line
        outer, inner, gap = (self._length(table, key, most=most) for key in ("outer_rule", "inner_rule", "rule_gap"))
        return ClosingForm(parts, style, inset, outer, inner, gap, table.get("even_page", False))

    def _page_number(self, table: Table) -> PageNumberForm:
        inset = self._length(table, "inset", table["style"], self._widest)
        odd, even = table.get("odd", "center"), table.get("even", "center")
        gap, on_first = self._length(table, "gap"), table.get("first", True)
        if table["text"] and gap > self._page.bottom:
            room = round(self._page.bottom / TWIPS_PER_MM)
            message = f'gap = "{table["gap"]}" 太大，页码排到了纸外；版心下面只有 {room} 毫米'
            raise LayoutError("IT105", message, "page_number", "gap")
        return PageNumberForm(table["text"], table["style"], odd, even, inset, gap, on_first)

    def _draft(self, table: Table) -> DraftForm:
        return DraftForm(table["text"], table["style"], self._length(table, "top"))


def _check_keys(table: Table, *kinds: tuple[str, ...], at: tuple[str, str]) -> None:
    """Raises LayoutError (IT103) for a key that does nothing in an entry of this kind."""
    known = next(
        kind for kind in kinds if kind[0] in table or (kind[0] == "left" and {"center", "right"} & table.keys())
    )
    for key in table:
        if key not in known:
            raise LayoutError("IT103", f"{known[0]} 这一种里用不上“{key}”；可用的有：{'、'.join(known)}", *at)


def _words(table: Table, key: str) -> Words:
    value = table.get(key, [])
    return (value,) if isinstance(value, str) else tuple(value)

"""The merged tables of a layout → Layout, every length in twips."""

from __future__ import annotations

from typing import Any, cast

from bulletin_cli.files.values import Table
from bulletin_cli.layout.error import LayoutError
from bulletin_cli.layout.masthead import Masthead, PictureFile
from bulletin_cli.layout.measures import TWIPS_PER_MM
from bulletin_cli.layout.model import (
    ClosingForm,
    ContentsForm,
    DraftForm,
    FirstPage,
    ItemForm,
    Layout,
    Listing,
    PageNumberForm,
    PrefaceForm,
    Row,
    SectionForm,
)
from bulletin_cli.layout.page import build_page
from bulletin_cli.layout.part import ROW, Part, check_keys, row, words
from bulletin_cli.layout.schema.layout import LAYOUT
from bulletin_cli.layout.styles import build_styles
from bulletin_cli.placeholders import unknown

_LISTED = 5  # of the keys that are missing
_LISTING_NAMES = {"distribution": ("label", "to"), "sign_off": ("role", "name")}
_CLOSING_KEYS = (("each", "text", "joiner", "per_line"), ROW)
_OPTIONAL = {
    ("masthead", "elements"), ("closing", "parts"), ("page_number", "odd"), ("page_number", "even"),
    ("page_number", "first"), ("preface", "boxed"), ("item", "levels"),
    ("closing", "even_page"),
}  # fmt: skip
_OPTIONAL_PARTS = {"contents", "first_page"}


def build(name: str, merged: Table, pictures: dict[str, PictureFile]) -> Layout:
    """The layout of these tables, which are complete and fit their schema, with its pictures by the names in them.

    Raises LayoutError where the whole does not fit.
    """
    page = build_page(merged["page"], merged["styles"]["normal"]["size"])
    styles = build_styles(merged["styles"], page)
    return _Builder(page, styles).layout(name, merged, pictures)


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


class _Builder(Part):
    def layout(self, name: str, merged: Table, pictures: dict[str, PictureFile]) -> Layout:
        parts: dict[str, Any] = {}
        for key, part in (
            ("first_page", self._first_page),
            ("preface", lambda table: PrefaceForm(**table)),
            ("section", self._section),
            ("item", self._item),
            ("closing", self._closing),
            ("page_number", self._page_number),
            ("draft", self._draft),
            ("contents", self._contents),
        ):
            self.at = (key,)
            parts[key] = part(merged.get(key, {}))
        height = self.page.type_height + (self.page.top - (parts["first_page"].top or self.page.top))
        head = Masthead(self.page, self.styles, height, pictures)
        return Layout(
            name=name,
            masthead=head.elements(merged.get("masthead", {})),
            page=self.page,
            styles=self.styles,
            fallback_faces=merged.get("fallback_faces", {}),
            **parts,
        )

    def _section(self, table: Table) -> SectionForm:
        text = words(table, "text")
        if sum(piece.count("{section}") for piece in text) > 1:
            raise LayoutError("LA105", "{section} 只能写一次", "section", "text")
        return SectionForm(text, table["style"])

    def _contents(self, table: Table) -> ContentsForm:
        return ContentsForm(
            title=table.get("title", ""),
            title_style=table.get("title_style", "normal"),
            section=words(table, "section"),
            section_style=table.get("section_style", "normal"),
            text=tuple(filter(None, words(table, "text"))),
            style=table.get("style", "normal"),
            before_preface=table.get("place") == "before-preface",
            numbered=table.get("page_numbers", False),
            below=self.length(table, "below"),
        )

    def _first_page(self, table: Table) -> FirstPage:
        rule = self.rule(table) if "rule" in table else None
        top = self.length(table, "top")
        if top > self.page.top:
            message = f"首页的天头 {table['top']} 比别的页的（page.top）大；要往下空，请在报头里写 from_top"
            raise LayoutError("IT105", message, "first_page", "top")
        return FirstPage(top, rule, self.length(table, "foot", most=self.page.bottom))

    def _item(self, table: Table) -> ItemForm:
        titled = [piece for piece in words(table, "title") if "{title}" in piece]
        if len(titled) != 1 or titled[0].count("{title}") != 1:
            raise LayoutError("LA105", "标题的文字里要有一个 {title}，也只能有一个", "item", "title")
        return ItemForm(
            title=words(table, "title"),
            title_run_in=table["title_place"] == "run-in",
            title_style=table["title_style"],
            gap=table["gap"],
            text_style=table["text_style"],
            attribution=words(table, "attribution"),
            attribution_place=table["attribution_place"],
            attribution_style=table["attribution_style"],
            joiner=table["joiner"],
            levels=self._levels(table),
        )

    def _levels(self, table: Table) -> tuple[str, ...]:
        levels = tuple(table.get("levels", ()))
        for name in filter(None, levels):
            if name not in self.styles:
                raise LayoutError(
                    "LA102", f"没有“{name}”这种样式；可用的有：{'、'.join(self.styles)}", "item", "levels"
                )
        return levels

    def _closing(self, table: Table) -> ClosingForm:
        style = table["style"]
        inset = self.length(table, "inset", style, self.widest)

        def closing_row(entry: Table) -> Listing | Row:
            check_keys(entry, *_CLOSING_KEYS, at=("closing", "parts"))
            if "each" not in entry:
                return row(entry, style, inset)
            each = cast(Any, entry["each"])
            for piece in words(entry, "text"):
                for message, _, _ in unknown(piece, _LISTING_NAMES[each]):
                    raise LayoutError("LA101", message, "closing", "parts")
            return Listing(each, words(entry, "text"), entry.get("joiner", "，"), entry.get("per_line", 1))

        parts = tuple(tuple(closing_row(entry) for entry in part) for part in table.get("parts", []))
        most = self.page.line
        outer, inner, gap = (self.length(table, key, most=most) for key in ("outer_rule", "inner_rule", "rule_gap"))
        return ClosingForm(parts, style, inset, outer, inner, gap, table.get("even_page", False))

    def _page_number(self, table: Table) -> PageNumberForm:
        inset = self.length(table, "inset", table["style"], self.widest)
        odd, even = table.get("odd", "center"), table.get("even", "center")
        gap, on_first = self.length(table, "gap"), table.get("first", True)
        if table["text"] and gap > self.page.bottom:
            room = round(self.page.bottom / TWIPS_PER_MM)
            message = f'gap = "{table["gap"]}" 太大，页码排到了纸外；版心下面只有 {room} 毫米'
            raise LayoutError("IT105", message, "page_number", "gap")
        return PageNumberForm(table["text"], table["style"], odd, even, inset, gap, on_first)

    def _draft(self, table: Table) -> DraftForm:
        return DraftForm(table["text"], table["style"], self.length(table, "top"))

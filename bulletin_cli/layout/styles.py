"""The styles of a layout: tables → Style, sizes in points and lengths in twips."""

from __future__ import annotations

from bulletin_cli.files.values import Table
from bulletin_cli.layout.error import LayoutError
from bulletin_cli.layout.measures import TWIPS_PER_POINT, points, twips
from bulletin_cli.layout.model import OWN_LABELS, Page, Style

_SIZES = (1, 400)  # points


def build_styles(tables: dict[str, Table], page: Page) -> dict[str, Style]:
    """The styles of these tables, each on top of `normal`; raises LayoutError where one could not be read."""
    normal = tables["normal"]
    body = points(normal["size"])
    # the space between characters that lets `characters` of them fit a line and no more (5.2.3); a twip less than the
    # raster, so that rounding never pushes the last one out, and justification spreads what is left
    raster = page.character - round(body * TWIPS_PER_POINT) - 1
    styles = {}
    for key, own in tables.items():
        table = {**normal, **own}
        size = points(table["size"])
        if not _SIZES[0] <= size <= _SIZES[1]:
            raise LayoutError("IT105", f"字号应在 {_SIZES[0]} 到 {_SIZES[1]} 磅之间", "styles", key, "size")

        def length(name: str, table: Table = table, size: float = size) -> int:
            character = page.character / TWIPS_PER_POINT if size == body else size
            return twips(table[name], character=character, line=page.line) if name in table else 0

        spacing = (
            round(float(table["spacing"].removesuffix("pt")) * TWIPS_PER_POINT)
            if "spacing" in table
            else (raster if size == body else 0)
        )
        hanging = length("hanging")
        styles[key] = Style(
            key=key,
            label="Normal" if key == "normal" else own.get("label", key),
            face=table["face"],
            size=size,
            colour=table.get("colour", "000000").upper(),
            bold=table.get("bold", False),
            align=table.get("align", "left"),
            line=length("line") or page.line,
            before=length("before"),
            after=length("after"),
            first_line=length("first_line") - hanging,
            left=length("left") + hanging,
            right=length("right"),
            spacing=spacing,
            keep_next=table.get("keep_next", False),
            outline=table.get("outline"),
        )
    _check_labels(styles)
    for key, style in styles.items():
        _check_measures(style, page, "styles", key)
    return styles


def _check_measures(style: Style, page: Page, *at: str) -> None:
    """Raises LayoutError (IT105) for lines that nobody could read."""
    lengths = {"line": style.line, "before": style.before, "after": style.after}
    for name, length in lengths.items():
        if length > page.type_height or (name == "line" and length < TWIPS_PER_POINT):
            raise LayoutError("IT105", f"样式 {style.key} 的 {name} 应在 1 磅到版心高之间", *at, name)
    if style.line != page.line and style.line < style.size * TWIPS_PER_POINT:  # one that the style says itself
        lacking = f'样式 {style.key} 的行距比字号小，上下两行会叠在一起；line 至少写 "{style.size:g}pt"'
        raise LayoutError("IT105", lacking, *at, "line")
    if style.left + style.right + max(style.first_line, 0) > page.type_width - style.size * TWIPS_PER_POINT:
        raise LayoutError("IT105", f"样式 {style.key} 的缩进超出了版心", *at)
    if style.spacing <= -style.size * TWIPS_PER_POINT:
        raise LayoutError("IT105", f"样式 {style.key} 的字距收得比字还多", *at, "spacing")


def _check_labels(styles: dict[str, Style]) -> None:
    taken = {label: key for key, label in OWN_LABELS.items()}
    taken |= {f"{style.label.casefold()}（字）": key for key, style in styles.items()}
    for key, style in styles.items():
        other = taken.setdefault(style.label.casefold(), key)
        if other != key:
            raise LayoutError(
                "IT105", f"样式 {other} 和 {key} 的名称都是“{style.label}”，请改掉一个", "styles", key, "label"
            )

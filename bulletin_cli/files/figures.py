"""The pictures and tables of an item's file → Image and Table, with a finding for each that cannot be printed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_cli.files import values
from bulletin_cli.files.pictures import Header, PictureError, picture_data, picture_path, read_header
from bulletin_cli.files.schema.kinds import MILLIMETRES
from bulletin_cli.files.source import Source
from bulletin_cli.findings import Severity
from bulletin_cli.model import Image, Table, paragraphs

if TYPE_CHECKING:
    from bulletin_cli.files.places import KeyPath

_WIDTHS = (5.0, 558.0)  # millimetres: what can be seen, and the widest page that Word takes
_MOST_ROWS, _MOST_COLUMNS = 200, 20  # a table with more is an appendix


def read_images(source: Source) -> tuple[Image, ...]:
    """The pictures of the item, each as its file is now."""
    return tuple(_image(source, index, table) for index, table in _entries(source, "image"))


def read_tables(source: Source) -> tuple[Table, ...]:
    """The tables of the item; rows of the wrong type count as not given."""
    return tuple(_table(source, index, table) for index, table in _entries(source, "table"))


def picture_files(source: Source) -> list[tuple[Path, bytes]]:
    """The pictures of the item as they are on the disk now; raises PictureError where one cannot be used."""
    found = []
    for _, table in _entries(source, "image"):
        name = values.text(table, "file")
        path = picture_path(name, source.path.parent)
        found.append((path, picture_data(path, name)))
    return found


def _entries(source: Source, key: str) -> list[tuple[int, values.Table]]:
    """The tables at `key`, each with its place in the list; an empty one for what is none, as validation noted."""
    listed = source.values.get(key)
    return (
        list(enumerate(each if isinstance(each, dict) else {} for each in listed)) if isinstance(listed, list) else []
    )


def _image(source: Source, index: int, table: values.Table) -> Image:
    at: KeyPath = ("image", index)
    name = values.text(table, "file")
    path, data, header = source.path.parent / name, b"", Header("", (0, 0))
    if name.strip():
        try:
            path = picture_path(name, source.path.parent)
            data = picture_data(path, name)
            header = read_header(data, name)
        except PictureError as error:
            source.report(error.code, str(error), (*at, "file"))
            data = b""
    if not header.upright:
        message = f"照片“{name}”里记着要转方向，印出来可能是横倒的；请在看图软件里转正，另存后再用"
        source.report("IT221", message, (*at, "file"), severity=Severity.WARNING)
    caption = values.text(table, "caption")
    return Image(
        path=path,
        data=data,
        media=header.media,
        pixels=header.pixels,
        dpi=header.dpi,
        width=_width(source, table.get("width"), (*at, "width")),
        caption=caption,
        alt=values.text(table, "alt") or caption,
        after=_after(source, table, at),
    )


def _table(source: Source, index: int, table: values.Table) -> Table:
    at: KeyPath = ("table", index)
    rows = _rows(table)
    _check_rows(source, rows, at)
    widths = values.texts(table, "widths")
    columns = max(map(len, rows), default=0)
    if widths and rows and len(widths) != columns:
        message = f"widths 写了 {len(widths)} 个，表格有 {columns} 列；请写得一样多"
        source.report("IT127", message, (*at, "widths"))
    header = values.number(table, "header")
    if header is not None and rows and header >= len(rows) and header:
        message = f"表头 {header} 行，表格一共只有 {len(rows)} 行；请改小 header，没有表头写 0"
        source.report("IT126", message, (*at, "header"))
    found = [_width(source, width, (*at, "widths", place)) for place, width in enumerate(widths)]
    return Table(
        rows=rows,
        caption=values.text(table, "caption"),
        header=min(1 if header is None else max(header, 0), max(len(rows) - 1, 0)),
        widths=tuple(width for width in found if width is not None),
        after=_after(source, table, at),
    )


def _rows(table: values.Table) -> tuple[tuple[str, ...], ...]:
    listed = table.get("rows")
    rows = [row if isinstance(row, list) else [] for row in listed] if isinstance(listed, list) else []
    return tuple(tuple(cell if isinstance(cell, str) else "" for cell in row) for row in rows)


def _check_rows(source: Source, rows: tuple[tuple[str, ...], ...], at: KeyPath) -> None:
    """Notes rows that are not like the first, rows without any text, and more of them than a page should hold."""
    columns = len(rows[0]) if rows else 0
    if len(rows) > _MOST_ROWS or columns > _MOST_COLUMNS:
        message = f"表格有 {len(rows)} 行 {columns} 列，超过 {_MOST_ROWS} 行 {_MOST_COLUMNS} 列；请作为附件另发"
        source.report("IT126", message, (*at, "rows"))
        return
    for place, row in enumerate(rows if all(rows) else ()):  # one without cells was noted by validation
        if len(row) != columns:
            message = f'第{place + 1}行有 {len(row)} 格，第1行有 {columns} 格；请补齐，空格写 ""'
            source.report("IT126", message, (*at, "rows", place))
        elif not "".join(row).strip():
            source.report("IT126", f"第{place + 1}行一个字也没有；请填写或删去", (*at, "rows", place))


def _width(source: Source, value: object, at: KeyPath) -> float | None:
    """A width in millimetres; one that nobody could mean is noted and counts as not given."""
    if not isinstance(value, str) or not re.fullmatch(MILLIMETRES, value):
        return None
    width = float(value.removesuffix("mm"))
    if not _WIDTHS[0] <= width <= _WIDTHS[1]:
        least, most = (f"{each:g}" for each in _WIDTHS)
        source.report("IT127", f"宽 {value} 不合适，应在 {least} 到 {most} 毫米之间", at)
        return None
    return width


def _after(source: Source, table: values.Table, at: KeyPath) -> int | None:
    """Behind which paragraph it stands; None for the last."""
    after = values.number(table, "after")
    count = len(paragraphs(values.text(source.values, "body")))
    if after is None or after < 1 or not count:  # the last two are noted as what they are
        return None
    if after <= count:
        return after
    source.report("IT125", f"正文只有 {count} 段，没有第{after}段；请改小 after，或不写（排在最后）", (*at, "after"))
    return None

"""An item's file → Item."""

from __future__ import annotations

from bulletin_cli.files import values
from bulletin_cli.files.schema.item import ITEM
from bulletin_cli.files.source import Source
from bulletin_cli.files.validate import validate
from bulletin_cli.model import Image, Item, Table


def read_item(source: Source) -> Item:
    """The item in `source`, with a finding there for every field that is missing or wrong."""
    validate(source, ITEM)
    table = source.values
    images: tuple[Image, ...] = ()
    tables: tuple[Table, ...] = ()
    if "image" in table or "table" in table:
        from bulletin_cli.files.figures import read_images, read_tables  # few items have any

        images, tables = read_images(source), read_tables(source)
    return Item(
        path=source.path,
        section=values.text(table, "section"),
        departments=values.texts(table, "department"),
        title=values.text(table, "title"),
        body=values.text(table, "body"),
        author=values.text(table, "author"),
        order=values.number(table, "order"),
        kind=values.text(table, "kind"),
        drafter=values.text(table, "drafter"),
        phone=values.text(table, "phone"),
        approved_by=values.text(table, "approved_by"),
        images=images,
        tables=tables,
    )

"""The tables of fields in README.zh-CN.md and docs/layouts.md, made from the descriptions that reading validates with.

python tests/field_tables.py        writes them anew
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bulletin_cli.files.schema.bulletin import BULLETIN
from bulletin_cli.files.schema.issue import ISSUE
from bulletin_cli.files.schema.item import ITEM
from bulletin_cli.files.schema.kinds import Schema
from bulletin_cli.layout.schema.layout import LAYOUT

PROJECT = Path(__file__).resolve().parent.parent
PAGES = {
    PROJECT / "README.zh-CN.md": {"item": ITEM, "issue": ISSUE, "bulletin": BULLETIN},
    PROJECT / "docs/layouts.md": {"layout": LAYOUT},
}


def table_of(schema: Schema) -> str:
    """A Markdown table: each key with its title, whether it must be there, what it is for and how it is written."""
    rows = ["| 键 | 名称 | 说明 | 写法 |", "|---|---|---|---|"]
    return "\n".join([*rows, *_rows(schema, "")])


def _rows(schema: Schema, above: str) -> list[str]:
    rows = []
    for key, field in schema["properties"].items():
        inside = _table_in(field)
        must = "（必填）" if key in schema.get("required", []) else ""
        described = field.get("description", "")
        if names := field.get("x-placeholders"):
            described += "可用 " + "、".join(f"`{{{name}}}`" for name in names) + "。"
        cells = (f"`{above}{key}`", field.get("title", "") + must, described, field.get("x-expect", ""))
        rows.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
        if inside:
            rows += _rows(inside, f"{above}{key}.")
    return rows


def _table_in(field: Schema) -> Schema | None:
    """The table that a field is, or is a list of, or has under each name."""
    candidates: list[Any] = [
        field,
        field.get("items"),
        (field.get("items") or {}).get("items"),
        field.get("additionalProperties"),
    ]
    candidates += (field.get("items") or {}).get("anyOf", [])
    return next((each for each in candidates if isinstance(each, dict) and "properties" in each), None)


def written(page: Path) -> str:
    """The page with every table as the descriptions have it now."""
    text = page.read_text(encoding="utf-8")
    for name, schema in PAGES[page].items():
        start, place, rest = text.partition(f"<!-- fields: {name} -->\n")
        assert place, f"{page.name} has no place for the fields of {name}"
        _, end, after = rest.partition("\n<!-- end -->")
        text = start + place + table_of(schema) + end + after
    return text


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(written(page), encoding="utf-8")

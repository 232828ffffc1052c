"""The descriptions of all files' fields, as editors read them: JSON Schemas that say everything in `description`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bulletin_cli import __version__
from bulletin_cli.files.schema.bulletin import BULLETIN
from bulletin_cli.files.schema.issue import ISSUE
from bulletin_cli.files.schema.item import ITEM
from bulletin_cli.files.schema.kinds import Schema
from bulletin_cli.layout.schema.layout import LAYOUT

SCHEMAS: dict[str, Schema] = {"item": ITEM, "issue": ISSUE, "bulletin": BULLETIN, "layout": LAYOUT}

_OURS = {"x-expect", "x-placeholders", "x-style"}  # said in `description`, which is all that an editor shows of a key
_SEVERAL = {"anyOf", "oneOf", "allOf"}
_ONE = {"items", "additionalProperties", "propertyNames", "not"}


def schema_text(name: str) -> str:
    """The JSON Schema (draft-07) of the files of that kind, ready to be saved."""
    schema = {
        "$schema": SCHEMAS[name]["$schema"],
        "$comment": f"由 bulletin {__version__} 生成：bulletin schema {name}",
        **_for_editors(SCHEMAS[name]),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def schema_file(name: str) -> str:
    """What the schema's file is called; skeletons name it in their first line."""
    return f"{name}.schema.json"


def missing_schemas(folder: Path, names: Iterable[str] = tuple(SCHEMAS)) -> dict[Path, bytes]:
    """The files of these schemas that `folder` does not have yet."""
    files = {folder / schema_file(name): schema_text(name).encode() for name in names}
    return {path: data for path, data in files.items() if not os.path.lexists(path)}


def _for_editors(schema: Schema, *, required: bool = False) -> Schema:
    """A description without our own keywords: what they say is in `description`, as is the title."""
    made: Schema = {}
    for key, value in schema.items():
        if key in _OURS or key == "description":
            continue
        if key == "properties":
            must = schema.get("required", [])
            made[key] = {name: _for_editors(field, required=name in must) for name, field in value.items()}
        elif key in _SEVERAL:
            made[key] = [_for_editors(each) for each in value]
        elif key in _ONE and isinstance(value, dict):
            made[key] = _for_editors(value)
        else:
            made[key] = value
        if key == "title":
            made["description"] = _described(schema, required=required)
    return made


def _described(schema: dict[str, Any], *, required: bool) -> str:
    """One text of title, description, placeholders and how it is written: “栏目（必填）：登在哪个栏目。写法：…。”."""
    parts = [schema["title"] + ("（必填）" if required else ""), schema.get("description", "")]
    said = "：".join(filter(None, parts)).removesuffix("。") + "。"
    if names := schema.get("x-placeholders"):
        said += f"可用 {'、'.join(f'{{{name}}}' for name in names)}。"
    if "$schema" not in schema and (expect := schema.get("x-expect")):
        said += f"写法：{expect}。"
    return said

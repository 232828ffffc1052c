"""The kinds of fields that a description is made of."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

LARGEST = 10**9  # of whole numbers: no issue, order or count comes near

DRAFT = "http://json-schema.org/draft-07/schema#"
NOT_BLANK = r"\S"
ONE_LINE = r"^[^\n]*\S[^\n]*$"
NO_COLON = r"^[^\n]*[^：:\s][^\S\n]*$"
NO_END_MARK = r"^[^\n]*[^，。、；：,;:.\s][^\S\n]*$"
MILLIMETRES = r"^\d{1,4}(?:\.\d{1,2})?mm$"


def text(title: str, description: str, expect: str = "带引号的文字", **more: Any) -> Schema:
    """A text of one line, with at least one visible character."""
    return {
        "title": title,
        "description": description,
        "type": "string",
        "pattern": ONE_LINE,
        "x-expect": expect,
    } | more


def note(title: str, description: str, expect: str = "带引号的一行文字") -> Schema:
    """A text of one line that may be empty."""
    return {"title": title, "description": description, "type": "string", "pattern": r"^[^\n]*$", "x-expect": expect}


def texts(title: str, description: str, expect: str, each: Schema | None = None, **more: Any) -> Schema:
    """A list of texts, of which `each` says more."""
    items = {"type": "string", "pattern": ONE_LINE, "x-expect": "带引号的文字"} | (each or {})
    return {"title": title, "description": description, "type": "array", "items": items, "x-expect": expect, **more}


def text_or_texts(title: str, description: str, expect: str, **more: Any) -> Schema:
    """One text, or a list of at least one."""
    one = {"type": "string", "pattern": ONE_LINE}
    several = {"type": "array", "minItems": 1, "items": one}
    return {"title": title, "description": description, "anyOf": [one, several], "x-expect": expect, **more}


def integer(title: str, description: str, expect: str, **more: Any) -> Schema:
    """A whole number, from 1 on where `more` says nothing else."""
    return {"title": title, "description": description, "type": "integer", "x-expect": expect} | (
        {"minimum": 1, "maximum": LARGEST} | more
    )


def table(title: str, description: str, required: list[str], fields: dict[str, Schema], expect: str = "") -> Schema:
    """A table with these fields and no others."""
    return {
        "title": title,
        "description": description,
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": fields,
        "x-expect": expect or "一张表",
    }


def tables(title: str, description: str, of: Schema, expect: str) -> Schema:
    """A list of tables."""
    return {"title": title, "description": description, "type": "array", "items": of, "x-expect": expect}


def document(title: str, description: str, required: list[str], fields: dict[str, Schema]) -> Schema:
    """A whole file."""
    return {"$schema": DRAFT, **table(title, description, required, fields)}

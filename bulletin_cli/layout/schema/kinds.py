"""The kinds of fields that the description of a layout is made of, beside those of the other files."""

from __future__ import annotations

from typing import Any

from bulletin_cli.files.schema.kinds import Schema
from bulletin_cli.layout.measures import LENGTH_PATTERN

# The closed sets of placeholders. What they stand for: bulletin_cli/words.py, and body.py for sections and items.
ISSUE_NAMES = ["name", "number", "total", "series", "issuer", "date", "year", "copies", "secrecy", "serial"]
ITEM_NAMES = ["title", "department", "ordinal"]
CONTENTS_NAMES = ["title", "department", "section", "ordinal", "number"]
LEVELS = 4  # 一、 （一） 1. （1） (7.3.3)


def string(title: str, description: str, expect: str, **more: Any) -> Schema:
    """A text, blank where its pattern allows that."""
    return {"title": title, "description": description, "type": "string", "x-expect": expect, **more}


def length(title: str, description: str = "") -> Schema:
    """A length with its unit: mm, pt, 字 or 行."""
    return string(title, description, '带单位的长度，如 "35mm"、"16pt"、"2字"、"1.5行"', pattern=LENGTH_PATTERN)


def choice(title: str, description: str, options: list[str]) -> Schema:
    """One of a few words."""
    return string(title, description, f"{'、'.join(options)} 之一", enum=options)


def flag(title: str, description: str = "") -> Schema:
    """Yes or no."""
    return {"title": title, "description": description, "type": "boolean", "x-expect": "true 或 false"}


def words(title: str, description: str, names: list[str]) -> Schema:
    """Text with placeholders: one piece, or several of which those without a value are left out."""
    expect = '带引号的文字，或几段文字的列表，如 ["第{number}期", "（总第{total}期）"]'
    return {
        "title": title,
        "description": description,
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        "x-expect": expect,
        "x-placeholders": names,
    }


def style(description: str) -> Schema:
    """The name of a style, which must be there."""
    return string("样式", description, "[styles] 里的样式名", **{"x-style": True})


COLOUR = string("颜色", "六位十六进制的红绿蓝值。", '六位十六进制颜色，如 "FF0000"', pattern="^[0-9A-Fa-f]{6}$")
ALIGN = choice(
    "对齐",
    "left 左、center 中、right 右、both 两端、distribute 分散。",
    ["left", "center", "right", "both", "distribute"],
)
SIDES = ["left", "center", "right"]

"""Numbered levels inside an item's text: 一、 （一） 1. （1）, each in the face of its level (GB/T 9704 7.3.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bulletin_cli.compose.styles import run_style_id
from bulletin_cli.compose.wordml import run
from bulletin_cli.layout.model import Layout

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_CHINESE = "[一二三四五六七八九十百]{1,5}"
_ORDINALS = (rf"{_CHINESE}、", rf"（{_CHINESE}）", r"\d{1,3}[.．](?!\d)", r"（\d{1,3}）")
_LEVEL = re.compile(rf"\s*(?:{'|'.join(f'({ordinal})' for ordinal in _ORDINALS)})")
_LONGEST = 60  # characters of a sentence that is a heading; a longer one is text that begins with a number


def text_runs(line: str, layout: Layout) -> list[BaseOxmlElement]:
    """The runs of a paragraph: its numbered heading in the style of its level, then the rest."""
    style, end = heading(line, layout)
    if not style:
        return [run(line)]
    rest = [run(line[end:])] if line[end:] else []
    return [run(line[:end], run_style_id(layout.styles[style])), *rest]


def heading(line: str, layout: Layout) -> tuple[str, int]:
    """The style of the paragraph's numbered heading and where that ends: with its first sentence; "" where there is none."""
    found = _LEVEL.match(line)
    level = found.lastindex - 1 if found and found.lastindex else len(layout.item.levels)
    style = layout.item.levels[level] if level < len(layout.item.levels) else ""
    end = line.find("。") + 1 or len(line)
    return (style, end) if style and end <= _LONGEST else ("", 0)


def is_heading(line: str, layout: Layout) -> bool:
    """Whether the paragraph is a numbered heading and nothing more."""
    style, end = heading(line, layout)
    return bool(style) and not line[end:].strip()

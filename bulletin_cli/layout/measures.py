"""Lengths and type sizes as offices name them, in twips (1/1440 inch) and points."""

from __future__ import annotations

import re

TWIPS_PER_POINT = 20
TWIPS_PER_MM = 1440 / 25.4

# 字号 → pt: the customary sizes of Chinese type, as Word and WPS have them
SIZES = {
    "初号": 42.0, "小初": 36.0, "一号": 26.0, "小一": 24.0, "二号": 22.0, "小二": 18.0, "三号": 16.0, "小三": 15.0,
    "四号": 14.0, "小四": 12.0, "五号": 10.5, "小五": 9.0,
}  # fmt: skip

_NUMBER = r"\d{1,3}(?:\.\d{1,3})?"
LENGTH_PATTERN = rf"^{_NUMBER}(?:mm|pt|字|行)$"
SIZE_PATTERN = rf"^(?:{'|'.join(SIZES)}|{_NUMBER}pt)$"
_LENGTH = re.compile(rf"({_NUMBER})(mm|pt|字|行)")


def points(size: str) -> float:
    """A type size ("三号", "16pt") in points."""
    return SIZES[size] if size in SIZES else float(size.removesuffix("pt"))


def twips(length: str, *, character: float, line: int) -> int:
    """A length ("35mm", "16pt", "2字", "1.5行") in twips, rounded.

    `character` is the width of one Han character (字, GB/T 9704 3.1) in points, `line` the height of a line (行, 3.2)
    in twips.
    """
    match = _LENGTH.fullmatch(length)
    assert match, f"validated against LENGTH_PATTERN: {length}"
    unit = {"mm": TWIPS_PER_MM, "pt": TWIPS_PER_POINT, "字": character * TWIPS_PER_POINT, "行": line}[match[2]]
    return round(float(match[1]) * unit)

"""Lengths and type sizes as offices name them, in twips (1/1440 inch) and points."""

from __future__ import annotations

import re

TWIPS_PER_POINT = 20
TWIPS_PER_INCH = 1440
TWIPS_PER_MM = TWIPS_PER_INCH / 25.4

# 字号 → pt: the customary sizes of Chinese type, as Word and WPS have them
SIZES = {
    "初号": 42.0, "小初": 36.0, "一号": 26.0, "小一": 24.0, "二号": 22.0, "小二": 18.0, "三号": 16.0, "小三": 15.0,
    "四号": 14.0, "小四": 12.0, "五号": 10.5, "小五": 9.0, "六号": 7.5, "小六": 6.5, "七号": 5.5, "八号": 5.0,
}  # fmt: skip

# How programs set type in an exact line, measured in PDFs of LibreOffice: of the line a fifth is below the baseline;
# of a Chinese character 0.12 of its size is; a 一字线 of a Song face stands 0.37 of its size over it.
BELOW_BASELINE = 0.2
BELOW_CHARACTER = 0.12
DASH_OVER_BASELINE = 0.37

_SCREEN = 96  # dots per inch of a picture that does not say, as of a screen
_DPI = (36, 2400)  # what says less or more says nothing

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


def picture_size(
    pixels: tuple[float, float], dpi: tuple[float, float], width: float | None = None, height: float | None = None
) -> tuple[float, float]:
    """Width and height of a picture in twips: as given, the other side in proportion; without any, its own."""
    across, down = pixels
    if width is None and height is None:
        horizontal, vertical = (each if _DPI[0] <= each <= _DPI[1] else _SCREEN for each in dpi)
        return across / horizontal * TWIPS_PER_INCH, down / vertical * TWIPS_PER_INCH
    if width is None:
        assert height is not None
        return height * across / down, height
    return width, width * down / across if height is None else height

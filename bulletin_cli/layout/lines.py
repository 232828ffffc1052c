"""What an issue says in a layout's words, line by line, and how much room it takes."""

from __future__ import annotations

import math
import unicodedata

from bulletin_cli.layout.measures import TWIPS_PER_POINT
from bulletin_cli.layout.model import Row, Style, Words
from bulletin_cli.placeholders import fill


def fill_lines(pieces: Words, words: dict[str, str]) -> list[str]:
    """The lines of a text: one, or with {issuer} one for each of joint issuers; none where it has nothing to say."""
    lines = [fill(pieces, {**words, "issuer": issuer}) for issuer in words["issuer"].split("\n")]
    return [line for line in dict.fromkeys(lines) if line.strip()]


def row_columns(row: Row, words: dict[str, str]) -> list[tuple[str, str, str]]:
    """The lines of a row, each left, centre and right; where one side has several, the others stand beside its last."""
    columns = [fill_lines(side, words) for side in (row.left, row.center, row.right)]
    height = max(map(len, columns))
    left, center, right = ([""] * (height - len(column)) + column for column in columns)
    return list(zip(left, center, right, strict=True))


def text_width(text: str, style: Style) -> int:
    """How wide `text` is in twips: a Han character or full-width mark is one of the type's size, another half of it."""
    ems = sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)
    return round(ems * style.size * TWIPS_PER_POINT + len(text) * style.spacing)


def line_count(text: str, style: Style, width: int) -> int:
    """How many lines of `width` twips `text` takes, by the width of its characters."""
    return max(1, math.ceil(text_width(text, style) / max(width, 1)))

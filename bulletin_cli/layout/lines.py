"""What an issue says in a layout's words, line by line, and how much room it takes."""

from __future__ import annotations

import functools
import re
import unicodedata

from bulletin_cli.layout.measures import TWIPS_PER_POINT
from bulletin_cli.layout.model import Row, Style, Words
from bulletin_cli.placeholders import fill

_OPENING, _CLOSING = "“‘（《〈【〔「『", "，。、；：？！”’）》〉】〕」』…—"
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,:/%_-]*")
_HAN, _LATIN = r"[\u3400-\u9fff]", "[A-Za-z0-9]"
_HAN_BESIDE_LATIN = re.compile(f"(?<={_HAN})(?={_LATIN})|(?<={_LATIN})(?={_HAN})")
_CLUSTER = re.compile(rf"[{_OPENING}]*(?:{_WORD.pattern}|[^{_OPENING}])[{_CLOSING}]*|[{_OPENING}]+", re.DOTALL)


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
    """How wide `text` is in twips: a Han character or full-width mark is one of the type's size, another half of it.

    Programs put a fifth of the size between Han characters and Latin letters or digits.
    """
    return round(_ems(text) * style.size * TWIPS_PER_POINT + len(text) * style.spacing)


@functools.lru_cache(maxsize=4096)  # lines are broken a cluster at a time, and most clusters come again
def _ems(text: str) -> float:
    ems = sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)
    return ems + 0.2 * len(_HAN_BESIDE_LATIN.findall(text))


def break_lines(text: str, style: Style, first: int, rest: int) -> list[str]:
    """The lines of `text`, the first of them `first` twips wide, the others `rest`, as a program breaks them.

    No closing mark stands at the start of a line, no opening one at its end, and a Latin word stays whole.
    """
    lines, line, width, room = [], "", 0, first
    for cluster in _CLUSTER.findall(text):
        # with the character before it, for the space between Han and Latin
        wider = text_width(line[-1:] + cluster, style) - text_width(line[-1:], style)
        if line and width + wider > room:
            lines.append(line)
            line, width, room = "", 0, rest
            wider = text_width(cluster, style)
        line, width = line + cluster, width + wider
        while len(line) > 1 and width > room:  # a word longer than a line
            fits = max(1, len(line) * room // width)
            lines.append(line[:fits])
            line, room = line[fits:], rest
            width = text_width(line, style)
    return [*lines, line] if line else lines

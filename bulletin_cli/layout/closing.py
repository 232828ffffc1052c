"""The rows of the closing block (版记, GB/T 9704 7.4): what an issue says there, in the layout's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bulletin_cli.layout.lines import break_lines, row_columns, text_width
from bulletin_cli.layout.model import Layout, Listing, Row, Style
from bulletin_cli.model import Issue
from bulletin_cli.placeholders import fill
from bulletin_cli.words import name_words


class Columns(NamedTuple):
    """A row of texts beside each other, each beginning `starts` twips in; without starts, at the left, in the middle, at the right."""

    texts: tuple[str, ...]
    starts: tuple[int, ...] = ()


class Entry(NamedTuple):
    """A row whose turnovers stand `hanging` twips in, under the first character behind its label."""

    text: str
    hanging: int


ClosingRow = Columns | Entry


def closing_parts(issue: Issue, layout: Layout, words: dict[str, str]) -> list[list[ClosingRow]]:
    """The parts of the block that have rows, in printing order; none where the issue has nothing to say there."""
    parts = [[row for entry in part for row in _rows(entry, issue, layout, words)] for part in layout.closing.parts]
    return [part for part in parts if part]


def block_height(parts: list[list[ClosingRow]], layout: Layout) -> int:
    """The height of the block in twips, by the width of its characters."""
    form, style = layout.closing, layout.styles[layout.closing.style]
    width = layout.page.type_width - 2 * form.inset
    rows = sum(_lines(row, style, width) for part in parts for row in part)
    return 2 * form.outer_rule + (len(parts) - 1) * form.inner_rule + len(parts) * form.rule_gap + rows * style.line


def _lines(row: ClosingRow, style: Style, width: int) -> int:
    if isinstance(row, Columns):
        return 1
    return len(break_lines(row.text, style, width, width - row.hanging))


def _rows(entry: Listing | Row, issue: Issue, layout: Layout, words: dict[str, str]) -> Iterator[ClosingRow]:
    if isinstance(entry, Row):
        yield from (Columns(columns) for columns in row_columns(entry, words))
    elif entry.each == "distribution":
        yield from _distribution(entry, issue, layout)
    else:
        yield from _sign_off(entry, issue, layout)


def _sign_off(listing: Listing, issue: Issue, layout: Layout) -> Iterator[Columns]:
    """So many to a row, each in the column of those above it; the columns are parted by equal gaps."""
    texts = [fill(listing.text, {"role": each.role, "name": name_words(each.name) or " "}) for each in issue.sign_off]
    style, count = layout.styles[layout.closing.style], min(listing.per_line, len(texts))
    if not count:
        return
    widths = [max(text_width(text, style) for text in texts[place::count]) for place in range(count)]
    room = layout.page.type_width - 2 * layout.closing.inset
    gap = max(room - sum(widths), 0) // max(count - 1, 1)
    starts = tuple(sum(widths[:place]) + gap * place for place in range(count))
    yield from (Columns(tuple(texts[at : at + count]), starts) for at in range(0, len(texts), count))


def _distribution(listing: Listing, issue: Issue, layout: Layout) -> Iterator[Entry]:
    style = layout.styles[layout.closing.style]
    widest = (layout.page.type_width - 2 * layout.closing.inset) // 2
    for each in issue.distribution:
        text = fill(listing.text, {"label": each.label, "to": listing.joiner.join(each.to)})
        if text:  # a draft's list may still be empty
            label = "".join(listing.text).partition("{to}")[0].replace("{label}", each.label)
            width = text_width(label, style)
            # under a label of half the line nothing could hang
            yield Entry(text, width if width <= widest else 0)

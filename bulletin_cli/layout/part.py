"""What is the same in building every part of a layout: lengths, rules, rows, texts."""

from __future__ import annotations

from bulletin_cli.files.values import Table
from bulletin_cli.layout.error import LayoutError
from bulletin_cli.layout.measures import TWIPS_PER_POINT, twips
from bulletin_cli.layout.model import Page, Row, Rule, Style, Words

ROW = ("left", "center", "right")

_WEIGHTS = (0.25, 12)  # points, of w:sz (17.18.68)
_WIDEST_INSET = 0.25  # of the type area


class Part:
    """Builds a part on this page with these styles; `at` is where it stands in the file, for what is wrong with it."""

    def __init__(self, page: Page, styles: dict[str, Style]) -> None:
        self.page = page
        self.styles = styles
        self.at: tuple[str | int, ...] = ()

    @property
    def widest(self) -> int:
        """The widest inset, in twips."""
        return round(_WIDEST_INSET * self.page.type_width)

    def length(self, table: Table, key: str, style: str = "normal", most: int | None = None) -> int:
        """A length in twips, no longer than `most` says (the type area's height where it says nothing).

        Raises LayoutError (IT105).
        """
        if key not in table:
            return 0
        length = twips(table[key], character=self.styles[style].size, line=self.page.line)
        if length > (self.page.type_height if most is None else most):
            raise LayoutError("IT105", f'{key} = "{table[key]}" 太长，排不下；请核对', *self.at, key)
        return length

    def rule(self, table: Table) -> Rule:
        """The rule that the table says; raises LayoutError (IT105)."""
        colour = table.get("colour", "FF0000").upper()
        weight = self.length(table, "weight") / TWIPS_PER_POINT if "weight" in table else 2.25
        if not _WEIGHTS[0] <= weight <= _WEIGHTS[1]:
            raise LayoutError("IT105", f"线粗 {table['weight']} 应在 0.25 到 12 磅之间", *self.at, "weight")
        width = self.length(table, "length", most=self.page.width)
        return Rule(table["rule"], weight, colour, self.length(table, "gap"), width)


def row(table: Table, style: str, inset: int) -> Row:
    """A row with its texts."""
    return Row(words(table, "left"), words(table, "center"), words(table, "right"), style, inset)


def check_keys(table: Table, *kinds: tuple[str, ...], at: tuple[str | int, ...]) -> None:
    """Raises LayoutError (IT103) for a key that does nothing in an entry of this kind."""
    known = next(
        kind for kind in kinds if kind[0] in table or (kind[0] == "left" and {"center", "right"} & table.keys())
    )
    for key in table:
        if key not in known:
            raise LayoutError("IT103", f"{known[0]} 这一种里用不上“{key}”；可用的有：{'、'.join(known)}", *at, key)


def words(table: Table, key: str) -> Words:
    """The pieces of a text, which may be one or a list."""
    value = table.get(key, [])
    return (value,) if isinstance(value, str) else tuple(value)

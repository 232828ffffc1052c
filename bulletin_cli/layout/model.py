"""What a layout says, as values; lengths in twips (1/1440 inch) but where a name says otherwise."""

import math
from typing import Literal, NamedTuple

from bulletin_cli.files.inputs import InputFile

# The styles that every document has beside the layout's: the rules of the closing block and the paragraph it hangs on.
RULE, ANCHOR = "closing_rule", "closing_anchor"
OWN_LABELS = {RULE: "版记分隔线", ANCHOR: "版记定位"}

_ROUNDING = 0.3  # twips; half a hundredth of a millimetre

Side = Literal["left", "center", "right"]
Words = tuple[str, ...]  # pieces with placeholders; a piece without its value is left out


class Page(NamedTuple):
    """Paper and type area (版心), with the raster of lines and characters that fills it."""

    width: int
    height: int
    top: int
    left: int
    type_width: int
    type_height: int
    lines: int
    characters: int

    @property
    def right(self) -> int:
        """The margin at the right of the type area."""
        return self.width - self.left - self.type_width

    @property
    def bottom(self) -> int:
        """The margin below the type area."""
        return self.height - self.top - self.type_height

    @property
    def line(self) -> int:
        """The height of a line: a program fits floor(height / pitch) lines, so rounded down.

        LibreOffice counts in hundredths of a millimetre: what rounding may add to each line is left free.
        """
        return (self.type_height - math.ceil(_ROUNDING * self.lines) - 2) // self.lines

    @property
    def character(self) -> int:
        """The width that each of the characters of a full line has."""
        return self.type_width // self.characters


class Style(NamedTuple):
    """A named style of Word; `size` in points, `spacing` between characters, `line` the exact height of a line."""

    key: str
    label: str
    face: str
    size: float
    colour: str
    bold: bool
    align: str
    line: int
    before: int
    after: int
    first_line: int
    left: int
    right: int
    spacing: int
    keep_next: bool
    outline: int | None


class Line(NamedTuple):
    """A line of the masthead by itself."""

    text: Words
    style: str


class Row(NamedTuple):
    """A line with texts at the left, in the middle and at the right; `inset` is kept free at both ends.

    Each text may have a style of its own, "" where it has none.
    """

    left: Words
    center: Words
    right: Words
    style: str
    inset: int
    styles: tuple[str, str, str] = ("", "", "")


class Rule(NamedTuple):
    """A horizontal rule, `gap` below the characters of the line above; `weight` in points, `width` 0 for the type area's."""

    form: str
    weight: float
    colour: str
    gap: int
    width: int = 0


class Space(NamedTuple):
    """Empty height; `from_top`: counted from the upper edge of the type area, whatever stands above."""

    height: int
    from_top: bool = False


class Picture(NamedTuple):
    """A picture in a paragraph of its own: PNG or JPEG, as `media` says; one drawn as `svg` is there as a PNG as well."""

    name: str
    data: bytes
    media: str
    width: int
    height: int
    align: Side
    alt: str
    svg: bytes = b""


Element = Line | Row | Rule | Space | Picture


class PrefaceForm(NamedTuple):
    """How the editor's note (编者按) is printed; `boxed`: within a frame."""

    lead: str
    style: str
    lead_style: str
    boxed: bool = False


class ContentsForm(NamedTuple):
    """The list of titles (本期要目) below the masthead; without `text`, none. `section` is a line before those of each."""

    title: str = ""
    title_style: str = "normal"
    section: Words = ()
    section_style: str = "normal"
    text: Words = ()
    style: str = "normal"
    before_preface: bool = False
    numbered: bool = False  # with the pages, at the right
    below: int = 0  # what stands free below it


class SectionForm(NamedTuple):
    """How a section's heading is printed; without text, not at all."""

    text: Words
    style: str


class ItemForm(NamedTuple):
    """How an item is printed: its title, its text, and who handed it in."""

    title: Words
    title_run_in: bool
    title_style: str
    gap: str
    text_style: str
    attribution: Words
    attribution_place: Literal["run-in", "own-line", "none"]
    attribution_style: str
    joiner: str
    levels: tuple[
        str, ...
    ] = ()  # the styles of what stands behind 一、 （一） 1. （1）, "" where it has none of its own


class Listing(NamedTuple):
    """Rows of the closing block, one for each distribution or (`per_line` to a row) sign-off."""

    each: Literal["distribution", "sign_off"]
    text: Words
    joiner: str
    per_line: int


class ClosingForm(NamedTuple):
    """The closing block (版记): parts with rules around and between them, `rule_gap` between a row and the rule below."""

    parts: tuple[tuple[Listing | Row, ...], ...]
    style: str
    inset: int
    outer_rule: int
    inner_rule: int
    rule_gap: int
    even_page: bool = False  # on an even page, whatever the text fills


class PageNumberForm(NamedTuple):
    """The page number; `gap` from the type area's lower edge to its dashes; `on_first`: on the first page, too."""

    text: str
    style: str
    odd: Side
    even: Side
    inset: int
    gap: int
    on_first: bool = True


class FirstPage(NamedTuple):
    """What the first page has of its own: where its text begins, and a rule `foot` above the paper's lower edge."""

    top: int = 0  # from the paper's upper edge; 0 where it is as on every page
    rule: Rule | None = None
    foot: int = 0


class DraftForm(NamedTuple):
    """The mark on every page of a draft, `top` below the paper's upper edge."""

    text: str
    style: str
    top: int


class Layout(NamedTuple):
    """A complete layout."""

    name: str
    page: Page
    styles: dict[str, Style]
    masthead: tuple[Element, ...]
    preface: PrefaceForm
    section: SectionForm
    item: ItemForm
    closing: ClosingForm
    page_number: PageNumberForm
    draft: DraftForm
    fallback_faces: dict[str, str]
    contents: ContentsForm = ContentsForm()
    first_page: FirstPage = FirstPage()
    files: tuple[InputFile, ...] = ()  # what it was read from: its own file, those it extends, its pictures

    @property
    def normal(self) -> Style:
        """The style that the others are made from."""
        return self.styles["normal"]

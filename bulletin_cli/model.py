"""The bulletin in the words of the office that makes it: publication, issue, item.

Values only: this module imports nothing of ours, and nothing in it knows of files or pages. They are named tuples
and not frozen dataclasses because every command makes these classes when it starts: 0.05 ms each instead of 0.4 (and
only where annotations are types, not texts to compile: no `from __future__ import annotations` here).
"""

import datetime
from pathlib import Path
from typing import NamedTuple


class Department(NamedTuple):
    """A unit that hands in items (报送单位); items may name it by `name`, `full_name` or an alias."""

    name: str
    full_name: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def known_as(self) -> tuple[str, ...]:
        """Every name an item may use for it, the printed one first."""
        return tuple(name for name in (self.name, self.full_name, *self.aliases) if name)


class Distribution(NamedTuple):
    """One line of the distribution list (报 / 送 / 发 / 本期发): whom the issue goes to, in printing order."""

    label: str
    to: tuple[str, ...]


class SignOff(NamedTuple):
    """Who answers for the issue (责任编辑 / 审核 / 签发); `name` is empty until it is known."""

    role: str
    name: str = ""


class Limits(NamedTuple):
    """Lengths in characters that the office allows; None where it sets no limit."""

    title_min: int | None = None
    title_max: int | None = None
    body_min: int | None = None
    body_max: int | None = None


class Proofreading(NamedTuple):
    """How the office wants its texts proofread: the [check] of bulletin.toml. Codes may be those of whole groups."""

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    severity: tuple[tuple[str, str], ...] = ()  # code, what it weighs
    limits: Limits = Limits()
    spacing: str = "none"  # between Han and digits: none, or any
    terms: tuple[tuple[str, str], ...] = ()  # the office's own: wrong, right


class Publication(NamedTuple):
    """What stays the same from issue to issue: bulletin.toml."""

    name: str
    issuers: tuple[str, ...]
    layout: str
    filename: tuple[str, ...]
    sections: tuple[str, ...]
    departments: tuple[Department, ...]
    distribution: tuple[Distribution, ...] = ()
    sign_off: tuple[SignOff, ...] = ()
    proofreading: Proofreading = Proofreading()

    def department(self, name: str) -> Department | None:
        """The department an item means by `name`; None where no such one is registered."""
        return next((d for d in self.departments if name in d.known_as), None)

    def printed_name(self, name: str) -> str:
        """The registered name of the department an item calls `name`; `name` itself where it is not registered."""
        department = self.department(name)
        return department.name if department else name


class Image(NamedTuple):
    """A picture (图) of an item, behind its paragraph `after` (the last, where it is None).

    `data` is the file as it was read, b"" where it cannot be used; `media` its MIME type; `width` in millimetres.
    """

    path: Path
    data: bytes = b""
    media: str = ""
    pixels: tuple[float, float] = (0, 0)
    dpi: tuple[float, float] = (0.0, 0.0)
    width: float | None = None
    caption: str = ""
    alt: str = ""
    after: int | None = None


class Table(NamedTuple):
    """A table (表) of an item, behind its paragraph `after` (the last, where it is None).

    The first `header` rows are repeated on every page; `widths` of its columns in millimetres, () where none are given.
    """

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    header: int = 1
    widths: tuple[float, ...] = ()
    after: int | None = None


class Item(NamedTuple):
    """One item (条目) as its department handed it in; `path` is the file it stands in."""

    path: Path
    section: str = ""
    departments: tuple[str, ...] = ()
    title: str = ""
    body: str = ""
    order: int | None = None
    kind: str = ""
    drafter: str = ""
    phone: str = ""
    approved_by: str = ""
    author: str = ""
    images: tuple[Image, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of the body: its lines that are not blank, each as it stands."""
        return paragraphs(self.body)


class Issue(NamedTuple):
    """One issue (期): issue.toml with the items of its folder; what it does not say comes from the publication."""

    folder: Path
    number: int
    date: datetime.date | None
    total: int | None = None
    series: str = ""
    secrecy: str = ""
    serial: str = ""
    copies: int | None = None
    preface: str = ""
    issuers: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    distribution: tuple[Distribution, ...] = ()
    sign_off: tuple[SignOff, ...] = ()
    items: tuple[Item, ...] = ()


def paragraphs(text: str) -> list[str]:
    """The lines of `text` that are not blank; one Enter, one paragraph, as in Word.

    Only U+000A ends a line: a U+2028 inside a sentence is a character like any other.
    """
    return [line for line in text.split("\n") if line.strip()]


def length(text: str) -> int:
    """The length of `text` in characters, white space not counted, as an editor counts it."""
    return sum(map(len, text.split()))

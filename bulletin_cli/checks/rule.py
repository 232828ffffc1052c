"""What a rule is: one thing a proofreader knows, the texts it reads and what it says of them."""

import datetime
import enum
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from bulletin_cli.findings import Severity
from bulletin_cli.model import Item, Publication

TITLE, BODY, PREFACE = "title", "body", "preface"
_SHIELD = "\ufffc"  # stands for a character that number and width rules leave alone; no rule looks for it
_TITLES_AND_ADDRESSES = (
    r"《[^《》\n]{0,200}》|(?:https?://|www\.)[\x21-\x7e]+|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,64}\.[A-Za-z0-9.-]+"
)


class Remedy(enum.Enum):
    """Whether what a rule says can be put right by itself."""

    NONE = "none"
    SAFE = "safe"
    UNSAFE = "unsafe"  # somebody should look at it first


class Mark(NamedTuple):
    """What a rule says of the characters `start` to `end` (exclusive) of a text, and what should stand there."""

    start: int
    end: int
    message: str
    replacement: str | None = None
    safe: bool | None = None  # where this one differs from its rule
    severity: Severity | None = None  # likewise


@functools.lru_cache(maxsize=4)  # one for each field of an item, and one to spare
def grams(text: str) -> frozenset[str]:
    """Every character of the text and every two that stand side by side: what most rules and words can be told by."""
    return frozenset((*text, *map(str.__add__, text, text[1:])))


class Passage:
    """One text to be proofread (a title, a body, a preface), and what is known about it; `date` is the issue's."""

    def __init__(
        self,
        field: str,
        text: str,
        item: Item | None = None,
        publication: Publication | None = None,
        date: datetime.date | None = None,
    ) -> None:
        self.field = field
        self.text = text
        self.item = item
        self.publication = publication
        self.date = date

    @functools.cached_property
    def shielded(self) -> str:
        """The text, as long as it is, but with book titles and web addresses hidden."""
        if not any(sign in self.text for sign in ("《", "://", "www.", "@")):
            return self.text
        return re.sub(_TITLES_AND_ADDRESSES, lambda found: _SHIELD * len(found[0]), self.text)


Finder = Callable[[Passage], Iterable[Mark]]


class Rule:
    """A rule of the proofreader; `code` is permanent.

    `find` reads a passage of one of the `fields`, and only one that holds the first two characters of at least one of
    the strings in `on` (() for every one): most texts are so passed by without even compiling a pattern. A rule
    without `find` is noted where files are read.
    """

    def __init__(
        self,
        code: str,
        severity: Severity,
        find: Finder | None = None,
        *,
        on: Iterable[str] = (),
        remedy: Remedy = Remedy.NONE,
        fields: tuple[str, ...] = (TITLE, BODY, PREFACE),
    ) -> None:
        self.code = code
        self.severity = severity
        self.find = find
        self.remedy = remedy
        self.fields = fields
        self._on = frozenset(sign[:2] for sign in on)

    def marks(self, passage: Passage) -> Iterable[Mark]:
        """What it says of the passage."""
        if self.find is None or passage.field not in self.fields:
            return ()
        if self._on and self._on.isdisjoint(grams(passage.text)):
            return ()
        return self.find(passage)


def correction(found: re.Match[str], right: str, *, start: int | None = None, end: int | None = None) -> Mark:
    """The mark of a match that should read `right`; of the part from `start` to `end` of the text, where given."""
    start = found.start() if start is None else start
    end = found.end() if end is None else end
    wrong = found.string[start:end]
    said = f"“{wrong}”应为“{right}”" if right else f"“{wrong}”应删去"
    return Mark(start, end, said, right)


def corrections(pattern: str, right: str, text: str) -> Iterator[Mark]:
    """A mark for each match of `pattern`, which should read `right` (a template, as re.sub takes it)."""
    for found in re.finditer(pattern, text):
        yield correction(found, found.expand(right))

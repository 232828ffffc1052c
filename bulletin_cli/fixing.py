"""A file and what is wrong with it → the file put right, every other byte of it as it was.

What should stand in place of a marked text is written into the TOML as its quotes ask; comments, layout, escapes and
line ends around it stay. Nothing is written to disk here.
"""

from __future__ import annotations

import bisect
import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from bulletin_cli.files.source import Source, parse
from bulletin_cli.findings import Finding

if TYPE_CHECKING:
    from bulletin_cli.files.places import Span

_ROUNDS = 20  # a fix may uncover another; none of ours needs more than three
_LITERAL = "'"


class Fixed(NamedTuple):
    """A text put right, and how many fixes that took."""

    text: str
    fixes: int


class _Change(NamedTuple):
    """Characters `start` to `end` of the string `field`, a key at the top of the file, are to read `right`."""

    field: str
    start: int
    end: int
    right: str


def fix(source: Source, check: Callable[[Source], Iterable[Finding]], *, unsafe: bool = False) -> Fixed:
    """Applies the fixes of what `check` finds in `source`, and of what it finds then, until nothing is left to fix.

    Nothing is changed where there is no end to it.
    """
    mended, count = source, 0
    for _ in range(_ROUNDS):
        applied = _applied(mended, _changes(mended, check(mended), unsafe=unsafe))
        if applied.text == mended.text:
            return Fixed(mended.text, count)
        parsed = parse(source.path, applied.text.encode())
        assert isinstance(parsed, Source), "what was applied was read back"
        mended, count = parsed, count + applied.fixes
    return Fixed(source.text, 0)


def _changes(source: Source, findings: Iterable[Finding], *, unsafe: bool) -> list[_Change]:
    """The fixes to apply in one go: of two that overlap the first, and the other when it is still found afterwards."""
    changes: list[_Change] = []
    for finding in findings:
        if finding.fix is None or not (finding.fix.safe or unsafe):
            continue
        if not _can_be_written(source, finding.field, finding.fix.replacement):
            continue
        starts, _ = source.places.characters((finding.field,))
        start, end = (bisect.bisect_left(starts, offset) for offset in source.places.offsets(finding.place))
        changes.append(_Change(finding.field, start, end, finding.fix.replacement))
    changes.sort()
    kept: list[_Change] = []
    for change in changes:
        if not kept or change.field != kept[-1].field or change.start >= max(kept[-1].end, kept[-1].start + 1):
            kept.append(change)
    return kept


def _applied(source: Source, changes: list[_Change]) -> Fixed:
    """The text with those of the changes made that can be written."""
    working = _working(source, changes)
    return Fixed(_edited(source, working), len(working))


def _working(source: Source, changes: list[_Change]) -> list[_Change]:
    """Those of the changes that can be written: a literal string, for one, holds no ' of its own quotes."""
    if _says(source, _edited(source, changes), changes):
        return changes
    if len(changes) == 1:
        return []
    half = len(changes) // 2
    working = [*_working(source, changes[:half]), *_working(source, changes[half:])]
    return working if _says(source, _edited(source, working), working) else working[:1]


def _says(source: Source, text: str, changes: list[_Change]) -> bool:
    """Whether `text` means what `source` means but for the changes."""
    parsed = parse(source.path, text.encode())
    expected = dict(source.values)
    for field in {change.field for change in changes}:
        said, pieces, done = source.values[field], [], 0
        for change in changes:
            if change.field == field:
                pieces += [said[done : change.start], change.right]
                done = change.end
        expected[field] = "".join([*pieces, said[done:]])
    # as text: of two numbers that are none (nan) neither is the other
    return isinstance(parsed, Source) and repr(parsed.values) == repr(expected)


def _edited(source: Source, changes: list[_Change]) -> str:
    pieces, done = [], 0
    edits = sorted((span, words) for change in changes for span, words in _edits(source, change))
    for (start, end), words in edits:
        pieces += [source.text[done:start], words]
        done = end
    return "".join([*pieces, source.text[done:]])


def _edits(source: Source, change: _Change) -> Iterator[tuple[Span, str]]:
    """Where in the file what is to be written: the characters alone that differ, so that a line stays wrapped."""
    starts, ends = source.places.characters((change.field,))
    wrong = source.values[change.field][change.start : change.end]
    compared = difflib.SequenceMatcher(None, wrong, change.right, autojunk=False)
    for kind, first, last, other_first, other_last in compared.get_opcodes():
        if kind == "equal":
            continue
        words = _written(source, change.field, change.right[other_first:other_last])
        if first == last:  # an insertion stands right behind the character before it
            at = ends[change.start + first - 1] if change.start + first else starts[0]
            yield (at, at), words
        for index in range(change.start + first, change.start + last):
            yield (starts[index], ends[index]), words if index == change.start + first else ""


def _quote(source: Source, field: str) -> str:
    return source.text[source.places.values[(field,)][0]]


def _can_be_written(source: Source, field: str, words: str) -> bool:
    """Whether the quotes of the string can hold the words: literal ones know no escapes."""
    return _quote(source, field) != _LITERAL or (_LITERAL not in words and words.isprintable())


def _written(source: Source, field: str, words: str) -> str:
    """The words as the quotes of the string ask."""
    if _quote(source, field) == _LITERAL:
        return words
    return re.sub(r'["\\\x00-\x1f\x7f]', lambda found: f"\\u{ord(found[0]):04x}", words)

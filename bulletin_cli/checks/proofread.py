"""The texts of an item or an issue, read by every rule."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bulletin_cli.checks.registry import READERS
from bulletin_cli.checks.rule import BODY, PREFACE, TITLE, Mark, Passage, Remedy, Rule
from bulletin_cli.files.source import Source
from bulletin_cli.findings import Fix
from bulletin_cli.model import Issue, Item, Publication

if TYPE_CHECKING:
    from bulletin_cli.files.places import KeyPath

# A cell is no sentence: 姓　名, 12.3 and — are as they should be. What is read are its words, and whom it names.
_FOR_CELLS = tuple(rule for rule in READERS if rule.code.startswith(("WR", "PI")))


def proofread_texts(item: Item, source: Source, publication: Publication | None, date: datetime.date | None) -> None:
    """Notes what the rules say of title, body, captions and tables; `date` is the issue's, None where it is in none yet."""
    for field, text in ((TITLE, item.title), (BODY, item.body)):
        _read(Passage(field, text, item, publication, date), source)
    for at, caption in _captions(item):
        _read(Passage(TITLE, caption, item, publication, date), source, at)
    for at, cell in _cells(item):
        _read(Passage(TITLE, cell, item, publication, date), source, at, _FOR_CELLS)


def _captions(item: Item) -> Iterator[tuple[KeyPath, str]]:
    """Captions are like titles: one line, without an end mark."""
    yield from ((("image", place, "caption"), image.caption) for place, image in enumerate(item.images))
    yield from ((("table", place, "caption"), table.caption) for place, table in enumerate(item.tables))


def _cells(item: Item) -> Iterator[tuple[KeyPath, str]]:
    for place, table in enumerate(item.tables):
        for line, row in enumerate(table.rows):
            yield from (((("table", place, "rows", line, column), cell)) for column, cell in enumerate(row) if cell)


def proofread_preface(issue: Issue, source: Source, publication: Publication | None) -> None:
    """Notes what the rules say of the issue's preface."""
    _read(Passage(PREFACE, issue.preface, None, publication, issue.date), source)


def _read(passage: Passage, source: Source, at: KeyPath = (), rules: tuple[Rule, ...] = READERS) -> None:
    """Notes what the rules say of the passage, which stands at the path `at`: its field's where nothing is said."""
    for rule in rules:
        for mark in rule.marks(passage):
            source.report_within(
                rule.code,
                mark.message,
                at or (passage.field,),
                mark.start,
                mark.end,
                severity=mark.severity or rule.severity,
                fix=_fix(mark, rule),
            )


def _fix(mark: Mark, rule: Rule) -> Fix | None:
    if mark.replacement is None:
        return None
    return Fix(rule.remedy is Remedy.SAFE if mark.safe is None else mark.safe, mark.replacement)

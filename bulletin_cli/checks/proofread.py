"""The texts of an item or an issue, read by every rule."""

from __future__ import annotations

import datetime

from bulletin_cli.checks.registry import READERS
from bulletin_cli.checks.rule import BODY, PREFACE, TITLE, Mark, Passage, Remedy, Rule
from bulletin_cli.files.source import Source
from bulletin_cli.findings import Fix
from bulletin_cli.model import Issue, Item, Publication


def proofread_texts(item: Item, source: Source, publication: Publication | None, date: datetime.date | None) -> None:
    """Notes what the rules say of title and body; `date` is the issue's, None where it is in none yet."""
    for field, text in ((TITLE, item.title), (BODY, item.body)):
        _read(Passage(field, text, item, publication, date), source)


def proofread_preface(issue: Issue, source: Source, publication: Publication | None) -> None:
    """Notes what the rules say of the issue's preface."""
    _read(Passage(PREFACE, issue.preface, None, publication, issue.date), source)


def _read(passage: Passage, source: Source) -> None:
    for rule in READERS:
        for mark in rule.marks(passage):
            source.report_within(
                rule.code,
                mark.message,
                (passage.field,),
                mark.start,
                mark.end,
                severity=mark.severity or rule.severity,
                fix=_fix(mark, rule),
            )


def _fix(mark: Mark, rule: Rule) -> Fix | None:
    if mark.replacement is None:
        return None
    return Fix(rule.remedy is Remedy.SAFE if mark.safe is None else mark.safe, mark.replacement)

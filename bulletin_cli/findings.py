"""Findings: what is wrong with the content, as values that are collected, sorted and printed."""

import enum
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class Severity(enum.StrEnum):
    """How much a finding weighs: an error stops the composing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Fix(NamedTuple):
    """What should stand in place of the marked text; `safe` where no human need look at it first."""

    safe: bool
    replacement: str


class Place(NamedTuple):
    """A stretch of a file: 1-based lines and columns, counted in characters; the end is exclusive."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


class Finding(NamedTuple):
    """One thing that is wrong, and where; `code` is permanent, `message` one Chinese sentence."""

    path: Path
    place: Place
    code: str
    message: str
    severity: Severity = Severity.ERROR
    field: str = ""
    fix: Fix | None = None


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by file, place and code, each once."""
    return sorted(
        set(findings),
        key=lambda f: (f.path.as_posix(), f.place.line, f.place.column, f.code, f.message),
    )


def has_errors(findings: Iterable[Finding], *, strict: bool = False) -> bool:
    """Whether anything here stops the composing; with `strict`, warnings do too."""
    stopping = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(finding.severity in stopping for finding in findings)

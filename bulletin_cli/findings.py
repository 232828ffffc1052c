"""Findings: what is wrong with the content, as values that are collected, sorted and printed."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


class Severity(enum.StrEnum):
    """How much a finding weighs: an error stops the composing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Fix:
    """What should stand in place of the marked text; `safe` where no human need look at it first."""

    safe: bool
    replacement: str


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file: 1-based lines and columns, counted in characters; the end is exclusive."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
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

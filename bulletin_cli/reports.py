"""Findings as people, programs and GitHub read them."""

from __future__ import annotations

import enum
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bulletin_cli.console import say, shows_unicode, width
from bulletin_cli.files.text import NotUtf8Error, decode, visible
from bulletin_cli.findings import Finding, Place, Severity

SCHEMA_VERSION = 1
_WIDE = 10_000
SEVERITY_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}
_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}


def shown_path(path: Path) -> str:
    """`path` as people name it: from the current folder, where it stands below it, with forward slashes."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):  # elsewhere, or the current folder is gone
        return path.as_posix()


class Format(enum.StrEnum):
    """How findings are reported."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def report(findings: Iterable[Finding], format: Format, **more: Any) -> None:
    """The findings to standard output; `more` goes into the JSON form."""
    if format is Format.JSON:
        say(as_json(findings, **more))
    elif format is Format.GITHUB:
        report_github(findings)
    else:
        report_text(findings)


def report_text(findings: Iterable[Finding]) -> None:
    """One line a finding; on a terminal the source line below it, with the place marked."""
    terminal = sys.stdout.isatty()
    for finding in findings:
        if terminal:
            _print_marked(finding)
        else:
            say(finding_line(finding))


def finding_line(finding: Finding) -> str:
    """“a.toml:7:12: NM101 错误 … [可修复]”."""
    place, word, said = _parts(finding)
    return f"{place}{word}{said}"


def _parts(finding: Finding) -> tuple[str, str, str]:
    """Where it stands, what it weighs, and what it says."""
    fixable = "" if finding.fix is None else " [可修复]" if finding.fix.safe else " [可修复，须核对]"
    place = f"{shown_path(finding.path)}:{finding.place.line}:{finding.place.column}: {finding.code} "
    return place, SEVERITY_WORDS[finding.severity], f" {finding.message}{fixable}"


def as_json(findings: Iterable[Finding], **more: Any) -> str:
    """The findings as one JSON object, with `more` before them."""
    rows = [_row(finding) for finding in findings]
    # a console of another encoding gets escapes, which JSON reads back
    return json.dumps({"schema_version": SCHEMA_VERSION, **more, "findings": rows}, ensure_ascii=not shows_unicode())


def report_github(findings: Iterable[Finding]) -> None:
    """One workflow command a finding, which GitHub shows beside the line."""
    kinds = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    for finding in findings:
        place = finding.place
        properties = {
            "file": shown_path(finding.path),
            "line": place.line,
            "col": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
            "title": finding.code,
        }
        listed = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items())
        say(f"::{kinds[finding.severity]} {listed}::{_escaped(finding.message)}")


def report_github_failure(message: str) -> None:
    """A failure that no file is to blame for, as GitHub shows it."""
    say(f"::error::{_escaped(message)}")


def substitution(face: str, other: str) -> str:
    """That a PDF has another face instead of `face`."""
    return f"这台电脑没有字体“{face}”，PDF 里用“{other or '别的字体'}”代替；.docx 不受影响"


def summary(findings: Iterable[Finding], files: int, *, fixed: int = 0) -> str:
    """“7 个文件，3 处错误，1 处警告，2 处可自动修复”."""
    listed = list(findings)
    counts = Counter(finding.severity for finding in listed)
    parts = [
        f"{files} 个文件",
        *([f"已改正 {fixed} 处"] if fixed else []),
        *(f"{counts[severity]} 处{SEVERITY_WORDS[severity]}" for severity in SEVERITY_WORDS if counts[severity]),
    ]
    if not listed:
        parts.append("没有问题")
    fixable = sum(finding.fix is not None and finding.fix.safe for finding in listed)
    return "，".join([*parts, *([f"{fixable} 处可自动修复"] if fixable else [])])


def _row(finding: Finding) -> dict[str, Any]:
    place = finding.place
    row: dict[str, Any] = {
        "path": shown_path(finding.path),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message,
        "field": finding.field,
    }
    if finding.fix:
        row["fix"] = {"safe": finding.fix.safe, "replacement": finding.fix.replacement}
    return row


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _print_marked(finding: Finding) -> None:
    from rich.console import Console
    from rich.text import Text

    colour = _COLOURS[finding.severity]
    place, word, said = _parts(finding)
    line = Text.assemble(visible(place), (word, colour), visible(said))
    console = Console(highlight=False)
    console.print(line, soft_wrap=True)
    if source := _source_line(finding):
        shown, marks = _excerpt(source, finding.place, console.width - 4)
        console.print(Text(f"    {shown}"), soft_wrap=True)
        console.print(Text(f"    {marks}", style=colour), soft_wrap=True)


def _excerpt(source: str, place: Place, cells: int) -> tuple[str, str]:
    """As much of a line round the place as `cells` hold, and the marks below it: an item's body may be one long line."""
    first = place.column - 1
    last = place.end_column - 1 if place.end_line == place.line else len(source)
    start = first
    while start > 0 and width(visible(source[start - 1 : first])) < cells // 3:
        start -= 1
    end = start
    while end < len(source) and width(visible(source[start : end + 1])) < cells - 4:
        end += 1
    before, after = ("…" if start else ""), ("…" if end < len(source) else "")
    marked = max(1, width(visible(source[first : min(last, end)])))
    return f"{before}{visible(source[start:end])}{after}", " " * width(
        before + visible(source[start:first])
    ) + "^" * marked


def _source_line(finding: Finding) -> str:
    try:
        lines = decode(finding.path.read_bytes()).split("\n")
    except (OSError, NotUtf8Error):
        return ""
    return lines[finding.place.line - 1].rstrip("\r") if finding.place.line <= len(lines) else ""


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table to standard output; lines around its cells on a terminal only."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = sys.stdout.isatty()
    table = Table(
        box=box.SIMPLE_HEAD if terminal else None, title=Text(visible(title)) if title else None, title_justify="left"
    )
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=not terminal)
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    # a pipe has no width of its own: nothing is cut there
    Console(highlight=False, width=None if terminal else _WIDE, force_terminal=terminal).print(table)

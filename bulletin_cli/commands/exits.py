"""Exit codes, which schedulers rely on."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from bulletin_cli.files.source import UNREADABLE
from bulletin_cli.findings import Finding, has_errors

CONTENT = 1  # the content has errors (or warnings, with --strict)
USAGE = 2  # the call, the configuration, or a file that cannot be read or written


def exit_code(configuration: Sequence[Finding], content: Sequence[Finding], *, strict: bool = False) -> int:
    """How a command ends that found these in the configuration's files and in the content."""
    if has_errors(configuration, strict=strict) or any(finding.code == UNREADABLE for finding in content):
        return USAGE
    return CONTENT if has_errors(content, strict=strict) else 0


def end(configuration: Sequence[Finding], content: Sequence[Finding], *, strict: bool = False) -> None:
    """Ends the command by its exit code, where that is not 0."""
    if code := exit_code(configuration, content, strict=strict):
        raise typer.Exit(code)

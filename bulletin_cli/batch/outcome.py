"""What became of an issue in a batch."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import NamedTuple

from bulletin_cli.files.lookup import Entry
from bulletin_cli.files.workspace import Workspace
from bulletin_cli.findings import Finding


class Status(enum.StrEnum):
    """How an issue stands after the run."""

    COMPOSED = "composed"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # somebody edited the document; it stands as it was
    FAILED = "failed"


class Outcome(NamedTuple):
    """What became of one issue, or, where `issue` is None, of a workspace that could not be looked at.

    `reason` says why it failed or was kept, `remarks` what else there is to know; `outdated` that a kept document no longer
    fits its items; `refused` that the configuration or the machine is to blame, not the content. `substituted` are the
    faces that the PDF had to do without, and what it has instead.
    """

    workspace: Workspace
    issue: Entry | None
    status: Status
    reason: str = ""
    path: Path | None = None
    pdf: Path | None = None
    backups: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()
    remarks: tuple[str, ...] = ()
    outdated: bool = False
    refused: bool = False
    substituted: tuple[tuple[str, str], ...] = ()

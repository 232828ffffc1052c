"""`bulletin check`: items and issues as the office's proofreader reads them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bulletin_cli.commands.exits import CONTENT, USAGE
from bulletin_cli.commands.options import Quiet, ReportFormat, Series, Strict, WorkspaceFolder, Year, named_before
from bulletin_cli.console import say, tell
from bulletin_cli.desk import Desk, open_desk, proofread_issue, proofread_item, proofread_repeated_numbers
from bulletin_cli.files.issue import FILE as ISSUE_FILE
from bulletin_cli.files.lookup import entries, find_issue
from bulletin_cli.files.publication import FILE as BULLETIN_FILE
from bulletin_cli.files.source import read_bytes
from bulletin_cli.files.workspace import Workspace, find_workspace, item_files, subfolders, workspace_above
from bulletin_cli.findings import Finding, has_errors, in_order
from bulletin_cli.reports import Format, report, summary

HELP = "检查条目文件、文件夹或一期；不写就查当前文件夹（在工作目录里是 inbox 和全部各期）。\n\nbulletin check 38"

_STDIN = "-"


def command(
    context: typer.Context,
    targets: Annotated[
        list[str] | None,
        typer.Argument(metavar="[文件|文件夹|期号|-]…", help="要检查的；- 是标准输入。", show_default=False),
    ] = None,
    year: Year = None,
    series: Series = "",
    workspace: WorkspaceFolder = None,
    format: ReportFormat = Format.TEXT,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Reports every finding of every target; exit code by the worst of them."""
    checking = _Checking(workspace or named_before(context), year, series)
    for target in targets or [str(checking.named or Path.cwd())]:
        checking.target(target)
    configuration, content = in_order(checking.configuration), in_order(checking.content)
    report([*configuration, *content], format, files_checked=checking.files)
    if not quiet and format is Format.TEXT:
        say(summary([*configuration, *content], checking.files))
    if checking.outside and not quiet:
        tell("有文件不在工作目录里，没有核对它们的栏目和单位；要核对请把它们放进工作目录，或用 -C 指定")
    if configuration:
        raise typer.Exit(USAGE)
    if has_errors(content, strict=strict):
        raise typer.Exit(CONTENT)


class _Checking:
    """What the targets of one call amount to; each workspace is opened once."""

    def __init__(self, named: Path | None, year: int | None, series: str) -> None:
        self.named = named
        self._workspace = find_workspace(named) if named else None
        self._year, self._series = year, series
        self._desks: dict[Path | None, Desk] = {}
        self.content: list[Finding] = []
        self.files = 0
        self.outside = False

    @property
    def configuration(self) -> list[Finding]:
        return [finding for desk in self._desks.values() for finding in desk.configuration]

    def target(self, target: str) -> None:
        """Checks one target: a number is always an issue, whatever a folder is called."""
        if target == _STDIN:
            self._item(Path(_STDIN), sys.stdin.buffer.read(), self._workspace or workspace_above(Path.cwd()))
            return
        if target.isdecimal():
            searched = self._workspace or find_workspace()
            self._issue(find_issue(searched, int(target), self._year, self._series).folder, searched)
            return
        path = Path(os.path.abspath(target))
        workspace = self._workspace or workspace_above(path if path.is_dir() else path.parent)
        if path.is_dir():
            self._folder(path, workspace)
        else:
            self._file(path, workspace)

    def _folder(self, folder: Path, workspace: Workspace | None) -> None:
        if workspace is not None and folder == workspace.root:
            self._desk(workspace)
            self._folder(workspace.inbox, workspace)
            for issue in workspace.issue_folders():
                self._issue(issue, workspace)
            self.content += proofread_repeated_numbers(entries(workspace))
        elif (folder / ISSUE_FILE).exists():
            self._issue(folder, workspace)
        else:
            for path in item_files(folder):
                self._item(path, read_bytes(path), workspace)
            for inner in subfolders(folder):
                self._folder(inner, workspace)

    def _file(self, path: Path, workspace: Workspace | None) -> None:
        if path.name == BULLETIN_FILE:
            self._desk(find_workspace(path.parent))
            self.files += 1
        elif path.name == ISSUE_FILE:
            findings = proofread_issue(self._desk(workspace), path.parent).findings
            self.content += [finding for finding in findings if finding.path == path]
            self.files += 1
        else:
            self._item(path, read_bytes(path), workspace)

    def _issue(self, folder: Path, workspace: Workspace | None) -> None:
        proof = proofread_issue(self._desk(workspace), folder)
        self.content += proof.findings
        self.files += 1 + len(item_files(folder))

    def _item(self, path: Path, data: bytes, workspace: Workspace | None) -> None:
        self.content += proofread_item(self._desk(workspace), path, data)
        self.files += 1

    def _desk(self, workspace: Workspace | None) -> Desk:
        self.outside |= workspace is None
        root = workspace.root if workspace else None
        if root not in self._desks:
            self._desks[root] = open_desk(workspace)
        return self._desks[root]

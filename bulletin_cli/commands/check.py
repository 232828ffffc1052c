"""`bulletin check`: items and issues as the office's proofreader reads them."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from bulletin_cli.commands.chinese import ChineseCommand, one_command
from bulletin_cli.commands.exits import end
from bulletin_cli.commands.options import Quiet, ReportFormat, Series, Strict, WorkspaceFolder, Year, named_before
from bulletin_cli.console import say, tell
from bulletin_cli.desk import (
    Desk,
    open_desk,
    proofread_issue,
    proofread_item,
    proofread_layout,
    proofread_repeated_numbers,
)
from bulletin_cli.files.folder import unread_files
from bulletin_cli.files.lookup import entries, find_issue
from bulletin_cli.files.source import Source, parse, read
from bulletin_cli.files.workspace import (
    BULLETIN_FILE,
    ISSUE_FILE,
    Workspace,
    find_workspace,
    is_issue,
    item_files,
    subfolders,
    workspace_above,
)
from bulletin_cli.findings import Finding, Place, in_order
from bulletin_cli.reports import Format, report, summary

app = one_command()
_HELP = "检查条目文件、文件夹或一期；不写就查当前文件夹（在工作目录里是 inbox 和全部各期）。\n\nbulletin check 38"

_STDIN = "-"


@app.command("check", cls=ChineseCommand, help=_HELP)
def check(
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
    if not targets and not checking.files:
        find_workspace(checking.named)  # says so where there is none
    findings = [*in_order(checking.configuration), *in_order(checking.content)]
    report(findings, format, files_checked=len(checking.files))
    if not quiet and format is Format.TEXT:
        say(summary(findings, len(checking.files)))
    if checking.outside and not quiet:
        tell("有文件不在工作目录里，没有核对它们的栏目和单位；要核对请把它们放进工作目录，或用 -C 指定")
    end(checking.configuration, checking.content, strict=strict)


class _Checking:
    """What the targets of one call amount to; each workspace is opened once."""

    def __init__(self, named: Path | None, year: int | None, series: str) -> None:
        self.named = named
        self._workspace = find_workspace(named) if named else None
        self._year, self._series = year, series
        self._desks: dict[Path | None, Desk] = {}
        self._layouts: dict[Path, list[Finding]] = {}
        self.content: list[Finding] = []
        self.files: set[Path] = set()
        self.outside = False

    @property
    def configuration(self) -> list[Finding]:
        of_desks = [finding for desk in self._desks.values() for finding in desk.configuration]
        return [*of_desks, *(finding for findings in self._layouts.values() for finding in findings)]

    def target(self, target: str) -> None:
        """Checks one target: a number is always an issue, whatever a folder is called."""
        if target == _STDIN:
            source = parse(Path(_STDIN), sys.stdin.buffer.read() if sys.stdin else b"")
            self._item(source, self._workspace or workspace_above(Path.cwd()))
            return
        if re.fullmatch(r"\d{1,9}", target):
            searched = self._workspace or find_workspace()
            entry, _ = find_issue(searched, int(target), self._year, self._series)
            self._issue(entry.folder, searched)
            return
        path = Path(os.path.abspath(target))
        workspace = self._workspace or workspace_above(path if path.is_dir() else path.parent)
        if path.is_dir():
            self._folder(path, workspace)
        else:
            self._file(path, workspace)

    def _folder(self, folder: Path, workspace: Workspace | None) -> None:
        if workspace is None and os.path.lexists(folder / BULLETIN_FILE):
            workspace = Workspace(folder)
        if workspace is not None and folder == workspace.root:
            self._desk(workspace)
            self._folder(workspace.inbox, workspace)
            self._issues(workspace, workspace.issues)
        elif is_issue(folder) or (workspace is not None and folder in workspace.issue_folders()):
            self._issue(folder, workspace)
        elif workspace is not None and folder.is_relative_to(workspace.issues):
            self._issues(workspace, folder)
        else:
            for path in item_files(folder):
                self._file(path, workspace)
            self.content += unread_files(folder)
            for inner in subfolders(folder):
                if not inner.is_symlink():  # which may lead back up
                    self._folder(inner, workspace)

    def _issues(self, workspace: Workspace, below: Path) -> None:
        for folder in workspace.issue_folders():
            if folder.is_relative_to(below):
                self._issue(folder, workspace)
        message = "不在任何一期的文件夹里，不会登出；请移到一期的文件夹，或移到 inbox"
        strays = [Finding(path, Place(), "IT112", message) for path in workspace.stray_items()]
        found = [*strays, *proofread_repeated_numbers(entries(workspace))]
        self.content += [finding for finding in found if finding.path.is_relative_to(below)]

    def _file(self, path: Path, workspace: Workspace | None) -> None:
        if path.name == BULLETIN_FILE and path.exists():
            self._desk(find_workspace(path.parent))
            self.files.add(path)
        elif path.name == ISSUE_FILE and path.exists():
            findings = proofread_issue(self._desk(workspace), path.parent).findings
            self.content += [finding for finding in findings if finding.path == path]
            self.files.add(path)
        elif workspace is not None and path.parent == workspace.layouts and path.exists():
            self._layouts[path] = proofread_layout(path, workspace)
            self.files.add(path)
        else:
            if path.exists():
                self.content += [each for each in unread_files(path.parent) if each.path == path]
            self._item(read(path), workspace)

    def _issue(self, folder: Path, workspace: Workspace | None) -> None:
        proof = proofread_issue(self._desk(workspace), folder)
        self.content += proof.findings
        self.files.update(proof.files_read)

    def _item(self, source: Source | Finding, workspace: Workspace | None) -> None:
        self.content += proofread_item(self._desk(workspace, with_layout=False), source)
        self.files.add(source.path)

    def _desk(self, workspace: Workspace | None, *, with_layout: bool = True) -> Desk:
        self.outside |= workspace is None
        root = workspace.root if workspace else None
        desk = self._desks.get(root)
        if desk is None or (with_layout and not desk.with_layout):
            desk = self._desks[root] = open_desk(workspace, with_layout=with_layout)
        return desk

"""What somebody asks to be checked, a number, a file or a folder → the files that are read and all that is wrong."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable
from pathlib import Path

from bulletin_cli.desk import (
    Desk,
    open_desk,
    proofread_issue,
    proofread_issue_file,
    proofread_item,
    proofread_layout,
    proofread_repeated_numbers,
)
from bulletin_cli.errors import BulletinError
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

STDIN = "-"
Mend = Callable[[Path, Callable[[Source], list[Finding]]], None]


class Round:
    """One reading of all targets: each workspace is opened once.

    `named` is the workspace that somebody named, else each target's own is looked for. `mend` is called with every
    file that can be put right, and how to check it, before it is read.
    """

    def __init__(
        self, named: Path | None = None, year: int | None = None, series: str = "", mend: Mend | None = None
    ) -> None:
        self.year, self.series = year, series
        self.mend = mend
        self.content: list[Finding] = []
        self.files: set[Path] = set()
        self.outside = False  # whether a file stands in no workspace
        self._workspace = find_workspace(named) if named else None
        self._desks: dict[Path | None, Desk] = {}
        self._layouts: dict[Path, list[Finding]] = {}
        self._unread: dict[Path, list[Finding]] = {}  # by folder
        self._issues_of: dict[Path, set[Path]] = {}  # by workspace

    @property
    def configuration(self) -> list[Finding]:
        """What is wrong with bulletin.toml and layouts, in order."""
        of_desks = [finding for desk in self._desks.values() for finding in desk.configuration]
        return in_order([*of_desks, *(finding for findings in self._layouts.values() for finding in findings)])

    def target(self, target: str) -> None:
        """Checks one target: a number is always an issue, whatever a folder is called."""
        if not target:
            raise BulletinError("要检查的文件名是空的；请写文件、文件夹或期号")
        if re.fullmatch(r"\d{1,9}", target):
            searched = self._workspace or find_workspace()
            entry, _ = find_issue(searched, int(target), self.year, self.series)
            self._issue(entry.folder, searched)
            return
        path = Path(os.path.abspath(target))
        workspace = self._workspace or workspace_above(path if path.is_dir() else path.parent)
        if path.is_dir():
            self._folder(path, workspace)
        else:
            self._file(path, workspace)

    def checker(self, path: Path) -> Callable[[Source], list[Finding]] | None:
        """How a text is checked that stands nowhere yet, as if it stood at `path`; None where it cannot be mended."""
        path = Path(os.path.abspath(path))
        workspace = self._workspace or workspace_above(path.parent)
        is_other = path.name == BULLETIN_FILE or (workspace is not None and path.parent == workspace.layouts)
        if is_other:
            raise BulletinError("标准输入只能是条目或 issue.toml；bulletin.toml 和版式请存成文件再查")
        desk = self._desk(workspace, with_layout=False)
        self._known_checker = functools.partial(
            proofread_issue_file if path.name == ISSUE_FILE else proofread_item, desk
        )
        return None if workspace is not None and desk.publication is None else self._known_checker

    def text(self, data: bytes, path: Path) -> None:
        """Checks a text that stands nowhere yet, as if it stood at `path`; `checker` was asked for before."""
        source = parse(path, data)
        self.content += self._known_checker(source)
        self.files.add(path)

    def _folder(self, folder: Path, workspace: Workspace | None) -> None:
        if workspace is None and os.path.lexists(folder / BULLETIN_FILE):
            workspace = Workspace(folder)
        if workspace is not None and folder == workspace.root:
            self._mend_encodings(workspace.bulletin_file, *sorted(workspace.layouts.glob("*.toml")))
            self._desk(workspace)
            self._folder(workspace.inbox, workspace)
            self._issues(workspace, workspace.issues)
        elif is_issue(folder) or (workspace is not None and folder in self._issue_folders(workspace)):
            self._issue(folder, workspace)
        elif workspace is not None and folder.is_relative_to(workspace.issues):
            self._issues(workspace, folder)
        else:
            for path in item_files(folder):
                self._read(path, workspace)
            self.content += unread_files(folder)
            for inner in subfolders(folder):
                if not inner.is_symlink():  # which may lead back up
                    self._folder(inner, workspace)

    def _issue_folders(self, workspace: Workspace) -> set[Path]:
        if workspace.root not in self._issues_of:
            self._issues_of[workspace.root] = set(workspace.issue_folders())
        return self._issues_of[workspace.root]

    def _issues(self, workspace: Workspace, below: Path) -> None:
        for folder in workspace.issue_folders():
            if folder.is_relative_to(below):
                self._issue(folder, workspace)
        message = "不在任何一期的文件夹里，不会登出；请移到一期的文件夹，或移到 inbox"
        strays = [Finding(path, Place(), "IT112", message) for path in workspace.stray_items()]
        found = [*strays, *proofread_repeated_numbers(entries(workspace))]
        self.content += [finding for finding in found if finding.path.is_relative_to(below)]

    def _file(self, path: Path, workspace: Workspace | None) -> None:
        """Checks a file that somebody named, whose name may be wrong."""
        if path.exists():
            if path.parent not in self._unread:
                self._unread[path.parent] = unread_files(path.parent)
            self.content += [each for each in self._unread[path.parent] if each.path == path]
        self._read(path, workspace)

    def _read(self, path: Path, workspace: Workspace | None) -> None:
        if path.name == BULLETIN_FILE and path.exists():
            self._mend_encodings(path)
            self._desk(find_workspace(path.parent))
            self.files.add(path)
        elif path.name == ISSUE_FILE and path.exists():
            self._mend_issue_file(path, workspace)
            findings = proofread_issue(self._desk(workspace), path.parent).findings
            self.content += [finding for finding in findings if finding.path == path]
            self.files.add(path)
        elif workspace is not None and path.parent == workspace.layouts and path.exists():
            self._mend_encodings(path)
            self._layouts[path] = proofread_layout(path, workspace)
            self.files.add(path)
        else:
            self._mend_item(path, workspace)
            self.content += proofread_item(self._desk(workspace, with_layout=False), read(path))
            self.files.add(path)

    def _issue(self, folder: Path, workspace: Workspace | None) -> None:
        for path in item_files(folder):
            self._mend_item(path, workspace)
        self._mend_issue_file(folder / ISSUE_FILE, workspace)
        proof = proofread_issue(self._desk(workspace), folder)
        self.content += proof.findings
        self.files.update(proof.files_read)

    def _mend_item(self, path: Path, workspace: Workspace | None) -> None:
        desk = self._mending_desk(workspace)
        if self.mend is not None and desk is not None:
            self.mend(path, lambda source: proofread_item(desk, source))

    def _mend_issue_file(self, path: Path, workspace: Workspace | None) -> None:
        desk = self._mending_desk(workspace)
        if self.mend is not None and desk is not None:
            self.mend(path, lambda source: proofread_issue_file(desk, source))

    def _mend_encodings(self, *paths: Path) -> None:
        """Makes files of the configuration UTF-8; whatever else is wrong with them is for their author to put right."""
        if self.mend is not None:
            for path in paths:
                self.mend(path, lambda _: [])

    def _mending_desk(self, workspace: Workspace | None) -> Desk | None:
        """The desk to mend at; None where what the office wants is not known, for its bulletin.toml is faulty."""
        if self.mend is None:
            return None
        desk = self._desk(workspace, with_layout=False)
        return None if workspace is not None and desk.publication is None else desk

    def _desk(self, workspace: Workspace | None, *, with_layout: bool = True) -> Desk:
        self.outside |= workspace is None
        root = workspace.root if workspace else None
        desk = self._desks.get(root)
        if desk is None or (with_layout and not desk.with_layout):
            desk = self._desks[root] = open_desk(workspace, with_layout=with_layout)
        return desk

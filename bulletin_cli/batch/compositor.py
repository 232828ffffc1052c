"""The compositor (排字): issues of one workspace → their editions, in whatever process; nothing is written here."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import NamedTuple

from bulletin_cli.compose.stationery import Stationery
from bulletin_cli.desk import Desk, open_desk, proofread_issue
from bulletin_cli.edition import Edition, make_edition
from bulletin_cli.errors import BulletinError
from bulletin_cli.files.source import UNREADABLE
from bulletin_cli.files.workspace import Workspace
from bulletin_cli.findings import Finding, in_order
from bulletin_cli.publish.names import document_path


class Task(NamedTuple):
    """Issues of one workspace, by their folders, the earliest first; `is_retry` where a process died over them."""

    workspace: Workspace
    folders: tuple[Path, ...]
    pdf: bool = False
    strict: bool = False
    is_retry: bool = False


class Composed(NamedTuple):
    """What came of one issue: its edition, or why there is none.

    `configuration` holds the files of bulletin.toml and the layout it was composed by; `fault` is a fault of ours, as
    Python tells it.
    """

    folder: Path
    findings: tuple[Finding, ...] = ()
    edition: Edition | None = None
    configuration: tuple[Path, ...] = ()
    reason: str = ""
    refused: bool = False
    fault: str = ""


class Compositor:
    """Composes one task after another; the desk stays open as long as the workspace is the same."""

    def __init__(self) -> None:
        self._desk: Desk | None = None
        self._stationery: Stationery | None = None

    def compose(self, task: Task) -> list[Composed]:
        """What came of each issue; one that fails does not stop the others."""
        return [self._compose(folder, task) for folder in task.folders]

    def start_anew(self) -> None:
        """Forgets what was read: the files have changed."""
        self._desk = None

    def _compose(self, folder: Path, task: Task) -> Composed:
        try:
            return self._composed(folder, task)
        except BulletinError as error:
            return Composed(folder, reason=str(error), refused=True)
        except Exception as error:  # noqa: BLE001 - the others are composed all the same
            return Composed(folder, reason=our_fault(error), refused=True, fault=traceback.format_exc())

    def _composed(self, folder: Path, task: Task) -> Composed:
        if self._desk is None or self._desk.workspace != task.workspace:
            self._desk, self._stationery = open_desk(task.workspace), None
        desk = self._desk
        if desk.configuration:
            findings = tuple(in_order(desk.configuration))
            return Composed(folder, findings, reason="bulletin.toml 或版式有错误", refused=True)
        proof = proofread_issue(desk, folder)
        findings = tuple(proof.findings)
        if proof.loses_text or proof.fails(strict=task.strict):
            unreadable = any(finding.code == UNREADABLE for finding in findings)
            why = "没有通过检查" if proof.fails() else "有警告，而 --strict 要求没有警告"
            return Composed(folder, findings, reason=why, refused=unreadable)
        self._stationery = self._stationery or Stationery(proof.layout)
        path = document_path(task.workspace, proof.publication, proof.files.issue)
        configuration = tuple(each.path for each in desk.inputs)
        return Composed(folder, findings, make_edition(proof, path, self._stationery, pdf=task.pdf), configuration)


def our_fault(error: Exception) -> str:
    """What is said of an issue that fails through a fault of ours, which is told whole in the log."""
    return f"程序出错（{type(error).__name__}），请把运行记录发给开发者"

"""One run: each workspace is held while its issues are looked at, composed and put into its out/."""

from __future__ import annotations

import contextlib
import math
import os
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bulletin_cli.batch.compositor import Composed, Compositor, Task, our_fault
from bulletin_cli.batch.outcome import Outcome, Status
from bulletin_cli.batch.press import Press
from bulletin_cli.batch.standing import Stale, Standing, Wanted, is_current
from bulletin_cli.checks.duplicates import When
from bulletin_cli.compose.package import State
from bulletin_cli.desk import Desk, open_desk
from bulletin_cli.errors import BulletinError, reason
from bulletin_cli.files.inputs import on_disk
from bulletin_cli.files.lookup import Entry, entries
from bulletin_cli.files.workspace import Workspace, find_workspace
from bulletin_cli.findings import in_order
from bulletin_cli.publish.lock import BusyError, sole_writer
from bulletin_cli.publish.write import KeptError, check_place, publish

_AT_ONCE = 16  # issues of a task at most: their documents are held in memory
_AT_LEAST = 4  # issues of a task where one workspace is shared out, for each process reads all earlier issues anew
_SHARES = 4  # tasks for each process
_TRIES = 5  # for an issue that is being edited


@dataclass
class _Held:
    """A workspace in work: its lock, and its issues by their folders that are not done yet."""

    lock: contextlib.ExitStack
    issues: dict[Path, Stale]


class Run:
    """Composes what is to be composed in each workspace; `done` hears of every issue as soon as it is known.

    Workspaces are held one by one, for as long as they are worked on. `remark` is called with what else somebody should
    know: that a workspace is waited for, or what Python tells of a fault of ours.
    """

    def __init__(
        self,
        workspaces: list[Workspace],
        wanted: Wanted,
        *,
        jobs: int,
        wait: float,
        done: Callable[[Outcome], None],
        remark: Callable[[str], None],
    ) -> None:
        self.workspaces, self.wanted, self.wait = workspaces, wanted, wait
        self.done, self.remark = done, remark
        self.press = Press(jobs)
        self._own = Compositor()  # for what changed while others composed it
        self._held: dict[Path, _Held] = {}

    def run(self) -> None:
        """Goes through all workspaces; whatever fails, `done` hears of it, and the others are done all the same."""
        try:
            with contextlib.closing(self.press.results(self._tasks())) as results:
                for task, composed in results:
                    held = self._held[task.workspace.root]
                    for each in composed:
                        self.done(self._finished(task, each, held.issues.pop(each.folder)))
                    if not held.issues:
                        self._held.pop(task.workspace.root).lock.close()
        finally:
            for held in self._held.values():
                held.lock.close()

    def _tasks(self) -> Iterator[Task]:
        for workspace in self.workspaces:
            lock = contextlib.ExitStack()
            try:
                stale = self._looked_through(workspace, lock)
            except Exception as error:  # noqa: BLE001 - the other workspaces are done all the same
                self.done(Outcome(workspace, None, Status.FAILED, self._why(error), refused=True))
                stale = []
            except BaseException:
                lock.close()
                raise
            if not stale:
                lock.close()
                continue
            self._held[workspace.root] = _Held(lock, {each.issue.folder: each for each in stale})
            yield from self._shares(workspace, stale)

    def _looked_through(self, workspace: Workspace, lock: contextlib.ExitStack) -> list[Stale]:
        """The issues that are to be composed, the earliest first, the workspace held; `done` hears of the others.

        Raises BulletinError where the workspace cannot be read, or where another run holds it.
        """
        desk = self._sound_desk(find_workspace(workspace.root))
        if desk is None:
            return []
        unwritable: BulletinError | None = None
        if self.wanted.dry_run:
            _check_out(workspace)
        else:
            self._check_out_is_nobody_elses(workspace)
            try:
                lock.enter_context(sole_writer(workspace.out, self.wait, self.remark))
            except BusyError:
                raise
            except BulletinError as error:  # which matters only where something is to be written
                unwritable = error
            if not _is_unchanged(desk):  # while it was waited for
                desk = self._sound_desk(workspace)
                if desk is None:
                    return []
        stale = list(self._stale(workspace, desk))
        if stale and unwritable:
            raise unwritable
        return stale

    def _sound_desk(self, workspace: Workspace) -> Desk | None:
        """The workspace's configuration; None where it is faulty, of which `done` hears."""
        desk = open_desk(workspace)
        if not desk.configuration and desk.publication is not None:
            return desk
        findings = tuple(in_order(desk.configuration))
        fault = "bulletin.toml 或版式有错误，一期也没有生成"
        self.done(Outcome(workspace, None, Status.FAILED, fault, findings=findings, refused=True))
        return None

    def _check_out_is_nobody_elses(self, workspace: Workspace) -> None:
        for root in self._held:
            if os.path.realpath(root / "out") == os.path.realpath(workspace.out):
                raise BulletinError(f"{workspace.root} 与 {root} 用的是同一个 out 文件夹；请各用各的")

    def _stale(self, workspace: Workspace, desk: Desk) -> Iterator[Stale]:
        known = sorted(entries(workspace), key=_earliest_first)
        assert desk.publication is not None
        standing = Standing(workspace, desk.publication, tuple(desk.inputs))
        numbered = Counter((entry.year, entry.series, entry.number) for entry in known)
        paths = {entry.folder: standing.path(entry) for entry in known}
        named = Counter(paths.values())
        for entry in filter(self.wanted.covers, known):
            failed = Outcome(workspace, entry, Status.FAILED)
            if numbered[entry.year, entry.series, entry.number] > 1:
                fault = "另有文件夹也是这一期，不知道该用哪一个；请改正其中一个的 issue.toml"
                self.done(failed._replace(reason=fault))
            elif (path := paths[entry.folder]) and named[path] > 1:
                fault = f"另有一期也要写成 {path.name}；请让 bulletin.toml 的 filename 用上 {{year}}、{{series}}、{{number}}"
                self.done(failed._replace(reason=fault, refused=True))
            else:
                found = standing.of(entry, path, self.wanted)
                if isinstance(found, Stale):
                    yield found
                else:
                    self.done(found)

    def _shares(self, workspace: Workspace, stale: list[Stale]) -> Iterator[Task]:
        """The issues of a workspace in tasks."""
        size = _AT_ONCE
        if len(self.workspaces) == 1:
            size = min(size, max(_AT_LEAST, math.ceil(len(stale) / (_SHARES * self.press.jobs))))
        printed = [each for each in stale if each.pdf and not self.wanted.dry_run]
        others = [each for each in stale if each not in printed]
        groups = [others[start : start + size] for start in range(0, len(others), size)]
        for group in (*groups, *([each] for each in printed)):
            folders = tuple(each.issue.folder for each in group)
            yield Task(workspace, folders, pdf=group[0] in printed, strict=self.wanted.strict)

    def _finished(self, task: Task, composed: Composed, stale: Stale) -> Outcome:
        """Puts what was composed into its place, once more where it was edited meanwhile: the old text or the new."""
        failed = Outcome(task.workspace, stale.issue, Status.FAILED, remarks=stale.remarks)
        for _ in range(_TRIES):
            if composed.fault:
                self.remark(composed.fault)
            failed = failed._replace(findings=composed.findings)
            if composed.edition is None:
                return failed._replace(reason=composed.reason, refused=composed.refused)
            edition = composed.edition
            if self.wanted.dry_run or is_current(edition.origin, composed.configuration, composed.folder):
                return self._put_in_place(composed, failed._replace(path=edition.path, pdf=edition.pdf))
            self._own.start_anew()
            composed = self._own.compose(task._replace(folders=(composed.folder,)))[0]
        return failed._replace(reason="文件一直有人在改，这次没有生成；请改完再试", refused=True)

    def _put_in_place(self, composed: Composed, failed: Outcome) -> Outcome:
        assert composed.edition is not None
        edition, backups = composed.edition, list[Path]()
        try:
            if self.wanted.dry_run:
                for path in edition.files:
                    check_place(path, edition.origin.issue, force=self.wanted.force)
            else:
                backups = publish(edition.files, edition.origin.issue, force=self.wanted.force)
        except KeptError as error:
            if error.seal.state is State.EDITED:  # since it was looked at
                return failed._replace(status=Status.KEPT, reason=str(error), outdated=True)
            return failed._replace(reason=str(error), refused=True)
        except Exception as error:  # noqa: BLE001 - the others are put in place all the same
            return failed._replace(reason=self._why(error), refused=True)
        remarks = failed.remarks
        if edition.pdf is None and not remarks and (old := edition.path.with_suffix(".pdf")).exists():
            remarks = (f"旁边的 {old.name} 是以前的；要一起更新请加 --pdf",)
        return failed._replace(
            status=Status.COMPOSED,
            backups=tuple(backups),
            remarks=remarks,
            substituted=tuple(edition.substituted.items()),
        )

    def _why(self, error: Exception) -> str:
        """What is to be said of a failure; a fault of ours is told whole."""
        if isinstance(error, BulletinError):
            return str(error)
        if isinstance(error, OSError):
            return f"系统不允许 {error.filename or ''}：{reason(error)}"
        self.remark("".join(traceback.format_exception(error)))
        return our_fault(error)


def _is_unchanged(desk: Desk) -> bool:
    """Whether the files of the configuration are still as they were read."""
    try:
        return all(on_disk(each.path) == each for each in desk.inputs)
    except OSError:
        return False


def _check_out(workspace: Workspace) -> None:
    """Raises BulletinError where out/ could not be made: something else has its name."""
    if os.path.lexists(workspace.out) and not workspace.out.is_dir():
        raise BulletinError(f"{workspace.out} 不是文件夹，放不了生成的文件；请移开")


def _earliest_first(entry: Entry) -> tuple[bool, When | None, str]:
    return (entry.date is None, When(entry.date, entry.number) if entry.date else None, str(entry.folder))

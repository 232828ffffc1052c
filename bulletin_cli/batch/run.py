"""One run: each workspace is held while its issues are looked at, composed and put into its out/."""

from __future__ import annotations

import contextlib
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bulletin_cli.batch.compositor import Composed, Compositor, Task
from bulletin_cli.batch.outcome import Outcome, Status
from bulletin_cli.batch.press import Press
from bulletin_cli.batch.standing import Standing, Wanted, is_current
from bulletin_cli.checks.duplicates import When
from bulletin_cli.compose.package import State
from bulletin_cli.desk import open_desk
from bulletin_cli.errors import BulletinError
from bulletin_cli.files.lookup import Entry, entries
from bulletin_cli.files.workspace import Workspace
from bulletin_cli.findings import in_order
from bulletin_cli.publish.lock import sole_writer
from bulletin_cli.publish.write import KeptError, publish

_AT_ONCE = 16  # issues of a task at most: their documents are held in memory
_SHARES = 4  # tasks for each process, where one workspace is shared out
_TRIES = 5  # for an issue that is being edited


@dataclass
class _Held:
    """A workspace in work: its lock, and its issues by their folders that are not done yet."""

    lock: contextlib.ExitStack
    issues: dict[Path, Entry]


class Run:
    """Composes what is to be composed in each workspace; `done` hears of every issue as soon as it is known.

    Workspaces are held one by one, for as long as they are worked on. `told` is called where one must be waited for.
    """

    def __init__(
        self,
        workspaces: list[Workspace],
        wanted: Wanted,
        *,
        jobs: int,
        wait: float,
        done: Callable[[Outcome], None],
        told: Callable[[str], None],
        fault: Callable[[str], None],
    ) -> None:
        self.workspaces, self.wanted, self.wait = workspaces, wanted, wait
        self.done, self.told, self.fault = done, told, fault
        self.press = Press(jobs)
        self._own = Compositor()  # for what changed while others composed it
        self._held: dict[Path, _Held] = {}

    def run(self) -> None:
        """Goes through all workspaces; what fails is heard of by `done`, nothing is raised for it."""
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
                if not self.wanted.dry_run:
                    lock.enter_context(sole_writer(workspace.out, self.wait, self.told))
                stale = self._stale(workspace)
            except BulletinError as error:
                self.done(Outcome(workspace, None, Status.FAILED, str(error), refused=True))
                stale = []
            except BaseException:
                lock.close()
                raise
            tasks = self._shares(workspace, [entry.folder for entry in stale])
            if not tasks:
                lock.close()
                continue
            self._held[workspace.root] = _Held(lock, {entry.folder: entry for entry in stale})
            yield from tasks

    def _stale(self, workspace: Workspace) -> list[Entry]:
        """The issues that are to be composed, the earliest first; `done` hears of the others."""
        known = sorted(entries(workspace), key=_earliest_first)
        wanted = [entry for entry in known if self.wanted.covers(entry)]
        desk = open_desk(workspace)
        if desk.configuration or desk.publication is None:
            findings = tuple(in_order(desk.configuration))
            reason = "bulletin.toml 或版式有错误，一期也没有生成"
            self.done(Outcome(workspace, None, Status.FAILED, reason, findings=findings, refused=True))
            return []
        standing = Standing(workspace, desk.publication, tuple(desk.inputs))
        numbered = Counter((entry.year, entry.series, entry.number) for entry in known)
        stale = []
        for entry in wanted:
            if numbered[entry.year, entry.series, entry.number] > 1:
                reason = "另有文件夹也是这一期，不知道该用哪一个；请改正其中一个的 issue.toml"
                self.done(Outcome(workspace, entry, Status.FAILED, reason))
            elif outcome := standing.of(entry, self.wanted):
                self.done(outcome)
            else:
                stale.append(entry)
        return stale

    def _shares(self, workspace: Workspace, folders: list[Path]) -> list[Task]:
        """The issues of a workspace in tasks: as few as may be, for each process reads all earlier issues anew."""
        size = _AT_ONCE
        if len(self.workspaces) == 1:
            size = min(size, math.ceil(len(folders) / (_SHARES * self.press.jobs)))
        pdf = self.wanted.pdf and not self.wanted.dry_run
        size = 1 if pdf else max(size, 1)
        shares = [tuple(folders[start : start + size]) for start in range(0, len(folders), size)]
        return [Task(workspace, share, pdf=pdf, strict=self.wanted.strict) for share in shares]

    def _finished(self, task: Task, composed: Composed, issue: Entry) -> Outcome:
        """Puts what was composed into its place, once more where it was edited meanwhile: the old text or the new."""
        for _ in range(_TRIES):
            if composed.fault:
                self.fault(composed.fault)
            outcome = Outcome(task.workspace, issue, Status.FAILED, findings=composed.findings)
            if composed.edition is None:
                return outcome._replace(reason=composed.reason, refused=composed.refused)
            edition = composed.edition
            outcome = outcome._replace(path=edition.path, pdf=edition.pdf)
            if self.wanted.dry_run:
                return outcome._replace(status=Status.COMPOSED)
            if is_current(edition.origin, composed.configuration, composed.folder):
                return self._published(composed, outcome)
            self._own.start_anew()
            composed = self._own.compose(task._replace(folders=(composed.folder,)))[0]
        return outcome._replace(reason="文件一直有人在改，这次没有生成；请改完再试", refused=True)

    def _published(self, composed: Composed, outcome: Outcome) -> Outcome:
        assert composed.edition is not None
        edition = composed.edition
        try:
            backups = publish(edition.files, edition.origin.issue, force=self.wanted.force)
        except KeptError as error:
            if error.seal.state is State.EDITED:  # since it was looked at
                return outcome._replace(status=Status.KEPT, reason=str(error), outdated=True)
            return outcome._replace(reason=str(error), refused=True)
        except BulletinError as error:
            return outcome._replace(reason=str(error), refused=True)
        return outcome._replace(status=Status.COMPOSED, backups=tuple(backups))


def _earliest_first(entry: Entry) -> tuple[bool, When | None, str]:
    return (entry.date is None, When(entry.date, entry.number) if entry.date else None, str(entry.folder))

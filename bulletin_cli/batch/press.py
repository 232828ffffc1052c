"""Compositors at work in processes of their own; one that dies takes at most its issue with it.

Each has a pipe of its own, of which it holds one end and we the other: whoever of the two dies, even in the middle of a
message, the other is told by the system. (A pool of processes shares its pipes, and waits for ever for the rest of
a message whose sender was killed.)
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait

from bulletin_cli.batch.compositor import Composed, Compositor, Task

COLLECT = 5000  # objects made between two looks for garbage: Python's 700 cost time, a single command's 100,000 memory
_WORTH = 12  # issues for which a second process earns its start (0.2 s)
_AHEAD = 2  # tasks of each process: the one it does and the next
_IN_VIEW = 4  # tasks for each process from which the next is chosen
_GRACE = 3  # seconds for the work to unwind
Results = Generator[tuple[Task, list[Composed]], None, None]


class Press:
    """Up to `jobs` processes; few issues are composed in this one, but for PDFs: their LibreOffice ends with its process."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def results(self, tasks: Iterable[Task]) -> Results:
        """The tasks with what came of them, as they are done; tasks are taken as they are needed.

        A task during which its process died comes back in parts, an issue each.
        """
        tasks = iter(tasks)
        first: list[Task] = []
        while not self._is_worth_it(first):
            if (task := next(tasks, None)) is None:
                break
            first.append(task)
        tasks = itertools.chain(first, tasks)
        if self._is_worth_it(first):
            with _hired(self.jobs) as workers:
                yield from _shared_out(tasks, workers)
        else:
            yield from _done_here(tasks)

    def _is_worth_it(self, tasks: list[Task]) -> bool:
        issues = sum(len(task.folders) for task in tasks)
        return (self.jobs > 1 and issues >= _WORTH) or any(task.pdf for task in tasks)


def _done_here(tasks: Iterable[Task]) -> Results:
    compositor = Compositor()
    yield from ((task, compositor.compose(task)) for task in tasks)


def _shared_out(tasks: Iterator[Task], workers: list[_Worker]) -> Results:
    view = len(workers) * _IN_VIEW
    waiting: deque[Task] = deque()
    while True:
        waiting.extend(itertools.islice(tasks, max(0, view - len(waiting))))
        for worker in list(workers):
            while waiting and len(worker.given) < _AHEAD:
                task = _next_for(worker, waiting)
                try:
                    worker.give(task)
                except OSError:  # the system has no room for another process
                    waiting.appendleft(task)
                    workers.remove(worker)
                    break
        if not workers:
            yield from _done_here(itertools.chain(waiting, tasks))
            return
        busy = {worker.connection: worker for worker in workers if worker.given}
        if not busy:
            return
        for ready in wait(list(busy)):
            assert isinstance(ready, Connection)
            worker = busy[ready]
            try:
                yield worker.done()
            except (EOFError, OSError):
                yield from _given_back(worker, waiting)


class _Worker:
    """One process, with the tasks it was given and has not done yet."""

    connection: Connection

    def __init__(self) -> None:
        self.given: deque[Task] = deque()
        self.last: Task | None = None
        self._process: multiprocessing.process.BaseProcess | None = None

    def give(self, task: Task) -> None:
        """Lets it do `task` after what it has; raises OSError where no process can be started."""
        if self._process is None:
            self._start()
        with contextlib.suppress(OSError):  # that it has died is seen when its results are asked for
            self.connection.send(task)
        self.given.append(task)
        self.last = task

    def done(self) -> tuple[Task, list[Composed]]:
        """The first of its tasks with what came of it; raises EOFError or OSError where it died over it."""
        composed = self.connection.recv()
        return self.given.popleft(), composed

    def end(self, *, at_once: bool = False) -> None:
        """Lets it go: it ends when it has nothing to do, or `at_once`."""
        if self._process is None:
            return
        self.connection.close()
        if at_once:
            self._process.terminate()
            self._process.join(_GRACE)
            self._process.kill()
        self._process.join()
        self._process = None

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would hold our locks after our death
        with _without_signals():  # half a process could not be ended
            self.connection, theirs = context.Pipe()
            try:
                process = context.Process(target=_work, args=(theirs,), daemon=True)
                process.start()
            except BaseException:
                self.connection.close()
                raise
            finally:
                theirs.close()
            self._process = process


def _next_for(worker: _Worker, waiting: deque[Task]) -> Task:
    """Takes the next task: of the workspace it knows already, if there is one, for each reads all earlier issues."""
    known = worker.last.workspace if worker.last else None
    task = next((each for each in waiting if each.workspace == known), waiting[0])
    waiting.remove(task)
    return task


def _given_back(worker: _Worker, waiting: deque[Task]) -> Results:
    """What a worker leaves that died: its task, if it was one issue tried before, else its issues to be tried one by one."""
    worker.end(at_once=True)
    died, *others = worker.given
    worker.given.clear()
    waiting.extendleft(reversed(others))
    if died.is_retry:
        reason = "工作进程意外结束（可能内存不足），这一期没有生成"
        yield died, [Composed(folder, reason=reason, refused=True) for folder in died.folders]
    else:
        waiting.extendleft(died._replace(folders=(folder,), is_retry=True) for folder in reversed(died.folders))


@contextlib.contextmanager
def _hired(number: int) -> Iterator[list[_Worker]]:
    """The workers, each started when it is given something; where they are left early, they end with what they had begun."""
    workers = [_Worker() for _ in range(number)]
    everyone = list(workers)
    try:
        yield workers
    except BaseException:
        for worker in everyone:
            worker.end(at_once=True)
        raise
    for worker in everyone:
        worker.end()


@contextlib.contextmanager
def _without_signals() -> Iterator[None]:
    """Holds back Ctrl-C and SIGTERM; a process that is started in here is never told of Ctrl-C, which is ours to act on."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # which, were it started in here, would let them through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(connection: Connection) -> None:
    """What a process does: one task after another, as long as the one that started it is there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(1)
    )  # unwinds the work: a LibreOffice that was started ends with it
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.set_threshold(COLLECT)
    compositor = Compositor()
    with contextlib.suppress(EOFError, OSError):  # nobody is there any more
        while True:
            connection.send(compositor.compose(connection.recv()))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os._exit(1)

"""Compositors at work in processes of their own; one that dies takes at most its issue with it."""

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
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from bulletin_cli.batch.compositor import Composed, Compositor, Task

COLLECT = 5000  # objects made between two looks for garbage: Python's 700 cost time, a single command's 100,000 memory
_WORTH = 12  # issues for which a second process earns its start (0.2 s)
_AHEAD = 2  # tasks of each process: the one it does and the next
_GRACE = 3  # seconds for the work to unwind
_IN_VIEW = 4  # tasks for each process from which the next is chosen
Results = Generator[tuple[Task, list[Composed]], None, None]


class Press:
    """Up to `jobs` processes; few issues are composed in this one."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def results(self, tasks: Iterable[Task]) -> Results:
        """The tasks with what came of them, as they are done; tasks are taken as they are needed.

        A task during which its process died comes back in parts, an issue each.
        """
        tasks = iter(tasks)
        first: list[Task] = []
        while self.jobs > 1 and not _is_worth_it(first):
            if (task := next(tasks, None)) is None:
                break
            first.append(task)
        tasks = itertools.chain(first, tasks)
        if _is_worth_it(first):
            yield from self._shared_out(tasks)
        else:
            compositor = Compositor()
            yield from ((task, compositor.compose(task)) for task in tasks)

    def _shared_out(self, tasks: Iterator[Task]) -> Results:
        with _hired(self.jobs) as workers:
            waiting: deque[Task] = deque()
            while True:
                waiting.extend(itertools.islice(tasks, max(0, self.jobs * _IN_VIEW - len(waiting))))
                for worker in workers:
                    while waiting and len(worker.given) < _AHEAD:
                        worker.give(_next_for(worker, waiting))
                futures = [future for worker in workers for future, _ in worker.given]
                if not futures:
                    return
                wait(futures, return_when=FIRST_COMPLETED)
                for worker in workers:
                    yield from worker.done()
                    yield from _given_back(worker, waiting)


class _Worker:
    """One process, with the tasks it was given and has not done yet: a pool of one, for its death is then its own."""

    def __init__(self) -> None:
        self.given: deque[tuple[Future[list[Composed]], Task]] = deque()
        self.last: Task | None = None
        self._pool = _pool()

    def give(self, task: Task) -> None:
        """Lets it do `task` after what it has."""
        with _without_interrupt():  # which the process is started with
            try:
                future = self._pool.submit(_compose, task)
            except BrokenProcessPool as error:
                future = Future()
                future.set_exception(error)
        self.given.append((future, task))
        self.last = task

    def done(self) -> Results:
        """What it has done."""
        while self.given and self.given[0][0].done() and not self.has_died:
            future, task = self.given.popleft()
            yield task, future.result()

    @property
    def has_died(self) -> bool:
        """Whether it died over the first of its tasks."""
        future = self.given[0][0] if self.given else None
        return future is not None and future.done() and isinstance(future.exception(), BrokenProcessPool)

    def replace(self) -> list[Task]:
        """Puts another process in its place; returns the tasks that it leaves."""
        left = [task for _, task in self.given]
        self.given.clear()
        self.end()
        self._pool = _pool()
        return left

    def end(self) -> None:
        """Lets it go, when it has done what it was given."""
        self._pool.shutdown(cancel_futures=True)


def _next_for(worker: _Worker, waiting: deque[Task]) -> Task:
    """Takes the next task: of the workspace it knows already, if there is one, for each reads all earlier issues."""
    known = worker.last.workspace if worker.last else None
    task = next((each for each in waiting if each.workspace == known), waiting[0])
    waiting.remove(task)
    return task


def _given_back(worker: _Worker, waiting: deque[Task]) -> Results:
    """Where the worker died: its task, if it was one issue tried before, else its issues one by one to be tried anew."""
    if not worker.has_died:
        return
    died, *others = worker.replace()
    waiting.extendleft(reversed(others))
    if died.is_retry:
        reason = "工作进程意外结束（可能内存不足），这一期没有生成"
        yield died, [Composed(folder, reason=reason, refused=True) for folder in died.folders]
    else:
        waiting.extendleft(died._replace(folders=(folder,), is_retry=True) for folder in reversed(died.folders))


def _is_worth_it(tasks: list[Task]) -> bool:
    issues = sum(len(task.folders) for task in tasks)
    return issues >= _WORTH or (issues > 1 and any(task.pdf for task in tasks))


def _pool() -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")  # a fork would hold our locks after our death
    return ProcessPoolExecutor(1, context, _begin)


@contextlib.contextmanager
def _hired(number: int) -> Iterator[list[_Worker]]:
    """The workers; where they are left early, they end with what they had begun."""
    workers = [_Worker() for _ in range(number)]
    try:
        yield workers
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        for worker in workers:
            worker.end()


@contextlib.contextmanager
def _without_interrupt() -> Iterator[None]:
    """Ctrl-C goes to every process of a terminal; those started in here leave it to us."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_compositor: Compositor


def _begin() -> None:
    """What a process does first: it will end with the process that started it, however that ends."""
    global _compositor  # noqa: PLW0603 - one process, one compositor
    _compositor = Compositor()
    gc.set_threshold(COLLECT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)  # unwinds the work: a LibreOffice that was started ends with it
    time.sleep(_GRACE)
    os._exit(1)  # it was handing over a result, for which nobody is left


def _compose(task: Task) -> list[Composed]:
    try:
        return _compositor.compose(task)
    except SystemExit:
        os._exit(1)  # a pool would take it for the task's result and go on

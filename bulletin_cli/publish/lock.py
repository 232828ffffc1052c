"""One program at a time writes into an out/ folder, and none that was killed stands in the way of the next."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from bulletin_cli.errors import BulletinError
from bulletin_cli.publish.atomic import STAGED, refusing

LOCK_FILE = ".bulletin.lock"
_PATIENCE = 60  # seconds that somebody waits for a batch
_SHARED = 0o660  # the scheduler and the clerk are different users of one group


class BusyError(BulletinError):
    """Another run holds the folder."""


@contextlib.contextmanager
def sole_writer(folder: Path, wait: float = 0, waiting: Callable[[str], None] | None = None) -> Iterator[None]:
    """Holds `folder`, made where it is missing, for as long as the context lasts.

    The system lets go of a lock when its holder dies. What a killed run left half-written is removed, and at the end
    the lock file itself: its name may go while it is held, for who gets hold of a file without a name tries again.
    `waiting` is called once where it has to be waited for. Raises BusyError where another run still holds it after `wait`
    seconds, BulletinError where the folder cannot be written.
    """
    from filelock import FileLock, Timeout  # not for a command that is refused before it writes

    path = folder / LOCK_FILE
    with refusing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path, mode=_SHARED)
        try:
            try:
                lock.acquire(timeout=0)
            except Timeout:
                if not wait:
                    raise
                if waiting:
                    waiting(f"另一个 bulletin 正在写 {folder}，等它写完，最多 {wait:g} 秒")
                lock.acquire(timeout=wait)
        except Timeout:
            waited = f"等了 {wait:g} 秒还没有完" if wait else "这次没有动它"
            raise BusyError(f"另一个 bulletin 正在写 {folder}，{waited}；请等它结束再运行") from None
    try:
        for stray in folder.glob(STAGED):
            with contextlib.suppress(OSError):
                stray.unlink()
        yield
    finally:
        if os.name != "nt":
            _remove(path)
        lock.release()
        if os.name == "nt":  # where an open file keeps its name
            _remove(path)


def writing_beside(path: Path, out: Path, waiting: Callable[[str], None]) -> contextlib.AbstractContextManager[None]:
    """What a command holds while it writes `path` where somebody waits for it: `out`, if the file goes there."""
    inside = os.path.realpath(path.parent) == os.path.realpath(out)
    return sole_writer(out, _PATIENCE, waiting) if inside else contextlib.nullcontext()


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()

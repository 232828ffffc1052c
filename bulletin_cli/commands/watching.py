"""Doing a thing again whenever a file changes, until somebody ends it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from bulletin_cli.console import say, tell
from bulletin_cli.errors import BulletinError

_PATIENCE = 200  # milliseconds that watching waits for a change before it looks round


def again_and_again(
    once: Callable[[], object],
    folders: Callable[[], Collection[Path]],
    concerns: Callable[[str], bool],
    promise: str,
    *,
    below: bool = True,
) -> None:
    """Does `once` now and whenever a file that it `concerns` changes in the folders (with `below`, under them as well).

    The folders are asked for again after each time. `promise` is told when watching has begun; Ctrl-C ends it.
    """
    promised = False
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            watched = set(folders())
            for number, changed in enumerate(_changes(watched, concerns, below=below)):
                if number and not changed:
                    continue
                if number:
                    say()
                try:
                    once()
                except BulletinError as error:  # a file that is just being saved, for one
                    tell(f"错误：{error}")
                if not promised:  # watching has begun: whatever changes from now on is seen
                    tell(promise)
                    promised = True
                if set(folders()) != watched:
                    break


def _changes(folders: set[Path], concerns: Callable[[str], bool], *, below: bool) -> Iterator[object]:
    """First nothing, then what changed, or nothing, every now and then."""
    import watchfiles  # only where somebody watches

    return watchfiles.watch(
        *sorted(folders),
        watch_filter=lambda _, path: concerns(path),
        yield_on_timeout=True,
        rust_timeout=_PATIENCE,
        recursive=below,
    )

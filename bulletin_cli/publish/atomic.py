"""Files on disk are whole or absent: written beside their place, flushed, then put there under their name."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bulletin_cli.errors import BulletinError, reason

STAGED = ".~bulletin-*.tmp"  # the names of files that are being written


def write_new(files: Mapping[Path, bytes]) -> None:
    """Writes files that are not there yet, with their folders: all of them, or none.

    Raises BulletinError where something stands in the place of one of them, which it leaves as it is, and where the
    system does not let a file be written.
    """
    if there := [path for path in files if os.path.lexists(path)]:
        raise BulletinError(f"已经有 {'、'.join(map(str, there))}，没有覆盖；请换一个名称，或先移开")
    folders = _missing_folders(files)
    placed: list[Path] = []
    try:
        with contextlib.ExitStack() as stack:
            ready = {path: stack.enter_context(staged(data, path)) for path, data in files.items()}
            for path, beside_it in ready.items():
                with refusing(path):
                    _place_new(beside_it, path)
                placed.append(path)
    except BaseException:
        for undo in (*(path.unlink for path in placed), *(folder.rmdir for folder in folders)):
            with contextlib.suppress(OSError):
                undo()
        raise
    for folder in {path.parent for path in files} | {folder.parent for folder in folders}:
        flush_folder(folder)


def replace(path: Path, data: bytes) -> None:
    """Writes `data` in the place of what the file `path` holds; it keeps its permissions.

    A symbolic link stays one: its target is written. Raises BulletinError where the file is protected, and where the
    system does not let it be written; it is as it was then.
    """
    target = Path(os.path.realpath(path))
    with refusing(path):
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
        if mode is not None and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    with staged(data, target) as beside_it, refusing(path):
        if mode is not None:
            beside_it.chmod(mode)
        os.replace(beside_it, target)
    flush_folder(target.parent)


@contextlib.contextmanager
def staged(data: bytes, path: Path) -> Iterator[Path]:
    """A file beside `path` with `data` in it, on the disk; gone afterwards, where it was not renamed."""
    beside_it = path.with_name(STAGED.replace("*", secrets.token_hex(4)))
    try:
        with refusing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with beside_it.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        yield beside_it
    finally:
        with contextlib.suppress(OSError):
            beside_it.unlink(missing_ok=True)


@contextlib.contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Makes what the system has against writing `path` a BulletinError."""
    try:
        yield
    except OSError as error:
        raise BulletinError(f"写不了文件 {path}：{reason(error)}") from error


def flush_folder(folder: Path) -> None:
    """Brings the names in `folder` to the disk; a rename reaches it with its folder. Windows has no such call."""
    if hasattr(os, "O_DIRECTORY"):
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _place_new(beside_it: Path, path: Path) -> None:
    """Gives the file `beside_it` the name `path`; raises FileExistsError where something has that name by now."""
    if os.name == "nt":
        beside_it.rename(path)  # which replaces nothing there
        return
    try:
        os.link(beside_it, path)
    except FileExistsError:
        raise
    except OSError:  # a memory stick (FAT) has no links: the name is taken first, then the file is put there
        path.open("xb").close()
        try:
            os.replace(beside_it, path)
        except OSError:
            path.unlink()
            raise


def _missing_folders(files: Iterable[Path]) -> list[Path]:
    """The folders of `files` that are not there yet, the deepest first."""
    missing = {folder for path in files for folder in path.parents if not os.path.lexists(folder)}
    return sorted(missing, key=lambda folder: len(folder.parts), reverse=True)

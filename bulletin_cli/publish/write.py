"""A file is complete or absent, and never replaces what somebody has edited."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from bulletin_cli.compose.package import Seal, State, read_seal
from bulletin_cli.errors import BulletinError, reason
from bulletin_cli.publish.names import beside


def check_place(path: Path, issue: str, *, force: bool = False) -> bool:
    """Whether what stands at `path` must be kept when `issue` is written there (False where nothing is lost).

    Raises BulletinError where the file there was edited or belongs to another issue, unless `force`.
    """
    there = _seal_at(path)
    if there is None or (there.state is State.SEALED and there.issue == issue):
        return False
    if not force:
        raise BulletinError(_refusal(path, there))
    return True


def publish(data: bytes, path: Path, issue: str, *, force: bool = False) -> Path | None:
    """Writes what was composed from `issue` to `path`; with `force`, what stood there edited is kept as a backup.

    Returns the backup's path, None where there was nothing to keep. Raises BulletinError as `check_place` does, and
    where the system does not let it be written.
    """
    backup = _keep(path) if check_place(path, issue, force=force) else None
    write(data, path)
    return backup


def write(data: bytes, path: Path) -> None:
    """Writes `data` beside its place, flushes it to the disk and renames it over `path`.

    Raises BulletinError; nothing is then left half-written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BulletinError(f"建不了文件夹 {path.parent}：{reason(error)}") from error
    beside_it = path.with_name(f".~{secrets.token_hex(4)}.tmp")
    try:
        with beside_it.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside_it, path)
    except OSError as error:
        raise BulletinError(f"写不了文件 {path}：{reason(error)}") from error
    finally:
        with contextlib.suppress(OSError):
            beside_it.unlink(missing_ok=True)
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    # the rename itself reaches the disk with its folder; Windows has no such call
    if hasattr(os, "O_DIRECTORY"):
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _seal_at(path: Path) -> Seal | None:
    try:
        return read_seal(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BulletinError(f"看不了已有的文件 {path}：{reason(error)}") from error


def _refusal(path: Path, there: Seal) -> str:
    if there.state is State.SEALED:
        year, series, number = there.issue.split("/", 2)
        return (
            f"{path} 里已经有另一期（{year}年{series}第{number}期），没有覆盖；"
            "请让 bulletin.toml 的 filename 用上 {year}、{series}、{number}，或用 --output 指定文件名"
        )
    what = "生成之后有人改过" if there.state is State.EDITED else "不是本程序生成的"
    return f"{path} {what}，没有覆盖；要重新生成请加 --force（原文件会留作备份），或用 --output 另存"


def _keep(path: Path) -> Path:
    """Copies `path` to the first backup name that is free; it stays in place until the new file is whole."""
    number = 1
    while (backup := beside(path, number)).exists():
        number += 1
    write(path.read_bytes(), backup)
    return backup

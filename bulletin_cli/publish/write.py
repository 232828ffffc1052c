"""A file is complete or absent, and never replaces what somebody has edited."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from bulletin_cli.compose.package import Seal, State, read_seal
from bulletin_cli.errors import BulletinError, reason
from bulletin_cli.files.source import content
from bulletin_cli.publish.atomic import flush_folder, refusing, staged
from bulletin_cli.publish.names import beside


class KeptError(BulletinError):
    """What stands in the place of a file is kept; `seal` tells what it is."""

    def __init__(self, message: str, seal: Seal) -> None:
        super().__init__(message)
        self.seal = seal


def check_place(path: Path, issue: str, *, force: bool = False) -> Seal | None:
    """What stands at `path` and must be kept when `issue` is written there; None where nothing is lost.

    Raises KeptError where the file there was edited or belongs to another issue, unless `force`.
    """
    there = seal_at(path)
    if there is None or (there.state is State.SEALED and there.origin.issue == issue):
        return None
    if not force:
        raise KeptError(_refusal(path, there), there)
    return there


def publish(files: Mapping[Path, bytes], issue: str, *, force: bool = False) -> list[Path]:
    """Writes what was composed from `issue`: all of the files, or none of them.

    With `force`, what stood there edited is kept; returns the paths of these backups. Raises KeptError as
    `check_place` does, and BulletinError where the system does not let a file be written.
    """
    return put(files, [path for path in files if check_place(path, issue, force=force)])


def put(files: Mapping[Path, bytes], kept: Iterable[Path] = ()) -> list[Path]:
    """Writes the files over what stands there: none of them where one has no room; of those in `kept` a copy stays.

    Returns the paths of the copies. Raises BulletinError where the system does not let a file be written.
    """
    backups = {path: _backup_path(path) for path in kept}
    contents = {backup: content_of(path) for path, backup in backups.items()}
    with contextlib.ExitStack() as stack:
        ready = {path: stack.enter_context(staged(data, path)) for path, data in {**contents, **files}.items()}
        for path, beside_it in ready.items():
            with refusing(path):
                os.replace(beside_it, path)
    for folder in {path.parent for path in files}:
        flush_folder(folder)
    return list(backups.values())


def seal_at(path: Path) -> Seal | None:
    """The seal of the file at `path`; None where nothing is there. Raises BulletinError where it cannot be read."""
    return read_seal(content_of(path)) if os.path.lexists(path) else None


def content_of(path: Path) -> bytes:
    """The bytes of the file; raises BulletinError where they cannot be read."""
    try:
        return content(path)
    except OSError as error:
        raise BulletinError(f"看不了已有的文件 {path}：{reason(error)}") from error


def _refusal(path: Path, there: Seal) -> str:
    if there.state is State.SEALED:
        year, series, number = there.origin.issue.split("/", 2)
        return (
            f"{path} 里已经有另一期（{year}年{series}第{number}期），没有覆盖；"
            "请让 bulletin.toml 的 filename 用上 {year}、{series}、{number}，或用 --output 指定文件名"
        )
    what = "生成之后有人改过" if there.state is State.EDITED else "不是本程序生成的"
    return f"{path} {what}，没有覆盖；要重新生成请加 --force（原文件会留作备份），或用 --output 另存"


def _backup_path(path: Path) -> Path:
    """The first backup name of `path` that is free."""
    number = 1
    while os.path.lexists(backup := beside(path, number)):
        number += 1
    return backup

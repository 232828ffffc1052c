"""The workspaces somebody means by names and patterns, and the part of them that is this machine's."""

from __future__ import annotations

import glob
import hashlib
import os
import re
from pathlib import Path
from typing import NamedTuple

from bulletin_cli.errors import BulletinError
from bulletin_cli.files.workspace import BULLETIN_FILE, Workspace, find_workspace


class Shard(NamedTuple):
    """The `part`-th of `parts` shares of the work, counted from 1."""

    part: int = 1
    parts: int = 1

    def has(self, name: str) -> bool:
        """Whether the workspace called `name` is in this share.

        By a hash of the name alone: whatever other workspaces a machine sees, each is in exactly one share.
        """
        digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest()
        return int.from_bytes(digest[:8], "big") % self.parts == self.part - 1


def read_shard(text: str) -> Shard:
    """“2/8” → the second of eight; raises BulletinError."""
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text, re.ASCII)
    if found and 1 <= int(found[1]) <= int(found[2]):
        return Shard(int(found[1]), int(found[2]))
    raise BulletinError(f"--shard 要写成 K/N，K 从 1 到 N，如 1/8；现在是 {text}")


def find_workspaces(named: list[str], shard: Shard) -> list[Workspace]:
    """The workspaces, in order, each once; where none is named, the one that the current folder is in.

    Raises BulletinError where a name or a pattern leads to none.
    """
    if not named:
        return [find_workspace()]
    found = {name: workspace for each in named for name, workspace in _matching(each)}
    mine = {workspace.root: workspace for name, workspace in found.items() if shard.has(name)}
    return list(mine.values())


def _matching(named: str) -> list[tuple[str, Workspace]]:
    """The workspaces that a name or a pattern means, with the name of each as it was typed or matched."""
    if os.path.lexists(named) or not glob.has_magic(named):
        return [(_plain(named), find_workspace(Path(named)))]
    matches = [each for each in sorted(glob.glob(named, recursive=True)) if os.path.lexists(f"{each}/{BULLETIN_FILE}")]
    if not matches:
        raise BulletinError(f"没有与 {named} 相符的工作目录（放着 {BULLETIN_FILE} 的文件夹）；请核对 --workspace")
    return [(_plain(each), find_workspace(Path(each))) for each in matches]


def _plain(name: str) -> str:
    return Path(os.path.normpath(name)).as_posix()

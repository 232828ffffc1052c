"""The workspaces somebody means by names and patterns, and the part of them that is this machine's."""

from __future__ import annotations

import glob
import hashlib
import os
import re
from pathlib import Path
from typing import NamedTuple

from bulletin_cli.errors import BulletinError
from bulletin_cli.files.workspace import BULLETIN_FILE, Workspace, find_workspace, is_workspace


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


def find_workspaces(named: list[str]) -> dict[str, Workspace]:
    """The workspaces by their names as they were typed or matched; where none is named, the one we are in.

    Each folder once, whatever names it has, in the order of the folders: two runs that hold several never hold
    what the other waits for. Raises BulletinError where a pattern, or the only name, leads to none; of several names
    one that leads to none is found out when its turn comes.
    """
    if not named:
        workspace = find_workspace()
        return {workspace.root.as_posix(): workspace}
    if len(named) == 1 and not _is_pattern(named[0]):
        return {_plain(named[0]): find_workspace(Path(named[0]))}
    names = {name for each in named for name in (_matching(each) if _is_pattern(each) else [each])}
    folders: dict[str, str] = {}
    for name in sorted(map(_plain, names)):
        folders.setdefault(os.path.realpath(name), name)
    return {name: Workspace(Path(os.path.abspath(name))) for _, name in sorted(folders.items())}


def _is_pattern(named: str) -> bool:
    return glob.has_magic(named) and not os.path.lexists(named)


def _matching(pattern: str) -> list[str]:
    matches = [each for each in glob.glob(pattern, recursive=True) if is_workspace(Path(each))]
    if not matches:
        raise BulletinError(f"没有与 {pattern} 相符的工作目录（放着 {BULLETIN_FILE} 的文件夹）；请核对 --workspace")
    return matches


def _plain(name: str) -> str:
    return Path(os.path.normpath(name)).as_posix()

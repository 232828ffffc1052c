"""The workspace: the folder that holds bulletin.toml, and where its issues, items and layouts stand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from bulletin_cli.errors import BulletinError
from bulletin_cli.files.issue import FILE as ISSUE_FILE
from bulletin_cli.files.publication import FILE as BULLETIN_FILE
from bulletin_cli.files.source import reason

# folders of an issue stand one or two levels below issues/: issues/38, issues/2024/38
_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Workspace:
    """One county's folder; `root` holds bulletin.toml."""

    root: Path

    @property
    def bulletin_file(self) -> Path:
        """The file of the publication."""
        return self.root / BULLETIN_FILE

    @property
    def layouts(self) -> Path:
        """The office's own layouts."""
        return self.root / "layouts"

    @property
    def inbox(self) -> Path:
        """The items that are in no issue yet."""
        return self.root / "inbox"

    @property
    def out(self) -> Path:
        """What was composed."""
        return self.root / "out"

    def issue_folders(self) -> list[Path]:
        """Every folder with an issue.toml, in the order of its name."""
        return _issue_folders(self.root / "issues", _DEPTH)


def find_workspace(named: Path | None = None) -> Workspace:
    """The workspace `named`, else the nearest one from the current folder upwards.

    Raises BulletinError, saying where it looked.
    """
    if named is not None:
        root = Path(os.path.abspath(named))
        if not (root / BULLETIN_FILE).is_file():
            raise BulletinError(f"{root} 不是工作目录：里面没有 {BULLETIN_FILE}；请用 -C 指定放着它的文件夹")
        return Workspace(root)
    found = workspace_above(Path.cwd())
    if found is None:
        raise BulletinError(
            f"没有找到工作目录：从 {Path.cwd()} 起逐级向上，都没有 {BULLETIN_FILE}；请换到工作目录里，或用 -C 指定"
        )
    return found


def workspace_above(folder: Path) -> Workspace | None:
    """The nearest workspace from `folder` upwards."""
    return next((Workspace(each) for each in (folder, *folder.parents) if (each / BULLETIN_FILE).is_file()), None)


def item_files(folder: Path) -> list[Path]:
    """The item files of one folder, in the order of their names."""
    own = {ISSUE_FILE, BULLETIN_FILE}
    return [path for path in _entries(folder) if path.suffix.lower() == ".toml" and path.name.lower() not in own]


def subfolders(folder: Path) -> list[Path]:
    """The folders of one folder, in the order of their names; a link that leads back up is none."""
    return [path for path in _entries(folder) if path.is_dir() and not path.is_symlink()]


def misnamed_items(folder: Path) -> list[Path]:
    """Files of the folder that were meant as items: Notepad likes to save a.toml as a.toml.txt."""
    return [path for path in _entries(folder) if path.name.lower().endswith((".toml.txt", ".tml"))]


def _issue_folders(folder: Path, depth: int) -> list[Path]:
    found = []
    for entry in _entries(folder):
        if not entry.is_dir():
            continue
        if (entry / ISSUE_FILE).exists():
            found.append(entry)
        elif depth > 1:
            found += _issue_folders(entry, depth - 1)
    return found


def _entries(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [folder / name for name in sorted(entry.name for entry in entries) if not name.startswith(".")]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BulletinError(f"打不开文件夹 {folder}：{reason(error)}") from error

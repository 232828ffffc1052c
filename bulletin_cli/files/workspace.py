"""The workspace: the folder that holds bulletin.toml, and where its issues, items and layouts stand."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from bulletin_cli.errors import BulletinError, reason

BULLETIN_FILE = "bulletin.toml"
ISSUE_FILE = "issue.toml"
_NOTEPAD = (".toml.txt", ".tml")
_GLANCE = 4096  # bytes of a file that show what it is
_FIELD = re.compile(r"^(section|department|title|body)\s*=", re.MULTILINE)


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
    def schemas(self) -> Path:
        """The descriptions of all files, for editors."""
        return self.root / "schemas"

    @property
    def out(self) -> Path:
        """What was composed."""
        return self.root / "out"

    @property
    def issues(self) -> Path:
        """The folders of the issues, one or two levels below: issues/38, issues/2024/38."""
        return self.root / "issues"

    def issue_folders(self) -> list[Path]:
        """Every folder of an issue, in the order of its name; one with items but no issue.toml is a faulty one."""
        return [folder for each in subfolders(self.issues) for folder in _issue_folders(each)]

    def stray_items(self) -> list[Path]:
        """Item files below issues/ that are in no issue's folder, nor below one."""
        issues = set(self.issue_folders())
        return [path for path in items_below(self.issues) if issues.isdisjoint(path.parents)]


def find_workspace(named: Path | None = None) -> Workspace:
    """The workspace `named`, else the nearest one from the current folder upwards.

    Raises BulletinError, saying where it looked.
    """
    if named is not None:
        root = Path(os.path.abspath(named))
        if not is_workspace(root):
            raise BulletinError(f"{root} 不是工作目录：里面没有 {BULLETIN_FILE}；请用 -C 指定放着它的文件夹")
        return Workspace(root)
    found = workspace_above(Path.cwd())
    if found is None:
        raise BulletinError(
            f"没有找到工作目录：从 {Path.cwd()} 起逐级向上，都没有 {BULLETIN_FILE}；请换到工作目录里，或用 -C 指定"
        )
    return found


def is_workspace(folder: Path) -> bool:
    """Whether the folder holds a bulletin.toml; one that nobody may look into counts as such, for its fault to be told."""
    try:
        os.lstat(folder / BULLETIN_FILE)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def workspace_above(folder: Path) -> Workspace | None:
    """The nearest workspace from `folder` upwards."""
    return next((Workspace(each) for each in (folder, *folder.parents) if os.path.lexists(each / BULLETIN_FILE)), None)


def is_issue(folder: Path) -> bool:
    """Whether the folder holds an issue.toml, be it readable or not."""
    return os.path.lexists(folder / ISSUE_FILE)


def item_files(folder: Path) -> list[Path]:
    """The item files of one folder, in the order of their names."""
    return [folder / name for name in _names(folder) if _is_item(name)]


def _is_item(name: str) -> bool:
    lower = name.lower()
    return lower.endswith(".toml") and lower != ISSUE_FILE and name != BULLETIN_FILE


def items_below(folder: Path) -> list[Path]:
    """The item files of a folder and of all folders below it, in the order of their names."""
    inside = [path for each in subfolders(folder) if not each.is_symlink() for path in items_below(each)]
    return [*item_files(folder), *inside]


def files_below(folder: Path) -> list[Path]:
    """Every file of a folder and of the folders below it that is not hidden, in the order of their names."""
    folders = subfolders(folder)
    here_really = os.path.realpath(folder)
    # a link that leads back up would have no end
    deeper = [each for each in folders if not f"{here_really}/".startswith(f"{os.path.realpath(each)}/")]
    inside = [path for each in deeper for path in files_below(each)]
    here = {folder / name for name in _names(folder)} - set(folders)
    return [*sorted(here), *inside]


def misnamed_files(folder: Path) -> dict[Path, str]:
    """Files of the folder that nothing would read → the names they should have.

    Notepad saves a.toml as a.toml.txt or a.txt, and Issue.toml is issue.toml on Windows only.
    """
    right = {}
    for name in _names(folder):
        lower = name.lower()
        if lower.endswith(_NOTEPAD) or (lower.endswith(".txt") and _looks_like_item(folder / name)):
            right[folder / name] = f"{Path(name).stem.removesuffix('.toml')}.toml"
        elif lower == ISSUE_FILE != name and not _is_same(folder / name, folder / ISSUE_FILE):
            right[folder / name] = ISSUE_FILE
    return right


def _looks_like_item(path: Path) -> bool:
    """Whether a text file has the two fields that no note of the clerk's has."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            text = file.read(_GLANCE).decode("utf-8-sig", "replace")
    except OSError:
        return False
    return len({match[1] for match in _FIELD.finditer(text)}) > 1


def _is_same(path: Path, other: Path) -> bool:
    return other.exists() and path.samefile(other)


def subfolders(folder: Path) -> list[Path]:
    """The folders of one folder, in the order of their names."""
    return [folder / name for name in _names(folder, folders=True)]


def _issue_folders(folder: Path) -> list[Path]:
    if is_issue(folder):
        return [folder]
    inside = [each for each in subfolders(folder) if is_issue(each) or item_files(each)]
    return inside or ([folder] if item_files(folder) else [])


def _is_folder(entry: os.DirEntry[str]) -> bool:
    # a link that leads in a circle is none, and no failure
    return entry.is_dir(follow_symlinks=False) or (entry.is_symlink() and os.path.isdir(entry.path))


def _names(folder: Path, *, folders: bool = False) -> list[str]:
    """What is in the folder and not hidden, in order; with `folders` only those."""
    try:
        with os.scandir(folder) as entries:
            shown = (entry for entry in entries if not entry.name.startswith("."))
            return sorted(entry.name for entry in shown if not folders or _is_folder(entry))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BulletinError(f"打不开文件夹 {folder}：{reason(error)}") from error

"""A new workspace: everything that a county needs to begin."""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path

from bulletin_cli.errors import BulletinError
from bulletin_cli.files.workspace import ISSUE_FILE, Workspace
from bulletin_cli.publish.atomic import refusing, write_new
from bulletin_cli.publish.names import name_fault
from bulletin_cli.skeletons.editors import missing_schemas, schema_file
from bulletin_cli.skeletons.issue import issue_text
from bulletin_cli.skeletons.template import Value, fill

SAMPLE_FILE = "示例.toml"
_COUNTY = re.compile(r"[\u3400-\u9fff]+[县市区旗]")


def start_workspace(root: Path, today: datetime.date, *, name: str = "", issuer: str = "") -> Workspace:
    """Writes a workspace into the folder `root`: bulletin.toml, a first issue with a sample item, and the schemas.

    A county's name for `root` gives the names of bulletin and issuer that are not said. Raises BulletinError where any
    of it is there already; nothing is written then.
    """
    workspace = Workspace(root)
    _check_room(workspace)
    issue = workspace.issues / f"{today.year:04}" / "1"
    files = {
        workspace.bulletin_file: _bulletin_text(root.name, name, issuer),
        issue / ISSUE_FILE: issue_text(workspace, issue, 1, today),
        issue / SAMPLE_FILE: fill("sample", f"../../../{workspace.schemas.name}/{schema_file('item')}"),
        **missing_schemas(workspace.schemas),
    }
    write_new(files)
    for folder in (workspace.inbox, workspace.layouts):
        with refusing(folder):
            folder.mkdir()
    return workspace


def _check_room(workspace: Workspace) -> None:
    root = workspace.root
    if os.path.lexists(root):
        if not root.is_dir():
            raise BulletinError(f"{root} 不是文件夹；请换一个名称，或先移开")
    elif fault := name_fault(root.name):
        raise BulletinError(f"不能用“{root.name}”作文件夹名：{fault}；请换一个")
    parts = (workspace.bulletin_file, workspace.issues, workspace.inbox, workspace.layouts, workspace.schemas)
    if there := [path.name for path in parts if os.path.lexists(path)]:
        raise BulletinError(f"{root} 里已经有 {'、'.join(there)}，什么都没有写；请换一个文件夹，或先移开")


def _bulletin_text(folder: str, name: str, issuer: str) -> bytes:
    values: dict[str, Value] = {}
    if _COUNTY.fullmatch(folder):
        values = {"name": f"{folder}政务快报", "issuer": f"{folder}人民政府办公室"}
    values |= {key: value for key, value in (("name", name.strip()), ("issuer", issuer.strip())) if value}
    return fill("bulletin", f"schemas/{schema_file('bulletin')}", values)

"""A new issue: its folder, with an issue.toml to fill in."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

from bulletin_cli.errors import BulletinError
from bulletin_cli.files.lookup import Entry, entries
from bulletin_cli.files.workspace import ISSUE_FILE, Workspace, is_issue
from bulletin_cli.publish.atomic import write_new
from bulletin_cli.publish.names import name_fault
from bulletin_cli.skeletons.editors import missing_schemas, schema_file
from bulletin_cli.skeletons.template import Started, Value, fill


def start_issue(workspace: Workspace, number: int, date: datetime.date, series: str = "") -> Started:
    """Writes issue.toml of a new issue into its folder, by the scheme of the issues there are.

    Raises BulletinError where the year has an issue of that series and number already.
    """
    known = entries(workspace)
    yearly = _is_yearly(workspace, known)
    same = [each for each in known if (each.number, each.series) == (number, series)]
    if yearly:
        same = [each for each in same if each.year == date.year]
    if there := next((each for each in same if is_issue(each.folder)), None):
        where = there.folder.relative_to(workspace.root).as_posix()
        raise BulletinError(f"{there.called}已经有了，在 {where}；请换一个期号")
    # a folder of that number which holds items only waits for its issue.toml
    folder = same[0].folder if same else _folder(workspace, number, date, series, yearly=yearly)
    path = folder / ISSUE_FILE
    missing = missing_schemas(workspace.schemas)
    write_new({path: issue_text(workspace, folder, number, date, series), **missing})
    return Started(path, list(missing))


def issue_text(workspace: Workspace, folder: Path, number: int, date: datetime.date, series: str = "") -> bytes:
    """The issue.toml of the issue in `folder`."""
    values: dict[str, Value] = {"number": number, "date": date}
    if series:
        values["series"] = series
    schema = os.path.relpath(workspace.schemas / schema_file("issue"), folder).replace(os.sep, "/")
    return fill("issue", schema, values)


def _is_yearly(workspace: Workspace, known: list[Entry]) -> bool:
    """Whether the latest issue stands in the folder of its year (issues/2024/38), or numbering goes on (issues/412)."""
    issues = [each for each in known if is_issue(each.folder)]
    latest = max(issues, key=lambda each: (each.year, each.number), default=None)
    return latest is None or latest.folder.parent != workspace.issues


def _folder(workspace: Workspace, number: int, date: datetime.date, series: str, *, yearly: bool) -> Path:
    name = f"{series}{number}"
    if series and (fault := name_fault(name)):
        raise BulletinError(f"不能用“{name}”作文件夹名：{fault}；请换一个系列名")
    return (workspace.issues / f"{date.year:04}" if yearly else workspace.issues) / name

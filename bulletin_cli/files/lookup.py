"""Which folder holds the issue somebody means by its number."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import NamedTuple

from bulletin_cli.errors import BulletinError
from bulletin_cli.files import values
from bulletin_cli.files.schema.kinds import LARGEST
from bulletin_cli.files.source import Source, read
from bulletin_cli.files.workspace import ISSUE_FILE, Workspace


class Entry(NamedTuple):
    """An issue's folder with what its file says; `year` is 0 where neither date nor folder tells it."""

    folder: Path
    number: int
    year: int
    series: str
    date: datetime.date | None = None
    source: Source | None = None  # its issue.toml, where that can be parsed

    @property
    def called(self) -> str:
        """Its year, series and number, as people say them."""
        return f"{f'{self.year}年' if self.year else ''}{self.series}第{self.number}期"


def entries(workspace: Workspace) -> list[Entry]:
    """Every issue of the workspace, by the name of its folder.

    An issue.toml that cannot be parsed is entered under the number its folder is named by, so that asking for that
    issue reports the fault.
    """
    return [_entry(folder) for folder in workspace.issue_folders()]


def find_issue(workspace: Workspace, number: int, year: int | None = None, series: str = "") -> tuple[Entry, list[int]]:
    """The issue of that number (of the latest year, where several have one), and the other years that have one.

    Raises BulletinError where there is none, or where two folders claim it.
    """
    known = entries(workspace)
    found = [each for each in known if each.number == number and each.series == series and year in (None, each.year)]
    if not found:
        raise BulletinError(_nothing_found(workspace, known, number, year, series))
    latest = max(each.year for each in found)
    others = sorted({each.year for each in found} - {latest})
    found = [each for each in found if each.year == latest]
    if len(found) > 1:
        folders = "、".join(each.folder.relative_to(workspace.root).as_posix() for each in found)
        raise BulletinError(f"有两个文件夹都是{found[0].called}：{folders}；请改正其中一个的 {ISSUE_FILE}")
    return found[0], others


def _entry(folder: Path) -> Entry:
    year_named = int(folder.parent.name) if re.fullmatch(r"\d{4}", folder.parent.name) else 0
    number_named = re.fullmatch(r"\d{1,9}", folder.name)
    found = read(folder / ISSUE_FILE)
    source = found if isinstance(found, Source) else None
    table = source.values if source else {}
    date = values.date(table, "date")
    told = values.number(table, "number") or 0
    number = told if 0 < told <= LARGEST else int(number_named[0]) if number_named else 0
    return Entry(folder, number, date.year if date else year_named, values.text(table, "series"), date, source)


def _nothing_found(workspace: Workspace, known: list[Entry], number: int, year: int | None, series: str) -> str:
    said = f"{f'{year}年' if year else ''}{series}第{number}期"
    same_number = sorted({each.called for each in known if each.number == number})
    if same_number:
        return f"没有{said}；同一期号的有：{'、'.join(same_number)}，请用 --year 或 --series 指定"
    named = [each for each in known if each.folder.name == str(number)]
    if named:
        where = named[0].folder.relative_to(workspace.root).as_posix()
        return f"没有{said}：{where}/{ISSUE_FILE} 里写的是第{named[0].number}期；请核对其中的 number"
    latest = sorted(known, key=lambda each: (each.year, each.number))[-3:]
    listed = (
        f"；最近的有：{'、'.join(each.called for each in latest)}"
        if latest
        else f"；{workspace.root / 'issues'} 里还没有一期"
    )
    return f"没有{said}{listed}"

"""`bulletin new item` and `bulletin new issue N`: commented files, ready to fill in."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Annotated

import typer

from bulletin_cli.commands.chinese import ChineseCommand, ChineseGroup
from bulletin_cli.commands.options import (
    Series,
    WorkspaceFolder,
    issue_named,
    named_before,
    tell_schemas,
    today,
    typed,
    workspace_of,
)
from bulletin_cli.console import say
from bulletin_cli.errors import BulletinError
from bulletin_cli.files.schema.kinds import LARGEST
from bulletin_cli.files.workspace import find_workspace, workspace_above
from bulletin_cli.reports import shown_path

_HELP = "新写一条或一期：有说明的文件，填好就能用。\n\nbulletin new item 教体局"
_HELP_ITEM = (
    "写一个条目的样子，放进 inbox 或一期；不在工作目录里就放在当前文件夹。\n\nbulletin new item 教体局 --issue 38"
)
_HELP_ISSUE = "新开一期：建文件夹，写好 issue.toml。\n\nbulletin new issue 39 --date 2024-08-30"

app = typer.Typer(
    name="new",
    cls=ChineseGroup,
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", re.ASCII)


@app.command("item", cls=ChineseCommand, help=_HELP_ITEM)
def item(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="[名称]", help="文件名；写登记过的单位，就同时填作报送单位。不写就用单位名称。", show_default=False
        ),
    ] = "",
    issue: Annotated[int | None, typer.Option("--issue", metavar="期号", help="放进这一期；不写就放进 inbox。")] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="年", help="哪一年的这一期；不写取最近的。")] = None,
    series: Series = "",
    section: Annotated[str, typer.Option("--section", metavar="栏目", help="填好栏目。")] = "",
    department: Annotated[
        list[str] | None, typer.Option("--department", metavar="单位", help="填好报送单位；联合报送就写几次。")
    ] = None,
    workspace: WorkspaceFolder = None,
) -> None:
    """Writes the skeleton of an item and says where it is."""
    from bulletin_cli.skeletons.item import start_item

    if issue is None and (year is not None or series):
        raise BulletinError("--year 和 --series 要和 --issue 一起用：放进哪一期")
    named = workspace or named_before(context)
    place = find_workspace(named) if named or issue is not None else workspace_above(Path.cwd())
    folder = Path.cwd()
    if place is not None:
        folder = issue_named(place, issue, year, series).folder if issue is not None else place.inbox
    started = start_item(folder, place, name=name, section=section, departments=department or ())
    path = shown_path(started.path)
    say(f"已写好 {path}；填好后运行 bulletin check {typed(path)}")
    tell_schemas(started)


@app.command("issue", cls=ChineseCommand, help=_HELP_ISSUE)
def issue(
    context: typer.Context,
    number: Annotated[
        int, typer.Argument(metavar="期号", help="第几期，如 39。", min=1, max=LARGEST, show_default=False)
    ],
    date: Annotated[str, typer.Option("--date", metavar="日期", help="签发日期，如 2024-08-30；不写就是今天。")] = "",
    year: Annotated[int | None, typer.Option("--year", metavar="年", help="哪一年的；不写就看日期。")] = None,
    series: Series = "",
    workspace: WorkspaceFolder = None,
) -> None:
    """Writes issue.toml of a new issue and says where it is."""
    from bulletin_cli.skeletons.issue import start_issue

    place = workspace_of(context, workspace)
    signed = _read_date(date) if date else today()
    if year is not None and year != signed.year:
        other = "" if date else "今天"
        raise BulletinError(f"{other}日期是 {signed}，不在{year}年；请用 --date 写明签发日期")
    started = start_issue(place, number, signed, series)
    folder = typed(shown_path(started.path.parent))
    say(f"已写好 {shown_path(started.path)}；放进条目后运行 bulletin check {folder}")
    tell_schemas(started)


def _read_date(text: str) -> datetime.date:
    match = _DATE.fullmatch(text.strip())
    try:
        if match:
            return datetime.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise BulletinError(f"--date 不对：没有“{text}”这个日期；要写成 2024-08-30 这样")

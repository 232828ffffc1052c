"""Options that several commands share."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bulletin_cli.console import tell
from bulletin_cli.files.workspace import Workspace, find_workspace
from bulletin_cli.reports import Format, shown_path

if TYPE_CHECKING:
    from bulletin_cli.files.lookup import Entry
    from bulletin_cli.skeletons.template import Started

Number = Annotated[int, typer.Argument(metavar="期号", help="第几期，如 38。", min=1, show_default=False)]
Year = Annotated[
    int | None, typer.Option("--year", metavar="年", help="几个年份有同一期号时，取哪一年的；不写取最近的。")
]
Series = Annotated[str, typer.Option("--series", metavar="系列", help="单独编号的系列，如 增刊。")]
WorkspaceFolder = Annotated[
    Path | None,
    typer.Option(
        "-C",
        "--workspace",
        metavar="文件夹",
        help="工作目录（放着 bulletin.toml 的文件夹）；不写就从当前文件夹向上找。",
    ),
]
ReportFormat = Annotated[
    Format, typer.Option("--format", metavar="text|json|github", help="报告的形式：文字、JSON 或 GitHub 注释。")
]
Strict = Annotated[bool, typer.Option("--strict", help="有警告也算不通过。")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="只说问题，不说别的。")]


def workspace_of(context: typer.Context, named: Path | None) -> Workspace:
    """The workspace named behind the command, before it, or found from the current folder upwards."""
    return find_workspace(named or named_before(context))


def named_before(context: typer.Context) -> Path | None:
    """The workspace named before the command (`bulletin -C DIR check`)."""
    return context.obj if isinstance(context.obj, Path) else None


def issue_named(workspace: Workspace, number: int, year: int | None, series: str, *, quiet: bool = False) -> Entry:
    """The issue of that number; says which one is taken where several years have it."""
    from bulletin_cli.files.lookup import find_issue  # where an issue is asked for

    entry, other_years = find_issue(workspace, number, year, series)
    if other_years and not quiet:
        others = "、".join(f"{each}年" for each in other_years)
        tell(f"{others}也有{series}第{number}期，这里取{entry.year}年的；要别的请加 --year")
    return entry


def today() -> datetime.date:
    """The office's date: what a new issue begins with, and nothing else."""
    return datetime.datetime.now().astimezone().date()


def typed(path: str) -> str:
    """`path` as it is typed in a command."""
    return f'"{path}"' if re.search(r"[\s&();'$]", path) else path


def tell_schemas(started: Started) -> None:
    """Says which schemas were written beside a new file."""
    if started.schemas:
        names = "、".join(shown_path(path) for path in started.schemas)
        tell(f"同时写了 {names}，供编辑器提示用，不影响排版")

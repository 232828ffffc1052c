"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bulletin_cli.files.workspace import Workspace, find_workspace
from bulletin_cli.reports import Format

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

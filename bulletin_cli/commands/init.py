"""`bulletin init DIR`: a new workspace."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from bulletin_cli.commands.chinese import ChineseCommand, one_command
from bulletin_cli.commands.options import named_before, today, typed
from bulletin_cli.console import say
from bulletin_cli.errors import BulletinError
from bulletin_cli.reports import shown_path

app = one_command()
_HELP = (
    "新建一个工作目录：写好有说明的 bulletin.toml，和可以先看样子的第1期。\n\nbulletin init 新县 --name 新县政务快报"
)


@app.command("init", cls=ChineseCommand, help=_HELP)
def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="新工作目录；. 是当前文件夹。", show_default=False)],
    name: Annotated[str, typer.Option("--name", metavar="报名", help="印在报头的名称。")] = "",
    issuer: Annotated[str, typer.Option("--issuer", metavar="单位", help="编印单位。")] = "",
) -> None:
    """Writes the workspace and says what to do next."""
    from bulletin_cli.skeletons.workspace import start_workspace

    if named_before(context):
        raise BulletinError("init 不用 -C；新工作目录请写在 init 后面")
    workspace = start_workspace(Path(os.path.abspath(folder)), today(), name=name, issuer=issuer)
    settings = shown_path(workspace.bulletin_file)
    say(f"已建好工作目录；先在 {settings} 里改好报名、单位、栏目、分送范围和署名")
    go = "" if workspace.root == Path.cwd() else f"先 cd {typed(str(folder))}，再"
    say(f"看样子：{go}运行 bulletin compose 1 --draft")

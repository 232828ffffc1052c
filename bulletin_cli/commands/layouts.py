"""`bulletin layouts`: the layouts there are, and one of them to copy and change."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bulletin_cli.commands.chinese import ChineseCommand, ChineseGroup
from bulletin_cli.commands.options import WorkspaceFolder, named_before
from bulletin_cli.console import show_file
from bulletin_cli.errors import BulletinError
from bulletin_cli.files.source import Source, read
from bulletin_cli.files.validate import nearest
from bulletin_cli.files.values import text
from bulletin_cli.files.workspace import find_workspace, workspace_above
from bulletin_cli.findings import Finding
from bulletin_cli.layout.find import builtin_folder, layout_names
from bulletin_cli.reports import print_table, shown_path

_HELP = "列出可用的版式。\n\nbulletin layouts"
_HELP_SHOW = "原样印出一个版式，可以存下来改成自己的。\n\nbulletin layouts show yanjin"

app = typer.Typer(
    name="layouts",
    cls=ChineseGroup,
    help=_HELP,
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def layouts(context: typer.Context, workspace: WorkspaceFolder = None) -> None:
    """Lists every layout with what it says of itself, unless a command follows."""
    context.obj = workspace or named_before(context)
    if context.invoked_subcommand is None:
        rows = [(name, _origin(path), _title(path)) for name, path in layout_names(_own(context.obj)).items()]
        print_table("", ("版式", "来自", "说明"), rows)


@app.command(cls=ChineseCommand, help=_HELP_SHOW)
def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="版式名", help="如 yanjin。", show_default=False)],
    workspace: WorkspaceFolder = None,
) -> None:
    """Prints the layout's file as it stands."""
    names = layout_names(_own(workspace or named_before(context)))
    if name not in names:
        raise BulletinError(f"没有“{name}”这个版式{nearest(name, list(names)) or '；可用的有：' + '、'.join(names)}")
    source = read(names[name])
    if isinstance(source, Finding):
        raise BulletinError(f"{shown_path(source.path)}:{source.place.line}:{source.place.column}: {source.message}")
    show_file(source.text)


def _own(named: Path | None) -> Path | None:
    """The layouts folder of the workspace; outside of one there are the built-in layouts."""
    workspace = find_workspace(named) if named else workspace_above(Path.cwd())
    return workspace.layouts if workspace else None


def _origin(path: Path) -> str:
    return "内置" if path.parent == builtin_folder() else shown_path(path)


def _title(path: Path) -> str:
    source = read(path)
    return text(source.values, "title") if isinstance(source, Source) else "（读不出来，见 bulletin check）"

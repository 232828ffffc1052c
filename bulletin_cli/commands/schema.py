"""`bulletin schema KIND`: the description of a kind of file, for editors."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from bulletin_cli.commands.chinese import ChineseCommand, one_command
from bulletin_cli.console import show_file

app = one_command()
_HELP = (
    "印出一种文件的说明（JSON Schema），编辑器用它提示和检查；bulletin new 和 init 写的文件第一行都指向它。\n\n"
    "bulletin schema item"
)


class Kind(enum.StrEnum):
    """The kinds of files there are."""

    ITEM = "item"
    ISSUE = "issue"
    BULLETIN = "bulletin"
    LAYOUT = "layout"


@app.command("schema", cls=ChineseCommand, help=_HELP)
def schema(
    kind: Annotated[
        Kind,
        typer.Argument(
            metavar="种类",
            help="item 条目、issue 期（issue.toml）、bulletin 快报（bulletin.toml）或 layout 版式。",
            show_default=False,
        ),
    ],
) -> None:
    """Prints the schema, ready to be saved."""
    from bulletin_cli.skeletons.editors import schema_text  # what --help does not need

    show_file(schema_text(kind))

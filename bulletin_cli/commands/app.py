"""The program: its commands, and the one place where a failure becomes a message and an exit code."""

from __future__ import annotations

import importlib
import sys
from typing import Annotated

import typer
from typer._click.core import Command, Context
from typer.main import get_command

from bulletin_cli import __version__
from bulletin_cli.commands.chinese import ChineseGroup, explain
from bulletin_cli.commands.exits import USAGE
from bulletin_cli.commands.options import WorkspaceFolder
from bulletin_cli.console import prepare, say, tell
from bulletin_cli.errors import BulletinError, reason

_HELP = (
    "编政务快报：检查各单位报来的条目，按党政机关公文格式（GB/T 9704-2012）排成可以付印的文档。\n\nbulletin compose 38"
)

# in the order in which the help lists them; the module of each is imported when it is called
_COMMANDS = ("compose", "check", "batch", "archive", "show", "new", "init", "layouts", "rule", "schema")


class _Program(ChineseGroup):
    """The commands, each of which pays for its own imports only."""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 - typer's form
        return list(_COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002 - typer's form
        if cmd_name not in _COMMANDS:
            return None
        if cmd_name not in self.commands:
            module = importlib.import_module(f"bulletin_cli.commands.{cmd_name}")
            self.commands[cmd_name] = get_command(module.app)
        return self.commands[cmd_name]


app = typer.Typer(
    cls=_Program,
    help=_HELP,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(asked: bool) -> None:
    if asked:
        say(f"bulletin {__version__}")
        raise typer.Exit


@app.callback()
def program(
    context: typer.Context,
    workspace: WorkspaceFolder = None,
    version: Annotated[  # noqa: ARG001 - acted on before the program starts
        bool, typer.Option("--version", help="显示版本。", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Keeps the workspace named before the command for the command to find."""
    context.obj = workspace


def main(arguments: list[str] | None = None) -> int:
    """Runs the program; returns its exit code."""
    try:
        prepare()
        code = get_command(app).main(arguments, prog_name="bulletin", standalone_mode=False)
        sys.stdout.flush()
    except BulletinError as error:
        tell(f"错误：{error}")
        return USAGE
    except typer.TyperException as error:
        explain(error)
        return USAGE
    except OSError as error:  # what no step expected of the machine: a full disk under standard output, for one
        about = f" {error.filename}" if error.filename else ""
        tell(f"错误：系统不允许{about}：{reason(error)}")
        return USAGE
    return code if isinstance(code, int) else 0

"""The command line in Chinese: its help, and what it says of a faulty call.

typer's own words are English and cannot be translated from outside.
"""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer import BadParameter, TyperException
from typer._click import exceptions as call  # the classes typer raises have no public name; typer is held below 0.29
from typer._click.core import Command, Context, Parameter
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup

from bulletin_cli.console import tell, width
from bulletin_cli.files.validate import nearest


class ChineseCommand(TyperCommand):
    """A command whose help is Chinese."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Writes usage, purpose, arguments, options and an example."""
        formatter.write(_help(self, ctx))


class ChineseGroup(TyperGroup):
    """The program, whose help is Chinese."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Writes usage, purpose, commands and options."""
        commands = [(name, command) for name in self.list_commands(ctx) if (command := self.get_command(ctx, name))]
        rows = [(name, (command.help or "").split("\n")[0]) for name, command in commands]
        formatter.write(_help(self, ctx, _table("命令", rows)))


def one_command() -> typer.Typer:
    """What a command's module makes its command with."""
    return typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def explain(error: TyperException) -> None:
    """Says to standard error, in one Chinese sentence, what typer could not make sense of; the help for an empty call."""
    if isinstance(error, call.NoArgsIsHelpError):
        sys.stderr.write(f"{error.format_message()}\n")
        return
    context = getattr(error, "ctx", None)
    what = _what(error)
    pause = "" if what.endswith("？") else "；"
    tell(f"{what}{pause}用法见 {context.command_path} --help" if context is not None else what)


def _what(error: TyperException) -> str:
    match error:
        case call.NoSuchOption():
            close = f"，是不是 {next(iter(error.possibilities))}？" if error.possibilities else ""
            return f"没有 {error.option_name} 这个选项{close}"
        case call.MissingParameter():
            return f"缺少{_called(error.param)}"
        case BadParameter():
            return f"{_called(error.param)}不对：{_bad_value(error)}"
        case call.BadOptionUsage():
            takes = "要写一个值" if "requires" in error.message else "后面不能写值"
            return f"选项 {error.option_name} {takes}"
        case _:
            return _other(error.message, getattr(error, "ctx", None))


def _other(message: str, context: Context | None) -> str:
    """What typer tells apart by its English words alone."""
    if message.startswith("No such command"):
        name = message.split("'")[1]
        group = context.command if context else None
        known = group.list_commands(context) if isinstance(group, ChineseGroup) and context else []
        return f"没有 {name} 这个命令{nearest(name, known)}"
    if message.startswith("Got unexpected extra argument"):
        return f"多余的参数：{message.rpartition('(')[2].rstrip(')')}"
    return "缺少命令" if message.startswith("Missing command") else message


def _called(parameter: Parameter | None) -> str:
    if parameter is None:
        return "参数"
    return (
        f"选项 {parameter.opts[-1]} "
        if parameter.param_type_name == "option"
        else str(parameter.metavar or parameter.name)
    )


def _bad_value(error: BadParameter) -> str:
    message = error.message
    if "is not a valid int" in message:
        return f"{message.split(' is not')[0]} 不是整数"
    if "is not in the range" in message:
        return f"{message.split(' is not')[0]} 超出范围"
    if "is not one of" in message:
        value, _, options = message.partition(" is not one of ")
        return f"{value} 不是 {options.rstrip('.')} 之一"
    return message


def _help(command: Command, ctx: Context, commands: str = "") -> str:
    purpose, _, example = (command.help or "").partition("\n\n")
    arguments = [_row(each) for each in command.get_params(ctx) if each.param_type_name == "argument"]
    options = [_row(each) for each in command.get_params(ctx) if each.param_type_name == "option"]
    words = ["命令" if commands else "", "[选项]", *(f"{name}" for name, _ in arguments)]
    blocks = [
        f"用法：{' '.join([ctx.command_path, *filter(None, words)])}\n",
        f"{purpose}\n",
        commands,
        _table("参数", arguments),
        _table("选项", options),
        f"例：\n  {example}\n" if example else "",
    ]
    return "\n".join(filter(None, blocks))


def _row(parameter: Any) -> tuple[str, str]:
    if parameter.param_type_name == "argument":
        return parameter.metavar or parameter.name, parameter.help or ""
    if parameter.name == "help":
        return "--help", "显示本说明。"
    names = ", ".join(sorted([*parameter.opts, *parameter.secondary_opts], key=len))
    value = "" if parameter.is_flag else f" {parameter.metavar or '值'}"
    return f"{names}{value}", parameter.help or ""


def _table(title: str, rows: list[tuple[str, str]]) -> str:
    if not rows:
        return ""
    column = max(width(name) for name, _ in rows) + 3
    lines = [f"  {name}{' ' * (column - width(name))}{text}" for name, text in rows]
    return "\n".join([f"{title}：", *lines]) + "\n"

"""`bulletin check`: items and issues as the office's proofreader reads them."""

# no `from __future__ import annotations`: typer reads the annotations when the command starts, and would compile texts

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bulletin_cli.commands.chinese import ChineseCommand, one_command
from bulletin_cli.commands.exits import USAGE, exit_code
from bulletin_cli.commands.options import Quiet, ReportFormat, Series, Strict, WorkspaceFolder, Year, named_before
from bulletin_cli.console import say, show_data, tell
from bulletin_cli.errors import BulletinError
from bulletin_cli.files.source import Source
from bulletin_cli.files.workspace import find_workspace, workspace_above
from bulletin_cli.findings import Finding, in_order
from bulletin_cli.reports import Format, finding_line, report, shown_path, summary
from bulletin_cli.targets import STDIN, Round

if TYPE_CHECKING:
    from bulletin_cli.mending import Mended

app = one_command()
_HELP = "检查条目文件、文件夹或一期；不写就查当前文件夹（在工作目录里是 inbox 和全部各期）。\n\nbulletin check 38 --fix"


@app.command("check", cls=ChineseCommand, help=_HELP)
def check(
    context: typer.Context,
    targets: Annotated[
        list[str] | None,
        typer.Argument(metavar="[文件|文件夹|期号|-]…", help="要检查的；- 是标准输入。", show_default=False),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="改正有把握的错误，直接写回文件；编码不对的转成 UTF-8。")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="连要人看一眼的也改（如遮盖个人信息）；用后请核对。")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="只显示会怎样改，不写文件。")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="文件一改动就再查，按 Ctrl-C 结束。")] = False,
    stdin_filename: Annotated[
        str, typer.Option("--stdin-filename", metavar="文件", help="标准输入算作哪个文件，报告里用它的名字。")
    ] = "",
    year: Year = None,
    series: Series = "",
    workspace: WorkspaceFolder = None,
    format: ReportFormat = Format.TEXT,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Reports every finding of every target; exit code by the worst of them."""
    named = workspace or named_before(context)
    listed = targets or [str(named or Path.cwd())]
    reading, mending = STDIN in listed, fix or unsafe_fixes or diff
    _refuse_what_does_not_fit(
        reading=reading, mending=mending, watch=watch, diff=diff, format=format, stdin_filename=stdin_filename
    )
    if (year is not None or series) and not any(target.isdecimal() for target in listed):
        raise BulletinError("--year 和 --series 要和期号一起用，如 bulletin check 38 --year 2023")

    def once() -> int:
        pen = _Pen(unsafe=unsafe_fixes, dry_run=diff) if mending else None
        reader = Round(named, year, series, pen.mend if pen else None)
        for target in listed:
            if target == STDIN:
                _read_stdin(reader, pen, Path(stdin_filename or STDIN))
            else:
                reader.target(target)
        if not targets and not reader.files:
            find_workspace(named)  # says so where there is none
        aside = reading and mending and not diff  # standard output is for the mended text
        return _report(reader, pen, format, strict=strict, quiet=quiet, aside=aside)

    if watch:
        from bulletin_cli.commands.watching import again_and_again  # only where somebody watches

        folders = {folder for target in listed for folder in _watched(target, named)}
        again_and_again(once, lambda: folders, _is_input, "文件改动时再查，按 Ctrl-C 结束")
    elif code := once():
        raise typer.Exit(code)


def _refuse_what_does_not_fit(
    *, reading: bool, mending: bool, watch: bool, diff: bool, format: Format, stdin_filename: str
) -> None:
    if watch and (reading or mending):
        raise BulletinError("--watch 只报告，不能与 --fix、--unsafe-fixes、--diff 或标准输入一起用")
    if stdin_filename and not reading:
        raise BulletinError("--stdin-filename 要与标准输入一起用：bulletin check - --stdin-filename 文件")
    if diff and format is not Format.TEXT:
        raise BulletinError("--diff 只有文字形式，不能与 --format 一起用")
    if reading and mending and format is not Format.TEXT:
        raise BulletinError("标准输入加 --fix 输出改好的文件，不能与 --format 一起用")


class _Pen:
    """What puts files right, or shows how, and keeps account of it; `refused` is what the system did not allow."""

    def __init__(self, *, unsafe: bool, dry_run: bool) -> None:
        self.unsafe, self.dry_run = unsafe, dry_run
        self.mended: dict[Path, Mended] = {}
        self.refused: dict[Path, str] = {}

    def mend(self, path: Path, check: Callable[[Source], list[Finding]]) -> None:
        """Mends one file of the targets, each once."""
        from bulletin_cli.mending import mend_file  # only where something is mended

        if path in self.mended or path in self.refused:
            return
        try:
            mended = mend_file(path, check, unsafe=self.unsafe, dry_run=self.dry_run)
        except BulletinError as error:
            self.refused[path] = str(error)
        else:
            if mended:
                self.mended[path] = mended


def _read_stdin(reader: Round, pen: _Pen | None, path: Path) -> None:
    data = sys.stdin.buffer.read() if sys.stdin else b""
    check = reader.checker(path)
    if pen is not None and check is not None:
        from bulletin_cli.mending import mend_text  # as above

        if mended := mend_text(path, data, check, unsafe=pen.unsafe):
            pen.mended[path] = mended
            if not pen.dry_run:
                data = mended.data
    if pen is not None and not pen.dry_run:
        show_data(data)
    reader.text(data, path)


def _report(reader: Round, pen: _Pen | None, format: Format, *, strict: bool, quiet: bool, aside: bool) -> int:
    """Prints what was found and mended (`aside`: to standard error), and returns the exit code."""
    configuration, content = reader.configuration, in_order(reader.content)
    findings = [*configuration, *content]
    mended = list(pen.mended.values()) if pen else []
    fixes, files = sum(each.fixes for each in mended), len(reader.files)
    if pen and pen.dry_run:
        for each in mended:
            _show_difference(each)
        if not quiet:
            tell(f"{files} 个文件，可以改 {fixes} 处；没有写文件，要改请用 --fix")
    else:
        voice = tell if aside else say
        if aside:
            for finding in findings:
                tell(finding_line(finding))
        else:
            report(findings, format, files_checked=files, **({"fixed": fixes} if pen else {}))
        if not quiet and format is Format.TEXT:
            for each in mended:
                _say_mended(each, voice)
            voice(summary(findings, files, fixed=fixes))
    for refused in pen.refused.values() if pen else ():
        tell(f"错误：{refused}")
    if reader.outside and not quiet:
        tell("有文件不在工作目录里，没有核对栏目、单位、本单位用语和以前登过的内容；要核对请放进工作目录，或用 -C 指定")
    return USAGE if pen and pen.refused else exit_code(configuration, content, strict=strict)


def _show_difference(mended: "Mended") -> None:
    if mended.encoding:
        say(f"{shown_path(mended.path)}：从 {mended.encoding} 转成 UTF-8")
    name = shown_path(mended.path)
    import difflib  # only where a difference is shown

    before, after = mended.before.split("\n"), mended.after.split("\n")
    for line in difflib.unified_diff(before, after, name, name, lineterm=""):
        say(line.rstrip("\r"))


def _say_mended(mended: "Mended", voice: Callable[[str], None]) -> None:
    name = shown_path(mended.path)
    if mended.encoding:
        kept = f"，原来的文件留作 {shown_path(mended.backup)}" if mended.backup else ""
        voice(f"{name}：已从 {mended.encoding} 转成 UTF-8{kept}")
    if mended.fixes:
        voice(f"{name}：已改正 {mended.fixes} 处")


def _watched(target: str, named: Path | None) -> Iterator[Path]:
    """The folders in which a change may change what is said of the target: its own, and its workspace."""
    path = Path(os.path.abspath(target))
    folder = path if path.is_dir() else path.parent
    workspace = find_workspace(named) if named or not path.exists() else workspace_above(folder)
    if workspace is not None:
        yield workspace.root
    if path.exists() and (workspace is None or not folder.is_relative_to(workspace.root)):
        yield folder


def _is_input(path: str) -> bool:
    name = Path(path).name.lower()
    return name.endswith((".toml", ".tml", ".txt", ".png", ".jpg", ".jpeg")) and not name.startswith(".")

"""`bulletin check`: items and issues as the office's proofreader reads them."""

# no `from __future__ import annotations`: typer reads the annotations when the command starts, and would compile texts

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bulletin_cli.commands.chinese import ChineseCommand, one_command
from bulletin_cli.commands.exits import exit_code
from bulletin_cli.commands.options import Quiet, ReportFormat, Series, Strict, WorkspaceFolder, Year, named_before
from bulletin_cli.console import say, show_file, tell
from bulletin_cli.errors import BulletinError
from bulletin_cli.files.source import Source
from bulletin_cli.files.workspace import find_workspace
from bulletin_cli.findings import Finding, in_order
from bulletin_cli.reports import Format, report, shown_path, summary
from bulletin_cli.targets import STDIN, Round

if TYPE_CHECKING:
    from bulletin_cli.mending import Mended

app = one_command()
_PATIENCE = 200  # milliseconds that watching waits for a change before it looks round
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
    reading = STDIN in listed
    if watch and (reading or fix or unsafe_fixes or diff):
        raise BulletinError("--watch 只报告，不能与 --fix、--unsafe-fixes、--diff 或标准输入一起用")
    if stdin_filename and not reading:
        raise BulletinError("--stdin-filename 要与标准输入一起用：bulletin check - --stdin-filename 文件")
    if diff and format is not Format.TEXT:
        raise BulletinError("--diff 只有文字形式，不能与 --format 一起用")

    def once() -> int:
        pen = _Pen(unsafe=unsafe_fixes, dry_run=diff) if fix or unsafe_fixes or diff else None
        reader = Round(named, year, series, pen.mend if pen else None)
        for target in listed:
            if target == STDIN:
                _read_stdin(reader, pen, Path(stdin_filename or STDIN), format)
            else:
                reader.target(target)
        if not targets and not reader.files:
            find_workspace(named)  # says so where there is none
        aside = reading and pen is not None and not diff  # standard output is for the mended text
        return _report(reader, pen, format, strict=strict, quiet=quiet, aside=aside)

    code = _again_and_again(once, listed) if watch else once()
    if code:
        raise typer.Exit(code)


class _Pen:
    """What puts files right, or shows how, and keeps account of it."""

    def __init__(self, *, unsafe: bool, dry_run: bool) -> None:
        self.unsafe, self.dry_run = unsafe, dry_run
        self.mended: dict[Path, Mended] = {}

    def mend(self, path: Path, check: Callable[[Source], list[Finding]]) -> None:
        """Mends one file of the targets, each once."""
        from bulletin_cli.mending import mend_file  # only where something is mended

        if path not in self.mended and (mended := mend_file(path, check, unsafe=self.unsafe, dry_run=self.dry_run)):
            self.mended[path] = mended


def _read_stdin(reader: Round, pen: "_Pen | None", path: Path, format: Format) -> None:
    data = sys.stdin.buffer.read() if sys.stdin else b""
    check = reader.text(data, path)
    if pen is None:
        return
    from bulletin_cli.mending import mend_text  # as above

    mended = mend_text(path, data, check, unsafe=pen.unsafe)
    if mended:
        pen.mended[path] = mended
    if not pen.dry_run:
        if format is not Format.TEXT:
            raise BulletinError("标准输入加 --fix 输出改好的文件，不能与 --format 一起用")
        show_file(mended.after if mended else data.decode("utf-8", "replace"))


def _report(reader: Round, pen: _Pen | None, format: Format, *, strict: bool, quiet: bool, aside: bool) -> int:
    """Prints what was found and mended (`aside`: to standard error), and returns the exit code."""
    configuration, content = reader.configuration, in_order(reader.content)
    findings = [*configuration, *content]
    mended = list(pen.mended.values()) if pen else []
    fixes = sum(each.fixes for each in mended)
    files = len(reader.files)
    if pen and pen.dry_run:
        for each in mended:
            _show_difference(each)
        if not quiet:
            tell(f"{files} 个文件，可以改 {fixes} 处；没有写文件，要改请用 --fix")
    elif aside:
        for finding in findings:
            place = finding.place
            tell(f"{shown_path(finding.path)}:{place.line}:{place.column}: {finding.code} {finding.message}")
    else:
        report(findings, format, files_checked=files, **({"fixed": fixes} if pen else {}))
        if not quiet and format is Format.TEXT:
            for each in mended:
                _say_mended(each)
            say(summary(findings, files, fixed=fixes))
    if reader.outside and not quiet:
        tell("有文件不在工作目录里，没有核对栏目、单位、本单位用语和以前登过的内容；要核对请放进工作目录，或用 -C 指定")
    return exit_code(configuration, content, strict=strict)


def _show_difference(mended: "Mended") -> None:
    if mended.encoding:
        say(f"{shown_path(mended.path)}：从 {mended.encoding} 转成 UTF-8")
    name = shown_path(mended.path)
    import difflib  # only where a difference is shown

    before, after = mended.before.split("\n"), mended.after.split("\n")
    for line in difflib.unified_diff(before, after, name, name, lineterm=""):
        say(line.rstrip("\r"))


def _say_mended(mended: "Mended") -> None:
    name = shown_path(mended.path)
    if mended.encoding and mended.backup:
        say(f"{name}：已从 {mended.encoding} 转成 UTF-8，原来的文件留作 {shown_path(mended.backup)}")
    if mended.fixes:
        say(f"{name}：已改正 {mended.fixes} 处")


def _again_and_again(once: Callable[[], int], targets: list[str]) -> int:
    """Checks now and whenever a file changes, until somebody ends it; the last exit code."""
    import watchfiles  # only where somebody watches

    folders = {_watched(target) for target in targets}
    changes = watchfiles.watch(
        *sorted(folders), watch_filter=_is_input, raise_interrupt=False, yield_on_timeout=True, rust_timeout=_PATIENCE
    )
    code = 0
    for number, changed in enumerate(changes):
        if number == 0:  # watching has begun: whatever changes from now on is seen
            code = once()
            tell("文件改动时再查，按 Ctrl-C 结束")
        elif changed:
            say()
            code = once()
    return code


def _watched(target: str) -> Path:
    path = Path(target)
    if path.is_dir():
        return path
    return path.parent if path.exists() else find_workspace().root


def _is_input(_: object, path: str) -> bool:
    return path.endswith(".toml") and not Path(path).name.startswith(".")

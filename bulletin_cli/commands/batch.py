"""`bulletin batch`: everything that is new or changed → documents, unattended."""

from __future__ import annotations

import contextlib
import gc
import math
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from bulletin_cli.commands.chinese import ChineseCommand, one_command
from bulletin_cli.commands.exits import CONTENT, USAGE
from bulletin_cli.commands.options import Quiet, ReportFormat, Strict, named_before
from bulletin_cli.errors import BulletinError
from bulletin_cli.files.text import visible
from bulletin_cli.reports import Format

if TYPE_CHECKING:
    from bulletin_cli.batch.accounts import Accounts
    from bulletin_cli.batch.outcome import Outcome
    from bulletin_cli.batch.standing import Wanted
    from bulletin_cli.files.workspace import Workspace

app = one_command()
_SIGNALLED = 128  # added to a signal's number, as shells do
_HELP = (
    "生成所有新的和改动过的各期，供定时任务使用；没有变的、生成后有人改过的都不动。\n\n"
    "bulletin batch --workspace '/srv/bulletin/*' --pdf -q"
)


@app.command("batch", cls=ChineseCommand, help=_HELP)
def batch(
    context: typer.Context,
    numbers: Annotated[
        list[int] | None, typer.Argument(metavar="[期号]…", help="只看这些期。", min=1, show_default=False)
    ] = None,
    workspaces: Annotated[
        list[str] | None,
        typer.Option(
            "-C", "--workspace", metavar="文件夹", help="工作目录，可以写几次，也可以写带引号的 '/srv/bulletin/*'。"
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="没有变的也重新生成。")] = False,
    year: Annotated[int | None, typer.Option("--year", metavar="年", help="只看这一年的。")] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="个数", min=1, help="同时工作的进程；不写就用全部处理器。")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说会做什么，什么也不写。")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="同时用 LibreOffice 生成 PDF。")] = False,
    force: Annotated[bool, typer.Option("--force", help="有人改过的也重新生成，改过的留作备份。")] = False,
    shard: Annotated[
        str, typer.Option("--shard", metavar="K/N", help="全部工作目录分成 N 份，只做第 K 份，供多台机器分工。")
    ] = "1/1",
    wait: Annotated[
        float, typer.Option("--wait", metavar="秒", min=0, help="另一个 bulletin 正在写时，最多等多久；不写就不等。")
    ] = 0,
    format: ReportFormat = Format.TEXT,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Composes what is new or changed; exit code by what failed."""
    from bulletin_cli.batch.accounts import Accounts
    from bulletin_cli.batch.press import COLLECT
    from bulletin_cli.batch.run import Run
    from bulletin_cli.batch.standing import Wanted
    from bulletin_cli.batch.workspaces import find_workspaces, read_shard

    gc.set_threshold(COLLECT)
    before = named_before(context)
    share = read_shard(shard)
    named = find_workspaces([*([str(before)] if before else []), *(workspaces or [])])
    wanted = Wanted(
        frozenset(numbers or ()), year, all=everything, force=force, pdf=pdf, strict=strict, dry_run=dry_run
    )
    if math.isnan(wait) or math.isinf(wait):
        raise BulletinError("--wait 后面要写秒数，如 600")
    if wanted.limits:
        _refuse_what_is_nowhere(list(named.values()), wanted)
    found = [workspace for name, workspace in named.items() if share.has(name)]
    if pdf and not dry_run:
        from bulletin_cli.publish.pdf import find_libreoffice

        find_libreoffice()  # says so once, and not for every issue
    terminal = sys.stderr.isatty()
    accounts = Accounts(found, format, dry_run=dry_run, quiet=quiet, log=not terminal)
    stopped = 0
    with _shown(accounts, found, wanted) if terminal and not quiet else contextlib.nullcontext(accounts.add) as done:
        run = Run(found, wanted, jobs=jobs or _processors(), wait=wait, done=done, remark=accounts.remark)
        try:
            with _stoppable():
                run.run()
        except _StoppedError as stop:
            stopped = stop.signal
    accounts.report()
    if stopped:
        accounts.remark("已停止：写好的都是完整的；再运行一次，会接着做没有做的")
        raise typer.Exit(_SIGNALLED + stopped)
    if code := _exit_code(accounts.outcomes, strict=strict):
        raise typer.Exit(code)


class _StoppedError(BaseException):
    """Somebody, or the system, asked the run to end; `signal` is what with."""

    def __init__(self, signal: int) -> None:
        super().__init__(signal)
        self.signal = signal


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C and SIGTERM raise _StoppedError: whatever is held is let go of on the way out."""
    signals = (signal.SIGINT, signal.SIGTERM)

    def stop(number: int, _: object) -> None:
        for each in signals:
            signal.signal(each, lambda number, _: os._exit(_SIGNALLED + number))  # whoever asks twice means it
        raise _StoppedError(number)

    before = {each: signal.signal(each, stop) for each in signals}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextlib.contextmanager
def _shown(accounts: Accounts, workspaces: list[Workspace], wanted: Wanted) -> Iterator[Callable[[Outcome], None]]:
    """A bar on the terminal, with counts and the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    total = sum(_count(workspace, wanted) for workspace in workspaces)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("还要"),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(visible("排版"), total=total)

        def done(outcome: Outcome) -> None:
            accounts.add(outcome)
            with contextlib.suppress(OSError):
                progress.update(bar, advance=outcome.issue is not None, description=visible(accounts.summary()))

        yield done


def _count(workspace: Workspace, wanted: Wanted) -> int:
    """How many issues there are to look at; 0 where that cannot be told."""
    from bulletin_cli.files.lookup import entries

    try:
        if wanted.limits:
            return sum(map(wanted.covers, entries(workspace)))
        return len(workspace.issue_folders())
    except BulletinError:
        return 0


def _refuse_what_is_nowhere(workspaces: list[Workspace], wanted: Wanted) -> None:
    """Raises BulletinError for an issue that no workspace has: who names one expects it."""
    from bulletin_cli.files.lookup import entries

    known = []
    for workspace in workspaces:
        with contextlib.suppress(BulletinError):  # which its own turn tells
            known += entries(workspace)
    year = f"{wanted.year}年" if wanted.year is not None else ""
    there = {entry.number for entry in known if wanted.year in (None, entry.year)}
    if missing := sorted(wanted.numbers - there):
        raise BulletinError(f"没有{year}{'、'.join(f'第{number}期' for number in missing)}；请核对期号和 --year")
    if not there and workspaces:
        raise BulletinError(f"{year}一期也没有；请核对 --year")


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _exit_code(outcomes: list[Outcome], *, strict: bool) -> int:
    from bulletin_cli.batch.outcome import Status

    failed = [outcome for outcome in outcomes if outcome.status is Status.FAILED]
    if any(outcome.refused for outcome in failed):
        return USAGE
    return CONTENT if failed or (strict and any(outcome.outdated for outcome in outcomes)) else 0

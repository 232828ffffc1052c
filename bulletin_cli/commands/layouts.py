"""`bulletin layouts`: the layouts there are; a new one of the office's own, checked and looked at."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Annotated

import typer

from bulletin_cli.commands.chinese import ChineseCommand, ChineseGroup
from bulletin_cli.commands.exits import end
from bulletin_cli.commands.options import (
    Quiet,
    ReportFormat,
    WorkspaceFolder,
    named_before,
    tell_schemas,
    typed,
    workspace_of,
)
from bulletin_cli.console import say, show_file, tell
from bulletin_cli.errors import BulletinError
from bulletin_cli.files.source import Source, read
from bulletin_cli.files.validate import nearest
from bulletin_cli.files.values import text
from bulletin_cli.files.workspace import Workspace, find_workspace, workspace_above
from bulletin_cli.findings import Finding, in_order
from bulletin_cli.layout.find import builtin_folder, layout_names
from bulletin_cli.reports import Format, print_table, report, shown_path, summary

_HELP = "列出可用的版式；新写、检查、试排本单位自己的。\n\nbulletin layouts"
_HELP_NEW = (
    "以一个版式为底，写好本单位自己的：每一项都有说明，改哪项哪项不同。\n\nbulletin layouts new 清河 --from yanjin"
)
_HELP_CHECK = "检查版式，说明哪里不对；不写就查本单位全部的。\n\nbulletin layouts check 清河"
_HELP_PREVIEW = "用一个版式排出短、中、长三期样张（内容是编的），看看样子。\n\nbulletin layouts preview 清河 --watch"
_HELP_SHOW = "原样印出一个版式。\n\nbulletin layouts show yanjin"
_PICTURES = (".png", ".jpg", ".jpeg", ".svg")

app = typer.Typer(
    name="layouts",
    cls=ChineseGroup,
    help=_HELP,
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="版式名", help="如 yanjin。", show_default=False)]
NameOrFile = Annotated[str, typer.Argument(metavar="版式名|文件", help="如 yanjin。", show_default=False)]


@app.callback()
def layouts(context: typer.Context, workspace: WorkspaceFolder = None) -> None:
    """Lists every layout with what it says of itself, unless a command follows."""
    context.obj = workspace or named_before(context)
    if context.invoked_subcommand is None:
        rows = [(name, _origin(path), _title(path)) for name, path in layout_names(_own(context.obj)).items()]
        print_table("", ("版式", "来自", "说明"), rows)


@app.command(cls=ChineseCommand, help=_HELP_NEW)
def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="版式名", help="新版式的名称，如 清河。", show_default=False)],
    base: Annotated[
        str, typer.Option("--from", metavar="版式名", help="以哪个版式为底；不写就是 bulletin.toml 里的。")
    ] = "",
    workspace: WorkspaceFolder = None,
) -> None:
    """Writes a commented layout into the workspace and says what to do next."""
    from bulletin_cli.skeletons.layout import start_layout

    place = workspace_of(context, workspace)
    in_use = _layout_in_use(place)
    base = base.strip() or in_use
    if not base:
        raise BulletinError("bulletin.toml 读不出来，不知道以哪个版式为底；请用 --from 指定，如 --from gbt9704")
    _known(base, place.layouts)
    started = start_layout(place, name, base)
    stem = started.path.stem
    say(f"已写好 {shown_path(started.path)}，现在和 {base} 一样；用记事本打开，照里面的说明改")
    say(f"改好后：bulletin layouts check {typed(stem)} 检查，bulletin layouts preview {typed(stem)} 看样子")
    if stem != in_use:
        say(f'满意了，在 bulletin.toml 里写 layout = "{stem}"，以后就用它')
    tell_schemas(started)


@app.command(cls=ChineseCommand, help=_HELP_CHECK)
def check(
    context: typer.Context,
    targets: Annotated[
        list[str] | None,
        typer.Argument(metavar="[版式名|文件]…", help="要检查的版式；不写就是本单位全部的。", show_default=False),
    ] = None,
    workspace: WorkspaceFolder = None,
    format: ReportFormat = Format.TEXT,
    quiet: Quiet = False,
) -> None:
    """Reports everything that is wrong with layouts, which are configuration: an error ends with 2."""
    from bulletin_cli.desk import proofread_layout

    named = workspace or named_before(context)
    place = find_workspace(named) if named or not targets else workspace_above(Path.cwd())
    own = place.layouts if place else None
    whole = sorted(own.glob("*.toml")) if own else []
    paths = dict.fromkeys(_layout_file(target, own) for target in targets) if targets else whole
    findings = []
    for path in paths:
        findings += proofread_layout(path, _home(path, place, named=named is not None))
    findings = in_order(findings)
    report(findings, format, files_checked=len(paths))
    if not quiet and format is Format.TEXT:
        say(summary(findings, len(paths)))
        if not paths:
            tell("本单位还没有自己的版式；要写一个，运行 bulletin layouts new 版式名")
    end(findings, [])


@app.command(cls=ChineseCommand, help=_HELP_PREVIEW)
def preview(
    context: typer.Context,
    name: NameOrFile,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="文件夹", help="放在这里；不写就放在工作目录的 out/preview。"),
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="版式一改动就再排，按 Ctrl-C 结束。")] = False,
    pdf: Annotated[
        bool | None,
        typer.Option(
            "--pdf/--no-pdf", help="要不要 PDF 和每页的图片；不写，装了 LibreOffice 就要。", show_default=False
        ),
    ] = None,
    workspace: WorkspaceFolder = None,
    quiet: Quiet = False,
) -> None:
    """Composes the specimen issues in a layout and says where they are."""
    from bulletin_cli.commands.previewing import compose_preview, prints_pdf  # which composes

    named = workspace or named_before(context)
    place = find_workspace(named) if named else workspace_above(Path.cwd())
    own = place.layouts if place else None
    file = _layout_file(name, own)
    home = _home(file, place, named=named is not None)
    bases = home.layouts if home else None
    folder = Path(os.path.abspath(output or (place.out if place else Path.cwd()) / "preview"))
    prints = prints_pdf(pdf, quiet=quiet)

    def once() -> int:
        return compose_preview(_layout_file(name, own), bases, folder, pdf=prints, quiet=quiet)

    def concerns(path: str) -> bool:
        changed = Path(path)
        if changed.suffix.lower() not in _PICTURES:
            return changed.suffix.lower() == ".toml"
        # not the pages that are made here
        return not changed.name.startswith(f"{file.stem}-") or not _is_same(changed.parent, folder)

    if watch:
        from bulletin_cli.commands.watching import again_and_again  # only where somebody watches

        promise = "版式改动时再排，按 Ctrl-C 结束"
        again_and_again(once, lambda: _folders_of(name, own, bases), concerns, promise, below=False)
    elif code := once():
        raise typer.Exit(code)


@app.command(cls=ChineseCommand, help=_HELP_SHOW)
def show(context: typer.Context, name: Name, workspace: WorkspaceFolder = None) -> None:
    """Prints the layout's file as it stands."""
    source = read(_known(name, _own(workspace or named_before(context))))
    if isinstance(source, Finding):
        raise BulletinError(f"{shown_path(source.path)}:{source.place.line}:{source.place.column}: {source.message}")
    show_file(source.text)


def _own(named: Path | None) -> Path | None:
    """The layouts folder of the workspace; outside of one there are the built-in layouts."""
    workspace = find_workspace(named) if named else workspace_above(Path.cwd())
    return workspace.layouts if workspace else None


def _known(name: str, own: Path | None) -> Path:
    """The file of the layout of that name; raises BulletinError where there is none."""
    names = layout_names(own)
    if name not in names:
        raise BulletinError(f"没有“{name}”这个版式{nearest(name, list(names)) or '；可用的有：' + '、'.join(names)}")
    return names[name]


def _layout_file(named: str, own: Path | None) -> Path:
    """The layout somebody means: by its name, or as a file."""
    path = Path(os.path.abspath(named))
    return path if named not in layout_names(own) and named and os.path.lexists(path) else _known(named, own)


def _home(path: Path, place: Workspace | None, *, named: bool) -> Workspace | None:
    """The workspace whose layouts the one at `path` may extend: that which was named, else its own, else `place`."""
    return place if named or path.parent == builtin_folder() else workspace_above(path.parent) or place


def _is_same(folder: Path, other: Path) -> bool:
    return os.path.realpath(folder) == os.path.realpath(other)


def _layout_in_use(workspace: Workspace) -> str:
    """The layout that bulletin.toml names; "" where that cannot be read."""
    from bulletin_cli.files.publication import read_publication

    source = read(workspace.bulletin_file)
    return read_publication(source).layout if isinstance(source, Source) else ""


def _folders_of(name: str, own: Path | None, bases: Path | None) -> set[Path]:
    """Where a change may change the layout: its own folder, those of what it extends, and those of its pictures."""
    from bulletin_cli.layout.read import layout_files

    files = []
    with contextlib.suppress(BulletinError):  # it is not there for the moment
        path = _layout_file(name, own)
        files = [path, *layout_files(path, bases)]
    folders = {own, bases, builtin_folder(), *(file.parent for file in files)}
    return {folder for folder in folders if folder is not None and folder.is_dir()}


def _origin(path: Path) -> str:
    return "内置" if path.parent == builtin_folder() else shown_path(path)


def _title(path: Path) -> str:
    source = read(path)
    return text(source.values, "title") if isinstance(source, Source) else "（读不出来，见 bulletin layouts check）"

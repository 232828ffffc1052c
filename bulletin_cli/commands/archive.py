"""`bulletin archive N`: an issue → one zip for the files, and `--verify` years later."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bulletin_cli.commands.chinese import ChineseCommand, one_command
from bulletin_cli.commands.exits import CONTENT
from bulletin_cli.commands.options import Quiet, Series, WorkspaceFolder, Year, issue_named, workspace_of
from bulletin_cli.console import say, shows_unicode, tell
from bulletin_cli.desk import open_desk
from bulletin_cli.errors import BulletinError
from bulletin_cli.reports import SCHEMA_VERSION, Format, shown_path

if TYPE_CHECKING:
    from bulletin_cli.compose.package import Seal
    from bulletin_cli.desk import Desk
    from bulletin_cli.files.workspace import Workspace

app = one_command()
_MARK = "（归档）"
_PATIENCE = 60  # seconds to wait for a batch that is writing into out/
_HELP = "把一期的成品、原稿和配置装进一个 .zip 归档，附校验清单；--verify 查验有没有改动。\n\nbulletin archive 38"


@app.command("archive", cls=ChineseCommand, help=_HELP)
def archive(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="[期号]", help="第几期，如 38。", min=1, show_default=False)
    ] = None,
    verify: Annotated[
        Path | None, typer.Option("--verify", metavar="文件", help="查验这个归档文件，归档以后有没有改动。")
    ] = None,
    year: Year = None,
    series: Series = "",
    output: Annotated[Path | None, typer.Option("--output", metavar="文件", help="另存为这个 .zip 文件。")] = None,
    force: Annotated[bool, typer.Option("--force", help="已有归档文件也重新归档，原来的留作备份。")] = False,
    workspace: WorkspaceFolder = None,
    format: Annotated[
        Format, typer.Option("--format", metavar="text|json", help="查验结果的形式：文字或 JSON。")
    ] = Format.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="成品与现在的条目、配置不符就不归档。")] = False,
    quiet: Quiet = False,
) -> None:
    """Files an issue, or says whether a filed one is as it was."""
    if (number is None) == (verify is None):
        raise BulletinError("要么写期号归档（bulletin archive 38），要么用 --verify 文件 查验，二者选一")
    if verify is not None:
        _verify(verify, format, quiet=quiet)
        return
    assert number is not None
    place = workspace_of(context, workspace)
    entry = issue_named(place, number, year, series, quiet=quiet)

    from bulletin_cli.filing import bind
    from bulletin_cli.publish.lock import sole_writer

    documents = _documents(open_desk(place), place, entry.folder)
    path = _zip_path(output) if output else documents[0].with_name(f"{documents[0].stem}{_MARK}.zip")
    with sole_writer(place.out, _PATIENCE, tell) if os.access(place.out, os.W_OK) else contextlib.nullcontext():
        files, doubts = _records(open_desk(place), place, entry.folder, documents)
        for doubt in doubts:
            tell(f"注意：{doubt}")
        if doubts and strict:
            raise typer.Exit(CONTENT)
        data = bind({name.relative_to(place.root).as_posix(): content for name, content in files.items()})
        _write(path, data, len(files), force=force, quiet=quiet)


def _documents(desk: Desk, workspace: Workspace, folder: Path) -> list[Path]:
    """The issue's .docx, and the PDF beside it if there is one."""
    from bulletin_cli.files.issue import issue_of
    from bulletin_cli.files.source import Source, read
    from bulletin_cli.files.workspace import ISSUE_FILE
    from bulletin_cli.publish.names import document_path

    if desk.configuration or desk.publication is None:
        raise BulletinError("bulletin.toml 或版式有错误，没有归档；请先用 bulletin check 查看，改好再归档")
    source = read(folder / ISSUE_FILE)
    if not isinstance(source, Source):
        raise BulletinError(f"{shown_path(folder / ISSUE_FILE)} 读不出来，没有归档；请先用 bulletin check 查看")
    path = document_path(workspace, desk.publication, issue_of(source, desk.publication))
    if not path.is_file():
        raise BulletinError(f"还没有 {shown_path(path)}，没有可以归档的成品；请先用 bulletin compose 生成")
    pdf = path.with_suffix(".pdf")
    return [path, pdf] if pdf.is_file() else [path]


def _records(
    desk: Desk, workspace: Workspace, folder: Path, documents: list[Path]
) -> tuple[dict[Path, bytes], list[str]]:
    """The files of the issue, and what the office should know of them: of those very bytes."""
    from bulletin_cli.compose.package import read_seal
    from bulletin_cli.files.inputs import as_given, fingerprint, issue_on_disk
    from bulletin_cli.filing import records

    layout = [file.path for file in desk.layout.files] if desk.layout else []
    # read before the records, so that a picture that is changed meanwhile does not pass for what was composed
    issue = None
    with contextlib.suppress(OSError):  # what cannot be read is told by filing it
        issue = issue_on_disk(folder)
    pictures = [file.path for file in issue or () if file.path.suffix.lower() != ".toml"]
    files = records(workspace, folder, documents, [*layout, *pictures])
    configuration = desk.inputs
    doubts = [
        f"版式用到的 {file.path} 不在工作目录里，没有归入"
        for file in configuration
        if file.path.suffix != ".toml" and Path(os.path.normpath(file.path)) not in files
    ]
    read_again = (as_given(file.path, files.get(file.path, b"")) for file in issue or ())
    fits = (
        issue is not None
        and issue == list(read_again)
        and all(as_given(file.path, files[file.path]) == file for file in configuration if file.path in files)
    )
    now = fingerprint([*configuration, *issue]) if fits and issue else ""
    found = ((path, _doubt(read_seal(files[path]), now)) for path in documents)
    return files, [*doubts, *(f"{shown_path(path)} {doubt}" for path, doubt in found if doubt)]


def _doubt(seal: Seal, now: str) -> str:
    from bulletin_cli.compose.package import State

    if seal.state is State.FOREIGN:
        return "不是本程序生成的，无法核对它与条目是否相符"
    doubts = ["生成之后有人改过，归档的是改过的"] if seal.state is State.EDITED else []
    if seal.origin.inputs != now:
        doubts.append("生成之后，条目或配置又有改动，与归档的条目不符；要相符请先重新生成")
    return "；".join(doubts)


def _write(path: Path, data: bytes, files: int, *, force: bool, quiet: bool) -> None:
    from bulletin_cli.publish.write import content_of, put

    there = content_of(path) if os.path.lexists(path) else None
    if there is not None and there != data and not force:
        raise BulletinError(
            f"已有 {shown_path(path)}，内容与现在的不同，没有覆盖；要重新归档请加 --force（原文件会留作备份）"
        )
    backups = put({path: data}, [path] if there is not None else []) if there != data else []
    if not quiet:
        done = "已经归档过，内容相同" if there == data else "已归档"
        say(f"{done}：{shown_path(path)}，{files} 个文件")
        say(f"SHA-256 {hashlib.sha256(data).hexdigest()}（请记入归档登记）")
        for backup in backups:
            say(f"原来的文件留作 {shown_path(backup)}")


def _zip_path(output: Path) -> Path:
    if output.suffix.lower() != ".zip":
        raise BulletinError(f"--output 的文件名要以 .zip 结尾，现在是 {output}")
    return Path.cwd() / output


def _verify(path: Path, format: Format, *, quiet: bool) -> None:
    from bulletin_cli.filing import verify

    verdict = verify(path)
    if format is Format.JSON:
        intact = {"schema_version": SCHEMA_VERSION, "path": shown_path(path), "intact": verdict.is_intact}
        say(json.dumps({**intact, **verdict._asdict()}, ensure_ascii=not shows_unicode()))
    else:
        for words, names in (("改动", verdict.changed), ("缺少", verdict.missing), ("多出", verdict.added)):
            for name in names:
                say(f"{words}：{name}")
        if not verdict.is_intact:
            say(f"{shown_path(path)} {verdict.fault or '归档以后有改动'}")
        elif not quiet:
            say(f"{shown_path(path)}：{verdict.files} 个文件，都与归档时一致")
            say(f"SHA-256 {verdict.sha256}（请与归档登记核对）")
    if not verdict.is_intact:
        raise typer.Exit(CONTENT)

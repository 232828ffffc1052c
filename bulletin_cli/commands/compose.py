"""`bulletin compose N`: an issue → its document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bulletin_cli.commands.chinese import ChineseCommand, one_command
from bulletin_cli.commands.exits import exit_code
from bulletin_cli.commands.options import (
    Number,
    Quiet,
    ReportFormat,
    Series,
    Strict,
    WorkspaceFolder,
    Year,
    issue_named,
    workspace_of,
)
from bulletin_cli.console import say, tell
from bulletin_cli.desk import Proof, open_desk, proofread_issue
from bulletin_cli.findings import in_order
from bulletin_cli.reports import Format, as_json, report, shown_path, substitution

if TYPE_CHECKING:
    from bulletin_cli.edition import Edition

app = one_command()
_HELP = "检查一期，排成公文格式的 .docx，放进工作目录的 out 文件夹；有错误就不生成。\n\nbulletin compose 38 --pdf"


@app.command("compose", cls=ChineseCommand, help=_HELP)
def compose(
    context: typer.Context,
    number: Number,
    year: Year = None,
    series: Series = "",
    draft: Annotated[bool, typer.Option("--draft", help="出草稿：有错误、缺姓名也生成，每页印上“草稿”。")] = False,
    output: Annotated[Path | None, typer.Option("--output", metavar="文件", help="另存为这个 .docx 文件。")] = None,
    force: Annotated[bool, typer.Option("--force", help="文件被人改过也重新生成，改过的留作备份。")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="同时用 LibreOffice 生成 PDF。")] = False,
    workspace: WorkspaceFolder = None,
    format: ReportFormat = Format.TEXT,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Checks the issue as `check` does, composes it and says where it is."""
    place = workspace_of(context, workspace)
    entry = issue_named(place, number, year, series, quiet=quiet)
    desk = open_desk(place)
    proof = proofread_issue(desk, entry.folder)
    stopped = bool(desk.configuration) or proof.loses_text or (proof.fails(strict=strict) and not draft)
    findings = [*in_order(desk.configuration), *proof.findings]
    if stopped or format is not Format.JSON:
        report(findings, format, composed=None)
    if stopped:
        if not quiet:
            tell(f"{entry.called}没有生成：{_why_stopped(proof)}")
        raise typer.Exit(exit_code(desk.configuration, proof.findings, strict=strict))

    from bulletin_cli.compose.stationery import Stationery  # only composing imports docx
    from bulletin_cli.edition import make_edition
    from bulletin_cli.publish.lock import writing_beside
    from bulletin_cli.publish.names import document_path, issue_name
    from bulletin_cli.publish.write import check_place, publish

    issue = proof.files.issue
    path = document_path(place, proof.publication, issue, draft=draft, output=output)
    for each in (path, *([path.with_suffix(".pdf")] if pdf else [])):  # before LibreOffice takes its time
        check_place(each, issue_name(issue), force=force)
    edition = make_edition(proof, path, Stationery(proof.layout, draft=draft), pdf=pdf)
    with writing_beside(path, place.out, tell):
        backups = publish(edition.files, edition.origin.issue, force=force)
    if format is Format.JSON:
        say(as_json(findings, composed=_as_row(edition, backups)))
    elif not quiet:
        _announce(edition, backups)


def _why_stopped(proof: Proof) -> str:
    if proof.desk.configuration:
        return "先改好上面的配置"
    if proof.loses_text:
        return "先改好上面的错误；有文件读不出来，草稿也不能缺条目"
    if proof.fails():
        return "先改好上面的错误；要先看样子，可加 --draft 出草稿"
    return "有警告，而 --strict 要求没有警告"


def _announce(edition: Edition, backups: list[Path]) -> None:
    say(f"已生成 {shown_path(edition.path)}：{edition.sections} 个栏目，{edition.items} 条，{edition.characters} 字")
    if edition.pdf:
        say(f"已生成 {shown_path(edition.pdf)}")
    elif (old := edition.path.with_suffix(".pdf")).exists():
        tell(f"旁边的 {shown_path(old)} 是以前的；要一起更新请加 --pdf")
    for backup in backups:
        say(f"原来的文件留作 {shown_path(backup)}")
    for face, other in edition.substituted.items():
        tell(substitution(face, other))


def _as_row(edition: Edition, backups: list[Path]) -> dict[str, object]:
    return {
        "path": shown_path(edition.path),
        "pdf": shown_path(edition.pdf) if edition.pdf else None,
        "backups": [shown_path(backup) for backup in backups],
        "sections": edition.sections,
        "items": edition.items,
        "characters": edition.characters,
        "substituted_faces": edition.substituted,
    }

"""`bulletin show N`: an issue as a table."""

from __future__ import annotations

from collections import Counter

import typer

from bulletin_cli.arrange import arrange
from bulletin_cli.commands.chinese import ChineseCommand, one_command
from bulletin_cli.commands.exits import end
from bulletin_cli.commands.options import (
    Number,
    Quiet,
    ReportFormat,
    Series,
    Strict,
    WorkspaceFolder,
    Year,
    workspace_of,
)
from bulletin_cli.console import say
from bulletin_cli.desk import Proof, open_desk, proofread_issue
from bulletin_cli.files.lookup import find_issue
from bulletin_cli.findings import in_order
from bulletin_cli.model import Item, Publication, length
from bulletin_cli.reports import Format, as_json, print_table, report, shown_path, summary

app = one_command()
_HELP = "把一期列成表：次序、标题、单位、字数和问题。\n\nbulletin show 38"

_COLUMNS = ("次序", "栏目", "标题", "单位", "字数", "问题", "图表", "文件")


@app.command("show", cls=ChineseCommand, help=_HELP)
def show(
    context: typer.Context,
    number: Number,
    year: Year = None,
    series: Series = "",
    workspace: WorkspaceFolder = None,
    format: ReportFormat = Format.TEXT,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Prints the issue's items in printing order, then what is wrong with them."""
    place = workspace_of(context, workspace)
    entry, _ = find_issue(place, number, year, series)
    desk = open_desk(place)
    proof = proofread_issue(desk, entry.folder)
    findings = [*in_order(desk.configuration), *proof.findings]
    rows = _rows(proof) if desk.publication else []
    if format is Format.JSON:
        keys = ("order", "section", "title", "departments", "characters", "findings", "figures", "path")
        say(as_json(findings, issue=entry.called, items=[dict(zip(keys, row, strict=True)) for row in rows]))
    elif format is Format.GITHUB:
        report(findings, format)
    else:
        if rows:
            title = f"{proof.publication.name} {entry.called}"
            cells = [tuple(_cell(value) for value in row) for row in rows]
            # most issues have no figures: without them the titles have more room
            shown = [place for place, name in enumerate(_COLUMNS) if name != "图表" or any(row[place] for row in cells)]
            print_table(
                title,
                tuple(_COLUMNS[place] for place in shown),
                [tuple(row[place] for place in shown) for row in cells],
            )
        report(findings, format)
        if not quiet:
            say(summary(findings, len(proof.files_read)))
    end(desk.configuration, proof.findings, strict=strict)


def _rows(proof: Proof) -> list[tuple[object, ...]]:
    counts = Counter(finding.path for finding in proof.findings)
    rows: list[tuple[object, ...]] = []
    for section in arrange(proof.files.issue, proof.publication).sections:
        rows += [
            _row(len(rows) + place, section.name, item, counts[item.path], proof.publication)
            for place, item in enumerate(section.items, 1)
        ]
    return rows


def _row(place: int, section: str, item: Item, findings: int, publication: Publication) -> tuple[object, ...]:
    departments = [publication.printed_name(name) for name in item.departments]
    figures = {"images": len(item.images), "tables": len(item.tables)}
    return (place, section, item.title, departments, length(item.body), findings, figures, shown_path(item.path))


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return "".join(f"{count}{sign}" for count, sign in zip(value.values(), "图表", strict=True) if count)
    return "、".join(value) if isinstance(value, list) else str(value)

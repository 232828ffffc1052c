"""`bulletin rule [CODE]`: the rules, and one of them explained."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bulletin_cli.checks.registry import BY_CODE, GROUPS
from bulletin_cli.checks.rule import Remedy
from bulletin_cli.checks.rulebook import Page, pages
from bulletin_cli.commands.chinese import ChineseCommand, one_command
from bulletin_cli.commands.options import ReportFormat
from bulletin_cli.console import say, shows_unicode
from bulletin_cli.errors import BulletinError
from bulletin_cli.files.validate import nearest
from bulletin_cli.reports import SEVERITY_WORDS, Format, print_table

app = one_command()
_HELP = "列出校对规则；写上代码就详细说明一条。\n\nbulletin rule NM101"
REMEDY_WORDS = {Remedy.NONE: "不能", Remedy.SAFE: "能（--fix）", Remedy.UNSAFE: "能，须核对（--unsafe-fixes）"}


@app.command("rule", cls=ChineseCommand, help=_HELP)
def rule(
    code: Annotated[
        str, typer.Argument(metavar="[代码]", help="如 NM101；或一类的两个字母，如 NM。", show_default=False)
    ] = "",
    format: ReportFormat = Format.TEXT,
) -> None:
    """Lists the rules, those of a group, or tells all there is to one."""
    code = code.upper()
    if code and code not in BY_CODE and code not in GROUPS:
        known = [*BY_CODE, *GROUPS]
        raise BulletinError(f"没有 {code} 这条规则{nearest(code, known) or '；全部规则见 bulletin rule'}")
    asked = [page for page in pages().values() if page.rule.code.startswith(code)]
    if format is Format.JSON:
        say(json.dumps([_row(page) for page in asked], ensure_ascii=not shows_unicode()))
    elif code in BY_CODE:
        for line in explanation(asked[0]):
            say(line)
    else:
        rows = [(page.rule.code, SEVERITY_WORDS[page.rule.severity], page.name, _example(page)) for page in asked]
        print_table("", ("代码", "轻重", "规则", "例"), rows)


def explanation(page: Page) -> list[str]:
    """What there is to say of a rule, line by line."""
    rule = page.rule
    lines = [
        f"{rule.code} {page.name}（{SEVERITY_WORDS[rule.severity]}，{GROUPS[rule.code[:2]]}）",
        "",
        page.about,
        "",
        f"依据：{page.source}",
        f"自动改正：{REMEDY_WORDS[rule.remedy]}",
    ]
    for wrong, right in zip(page.wrong, page.right or [""] * len(page.wrong), strict=True):
        lines += ["", f"错：{wrong}", *([f"对：{right}"] if right else [])]
    if page.silent:
        lines += ["", "这样写是对的，不会报：", *(f"  {text}" for text in page.silent)]
    return [each for line in lines for each in line.split("\n")]


def _example(page: Page) -> str:
    return page.wrong[0].split("\n")[0] if page.wrong else ""


def _row(page: Page) -> dict[str, object]:
    return {
        "code": page.rule.code,
        "severity": str(page.rule.severity),
        "fix": page.rule.remedy.value,
        "name": page.name,
        "about": page.about,
        "source": page.source,
        "wrong": page.wrong,
        "right": page.right,
        "silent": page.silent,
    }

"""docs/rules.md, the rules as clerks read them, made from the rulebook.

python tests/rule_pages.py        writes it anew
"""

from __future__ import annotations

from pathlib import Path

from bulletin_cli.checks.registry import GROUPS
from bulletin_cli.checks.rule import Remedy
from bulletin_cli.checks.rulebook import Page, pages
from bulletin_cli.reports import SEVERITY_WORDS

RULES = Path(__file__).resolve().parent.parent / "docs" / "rules.md"
_REMEDIES = {Remedy.NONE: "—", Remedy.SAFE: "`--fix`", Remedy.UNSAFE: "`--unsafe-fixes`"}
_INTRODUCTION = """\
# 校对规则

`bulletin check` 按这些规则读每一条。`bulletin rule NM101` 在命令行里说明一条，还列出看着像错、其实是对的写法。
“错误”不改不能出正式稿，“警告”请看一眼。`--fix` 能改的是有把握的；`--unsafe-fixes` 改的要人核对。

不想查某一条：在条目文件里写一行注释 `# bulletin: ignore NM101`，或在 bulletin.toml 的 `[check]` 里写 `ignore = ["NM101"]`。
"""


def page() -> str:
    """The whole page."""
    parts = [_INTRODUCTION]
    for group, name in GROUPS.items():
        rows = [_row(each) for each in pages().values() if each.rule.code.startswith(group)]
        head = "| 代码 | 规则 | 轻重 | 改正 | 错 | 对 | 说明 | 依据 |\n|---|---|---|---|---|---|---|---|"
        parts.append("\n".join([f"## {name}（{group}）\n", head, *rows]) + "\n")
    return "\n".join(parts)


def _row(each: Page) -> str:
    rule = each.rule
    wrong = "<br>".join(map(_shown, each.wrong[:2]))
    right = "<br>".join(map(_shown, each.right[:2]))
    cells = (
        rule.code,
        each.name,
        SEVERITY_WORDS[rule.severity],
        _REMEDIES[rule.remedy],
        wrong,
        right,
        each.about,
        each.source,
    )
    return "| " + " | ".join(cells) + " |"


def _shown(text: str) -> str:
    """An example as a cell of a table shows it; what cannot be seen is written as its number."""
    seen = "".join(c if c.isprintable() or c == "\n" else f"[U+{ord(c):04X}]" for c in text)
    for sign in "\\`*_|<[~":
        seen = seen.replace(sign, f"\\{sign}" if sign != "<" else "&lt;")
    return seen.replace("\n", "⏎")


if __name__ == "__main__":
    RULES.parent.mkdir(exist_ok=True)
    RULES.write_text(page(), encoding="utf-8")

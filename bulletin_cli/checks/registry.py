"""Every rule there is, in the order of the groups. A code is permanent: that of a retired rule is not used again."""

from __future__ import annotations

from bulletin_cli.checks.rule import Rule
from bulletin_cli.checks.rules import dates, files, numbers, personal, punctuation, spaces, structure, width, words

GROUPS = {
    "IT": "文件和字段",
    "PU": "标点",
    "WD": "全角和半角",
    "SP": "空格和字符",
    "NM": "数字和日期",
    "ST": "序号和结构",
    "WR": "用词",
    "PI": "个人信息",
    "DU": "重复",
    "LA": "版式文件",
}

RULES: tuple[Rule, ...] = (
    *files.RULES,
    *punctuation.RULES,
    *width.RULES,
    *spaces.RULES,
    *numbers.RULES,
    *dates.RULES,
    *structure.RULES,
    *words.RULES,
    *personal.RULES,
)

BY_CODE = {rule.code: rule for rule in RULES}
READERS = tuple(rule for rule in RULES if rule.find is not None)  # those that read texts

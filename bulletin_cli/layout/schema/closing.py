"""`[closing]`: the closing block (版记)."""

from __future__ import annotations

from bulletin_cli.files.schema.kinds import integer, table
from bulletin_cli.layout.schema.kinds import ISSUE_NAMES, SIDES, choice, flag, length, string, style, words

_CLOSING_ROW = {
    **table(
        "版记的一行",
        "each 是分送范围或署名，一项一行；否则是一行的左中右，没有内容就不出现。",
        [],
        {
            "each": choice("逐项", "distribution 分送范围、sign_off 署名。", ["distribution", "sign_off"]),
            "text": words(
                "一项的文字",
                "distribution 用 {label}、{to}，sign_off 用 {role}、{name}。",
                ["label", "to", "role", "name"],
            ),
            "joiner": string("对象之间", "分送对象之间的标点。", '带引号的标点，如 "，"'),
            "per_line": integer("每行几项", "署名一行排几项。", "正整数，如 3", maximum=9),
            "left": words("左边的文字", "", ISSUE_NAMES),
            "center": words("中间的文字", "", ISSUE_NAMES),
            "right": words("右边的文字", "", ISSUE_NAMES),
        },
    ),
    "oneOf": [{"required": ["each", "text"]}, {"anyOf": [{"required": [side]} for side in SIDES]}],
    "x-expect": 'each 加 text，或 left/center/right，如 { right = "共印{copies}份" }',
}

CLOSING = table(
    "版记",
    "末页版心的下沿。",
    [],
    {
        "parts": {
            "title": "各部分",
            "description": "从上到下，各部分之间有细线；每一部分是几行。写了就代替沿用版式的全部。",
            "type": "array",
            "items": {
                "type": "array",
                "items": _CLOSING_ROW,
                "x-expect": '几行的列表，如 [ { right = "共印{copies}份" } ]',
            },
            "x-expect": "列表的列表：每一部分一个方括号，其中一行一个花括号",
        },
        "style": style("版记各行的样式。"),
        "inset": length("两边空出"),
        "outer_rule": length("首末线粗"),
        "inner_rule": length("中间线粗"),
        "rule_gap": length("文字到下面的线"),
        "even_page": flag("排在双页", "写 true，版记总在双页；前面要空出一页时，空页和版记页都不印页码。"),
    },
    "以 [closing] 开头的一段",
)

"""`[preface]`, `[contents]`, `[section]` and `[item]`."""

from __future__ import annotations

from bulletin_cli.files.schema.kinds import table
from bulletin_cli.layout.schema.kinds import (
    CONTENTS_NAMES,
    ITEM_NAMES,
    LEVELS,
    choice,
    flag,
    length,
    string,
    style,
    words,
)

PREFACE = table(
    "编者按",
    "issue.toml 里有 preface 时印。",
    [],
    {
        "lead": string("引语", "加在第一段前面的字，如“编者按：”。", "带引号的文字"),
        "style": style("编者按各段的样式。"),
        "lead_style": style("引语的样式。"),
        "boxed": flag("加框", "写 true，编者按四面加框。"),
    },
    "以 [preface] 开头的一段",
)

CONTENTS = table(
    "本期要目",
    "报头下面各条的标题；不写 text 就不印。",
    [],
    {
        "title": string("题目", "如“本期要目”；不写就没有。", "带引号的文字"),
        "title_style": style("题目的样式。"),
        "section": words("栏目一行", "每个栏目前的一行；不写就没有。", ["section", "ordinal"]),
        "section_style": style("栏目一行的样式。"),
        "text": words("一条的文字", "{number} 是 1、2、3，{ordinal} 是一、二、三，都从全期数起。", CONTENTS_NAMES),
        "style": style("一条的样式。"),
        "below": length("下面空出", "要目与正文之间；凑成整行。"),
        "page_numbers": flag("印页码", "写 true，右边印各条所在的页，中间用点连接。"),
        "place": choice(
            "位置", "before-preface 在编者按前、after-preface 在编者按后。", ["before-preface", "after-preface"]
        ),
    },
    "以 [contents] 开头的一段",
)

SECTION = table(
    "栏目标题",
    "",
    [],
    {
        "text": words("文字", '写成 "" 就不印栏目标题；{ordinal} 是一、二、三。', ["section", "ordinal"]),
        "style": style("栏目标题的样式。"),
    },
    "以 [section] 开头的一段",
)

ITEM = table(
    "条目",
    "",
    [],
    {
        "title": words("标题的文字", "要有一个 {title}；{ordinal} 在每个栏目里从一数起。", ITEM_NAMES),
        "title_place": choice("标题位置", "run-in 接排在段首、own-line 单占一行。", ["run-in", "own-line"]),
        "title_style": style("标题的样式。"),
        "gap": string("标题与正文之间", "标题接排时，标题和正文之间的字，多是一个空格。", "带引号的文字"),
        "text_style": style("正文各段的样式。"),
        "attribution": words("供稿单位的文字", "{author} 是条目的作者。", ["department", "author"]),
        "attribution_place": choice(
            "供稿单位位置",
            "run-in 接排在末段之后、own-line 单占一行、none 不印。",
            ["run-in", "own-line", "none"],
        ),
        "attribution_style": style("供稿单位的样式。"),
        "joiner": string("单位之间", "联合报送的单位之间的标点。", '带引号的标点，如 "、"'),
        "levels": {
            "title": "层次的样式",
            "description": '正文里“一、”“（一）”“1.”“（1）”各层小标题的样式，依次写；不另设样式的写 ""。',
            "type": "array",
            "maxItems": LEVELS,
            "items": {"type": "string", "x-expect": "[styles] 里的样式名"},
            "x-expect": '列表，如 ["level1", "level2", "", ""]',
        },
    },
    "以 [item] 开头的一段",
)

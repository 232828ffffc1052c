"""What stands outside the type area: `[first_page]`, `[page_number]` and `[draft]`."""

from __future__ import annotations

from bulletin_cli.files.schema.kinds import table
from bulletin_cli.layout.schema.kinds import COLOUR, SIDES, choice, flag, length, string, style

FIRST_PAGE = table(
    "首页",
    "首页与别的页不同的地方。",
    [],
    {
        "top": length(
            "天头", "首页从纸上沿多远起排，不能比 page.top 大（要往下空，在报头里写 from_top）；不写与别的页一样。"
        ),
        "rule": choice("页脚横线", "写法同报头的横线。", ["single", "double", "thick-thin", "thin-thick"]),
        "weight": length("线粗"),
        "colour": COLOUR,
        "length": length("线长", "居中；不写就与版心等宽。"),
        "foot": length("离纸下沿", "页脚横线到纸下沿。"),
    },
    "以 [first_page] 开头的一段",
)

PAGE_NUMBER = table(
    "页码",
    "",
    [],
    {
        "text": string("文字", '写成 "" 就不印页码。', '带引号的文字，如 "— {page} —"', **{"x-placeholders": ["page"]}),
        "style": style("页码的样式。"),
        "odd": choice("单页", "", SIDES),
        "even": choice("双页", "", SIDES),
        "inset": length("离边", "离版心左右边缘。"),
        "gap": length("离版心", "版心下沿到一字线。"),
        "first": flag("首页也印", "写 false，首页不印页码。"),
    },
    "以 [page_number] 开头的一段",
)

DRAFT = table(
    "草稿标记",
    "--draft 时印在每页天头。",
    [],
    {
        "text": string("文字", "", "带引号的文字", pattern=r"\S"),
        "style": style("草稿标记的样式。"),
        "top": length("离纸上沿"),
    },
    "以 [draft] 开头的一段",
)

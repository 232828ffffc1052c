"""`[page]` and `[styles]`."""

from __future__ import annotations

from bulletin_cli.files.schema.kinds import integer, table
from bulletin_cli.layout.measures import SIZE_PATTERN
from bulletin_cli.layout.schema.kinds import ALIGN, COLOUR, flag, length, string

PAGE = table(
    "页面",
    "纸张、版心和行列。",
    [],
    {
        "width": length("纸宽"),
        "height": length("纸高"),
        "top": length("天头", "纸上沿到版心上沿。"),
        "left": length("订口", "纸左沿到版心左沿。"),
        "type_width": length("版心宽"),
        "type_height": length("版心高"),
        "lines": integer("每面行数", "撑满版心。", "正整数，如 22", maximum=60),
        "characters": integer("每行字数", "撑满版心。", "正整数，如 28", maximum=60),
    },
    "以 [page] 开头的一段",
)

STYLE = table(
    "样式",
    "一种文字的字体、字号、行距和位置；在 Word 里是同名的样式。",
    [],
    {
        "label": string(
            "名称", "在 Word 里显示的样式名。", "带引号的名称", pattern=r"^[^,;\\]*\S[^,;\\]*$", maxLength=60
        ),
        "face": string(
            "字体", "字体名称。", '带引号的字体名，如 "仿宋_GB2312"', pattern=r"^[^;,]*\S[^;,]*$", maxLength=31
        ),
        "size": string("字号", "字号或磅值。", '字号名或磅值，如 "三号"、"16pt"', pattern=SIZE_PATTERN),
        "colour": COLOUR,
        "bold": flag("加粗"),
        "align": ALIGN,
        "line": length("行距", "固定行距；不写就是正文的一行。"),
        "before": length("段前", "正文各段不要写：会使一页排不满规定的行数。"),
        "after": length("段后", "同上。"),
        "first_line": length("首行缩进"),
        "hanging": length("悬挂缩进"),
        "left": length("左缩进"),
        "right": length("右缩进"),
        "spacing": string(
            "字距",
            "字与字之间加宽（正）或收紧（负）多少。",
            '磅值，如 "2pt"、"-0.25pt"',
            pattern=r"^-?\d{1,2}(\.\d{1,2})?pt$",
        ),
        "keep_next": flag("与下段同页"),
        "outline": integer("大纲级别", "在 Word 导航窗格里的级别。", "1 到 9 的整数", maximum=9),
    },
    "以 [styles.名字] 开头的一段",
)

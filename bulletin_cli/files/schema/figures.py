"""`[[image]]` and `[[table]]`: the figures of an item."""

from __future__ import annotations

from bulletin_cli.files.schema.kinds import MILLIMETRES, integer, note, table, tables, text, texts

_WIDTH = {"pattern": MILLIMETRES, "x-expect": '带引号的毫米数，如 "120mm"'}
_AFTER = integer("排在第几段后面", "从1数起，小标题也算一段；不写就排在正文最后。", "不加引号的正整数，如 2")

IMAGE = tables(
    "图片",
    "条目里的图片，一幅一段。",
    table(
        "图片",
        "",
        ["file"],
        {
            "file": text(
                "图片文件",
                "PNG 或 JPEG（不收 SVG、WebP、BMP 等，请另存）；路径从条目所在的文件夹算起，用 / 隔开，不能出工作目录。",
                '带引号的文件名，如 "图/产业园.jpg"',
            ),
            "width": text("图宽", "印多宽，高按比例；不写就照图片自己的大小，最宽到版心。", **_WIDTH),
            "caption": text(
                "图题",
                "印在图下面，前面自动加“图1”等编号；末尾不加标点。",
                "带引号的一行文字，100字以内",
                maxLength=100,
            ),
            "alt": note("替代文字", "供读屏软件使用，不印；不写就用图题。"),
            "after": _AFTER,
        },
        "以 [[image]] 开头的一段，其中写 file",
    ),
    "一幅一段，每段以 [[image]] 开头，写在文件最后",
)

TABLE = tables(
    "表格",
    "条目里的小表格，一个一段。",
    table(
        "表格",
        "",
        ["rows"],
        {
            "rows": {
                "title": "各行",
                "description": '一行一个方括号，里面一格一对引号，数字也要加；各行的格数要一样，空格写 ""。',
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "string",
                        "pattern": r"^[^\n]*$",
                        "x-expect": "带引号的一行文字，数字也要加引号",
                    },
                    "x-expect": '一行的列表，如 ["固定资产投资", "12.3亿元"]',
                },
                "x-expect": '列表的列表，如 [["指标", "上半年"], ["固定资产投资", "12.3亿元"]]',
            },
            "caption": text(
                "表题",
                "印在表上面，前面自动加“表1”等编号；末尾不加标点。",
                "带引号的一行文字，100字以内",
                maxLength=100,
            ),
            "header": integer(
                "表头几行", "表头在每一页重复；不写就是1行，没有表头写0。", "不加引号的整数，如 1", minimum=0
            ),
            "widths": texts(
                "各列宽", "与列数一样多；不写就按内容分满版心。", '列表，如 ["60mm", "40mm"]', _WIDTH, minItems=1
            ),
            "after": _AFTER,
        },
        "以 [[table]] 开头的一段，其中写 rows",
    ),
    "一个一段，每段以 [[table]] 开头，写在文件最后",
)

"""What bulletin.toml says for every issue, and issue.toml differently for one."""

from __future__ import annotations

from bulletin_cli.files.schema.kinds import NO_COLON, NO_END_MARK, note, table, tables, text, text_or_texts, texts

SECTIONS = '列表，如 ["经济发展", "民生保障"]'

DISTRIBUTION = tables(
    "分送范围",
    "报、送、发、本期发等，按印出的次序，一项一段。",
    table(
        "分送",
        "",
        ["label", "to"],
        {
            "label": text(
                "名目", "印在冒号前的字；不写冒号。", '带引号的文字，如 "本期发"，末尾不加冒号', pattern=NO_COLON
            ),
            "to": texts(
                "对象",
                "按印出的次序；同级几家写在一个引号里，用顿号隔开；末尾不加标点。",
                '列表，如 ["县委常委", "副县长"]',
                {"pattern": NO_END_MARK, "x-expect": "带引号的文字，末尾不加标点（排版时自动加）"},
                minItems=1,
            ),
        },
        "以 [[distribution]] 开头的一段，其中写 label 和 to",
    ),
    "一项一段，每段以 [[distribution]] 开头",
)

SIGN_OFF = tables(
    "署名",
    "责任编辑、审核、签发等，按印出的次序，一项一段。",
    table(
        "署名",
        "",
        ["role"],
        {
            "role": text(
                "职责", "印在冒号前的字；不写冒号。", '带引号的文字，如 "签发"，末尾不加冒号', pattern=NO_COLON
            ),
            "name": note("姓名", "两个字的姓名中间不用加空格，排版时自动加；还没有姓名时只能出草稿。", "带引号的姓名"),
        },
        "以 [[sign_off]] 开头的一段，其中写 role 和 name",
    ),
    "一项一段，每段以 [[sign_off]] 开头",
)

ISSUER = text_or_texts(
    "编印单位", "印在红线上方；联合编印写成列表，上下排列。", '一个单位名，如 "延津县人民政府办公室"；或单位名的列表'
)

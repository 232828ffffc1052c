"""The fields of issue.toml."""

from __future__ import annotations

from bulletin_cli.files.schema.kinds import NOT_BLANK, document, integer, text, texts
from bulletin_cli.files.schema.standing import DISTRIBUTION, ISSUER, SECTIONS, SIGN_OFF

ISSUE = document(
    "期",
    "一期快报：期号、日期和这一期与平时不同的地方。",
    ["number", "date"],
    {
        "number": integer("期号", "第几期。", "不加引号的正整数，如 38"),
        "date": {
            "title": "日期",
            "description": "签发日期；印出的日期只从这里来。",
            "type": "string",
            "format": "date",
            "x-expect": "不加引号的日期，如 2024-08-23",
        },
        "total": integer("总期号", "总第几期；不写就不印。", "不加引号的正整数，如 412"),
        "series": text("系列", "单独编号的系列，与期号一起印。", '带引号的文字，如 "增刊"'),
        "secrecy": text(
            "密级",
            "印在首页左上角，如 秘密★1年 或 内部资料　注意保存；不写就不印。",
            '带引号的文字，如 "内部资料　注意保存"',
        ),
        "serial": text("编号", "印在首页右上角的份号；不写就不印。", '带引号的编号，如 "000123"'),
        "copies": integer("印数", "共印多少份；不写就不印。", "不加引号的正整数，如 120"),
        "preface": text("编者按", "印在各栏目之前，每个非空行是一段。", '三引号 """ 括起来的文字', pattern=NOT_BLANK),
        "issuer": {**ISSUER, "description": "写了就代替 bulletin.toml 的 issuer，如与别的单位联合编印的一期。"},
        "sections": texts("栏目", "写了就代替 bulletin.toml 的 sections。", SECTIONS, uniqueItems=True),
        "distribution": {**DISTRIBUTION, "description": "写了就代替 bulletin.toml 的 distribution。"},
        "sign_off": {**SIGN_OFF, "description": "写了就代替 bulletin.toml 的 sign_off。"},
    },
)

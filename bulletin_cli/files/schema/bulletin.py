"""The fields of bulletin.toml."""

from __future__ import annotations

from bulletin_cli.files.schema.kinds import ONE_LINE, document, integer, table, text, text_or_texts, texts
from bulletin_cli.files.schema.standing import DISTRIBUTION, ISSUER, SECTIONS, SIGN_OFF
from bulletin_cli.words import TITLE

_CODE = {"type": "string", "pattern": r"^[A-Z]{2}(\d{3})?$", "x-expect": "规则代码，如 DU101"}

_DEPARTMENT = {
    "anyOf": [
        {"type": "string", "pattern": ONE_LINE},
        table(
            "单位",
            "",
            ["name"],
            {
                "name": text("名称", "印在条目末尾括号里的名称。"),
                "full_name": text("全称", "条目里也可以写它。"),
                "aliases": texts("别名", "条目里也可以写的其他名称。", '列表，如 ["县教体局", "教育局"]'),
            },
        ),
    ],
    "x-expect": '单位名，如 "开发区"；或一张表，如 { name = "教体局", aliases = ["教育局"] }',
}

BULLETIN = document(
    "快报",
    "一种快报：报名、栏目、单位，以及平时的分送范围和署名。",
    ["name", "issuer", "sections", "departments"],
    {
        "name": text("报名", "印在报头的名称。", '带引号的文字，如 "延津政务快报"'),
        "issuer": ISSUER,
        "layout": text(
            "版式",
            "layouts 文件夹里的版式名，或内置的版式名；不写就是 gbt9704。",
            '带引号的版式名，如 "yanjin"',
            default="gbt9704",
        ),
        "filename": text_or_texts(
            "文件名",
            "生成文件的名称，不写 .docx；写成几段的列表时，没有内容的那一段不出现；不写就是报名、年份、系列和期号。",
            '带引号的文字，如 "{name}{year}年第{number}期"；或几段文字的列表',
            **{
                "default": list(TITLE),
                "x-placeholders": ["name", "year", "series", "number", "total"],
            },
        ),
        "sections": texts(
            "栏目", "全部栏目，按印出的次序；没有条目的栏目不印。", SECTIONS, uniqueItems=True, minItems=1
        ),
        "departments": {
            "title": "单位",
            "description": "报送单位，按排列的次序：一个名称；或写在花括号里的名称、全称和别名。",
            "type": "array",
            "minItems": 1,
            "items": _DEPARTMENT,
            "x-expect": '列表，如 ["开发区", "教体局"]',
        },
        "distribution": DISTRIBUTION,
        "sign_off": SIGN_OFF,
        "check": table(
            "校对",
            "校对的尺度；不写就不限。",
            [],
            {
                "select": texts(
                    "仍要报的提示", "轻重定为 info 的规则平时不报，写在这里的报。", '列表，如 ["NM105"]', _CODE
                ),
                "ignore": texts(
                    "不查的规则", "规则代码，如 DU101；或一类的两个字母，如 DU。", '列表，如 ["DU101"]', _CODE
                ),
                "severity": {
                    "title": "规则的轻重",
                    "description": "规则代码 = 轻重：error 错误、warning 警告、info 提示（平时不报）。",
                    "type": "object",
                    "propertyNames": _CODE,
                    "additionalProperties": {
                        "enum": ["error", "warning", "info"],
                        "x-expect": "error、warning、info 之一",
                    },
                    "x-expect": '以 [check.severity] 开头的一段，其中如 NM102 = "warning"',
                },
                "title_min": integer("标题最短", "字数。", "不加引号的正整数"),
                "title_max": integer("标题最长", "字数。", "不加引号的正整数，如 40"),
                "body_min": integer("正文最短", "字数。", "不加引号的正整数"),
                "body_max": integer("正文最长", "字数。", "不加引号的正整数，如 600"),
                "spacing": {
                    "title": "汉字与数字之间",
                    "description": "none 不留空格（不写就是它），any 不管。",
                    "enum": ["none", "any"],
                    "default": "none",
                    "x-expect": "none、any 之一",
                },
                "terms": {
                    "title": "本单位用语",
                    "description": "错误写法 = 正确写法。",
                    "type": "object",
                    "propertyNames": {"pattern": ONE_LINE, "maxLength": 60, "x-expect": "60字以内的一行文字"},
                    "additionalProperties": {
                        "type": "string",
                        "pattern": ONE_LINE,
                        "maxLength": 60,
                        "x-expect": "带引号的文字，60字以内的一行",
                    },
                    "x-expect": "以 [check.terms] 开头的一段",
                },
            },
            "以 [check] 开头的一段",
        ),
    },
)

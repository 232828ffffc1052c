"""The fields of item, issue and bulletin files, described once.

Each description is a JSON Schema (draft-07): reading validates with it, editors show its titles and descriptions,
and the README's tables are made from it. Two keywords are ours: `x-expect` says in Chinese how a value is written,
`x-placeholders` lists the names that may stand in braces.
"""

from __future__ import annotations

from typing import Any

from bulletin_cli.words import TITLE

Schema = dict[str, Any]

LARGEST = 10**9  # of whole numbers: no issue, order or count comes near

DRAFT = "http://json-schema.org/draft-07/schema#"
NOT_BLANK = r"\S"
ONE_LINE = r"^[^\n]*\S[^\n]*$"
NO_COLON = r"^[^\n]*[^：:\s][^\S\n]*$"
NO_END_MARK = r"^[^\n]*[^，。、；：,;:.\s][^\S\n]*$"
MILLIMETRES = r"^\d{1,4}(?:\.\d{1,2})?mm$"


def text(title: str, description: str, expect: str = "带引号的文字", **more: Any) -> Schema:
    """A text of one line, with at least one visible character."""
    return {
        "title": title,
        "description": description,
        "type": "string",
        "pattern": ONE_LINE,
        "x-expect": expect,
    } | more


def note(title: str, description: str, expect: str = "带引号的一行文字") -> Schema:
    """A text of one line that may be empty."""
    return {"title": title, "description": description, "type": "string", "pattern": r"^[^\n]*$", "x-expect": expect}


def texts(title: str, description: str, expect: str, each: Schema | None = None, **more: Any) -> Schema:
    """A list of texts, of which `each` says more."""
    items = {"type": "string", "pattern": ONE_LINE, "x-expect": "带引号的文字"} | (each or {})
    return {"title": title, "description": description, "type": "array", "items": items, "x-expect": expect, **more}


def text_or_texts(title: str, description: str, expect: str, **more: Any) -> Schema:
    """One text, or a list of at least one."""
    one = {"type": "string", "pattern": ONE_LINE}
    several = {"type": "array", "minItems": 1, "items": one}
    return {"title": title, "description": description, "anyOf": [one, several], "x-expect": expect, **more}


def integer(title: str, description: str, expect: str, **more: Any) -> Schema:
    """A whole number, from 1 on where `more` says nothing else."""
    return {"title": title, "description": description, "type": "integer", "x-expect": expect} | (
        {"minimum": 1, "maximum": LARGEST} | more
    )


def table(title: str, description: str, required: list[str], fields: dict[str, Schema], expect: str = "") -> Schema:
    """A table with these fields and no others."""
    return {
        "title": title,
        "description": description,
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": fields,
        "x-expect": expect or "一张表",
    }


def tables(title: str, description: str, of: Schema, expect: str) -> Schema:
    """A list of tables."""
    return {"title": title, "description": description, "type": "array", "items": of, "x-expect": expect}


def document(title: str, description: str, required: list[str], fields: dict[str, Schema]) -> Schema:
    """A whole file."""
    return {"$schema": DRAFT, **table(title, description, required, fields)}


_WIDTH = {"pattern": MILLIMETRES, "x-expect": '带引号的毫米数，如 "120mm"'}
_AFTER = integer("排在第几段后面", "从1数起；不写就排在正文最后。", "不加引号的正整数，如 2")

_IMAGE = tables(
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

_TABLE = tables(
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

_SECTIONS = '列表，如 ["经济发展", "民生保障"]'

ITEM = document(
    "条目",
    "部门报送的一条信息，一个文件一条。",
    ["section", "department", "title", "body"],
    {
        "section": text("栏目", "登在哪个栏目，须是 sections 之一。", '带引号的栏目名，如 "经济发展"'),
        "department": text_or_texts(
            "报送单位",
            "登记过的单位名称或别名；联合报送写成列表。",
            '一个单位名，如 "教体局"；或单位名的列表，如 ["教体局", "市场监管局"]',
        ),
        "title": text("标题", "印成粗体，后面接正文；一行，末尾不加标点。", "带引号的一行文字"),
        "body": text(
            "正文",
            "每个非空行是一段；行末的反斜杠是 TOML 自己的换行写法，不另起一段。",
            '三引号 """ 括起来的文字',
            pattern=NOT_BLANK,
        ),
        "author": text("作者", "有的版式印在报送单位后面；不写就不印。", "带引号的姓名，几个人用顿号隔开"),
        "order": integer("次序", "在本栏目内的次序，小的在前；不写的排在写了的后面。", "整数，如 1", minimum=-LARGEST),
        "kind": note("类别", "约稿、迟报等，供统计用，不印。", '带引号的文字，如 "约稿"'),
        "drafter": note("撰稿人", "不印。"),
        "phone": note("联系电话", "不印。", "带引号的文字（电话号码也要加引号）"),
        "approved_by": note("审签人", "报送单位的审签人，不印。"),
        "image": _IMAGE,
        "table": _TABLE,
    },
)

_DISTRIBUTION = tables(
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

_SIGN_OFF = tables(
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

_ISSUER = text_or_texts(
    "编印单位", "印在红线上方；联合编印写成列表，上下排列。", '一个单位名，如 "延津县人民政府办公室"；或单位名的列表'
)

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
        "issuer": {**_ISSUER, "description": "写了就代替 bulletin.toml 的 issuer，如与别的单位联合编印的一期。"},
        "sections": texts("栏目", "写了就代替 bulletin.toml 的 sections。", _SECTIONS, uniqueItems=True),
        "distribution": {**_DISTRIBUTION, "description": "写了就代替 bulletin.toml 的 distribution。"},
        "sign_off": {**_SIGN_OFF, "description": "写了就代替 bulletin.toml 的 sign_off。"},
    },
)

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
        "issuer": _ISSUER,
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
            "栏目", "全部栏目，按印出的次序；没有条目的栏目不印。", _SECTIONS, uniqueItems=True, minItems=1
        ),
        "departments": {
            "title": "单位",
            "description": "报送单位，按排列的次序：一个名称；或写在花括号里的名称、全称和别名。",
            "type": "array",
            "minItems": 1,
            "items": _DEPARTMENT,
            "x-expect": '列表，如 ["开发区", "教体局"]',
        },
        "distribution": _DISTRIBUTION,
        "sign_off": _SIGN_OFF,
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

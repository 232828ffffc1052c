"""The fields of a layout file, described once (see `files/schemas.py` for the keywords).

Nothing is required here: a layout that `extends` another says only what differs. What must be there in the end is
checked on the merged layout (`build.py`).
"""

from __future__ import annotations

from typing import Any

from bulletin_cli.files.schemas import Schema, document, integer, table
from bulletin_cli.layout.measures import LENGTH_PATTERN, SIZE_PATTERN
from bulletin_cli.layout.model import OWN_LABELS

# The closed sets of placeholders. What they stand for: bulletin_cli/words.py, and body.py for sections and items.
ISSUE_NAMES = ["name", "number", "total", "series", "issuer", "date", "year", "copies", "secrecy", "serial"]
ITEM_NAMES = ["title", "department", "ordinal"]
CONTENTS_NAMES = ["title", "department", "section", "ordinal", "number"]
LEVELS = 4  # 一、 （一） 1. （1） (7.3.3)


def _string(title: str, description: str, expect: str, **more: Any) -> Schema:
    return {"title": title, "description": description, "type": "string", "x-expect": expect, **more}


def _length(title: str, description: str = "") -> Schema:
    return _string(title, description, '带单位的长度，如 "35mm"、"16pt"、"2字"、"1.5行"', pattern=LENGTH_PATTERN)


def _choice(title: str, description: str, options: list[str]) -> Schema:
    return _string(title, description, f"{'、'.join(options)} 之一", enum=options)


def _flag(title: str, description: str = "") -> Schema:
    return {"title": title, "description": description, "type": "boolean", "x-expect": "true 或 false"}


def _words(title: str, description: str, names: list[str]) -> Schema:
    """Text with placeholders: one piece, or several of which those without a value are left out."""
    expect = '带引号的文字，或几段文字的列表，如 ["第{number}期", "（总第{total}期）"]'
    return {
        "title": title,
        "description": description,
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        "x-expect": expect,
        "x-placeholders": names,
    }


def _style(description: str) -> Schema:
    return _string("样式", description, "[styles] 里的样式名", **{"x-style": True})


_COLOUR = _string("颜色", "六位十六进制的红绿蓝值。", '六位十六进制颜色，如 "FF0000"', pattern="^[0-9A-Fa-f]{6}$")
_ALIGN = _choice(
    "对齐",
    "left 左、center 中、right 右、both 两端、distribute 分散。",
    ["left", "center", "right", "both", "distribute"],
)
_SIDE = ["left", "center", "right"]

PAGE = table(
    "页面",
    "纸张、版心和行列。",
    [],
    {
        "width": _length("纸宽"),
        "height": _length("纸高"),
        "top": _length("天头", "纸上沿到版心上沿。"),
        "left": _length("订口", "纸左沿到版心左沿。"),
        "type_width": _length("版心宽"),
        "type_height": _length("版心高"),
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
        "label": _string(
            "名称", "在 Word 里显示的样式名。", "带引号的名称", pattern=r"^[^,;\\]*\S[^,;\\]*$", maxLength=60
        ),
        "face": _string(
            "字体", "字体名称。", '带引号的字体名，如 "仿宋_GB2312"', pattern=r"^[^;,]*\S[^;,]*$", maxLength=31
        ),
        "size": _string("字号", "字号或磅值。", '字号名或磅值，如 "三号"、"16pt"', pattern=SIZE_PATTERN),
        "colour": _COLOUR,
        "bold": _flag("加粗"),
        "align": _ALIGN,
        "line": _length("行距", "固定行距；不写就是正文的一行。"),
        "before": _length("段前", "正文各段不要写：会使一页排不满规定的行数。"),
        "after": _length("段后", "同上。"),
        "first_line": _length("首行缩进"),
        "hanging": _length("悬挂缩进"),
        "left": _length("左缩进"),
        "right": _length("右缩进"),
        "spacing": _string(
            "字距",
            "字与字之间加宽（正）或收紧（负）多少。",
            '磅值，如 "2pt"、"-0.25pt"',
            pattern=r"^-?\d{1,2}(\.\d{1,2})?pt$",
        ),
        "keep_next": _flag("与下段同页"),
        "outline": integer("大纲级别", "在 Word 导航窗格里的级别。", "1 到 9 的整数", maximum=9),
    },
)

_ELEMENT = {
    **table(
        "报头元素",
        "一行文字（text）、一行的左中右（left、center、right）、横线（rule）、空白（space）或图片（picture）。",
        [],
        {
            "text": _words("文字", "单独一行。", ISSUE_NAMES),
            "left": _words("左边的文字", "与 center、right 同在一行；几个编印单位上下排列。", ISSUE_NAMES),
            "center": _words("中间的文字", "", ISSUE_NAMES),
            "right": _words("右边的文字", "", ISSUE_NAMES),
            "inset": _length("两边空出", "左中右一行的两端各空多少。"),
            "style": _style("这一行文字的样式。"),
            "rule": _choice("横线", "single 单线、double 双线、thick-thin 上粗下细、thin-thick 上细下粗。", ["single", "double", "thick-thin", "thin-thick"]),
            "weight": _length("线粗", "双线是其中一条的粗细，上粗下细是粗的一条。"),
            "colour": _COLOUR,
            "gap": _length("离上面文字", "横线与上面一行文字的距离。"),
            "length": _length("线长", "居中；不写就与版心等宽，可以比版心长。"),
            "space": _length("空白"),
            "picture": _string("图片", "PNG 或 JPEG 文件，路径从版式文件所在的文件夹算起。", "带引号的文件名", pattern=r"\S"),
            "width": _length("图宽", "只写一边，另一边按比例。"),
            "height": _length("图高"),
            "align": _choice("图片位置", "", _SIDE),
            "alt": _string("替代文字", "图片的说明，供读屏软件使用。", "带引号的文字"),
        },
    ),
    "oneOf": [
        {"required": ["text"]},
        {"anyOf": [{"required": [side]} for side in _SIDE]},
        {"required": ["rule"]},
        {"required": ["space"]},
        {"required": ["picture"]},
    ],
    "x-expect": "text、left/center/right、rule、space、picture 中的一种",
}  # fmt: skip

_CLOSING_ROW = {
    **table(
        "版记的一行",
        "each 是分送范围或署名，一项一行；否则是一行的左中右，没有内容就不出现。",
        [],
        {
            "each": _choice("逐项", "distribution 分送范围、sign_off 署名。", ["distribution", "sign_off"]),
            "text": _words(
                "一项的文字",
                "distribution 用 {label}、{to}，sign_off 用 {role}、{name}。",
                ["label", "to", "role", "name"],
            ),
            "joiner": _string("对象之间", "分送对象之间的标点。", '带引号的标点，如 "，"'),
            "per_line": integer("每行几项", "署名一行排几项。", "正整数，如 3", maximum=9),
            "left": _words("左边的文字", "", ISSUE_NAMES),
            "center": _words("中间的文字", "", ISSUE_NAMES),
            "right": _words("右边的文字", "", ISSUE_NAMES),
        },
    ),
    "oneOf": [{"required": ["each", "text"]}, {"anyOf": [{"required": [side]} for side in _SIDE]}],
    "x-expect": 'each 加 text，或 left/center/right，如 { right = "共印{copies}份" }',
}

LAYOUT = document(
    "版式",
    "一种快报的样子：页面、样式、报头、栏目、条目、版记和页码。",
    [],
    {
        "extends": _string(
            "沿用", "以另一个版式为底，只写不同之处。", '带引号的版式名，如 "gbt9704"', pattern=r"^[^/\\]*\S[^/\\]*$"
        ),
        "title": _string("说明", "一句话，bulletin layouts 列出它。", "带引号的文字"),
        "page": PAGE,
        "styles": {
            "title": "样式",
            "description": "normal 是其余样式的底子；名字用英文小写，其余可以自己加。",
            "type": "object",
            "propertyNames": {"pattern": "^[a-z][a-z0-9_]{0,30}$", "not": {"enum": list(OWN_LABELS)}},
            "additionalProperties": STYLE,
            "x-expect": "以 [styles.名字] 开头的各段，名字用小写英文字母、数字和下划线",
        },
        "masthead": table(
            "报头",
            "首页红线以上，从上到下。",
            [],
            {
                "elements": {
                    "title": "元素",
                    "description": "从上到下，一个花括号一个：文字 text，一行的 left、center、right，横线 rule，空白 space，图片 picture，各只能是其中一种。写了就代替沿用版式的全部元素。",
                    "type": "array",
                    "items": _ELEMENT,
                    "x-expect": "一行一个元素的列表",
                }
            },
            "以 [masthead] 开头的一段",
        ),
        "preface": table(
            "编者按",
            "issue.toml 里有 preface 时印。",
            [],
            {
                "lead": _string("引语", "加在第一段前面的字，如“编者按：”。", "带引号的文字"),
                "style": _style("编者按各段的样式。"),
                "lead_style": _style("引语的样式。"),
                "boxed": _flag("加框", "写 true，编者按四面加框。"),
            },
            "以 [preface] 开头的一段",
        ),
        "contents": table(
            "本期要目",
            "报头下面各条的标题；不写 text 就不印。",
            [],
            {
                "title": _string("题目", "如“本期要目”；不写就没有。", "带引号的文字"),
                "title_style": _style("题目的样式。"),
                "section": _words("栏目一行", "每个栏目前的一行；不写就没有。", ["section", "ordinal"]),
                "section_style": _style("栏目一行的样式。"),
                "text": _words(
                    "一条的文字", "{number} 是 1、2、3，{ordinal} 是一、二、三，都从全期数起。", CONTENTS_NAMES
                ),
                "style": _style("一条的样式。"),
                "page_numbers": _flag("印页码", "写 true，右边印各条所在的页，中间用点连接。"),
                "place": _choice(
                    "位置", "before-preface 在编者按前、after-preface 在编者按后。", ["before-preface", "after-preface"]
                ),
            },
            "以 [contents] 开头的一段",
        ),
        "first_page": table(
            "首页",
            "首页与别的页不同的地方。",
            [],
            {
                "top": _length("天头", "首页从纸上沿多远起排；不写与别的页一样。"),
                "rule": _choice("页脚横线", "写法同报头的横线。", ["single", "double", "thick-thin", "thin-thick"]),
                "weight": _length("线粗"),
                "colour": _COLOUR,
                "length": _length("线长", "居中；不写就与版心等宽。"),
                "foot": _length("离纸下沿", "页脚横线到纸下沿。"),
            },
            "以 [first_page] 开头的一段",
        ),
        "section": table(
            "栏目标题",
            "",
            [],
            {
                "text": _words("文字", '写成 "" 就不印栏目标题；{ordinal} 是一、二、三。', ["section", "ordinal"]),
                "style": _style("栏目标题的样式。"),
            },
            "以 [section] 开头的一段",
        ),
        "item": table(
            "条目",
            "",
            [],
            {
                "title": _words("标题的文字", "要有一个 {title}；{ordinal} 在每个栏目里从一数起。", ITEM_NAMES),
                "title_place": _choice("标题位置", "run-in 接排在段首、own-line 单占一行。", ["run-in", "own-line"]),
                "title_style": _style("标题的样式。"),
                "gap": _string("标题与正文之间", "标题接排时，标题和正文之间的字，多是一个空格。", "带引号的文字"),
                "text_style": _style("正文各段的样式。"),
                "attribution": _words("供稿单位的文字", "{author} 是条目的作者。", ["department", "author"]),
                "attribution_place": _choice(
                    "供稿单位位置",
                    "run-in 接排在末段之后、own-line 单占一行、none 不印。",
                    ["run-in", "own-line", "none"],
                ),
                "attribution_style": _style("供稿单位的样式。"),
                "joiner": _string("单位之间", "联合报送的单位之间的标点。", '带引号的标点，如 "、"'),
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
        ),
        "closing": table(
            "版记",
            "末页版心的下沿。",
            [],
            {
                "parts": {
                    "title": "各部分",
                    "description": "从上到下，各部分之间有细线；每一部分是几行。写了就代替沿用版式的全部。",
                    "type": "array",
                    "items": {"type": "array", "items": _CLOSING_ROW, "x-expect": "几行的列表"},
                    "x-expect": "列表的列表：每一部分一个方括号，其中一行一个花括号",
                },
                "style": _style("版记各行的样式。"),
                "inset": _length("两边空出"),
                "outer_rule": _length("首末线粗"),
                "inner_rule": _length("中间线粗"),
                "rule_gap": _length("文字到下面的线"),
                "even_page": _flag("排在双页", "写 true，版记总在双页；前面要空出一页时，空页和版记页都不印页码。"),
            },
            "以 [closing] 开头的一段",
        ),
        "page_number": table(
            "页码",
            "",
            [],
            {
                "text": _string(
                    "文字", '写成 "" 就不印页码。', '带引号的文字，如 "— {page} —"', **{"x-placeholders": ["page"]}
                ),
                "style": _style("页码的样式。"),
                "odd": _choice("单页", "", _SIDE),
                "even": _choice("双页", "", _SIDE),
                "inset": _length("离边", "离版心左右边缘。"),
                "gap": _length("离版心", "版心下沿到一字线。"),
                "first": _flag("首页也印", "写 false，首页不印页码。"),
            },
            "以 [page_number] 开头的一段",
        ),
        "draft": table(
            "草稿标记",
            "--draft 时印在每页天头。",
            [],
            {
                "text": _string("文字", "", "带引号的文字", pattern=r"\S"),
                "style": _style("草稿标记的样式。"),
                "top": _length("离纸上沿"),
            },
            "以 [draft] 开头的一段",
        ),
        "fallback_faces": {
            "title": "替换字体",
            "description": "没有前一种字体的电脑，Word 和 WPS 用后一种（PDF 由 LibreOffice 自己选）。",
            "type": "object",
            "additionalProperties": {"type": "string", "x-expect": "带引号的字体名"},
            "x-expect": "以 [fallback_faces] 开头的一段，如 仿宋_GB2312 = 仿宋",
        },
    },
)

"""The fields of a layout file."""

from __future__ import annotations

from bulletin_cli.files.schema.kinds import document
from bulletin_cli.layout.model import OWN_LABELS
from bulletin_cli.layout.schema.body import CONTENTS, ITEM, PREFACE, SECTION
from bulletin_cli.layout.schema.closing import CLOSING
from bulletin_cli.layout.schema.kinds import string
from bulletin_cli.layout.schema.margins import DRAFT, FIRST_PAGE, PAGE_NUMBER
from bulletin_cli.layout.schema.masthead import MASTHEAD
from bulletin_cli.layout.schema.page import PAGE, STYLE

LAYOUT = document(
    "版式",
    "一种快报的样子：页面、样式、报头、栏目、条目、版记和页码。",
    [],
    {
        "extends": string(
            "沿用", "以另一个版式为底，只写不同之处。", '带引号的版式名，如 "gbt9704"', pattern=r"^[^/\\]*\S[^/\\]*$"
        ),
        "title": string("说明", "一句话，bulletin layouts 列出它。", "带引号的文字"),
        "page": PAGE,
        "styles": {
            "title": "样式",
            "description": "normal 是其余样式的底子；名字用英文小写，其余可以自己加。",
            "type": "object",
            "propertyNames": {
                "pattern": "^[a-z][a-z0-9_]{0,30}$",
                "not": {"enum": list(OWN_LABELS)},
                "x-expect": "小写英文字母、数字和下划线",
            },
            "additionalProperties": STYLE,
            "x-expect": "以 [styles.名字] 开头的各段，名字用小写英文字母、数字和下划线",
        },
        "masthead": MASTHEAD,
        "preface": PREFACE,
        "contents": CONTENTS,
        "first_page": FIRST_PAGE,
        "section": SECTION,
        "item": ITEM,
        "closing": CLOSING,
        "page_number": PAGE_NUMBER,
        "draft": DRAFT,
        "fallback_faces": {
            "title": "替换字体",
            "description": "没有前一种字体的电脑，Word 和 WPS 用后一种（PDF 由 LibreOffice 自己选）。",
            "type": "object",
            "additionalProperties": {"type": "string", "x-expect": "带引号的字体名"},
            "x-expect": '以 [fallback_faces] 开头的一段，如 "仿宋_GB2312" = "仿宋"，两边都加引号',
        },
    },
)

"""The fields of an item's file."""

from __future__ import annotations

from bulletin_cli.files.schema.figures import IMAGE, TABLE
from bulletin_cli.files.schema.kinds import LARGEST, NOT_BLANK, document, integer, note, text, text_or_texts

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
        "image": IMAGE,
        "table": TABLE,
    },
)

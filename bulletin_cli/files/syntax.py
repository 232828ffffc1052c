"""What tomllib has against a text, in the words and with the remedy of somebody who does not program."""

from __future__ import annotations

import re

from bulletin_cli.findings import Place

# what tomllib's message starts with → what to do; anything else is called faulty, with its place
_REMEDIES = (
    ("Cannot overwrite a value", "同一个键写了两次，请删去一个"),
    ("Cannot declare", "同一张表写了两次，请合并"),
    ("Cannot redefine", "同一个键写了两次，请删去一个"),
    ("Duplicate inline table key", "同一个键写了两次，请删去一个"),
    ("Expected '=' after a key", "键的后面应有等号，写作 键 = 值"),
    ("Expected ']", "方括号没有配对，请补上 ]"),
    ('Expected "\'"', "引号没有配对，请补上后一个引号"),
    ("Expected \"'''\"", "三引号没有配对，请在这段文字后面补上三引号"),
    ("Unterminated string", "三引号没有配对，请在这段文字后面补上三引号"),
    ("Unclosed array", "前一项后面缺英文逗号，或方括号没有配对（缺 ]）"),
    ("Unclosed inline table", "前一项后面缺英文逗号，或花括号没有配对（缺 }）"),
    ("Unescaped '\\' in a string", "引号里的反斜杠要写两个，或改用单引号"),
    ("Invalid hex value", "引号里的反斜杠要写两个，或改用单引号"),
    ("Escaped character is not", "反斜杠后面的字符编号不存在，请改掉"),
    ("Illegal character", "引号没有配对，或引号里有不能用的控制字符；多行文字要用三引号"),
    ("Invalid date or datetime", "没有这个日期，请核对"),
    ("Expected newline or end of document", "一行只能写一个键，值要用一对英文引号括起来"),
    ("Invalid initial character for a key part", "键只能用英文字母、数字、下划线和连字符"),
    ("Invalid statement", "这里应写 键 = 值；键只能用英文字母、数字、下划线和连字符"),
    ("Invalid value", "值写得不对：文字要用英文引号括起来，日期和数字不加引号"),
    ("Exceeds the limit", "数字太长，请核对；电话等号码要加引号"),
)
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_CHINESE_QUOTES = "“”‘’＂＇「"
_DATE = re.compile(r"[=\s](\d{4})([-./年])(\d{1,2})([-./月])(\d{1,2})日?\s*(?:#.*)?$")
_LEADING_ZERO = re.compile(r"=\s*[+-]?0\d+")
_NUMBER_AND_WORD = re.compile(r"=\s*\d+\s*[\u3400-\u9fff]")
_QUOTES_INSIDE = re.compile(r'=\s*"[^"]*"[^"#\s][^"]*"')
_LONG_NUMBER = re.compile(r"\d{1000,}")


def explain(text: str, message: str) -> tuple[Place, str]:
    """The place and a Chinese sentence for what tomllib said of `text`."""
    lines = text.split("\n")
    line, column = _line_and_column(text, lines, message)
    whole = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    said = next(
        (words for start, words in _REMEDIES if message.startswith(start)), "写法有误，请对照示例检查引号、等号和括号"
    )
    at = whole[column - 1 : column]
    if at and at in _CHINESE_QUOTES:
        said = f'值要用英文引号 " 括起来，这里是中文引号 {at}'
    elif at == "＝":
        said = "等号要用英文的 =，这里是全角的 ＝"
    elif at and at in "，；、":
        said = f"各项之间要用英文逗号 , ，这里是中文的 {at}"
    elif at and at in "０１２３４５６７８９":
        said = "数字要用半角的，这里是全角的"
    elif _DATE.search(whole):
        said = "日期写得不对：要写成 2024-08-03 这样，月和日各两位，不加引号"
    elif _LEADING_ZERO.search(whole):
        said = "数字前面不能有 0；电话等号码要加引号"
    elif _NUMBER_AND_WORD.search(whole):
        said = "数字后面不能跟文字：只写数字，如 120"
    elif _QUOTES_INSIDE.search(whole):
        said = "引号里面要用引号时，用中文的 “ ”"
    return Place(line, column, line, column + 1), f"TOML {said}"


def _line_and_column(text: str, lines: list[str], message: str) -> tuple[int, int]:
    at = _AT.search(message)
    if at and at[1]:
        return int(at[1]), int(at[2])
    if message.startswith(("Unterminated string", "Expected \"'''\"")):
        opening = max(text.rfind('"""'), text.rfind("'''"), 0)  # the one that is never closed
        return text.count("\n", 0, opening) + 1, opening - text.rfind("\n", 0, opening)
    if not at and (number := _LONG_NUMBER.search(text)):
        return text.count("\n", 0, number.start()) + 1, number.start() - text.rfind("\n", 0, number.start())
    return len(lines), len(lines[-1]) + 1

"""What tomllib has against a text, in the words and with the remedy of somebody who does not program."""

from __future__ import annotations

import re

from bulletin_cli.findings import Place

_BRACES = "花括号要在同一行里写完，最后一项后面不加逗号"
_BRACKET = "方括号没有配对，请补上 ]"
_COMMA = "少了逗号：这一项后面要加英文逗号 ,"
_NUMBER = '数字后面不能跟文字：只写数字，如 120；带单位的长度要加引号，如 "35mm"'
_PATH = "路径里的反斜杠 \\ 请改成 /"
_UNFINISHED = "上面的列表没有写完，请在这一行前面补上 ]"
# what tomllib's message starts with, what the line looks like (\0 stands where tomllib stopped) → what to do;
# {at} is the character there. The first that fits is said.
_LOOKS = tuple(
    (start, re.compile(pattern), said)
    for start, pattern, said in (
        ("", r"\0[“”‘’＂＇「]", '值要用英文引号 " 括起来，这里是中文引号 {at}'),
        ("", r"\0＝", "等号要用英文的 =，这里是全角的 ＝"),
        ("", r"\0[０-９]", "数字要用半角的，这里是全角的"),
        ("", r"\0[\u3000\xa0]", "这里的空格不是半角的，请删去重打"),
        ("", r"\0(?://|＃)|[\"']\s*\0[（(]", "说明的前面要加英文的 #，这里是 {at}"),
        ("", r"\0[（(【［｛）)】］｝]", "括号要用英文的 [ ] 或 {{ }}，文字要用英文引号括起来，这里是 {at}"),
        ("Expected newline", r"\0[,，;；、。]\s*(?:#|$)", "这一行末尾的 {at} 是多余的，请删去"),
        ("", r"\0[，；、]", "各项之间要用英文逗号 , ，这里是中文的 {at}"),
        ("", r"\0;", "各项之间要用英文逗号 , ，这里是分号"),
        ("", r"[=\s]\d{4}[-./年\0]{1,2}\d{1,2}[-./月\0]{1,2}\d{1,2}[日\0]*\s*(?:#.*)?$", "日期写得不对：要写成 2024-08-03 这样，月和日各两位，不加引号"),
        ("", r"=\s*[+-]?0\0?\d+", "数字前面不能有 0；电话、颜色等号码要加引号"),
        ("", r"[=\[,]\s*[+-]?\d[\d.]*\s*\0[A-Za-z\u3400-\u9fff]", _NUMBER),
        ("Expected '='", r"\{\s*\w+\s*\0\}", '占位符也要放在英文引号里，如 "{{name}}"'),
        ("Expected ']'", r"\0[^\]]+\]", "方括号里的名称只能用英文字母、数字、下划线和连字符，中间没有空格"),
        ("Invalid initial", r"\0(?:\s*$|\})", _BRACES),
        ("Unclosed inline table", r"\0$", _BRACES),
        ("Unclosed array", r"\0(?:\[+[\w.-]+\]+\s*(?:#|$)|[\w-]+\s*=)", _UNFINISHED),
        ("Invalid value", r"^\s*\[+\0[\w.-]+\]+\s*(?:#|$)", _UNFINISHED),
        ("Invalid value", r"(?:^|[\[,])\s*\0[\w-]+\s*=", "列表里的每一项要用花括号括起来；列表写完了，请先补上 ]"),
        ("Invalid value", r"=\s*\0\s*(?:#|$)", "等号后面缺了值"),
        ("Invalid value", r"^\0$", _BRACKET),
        ("Invalid value", r"\0[,}]", "这里缺了值，或多了一个逗号"),
        ("Unclosed", r"\0[{\[\"'\w]", _COMMA),
        ("Illegal character", r"[“”‘’＂'][\s,}\]]*\0$", '引号没有配对：后一个也要用英文的 "'),
        ("Unescaped '\\'", r"\b(?:picture|file)\s*=.*\0", _PATH),
        ("Invalid hex value", r"\b(?:picture|file)\s*=.*\0", _PATH),
        ("", r'=\s*"[^"\0]*"\0?[^"#\s,}\]\0][^"]*"', "引号里面要用引号时，用中文的 “ ”"),
    )
)  # fmt: skip
# the same, whatever the line looks like; anything else is called faulty, with its place
_REMEDIES = (
    ("Cannot overwrite a value", "同一个键写了两次，请删去一个"),
    ("Cannot declare", "同一张表写了两次，请合并"),
    ("Cannot redefine", "同一个键写了两次，请删去一个"),
    ("Duplicate inline table key", "同一个键写了两次，请删去一个"),
    ("Expected '=' after a key", "键的后面应有等号，写作 键 = 值"),
    ("Expected ']", _BRACKET),
    ('Expected "\'"', "引号没有配对，请补上后一个引号"),
    ("Expected \"'''\"", "三引号没有配对，请在这段文字后面补上三引号"),
    ("Unterminated string", "三引号没有配对，请在这段文字后面补上三引号"),
    ("Unclosed array", _BRACKET),
    ("Unclosed inline table", "花括号没有配对，请补上 }"),
    ("Unescaped '\\' in a string", "引号里的反斜杠要写两个，或改用单引号"),
    ("Invalid hex value", "引号里的反斜杠要写两个，或改用单引号"),
    ("Escaped character is not", "反斜杠后面的字符编号不存在，请改掉"),
    ("Illegal character", "引号没有配对，或引号里有不能用的控制字符；多行文字要用三引号"),
    ("Invalid date or datetime", "没有这个日期，请核对"),
    ("Expected newline or end of document", "一行只能写一个键，文字要用英文引号括起来，说明前面要加 #"),
    ("Invalid initial character for a key part", "键只能用英文字母、数字、下划线和连字符"),
    ("Invalid statement", "这里应写 键 = 值；键只能用英文字母、数字、下划线和连字符"),
    ("Invalid value", "值写得不对：是或否写作 true 或 false，文字要用英文引号括起来，日期和数字不加引号"),
    ("Exceeds the limit", "数字太长，请核对；电话等号码要加引号"),
)
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_CODE = re.compile(r"""(?:"(?:\\.|[^"\\])*"|'[^']*'|[^"'#])*""")  # a line without its comment
_LONG_NUMBER = re.compile(r"\d{1000,}")


def explain(text: str, message: str) -> tuple[Place, str]:
    """The place and a Chinese sentence for what tomllib said of `text`."""
    lines = text.split("\n")
    line, column = _line_and_column(text, lines, message)
    whole = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    said = _said(whole[: column - 1], whole[column - 1 :], message)
    if said == _COMMA:
        line, column = _end_of_entry([*lines[: line - 1], whole[: column - 1]])
    return Place(line, column, line, column + 1), f"TOML {said}"


def _said(before: str, after: str, message: str) -> str:
    marked = f"{before}\0{after}"
    looks = (said for start, look, said in _LOOKS if message.startswith(start) and look.search(marked))
    if (said := next(looks, None)) is not None:
        return said.format(at=after[:1])
    remedies = (said for start, said in _REMEDIES if message.startswith(start))
    return next(remedies, "写法有误，请对照示例检查引号、等号和括号")


def _end_of_entry(lines: list[str]) -> tuple[int, int]:
    """Where the last entry in these lines ends: comments may follow it."""
    codes = [_CODE.match(line) for line in lines]
    written = [code[0].rstrip() if code else "" for code in codes]
    line = max(number for number, code in enumerate(written, 1) if code)
    return line, len(written[line - 1]) + 1


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

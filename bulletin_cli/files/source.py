"""One TOML file: its text, what it says, and a finding for whatever cannot be read."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bulletin_cli.errors import BulletinError
from bulletin_cli.files.text import NotUtf8Error, decode, holds_in_docx
from bulletin_cli.findings import Finding, Place, Severity

if TYPE_CHECKING:
    from bulletin_cli.files.places import KeyPath, Places

# What tomllib says of the mistakes people make; anything else is called faulty TOML, with its place.
_SYNTAX = (
    ("Cannot overwrite a value", "同一个键写了两次，请删去一个"),
    ("Cannot declare", "同一张表写了两次，请合并"),
    ("Cannot redefine", "同一个键写了两次，请删去一个"),
    ("Duplicate inline table key", "同一个键写了两次，请删去一个"),
    ("Expected '=' after a key", "键的后面应有等号，写作 键 = 值"),
    ("Unterminated string", "引号没有配对，请补上后一个引号"),
    ("Expected \"'''\"", "三引号没有配对，请补上后面的三引号"),
    ('Expected \'"""\'', "三引号没有配对，请补上后面的三引号"),
    ("Unclosed array", "方括号没有配对，请补上 ]，各项之间用英文逗号隔开"),
    ("Unclosed inline table", "花括号没有配对，请补上 }，各项之间用英文逗号隔开"),
    ("Unescaped '\\' in a string", "引号里的反斜杠要写两个，或改用单引号"),
    ("Illegal character", "引号没有配对，或引号里有不能用的控制字符；多行文字要用三引号"),
    ("Invalid date or datetime", "没有这个日期，请核对"),
    ("Expected newline or end of document", "一行只能写一个键，值要用一对英文引号括起来"),
    ("Invalid initial character for a key part", "键只能用英文字母、数字、下划线和连字符"),
    ("Invalid statement", "这里应写 键 = 值；键只能用英文字母、数字、下划线和连字符"),
    ("Expected ']' at the end", "方括号没有配对，请补上 ]"),
    ("Escaped character is not", "反斜杠后面的字符编号不存在，请改掉"),
    ("Invalid value", "值写得不对：文字要用英文引号括起来，日期和数字不加引号"),
)
_CHINESE_QUOTES = "“”‘’＂＇「"
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass
class Source:
    """A file that was read and parsed; findings about it are made here, so that each knows its place."""

    path: Path
    text: str
    values: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)

    @functools.cached_property
    def places(self) -> Places:
        """Where its keys and values stand."""
        from bulletin_cli.files.places import Places  # noqa: PLC0415 - needed only where there is a finding

        return Places(self.text)

    def report(
        self, code: str, message: str, at: KeyPath = (), *, key: bool = False, severity: Severity = Severity.ERROR
    ) -> None:
        """Notes a finding at the value (or the key) of the path `at`; at the first line where it stands nowhere."""
        place = self.places.key(at) if key else self.places.value(at)
        self.findings.append(Finding(self.path, place, code, message, severity, _field(at)))

    def report_unprintable(self) -> None:
        """Notes every character in a string of the file that no .docx can hold (IT108)."""
        if all(map(holds_in_docx, self.text)) and "\\" not in self.text:
            return
        for at, text in _strings(self.values, ()):
            for index, character in enumerate(text):
                if not holds_in_docx(character):
                    message = f"字符 U+{ord(character):04X} 不能写入文档，请删去"
                    place = self.places.within(at, index, index + 1)
                    self.findings.append(Finding(self.path, place, "IT108", message, field=_field(at)))


def _field(at: KeyPath) -> str:
    return ".".join(part for part in at if isinstance(part, str))


def _strings(value: Any, at: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _strings(inner, (*at, index))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises BulletinError where the system does not give them."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BulletinError(f"读不了文件 {path}：{reason(error)}") from error


def parse(path: Path, data: bytes) -> Source | Finding:
    """The file `path` with the content `data`; a finding (IT101, IT102) where it cannot be decoded or parsed."""
    try:
        text = decode(data)
    except NotUtf8Error as error:
        line = data[: error.offset].count(b"\n") + 1
        seems = f"看来是 {error.encoding}" if error.encoding else "编码无法识别"
        remedy = "请用记事本另存为 UTF-8 编码"
        return Finding(path, Place(line, 1, line, 1), "IT101", f"文件不是 UTF-8 编码，{seems}；{remedy}")
    try:
        values = tomllib.loads(text)
    except RecursionError:
        return Finding(path, Place(), "IT102", "括号嵌套太深，无法读取；请检查方括号和花括号是否配对")
    except ValueError as error:  # TOMLDecodeError, or an integer of thousands of digits
        return _syntax_finding(path, text, str(error))
    return Source(path, text, values)


def read(path: Path) -> Source | Finding:
    """Reads and parses a file; raises BulletinError where it cannot be opened."""
    return parse(path, read_bytes(path))


def reason(error: OSError) -> str:
    """What the system refused, in Chinese, with the remedy where one is known."""
    known = {
        FileNotFoundError: "没有这个文件或文件夹",
        PermissionError: "没有权限，或文件正在 Word、WPS 中打开；请关闭文件或检查权限",
        IsADirectoryError: "这是文件夹，不是文件",
        NotADirectoryError: "路径中有一段不是文件夹",
    }
    for kind, words in known.items():
        if isinstance(error, kind):
            return words
    by_number = {
        28: "磁盘已满，请清理后再试",
        30: "磁盘是只读的",
        122: "磁盘配额已用完",
        36: "文件名太长",
        40: "符号链接循环",
    }
    return by_number.get(error.errno or 0, error.strerror or str(error))


def _syntax_finding(path: Path, text: str, message: str) -> Finding:
    at = _AT.search(message)
    lines = text.split("\n")
    if at and at[1]:
        line, column = int(at[1]), int(at[2])
    else:
        line, column = len(lines), len(lines[-1]) + 1
    rest = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    said = next(
        (words for start, words in _SYNTAX if message.startswith(start)),
        "写法有误，请对照示例检查这一处的引号、等号和括号",
    )
    if rest[:1] and rest[0] in _CHINESE_QUOTES:
        said = f'值要用英文引号 " 括起来，这里是中文引号 {rest[0]}'
    elif rest[:1] == "＝":
        said = "等号要用英文的 =，这里是全角的 ＝"
    return Finding(path, Place(line, column, line, column + 1), "IT102", f"TOML {said}")

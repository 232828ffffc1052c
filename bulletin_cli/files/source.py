"""One TOML file: its text, what it says, and a finding for whatever cannot be read."""

from __future__ import annotations

import errno
import functools
import os
import re
import stat
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bulletin_cli.errors import reason
from bulletin_cli.files.text import NotUtf8Error, converted, decode, unprintable
from bulletin_cli.findings import Finding, Fix, Place, Severity

if TYPE_CHECKING:
    from bulletin_cli.files.places import KeyPath, Places

UNREADABLE = "IT100"  # the code of a file that the system does not give: a failure of the machine, exit code 2
_DEEPEST = 16
_PATHS = {"file", "picture"}  # not printed, and what is wrong with them is told where pictures are read
_SILENCING = re.compile(r"#\s*bulletin\s*[:：]\s*ignore\b([^\n]*)", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z]{2}\d*(?![A-Za-z\d])")
_CODES = re.compile(rf"(?:[\s,，、]*{_CODE.pattern})*")  # a reason may follow
_TOO_DEEP = "括号或键嵌套太深，无法读取；请检查方括号、花括号和键里的点"


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
        from bulletin_cli.files.places import Places  # needed only where there is a finding

        return Places(self.text)

    def report(
        self, code: str, message: str, at: KeyPath = (), *, key: bool = False, severity: Severity = Severity.ERROR
    ) -> None:
        """Notes a finding at the value (or the key) of the path `at`; at the first line where it stands nowhere."""
        place = self.places.key(at) if key else self.places.value(at)
        self.findings.append(Finding(self.path, place, code, message, severity, _field(at)))

    def report_within(
        self,
        code: str,
        message: str,
        at: KeyPath,
        start: int,
        end: int,
        *,
        severity: Severity = Severity.ERROR,
        fix: Fix | None = None,
    ) -> None:
        """Notes a finding at the characters from `start` to `end` of the string at `at`."""
        place = self.places.within(at, start, end)
        self.findings.append(Finding(self.path, place, code, message, severity, _field(at), fix))

    @functools.cached_property
    def silenced(self) -> tuple[str, ...]:
        """The codes of the rules that its comments silence, and "" for none: `# bulletin: ignore NM101 因为……`."""
        if not _SILENCING.search(self.text):  # which may stand in a string as well
            return ()
        found = (_SILENCING.match(comment) for comment in self.places.comments)
        listed = (_CODES.match(match[1]) for match in found if match)
        return tuple(code.upper() for match in listed if match for code in _CODE.findall(match[0]) or [""])

    def report_unprintable(self) -> None:
        """Notes every character in a string of the file that no .docx can hold (IT108)."""
        for at, text in _strings(self.values, ()):
            if at[-1] in _PATHS:
                continue
            for index in unprintable(text):
                message = f"字符 U+{ord(text[index]):04X} 不能写入文档，请删去"
                self.report_within("IT108", message, at, index, index + 1)


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


def parse(path: Path, data: bytes) -> Source | Finding:
    """The file `path` with the content `data`; a finding (IT101, IT102) where it cannot be decoded or parsed."""
    try:
        text = decode(data)
    except NotUtf8Error as error:
        line = data[: error.offset].count(b"\n") + 1
        column = len(data[: error.offset].rpartition(b"\n")[2].decode("utf-8-sig", "replace")) + 1
        if error.codec and converted(data, error.codec) is not None:
            message = f"文件不是 UTF-8 编码，看来是 {error.encoding}；请用记事本另存为 UTF-8 编码，或用 bulletin check --fix 转换"
        else:
            message = "文件不是 UTF-8 编码，这里的字节已经损坏；请用记事本打开改好，另存为 UTF-8 编码"
        return Finding(path, Place(line, column, line, column + 1), "IT101", message)
    try:
        values = tomllib.loads(text)
    except RecursionError:
        return Finding(path, Place(), "IT102", _TOO_DEEP)
    except ValueError as error:  # TOMLDecodeError, or an integer of thousands of digits
        from bulletin_cli.files.syntax import explain  # needed only where there is a fault

        place, message = explain(text, str(error))
        return Finding(path, place, "IT102", message)
    return Source(path, text, values) if _is_shallow(values) else Finding(path, Place(), "IT102", _TOO_DEEP)


def content(path: Path) -> bytes:
    """The bytes of a file; raises OSError, for what is no file and would be waited for as well."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO), str(path))
    return path.read_bytes()


def read(path: Path) -> Source | Finding:
    """Reads and parses a file; a finding (IT100) where the system does not give it."""
    try:
        return parse(path, content(path))
    except OSError as error:
        return Finding(path, Place(), UNREADABLE, f"读不了：{reason(error)}")


def _is_shallow(values: dict[str, Any]) -> bool:
    """Whether no table or list lies deeper than any file of ours has them: what follows may walk it step by step."""
    level: list[Any] = [values]
    for _ in range(_DEEPEST):
        level = [inner for each in level for inner in (each.values() if isinstance(each, dict) else each)]
        level = [each for each in level if isinstance(each, (dict, list))]
    return not level

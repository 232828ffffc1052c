"""Text for people on any console: Windows code page 936, UTF-8, plain ASCII, or a pipe."""

from __future__ import annotations

import io
import os
import sys
import unicodedata

from bulletin_cli.errors import BulletinError
from bulletin_cli.files.text import visible


def prepare() -> None:
    """Makes sure that no character ends a command: one the console cannot show is written as its number.

    Raises BulletinError where the system has no Chinese file names.
    """
    # a stream that the caller closed is none at all
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open until the process ends
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open until the process ends
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        os.getcwd()
    except FileNotFoundError:
        raise BulletinError("当前文件夹已经不在了；请换到别的文件夹再试") from None
    try:
        os.fsencode("期")
    except UnicodeEncodeError:
        raise BulletinError("这台电脑的语言环境用不了中文文件名；请设置 PYTHONUTF8=1 再试") from None
    if _is_ascii(sys.stderr) and _is_ascii(sys.stdout):
        sys.stderr.write("bulletin: this console is ASCII; set PYTHONIOENCODING=utf-8 to read Chinese.\n")


def say(text: str = "") -> None:
    """A result, to standard output."""
    print(visible(text))


def tell(text: str) -> None:
    """A remark on the work, to standard error."""
    print(visible(text), file=sys.stderr)


def show_file(text: str) -> None:
    """A file's text, to standard output: as it is, in UTF-8, where a file or a program takes it."""
    if sys.stdout.isatty() or not isinstance(sys.stdout, io.TextIOWrapper):
        for line in text.splitlines():
            say(line)
    else:
        sys.stdout.buffer.write(text.encode())


def show_data(data: bytes) -> None:
    """A file's content, to standard output, as it is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        sys.stdout.write(data.decode("utf-8", "replace"))


def width(text: str) -> int:
    """How many cells `text` takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def shows_unicode() -> bool:
    """Whether standard output takes every character."""
    return (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "").startswith("utf")


def _is_ascii(stream: object) -> bool:
    return (getattr(stream, "encoding", "") or "").lower() in ("ascii", "us-ascii", "ansi_x3.4-1968", "646")

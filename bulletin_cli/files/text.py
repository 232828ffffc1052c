"""Bytes of a file → its text; a file is UTF-8 with or without a byte order mark."""

from __future__ import annotations

import codecs
import re

# What XML 1.0 cannot hold (2.2, Char): C0 controls but tab and line feed, surrogates, U+FFFE, U+FFFF. A carriage
# return is legal in XML but read back as a line feed, so it is refused with the others.
_UNPRINTABLE = "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]"


# C0, DEL and C1, line and paragraph separators, and what turns the direction of text around (UAX 9)
_CONTROLS = r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
_FEW = 4  # bytes that are no UTF-8: a text in another encoding has more
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # what other encodings than GB 18030 come out as
_MARKS = (  # the longer first: one of UTF-16's starts one of UTF-32's
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


class NotUtf8Error(ValueError):
    """The bytes are no UTF-8; `encoding` is what they seem to be ("" where nothing fits), `offset` the first bad byte."""

    def __init__(self, encoding: str, codec: str, offset: int) -> None:
        super().__init__(encoding)
        self.encoding = encoding
        self.codec = codec
        self.offset = offset


def decode(data: bytes) -> str:
    """The text of `data` without its byte order mark; raises NotUtf8Error."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            raise NotUtf8Error(encoding, encoding.replace("-", "").lower(), 0)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8Error(*_seems(data), error.start) from None


def converted(data: bytes, codec: str) -> str | None:
    """The text of bytes that NotUtf8Error said to be in `codec`; None where that is not so after all."""
    try:
        return data.decode(codec).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        return None


def _seems(data: bytes) -> tuple[str, str]:
    """What an encoding is called, and Python's name of it; "" where only guesses could be made."""
    # UTF-16 without a mark: every other byte of its ASCII characters (keys, quotes, line ends) is zero
    if b"\0" in data:
        return "UTF-16", "utf-16-be" if data.find(b"\0") % 2 == 0 else "utf-16-le"
    as_utf8 = data.decode("utf-8", "replace")
    bad = as_utf8.count("\N{REPLACEMENT CHARACTER}")
    good = sum(character > "\x7f" for character in as_utf8) - bad
    # UTF-8 with some bytes broken: what else they could mean would be nonsense
    if bad < _FEW or good > bad or data.startswith(codecs.BOM_UTF8):
        return "", ""
    text = converted(data, "gb18030")
    return ("GB 18030", "gb18030") if text is not None and not _PRIVATE.search(text) else ("", "")


def unprintable(text: str) -> list[int]:
    """The offsets of the characters that no .docx can hold and give back."""
    if text.replace("\n", "").isprintable():  # most are: no pattern is needed
        return []
    return [found.start() for found in re.finditer(_UNPRINTABLE, text)]


def printable(text: str) -> str:
    """`text` with a replacement character for each that no .docx can hold: only a draft has such."""
    return re.sub(_UNPRINTABLE, "\N{REPLACEMENT CHARACTER}", text)


def visible(text: str) -> str:
    """`text` with its control characters written out, so that none of them does anything to a terminal."""
    if text.isprintable():
        return text
    return re.sub(_CONTROLS, lambda match: f"\\u{ord(match[0]):04x}", text)

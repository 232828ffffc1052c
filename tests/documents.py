"""What stands in a .docx, read without the program's own code; and pictures to put into one."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from html import unescape
from pathlib import Path


def member(document: Path, name: str) -> str:
    """One part of the package as text."""
    with zipfile.ZipFile(document) as archive:
        return archive.read(name).decode()


def paragraphs_of(document: Path) -> list[str]:
    """The XML of each paragraph of the body, in order."""
    return re.findall(r"<w:p>.*?</w:p>", member(document, "word/document.xml"), flags=re.DOTALL)


def element_texts(xml: str) -> str:
    """The text of a piece of WordprocessingML, tabs as tabs."""
    runs = re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(tab)/>", xml)
    return "".join("\t" if tab else unescape(text) for text, tab in runs).lstrip("\t")


def styles_of(document: Path) -> dict[str, str]:
    """The XML of each style by its name."""
    found = re.findall(r"<w:style .*?</w:style>", member(document, "word/styles.xml"), flags=re.DOTALL)
    return {re.findall(r'w:name w:val="([^"]*)"', style)[0]: style for style in found}


def png(width: int, height: int, rows: int | None = None) -> bytes:
    """A white picture, or one that has fewer rows than it says."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress((b"\0" + b"\xff" * width) * (height if rows is None else rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")

"""A picture's file: where an item may take it from, and what its header says. Pixels are never decoded.

Our own readers, because python-docx's takes a file that breaks off, refuses a JPEG whose first segment is Adobe's, and
costs every check of an item 0.1 s.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

from bulletin_cli.errors import reason
from bulletin_cli.files.source import content
from bulletin_cli.files.workspace import workspace_above

LARGEST_FILE = 20 << 20  # bytes
LARGEST_AREA = 100_000_000  # pixels: what programs that open the document unpack, four bytes each

_PNG_START = b"\x89PNG\r\n\x1a\n"
_JPEG_START = b"\xff\xd8\xff"
_OTHERS = {b"GIF8": "GIF", b"BM": "BMP", b"RIFF": "WebP", b"II*\0": "TIFF", b"MM\0*": "TIFF", b"%PDF": "PDF"}
_METRE = 39.3701  # inches
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # those three are tables (ITU-T T.81, table B.1)
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_ORIENTATION, _X_RESOLUTION, _RESOLUTION_UNIT = 0x0112, 0x011A, 0x0128
_UPRIGHT = 1
_BACKSLASH = re.compile(r"[\\\x00-\x1f]")  # \n in "图\n.png" is read as a line end, and so are others


class PictureError(Exception):
    """A picture cannot be used; `code` is that of the finding, the text one Chinese sentence with the remedy."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Header(NamedTuple):
    """What a picture's header says; `dpi` is (0, 0) where it says nothing, `upright` False where it is to be turned.

    The pixels of an SVG are its user units.
    """

    media: str
    pixels: tuple[float, float]
    dpi: tuple[float, float] = (0.0, 0.0)
    upright: bool = True


def picture_path(name: str, folder: Path) -> Path:
    """The file that an item or a layout in `folder` calls `name`.

    Raises PictureError (IT121) where that is not inside the workspace, or not written for every system.
    """
    if _BACKSLASH.search(name):
        raise PictureError("IT121", f"图片路径“{name}”要用 / 隔开，不用 \\")
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor or PureWindowsPath(name).drive:
        raise PictureError("IT121", f"图片路径“{name}”不能从盘符或根目录写起；请把图片放在用它的文件旁边，只写文件名")
    folder = Path(os.path.abspath(folder))
    workspace = workspace_above(folder)
    root = workspace.root if workspace else folder
    path = Path(os.path.normpath(folder / name))
    outside = f"图片“{name}”在{'工作目录' if workspace else '所在的文件夹'}外面；请把图片复制到用它的文件旁边"
    if not path.is_relative_to(root):
        raise PictureError("IT121", outside)
    try:
        really = Path(os.path.realpath(path))
        # an issue's folder may itself be a link to another disk
        if not any(really.is_relative_to(os.path.realpath(each)) for each in (root, folder)):
            raise PictureError("IT121", outside)
    except (OSError, ValueError) as error:  # a name that no system takes
        raise PictureError("IT122", f"读不了图片“{name}”，请核对文件名") from error
    return path


def picture_data(path: Path, name: str) -> bytes:
    """The bytes of the picture; raises PictureError (IT122, IT124) where it cannot be read or is too large."""
    try:
        size = path.stat().st_size
        if size <= LARGEST_FILE:
            return content(path)
    except FileNotFoundError as error:
        raise PictureError("IT122", f"没有“{name}”这个图片文件{_nearest(path)}") from error
    except (OSError, ValueError) as error:
        said = reason(error) if isinstance(error, OSError) else "请核对文件名"
        raise PictureError("IT122", f"读不了图片“{name}”：{said}") from error
    most = LARGEST_FILE >> 20
    raise PictureError("IT124", f"图片“{name}”有 {size / (1 << 20):.0f} MB，超过 {most} MB；请缩小后另存")


def read_header(data: bytes, name: str) -> Header:
    """What the picture's header says.

    Raises PictureError where it is no picture or breaks off (IT123), or would fill the memory when it is shown (IT124).
    """
    try:
        if data.startswith(_PNG_START):
            header = _read_png(data)
        elif data.startswith(_JPEG_START):
            header = _read_jpeg(data)
        else:
            raise PictureError("IT123", f"“{name}”不是 PNG 或 JPEG 图片{_kind(data)}；请用画图软件另存为 PNG 或 JPEG")
    except (ValueError, struct.error, IndexError) as error:
        raise PictureError("IT123", f"图片“{name}”已经损坏，或没有传完整；请重新取一份") from error
    width, height = header.pixels
    if not width or not height:
        raise PictureError("IT123", f"图片“{name}”已经损坏，没有像素；请重新取一份")
    if width * height > LARGEST_AREA:
        raise PictureError(
            "IT124",
            f"图片“{name}”是 {width}×{height} 像素，超过 {LARGEST_AREA // 10**8} 亿像素；请缩小后另存",
        )
    return header


def _nearest(path: Path) -> str:
    from bulletin_cli.files.validate import nearest  # needed only where there is a finding

    try:
        names = sorted(entry.name for entry in os.scandir(path.parent) if not entry.name.startswith("."))
    except OSError:
        return "，也没有它所在的文件夹；路径从用它的文件所在的文件夹算起"
    return nearest(path.name, names) or "；路径从用它的文件所在的文件夹算起"


def _kind(data: bytes) -> str:
    if not data:
        return "（是空文件）"
    if b"<svg" in data[:1000].lower():
        return "（是 SVG）"
    if data[4:12] in (b"ftypheic", b"ftypmif1", b"ftypheix"):
        return "（是 HEIC）"
    return next((f"（是 {kind}）" for start, kind in _OTHERS.items() if data.startswith(start)), "")


def _read_png(data: bytes) -> Header:
    """PNG (ISO/IEC 15948): every chunk is there and as it was written, up to the last; raises ValueError."""
    pixels, dpi, has_pixels = (0, 0), (0.0, 0.0), False
    for kind, body in _png_chunks(data):
        if pixels == (0, 0) and kind != b"IHDR":
            raise ValueError("no header")
        if kind == b"IHDR":
            pixels = struct.unpack(">II", body[:8])
        elif kind == b"pHYs":
            across, down, unit = struct.unpack(">IIB", body)
            dpi = (across / _METRE, down / _METRE) if unit == 1 else dpi
        has_pixels = has_pixels or kind == b"IDAT"
        if kind == b"IEND" and has_pixels:
            return Header("image/png", pixels, dpi)
    raise ValueError("breaks off")


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    at, view = len(_PNG_START), memoryview(data)
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 8 + length
        (checksum,) = struct.unpack_from(">I", data, end)
        if zlib.crc32(view[at + 4 : end]) != checksum:
            raise ValueError("changed")
        yield kind, view[at + 8 : end]
        at = end + 4


def _read_jpeg(data: bytes) -> Header:
    """JPEG (ITU-T T.81, annex B), as far as the pixels start, which must have an end; raises ValueError."""
    pixels, dpi, upright = (0, 0), (0.0, 0.0), True
    for marker, start, body in _jpeg_segments(data):
        if marker in _START_OF_FRAME:
            height, width = struct.unpack(">HH", body[1:5])
            pixels = width, height
        elif marker == 0xE0 and body.startswith(b"JFIF\0"):
            unit, across, down = struct.unpack(">BHH", body[7:12])
            inch = {1: 1.0, 2: 2.54}.get(unit, 0.0)
            dpi = (across * inch, down * inch) if inch else dpi
        elif marker == 0xE1 and body.startswith(b"Exif\0\0"):
            resolution, upright = _read_exif(body[6:])
            dpi = dpi if all(dpi) else resolution
        elif marker == 0xDA:
            if data.rfind(b"\xff\xd9") < start or pixels == (0, 0):
                break
            return Header("image/jpeg", pixels, dpi, upright)
    raise ValueError("breaks off")


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Each segment's marker, where it starts and what is in it."""
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker")
        marker = data[at + 1]
        if marker == 0xFF:  # filled up
            at += 1
        elif marker in _WITHOUT_LENGTH:
            at += 2
        else:
            (length,) = struct.unpack_from(">H", data, at + 2)
            if length < 2:
                raise ValueError("no length")
            yield marker, at, data[at + 4 : at + 2 + length]
            at += 2 + length


def _read_exif(tiff: bytes) -> tuple[tuple[float, float], bool]:
    """Resolution, and whether the picture stands upright; what cannot be read says nothing (Exif 2.3, 4.6)."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (directory,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, directory)
        places = [directory + 2 + 12 * index for index in range(count)]
        tags = {struct.unpack_from(f"{order}H", tiff, place)[0]: place + 8 for place in places}

        def short(tag: int, default: int) -> int:
            return int(struct.unpack_from(f"{order}H", tiff, tags[tag])[0]) if tag in tags else default

        upright = short(_ORIENTATION, _UPRIGHT) == _UPRIGHT
        dpi = 0.0
        if _X_RESOLUTION in tags:
            (place,) = struct.unpack_from(f"{order}I", tiff, tags[_X_RESOLUTION])
            over, under = struct.unpack_from(f"{order}II", tiff, place)
            dpi = over / under * (2.54 if short(_RESOLUTION_UNIT, 2) == 3 else 1) if under else 0.0
    except (KeyError, struct.error):
        return (0.0, 0.0), True
    return (dpi, dpi), upright

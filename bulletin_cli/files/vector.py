"""An SVG's file (W3C SVG 1.1): whether every computer and printer shows the same, how large it is, and what it looks like."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bulletin_cli.files.pictures import LARGEST_AREA, Header, PictureError, read_header

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA = "image/svg+xml"
DPI = 96  # of its user units (CSS 2.1, 4.3.2)

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_HEAD = 4096  # bytes: comments and a document type may stand before the root
_GZIP = b"\x1f\x8b"
_LARGEST_FILE = 5 << 20  # bytes
_SLIMMEST = 50  # times as long as it is wide
_PRINTED = 2400  # pixels of the longer side: 120 mm at more than 500 dots an inch
_PATIENCE = 10  # seconds
_UNIT = {"": 1.0, "px": 1.0, "pt": DPI / 72, "pc": DPI / 6, "mm": DPI / 25.4, "cm": DPI / 2.54, "in": float(DPI)}
_LENGTH = re.compile(r"\+?(\d{0,20}\.?\d{1,20}(?:[eE][+-]?\d{1,3})?) ?(px|pt|pc|mm|cm|in|)")
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g);base64,(.*)", re.DOTALL)
_OUTSIDE = re.compile(r"url\(\s*[\"']?\s*(?![#\s\"'])|@import", re.IGNORECASE)
# what programs show differently or not at all, with the remedy
_TEXT = "里的字还是文字，换一台电脑字形就变；请在画图软件里把文字转成曲线（轮廓）再另存"
_WEB_PAGE = "里有网页内容（foreignObject），印不出来；请在画图软件里删去，或另存为 PNG"
_SCRIPT = "里有脚本，不能放进公文；请在画图软件里另存为普通 SVG，或另存为 PNG"
_UNSOUND = {"text": _TEXT, "flowRoot": _TEXT, "foreignObject": _WEB_PAGE, "script": _SCRIPT}


class Drawing(NamedTuple):
    """An SVG as it goes into a document: with its size, cleared of its document type, and as a PNG."""

    header: Header
    svg: bytes
    png: bytes


def is_vector(data: bytes) -> bool:
    """Whether the file calls itself an SVG."""
    return b"<svg" in data[:_HEAD] and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read_vector(data: bytes, name: str) -> Drawing:
    """The drawing, with what it says of its size.

    Raises PictureError where it is damaged or not shown alike everywhere (IT123), or where it, or a picture in it, takes
    too much time or memory to be shown (IT124).
    """
    from lxml import etree  # where a layout has such a picture
    from PIL import Image

    root = _parsed(data, name)
    for element in root.iter("{*}*"):
        _check(element, name)
    width, height = _size(root, name)
    if max(width, height) > _SLIMMEST * min(width, height):
        raise PictureError("IT123", f"图片“{name}”宽高差得太多；请在画图软件里把页面缩到图形大小再另存")
    # without its document type, which Word refuses
    svg = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    side = "width" if width >= height else "height"
    png = _rasterized(svg, side, name)
    with Image.open(io.BytesIO(png)) as picture:
        is_blank = picture.getbbox() is None  # transparent from edge to edge
    if is_blank:
        raise PictureError("IT123", f"图片“{name}”是空白的，或其中的图形画不出来；请重新取一份，或另存为 PNG")
    return Drawing(Header(MEDIA, (width, height), (DPI, DPI)), svg, png)


def _parsed(data: bytes, name: str) -> _Element:
    """The root of the drawing; nothing outside of the file is read."""
    from lxml import etree

    if data.startswith(_GZIP):
        raise PictureError("IT123", f"图片“{name}”是压缩过的 SVG；请在画图软件里另存为普通 SVG")
    if len(data) > _LARGEST_FILE:
        raise PictureError("IT124", f"图片“{name}”超过 {_LARGEST_FILE >> 20} MB；请在画图软件里简化，或另存为 PNG")
    parser = etree.XMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PictureError("IT123", f"图片“{name}”已经损坏，或没有传完整；请重新取一份") from error
    if root.tag != f"{_NAMESPACE}svg":
        raise PictureError("IT123", f"“{name}”不是 SVG 图片；请在画图软件里另存为 SVG 或 PNG")
    return root


def _check(element: _Element, name: str) -> None:
    """Raises PictureError where the element is not shown alike everywhere, or refers to something outside of the file."""
    kind = str(element.tag).rpartition("}")[2]
    if kind in _UNSOUND and (kind in ("script", "foreignObject") or str(element.xpath("string()")).strip()):
        raise PictureError("IT123", f"图片“{name}”{_UNSOUND[kind]}")
    for key, value in element.items():
        attribute = str(key).rpartition("}")[2]
        if attribute.startswith("on"):
            raise PictureError("IT123", f"图片“{name}”{_SCRIPT}")
        if attribute == "href":
            _check_link(kind, str(value).strip(), name)
        elif _OUTSIDE.search(str(value)):
            raise _outside("", name)
    if kind == "style" and _OUTSIDE.search(element.text or ""):
        raise _outside("", name)


def _check_link(kind: str, link: str, name: str) -> None:
    embedded = _EMBEDDED.fullmatch(link)
    if embedded is None or kind not in ("image", "feImage"):
        if link.startswith("#") and kind != "image":
            return
        raise _outside("" if link.startswith("data:") else f"“{link[:40]}”", name)
    try:
        read_header(base64.b64decode(embedded[1]), name)
    except (ValueError, PictureError) as error:
        if isinstance(error, PictureError) and error.code != "IT123":
            raise
        raise PictureError("IT123", f"图片“{name}”里嵌入的图片已经损坏；请重新取一份") from error


def _outside(what: str, name: str) -> PictureError:
    return PictureError("IT123", f"图片“{name}”引用了另外的文件{what}；请在画图软件里嵌入 PNG 或 JPEG，或删去再另存")


def _rasterized(svg: bytes, side: str, name: str) -> bytes:
    """The drawing as a PNG, made by a process of its own (see rasterize.py)."""
    command = [sys.executable, str(Path(__file__).with_name("rasterize.py")), str(_PRINTED), side, str(DPI)]
    try:
        done = subprocess.run(command, input=svg, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        message = f"图片“{name}”太复杂，{_PATIENCE} 秒还没有画完；请在画图软件里去掉滤镜、简化，或另存为 PNG"
        raise PictureError("IT124", message) from error
    if done.returncode:
        raise PictureError("IT123", f"图片“{name}”画不出来，可能已经损坏或太复杂；请重新取一份，或另存为 PNG")
    return done.stdout


def _size(root: _Element, name: str) -> tuple[float, float]:
    """Width and height in user units: what it says, else those of its view box."""
    sides = [_LENGTH.fullmatch(root.get(side, "").strip()) for side in ("width", "height")]
    box = [_LENGTH.fullmatch(each) for each in re.split(r"[\s,]+", root.get("viewBox", "").strip())[2:]]
    written = [float(side[1]) * _UNIT[side[2]] for side in sides if side]
    if len(written) < len(sides):
        across, down = [float(each[1]) for each in box if each] if len(box) == len(sides) and all(box) else (0.0, 0.0)
        if written and across and down:
            written = [written[0], written[0] * down / across] if sides[0] else [written[0] * across / down, written[0]]
        else:
            written = [across, down]
    width, height = written
    if not (width and height):
        raise PictureError("IT123", f"图片“{name}”没有写明宽高（viewBox）；请在画图软件里把页面缩到图形大小再另存")
    if not width * height <= LARGEST_AREA:
        raise PictureError("IT124", f"图片“{name}”写的宽高太大；请在画图软件里把页面缩到图形大小再另存")
    return width, height

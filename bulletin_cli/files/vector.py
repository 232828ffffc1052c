"""An SVG's file (W3C SVG 1.1): whether every computer and printer shows the same, and how large it is."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from bulletin_cli.files.pictures import LARGEST_AREA, Header, PictureError, read_header

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA = "image/svg+xml"
DPI = 96  # of its user units (CSS 2.1, 4.3.2)

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_LINKS = ("href", "{http://www.w3.org/1999/xlink}href")
_HEAD = 4096  # bytes: comments and a document type may stand before the root
_SLIMMEST = 50  # times as long as it is wide
_TRIAL = 256  # pixels
_UNIT = {"": 1.0, "px": 1.0, "pt": DPI / 72, "pc": DPI / 6, "mm": DPI / 25.4, "cm": DPI / 2.54, "in": float(DPI)}
_LENGTH = re.compile(r"\s*\+?(\d*\.?\d+(?:[eE][+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|)\s*")
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g);base64,(.*)", re.DOTALL)
# what programs show differently or not at all, with the remedy
_UNSOUND = {
    "text": "里的字还是文字，换一台电脑字形就变；请在画图软件里把文字转成曲线（轮廓）再另存",
    "flowRoot": "里的字还是文字，换一台电脑字形就变；请在画图软件里把文字转成曲线（轮廓）再另存",
    "foreignObject": "里有网页内容（foreignObject），印不出来；请在画图软件里删去，或另存为 PNG",
    "script": "里有脚本（script），不能放进公文；请在画图软件里另存为普通 SVG，或另存为 PNG",
}


def is_vector(data: bytes) -> bool:
    """Whether the file calls itself an SVG."""
    return b"<svg" in data[:_HEAD] and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read_vector(data: bytes, name: str) -> Header:
    """What the drawing says of its size.

    Raises PictureError where it is damaged or not shown alike everywhere (IT123), or holds a picture that would fill
    the memory when it is shown (IT124).
    """
    root = parsed_vector(data, name)
    for element in root.iter(f"{_NAMESPACE}*"):
        kind = str(element.tag).removeprefix(_NAMESPACE)
        if kind in _UNSOUND and (kind in ("script", "foreignObject") or str(element.xpath("string()")).strip()):
            raise PictureError("IT123", f"图片“{name}”{_UNSOUND[kind]}")
        if kind in ("image", "feImage"):
            _check_embedded(element, name)
    width, height = _size(root, name)
    if max(width, height) > _SLIMMEST * min(width, height):
        raise PictureError("IT123", f"图片“{name}”宽高差得太多；请在画图软件里把页面缩到图形大小再另存")
    try:
        drawn = rasterized(root, _TRIAL)
    except ValueError as error:
        raise PictureError("IT123", f"图片“{name}”画不出来，可能已经损坏；请重新取一份，或另存为 PNG") from error
    for element in list(root):
        root.remove(element)
    if drawn == rasterized(root, _TRIAL):
        raise PictureError("IT123", f"图片“{name}”是空白的，或其中的图形画不出来；请重新取一份，或另存为 PNG")
    return Header(MEDIA, (width, height), (DPI, DPI))


def parsed_vector(data: bytes, name: str) -> _Element:
    """The root of the drawing; nothing outside of the file is read. Raises PictureError (IT123) where it is damaged."""
    from lxml import etree  # where a layout has such a picture

    parser = etree.XMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PictureError("IT123", f"图片“{name}”已经损坏，或没有传完整；请重新取一份") from error
    if root.tag != f"{_NAMESPACE}svg":
        raise PictureError("IT123", f"“{name}”不是 SVG 图片；请在画图软件里另存为 SVG 或 PNG")
    return root


def rasterized(root: _Element, longest: int) -> bytes:
    """The drawing as a PNG whose longer side has so many pixels; raises ValueError where it cannot be drawn."""
    import resvg_py
    from lxml import etree

    width, height = _size(root, "")
    # the same on every computer: none of its typefaces, files or settings
    return resvg_py.svg_to_bytes(
        svg_string=etree.tostring(root, encoding="unicode"),
        width=longest if width >= height else None,
        height=longest if width < height else None,
        dpi=DPI,
        skip_system_fonts=True,
    )


def _check_embedded(element: _Element, name: str) -> None:
    link = next((element.get(each, "") for each in _LINKS if element.get(each)), "")
    if not link or link.startswith("#"):
        return
    embedded = _EMBEDDED.fullmatch(link.strip())
    if embedded is None:
        outside = "" if link.startswith("data:") else f"“{link[:40]}”"
        raise PictureError("IT123", f"图片“{name}”引用了另外的图片{outside}；请在画图软件里嵌入 PNG 或 JPEG 再另存")
    try:
        read_header(base64.b64decode(embedded[1]), name)
    except (ValueError, PictureError) as error:
        if isinstance(error, PictureError) and error.code != "IT123":
            raise
        raise PictureError("IT123", f"图片“{name}”里嵌入的图片已经损坏；请重新取一份") from error


def _size(root: _Element, name: str) -> tuple[float, float]:
    """Width and height in user units: what it says, else those of its view box."""
    sides = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
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
        raise PictureError("IT123", f"图片“{name}”没有写明宽高；请在画图软件里把页面缩到图形大小再另存")
    if not width * height <= LARGEST_AREA:
        raise PictureError("IT124", f"图片“{name}”写的宽高太大；请在画图软件里把页面缩到图形大小再另存")
    return width, height

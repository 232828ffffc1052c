"""Pictures as parts of the package and drawings in the text (DrawingML, 20.4; SVG: MS-ODRAWXML 2.26.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.parts.image import ImagePart
from docx.shared import Twips

from bulletin_cli.compose.wordml import w
from bulletin_cli.files.text import printable
from bulletin_cli.files.vector import MEDIA as SVG

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from lxml.etree import _Element

_ENDINGS = {"image/png": "png", "image/jpeg": "jpeg", SVG: "svg"}
_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # of a:blip, where the SVG stands
_ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"


class Pictures:
    """The pictures of one document; one that stands twice is in the package once."""

    def __init__(self, document: Document) -> None:
        self._part = document.part
        self._relationships: dict[bytes, str] = {}
        self._drawn = 0

    def drawing(
        self, data: bytes, media: str, size: tuple[int, int], name: str, alt: str, *, svg: bytes = b""
    ) -> BaseOxmlElement:
        """The picture in the text, `size` twips wide and high, with its alternative text.

        One that is an SVG is there as a PNG as well, for programs that show none (Word before 2016, WPS, LibreOffice).
        """
        self._drawn += 1
        width, height = size
        inline = CT_Inline.new_pic_inline(
            self._drawn, self._relationship(data, media), printable(name), Twips(width), Twips(height)
        )
        inline.docPr.set("descr", printable(alt))
        for side in ("distT", "distB", "distL", "distR"):  # LibreOffice takes an eighth of an inch where none is said
            inline.set(side, "0")
        if svg:
            blip = next(inline.iter(qn("a:blip")))
            blip.append(_extension(blip, self._relationship(svg, SVG)))
        return w("drawing", inline)

    def _relationship(self, data: bytes, media: str) -> str:
        if data not in self._relationships:
            uri = PackURI(f"/word/media/picture{len(self._relationships) + 1}.{_ENDINGS[media]}")
            self._relationships[data] = self._part.relate_to(ImagePart(uri, media, data), RELATIONSHIP_TYPE.IMAGE)
        return self._relationships[data]


def _extension(blip: _Element, relationship: str) -> _Element:
    extension = blip.makeelement(qn("a:ext"), {"uri": _EXTENSION})
    vector = extension.makeelement(f"{{{_ASVG}}}svgBlip", {qn("r:embed"): relationship}, nsmap={"asvg": _ASVG})
    extension.append(vector)
    extensions = blip.makeelement(qn("a:extLst"))
    extensions.append(extension)
    return extensions

"""`[page]` → Page: paper and type area, and the raster that fills it."""

from __future__ import annotations

from bulletin_cli.files.values import Table
from bulletin_cli.layout.error import LayoutError
from bulletin_cli.layout.measures import TWIPS_PER_POINT, points, twips
from bulletin_cli.layout.model import Page
from bulletin_cli.layout.schema.page import PAGE

LARGEST_PAGE = 31680  # twips; 22 inches, the largest page Word takes
_LINE, _CHARACTER = 1.81, 0.985  # of the type size, as on the standard's page
_SMALLEST_AREA = 1134  # twips; 20 mm


def build_page(table: Table, normal_size: str) -> Page:
    """The page of this table, which is complete; raises LayoutError (IT105) where type and paper do not go together."""

    def mm(key: str) -> int:
        value = table[key]
        if value.endswith(("字", "行")):
            raise LayoutError("IT105", f"page.{key} 要用 mm 或 pt 作单位", "page", key)
        return twips(value, character=0, line=0)

    lengths = {key: mm(key) for key in PAGE["properties"] if key not in ("lines", "characters")}
    # whole twips a character: LibreOffice rounds each up and would fit one character less
    lengths["type_width"] = round(lengths["type_width"] / table["characters"]) * table["characters"]
    page = Page(**lengths, lines=table["lines"], characters=table["characters"])
    for key in ("width", "height", "type_width", "type_height"):
        if not 0 < lengths[key] <= LARGEST_PAGE:
            raise LayoutError("IT105", f"page.{key} 应在 1 到 558 毫米之间", "page", key)
    if min(page.type_width, page.type_height) < _SMALLEST_AREA:
        raise LayoutError("IT105", "版心的宽和高至少 20 毫米", "page")
    normal = points(normal_size)
    character, line = page.character / TWIPS_PER_POINT, page.line / TWIPS_PER_POINT
    if not (0.8 * normal <= character <= 3 * normal and normal <= line <= 5 * normal):
        lines, characters = (
            round(side / TWIPS_PER_POINT / normal / part)
            for side, part in ((page.type_height, _LINE), (page.type_width, _CHARACTER))
        )
        message = (
            f"每面行数、每行字数与正文字号配不上：这样的版心，可以写 lines = {lines}、characters = {characters} 左右"
        )
        raise LayoutError("IT105", message, "page")
    if page.right < 0 or page.bottom < 0:
        raise LayoutError("IT105", "版心超出了纸张；请核对 page 里的纸宽、纸高、天头、订口和版心", "page")
    return page

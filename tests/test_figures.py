"""Pictures and tables of an item: what is printed of them, what is told of faulty ones, and what depends on them."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from conftest import ITEM, Office, Run
from documents import member, paragraphs_of, png
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm

NAME = "测试快报2024年第38期"
IMAGE = '\n[[image]]\nfile = "图/园.png"\ncaption = "产业园一期"\n'
TABLE = '\n[[table]]\ncaption = "主要指标"\nrows = [["指标", "上半年"], ["固定资产投资", "12.3亿元"]]\n'
TWO_PARAGRAPHS = ITEM.replace('"截至7月底，新开工项目3个。"', '"""\n第一段话。\n第二段话。\n"""')
TYPE_WIDTH = Mm(156)


def jpeg(width: int, height: int, *segments: tuple[int, bytes], whole: bool = True) -> bytes:
    """A JPEG as far as programs that never decode it can tell."""
    frame = (0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0")
    scan = (0xDA, b"\1\1\0\0\x3f\0")
    written = (struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body for marker, body in (*segments, frame, scan))
    return b"\xff\xd8" + b"".join(written) + b"\x12\x34" + (b"\xff\xd9" if whole else b"")


def jfif(dpi: int) -> tuple[int, bytes]:
    return 0xE0, b"JFIF\0" + struct.pack(">HBHHBB", 0x102, 1, dpi, dpi, 0, 0)


def exif(orientation: int) -> tuple[int, bytes]:
    return 0xE1, b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def huge_png(width: int, height: int) -> bytes:
    """A small file whose header says that it has that many pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return png(1, 1).replace(png(1, 1)[12:33], header + struct.pack(">I", zlib.crc32(header)))


@pytest.fixture
def illustrated(office: Office) -> Office:
    """The issue with a picture and a table behind the item's text."""
    office.write("issues/2024/38/图/园.png", png(400, 200))
    office.item(content=ITEM + IMAGE + TABLE)
    return office


def composed(office: Office, run: Run, *options: str) -> Document:
    run("compose", "38", *options, cwd=office.root, exits=0)
    return docx.Document(str(office.root / f"out/{NAME}.docx"))


def content(document: Document) -> list[str]:
    """What stands in the body below the first item's title, in order: texts, 图 for a picture, rows of tables."""
    shown = []
    for element in document.element.body:
        if element.tag == qn("w:tbl"):
            for row in element.iter(qn("w:tr")):
                cells = ("".join(each.text for each in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc")))
                shown.append("|".join(cells))
        elif any(True for _ in element.iter(qn("w:drawing"))):
            shown.append("图")
        elif text := "".join(each.text for each in element.iter(qn("w:t"))):
            shown.append(text)
    start = next(place for place, text in enumerate(shown) if text.startswith("开发区"))
    return [text for text in shown[start:] if not text.startswith(("本期发", "签发"))]


# what is printed


def test_a_picture_has_its_caption_below_and_a_table_above_and_both_follow_the_attribution(
    illustrated: Office, run: Run
) -> None:
    assert content(composed(illustrated, run)) == [
        "开发区加快项目建设\u3000截至7月底，新开工项目3个。（开发区）",
        "图",
        "图1\u3000产业园一期",
        "表1\u3000主要指标",
        "指标|上半年",
        "固定资产投资|12.3亿元",
    ]


def test_figures_stand_behind_the_paragraph_they_name_and_pictures_before_tables(office: Office, run: Run) -> None:
    office.write("issues/2024/38/图/园.png", png(4, 2))
    office.item(content=TWO_PARAGRAPHS + TABLE + "after = 1\n" + IMAGE + "after = 1\n" + IMAGE.replace("一期", "二期"))
    assert content(composed(office, run)) == [
        "开发区加快项目建设\u3000第一段话。",
        "图",
        "图1\u3000产业园一期",
        "表1\u3000主要指标",
        "指标|上半年",
        "固定资产投资|12.3亿元",
        "第二段话。（开发区）",
        "图",
        "图2\u3000产业园二期",
    ]


def test_an_attribution_on_a_line_of_its_own_comes_before_the_figures(illustrated: Office, run: Run) -> None:
    illustrated.write("layouts/yanjin.toml", 'extends = "gbt9704"\n[item]\nattribution_place = "own-line"\n')
    assert content(composed(illustrated, run))[:3] == [
        "开发区加快项目建设\u3000截至7月底，新开工项目3个。",
        "（开发区）",
        "图",
    ]


def test_numbers_run_through_the_issue_in_printing_order_and_only_captions_count(office: Office, run: Run) -> None:
    office.write("issues/2024/38/图/园.png", png(4, 2))
    office.item("a.toml", ITEM.replace("经济发展", "民生保障").replace("3个", "7个") + IMAGE)
    no_caption = IMAGE.replace('caption = "产业园一期"\n', "")
    office.item(content=ITEM.replace("3个", "5个") + no_caption + IMAGE.replace("一期", "二期"))
    captions = [text for text in content(composed(office, run)) if re.match(r"图\d", text)]
    assert captions == ["图1\u3000产业园二期", "图2\u3000产业园一期"]


@pytest.mark.parametrize(
    ("data", "more", "size"),
    [
        (png(96, 48), "", (Mm(25.4), Mm(12.7))),  # no resolution: as on a screen
        (jpeg(600, 300, jfif(300)), "", (Mm(50.8), Mm(25.4))),
        (jpeg(600, 300, jfif(1)), "", (TYPE_WIDTH, TYPE_WIDTH / 2)),
        (png(9000, 3000), "", (TYPE_WIDTH, TYPE_WIDTH / 3)),
        (png(400, 200), 'width = "120mm"\n', (Mm(120), Mm(60))),
    ],
)
def test_a_picture_has_its_own_size_or_the_width_it_is_given_but_never_more_than_the_type_area(
    data: bytes, more: str, size: tuple[float, float], office: Office, run: Run
) -> None:
    office.write("issues/2024/38/图/园.png", data)
    office.item(content=ITEM + IMAGE + more)
    (shape,) = composed(office, run).inline_shapes
    assert (shape.width, shape.height) == (pytest.approx(size[0], abs=4000), pytest.approx(size[1], abs=4000))


@pytest.mark.parametrize("more", ["", 'width = "150mm"\n'])
def test_a_picture_higher_than_a_page_is_scaled_to_one_with_its_caption(more: str, office: Office, run: Run) -> None:
    office.write("issues/2024/38/图/园.png", png(100, 5000))
    office.item(content=ITEM + IMAGE + more)
    (shape,) = composed(office, run).inline_shapes
    assert Mm(205) < shape.height < Mm(225 - 225 / 22)
    assert shape.width == pytest.approx(shape.height / 50, rel=0.02)


def test_a_picture_stays_with_its_caption_in_a_line_that_does_not_cut_it(illustrated: Office, run: Run) -> None:
    composed(illustrated, run)
    (picture,) = [each for each in paragraphs_of(illustrated.root / f"out/{NAME}.docx") if "w:drawing" in each]
    assert '<w:pStyle w:val="figure"/><w:keepNext w:val="1"/>' in picture
    assert 'w:lineRule="atLeast"' in picture
    assert '<w:jc w:val="center"/>' in picture


@pytest.mark.parametrize(("alt", "said"), [("", "产业园一期"), ('alt = "厂房的照片"\n', "厂房的照片")])
def test_the_alternative_text_is_the_caption_where_none_is_given(
    alt: str, said: str, illustrated: Office, run: Run
) -> None:
    illustrated.item(content=ITEM + IMAGE + alt)
    (properties,) = composed(illustrated, run).element.body.iter(qn("wp:docPr"))
    assert properties.get("descr") == said


def test_a_table_has_fixed_widths_thin_lines_a_repeated_header_and_rows_that_do_not_split(
    illustrated: Office, run: Run
) -> None:
    illustrated.item(content=ITEM + TABLE + 'widths = ["60mm", "40mm"]\n')
    document = composed(illustrated, run)
    xml = member(illustrated.root / f"out/{NAME}.docx", "word/document.xml")
    (table,) = document.tables
    assert [column.width for column in table.columns] == [
        pytest.approx(Mm(60), abs=700),
        pytest.approx(Mm(40), abs=700),
    ]
    assert '<w:tblLayout w:type="fixed"/>' in xml
    assert '<w:insideH w:val="single" w:sz="4"' in xml
    head, row = re.findall("<w:trPr>.*?</w:trPr>", xml)
    assert "<w:tblHeader/>" in head
    assert "<w:tblHeader/>" not in row
    assert "<w:cantSplit/>" in head
    assert "<w:cantSplit/>" in row
    styles = [cell.paragraphs[0].style for row in table.rows for cell in row.cells]
    assert [style.style_id for style in styles if style] == ["cell_head", "cell_head", "cell", "cell"]


def test_columns_without_widths_fill_the_type_area_by_what_is_in_them(illustrated: Office, run: Run) -> None:
    illustrated.item(content=ITEM + f'\n[[table]]\nrows = [["甲", "{"长" * 60}"], ["乙", "{"长" * 90}"]]\n')
    (table,) = composed(illustrated, run).tables
    narrow, wide = (column.width or 0 for column in table.columns)
    assert narrow + wide == pytest.approx(TYPE_WIDTH, abs=20000)
    assert narrow < wide / 5


@pytest.mark.parametrize(("header", "heads"), [("", 1), ("header = 0\n", 0), ("header = 2\n", 2)])
def test_the_header_has_as_many_rows_as_are_said(header: str, heads: int, illustrated: Office, run: Run) -> None:
    rows = '[["甲", "乙"], ["1", "2"], ["3", "4"]]'
    illustrated.item(content=ITEM + f"\n[[table]]\nrows = {rows}\n{header}")
    composed(illustrated, run)
    assert member(illustrated.root / f"out/{NAME}.docx", "word/document.xml").count("<w:tblHeader/>") == heads


def test_two_tables_are_never_one(illustrated: Office, run: Run) -> None:
    plain = '\n[[table]]\nrows = [["甲"], ["1"]]\n'
    illustrated.item(content=ITEM + plain + plain)
    tags = [element.tag for element in composed(illustrated, run).element.body]
    first = tags.index(qn("w:tbl"))
    assert tags[first : first + 3] == [qn("w:tbl"), qn("w:p"), qn("w:tbl")]


def test_a_layout_may_style_figures_and_one_that_has_no_such_styles_still_prints_them(
    illustrated: Office, run: Run
) -> None:
    illustrated.write("layouts/yanjin.toml", 'extends = "gbt9704"\n[styles.caption]\nface = "楷体_GB2312"\n')
    composed(illustrated, run)
    assert (
        "楷体_GB2312"
        in member(illustrated.root / f"out/{NAME}.docx", "word/styles.xml").partition('"caption"')[2][:900]
    )
    own = run("layouts", "show", "gbt9704", exits=0).out
    own = re.sub(r"\[styles\.(figure|caption|cell|cell_head)\]\n.*?\n\n", "", own, flags=re.DOTALL)
    assert "[styles.cell]" not in own
    illustrated.write("layouts/yanjin.toml", own)
    assert content(composed(illustrated, run))[1:] == [
        "图", "图1\u3000产业园一期", "表1\u3000主要指标", "指标|上半年", "固定资产投资|12.3亿元",
    ]  # fmt: skip


def test_a_picture_that_stands_twice_is_in_the_package_once_and_bytes_are_the_same_anywhere(
    illustrated: Office, run: Run, tmp_path: Path
) -> None:
    illustrated.item(content=ITEM + IMAGE + IMAGE)
    composed(illustrated, run)
    document = illustrated.root / f"out/{NAME}.docx"
    with zipfile.ZipFile(document) as archive:
        assert [name for name in archive.namelist() if "media" in name] == ["word/media/picture1.png"]
        assert archive.read("word/media/picture1.png") == png(400, 200)
    ids = re.findall(r'<wp:docPr id="(\d+)"', member(document, "word/document.xml"))
    assert len(set(ids)) == 2
    (tmp_path / "elsewhere").mkdir()
    moved = Office(illustrated.root.rename(tmp_path / "elsewhere/office"))
    before = (moved.root / f"out/{NAME}.docx").read_bytes()
    (moved.root / f"out/{NAME}.docx").unlink()
    run("batch", cwd=moved.root, exits=0)
    assert (moved.root / f"out/{NAME}.docx").read_bytes() == before


# what is told


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "IT123 错误 “图/园.png”不是 PNG 或 JPEG 图片（是空文件）"),
        (b"GIF89a", "（是 GIF）"),
        (b'<?xml version="1.0"?><svg/>', "（是 SVG）；请用画图软件另存为 PNG 或 JPEG"),
        (b"text", "不是 PNG 或 JPEG 图片；请用"),
        (png(9, 9)[:40], "IT123 错误 图片“图/园.png”已经损坏，或没有传完整；请重新取一份"),
        (png(9, 9)[:-12], "没有传完整"),
        (png(9, 9).replace(b"IDAT", b"IDAX"), "没有传完整"),
        (jpeg(9, 9, whole=False), "没有传完整"),
        (jpeg(9, 9)[:12], "没有传完整"),
        (b"\xff\xd8\xff", "没有传完整"),
        (b"\xff\xd8\xff\xe0\0\0", "没有传完整"),
        (jpeg(0, 9), "没有像素"),
        (huge_png(50000, 50000), "IT124 错误 图片“图/园.png”是 50000×50000 像素，超过 1 亿像素；请缩小后另存"),
        (jpeg(65000, 65000), "超过 1 亿像素"),
        (jpeg(9, 9, exif(6)), "IT221 警告 照片“图/园.png”里记着要转方向"),
    ],
)
def test_what_is_no_sound_picture_is_told_at_its_place(data: bytes, said: str, illustrated: Office, run: Run) -> None:
    illustrated.write("issues/2024/38/图/园.png", data)
    result = run("check", "38", "-q", cwd=illustrated.root)
    assert said in result.out
    assert result.out.startswith("issues/2024/38/甲.toml:7:8: ")
    assert len(result.out.splitlines()) == 1


@pytest.mark.parametrize(
    "data", [jpeg(9, 9), jpeg(9, 9, exif(1)), jpeg(9, 9, (0xEE, b"Adobe")), jpeg(9, 9, (0xE1, b"Exif\0\0II"))]
)
def test_every_jpeg_that_programs_show_is_taken(data: bytes, illustrated: Office, run: Run) -> None:
    illustrated.write("issues/2024/38/图/园.png", data)
    composed(illustrated, run)
    with zipfile.ZipFile(illustrated.root / f"out/{NAME}.docx") as archive:
        assert archive.read("word/media/picture1.jpeg") == data


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("图/圆.png", "IT122 错误 没有“图/圆.png”这个图片文件，是不是“园.png”？"),
        ("照片/园.png", "也没有它所在的文件夹；路径从用它的文件所在的文件夹算起"),
        ("图", "IT122 错误 读不了图片“图”：这是文件夹"),
        ("图\\\\园.png", "IT121 错误 图片路径“图\\园.png”要用 / 隔开"),
        ("/etc/hostname", "IT121 错误 图片路径“/etc/hostname”不能从盘符或根目录写起"),
        ("D:/照片/园.png", "不能从盘符或根目录写起"),
        ("../../../../园.png", "IT121 错误 图片“../../../../园.png”在工作目录外面；请把图片复制到用它的文件旁边"),
        ("链接.png", "IT121 错误 图片“链接.png”在工作目录外面"),
        ("圈.png", "IT12"),
        ("管道", "读不了图片“管道”：这不是普通文件"),
        ("图\\bao.png", "IT121 错误 图片路径“图\\u0008ao.png”要用 / 隔开，不用 \\"),
        ("园\\u0000.png", "IT121"),
        ("园" * 200, "IT122"),
        ("", "IT104 错误 “file”是空的"),
    ],
)
def test_a_path_that_cannot_be_read_or_leads_out_of_the_workspace_is_told(
    name: str, said: str, illustrated: Office, run: Run
) -> None:
    illustrated.root.with_name("园.png").write_bytes(png(1, 1))
    folder = illustrated.root / "issues/2024/38"
    (folder / "链接.png").symlink_to(illustrated.root.with_name("园.png"))
    (folder / "圈.png").symlink_to("圈.png")
    os.mkfifo(folder / "管道")
    illustrated.item(content=ITEM + IMAGE.replace("图/园.png", name))
    found = run("check", "38", "-q", cwd=illustrated.root, exits=1).out
    assert said in found
    assert found.startswith("issues/2024/38/甲.toml:7:8: ")
    assert (
        "没有生成" in run("compose", "38", exits=1).err + run("compose", "38", exits=1).out or not illustrated.composed
    )


def test_a_picture_elsewhere_in_the_workspace_and_behind_links_inside_it_is_taken(office: Office, run: Run) -> None:
    office.write("图库/园.png", png(4, 2))
    (office.root / "issues/2024/38/图").symlink_to(office.root / "图库")
    office.item(content=ITEM + IMAGE + IMAGE.replace("图/", "../../../图库/"))
    assert len(composed(office, run).inline_shapes) == 2


def test_a_department_without_a_workspace_keeps_its_pictures_beside_the_item(tmp_path: Path, run: Run) -> None:
    (tmp_path / "报送/图").mkdir(parents=True)
    (tmp_path / "报送/图/园.png").write_bytes(png(4, 2))
    (tmp_path / "园.png").write_bytes(png(4, 2))
    (tmp_path / "报送/甲.toml").write_text(ITEM + IMAGE, encoding="utf-8")
    run("check", "报送/甲.toml", cwd=tmp_path, exits=0)
    (tmp_path / "报送/甲.toml").write_text(ITEM + IMAGE.replace("图/", "../"), encoding="utf-8")
    assert "在所在的文件夹外面" in run("check", "报送/甲.toml", exits=1).out


def test_a_file_too_large_is_never_read(illustrated: Office, run: Run) -> None:
    with (illustrated.root / "issues/2024/38/图/园.png").open("wb") as file:
        file.truncate(1 << 40)
    assert "有 1048576 MB，超过 20 MB；请缩小后另存" in run("check", "38", cwd=illustrated.root, exits=1).out


def test_pictures_that_are_too_much_together_are_told_once(illustrated: Office, run: Run) -> None:
    images = ""
    for number in range(7):
        illustrated.write(f"issues/2024/38/图/{number}.jpg", jpeg(9, 9) + bytes([number]) * (19 << 20))
        images += IMAGE.replace("园.png", f"{number}.jpg")
    illustrated.item(content=ITEM + images)
    found = run("check", "38", "-q", cwd=illustrated.root, exits=1).out
    assert "甲.toml:27:8: IT124 错误 到这一幅，本期图片合计超过 100 MB" in found
    assert len(found.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        (IMAGE + "after = 2\n", "9:9", "IT125 错误 正文只有 1 段，没有第2段；请改小 after"),
        (IMAGE + "after = 0\n", "9:9", "IT105"),
        (IMAGE + 'width = "200mm"\n', "9:9", "IT127 错误 图宽 200 毫米，版心只有 156 毫米，排不下"),
        (IMAGE + 'width = "0mm"\n', "9:9", "IT127 错误 宽 0mm 不合适，应在 5 到 558 毫米之间"),
        (IMAGE + 'width = "9999mm"\n', "9:9", "IT127"),
        (IMAGE + 'width = "120"\n', "9:9", 'IT105 错误 “width”应写作带引号的毫米数，如 "120mm"'),
        (IMAGE.replace("一期", "一期。"), "8:13", "PU308"),
        (IMAGE.replace("产业园一期", "截止7月底的产业园"), "8:12", "NM101"),
        (IMAGE.replace("一期", "\\u0007"), "8:15", "IT108"),
        (TABLE.replace('"12.3亿元"', '"\\u0007"'), "8:36", "IT108"),
        (TABLE.replace('"12.3亿元"', "12.3"), "8:35", "IT105 错误 “rows”应写作带引号的一行文字，数字也要加引号"),
        (TABLE.replace('"12.3亿元"', '"13800138000"'), "8:36", "PI"),
        (TABLE.replace(', "12.3亿元"', ""), "8:24", "IT126 错误 第2行有 1 格，第1行有 2 格；请补齐"),
        (TABLE.replace("固定资产投资", " ").replace("12.3亿元", ""), "8:24", "IT126 错误 第2行一个字也没有"),
        (TABLE.replace('["固定资产投资", "12.3亿元"]', "[]"), "8:24", "IT104"),
        ("\n[[table]]\nrows = []\n", "7:8", "IT104 错误 “rows”是空的"),
        ('\n[[table]]\nrows = ["甲"]\n', "7:9", "IT105"),
        ('\n[[table]]\ncaption = "甲"\n', "6:3", "IT104 错误 缺少“rows”"),
        (f"\n[[table]]\nrows = {[['1']] * 201}\n".replace("'", '"'), "7:8", "IT126 错误 表格有 201 行 1 列"),
        (TABLE + "header = 2\n", "9:10", "IT126 错误 表头 2 行，表格一共只有 2 行"),
        (TABLE + 'widths = ["60mm"]\n', "9:10", "IT127 错误 widths 写了 1 个，表格有 2 列"),
        (TABLE + 'widths = ["60mm", "1mm"]\n', "9:19", "IT127 错误 宽 1mm 不合适"),
        (TABLE + 'widths = ["100mm", "100mm"]\n', "9:10", "IT127 错误 各列共宽 200 毫米，版心只有 156 毫米"),
        (TABLE + "after = 9\n", "9:9", "IT125"),
        ('\n[image]\nfile = "图/园.png"\n', "6:2", "IT105 错误 “image”应写作一幅一段，每段以 [[image]] 开头"),
        (IMAGE + "order = 1\n", "9:1", "IT103 错误 不认识的键“order”：它写在了 image 那一段里"),
    ],
)
def test_a_faulty_figure_is_told_at_its_place_with_the_remedy(
    text: str, place: str, said: str, illustrated: Office, run: Run
) -> None:
    illustrated.item(content=ITEM + text)
    for target in ("38", "issues/2024/38/甲.toml"):
        found = run("check", target, "-q", cwd=illustrated.root).out
        assert found.startswith(f"issues/2024/38/甲.toml:{place}: {said}"), found
        assert len(found.splitlines()) == 1, found


def test_what_is_no_table_among_tables_is_told_and_shifts_no_other(illustrated: Office, run: Run) -> None:
    illustrated.item(content=f'image = ["甲", {{ file = "图/园.png", caption = "截止7月底的产业园" }}]\n{ITEM}')
    found = run("check", "38", "-q", cwd=illustrated.root, exits=1).out.splitlines()
    assert [line.split(": ")[1][:5] for line in found] == ["IT105", "NM101"]
    assert found[1].startswith("issues/2024/38/甲.toml:1:46:")


def test_a_draft_with_a_picture_that_cannot_be_used_keeps_its_caption(illustrated: Office, run: Run) -> None:
    illustrated.write("issues/2024/38/图/园.png", b"")
    run("compose", "38", "--draft", "--output", "草.docx", cwd=illustrated.root, exits=0)
    (draft,) = illustrated.root.glob("草*.docx")
    assert content(docx.Document(str(draft)))[1:3] == ["图1\u3000产业园一期", "表1\u3000主要指标"]


def test_what_a_table_says_as_tables_do_is_not_found_fault_with(illustrated: Office, run: Run) -> None:
    rows = '[["姓　名", "单位：万元", "合 计"], ["—", "-3.5%", "1,234.50"], ["其中：", "（一）", "2024.1-6"]]'
    illustrated.item(content=ITEM + f"\n[[table]]\nrows = {rows}\n")
    run("check", "38", "--strict", cwd=illustrated.root, exits=0)


# what depends on them


def test_batch_composes_again_what_has_another_picture_and_nothing_else(illustrated: Office, run: Run) -> None:
    picture = illustrated.root / "issues/2024/38/图/园.png"
    assert "生成 1" in (first := run("batch", cwd=illustrated.root, exits=0).out), first
    before = (illustrated.root / f"out/{NAME}.docx").read_bytes()
    run("batch", exits=0)
    os.utime(picture, (0, 0))
    run("batch", exits=0)
    assert (illustrated.root / f"out/{NAME}.docx").read_bytes() == before
    picture.write_bytes(png(200, 400))
    run("batch", exits=0)
    changed = (illustrated.root / f"out/{NAME}.docx").read_bytes()
    assert changed != before
    picture.unlink()
    run("batch", exits=1)
    assert (illustrated.root / f"out/{NAME}.docx").read_bytes() == changed


@pytest.mark.parametrize("key", ["image", '"\\u0069mage"', '"\\U00000069mage"'])
def test_batch_and_compose_agree_on_the_pictures_however_their_key_is_written(
    key: str, illustrated: Office, run: Run
) -> None:
    illustrated.item(content=ITEM + IMAGE.replace("image", key))
    run("compose", "38", cwd=illustrated.root, exits=0)
    before = (illustrated.root / f"out/{NAME}.docx").stat().st_ino
    run("batch", exits=0)
    assert (illustrated.root / f"out/{NAME}.docx").stat().st_ino == before
    illustrated.write("issues/2024/38/图/园.png", png(3, 3))
    run("batch", exits=0)
    assert (illustrated.root / f"out/{NAME}.docx").stat().st_ino != before


def test_an_archive_has_the_pictures_wherever_they_stand_and_warns_of_changed_ones(office: Office, run: Run) -> None:
    picture = office.write("图库/园.png", png(4, 2))
    office.item(content=ITEM + IMAGE.replace("图/", "../../../图库/"))
    composed(office, run)
    assert run("archive", "38", "--strict", "--output", "a.zip", exits=0).err == ""
    with zipfile.ZipFile(office.root / "a.zip") as archive:
        assert archive.read("图库/园.png") == png(4, 2)
    picture.write_bytes(png(2, 4))
    assert "又有改动" in run("archive", "38", "--strict", "--output", "b.zip", exits=1).err
    picture.unlink()
    assert "又有改动" in run("archive", "38", "--strict", "--output", "b.zip", exits=1).err


def test_show_counts_figures_where_there_are_any(illustrated: Office, run: Run) -> None:
    assert re.search(r"图表 .*\n.*1图1表", run("show", "38", cwd=illustrated.root, exits=0).out)
    assert '"figures": {"images": 1, "tables": 1}' in run("show", "38", "--format", "json", exits=0).out
    illustrated.item()
    assert "图表" not in run("show", "38", exits=0).out


def test_checking_pictures_imports_neither_docx_nor_pil(illustrated: Office) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bulletin_cli", "check", "issues/2024/38/甲.toml"],
        cwd=illustrated.root, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0
    imported = {line.split("|")[-1].strip().split(".")[0] for line in done.stderr.decode().splitlines() if "|" in line}
    assert not imported & {"docx", "lxml", "PIL", "rich", "tree_sitter"}


def test_an_issue_without_pictures_is_looked_at_as_quickly_as_ever(illustrated: Office) -> None:
    from bulletin_cli.files.inputs import issue_on_disk

    illustrated.item()
    folder = illustrated.root / "issues/2024/38"
    (illustrated.root / "issues/2024/38/图/园.png").unlink()
    took = []
    for _ in range(50):
        start = time.perf_counter()
        issue_on_disk(folder)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.002

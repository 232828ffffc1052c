"""Pictures and tables on the printed page, and before a validator that nobody here wrote."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pdfplumber
import pytest
from conftest import ISSUE, ITEM, Office, Run
from documents import png
from page.printing import MM, Page, read_pages, to_pdf
from page.test_readers import VALIDATOR

pytestmark = pytest.mark.slow

LEFT, RIGHT, TOP, FOOT = 28, 184, 37, 262
LINE = 225 / 22
ROWS = ", ".join(f'["第{number}项指标", "{number}亿元"]' for number in range(1, 41))
TEXT = "截至7月底，新开工项目3个。" * 3


def printed(office: Office, run: Run, folder: Path, item: str) -> tuple[Path, Path]:
    """The issue with this item, as a document and as LibreOffice prints it."""
    office.write("issues/2024/38/图.png", png(800, 400))
    office.write("issues/2024/38/高.png", png(400, 4000))
    office.item(content=item)
    run("compose", "38", "--output", "issue.docx", cwd=office.root, exits=0)
    document = office.root / "issue.docx"
    (pdf,) = to_pdf([document], folder)
    return document, pdf


def body(*lines: str) -> str:
    joined = "\n".join(lines)
    return ITEM.replace('"截至7月底，新开工项目3个。"', f'"""\n{joined}\n"""\n# bulletin: ignore ST WR\n')


def line_of(pages: list[Page], text: str) -> tuple[int, float]:
    """The page and the baseline of the line that starts with `text`."""
    found = [
        (place, line.baseline) for place, page in enumerate(pages) for line in page.lines if line.text.startswith(text)
    ]
    assert found, text
    return found[0]


def pictures(pdf: Path) -> list[tuple[int, float, float, float, float]]:
    """Page, left, top, right and bottom of each picture."""
    with pdfplumber.open(pdf) as opened:
        return [
            (place, image["x0"] * MM, image["top"] * MM, image["x1"] * MM, image["bottom"] * MM)
            for place, page in enumerate(opened.pages)
            for image in page.images
        ]


def test_a_picture_is_centred_above_its_caption_and_the_text_below_keeps_to_the_raster(
    office: Office, run: Run, tmp_path: Path
) -> None:
    figure = '[[image]]\nfile = "图.png"\ncaption = "产业园"\nwidth = "80mm"\nafter = 1\n'
    _, pdf = printed(office, run, tmp_path, body("甲" * 5 + "。", "乙" * 5 + "。") + figure)
    pages = read_pages(pdf)
    ((_, left, top, right, bottom),) = pictures(pdf)
    assert (left + right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.3)
    assert right - left == pytest.approx(80, abs=0.3)
    assert bottom - top == pytest.approx(40, abs=0.3)
    above, caption, below = (line_of(pages, text)[1] for text in ("开发区", "图1", "乙"))
    assert above + 2 < top
    assert bottom + 4 < caption < bottom + 14
    assert (below - above) / LINE == pytest.approx(round((below - above) / LINE), abs=0.06)


def test_a_table_is_as_wide_as_the_type_area_and_the_text_below_keeps_to_the_raster(
    office: Office, run: Run, tmp_path: Path
) -> None:
    table = '[[table]]\ncaption = "指标"\nrows = [["甲", "乙"], ["1", "2"], ["3", "4"]]\nafter = 1\n'
    _, pdf = printed(office, run, tmp_path, body("甲" * 5 + "。", "乙" * 5 + "。") + table)
    pages = read_pages(pdf)
    above, caption, below = (line_of(pages, text)[1] for text in ("开发区", "表1", "乙" * 5))
    rules = [rule for rule in pages[0].rules_of("000000") if caption < rule.y < below]
    assert len(rules) == 4
    assert min(rule.x0 for rule in rules) == pytest.approx(LEFT, abs=0.3)
    assert max(rule.x1 for rule in rules) == pytest.approx(RIGHT, abs=0.3)
    assert (below - above) / LINE == pytest.approx(round((below - above) / LINE), abs=0.06)


@pytest.mark.parametrize("count", range(8, 14))
def test_a_picture_and_its_caption_and_a_caption_and_its_table_stand_on_one_page(
    count: int, office: Office, run: Run, tmp_path: Path
) -> None:
    lines = [f"{TEXT}" for _ in range(count)]
    image = '[[image]]\nfile = "图.png"\ncaption = "产业园"\nwidth = "50mm"\nafter = 3\n'
    table = f'[[table]]\ncaption = "指标"\nrows = [["项目", "数额"], {ROWS}]\n'
    _, pdf = printed(office, run, tmp_path, body(*lines) + image + table)
    pages = read_pages(pdf)
    assert pictures(pdf)[0][0] == line_of(pages, "图1")[0]
    assert line_of(pages, "表1")[0] == line_of(pages, "项目")[0] == line_of(pages, "第1项")[0]


def test_a_long_table_repeats_its_header_on_every_page_and_splits_no_row(
    office: Office, run: Run, tmp_path: Path
) -> None:
    table = f'[[table]]\ncaption = "指标"\nrows = [["项目", "数额"], {ROWS}]\n'
    _, pdf = printed(office, run, tmp_path, body(TEXT) + table)
    pages = [page for page in read_pages(pdf) if any("项指标" in line.text for line in page.lines)]
    assert len(pages) > 1
    for page in pages:
        assert [line.text for line in page.lines if line.text.startswith("项目")] == ["项目数额"]
        assert max(line.baseline for line in page.lines if "项指标" in line.text) < FOOT
    rows = [line.text for page in pages for line in page.lines if "项指标" in line.text]
    assert rows == [f"第{number}项指标{number}亿元" for number in range(1, 41)]


def test_a_picture_higher_than_the_page_fills_one_with_its_caption(office: Office, run: Run, tmp_path: Path) -> None:
    figure = '[[image]]\nfile = "高.png"\ncaption = "办事流程"\n'
    _, pdf = printed(office, run, tmp_path, body(TEXT) + figure)
    ((page, _, top, _, bottom),) = pictures(pdf)
    assert TOP - 0.5 < top < bottom < FOOT
    assert bottom - top > 200
    assert line_of(read_pages(pdf), "图1")[0] == page


def test_a_picture_as_wide_as_the_type_area_stays_in_it_and_one_that_begins_a_page_leaves_the_raster(
    office: Office, run: Run, tmp_path: Path
) -> None:
    lines = ["甲" * 25 + "。"] * 16
    figure = '[[image]]\nfile = "图.png"\nwidth = "156mm"\nafter = 16\n'
    _, pdf = printed(office, run, tmp_path, body(*lines, *["乙" * 25 + "。"] * 3) + figure)
    pages = read_pages(pdf)
    ((page, left, top, right, _),) = pictures(pdf)
    assert (page, left, right) == pytest.approx((1, LEFT, RIGHT), abs=0.3)
    assert top > TOP
    below = (line_of(pages, "乙")[1] - pages[0].body[-1].baseline) / LINE
    assert below == pytest.approx(round(below), abs=0.06)


def test_a_table_at_the_end_stays_where_it_is_when_the_closing_block_goes_to_the_next_page(
    office: Office, run: Run, tmp_path: Path
) -> None:
    to = "".join(f'[[distribution]]\nlabel = "发"\nto = ["各单位第{number}"]\n' for number in range(8))
    office.issue(ISSUE + to)
    figures = (
        '[[image]]\nfile = "图.png"\nwidth = "60mm"\n[[table]]\nrows = [["项目", "数额"], ["甲", "乙"], ["丙", "丁"]]\n'
    )
    for count in (1, 2):
        folder = tmp_path / str(count)
        folder.mkdir()
        _, pdf = printed(office, run, folder, body(*["丙" * 25 + "。"] * count) + figures)
        ((page, _, _, _, bottom),) = pictures(pdf)
        assert line_of(read_pages(pdf), "项目") == pytest.approx((page, bottom), abs=2 * LINE), f"{count} lines"


def test_the_open_xml_sdk_finds_no_error_in_pictures_and_tables(office: Office, run: Run, tmp_path: Path) -> None:
    figures = (
        '[[image]]\nfile = "图.png"\ncaption = "产业园"\nafter = 1\n[[image]]\nfile = "高.png"\n[[image]]\nfile = "图.png"\n'
        f'[[table]]\ncaption = "指标"\nheader = 2\nrows = [["项目", "数额"], {ROWS}]\n'
        f'[[table]]\nheader = 0\nrows = [["", "{"长" * 300}"], ["乙", "\t="]]\nwidths = ["20mm", "60.5mm"]\n'
    )
    document, _ = printed(office, run, tmp_path, body(TEXT, TEXT) + figures)
    done = subprocess.run([VALIDATOR, document, "Microsoft365"], capture_output=True, check=False, timeout=120)
    report = json.loads(done.stdout)
    assert report["errors"] == []
    assert report["ok"]


def test_an_svg_nameplate_is_printed_in_its_place_and_the_open_xml_sdk_finds_no_error(
    office: Office, run: Run, tmp_path: Path
) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 6"><path d="M0 0h22v6h-22z" fill="#d00"/></svg>'
    office.write("layouts/报名.svg", drawing)
    layout = """extends = "gbt9704"
[masthead]
elements = [
  { space = "20mm" },
  { picture = "报名.svg", width = "110mm", alt = "测试快报" },
  { text = "第{number}期", style = "number" },
]
"""
    office.write("layouts/yanjin.toml", layout)
    document, pdf = printed(office, run, tmp_path, body(TEXT))
    assert pictures(pdf)[0] == pytest.approx((0, LEFT + 23, TOP + 20, RIGHT - 23, TOP + 50), abs=1)
    (page, *_) = read_pages(pdf)
    _, first, *below = page.body  # the number is of the masthead
    assert [(line.baseline - first.baseline) / LINE for line in below] == pytest.approx(
        range(1, len(below) + 1), abs=0.06
    )
    done = subprocess.run([VALIDATOR, document, "Microsoft365"], capture_output=True, check=False, timeout=120)
    assert json.loads(done.stdout)["errors"] == []

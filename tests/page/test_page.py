"""The printed page against the figures of GB/T 9704-2012, measured in the PDF."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import EXAMPLE, run_process
from page.printing import Line, Page, read_pages, require_rendering, to_pdf

from bulletin_cli.arrange import arrange
from bulletin_cli.compose.document import compose
from bulletin_cli.compose.package import Origin, pack
from bulletin_cli.compose.stationery import Stationery
from bulletin_cli.layout.find import builtin_folder
from bulletin_cli.layout.fit import misfits
from bulletin_cli.layout.read import read_layout
from bulletin_cli.model import Department, Distribution, Issue, Item, Publication, SignOff
from bulletin_cli.publish.pdf import prepare_for_libreoffice

pytestmark = pytest.mark.slow

LEFT, RIGHT, TOP, FOOT = 28, 184, 37, 262
LINE = 225 / 22
CLOSERS = "，。、；：？！”’）》】…—"
OPENERS = "“‘（《【"


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[int, list[Page]]:
    """The example's issues, composed and printed by the command."""
    folder = tmp_path_factory.mktemp("printed")
    pages = {}
    for number in (38, 39):
        output = folder / f"{number}.docx"
        environment = {"FONTCONFIG_FILE": require_rendering()["FONTCONFIG_FILE"], "PYTHONIOENCODING": "utf-8"}
        done = run_process(
            "compose", str(number), "--pdf", "--output", str(output), cwd=EXAMPLE, stdin=b"", **environment
        )
        assert done.returncode == 0, done.stderr.decode()
        assert "这台电脑没有字体“仿宋_GB2312”，PDF 里用“FandolFang”代替" in done.stderr.decode()
        pages[number] = read_pages(output.with_suffix(".pdf"))
    return pages


@pytest.fixture(params=[38, 39])
def pages(request: pytest.FixtureRequest, printed: dict[int, list[Page]]) -> list[Page]:
    return printed[request.param]


def text_lines(pages: list[Page]) -> Iterator[Line]:
    """The body's lines below the masthead, over all pages."""
    for number, page in enumerate(pages):
        masthead = page.rules_of("FF0000")[0].y if number == 0 else 0
        closing = min((rule.y for rule in page.rules_of("000000")), default=999)
        yield from (line for line in page.body if masthead < line.baseline < closing)


def is_full(line: Line) -> bool:
    """Whether the line begins at the left edge, reaches the right one, and has Chinese characters only."""
    return line.x0 < LEFT + 1.5 and line.x1 > RIGHT - 6 and not re.search(r"[0-9A-Za-z\s]", line.text)


def test_the_paper_is_a4(pages: list[Page]) -> None:
    for page in pages:
        assert page.width == pytest.approx(210, abs=0.1)
        assert page.height == pytest.approx(297, abs=0.1)


def test_the_text_fills_the_type_area_and_never_leaves_it(pages: list[Page]) -> None:
    lines = list(text_lines(pages))
    full = [line for line in lines if is_full(line)]
    assert min(line.x0 for line in full) == pytest.approx(LEFT, abs=0.3)
    assert max(line.x1 for line in full) == pytest.approx(RIGHT, abs=0.3)
    assert max(line.x1 for page in pages for line in page.lines) < RIGHT + 0.3


def test_a_full_page_has_22_lines_from_top_to_foot(pages: list[Page]) -> None:
    for page in pages[1:-1]:
        lines = [line.baseline for line in page.body]
        assert len(lines) == 22
        # the raster: a line is Han character and leading; the character stands at its foot
        assert lines[0] - LINE == pytest.approx(TOP - 0.12 * 16 * 25.4 / 72, abs=1.5)
        assert (lines[-1] - lines[0]) / 21 == pytest.approx(LINE, abs=0.02)
    assert pages[0].body[-1].baseline == pytest.approx(pages[1].body[-1].baseline, abs=0.1)


def test_the_masthead_leaves_the_body_on_the_raster(pages: list[Page]) -> None:
    raster = pages[1].body[0].baseline
    for line in text_lines(pages[:1]):
        lines_down = (line.baseline - raster) / LINE
        assert lines_down == pytest.approx(round(lines_down), abs=0.05)


def test_a_full_line_has_28_characters_or_27_before_a_mark(pages: list[Page]) -> None:
    lines = list(text_lines(pages))
    counted = [(len(line.text), line, after) for line, after in pairwise(lines) if is_full(line)]
    assert len(counted) > 8
    for count, line, after in counted:
        if count != 28:
            assert count == 27, line.text
            # one more would have put a mark at the start of the next line, or an opening one at the end of this
            assert after.text[0] in OPENERS or after.text[1:2] in tuple(CLOSERS), (line.text, after.text)


def test_no_line_starts_or_ends_with_the_wrong_mark(pages: list[Page]) -> None:
    for line in text_lines(pages):
        assert line.text[0] not in CLOSERS.replace("—", "").replace("…", "")
        assert line.text[-1] not in OPENERS


def test_the_red_rule_is_as_wide_as_the_type_area_below_issuer_and_date(pages: list[Page]) -> None:
    (rule,) = pages[0].rules_of("FF0000")
    assert rule.width == pytest.approx(156, abs=0.5)
    assert rule.x0 == pytest.approx(LEFT, abs=0.5)
    above = [line for line in pages[0].lines if line.baseline < rule.y][-1]
    assert above.text.endswith("日")
    # 4 mm below the characters' foot, which is 0.12 em below the baseline
    assert rule.y - rule.thickness / 2 - above.baseline - 0.12 * 16 * 25.4 / 72 == pytest.approx(4, abs=0.5)


def test_the_name_stands_35_mm_below_the_top_of_the_type_area(pages: list[Page]) -> None:
    name = max(pages[0].lines, key=lambda line: line.size)
    assert name.text == "延津政务快报"
    assert name.baseline - 0.88 * name.size * 25.4 / 72 == pytest.approx(TOP + 35, abs=2.5)
    assert (name.x0 + name.x1) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)


def test_page_numbers_stand_7_mm_below_the_type_area_outside(pages: list[Page]) -> None:
    for number, page in enumerate(pages, 1):
        line = page.number
        assert line.text == f"— {number} —"
        assert line.size == 14
        # the dash of a Song face stands 0.37 em over the baseline
        assert line.baseline - 0.37 * 14 * 25.4 / 72 == pytest.approx(FOOT + 7, abs=0.3)
        if number % 2:
            assert line.x1 == pytest.approx(RIGHT - 4.94, abs=0.5)
        else:
            assert line.x0 == pytest.approx(LEFT + 4.94, abs=0.5)


def check_closing_block(pages: list[Page], rows: list[str], parts: int) -> None:
    """Whole, once, on the last page, its last rule at the foot of the type area, and no text under it."""
    assert not [rule for page in pages[:-1] for rule in page.rules_of("000000")]
    page = pages[-1]
    rules = page.rules_of("000000")
    assert [round(rule.thickness, 2) for rule in rules] == [
        pytest.approx(0.35, abs=0.02), *[pytest.approx(0.25, abs=0.02)] * (parts - 1), pytest.approx(0.35, abs=0.02),
    ]  # fmt: skip
    for rule in rules:
        assert rule.width == pytest.approx(156, abs=0.5)
        assert rule.x0 == pytest.approx(LEFT, abs=0.5)
    assert rules[-1].y == pytest.approx(FOOT, abs=1)
    inside = [line for line in page.lines if rules[0].y < line.baseline < rules[-1].y]
    assert "".join(line.text for line in inside) == "".join(rows)
    assert {line.size for line in inside} == {14}
    below = [line for line in page.body if line.baseline > rules[0].y]
    assert below == []
    last = max((line.baseline for line in page.body), default=0)
    assert last + 0.12 * 16 * 25.4 / 72 < rules[0].y


def test_the_closing_block_stands_at_the_foot_of_the_last_page(printed: dict[int, list[Page]]) -> None:
    sign_off = ["责任编辑：李\u3000勉", "审核：原超俊", "签发：范晓宇"]
    to = "县委常委，县人大正副主任，副县长，县政协正副主席，人武部长，法院院长，检察院检察长"
    check_closing_block(
        printed[38],
        [f"本期发：{to}，县直各单位负责人，各乡（镇）政府、街道办事处主要领导。", *sign_off],
        parts=2,
    )
    rows = ["报：市政府办公室。", f"送：{to}。", "发：县直各单位，各乡（镇）政府、街道办事处。", *sign_off, "共印120份"]
    check_closing_block(printed[39], rows, parts=3)


HAN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙"


def issue_of(lines: int, tail: int) -> Issue:
    """An issue whose body is one section heading and `lines` lines, and whose closing block has `tail` rows."""
    body = "".join(HAN[(index * 7) % 28] for index in range(28 * lines - 2 - 6 - 1 - 5))
    to = ("县委常委", "副县长") if tail < 4 else tuple(f"单位{number:02}" for number in range(10 * tail - 30))
    people = tuple(SignOff(f"职责{index}", "李勉") for index in range(1 if tail < 4 else 3))
    return Issue(
        Path(), 1, None, issuers=("测试县人民政府办公室",), distribution=(Distribution("本期发", to),), sign_off=people,
        items=(Item(Path("a.toml"), "经济", ("开发区",), "标题六个字儿", body),),
    )  # fmt: skip


@pytest.mark.parametrize("tail", [2, 5, 8])
def test_the_closing_block_holds_for_every_length_of_text(tail: int, tmp_path: Path) -> None:
    layout, _ = read_layout(builtin_folder() / "yanjin.toml", None)
    assert layout is not None
    publication = Publication(
        name="测试快报", issuers=("测试县人民政府办公室",), layout="yanjin", filename=("x",), sections=("经济",),
        departments=(Department("开发区"),),
    )  # fmt: skip
    stationery = Stationery(layout)
    documents, rows = [], []
    for lines in range(1, 61):
        issue = issue_of(lines, tail)
        document = compose(arrange(issue, publication), stationery)
        prepare_for_libreoffice(document)
        path = tmp_path / f"{lines:02}.docx"
        path.write_bytes(pack(document, Origin("x")))
        documents.append(path)
        rows = [
            f"本期发：{'，'.join(issue.distribution[0].to)}。",
            *(f"{each.role}：李\u3000勉" for each in issue.sign_off),
        ]
    for lines, pdf in enumerate(to_pdf(documents, tmp_path), 1):
        pages = read_pages(pdf)
        check_closing_block(pages, rows, parts=2)
        text = list(text_lines(pages))
        assert len(text) == lines + 1, f"{lines} lines and the heading"
        assert {len(line.text) for line in text[2:-1]} <= {28}
        assert [len(page.body) for page in pages[1:-1]] == [22] * len(pages[1:-1]) or not pages[-1].body
        os.remove(pdf)


OWN_LINES = """extends = "gbt9704"
[item]
title_place = "own-line"
attribution_place = "own-line"
"""


@pytest.mark.parametrize("form", ["run-in", "own lines"])
def test_no_heading_and_no_title_stands_alone_at_a_page_s_foot(form: str, tmp_path: Path) -> None:
    """Two items in two sections, the second moved down the page line by line."""
    path = tmp_path / "own.toml"
    path.write_text(OWN_LINES if form == "own lines" else 'extends = "yanjin"\n', encoding="utf-8")
    layout, _ = read_layout(path, None)
    assert layout is not None
    publication = Publication(
        name="测试快报", issuers=("测试县人民政府办公室",), layout="own", filename=("x",), sections=("经济", "民生"),
        departments=(Department("开发区"),),
    )  # fmt: skip
    stationery, title = Stationery(layout), "标" * 27
    documents = []
    for lines in range(1, 30):
        first = Item(Path("a.toml"), "经济", ("开发区",), title, "甲" * (28 * lines - 2))
        second = Item(Path("b.toml"), "民生", ("开发区",), title, "乙" * 28 * 3)
        issue = Issue(Path(), 1, None, issuers=publication.issuers, items=(first, second))
        document = compose(arrange(issue, publication), stationery)
        prepare_for_libreoffice(document)
        documents.append(tmp_path / f"{lines:02}.docx")
        documents[-1].write_bytes(pack(document, Origin("x")))
    for pdf in to_pdf(documents, tmp_path):
        pages = read_pages(pdf)
        for page in pages:
            last_line = page.body[-1].text
            assert not last_line.startswith("【"), f"{pdf.name} ends a page with a heading"
            assert page is pages[-1] or set(last_line) != {"标"}, f"{pdf.name} ends a page with a title"


@pytest.mark.parametrize(
    ("lines", "characters", "width", "size"),
    [
        (20, 26, 156, "三号"),
        (22, 28, 156, "三号"),
        (25, 26, 167, "15.5pt"),
        (30, 30, 160, "四号"),
        (22, 40, 167, "五号"),
    ],
)
def test_a_page_is_filled_by_the_lines_and_characters_its_layout_says(
    lines: int, characters: int, width: int, size: str, tmp_path: Path
) -> None:
    path = tmp_path / "own.toml"
    page = f'lines = {lines}\ncharacters = {characters}\nleft = "22mm"\ntype_width = "{width}mm"\n'
    path.write_text(f'extends = "gbt9704"\n[page]\n{page}[styles.normal]\nsize = "{size}"\n', encoding="utf-8")
    layout, findings = read_layout(path, None)
    assert layout is not None, findings
    publication = Publication(
        name="测试快报", issuers=("测试县人民政府办公室",), layout="own", filename=("x",), sections=("经济",),
        departments=(Department("开发区"),),
    )  # fmt: skip
    item = Item(Path("a.toml"), "经济", ("开发区",), "标题", "甲" * 28 * 100)
    issue = Issue(Path(), 1, None, issuers=publication.issuers, items=(item,))
    document = compose(arrange(issue, publication), Stationery(layout))
    prepare_for_libreoffice(document)
    (tmp_path / "a.docx").write_bytes(pack(document, Origin("x")))
    pages = read_pages(to_pdf([tmp_path / "a.docx"], tmp_path)[0])
    text = [[line for line in page.lines if set(line.text) == {"甲"}] for page in pages[1:-1]]
    assert {len(each) for each in text} == {lines}
    assert {len(line.text) for each in text for line in each} == {characters}
    assert min(line.x0 for each in text for line in each) == pytest.approx(22, abs=0.3)


def test_a_block_of_a_page_s_height_is_judged_as_it_is_printed(tmp_path: Path) -> None:
    """What passes the check stands inside the type area, whatever its recipients are called."""
    layout, _ = read_layout(builtin_folder() / "yanjin.toml", None)
    assert layout is not None
    publication = Publication(
        name="测试快报", issuers=("办公室",), layout="yanjin", filename=("x",), sections=("经济",), departments=(Department("开发区"),)
    )  # fmt: skip
    documents = []
    for index, names in enumerate(
        (
            ["各乡（镇）政府、街道办事处"],
            ["县委", "县委常委会", "县政协COVID-19", "ABCDEFGHIJ"],
            ["企业Internationalization有限公司"],
        )
    ):
        count = 1
        while True:  # the longest list that passes
            entry = Distribution("发", tuple(names[n % len(names)] for n in range(count)))
            issue = Issue(
                Path(),
                1,
                None,
                issuers=("办公室",),
                distribution=(entry,),
                items=(Item(Path("a"), "经济", (), "标题", "甲"),),
            )
            if any(misfit.code == "IT114" for misfit in misfits(publication, issue, layout)):
                break
            fitting, count = issue, count + 1
        document = compose(arrange(fitting, publication), Stationery(layout))
        prepare_for_libreoffice(document)
        documents.append(tmp_path / f"{index}.docx")
        documents[-1].write_bytes(pack(document, Origin("x")))
    for pdf in to_pdf(documents, tmp_path):
        rules = read_pages(pdf)[-1].rules_of("000000")
        assert rules[-1].y == pytest.approx(FOOT, abs=1)
        assert TOP - 0.5 < rules[0].y < TOP + 35, "neither above the type area nor much lower than needed"

"""Layouts as data: what they may say, what is wrong with a faulty one, and what they do to the document."""

from __future__ import annotations

import struct
import tomllib
import zlib
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, Office, Run
from documents import element_texts, paragraphs_of, styles_of

from bulletin_cli.layout.find import builtin_folder, layout_names
from bulletin_cli.layout.measures import points, twips
from bulletin_cli.layout.model import Layout
from bulletin_cli.layout.read import read_layout

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "faulty_layouts.toml").read_text(encoding="utf-8")
)["case"]


def png(width: int, height: int) -> bytes:
    """A white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def builtin(name: str) -> Layout:
    layout, findings = read_layout(builtin_folder() / f"{name}.toml", None)
    assert layout is not None, findings
    return layout


def use(office: Office, layout: str) -> None:
    """Makes `layout` the office's own, under the name that its bulletin.toml uses."""
    office.write("layouts/yanjin.toml", layout)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_faulty_layout_is_refused_with_its_place(case: dict[str, Any], office: Office, run: Run) -> None:
    use(office, case["text"])
    out = run("compose", "38", cwd=office.root, exits=2).out
    assert f"layouts/yanjin.toml:{case['found']}" in out
    assert len(out.splitlines()) == 1
    assert office.composed == []


@pytest.mark.parametrize(
    ("length", "expected"), [("35mm", 1984), ("16pt", 320), ("2字", 560), ("1.5行", 868), ("0.35mm", 20), ("0mm", 0)]
)
def test_lengths_are_twips(length: str, expected: int) -> None:
    assert twips(length, character=14, line=579) == expected


def test_sizes_have_their_customary_names() -> None:
    assert [points(size) for size in ("初号", "二号", "三号", "四号", "五号", "9.5pt")] == [42, 22, 16, 14, 10.5, 9.5]


def test_the_standard_s_page_comes_out_in_twips() -> None:
    page = builtin("gbt9704").page
    assert (page.width, page.height, page.top, page.left) == (11906, 16838, 2098, 1587)
    assert (page.type_height, page.line, page.bottom) == (12756, 579, 1984)
    # 28 characters of whole twips, within 0.1 mm of 156 mm
    assert page.type_width == 28 * page.character == 8848


def test_a_layout_says_only_what_differs_from_the_one_it_extends(office: Office, run: Run) -> None:
    use(office, 'extends = "gbt9704"\n[styles.nameplate]\ncolour = "00ff00"\n')
    run("compose", "38", cwd=office.root, exits=0)
    nameplate = styles_of(office.root / "out/测试快报2024年第38期.docx")["报名"]
    assert 'w:color w:val="00FF00"' in nameplate
    assert "方正小标宋简体" in nameplate


def test_an_office_s_own_layout_hides_the_built_in_one_and_may_extend_it(office: Office, run: Run) -> None:
    use(office, 'extends = "yanjin"\ntitle = "本县的"\n')
    listed = run("layouts", cwd=office.root, exits=0).out
    assert "layouts/yanjin.toml" in listed
    assert "本县的" in listed
    run("compose", "38", exits=0)


def test_layouts_show_prints_the_file_as_it_stands(run: Run) -> None:
    assert run("layouts", "show", "yanjin", exits=0).out == (PROJECT / "layouts/yanjin.toml").read_text(
        encoding="utf-8"
    )
    assert "没有“yanjing”这个版式，是不是“yanjin”？" in run("layouts", "show", "yanjing", exits=2).err


def test_built_in_layouts_are_listed_outside_of_a_workspace(tmp_path: Path, run: Run) -> None:
    out = run("layouts", cwd=tmp_path, exits=0).out
    assert all(name in out for name in layout_names(None))


@pytest.mark.parametrize("name", sorted(layout_names(None)))
def test_no_closing_block_misses_whole_lines_by_less_than_its_anchor(name: str) -> None:
    """Word leaves a blank page where the frame just fits and its anchor does not: see closing_block.py."""
    layout = builtin(name)
    form, page, row = layout.closing, layout.page, layout.styles[layout.closing.style].line
    for parts in range(1, 5):
        for rows in range(parts, 21):
            height = 2 * form.outer_rule + (parts - 1) * form.inner_rule + parts * form.rule_gap + rows * row
            left = (page.type_height - height) % page.line
            assert left > 30, f"{parts} parts, {rows} rows"


def test_the_masthead_has_rows_rules_spaces_and_pictures(office: Office, run: Run) -> None:
    office.write("layouts/head.png", png(20, 10))
    use(
        office,
        """extends = "gbt9704"
[masthead]
elements = [
  { picture = "head.png", width = "40mm", alt = "报头" },
  { space = "5mm" },
  { left = "内部资料", center = ["第{number}期", "（总第{total}期）"], right = "{year}年" },
  { rule = "thick-thin", weight = "3pt" },
]
""",
    )
    run("compose", "38", cwd=office.root, exits=0)
    head = paragraphs_of(office.root / "out/测试快报2024年第38期.docx")[:2]
    assert 'descr="报头"' in head[0]
    assert 'cx="1440180"' in head[0]  # 40 mm in EMU, by way of twips
    assert element_texts(head[1]) == "内部资料\t第38期\t2024年"
    assert 'w:val="thickThinSmallGap"' in head[1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no picture", "已损坏或不是图片"),
        (png(2, 1)[:14], "已损坏"),
        (png(2, 1).replace(b"IHDR", b"\xff" * 4), "已损坏"),
    ],
)
def test_a_picture_that_cannot_be_used_is_named(content: bytes | None, said: str, office: Office, run: Run) -> None:
    if content is not None:
        office.write("layouts/head.png", content)
    use(office, 'extends = "gbt9704"\n[masthead]\nelements = [ { picture = "head.png" } ]\n')
    result = run("compose", "38", cwd=office.root, exits=2)
    assert "head.png" in result.err
    assert said in result.err
    assert office.composed == []


def test_titles_and_attributions_may_stand_on_lines_of_their_own(office: Office, run: Run) -> None:
    use(
        office,
        """extends = "gbt9704"
[section]
text = "{ordinal}、{section}"
[item]
title_place = "own-line"
title = "◆{title}"
attribution_place = "own-line"
attribution = "{department} 供稿"
""",
    )
    run("compose", "38", cwd=office.root, exits=0)
    texts = [element_texts(p) for p in paragraphs_of(office.root / "out/测试快报2024年第38期.docx")]
    start = texts.index("一、经济发展")
    assert texts[start : start + 4] == [
        "一、经济发展",
        "◆开发区加快项目建设",
        "截至7月底，新开工项目3个。",
        "开发区 供稿",
    ]


def test_sections_page_numbers_and_sign_off_can_be_left_out(office: Office, run: Run) -> None:
    use(
        office,
        'extends = "gbt9704"\n[section]\ntext = ""\n[page_number]\ntext = ""\n[closing]\nparts = []\n[item]\nattribution_place = "none"\n',
    )
    run("compose", "38", cwd=office.root, exits=0)
    document = office.root / "out/测试快报2024年第38期.docx"
    texts = [element_texts(p) for p in paragraphs_of(document)]
    assert texts[-1] == "开发区加快项目建设\u3000截至7月底，新开工项目3个。"
    assert not any("footer" in name for name in styles_of(document))

"""Layouts as data: what they may say, what is wrong with a faulty one, and what they do to the document."""

from __future__ import annotations

import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import ISSUE, PROJECT, Office, Run
from documents import element_texts, member, paragraphs_of, png, styles_of

from bulletin_cli.layout.find import builtin_folder, layout_names
from bulletin_cli.layout.lines import break_lines
from bulletin_cli.layout.measures import points, twips
from bulletin_cli.layout.model import Layout
from bulletin_cli.layout.read import read_layout

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "faulty_layouts.toml").read_text(encoding="utf-8")
)["case"]


def bomb() -> bytes:
    """A small file that says it is a large picture."""
    return png(20_000, 20_000, rows=1)


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
    assert {line.split(" ")[1] for line in out.splitlines()} == {case["found"].split(" ")[1]}
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


@pytest.mark.parametrize("row", ["27pt", "28pt", "28.75pt", "28.9pt", "29pt"])
def test_no_closing_block_misses_whole_lines_by_less_than_its_anchor(row: str, office: Office, run: Run) -> None:
    """Word leaves a blank page where the frame just fits and its anchor does not: see closing_block.py."""
    page = builtin("gbt9704").page
    for rows in range(1, 16):
        signs = "".join(f'[[sign_off]]\nrole = "职责{n}"\nname = "李勉"\n' for n in range(rows))
        office.issue(f"number = 38\ndate = 2024-08-23\ndistribution = []\n{signs}")
        parts = 'parts = [ [ { each = "sign_off", text = "{role}：{name}" } ] ]'
        paragraphs = compose_with(office, run, f'[styles.closing]\nline = "{row}"\n[closing]\n{parts}\n')
        framed = [each for each in paragraphs if "w:framePr" in each]
        above = sum(int(each) for each in re.findall(r'w:before="(\d+)"', "".join(framed)))
        lines = sum(int(each) for each in re.findall(r'w:line="(\d+)"', "".join(framed)))
        text = rows * round(float(row.removesuffix("pt")) * 20)
        assert (page.type_height - above - lines - text) % page.line >= 40, f"{rows} rows"


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
        (b"no picture", "不是 PNG 或 JPEG 图片"),
        (b"<svg/>", "是 SVG"),
        (png(2, 1)[:14], "已经损坏"),
        (png(2, 1).replace(b"IHDR", b"\xff" * 4), "已经损坏"),
        (bomb(), "像素，超过 1 亿像素"),
    ],
)
def test_a_picture_that_cannot_be_used_is_named(content: bytes, said: str, office: Office, run: Run) -> None:
    office.write("layouts/head.png", content)
    use(office, 'extends = "gbt9704"\n[masthead]\nelements = [ { picture = "head.png" } ]\n')
    result = run("compose", "38", cwd=office.root, exits=2)
    assert "layouts/yanjin.toml:3:26: LA104 错误" in result.out
    assert said in result.out
    assert office.composed == []


@pytest.mark.parametrize("name", ["../../head.png", "/head.png", "C:\\\\head.png"])
def test_a_picture_outside_the_workspace_is_refused(name: str, office: Office, run: Run) -> None:
    office.write("../head.png", png(2, 1))
    use(office, f'extends = "gbt9704"\n[masthead]\nelements = [ {{ picture = "{name}" }} ]\n')
    assert "LA104 错误 图片" in run("compose", "38", cwd=office.root, exits=2).out


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
    with zipfile.ZipFile(document) as archive:
        assert not [name for name in archive.namelist() if "footer" in name]


def compose_with(office: Office, run: Run, layout: str) -> list[str]:
    """The paragraphs of the office's issue in an own layout that extends the base."""
    use(office, f'extends = "gbt9704"\n{layout}')
    run("compose", "38", cwd=office.root, exits=0)
    return paragraphs_of(office.root / "out/测试快报2024年第38期.docx")


def test_each_of_joint_issuers_gets_the_words_round_it(office: Office, run: Run) -> None:
    office.issue('number = 38\ndate = 2024-08-23\nissuer = ["甲办公室", "乙局"]\n')
    head = compose_with(office, run, '[masthead]\nelements = [ { left = "{issuer}编", right = "{date}" } ]\n')[:2]
    assert [element_texts(each) for each in head] == ["甲办公室编", "乙局编\t2024年8月23日"]


def test_a_row_with_nothing_to_say_leaves_no_blank_line(office: Office, run: Run) -> None:
    elements = '[ { right = "（总第{total}期）" }, { text = "{name}", style = "nameplate" } ]'
    assert element_texts(compose_with(office, run, f"[masthead]\nelements = {elements}\n")[0]) == "测试快报"


def test_a_title_on_a_line_of_its_own_stays_with_the_text(office: Office, run: Run) -> None:
    paragraphs = compose_with(office, run, '[item]\ntitle_place = "own-line"\nattribution_place = "own-line"\n')
    kept = [element_texts(each) for each in paragraphs if '<w:keepNext w:val="1"/>' in each]
    assert kept == ["开发区加快项目建设", "截至7月底，新开工项目3个。"]  # the text with its attribution


def test_a_style_can_undo_what_normal_says(office: Office, run: Run) -> None:
    normal = '[styles.normal]\nalign = "both"\nfirst_line = "2字"\nkeep_next = true\nbold = true\n'
    own = '[styles.number]\nalign = "left"\nfirst_line = "0字"\nkeep_next = false\nbold = false\n'
    compose_with(office, run, normal + own)
    number = styles_of(office.root / "out/测试快报2024年第38期.docx")["期号"]
    for property_ in ('<w:keepNext w:val="0"/>', '<w:jc w:val="left"/>', 'w:firstLine="0"', '<w:b w:val="0"/>'):
        assert property_ in number


def test_text_inside_a_paragraph_differs_from_that_paragraph(office: Office, run: Run) -> None:
    """Bold of a character style turns over that of the paragraph: it is written where the two differ."""
    compose_with(office, run, '[styles.text]\nface = "楷体_GB2312"\nbold = true\n')
    styles = styles_of(office.root / "out/测试快报2024年第38期.docx")
    assert 'w:eastAsia="仿宋_GB2312"' in styles["供稿单位"]
    assert '<w:b w:val="1"/>' in styles["供稿单位"]
    assert "<w:b " not in styles["条目标题"]


def test_no_two_styles_share_a_name_or_an_id(office: Office, run: Run) -> None:
    compose_with(
        office,
        run,
        '[styles.title_run]\nsize = "四号"\n[item]\ntitle_style = "text"\n[styles.normal]\nlabel = "底子"\n',
    )
    styles = re.findall(
        r'w:styleId="([^"]+)".*?<w:name w:val="([^"]+)"',
        member(office.root / "out/测试快报2024年第38期.docx", "word/styles.xml"),
    )
    assert len({key for key, _ in styles}) == len({name for _, name in styles}) == len(styles)


def test_a_page_number_may_hold_the_page_more_than_once(office: Office, run: Run) -> None:
    compose_with(office, run, '[page_number]\ntext = "{page}/{page}"\n')
    footer = member(office.root / "out/测试快报2024年第38期.docx", "word/footer1.xml")
    assert footer.count("<w:fldSimple") == 2
    assert "{page}" not in footer


def units(count: int) -> str:
    return (
        'number = 38\ndate = 2024-08-23\n[[distribution]]\nlabel = "发"\nto = ['
        + ", ".join(f'"第{n}乡镇人民政府"' for n in range(count))
        + "]\n"
    )


def test_a_closing_block_higher_than_a_page_is_an_error_and_not_cut_off(office: Office, run: Run) -> None:
    office.issue(units(50))
    run("compose", "38", cwd=office.root, exits=0)
    office.issue(units(90))
    out = run("compose", "38", exits=1).out
    assert "issue.toml:3:3: IT114 错误 版记高约 " in out
    assert "一面只有 225 毫米，会印不全；请把同级的单位合写" in out


@pytest.mark.parametrize(("label", "hanging"), [("发", 560), ("抄送副县长", 1680), ("ab", 560), ("长" * 40, 0)])
def test_turnovers_hang_under_the_first_character_unless_the_label_is_too_long(
    label: str, hanging: int, office: Office, run: Run
) -> None:
    office.issue(f'number = 38\ndate = 2024-08-23\n[[distribution]]\nlabel = "{label}"\nto = ["副县长"]\n')
    row = next(each for each in compose_with(office, run, "") if f"{label}：副县长。" in each)
    assert f'<w:ind w:left="{280 + hanging}" w:right="280" w:hanging="{hanging}"/>' in row


@pytest.mark.parametrize(
    ("layout", "issue", "found"),
    [
        ('[styles.nameplate]\nsize = "150pt"\nline = "160pt"\n', "", "bulletin.toml:1:8: IT205 警告 “测试快报”一行排不下"),
        ('[masthead]\nelements = [ { text = "{year}年第{number}期（总第{total}期）" } ]\n', "", "issue.toml:1:10: IT206 警告 期号印不出来"),
        ("", f'issuer = "{"长" * 30}"\n', "issue.toml:3:10: IT205 警告 “长"),
        ('[closing]\nparts = [ [ { each = "sign_off", text = "{role}：{name}", per_line = 2 } ] ]\n',
         '[[sign_off]]\nrole = "' + "甲" * 20 + '"\nname = "李勉"\n[[sign_off]]\nrole = "' + "乙" * 20 + '"\nname = "李勉"\n', "issue.toml:3:3: IT205 警告"),
        ("", "sign_off = []\n", "issue.toml:3:12: IT207 警告 没有写署名（[[sign_off]]），版记里就不印署名；请核对"),
    ],
)  # fmt: skip
def test_what_has_no_room_is_told(layout: str, issue: str, found: str, office: Office, run: Run) -> None:
    office.issue("number = 38\ndate = 2024-08-23\n" + issue)
    use(office, f'extends = "gbt9704"\n{layout}')
    assert found in run("check", "38", cwd=office.root, exits=0).out


BREAKS = {
    "甲乙丙丁戊己庚辛": ["甲乙丙丁", "戊己庚辛"],
    "甲乙丙丁，戊己": ["甲乙丙", "丁，戊己"],
    "甲乙丙（丁戊）": ["甲乙丙", "（丁戊）"],
    "甲乙abcde丙": ["甲乙", "abcde丙"],
    "甲乙abcdef丙": ["甲乙", "abcdef", "丙"],
    "abcdefghijklmnop": ["abcdefgh", "ijklmnop"],
    "“甲”“乙”“丙”": ["“甲”", "“乙”", "“丙”"],
    "": [],
}


@pytest.mark.parametrize("text", BREAKS)
def test_lines_are_broken_as_programs_break_them(text: str) -> None:
    style = builtin("gbt9704").styles["closing"]
    assert break_lines(text, style, 4 * 280, 4 * 280) == BREAKS[text]


@pytest.mark.parametrize("corners", ["", '{ left = "{secrecy}", style = "corner" }, '])
def test_a_head_that_only_leaves_room_is_as_high_as_it_says_whether_or_not_there_are_corners(
    corners: str, office: Office, run: Run
) -> None:
    use(office, f'extends = "gbt9704"\n[masthead]\nelements = [ {corners}{{ from_top = "102mm" }} ]\n')
    heights = []
    for secrecy in ("", 'secrecy = "秘密★1年"\n'):
        office.issue(ISSUE + secrecy)
        run("compose", "38", "--force", cwd=office.root)
        head = paragraphs_of(office.root / "out/测试快报2024年第38期.docx")[0]
        before, after, line = (int(re.findall(rf'w:{name}="(\d+)"', head)[0]) for name in ("before", "after", "line"))
        heights.append(before + after + line)
    assert heights == [10 * 579] * 2


def test_each_side_of_a_row_may_have_a_style_of_its_own(office: Office, run: Run) -> None:
    row = '{ left = "{issuer}", center = "第{number}期", center_style = "corner", right = "{date}", right_style = "lead", inset = "1字" }'
    use(office, f'extends = "gbt9704"\n[masthead]\nelements = [ {row} ]\n')
    run("compose", "38", cwd=office.root, exits=0)
    head = paragraphs_of(office.root / "out/测试快报2024年第38期.docx")[0]
    assert element_texts(head).split("\t")[1:] == ["第38期", "2024年8月23日"]
    assert re.search(r'"corner-run"/>.{0,90}第38期', head)
    assert re.search(r'"lead-run"/>.{0,90}2024年', head)
    assert head.count("w:rStyle") == 2


def test_a_first_page_that_begins_higher_has_room_for_a_higher_head(office: Office, run: Run) -> None:
    own = 'extends = "gbt9704"\n[masthead]\nelements = [ { from_top = "220mm" }, { text = "第{number}期" } ]\n'
    use(office, own)
    assert "最多 214 毫米" in run("layouts", "check", cwd=office.root, exits=2).out
    use(office, own + '[first_page]\ntop = "10mm"\n')
    run("compose", "38", cwd=office.root, exits=0)


@pytest.mark.parametrize(
    ("elements", "issue", "said"),
    [
        ('{ text = "{name}" }', "", "期号印不出来：版式里没有它的位置；请在报头里加一行"),
        ('{ text = "第{number}期（总第{total}期）" }', "", "期号印不出来：写着 {number} 的那一段里还有"),
        (
            '{ text = "第{number}期" }, { left = "{secrecy}　编号：{serial}" }',
            'secrecy = "秘密"\n',
            "密级印不出来：写着 {secrecy} 的",
        ),
        ('{ text = "第{number}期" }', 'serial = "1"\n', "编号印不出来：版式里没有它的位置"),
    ],
)
def test_what_a_layout_leaves_out_is_told_with_the_cause(
    elements: str, issue: str, said: str, office: Office, run: Run
) -> None:
    use(office, f'extends = "gbt9704"\n[masthead]\nelements = [ {elements} ]\n')
    office.issue(ISSUE + issue)
    assert said in run("compose", "38", cwd=office.root, exits=0).out


def test_copies_that_a_layout_has_no_place_for_are_told(office: Office, run: Run) -> None:
    use(office, 'extends = "gbt9704"\n[closing]\nparts = [ [ { left = "{issuer}" } ] ]\n')
    office.issue(ISSUE + "copies = 120\n")
    assert "印数印不出来：版式里没有它的位置；请在版记的 parts 里加一行" in run("compose", "38", cwd=office.root).out


def test_sides_of_a_row_are_measured_in_their_own_styles(office: Office, run: Run) -> None:
    sides = f'left = "{"甲" * 20}", right = "第{{number}}期{"乙" * 20}"'
    row = f'{{ {sides}, left_style = "small", right_style = "small" }}'
    small = '[styles.small]\nsize = "六号"\nline = "20pt"\n'
    use(office, f'extends = "gbt9704"\n{small}[masthead]\nelements = [ {row} ]\n')
    assert "IT205" not in run("compose", "38", cwd=office.root, exits=0).out
    use(office, f'extends = "gbt9704"\n{small}[masthead]\nelements = [ {{ {sides} }} ]\n')
    assert "IT205" in run("compose", "38", "--force", cwd=office.root, exits=0).out

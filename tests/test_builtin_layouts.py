"""The layouts that come with the program, and what a layout can say that only some of them do."""

from __future__ import annotations

import math
import re
from pathlib import Path

import docx
import pytest
from conftest import BULLETIN, ISSUE, Office, Run
from documents import element_texts, member, paragraphs_of

from bulletin_cli.layout.find import builtin_folder

NAMES = sorted(path.stem for path in builtin_folder().glob("*.toml"))
OUT = "out/测试快报2024年第38期.docx"
ITEM = """\
section = "经济发展"
department = ["开发区", "教体局"]
author = "王小河"
title = "开发区加快项目建设"
body = \"\"\"
一、加强领导。
（一）明确责任。各单位分工到人。
1. 建立台账。
1.5亿元已经到位。
（2）按月通报情况
\"\"\"
"""


def use(office: Office, layout: str, own: str = "") -> None:
    """Has the office's bulletin set in a layout, its own where `own` says more."""
    if own:
        office.write("layouts/own.toml", f'extends = "{layout}"\n{own}')
    office.write("bulletin.toml", BULLETIN.replace('layout = "yanjin"', f'layout = "{"own" if own else layout}"'))


def composed(office: Office, run: Run, *options: str) -> Path:
    run("compose", "38", "--force", *options, cwd=office.root, exits=0)
    return office.root / OUT


def texts(document: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(document)).paragraphs]


@pytest.mark.parametrize("name", NAMES)
def test_one_word_in_bulletin_toml_switches_to_any_of_them(name: str, office: Office, run: Run) -> None:
    office.item(content=ITEM)
    use(office, name)
    whole = "\n".join(texts(composed(office, run)))
    found = [whole.rfind(line) for line in ("开发区加快项目建设", *ITEM.split('"""')[1].strip().split("\n"))]
    assert -1 not in found
    assert found == sorted(found)
    assert name in run("layouts", exits=0).out


def test_secrecy_and_serial_stand_in_the_corners_and_are_missed_where_there_are_none(office: Office, run: Run) -> None:
    office.issue(ISSUE + 'secrecy = "内部资料　注意保存"\nserial = "000123"\n')
    use(office, "jianbao")
    first = paragraphs_of(composed(office, run))[0]
    assert element_texts(first).split("\t") == ["内部资料　注意保存", "编号：000123"]
    assert 'w:pStyle w:val="corner"' in first
    use(office, "yanjin", '[masthead]\nelements = [ { text = "{name}" }, { text = "第{number}期" } ]\n')
    assert run("compose", "38", "--force").out.count("IT206 警告") == 2


@pytest.mark.parametrize("name", ["gbt9704", "jianbao", "picture", "preprinted"])
def test_corners_leave_the_name_where_it_is(name: str, office: Office, run: Run) -> None:
    line = 579  # twips; the height of the corners

    def free_above(place: int) -> int:
        """What is free above this paragraph of the masthead, in twips."""
        return int(re.findall(r'w:before="(\d+)"', paragraphs_of(composed(office, run))[place])[0])

    use(office, name)
    without = free_above(0)
    office.issue(ISSUE + 'secrecy = "秘密★1年"\n')
    assert free_above(1) == without - line


def test_the_secrecy_of_a_letter_like_head_has_the_face_of_the_standard(office: Office, run: Run) -> None:
    office.issue(ISSUE + 'secrecy = "秘密★1年"\n')
    use(office, "double-rule")
    (row,) = [each for each in paragraphs_of(composed(office, run)) if "秘密★1年" in each]
    assert '<w:pStyle w:val="number"/>' in row
    assert re.search(r'<w:rStyle w:val="corner-run"/>.{0,80}秘密★1年', row)
    assert "黑体" in re.findall(r'w:styleId="corner-run".*?</w:style>', member(office.root / OUT, "word/styles.xml"))[0]
    assert element_texts(row) == "秘密★1年\t第38期"


def test_corners_without_anything_to_say_take_no_room(office: Office, run: Run) -> None:
    use(office, "jianbao")
    assert texts(composed(office, run))[0] == "测试快报"


def test_the_list_of_titles_has_each_in_the_order_of_print(office: Office, run: Run) -> None:
    office.item("乙.toml", ITEM.replace("经济发展", "民生保障").replace("开发区加快项目建设", "教体局改善校园环境"))
    own = '[contents]\ntitle = "导读"\nsection = "{ordinal}、{section}"\ntext = "{number}. {title}（{department}）"\n'
    use(office, "yanjin", own)
    lines = texts(composed(office, run))
    start = lines.index("导读")
    assert lines[start : start + 5] == [
        "导读", "一、经济发展", "1. 开发区加快项目建设（开发区）", "二、民生保障", "2. 教体局改善校园环境（开发区、教体局）",
    ]  # fmt: skip
    use(office, "yanjin")
    assert "导读" not in texts(composed(office, run))


@pytest.mark.parametrize(("place", "order"), [("before-preface", -1), ("after-preface", 1)])
def test_the_list_of_titles_stands_before_or_after_the_note(place: str, order: int, office: Office, run: Run) -> None:
    office.issue(ISSUE + 'preface = "说明情况。"\n')
    use(office, "yanjin", f'[contents]\ntext = "◇{{title}}"\nplace = "{place}"\n')
    lines = texts(composed(office, run))
    assert (lines.index("◇开发区加快项目建设") - lines.index("编者按：说明情况。")) * order > 0


@pytest.mark.parametrize(
    ("typed", "printed"), [("编者按：甲。", "编者按：甲。"), ("按语：甲。", "按语：甲。"), ("甲。", "按：甲。")]
)
def test_a_note_gets_its_lead_where_nobody_typed_one(typed: str, printed: str, office: Office, run: Run) -> None:
    office.issue(ISSUE + f'preface = "{typed}"\n')
    use(office, "yanjin", '[preface]\nlead = "按："\n')
    assert printed in texts(composed(office, run))


def test_a_note_in_a_box_has_one_frame_and_fills_whole_lines(office: Office, run: Run) -> None:
    office.issue(ISSUE + 'preface = """\n甲。\n乙。\n"""\n')
    use(office, "yanjin", "[preface]\nboxed = true\n")
    first, second = (each for each in paragraphs_of(composed(office, run)) if 'w:val="preface"' in each)
    frames = [re.findall(r"<w:pBdr>.*?</w:pBdr>", each) for each in (first, second)]
    assert frames[0] == frames[1] != []
    assert re.findall(r"<w:ind .*?/>", first) == re.findall(r"<w:ind .*?/>", second)
    after = int(re.findall(r'w:after="(\d+)"', second)[0])
    assert (after + 2 * 115) % 579 == 0  # two edges of 0.75 pt and 5 pt off the text


def test_numbered_levels_have_the_faces_of_the_standard(office: Office, run: Run) -> None:
    office.item(content=ITEM)
    use(office, "zhuanbao")
    xml = member(composed(office, run), "word/document.xml")
    runs = {
        element_texts(each): "".join(re.findall(r'w:rStyle w:val="([^"]*)"', each))
        for each in re.findall(r"<w:r>.*?</w:r>", xml, re.DOTALL)
    }
    assert runs["一、加强领导。"] == "level1-run"
    assert runs["（一）明确责任。"] == "level2-run"
    assert runs["各单位分工到人。"] == runs["1. 建立台账。"] == runs["1.5亿元已经到位。"] == ""


def test_an_author_may_be_printed_behind_the_department(office: Office, run: Run) -> None:
    office.item(content=ITEM)
    use(office, "yanjin", '[item]\nattribution = ["（{department}", " {author}", "）"]\n')
    assert "（2）按月通报情况（开发区、教体局 王小河）" in texts(composed(office, run))
    office.item(content=ITEM.replace('author = "王小河"\n', ""))
    assert "（2）按月通报情况（开发区、教体局）" in texts(composed(office, run))


@pytest.mark.parametrize("options", [(), ("--draft",)])
def test_a_first_page_may_do_without_its_number(options: tuple[str, ...], office: Office, run: Run) -> None:
    use(office, "yanjin", "[page_number]\nfirst = false\n")
    document = composed(office, run, *options)
    section = docx.Document(
        str(document if not options else document.with_name(f"{document.stem}（草稿）.docx"))
    ).sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" not in section.first_page_footer.part.element.xml
    assert "PAGE" in section.footer.part.element.xml
    assert ("草　稿" in section.first_page_header.part.element.xml) is bool(options)


def test_nothing_red_is_printed_on_paper_with_a_red_head(office: Office, run: Run) -> None:
    use(office, "preprinted")
    document = composed(office, run)
    used = set(re.findall(r'w:[pr]Style w:val="([^"]*)"', member(document, "word/document.xml")))
    styles = member(document, "word/styles.xml")
    red = {
        style for style in re.findall(r'w:styleId="([^"]*)"', styles)
        if "FF0000" in re.findall(rf'w:styleId="{style}".*?</w:style>', styles, re.DOTALL)[0]
    }  # fmt: skip
    assert not used & red
    assert "FF0000" not in member(document, "word/document.xml")


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ('[item]\nlevels = ["nowhere"]\n', "没有“nowhere”这种样式"),
        ('[item]\nlevels = ["", "", "", "", ""]\n', "levels"),
        ('[contents]\ntext = "{page}"\n', "不认识的占位符"),
        ('[contents]\nplace = "nowhere"\n', "place"),
        ('[first_page]\ntop = "300mm"\n', "太长"),
        ('[first_page]\nrule = "single"\nweight = "40pt"\n', "线粗"),
        ('[masthead]\nelements = [{ rule = "single", length = "900mm" }]\n', "太长"),
    ],
)
def test_what_a_layout_cannot_say_is_named(own: str, said: str, office: Office, run: Run) -> None:
    use(office, "yanjin", own)
    done = run("compose", "38", cwd=office.root, exits=2)
    assert said in done.out
    assert "layouts/own.toml:" in done.out


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ('[styles.nameplate]\nline = "40pt"\n', "样式 nameplate 的行距比字号小"),
        ('[closing]\nparts = [[{ each = "sign_off", text = "{role}：{name}", per_line = 4 }]]\n', "会挤在一起"),
        (
            '[closing]\nparts = [[{ left = "{issuer}", center = "{date}印发本期的地方", right = "共印份数" }]]\n',
            "会挤在一起",
        ),
    ],
)
def test_what_would_be_printed_one_over_the_other_is_told(own: str, said: str, office: Office, run: Run) -> None:
    use(office, "gbt9704", own)
    names = "".join(f'[[sign_off]]\nrole = "责任编辑"\nname = "王长河{number}"\n' for number in range(4))
    office.issue(ISSUE + names)
    assert said in run("check", "38", cwd=office.root).out


SIGNERS = ("责任编辑：王河", "核稿：林远山", "校对：陈禾", "审核：周子清", "签发：阿依努尔·艾山")


@pytest.mark.parametrize("per_line", [1, 2, 3, 4, 5])
def test_sign_offs_stand_in_columns_with_equal_gaps(per_line: int, office: Office, run: Run) -> None:
    signers = "".join(
        f'[[sign_off]]\nrole = "{role}"\nname = "{name}"\n' for role, name in (each.split("：") for each in SIGNERS)
    )
    office.issue(ISSUE + signers)
    use(
        office,
        "yanjin",
        f'[closing]\nparts = [[{{ each = "sign_off", text = "{{role}}：{{name}}", per_line = {per_line} }}]]\n',
    )
    rows = [each for each in paragraphs_of(composed(office, run)) if "：" in element_texts(each)]
    rows = rows[-math.ceil(len(SIGNERS) / per_line) :]
    assert [len(element_texts(row).split("\t")) for row in rows] == [
        min(per_line, 5 - start) for start in range(0, 5, per_line)
    ]
    stops = [list(map(int, re.findall(r'<w:tab w:val="left" w:pos="(\d+)"/>', row))) for row in rows]
    assert all(row == stops[0][: len(row)] for row in stops)
    assert 'w:val="center"' not in "".join(rows)


def test_a_heading_in_the_text_and_a_short_text_stay_with_what_follows(office: Office, run: Run) -> None:
    office.item(content=ITEM.replace("（一）明确责任。各单位分工到人。", "（一）明确责任。"))
    use(office, "jianbao")
    kept = [element_texts(each) for each in paragraphs_of(composed(office, run)) if '<w:keepNext w:val="1"/>' in each]
    assert kept == ["开发区加快项目建设", "一、加强领导。", "（一）明确责任。", "（2）按月通报情况"]
    office.item(content=ITEM.replace("（2）按月通报情况", "按月通报情况。" * 20))
    kept = [element_texts(each) for each in paragraphs_of(composed(office, run)) if '<w:keepNext w:val="1"/>' in each]
    assert kept == ["开发区加快项目建设", "一、加强领导。"]


def test_the_first_title_below_a_section_and_the_first_section_are_not_parted_from_what_is_above(
    office: Office, run: Run
) -> None:
    for number in (1, 2):
        office.item(
            f"{number}.toml", content=ITEM.replace("加快项目建设", f"办第{number}件事").replace("通报", "通报" * number)
        )
    office.item(
        "3.toml",
        content=ITEM.replace("加快项目建设", "办第3件事").replace("经济发展", "民生保障").replace("通报", "上报"),
    )
    use(office, "jianbao")
    free = {
        element_texts(each): re.findall(r'w:before="(\d+)"', each)
        for each in paragraphs_of(composed(office, run))
        if "第" in each or "【" in each
    }
    assert [free[text] for text in ("【经济发展】", "开发区办第1件事", "开发区办第2件事", "【民生保障】", "开发区办第3件事")] == [
        ["0"], ["0"], [], [], ["0"],
    ]  # fmt: skip

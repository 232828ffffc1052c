"""The composed document: whole text in order, named styles, and nothing of another program's template."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from conftest import BULLETIN, Office, Run
from documents import element_texts, member, paragraphs_of, png, styles_of
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from bulletin_cli.arrange import arrange
from bulletin_cli.compose.document import compose
from bulletin_cli.compose.package import Origin, pack
from bulletin_cli.compose.stationery import Stationery
from bulletin_cli.files.text import printable
from bulletin_cli.layout.find import builtin_folder
from bulletin_cli.layout.read import read_layout
from bulletin_cli.model import Department, Distribution, Image, Issue, Item, Publication, SignOff, Table, paragraphs
from bulletin_cli.words import name_words, ordinal_words

LAYOUT, _ = read_layout(builtin_folder() / "yanjin.toml", None)
assert LAYOUT is not None
ISSUE = "out/延津政务快报2024年第{}期.docx"


def compose_example(example: Office, run: Run, number: int, *options: str) -> Path:
    run("compose", str(number), *options, cwd=example.root, exits=0)
    return example.root / ISSUE.format(number)


def test_issue_38_says_what_the_county_prints(example: Office, run: Run) -> None:
    texts = [element_texts(each) for each in paragraphs_of(compose_example(example, run, 38))]
    assert texts[:4] == ["延津政务快报", "第38期", "延津县人民政府办公室\t2024年8月23日", "【经济发展】"]
    assert [text for text in texts if text.startswith("【")] == [
        "【经济发展】", "【校园食安】", "【社区矫正】", "【民生保障】", "【乡村振兴】",
    ]  # fmt: skip
    assert re.findall(r"（[^（）]{2,5}）$", "\n".join(texts), flags=re.MULTILINE) == [
        "（开发区）", "（金融局）", "（教体局）", "（司法局）", "（塔铺街道）", "（石婆固镇）", "（东屯镇）",
    ]  # fmt: skip
    closing = [text for text in texts[-8:] if text]
    assert closing[0].startswith("本期发：县委常委，县人大正副主任，")
    assert closing[0].endswith("各乡（镇）政府、街道办事处主要领导。")
    assert closing[1:] == ["责任编辑：李\u3000勉", "审核：原超俊", "签发：范晓宇"]


def test_issue_39_prints_everything_an_issue_may_have(example: Office, run: Run) -> None:
    texts = [element_texts(each) for each in paragraphs_of(compose_example(example, run, 39))]
    assert texts[1:4] == ["第39期（总第412期）", "延津县人民政府办公室", "延津县农业农村局\t2024年9月6日"]
    assert texts[4].startswith("编者按：秋粮丰收在望")
    assert texts[5] == "【乡村振兴】"
    assert any(text.endswith("（教体局、市场监管局）") for text in texts), "the registered name, not the alias"
    assert "“堃”“喆”“䶮”" in "".join(texts)
    assert [text[:2] for text in texts[-12:] if text and text[1] == "："] == ["报：", "送：", "发："]
    assert "共印120份" in texts


def test_every_text_stands_under_a_named_style(example: Office, run: Run) -> None:
    document = docx.Document(str(compose_example(example, run, 38)))
    used = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert used == {
        "报名", "期号", "编印单位和日期", "栏目标题", "条目正文", "版记", "版记分隔线", "版记定位",
    }  # fmt: skip
    run_styles = {run.style.name for paragraph in document.paragraphs for run in paragraph.runs if run.style}
    assert {"条目标题", "供稿单位"} <= run_styles


def test_section_headings_are_in_the_outline_and_stay_with_what_follows(example: Office, run: Run) -> None:
    heading = styles_of(compose_example(example, run, 38))["栏目标题"]
    assert "<w:keepNext" in heading
    assert '<w:outlineLvl w:val="0"/>' in heading


def test_no_theme_and_no_other_face_than_the_layout_s(example: Office, run: Run) -> None:
    document = compose_example(example, run, 39)
    with zipfile.ZipFile(document) as archive:
        names = archive.namelist()
        whole = "".join(archive.read(name).decode() for name in names)
    assert not [name for name in names if "theme" in name or "stylesWithEffects" in name]
    assert LAYOUT is not None
    faces = set(re.findall(r'w:(?:ascii|hAnsi|eastAsia|cs)="([^"]+)"', whole)) - {"zh-CN"}
    assert faces == {style.face for style in LAYOUT.styles.values()}
    for fonts in re.findall(r"<w:rFonts[^>]*>", whole):
        assert fonts.count("=") in (1, 5), "the hint alone, or the face for every script"


def test_marks_are_kept_inside_the_type_area_in_every_style(example: Office, run: Run) -> None:
    for name, style in styles_of(compose_example(example, run, 38)).items():
        if 'w:type="paragraph"' in style and name not in ("版记分隔线", "版记定位"):
            assert '<w:overflowPunct w:val="0"/>' in style, name
            assert '<w:widowControl w:val="0"/>' in style, name


def test_the_closing_block_is_one_frame_with_an_anchor_behind_it(example: Office, run: Run) -> None:
    block = paragraphs_of(compose_example(example, run, 38))
    framed = [each for each in block if "w:framePr" in each]
    frames = {re.findall(r"<w:framePr[^>]*>", each)[0] for each in framed}
    assert len(frames) == 1
    assert 'w:yAlign="bottom"' in frames.pop()
    assert block[-1 - len(framed) : -1] == framed
    assert "closing_anchor" in block[-1]
    assert sum('w:fill="000000"' in each for each in framed) == 3


def test_turnovers_of_the_distribution_stand_under_the_first_character_after_the_colon(
    example: Office, run: Run
) -> None:
    row = next(each for each in paragraphs_of(compose_example(example, run, 38)) if "本期发" in each)
    # 1 字 in on both sides, hanging by the four characters of “本期发：”, 14 pt each
    assert '<w:ind w:left="1400" w:right="280" w:hanging="1120"/>' in row


def test_properties_come_from_the_issue_and_not_from_the_clock(example: Office, run: Run) -> None:
    properties = docx.Document(str(compose_example(example, run, 39))).core_properties
    assert properties.title == "延津政务快报2024年第39期"
    assert properties.author == "延津县人民政府办公室、延津县农业农村局"
    assert properties.language == "zh-CN"
    assert properties.created is not None
    assert properties.created.isoformat().startswith("2024-09-06T00:00:00")


def test_odd_and_even_pages_have_their_own_number(example: Office, run: Run) -> None:
    document = compose_example(example, run, 38)
    assert "<w:evenAndOddHeaders" in member(document, "word/settings.xml")
    sides = {re.findall(r'w:jc w:val="(\w+)"', member(document, f"word/footer{n}.xml"))[0] for n in (1, 2)}
    assert sides == {"left", "right"}


def test_a_draft_is_composed_in_spite_of_errors_and_marked_on_every_page(office: Office, run: Run) -> None:
    office.write("bulletin.toml", BULLETIN.replace('name = "李勉"', 'name = ""'))
    office.item("乙.toml", 'section = "新栏目"\ndepartment = "外县"\ntitle = "标题"\nbody = "有\\u0007声。"\n')
    found = run("compose", "38", cwd=office.root, exits=1).out
    assert "bulletin.toml:11:8: IT111 错误 “签发”还没有姓名；请补上，或用 --draft 出草稿" in found
    assert office.composed == []
    run("compose", "38", "--draft", exits=0)
    assert office.composed == ["测试快报2024年第38期（草稿）.docx"]
    document = office.root / "out" / office.composed[0]
    texts = [element_texts(each) for each in paragraphs_of(document)]
    assert "【新栏目】" in texts
    assert "标题\u3000有\N{REPLACEMENT CHARACTER}声。（外县）" in texts
    for number in (1, 2):
        assert "草　稿" in member(document, f"word/header{number}.xml")


def test_a_draft_bears_whatever_an_issue_file_says(office: Office, run: Run) -> None:
    office.issue(
        'number = 38\nissuer = "甲\\u0001"\n[[distribution]]\nlabel = "报"\n[[sign_off]]\nrole = "签\\u0002"\n'
    )
    run("compose", "38", "--draft", cwd=office.root, exits=0)
    texts = [element_texts(each) for each in paragraphs_of(office.root / "out" / "测试快报第38期（草稿）.docx")]
    assert {"甲\N{REPLACEMENT CHARACTER}", "签\N{REPLACEMENT CHARACTER}："} <= {text.strip() for text in texts}


def test_a_hundred_items_in_a_section_are_composed(office: Office, run: Run) -> None:
    for number in range(120):
        office.item(
            f"{number}.toml",
            f'section = "经济发展"\ndepartment = "开发区"\ntitle = "标题{number}"\nbody = "第{number}条。"\n',
        )
    assert "121 条" in run("compose", "38", cwd=office.root, exits=0).out


def test_a_draft_is_not_composed_without_one_of_its_items(office: Office, run: Run) -> None:
    office.item("乙.toml", "body = ")
    assert "草稿也不能缺条目" in run("compose", "38", "--draft", cwd=office.root, exits=1).err
    assert office.composed == []


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("李勉", "李\u3000勉"),
        ("李 勉", "李\u3000勉"),
        ("原超俊", "原超俊"),
        ("买买提·艾力", "买买提·艾力"),
        ("AB", "AB"),
        ("𠮷堃", "𠮷\u3000堃"),
    ],
)
def test_a_name_of_two_characters_is_as_wide_as_one_of_three(name: str, printed: str) -> None:
    assert name_words(name) == printed


def test_sections_are_numbered_in_chinese() -> None:
    assert [ordinal_words(n) for n in (1, 9, 10, 11, 20, 21, 99)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
    ]


@pytest.mark.parametrize(
    ("title", "body", "kept"),
    [
        ("长" * 26, "正文。", True),
        ("长" * 25, "正文接着写下去。", True),
        ("长" * 23, "《延津县规划》印发。", True),
        ("长" * 20, "正文接着写下去。", False),
    ],
)
def test_a_title_that_fills_its_line_does_not_stand_alone_at_the_foot_of_a_page(
    title: str, body: str, kept: bool, office: Office, run: Run
) -> None:
    office.item(content=f'section = "经济发展"\ndepartment = "塔铺街道"\ntitle = "{title}"\nbody = "{body}"\n')
    run("compose", "38", cwd=office.root, exits=0)
    (item,) = [each for each in paragraphs_of(office.root / "out/测试快报2024年第38期.docx") if "title-run" in each]
    assert ('<w:widowControl w:val="1"/>' in item) is kept


NAUGHTY = [
    "[/]", "[red]红[/red]", "\\u001b[31m", "<w:p></w:p>", "&amp;&lt;", "{0.__class__}", "{title}", "%s%n", "=SUM(A1)",
    "]]>", "\t制表\t", "  两个空格  ", "\u3000\u3000缩进", "\u2028分行\u2029", "\u202e倒序", "\ufeff", "𠮷堃喆䶮", "👨‍👩‍👧", "é", "\x7f\x85",
]  # fmt: skip


@pytest.mark.parametrize("text", NAUGHTY)
def test_text_is_printed_as_it_stands(text: str, office: Office, run: Run) -> None:
    escaped = "".join(f"\\U{ord(character):08x}" for character in text)
    office.item(
        content=f'section = "经济发展"\ndepartment = "开发区"\ntitle = "甲{escaped}乙"\nbody = "丙{escaped}丁。"\n'
        "# bulletin: ignore PU WD SP ST\n"
    )
    run("compose", "38", cwd=office.root, exits=0)
    paragraphs = docx.Document(str(office.root / "out/测试快报2024年第38期.docx")).paragraphs
    assert f"甲{text}乙\u3000丙{text}丁。（开发区）" in [paragraph.text for paragraph in paragraphs]


TEXT = st.text(
    st.characters(blacklist_categories=["Cs"]).filter(lambda character: printable(character) == character), max_size=60
)
LINE = TEXT.filter(lambda text: "\n" not in text)
ITEMS = st.lists(
    st.builds(
        Item,
        path=st.text("abc", min_size=1, max_size=4).map(Path),
        section=st.sampled_from(["甲", "乙"]),
        departments=st.lists(st.sampled_from(["子", "丑"]), min_size=1, max_size=2).map(tuple),
        title=TEXT.filter(lambda text: text.strip() and "\n" not in text),
        body=TEXT.filter(str.strip),
        images=st.lists(
            st.builds(
                Image,
                path=st.just(Path("图.png")),
                data=st.just(png(40, 30)),
                media=st.just("image/png"),
                pixels=st.just((40, 30)),
                dpi=st.just((96.0, 96.0)),
                width=st.none(),
                caption=LINE,
                alt=LINE,
                after=st.none() | st.integers(1, 3),
            ),
            max_size=2,
        ).map(tuple),
        tables=st.lists(
            st.builds(
                Table,
                rows=st.lists(st.tuples(LINE, LINE), min_size=1, max_size=3).map(tuple),
                caption=LINE,
                header=st.just(0),
                widths=st.just(()),
                after=st.none() | st.integers(1, 3),
            ),
            max_size=2,
        ).map(tuple),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda item: item.path,
)


def figure_texts(item: Item, place: int, last: int, numbers: dict[str, int]) -> Iterator[str]:
    """The paragraphs of the figures behind paragraph `place`; `numbers` are those of the captions before."""

    def caption(kind: str, text: str) -> list[str]:
        numbers[kind] += bool(text)
        return [f"{kind}{numbers[kind]}\u3000{text}"] if text else []

    for image in item.images:
        if min(image.after or last, last) == place:
            yield from ("", *caption("图", image.caption))
    for table in item.tables:
        if min(table.after or last, last) == place:
            yield from (*caption("表", table.caption), *(cell for row in table.rows for cell in row), "")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(ITEMS)
def test_every_character_of_titles_bodies_captions_and_cells_is_there_once_in_order(items: list[Item]) -> None:
    publication = Publication(
        name="快报", issuers=("办公室",), layout="yanjin", filename=("{name}",), sections=("甲", "乙"),
        departments=(Department("子"), Department("丑")), distribution=(Distribution("发", ("各单位",)),),
        sign_off=(SignOff("签发", "李勉"),),
    )  # fmt: skip
    issue = Issue(Path("1"), 1, None, issuers=("办公室",), distribution=publication.distribution, items=tuple(items))
    arranged = arrange(issue, publication)
    assert LAYOUT is not None
    stationery = Stationery(LAYOUT)
    document = compose(arranged, stationery)
    expected = []
    numbers = {"图": 0, "表": 0}
    for section in arranged.sections:
        expected.append(f"【{section.name}】")
        for item in section.items:
            lines = paragraphs(item.body)
            lines[0] = f"{item.title}\u3000{lines[0]}"
            lines[-1] += f"（{'、'.join(item.departments)}）"
            for place, line in enumerate(lines, 1):
                expected += [line, *figure_texts(item, place, len(lines), numbers)]
    texts = [Paragraph(element, document).text for element in document.element.body.iter(qn("w:p"))]
    start = texts.index(expected[0])
    assert texts[start : start + len(expected)] == expected
    for part in document.part.package.iter_parts():
        if part.partname.endswith(".xml"):
            etree.fromstring(part.blob)
    assert pack(document, Origin("2024//1")) == pack(compose(arranged, stationery), Origin("2024//1"))

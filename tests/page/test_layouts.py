"""The printed pages of the built-in layouts, measured in the PDF."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

import pytest
from documents import element_texts, paragraphs_of
from page.printing import Page, read_pages, to_pdf

from bulletin_cli.arrange import arrange
from bulletin_cli.compose.document import compose
from bulletin_cli.compose.package import Origin, pack
from bulletin_cli.compose.stationery import Stationery
from bulletin_cli.layout.find import builtin_folder
from bulletin_cli.layout.read import read_layout
from bulletin_cli.model import Department, Distribution, Issue, Item, Publication, SignOff
from bulletin_cli.publish.pdf import prepare_for_libreoffice

pytestmark = pytest.mark.slow

NAMES = sorted(path.stem for path in builtin_folder().glob("*.toml"))
LENGTHS = (1, 12, 60)  # paragraphs of three lines
FOOT = 262
TO = ("县委常委", "县人大正副主任", "副县长", "县政协正副主席", "各乡镇", "县直各单位")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], list[Page]]:
    """A short, a middle and a long issue in every layout, by one run of LibreOffice."""
    folder = tmp_path_factory.mktemp("layouts")
    documents = {(name, length): folder / f"{name}-{length}.docx" for name in NAMES for length in LENGTHS}
    for (name, length), path in documents.items():
        layout, findings = read_layout(builtin_folder() / f"{name}.toml", None)
        assert layout is not None, findings
        document = compose(arrange(*an_issue(length)), Stationery(layout))
        prepare_for_libreoffice(document)
        path.write_bytes(pack(document, Origin("x")))
    return dict(zip(documents, map(read_pages, to_pdf(list(documents.values()), folder)), strict=True))


def an_issue(length: int) -> tuple[Issue, Publication]:
    publication = Publication(
        name="清河快报", issuers=("清河县人民政府办公室",), layout="", filename=("x",), sections=("经济", "民生"),
        departments=(Department("开发区"), Department("教体局")),
        distribution=(Distribution("报", TO), Distribution("发", TO * 2)),
        sign_off=(SignOff("责任编辑", "王河"), SignOff("签发", "李长河")),
    )  # fmt: skip
    items = tuple(
        Item(Path(f"{number}.toml"), section, ("开发区",), "标题" * 6, "\n".join(["甲" * 80] * length))
        for number, section in enumerate(("经济", "民生"))
    )

    issue = Issue(
        Path(), 38, datetime.date(2024, 8, 23), total=412, secrecy="内部资料　注意保存", serial="000123", copies=120,
        preface="按语。" * 20, issuers=publication.issuers, distribution=publication.distribution,
        sign_off=publication.sign_off, items=items,
    )  # fmt: skip
    return issue, publication


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("name", NAMES)
def test_the_closing_block_ends_at_the_foot_of_the_last_page(
    name: str, length: int, printed: dict[tuple[str, int], list[Page]]
) -> None:
    pages = printed[name, length]
    black = pages[-1].rules_of("000000")
    assert black[-1].y == pytest.approx(FOOT, abs=0.5)
    assert black[-1].width == pytest.approx(156, abs=0.8)
    for page in pages[:-1]:  # in no layout but the last page's block; a box has lines of its own
        assert not [rule for rule in page.rules_of("000000") if rule.y > FOOT - 10]


@pytest.mark.parametrize("name", NAMES)
def test_text_keeps_to_the_raster_of_the_page(name: str, printed: dict[tuple[str, int], list[Page]]) -> None:
    """Every line stands where one of the 22 lines of a page of nothing but text would."""
    for page in printed[name, 60][1:-1]:
        offsets = {round((line.baseline - page.body[0].baseline) / (225 / 22) % 1, 1) % 1 for line in page.body}
        assert offsets <= {0.0}, name


def test_the_letter_like_head_has_its_rules_in_their_places(printed: dict[tuple[str, int], list[Page]]) -> None:
    first, second, *_ = printed["double-rule", 60]
    upper, lower = ([rule for rule in first.rules_of("FF0000") if (rule.y < 148) is above] for above in (True, False))
    nameplate = next(line for line in first.lines if line.size > 40)
    top = nameplate.baseline - 0.86 * nameplate.size * 25.4 / 72
    assert top == pytest.approx(30, abs=2)
    assert upper[0].y - nameplate.baseline == pytest.approx(4 + 0.14 * nameplate.size * 25.4 / 72, abs=1)
    assert max(rule.y for rule in lower) == pytest.approx(297 - 20, abs=1)
    for rule in (*upper, *lower):
        assert rule.width == pytest.approx(170, abs=1)
        assert (rule.x0 + rule.x1) / 2 == pytest.approx(106, abs=1)  # of the type area
    assert not [line for line in first.lines if line.baseline > 262.5]
    assert second.number.text == "— 2 —"
    assert not second.rules_of("FF0000")
    assert second.body[0].baseline == pytest.approx(37 + 225 / 22 * 0.72, abs=1.2)


def test_a_red_head_that_is_printed_already_is_left_room(printed: dict[tuple[str, int], list[Page]]) -> None:
    first = printed["preprinted", 12][0]
    assert not first.rules_of("FF0000")
    assert first.lines[1].baseline > 37 + 58  # below the corners
    assert "第38期" in first.lines[1].text


def test_corners_stand_on_the_first_line(printed: dict[tuple[str, int], list[Page]]) -> None:
    line = printed["jianbao", 12][0].lines[0]
    assert line.text.replace(" ", "").startswith("内部资料")
    assert line.x0 == pytest.approx(28, abs=0.8)
    assert line.x1 == pytest.approx(184, abs=0.8)
    assert line.baseline < 37 + 225 / 22


@pytest.mark.parametrize(
    "own", ["", '[item]\ntitle_place = "own-line"\n[styles.title]\nbefore = "1行"\nkeep_next = true\n']
)
def test_the_pages_in_the_list_of_titles_are_those_on_which_the_titles_stand(own: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    form = '[contents]\ntitle = "目录"\ntext = "{title}"\npage_numbers = true\n'
    path.write_text(f'extends = "jianbao"\n{form}{own}', encoding="utf-8")
    layout, findings = read_layout(path, None)
    assert layout is not None, findings
    dice = random.Random(38)  # noqa: S311
    documents = []
    for count in (3, 6, 12, 20):
        issue, publication = an_issue(1)
        items = tuple(
            Item(
                Path(f"{number:02}.toml"), ("经济", "民生")[number % 2], ("开发区",), f"第{chr(0x7532 + number)}条" + "题" * dice.randrange(2, 24),
                "\n".join("文" * dice.randrange(1, 400) + "，共125个。" for _ in range(dice.randrange(1, 4))),
            )
            for number in range(count)
        )  # fmt: skip
        document = compose(arrange(issue._replace(items=items), publication), Stationery(layout))
        prepare_for_libreoffice(document)
        documents.append(tmp_path / f"{count}.docx")
        documents[-1].write_bytes(pack(document, Origin("x")))
    for composed, pdf in zip(documents, to_pdf(documents, tmp_path), strict=True):
        listed = reckoned(composed)
        assert len(listed) == int(composed.stem)
        pages = read_pages(pdf)
        for title, number in listed.items():
            places = [
                place for place, page in enumerate(pages, 1) if any(title[:4] in each.text for each in page.lines)
            ]
            assert places[-1] == number, f"{composed.stem} items: {title} on {places[-1]}, said to be on {number}"


def reckoned(document: Path) -> dict[str, int]:
    """Title → page, as the document itself says before any program has looked."""
    lines = [each for each in paragraphs_of(document) if "PAGEREF" in each]
    return {text: int(number) for text, number in (element_texts(each).split("\t") for each in lines)}


def test_the_closing_block_stands_on_an_even_page_where_that_is_asked(tmp_path: Path) -> None:
    """Texts of one to four pages, line by line: block alone, blank page before it, neither."""
    path = tmp_path / "own.toml"
    path.write_text('extends = "yanjin"\n[closing]\neven_page = true\n', encoding="utf-8")
    layout, findings = read_layout(path, None)
    assert layout is not None, findings
    issue, publication = an_issue(1)
    documents = []
    for lines in range(3, 70, 2):
        item = Item(Path("a.toml"), "经济", ("开发区",), "标题", "甲" * (28 * lines - 12))
        document = compose(arrange(issue._replace(items=(item,), preface=""), publication), Stationery(layout))
        prepare_for_libreoffice(document)
        documents.append(tmp_path / f"{lines:02}.docx")
        documents[-1].write_bytes(pack(document, Origin("x")))
    seen = set()
    for pdf in to_pdf(documents, tmp_path):
        pages = read_pages(pdf)
        assert len(pages) % 2 == 0, f"{pdf.stem} lines: {len(pages)} pages"
        assert pages[-1].rules_of("000000")[-1].y == pytest.approx(FOOT, abs=0.5)
        numbers = [bool([line for line in page.lines if line.baseline > 262.5]) for page in pages]
        blank = not pages[-2].lines
        assert numbers == ([True] * (len(pages) - 2) + [not blank] * 2), f"{pdf.stem} lines: {numbers}"
        seen.add("blank" if blank else "alone" if not pages[-1].body else "with text")
    assert seen == {"blank", "alone", "with text"}

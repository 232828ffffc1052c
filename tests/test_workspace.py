"""Finding the workspace, and the issue that a number means."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import BULLETIN, ITEM, Office, Run


def test_the_workspace_is_found_from_a_folder_below_it(office: Office, run: Run) -> None:
    run("compose", "38", cwd=office.root / "issues" / "2024" / "38", exits=0)
    assert office.composed == ["测试快报2024年第38期.docx"]


@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_workspace_can_be_named_before_or_behind_the_command(
    place: str, office: Office, tmp_path: Path, run: Run
) -> None:
    named = ["-C", str(office.root)]
    arguments = [*named, "compose", "38"] if place == "before" else ["compose", "38", *named]
    run(*arguments, cwd=tmp_path, exits=0)


def test_without_a_workspace_it_says_where_it_looked(tmp_path: Path, run: Run) -> None:
    said = run("compose", "38", cwd=tmp_path, exits=2).err
    assert f"没有找到工作目录：从 {tmp_path} 起逐级向上，都没有 bulletin.toml" in said
    assert "不是工作目录" in run("-C", str(tmp_path / "nowhere"), "compose", "38", exits=2).err


def test_the_latest_of_several_years_is_taken_and_named(office: Office, run: Run) -> None:
    office.issue("number = 38\ndate = 2025-09-01\n", folder="2025/38")
    office.item(issue="2025/38")
    result = run("compose", "38", cwd=office.root, exits=0)
    assert "2024年也有第38期，这里取2025年的" in result.err
    assert "2025年第38期.docx" in result.out
    assert "2024年第38期.docx" in run("compose", "38", "--year", "2024", exits=0).out


def test_a_series_counts_for_itself(office: Office, run: Run) -> None:
    office.issue('number = 38\ndate = 2024-10-01\nseries = "增刊"\n', folder="2024/增刊38")
    office.item(issue="2024/增刊38")
    assert "2024年第38期.docx" in run("compose", "38", cwd=office.root, exits=0).out
    assert "2024年增刊第38期.docx" in run("compose", "38", "--series", "增刊", exits=0).out


def test_folders_without_a_year_serve_continuous_numbering(office: Office, run: Run) -> None:
    office.issue("number = 412\ndate = 2024-08-30\n", folder="412")
    office.item(issue="412")
    run("compose", "412", cwd=office.root, exits=0)


def test_an_unknown_number_names_those_there_are(office: Office, run: Run) -> None:
    assert "没有第39期；最近的有：2024年第38期" in run("compose", "39", cwd=office.root, exits=2).err
    assert "没有2023年第38期；同一期号的有：2024年第38期" in run("compose", "38", "--year", "2023", exits=2).err


def test_a_folder_without_issue_toml_is_named(office: Office, run: Run) -> None:
    office.item(issue="2024/40")
    assert "issues/2024/40 里缺少 issue.toml" in run("compose", "40", cwd=office.root, exits=2).err


def test_a_number_forgotten_when_a_folder_was_copied_is_told(office: Office, run: Run) -> None:
    office.issue(folder="2024/39")
    office.item(issue="2024/39")
    assert "有两个文件夹都是2024年第38期" in run("compose", "38", cwd=office.root, exits=2).err
    found = run("check", cwd=office.root, exits=1).out
    assert "issues/2024/39/issue.toml:1:10: IT109 错误 2024年第38期已经在 38 里，期号重复" in found


def test_an_issue_without_items_is_an_error(office: Office, run: Run) -> None:
    (office.root / "issues/2024/38/甲.toml").unlink()
    assert "IT110 错误 38 里还没有条目" in run("compose", "38", cwd=office.root, exits=1).out
    assert office.composed == []


CONFIGURATION = {
    'name = "测试快报"\n': ("", "bulletin.toml:1:1: IT104 错误 缺少“name”（报名）"),
    'layout = "yanjin"': (
        'layout = "yanjing"',
        "bulletin.toml:3:10: LA103 错误 没有“yanjing”这个版式，是不是“yanjin”？",
    ),
    'sections = ["经济发展", "民生保障"]': (
        'sections = ["经济发展", "经济发展"]',
        "bulletin.toml:4:12: IT105 错误 “sections”里有重复的项",
    ),
    '"塔铺街道"]': ('"塔铺街道", "县教体局"]', "IT105 错误 “县教体局”既指“教体局”又指“县教体局”"),
    "full_name": ("fullname", "bulletin.toml:5:39: IT103 错误 不认识的键“fullname”，是不是“full_name”？"),
    'to = ["县委常委", "副县长"]': ("to = []", "bulletin.toml:8:6: IT104 错误 “to”是空的"),
    'role = "签发"': ('role = "签发"\nfilename = "x"', "IT103 错误 不认识的键“filename”"),
}


@pytest.mark.parametrize("before", CONFIGURATION)
@pytest.mark.parametrize("command", ["compose", "check", "show"])
def test_a_fault_of_the_configuration_has_its_place_and_ends_with_2(
    before: str, command: str, office: Office, run: Run
) -> None:
    after, found = CONFIGURATION[before]
    assert before in BULLETIN
    office.write("bulletin.toml", BULLETIN.replace(before, after))
    assert found in run(command, "38", cwd=office.root, exits=2).out
    assert office.composed == []


def test_items_are_checked_as_well_where_the_configuration_is_broken(office: Office, run: Run) -> None:
    office.write("bulletin.toml", "name = ")
    office.item(content=ITEM + "x = 1\n")
    out = run("check", "38", cwd=office.root, exits=2).out
    assert "bulletin.toml:1:8: IT102" in out
    assert "甲.toml:5:1: IT103" in out


def test_a_date_is_a_date_and_no_text(office: Office, run: Run) -> None:
    office.issue('number = 38\ndate = "2024-08-23"\n')
    out = run("check", "38", cwd=office.root, exits=1).out
    assert "issue.toml:2:8: IT105 错误 “date”应写作不加引号的日期，如 2024-08-23，现在是“2024-08-23”" in out


def test_a_date_with_a_time_is_none(office: Office, run: Run) -> None:
    office.issue("number = 38\ndate = 2024-08-23T10:00:00\n")
    assert "IT105 错误 “date”应写作不加引号的日期" in run("check", "38", cwd=office.root, exits=1).out


def test_a_file_that_cannot_be_opened_ends_with_2(office: Office, run: Run) -> None:
    (office.root / "issues/2024/38/乙.toml").mkdir()
    said = run("compose", "38", cwd=office.root, exits=2).err
    assert "乙.toml" in said
    assert "这是文件夹，不是文件" in said
    assert office.composed == []

"""Finding the workspace, and the issue that a number means."""

from __future__ import annotations

import os
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


@pytest.mark.parametrize("arguments", [["compose", "40"], ["check"], ["check", "issues"]])
def test_a_folder_of_items_without_issue_toml_is_told(arguments: list[str], office: Office, run: Run) -> None:
    office.item(issue="2024/40")
    found = run(*arguments, cwd=office.root, exits=1).out
    assert "issues/2024/40/issue.toml:1:1: IT113 错误 缺少 issue.toml；请补上，写明 number 和 date" in found


def test_a_number_forgotten_when_a_folder_was_copied_is_told(office: Office, run: Run) -> None:
    office.issue(folder="2024/39")
    office.item(issue="2024/39")
    assert "有两个文件夹都是2024年第38期" in run("compose", "38", cwd=office.root, exits=2).err
    found = run("check", cwd=office.root, exits=1).out
    assert "issues/2024/39/issue.toml:1:10: IT109 错误 2024年第38期已经在 2024/38 里，期号重复" in found


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


def test_files_that_cannot_be_read_are_told_with_all_else_and_end_with_2(office: Office, run: Run) -> None:
    folder = office.root / "issues/2024/38"
    (folder / "乙.toml").mkdir()
    (folder / "丙.toml").symlink_to("nowhere")
    os.mkfifo(folder / "丁.toml")
    office.item("戊.toml", "x = 1")
    for arguments in (["compose", "38"], ["compose", "38", "--draft"], ["check"], ["show", "38"]):
        out = run(*arguments, cwd=office.root, exits=2).out
        assert "乙.toml:1:1: IT100 错误 读不了：这是文件夹，不是文件" in out
        assert "丙.toml:1:1: IT100 错误 读不了：没有这个文件或文件夹" in out
        assert "丁.toml:1:1: IT100 错误 读不了：这不是普通文件" in out
        assert "戊.toml:1:1: IT103" in out
    assert office.composed == []


def test_an_unreadable_issue_does_not_keep_another_from_being_composed(office: Office, run: Run) -> None:
    (office.root / "issues/2024/37/issue.toml").mkdir(parents=True)
    run("compose", "38", cwd=office.root, exits=0)
    assert "37/issue.toml:1:1: IT100" in run("compose", "37", exits=2).out


@pytest.mark.parametrize(
    ("name", "code"),
    [("issues/2024/38/附/乙.toml", "IT112"), ("issues/2024/乙.toml", "IT112"), ("issues/乙.toml", "IT112"), ("issues/2024/38/Issue.toml", "IT112"), ("issues/2024/38/附/深/乙.toml", "IT112"), ("issues/2024/9月/39/乙.toml", "IT112"),
     ("inbox/乙.toml.txt", "IT112"), ("issues/2024/39/Issue.toml", "IT112")],
)  # fmt: skip
def test_no_item_is_left_out_in_silence(name: str, code: str, office: Office, run: Run) -> None:
    office.write(name, ITEM)
    office.item(issue="2024/39", content=ITEM)
    office.issue("number = 39\ndate = 2024-08-30\n", folder="2024/39") if "39" not in name else None
    result = run("check", cwd=office.root)
    assert (f"{name}:1:1: {code} 错误" in result.out) if code else result.code == 0, result.out


@pytest.mark.parametrize("line", ["number = 38.0", "number = -1", "number = 99999999999999999999", "total = 412.0"])
def test_a_number_is_a_whole_one(line: str, office: Office, run: Run) -> None:
    office.issue(f"date = 2024-08-23\n{line}\n" + ("" if "number" in line else "number = 38\n"))
    assert f"issue.toml:2:{line.index('=') + 3}: IT105" in run("compose", "38", cwd=office.root, exits=1).out


def test_bulletin_toml_that_is_a_folder_is_told(office: Office, run: Run) -> None:
    (office.root / "bulletin.toml").unlink()
    (office.root / "bulletin.toml").mkdir()
    assert "bulletin.toml:1:1: IT100" in run("check", cwd=office.root, exits=2).out


def test_a_department_named_twice_is_an_error(office: Office, run: Run) -> None:
    office.item(content=ITEM.replace('"开发区"', '["教体局", "县教体局"]'))
    assert "甲.toml:2:22: IT105 错误 “教体局”写了两次" in run("check", "38", cwd=office.root, exits=1).out


@pytest.mark.parametrize("target", ["issues", "issues/2024", "issues/2024/40"])
def test_a_faulty_folder_is_found_from_wherever_one_looks(target: str, office: Office, run: Run) -> None:
    office.item(issue="2024/40")
    assert "2024/40/issue.toml:1:1: IT113" in run("check", target, cwd=office.root, exits=1).out


def test_a_supplement_that_is_broken_does_not_stand_in_the_way_of_the_issue(office: Office, run: Run) -> None:
    office.issue("number = ", folder="2024/增刊38")
    run("compose", "38", cwd=office.root, exits=0)


def test_keys_written_after_a_table_are_told_where_they_belong(office: Office, run: Run) -> None:
    office.write("bulletin.toml", BULLETIN + 'filename = "x"\n')
    out = run("check", cwd=office.root, exits=2).out
    assert (
        "bulletin.toml:12:1: IT103 错误 不认识的键“filename”：它写在了 sign_off 那一段里；请移到文件里第一个 [ 开头的行之前"
        in out
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('label = "本期发"', 'label = "本期发："'),
        ('role = "签发"', 'role = "签发:"'),
        ('"副县长"]', '"副县长。"]'),
        ("李勉", "李\\n勉"),
    ],
)
def test_marks_that_the_layout_prints_are_not_typed(before: str, after: str, office: Office, run: Run) -> None:
    office.write("bulletin.toml", BULLETIN.replace(before, after))
    assert "IT105" in run("check", "38", cwd=office.root, exits=2).out


def test_each_file_is_counted_once(office: Office, run: Run) -> None:
    out = run("check", "38", "issues/2024/38/甲.toml", "issues/2024", cwd=office.root, exits=0).out
    assert out == "2 个文件，没有问题\n"


def test_what_is_not_there_ends_with_2(office: Office, run: Run) -> None:
    for target in ("nowhere.toml", "nowhere/issue.toml", "nowhere"):
        assert "IT100 错误 读不了" in run("check", target, cwd=office.root, exits=2).out
    assert "名称太长，请缩短" in run("check", "x" * 300, exits=2).err
    (office.root.parent / "empty").mkdir()
    assert "没有找到工作目录" in run("check", cwd=office.root.parent / "empty", exits=2).err


def test_a_workspace_below_the_folder_is_checked_as_one(office: Office, run: Run) -> None:
    office.item(content=ITEM.replace("经济发展", "没有的栏目"))
    assert "IT106" in run("check", cwd=office.root.parent, exits=1).out


def test_a_layout_is_checked_as_one(office: Office, run: Run) -> None:
    office.write("layouts/own.toml", 'extends = "gbt9704"\n[pages]\n')
    for target in ("layouts/own.toml", "layouts"):
        out = run("check", target, cwd=office.root, exits=2).out
        assert "layouts/own.toml:2:2: IT103 错误 不认识的键“pages”，是不是“page”？" in out

"""What the office chooses of the rules: [check] in bulletin.toml, and comments in files."""

from __future__ import annotations

import pytest
from conftest import BULLETIN, ITEM, Office, Run

FAULTY = ITEM.replace("截至7月底", "截止7月底").replace("3个", "近30余个")


def check_with(office: Office, settings: str) -> None:
    office.write("bulletin.toml", f"{BULLETIN}[check]\n{settings}\n")
    office.item(content=FAULTY)


def test_without_settings_every_rule_is_told(office: Office, run: Run) -> None:
    office.item(content=FAULTY)
    out = run("check", "38", cwd=office.root, exits=1).out
    assert "NM101 错误 “截止7月底”应为“截至7月底” [可修复]" in out
    assert "NM102 错误 “近30余”应为“近30” [可修复，须核对]" in out
    assert out.endswith("2 个文件，2 处错误，1 处可自动修复\n")


@pytest.mark.parametrize("code", ["NM101", "NM"])
def test_a_rule_or_a_group_is_left_out(code: str, office: Office, run: Run) -> None:
    check_with(office, f'ignore = ["{code}"]')
    out = run("check", "38", cwd=office.root).out
    assert "NM101" not in out
    assert ("NM102" in out) == (code == "NM101")


def test_a_rule_weighs_what_the_office_gives_it(office: Office, run: Run) -> None:
    check_with(office, 'severity = { NM101 = "warning", NM102 = "warning" }')
    out = run("check", "38", cwd=office.root, exits=0).out
    assert "NM101 警告" in out
    run("check", "38", "--strict", exits=1)


def test_a_hint_is_told_only_when_selected(office: Office, run: Run) -> None:
    check_with(office, 'severity = { NM101 = "info", NM102 = "info" }')
    assert run("check", "38", cwd=office.root, exits=0).out == "2 个文件，没有问题\n"
    check_with(office, 'severity = { NM101 = "info", NM102 = "info" }\nselect = ["NM101"]')
    assert "NM101 提示" in run("check", "38", cwd=office.root, exits=0).out


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('ignore = ["NM999"]', "bulletin.toml:13:11: IT115 错误 没有 NM999 这条规则，是不是“NM119”？"),
        ('select = ["QQ101"]', "bulletin.toml:13:11: IT115 错误 没有 QQ101 这条规则"),
        ('severity = { NM999 = "error" }', "bulletin.toml:13:14: IT115 错误 没有 NM999 这条规则"),
        ('severity = { NM101 = "fatal" }', "IT105 错误 “NM101”"),
        ('ignore = ["IT101"]', "IT115 错误 IT101 是必须改的，不能不查"),
        ('ignore = ["nm101"]', "IT105 错误 “ignore”应写作规则代码，如 DU101"),
        ('spacing = "some"', "IT105 错误 “spacing”不能是“some”"),
    ],
)
def test_a_setting_that_means_nothing_is_a_fault_of_the_configuration(
    settings: str, said: str, office: Office, run: Run
) -> None:
    check_with(office, settings)
    assert said in run("check", "38", cwd=office.root, exits=2).out


def test_spaces_beside_digits_are_the_office_s_choice(office: Office, run: Run) -> None:
    office.item(content=ITEM.replace("7月底", " 7 月底"))
    assert "SP106 警告" in run("check", "38", cwd=office.root, exits=0).out
    office.write("bulletin.toml", f'{BULLETIN}[check]\nspacing = "any"\n')
    assert "SP106" not in run("check", "38", exits=0).out


@pytest.mark.parametrize(
    "comment",
    [
        "# bulletin: ignore NM101 NM102",
        "#bulletin:ignore NM101, NM102",
        "# bulletin: ignore NM",
        "order = 1  # bulletin: ignore NM",
    ],
)
def test_a_comment_silences_rules_for_its_file_alone(comment: str, office: Office, run: Run) -> None:
    office.item(content=f"{comment}\n{FAULTY}")
    office.item("乙.toml", FAULTY.replace("项目3", "工地3").replace("新开工", "全区已经复工的"))
    out = run("check", "38", cwd=office.root, exits=1).out
    assert "甲.toml" not in out.replace("与本期的 甲.toml", "").replace("本期的 甲.toml", "")
    assert "乙.toml:4" in out


def test_a_comment_in_a_text_silences_nothing(office: Office, run: Run) -> None:
    office.item(content=FAULTY.replace("截止", "# bulletin: ignore NM101 截止"))
    assert "NM101" in run("check", "38", cwd=office.root, exits=1).out


def test_a_comment_with_an_unknown_code_is_a_finding(office: Office, run: Run) -> None:
    office.item(content=f"{ITEM}# bulletin: ignore NM10\n")
    assert "IT115 错误 # bulletin: ignore 里没有 NM10 这条规则" in run("check", "38", cwd=office.root, exits=1).out


def test_the_preface_is_read_as_well(office: Office, run: Run) -> None:
    office.issue('number = 38\ndate = 2024-08-23\npreface = "截止目前，各项工作有序推进。"\n')
    assert "issue.toml:3:12: NM101" in run("check", "38", cwd=office.root, exits=1).out
    run("check", "38", "--fix", exits=0)
    assert "截至目前" in (office.root / "issues/2024/38/issue.toml").read_text(encoding="utf-8")


def test_compose_stops_at_an_error_of_a_text(office: Office, run: Run) -> None:
    office.item(content=FAULTY)
    assert "NM101" in run("compose", "38", cwd=office.root, exits=1).out
    assert office.composed == []


@pytest.mark.parametrize(
    "comment",
    ["# Bulletin: Ignore nm101 nm102", "# bulletin: ignore NM101 NM102 原文如此", "x = [ # bulletin: ignore NM\n]"],
)
def test_a_comment_may_be_written_small_have_a_reason_and_stand_anywhere(
    comment: str, office: Office, run: Run
) -> None:
    office.item(content=f"{FAULTY}{comment}\n")
    assert "NM10" not in run("check", "38", cwd=office.root).out


def test_a_comment_without_a_code_is_a_finding(office: Office, run: Run) -> None:
    office.item(content=f"# bulletin: ignore\n{ITEM}")
    assert "IT115 错误 # bulletin: ignore 后面要写规则代码" in run("check", "38", cwd=office.root, exits=1).out


def test_an_issue_outside_any_workspace_is_read_as_well(office: Office, run: Run) -> None:
    (office.root / "bulletin.toml").unlink()
    office.item(content=FAULTY)
    assert "NM101" in run("check", "issues/2024/38", cwd=office.root, exits=1).out


def test_a_year_without_a_number_is_refused(office: Office, run: Run) -> None:
    assert "要和期号一起用" in run("check", "--year", "2024", cwd=office.root, exits=2).err

"""`bulletin check` of items: what is found, where, and in what form."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import ITEM, Office, Run, run_process

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "faulty_items.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
@pytest.mark.parametrize("form", ["plain", "byte order mark", "CRLF"])
def test_a_faulty_item_is_found_with_its_place(case: dict[str, Any], form: str, office: Office, run: Run) -> None:
    text = case["text"].replace("LONG", "9" * 5000).replace("DEEP", ".".join("a" * 2000))
    data = {
        "plain": text.encode(),
        "byte order mark": text.encode("utf-8-sig"),
        "CRLF": text.replace("\n", "\r\n").encode(),
    }[form]
    office.item(content=data)
    result = run("check", "issues/2024/38/甲.toml", "-q", cwd=office.root, exits=1)
    lines = result.out.splitlines()
    assert len(lines) == len(case["found"]), result.out
    for line, expected in zip(lines, case["found"], strict=True):
        assert line.startswith(f"issues/2024/38/甲.toml:{expected}")


def test_a_sound_item_gives_no_finding(office: Office, run: Run) -> None:
    result = run("check", "issues/2024/38/甲.toml", cwd=office.root, exits=0)
    assert result.out == "1 个文件，没有问题\n"


@pytest.mark.parametrize(
    ("encoding", "called"), [("gb18030", "GB 18030"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16")]
)
def test_another_encoding_is_named(encoding: str, called: str, office: Office, run: Run) -> None:
    office.item(content=ITEM.encode(encoding))
    result = run("check", "38", cwd=office.root, exits=1)
    assert f"IT101 错误 文件不是 UTF-8 编码，看来是 {called}；请用记事本另存为 UTF-8 编码" in result.out


@pytest.mark.parametrize("content", [b"\xff\xff\xff", b"\x00", b"[" * 20_000, b"a = " + b"9" * 5000, b"a" * 10_000_000])
def test_a_file_of_rubbish_is_a_finding(content: bytes, office: Office, run: Run) -> None:
    office.item(content=content)
    result = run("check", "38", cwd=office.root, exits=1)
    assert "IT10" in result.out


def test_all_files_are_reported_at_once_in_order(office: Office, run: Run) -> None:
    office.item("丙.toml", "x = 1")
    office.item("乙.toml", "section = ")
    office.issue("number = 0\n")
    result = run("check", "38", cwd=office.root, exits=1)
    paths = [line.split(":")[0] for line in result.out.splitlines()[:-1]]
    assert paths == sorted(paths)
    assert {path.rpartition("/")[2] for path in paths} == {"issue.toml", "乙.toml", "丙.toml"}


def test_text_of_an_item_can_do_nothing(office: Office, run: Run) -> None:
    office.item(content=ITEM.replace("经济发展", r"[red]{0.__class__}\u001b[31m\u202e%s"))
    result = run("check", "38", cwd=office.root, exits=1)
    assert r"没有“[red]{0.__class__}\u001b[31m\u202e%s”这个栏目" in result.out
    assert "\x1b" not in result.out


def test_json_tells_everything_of_a_finding(office: Office, run: Run) -> None:
    office.item(content=ITEM.replace('开发区"\n', '开发局"\n', 1))
    result = run("check", "38", "--format", "json", cwd=office.root, exits=1)
    report = json.loads(result.out)
    assert report == {
        "schema_version": 1,
        "files_checked": 2,
        "findings": [
            {
                "path": "issues/2024/38/甲.toml",
                "line": 2,
                "column": 14,
                "end_line": 2,
                "end_column": 19,
                "code": "IT107",
                "severity": "error",
                "message": "没有登记“开发局”这个单位，是不是“开发区”？",
                "field": "department",
            }
        ],
    }


def test_github_form_escapes_what_would_end_it(office: Office, run: Run) -> None:
    office.item("a,b.toml", ITEM.replace("经济发展", "100%,假").replace("3个", "4个"))
    result = run("check", "38", "--format", "github", cwd=office.root, exits=1)
    assert result.out.startswith("::error file=issues/2024/38/a%2Cb.toml,line=1,col=11,")
    assert "没有“100%25,假”这个栏目" in result.out
    assert result.out.count("\n") == 1


def test_standard_input_is_checked_as_an_item(office: Office) -> None:
    done = run_process("check", "-", cwd=office.root, stdin=ITEM.replace("经济发展", "经济").encode(), PYTHONUTF8="1")
    assert done.returncode == 1
    assert "-:1:11: IT106" in done.stdout.decode()


def test_a_folder_is_checked_with_those_below_it(office: Office, run: Run) -> None:
    office.write("inbox/deep/坏.toml", "x = 1")
    assert "inbox/deep/坏.toml:1:1: IT103" in run("check", "inbox", cwd=office.root, exits=1).out


def test_the_root_stands_for_inbox_and_every_issue(office: Office, run: Run) -> None:
    office.write("inbox/来稿.toml", ITEM)
    office.issue("number = 1\ndate = 2025-01-03\n", folder="2025/1")
    office.item("乙.toml", issue="2025/1")
    assert run("check", cwd=office.root, exits=0).out.startswith("5 个文件")


def test_outside_of_a_workspace_the_registry_is_left_out_and_said_so(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.toml").write_text(ITEM.replace("经济发展", "任何栏目"), encoding="utf-8")
    result = run("check", "a.toml", cwd=tmp_path, exits=0)
    assert "没有核对栏目、单位、本单位用语和以前登过的内容" in result.err


def test_lengths_over_the_office_s_limits_are_errors(office: Office, run: Run) -> None:
    office.write(
        "bulletin.toml",
        (office.root / "bulletin.toml").read_text(encoding="utf-8") + "[check]\ntitle_max = 5\nbody_min = 100\n",
    )
    out = run("check", "38", cwd=office.root, exits=1).out
    assert "IT201 错误 标题9字，超过5字，请压缩" in out
    assert "IT204 错误 正文14字，不足100字，请补充" in out


def test_the_same_text_twice_is_an_error(office: Office, run: Run) -> None:
    office.item("乙.toml")
    lines = run("check", "38", cwd=office.root, exits=1).out.splitlines()
    assert lines[0].endswith("甲.toml:4:8: DU102 错误 正文与本期的 乙.toml 相同，请删去一条")
    assert lines[1:] == ["3 个文件，1 处错误"]


def test_the_office_s_own_terms_are_found_where_they_stand(office: Office, run: Run) -> None:
    bulletin = (office.root / "bulletin.toml").read_text(encoding="utf-8")
    office.write("bulletin.toml", bulletin + '[check.terms]\n"项目" = "工程项目"\n"开工" = "动工"\n')
    office.item(content=ITEM.replace("新开工项目3个", "新开工工程项目3个"))
    out = run("check", "38", cwd=office.root, exits=1).out.splitlines()
    assert out == [
        "issues/2024/38/甲.toml:3:15: WR112 错误 “项目”应为“工程项目” [可修复]",
        "issues/2024/38/甲.toml:4:16: WR112 错误 “开工”应为“动工” [可修复]",
        "2 个文件，2 处错误，2 处可自动修复",
    ]


def test_a_note_beside_the_items_is_no_item(office: Office, run: Run) -> None:
    office.item("备注.txt", "下周一开会\n")
    run("check", "38", cwd=office.root, exits=0)


@pytest.mark.parametrize(
    ("name", "right"), [("丁.toml.txt", "丁.toml"), ("丁.txt", "丁.toml"), ("1.丁.tml", "1.丁.toml")]
)
def test_an_item_saved_under_a_wrong_name_is_not_skipped(name: str, right: str, office: Office, run: Run) -> None:
    office.item(name)
    out = run("compose", "38", cwd=office.root, exits=1).out
    assert f"{name}:1:1: IT112 错误 文件名不对，不会读取，里面的条目也不会登出；请改名为 {right}" in out


def test_a_wrong_name_is_told_in_the_inbox_as_well(office: Office, run: Run) -> None:
    office.write("inbox/丁.toml.txt", ITEM)
    out = run("check", "inbox", cwd=office.root, exits=1).out
    assert "丁.toml.txt:1:1: IT112 错误 文件名不对，不会读取，里面的条目也不会登出；请改名为 丁.toml" in out


def test_warnings_fail_only_when_strict(office: Office, run: Run) -> None:
    office.issue("number = 38\ndate = 2025-08-23\n")
    assert "IT109 警告 文件夹在 2024 年下，日期却是2025年" in run("check", "38", cwd=office.root, exits=0).out
    run("check", "38", "--strict", exits=1)

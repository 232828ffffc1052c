"""`bulletin new` and `bulletin init`: what they write, what it is good for, and what they leave alone."""

from __future__ import annotations

import datetime
import errno
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import field_tables
import pytest
from conftest import ITEM, Office, Run
from documents import png

from bulletin_cli.errors import BulletinError
from bulletin_cli.files.schema.bulletin import BULLETIN
from bulletin_cli.files.schema.issue import ISSUE
from bulletin_cli.files.schema.item import ITEM as ITEM_SCHEMA
from bulletin_cli.files.schema.kinds import Schema
from bulletin_cli.publish import atomic
from bulletin_cli.skeletons import template

TEMPLATES = Path(template.__file__).parent
SKELETONS = {"item": ITEM_SCHEMA, "issue": ISSUE, "bulletin": BULLETIN}
SCHEMA_FILES = [f"{kind}.schema.json" for kind in ("bulletin", "issue", "item", "layout")]
_EXAMPLE = re.compile(r'^# (?=(?:[a-z_]+|[A-Z]{2}\d{3}|"[^"]+") = |\[)', re.MULTILINE)


def files_below(folder: Path) -> list[str]:
    """Every file and folder, hidden ones as well."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def filled(path: Path, **values: str) -> None:
    """Fills in the item at `path` by hand."""
    text = path.read_text(encoding="utf-8")
    for key, value in values.items():
        text = re.sub(rf'^{key} = ""$', f'{key} = "{value}"', text, flags=re.MULTILINE)
    path.write_text(text.replace('body = """\n', 'body = """\n截至7月底，新开工项目3个。\n'), encoding="utf-8")


def fields_of(schema: Schema) -> set[str]:
    """The names of all fields, those inside of tables as well."""
    names = set(schema["properties"])
    for field in schema["properties"].values():
        if inside := field_tables._table_in(field):
            names |= fields_of(inside)
    return names


# the templates


@pytest.mark.parametrize("kind", SKELETONS)
def test_a_skeleton_names_every_field(kind: str) -> None:
    text = (TEMPLATES / f"{kind}.toml").read_text(encoding="utf-8")
    named = {name for name in fields_of(SKELETONS[kind]) if re.search(rf"(?<!\w){name}(?: = |\])", text)}
    assert fields_of(SKELETONS[kind]) - named == set()


@pytest.mark.parametrize("kind", SKELETONS)
def test_every_field_of_a_skeleton_has_a_comment_above_it(kind: str) -> None:
    text = (TEMPLATES / f"{kind}.toml").read_text(encoding="utf-8")
    blocks = [block for block in text.split("\n\n") if re.search(r"^(# )?[a-z_]+ = ", block, re.MULTILINE)]
    first = [block for block in blocks if not block.startswith("[[")]  # a further entry of a list needs no words
    assert [block for block in first if not re.match(r"# [一-鿿]", block)] == []


def test_what_is_commented_out_can_be_taken_as_it_stands(tmp_path: Path, run: Run) -> None:
    """With every # before an example deleted the files are sound, but for what a skeleton leaves empty."""
    run("init", "office", cwd=tmp_path, exits=0)
    root = tmp_path / "office"
    (issue,) = root.glob("issues/*/1")
    run("new", "item", "--section", "经济发展", "--department", "教体局", "--issue", "1", cwd=root, exits=0)
    filled(issue / "教体局.toml", title="教体局加快项目建设")
    (issue / "产业园.jpg").write_bytes(png(40, 30))  # which the item's example names
    for path in (root / "bulletin.toml", issue / "issue.toml", issue / "教体局.toml"):
        text = path.read_text(encoding="utf-8")
        assert _EXAMPLE.search(text)
        path.write_text(_EXAMPLE.sub("", text).replace('name = ""', 'name = "李勉"'), encoding="utf-8")
        assert tomllib.loads(path.read_text(encoding="utf-8"))
    out = run("check", cwd=root).out
    assert set(re.findall(r": ([A-Z]{2}\d{3}) ", out)) <= {"IT204", "IT206"}, out  # shorter than the limit; no corners


# items


def test_an_item_s_skeleton_is_found_incomplete_and_is_clean_once_filled_in(office: Office, run: Run) -> None:
    said = run("new", "item", "--department", "开发区", cwd=office.root, exits=0).out
    assert said == "已写好 inbox/开发区.toml；填好后运行 bulletin check inbox/开发区.toml\n"
    found = run("check", "inbox/开发区.toml", "-q", exits=1).out.splitlines()
    assert [line.partition(" 错误 ")[2].partition("；")[0] for line in found] == [
        "“section”是空的",
        "“title”是空的",
        "“body”是空的",
    ]
    assert all("IT104" in line for line in found)
    path = office.root / "inbox/开发区.toml"
    assert "# 栏目有：经济发展、民生保障\n" in path.read_text(encoding="utf-8")
    assert "单位有" not in path.read_text(encoding="utf-8")
    filled(path, section="经济发展", title="开发区加快项目建设")
    assert run("check", "inbox/开发区.toml", exits=0).out == "1 个文件，没有问题\n"


def test_an_item_is_called_by_its_department_or_条目_with_a_number_where_that_is_taken(  # noqa: N802, PLC2401
    office: Office, run: Run
) -> None:
    for _ in range(2):
        run("new", "item", cwd=office.root, exits=0)
        run("new", "item", "--department", "县教体局", "--department", "开发区", exits=0)
    assert files_below(office.root / "inbox") == ["县教体局.toml", "县教体局2.toml", "条目.toml", "条目2.toml"]
    item = tomllib.loads((office.root / "inbox/县教体局2.toml").read_text(encoding="utf-8"))
    assert item == {"section": "", "department": ["县教体局", "开发区"], "title": "", "body": ""}
    assert "# 单位有：开发区、教体局、塔铺街道\n" in (office.root / "inbox/条目.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["教体局", "教体局.toml", "教体局.TOML"])
def test_an_item_named_like_a_department_is_that_department_s(name: str, office: Office, run: Run) -> None:
    run("new", "item", name, cwd=office.root, exits=0)
    text = (office.root / "inbox/教体局.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["department"] == "教体局"


def test_an_item_goes_into_an_issue(office: Office, run: Run) -> None:
    office.issue('number = 38\ndate = 2025-09-01\nsections = ["民生保障"]\n', folder="2025/38")
    result = run("new", "item", "乙", "--issue", "38", cwd=office.root, exits=0)
    assert "已写好 issues/2025/38/乙.toml" in result.out
    assert "2024年也有第38期，这里取2025年的" in result.err
    text = (office.root / "issues/2025/38/乙.toml").read_text(encoding="utf-8")
    assert text.startswith("#:schema ../../../schemas/item.schema.json\n")
    assert "# 栏目有：民生保障\n" in text
    run("new", "item", "乙", "--issue", "38", "--year", "2024", exits=0)
    assert (office.root / "issues/2024/38/乙.toml").exists()
    assert "没有第40期" in run("new", "item", "--issue", "40", exits=2).err
    assert "要和 --issue 一起用" in run("new", "item", "--year", "2024", exits=2).err


def test_the_workspace_is_named_before_or_behind(office: Office, tmp_path: Path, run: Run) -> None:
    (tmp_path / "elsewhere").mkdir()
    run("-C", str(office.root), "new", "item", "乙", cwd=tmp_path / "elsewhere", exits=0)
    said = run("new", "item", "丙", "-C", str(office.root), exits=0).out
    assert said == f"已写好 {office.root}/inbox/丙.toml；填好后运行 bulletin check {office.root}/inbox/丙.toml\n"
    assert "不是工作目录" in run("new", "item", "-C", "nowhere", exits=2).err
    assert "不是工作目录" in run("new", "issue", "3", "-C", "nowhere", exits=2).err


def test_a_department_writes_an_item_on_a_machine_of_its_own(tmp_path: Path, run: Run) -> None:
    result = run("new", "item", "--section", "经济发展", "--department", "教体局", cwd=tmp_path, exits=0)
    assert "已写好 教体局.toml；" in result.out
    assert "同时写了 item.schema.json" in result.err
    assert files_below(tmp_path) == ["item.schema.json", "教体局.toml"]
    path = tmp_path / "教体局.toml"
    assert path.read_text(encoding="utf-8").startswith("#:schema item.schema.json\n")
    filled(path, title="教体局加快项目建设")
    run("check", "教体局.toml", exits=0)
    assert "schema" not in run("new", "item", exits=0).err
    assert "没有找到工作目录" in run("new", "item", "--issue", "3", exits=2).err
    assert "没有找到工作目录" in run("new", "issue", "3", exits=2).err


@pytest.mark.parametrize(
    "value", ['有"引号"的', "有\\反斜杠\\n的", "'单引号'", '"""', "{花括号}", "#井号", "[red]", "末尾\\", "😀"]
)
def test_no_value_can_break_a_skeleton(value: str, tmp_path: Path, run: Run) -> None:
    run("init", "office", "--name", value, "--issuer", value, cwd=tmp_path, exits=0)
    settings = tomllib.loads((tmp_path / "office/bulletin.toml").read_text(encoding="utf-8"))
    assert (settings["name"], settings["issuer"]) == (value, value)
    run("new", "item", "甲", "--section", value, "--department", value, cwd=tmp_path, exits=0)
    item = tomllib.loads((tmp_path / "甲.toml").read_text(encoding="utf-8"))
    assert (item["section"], item["department"], item["title"]) == (value, value, "")


@pytest.mark.parametrize("option", ["--section", "--department"])
@pytest.mark.parametrize("value", ["两\n行", "\udcff", "\x1b[31m", "\x7f", "\u202e"])
def test_a_value_that_no_document_holds_is_refused(option: str, value: str, tmp_path: Path, run: Run) -> None:
    said = run("new", "item", "甲", option, value, cwd=tmp_path, exits=2).err
    assert "里有换行或控制字符；请改掉" in said
    assert files_below(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--section", "经济"], "没有“经济”这个栏目，是不是“经济发展”？"),
        (["--section", "x"], "没有“x”这个栏目；栏目有：经济发展、民生保障"),
        (["--department", "教育局"], "没有登记“教育局”这个单位，是不是“教体局”？"),
        (["--department", "x"], "没有登记“x”这个单位；请核对，或在 bulletin.toml 的 departments 里登记"),
        (["a/b"], '不能用“a/b”作文件名：含有 \\ / : * ? " < > | 或控制字符；请换一个，只写名称，不写文件夹'),
        (["../a"], "作文件名：含有"),
        (["a\nb"], "作文件名：含有控制字符"),
        (["a\u202eb"], "作文件名：含有控制字符"),
        (["CON"], "作文件名：是系统保留的名称"),
        (["长" * 300], "作文件名：太长"),
        ([" "], "作文件名：是空的"),
        ([".toml"], "作文件名：是空的"),
        ([".甲"], "作文件名：以点开头，程序不看这样的文件"),
        (["Issue.toml"], "作文件名：是程序自己用的"),
        (["bulletin"], "作文件名：是程序自己用的"),
    ],
)
def test_a_name_that_cannot_be_used_is_told_with_the_remedy(
    arguments: list[str], said: str, office: Office, run: Run
) -> None:
    before = files_below(office.root)
    assert said in run("new", "item", *arguments, cwd=office.root, exits=2).err
    assert files_below(office.root) == before


def test_an_item_that_is_there_is_left_alone(office: Office, run: Run) -> None:
    path = office.write("inbox/教体局.toml", ITEM)
    said = run("new", "item", "教体局", cwd=office.root, exits=2).err
    assert said == f"错误：已经有 {path}，没有覆盖；请换一个名称，或先移开\n"
    assert path.read_text(encoding="utf-8") == ITEM
    (office.root / "inbox/乙.toml").symlink_to("nowhere")
    assert "没有覆盖" in run("new", "item", "乙", exits=2).err
    assert files_below(office.root / "inbox") == ["乙.toml", "教体局.toml"]


def test_a_faulty_bulletin_toml_is_told_first(office: Office, run: Run) -> None:
    office.write("bulletin.toml", "name = ")
    said = run("new", "item", cwd=office.root, exits=2).err
    assert "bulletin.toml:1:8: TOML" in said
    assert "；先改好 bulletin.toml，再写条目" in said


def test_schemas_that_are_missing_are_written_anew_and_others_left_alone(office: Office, run: Run) -> None:
    own = office.write("schemas/issue.schema.json", "{}")
    assert "同时写了 schemas/item.schema.json" in run("new", "item", cwd=office.root, exits=0).err
    assert files_below(office.root / "schemas") == SCHEMA_FILES
    assert own.read_text(encoding="utf-8") == "{}"
    assert (office.root / "schemas/item.schema.json").read_text(encoding="utf-8") == run("schema", "item").out


def test_on_windows_lines_end_as_an_old_notepad_wants_them(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "linesep", "\r\n")
    run("new", "item", "甲", "--section", "经济发展", cwd=tmp_path, exits=0)
    lines = (tmp_path / "甲.toml").read_bytes().splitlines(keepends=True)
    assert all(line.endswith(b"\r\n") for line in lines)
    assert "1 个文件，3 处错误" in run("check", "甲.toml", exits=1).out


# issues


def test_an_issue_begins_with_its_number_and_date(office: Office, run: Run) -> None:
    said = run("new", "issue", "39", "--date", "2024-08-30", cwd=office.root, exits=0).out
    assert said == "已写好 issues/2024/39/issue.toml；放进条目后运行 bulletin check issues/2024/39\n"
    text = (office.root / "issues/2024/39/issue.toml").read_text(encoding="utf-8")
    assert text.startswith("#:schema ../../../schemas/issue.schema.json\n")
    assert tomllib.loads(text) == {"number": 39, "date": datetime.date(2024, 8, 30)}
    run("new", "item", "开发区", "--section", "经济发展", "--issue", "39", exits=0)
    filled(office.root / "issues/2024/39/开发区.toml", title="开发区加快项目建设")
    run("compose", "39", exits=0)


def test_the_date_is_today_where_none_is_said(office: Office, run: Run) -> None:
    before = datetime.datetime.now().astimezone().date()
    run("new", "issue", "1", cwd=office.root, exits=0)
    after = datetime.datetime.now().astimezone().date()
    (path,) = office.root.glob("issues/*/1/issue.toml")
    date = tomllib.loads(path.read_text(encoding="utf-8"))["date"]
    assert before <= date <= after
    assert path.parent.parent.name == str(date.year)


@pytest.mark.parametrize("date", ["2024-8-3", "2024年8月3日", "2024/08/03", "2024.8.3", " 2024-08-03 "])
def test_a_date_may_be_written_as_people_write_it(date: str, office: Office, run: Run) -> None:
    run("new", "issue", "39", "--date", date, cwd=office.root, exits=0)
    text = (office.root / "issues/2024/39/issue.toml").read_text(encoding="utf-8")
    assert "\ndate = 2024-08-03\n" in text


@pytest.mark.parametrize("date", ["2024-02-30", "20240803", "8月3日", "明天", "2024-08-03T10:00", "0000-01-01"])
def test_what_is_no_date_is_refused(date: str, office: Office, run: Run) -> None:
    assert f"没有“{date}”这个日期" in run("new", "issue", "39", "--date", date, cwd=office.root, exits=2).err


@pytest.mark.parametrize("arguments", [["--year", "2020"], ["--date", "2024-08-30", "--year", "2020"]])
def test_a_year_that_is_not_the_date_s_asks_for_the_date(arguments: list[str], office: Office, run: Run) -> None:
    assert "不在2020年；请用 --date 写明签发日期" in run("new", "issue", "9", *arguments, cwd=office.root, exits=2).err
    run("new", "issue", "9", "--date", "2020-08-30", "--year", "2020", exits=0)


def test_a_number_that_is_taken_is_refused(office: Office, run: Run) -> None:
    before = files_below(office.root)
    said = run("new", "issue", "38", "--date", "2024-10-01", cwd=office.root, exits=2).err
    assert said == "错误：2024年第38期已经有了，在 issues/2024/38；请换一个期号\n"
    assert files_below(office.root) == before
    run("new", "issue", "38", "--date", "2025-10-01", exits=0)
    run("new", "issue", "38", "--date", "2024-10-01", "--series", "增刊", exits=0)
    issue = tomllib.loads((office.root / "issues/2024/增刊38/issue.toml").read_text(encoding="utf-8"))
    assert issue["series"] == "增刊"
    assert (
        "2024年增刊第38期已经有了" in run("new", "issue", "38", "--date", "2024-10-01", "--series", "增刊", exits=2).err
    )
    assert "作文件夹名：含有" in run("new", "issue", "39", "--series", "增/刊", exits=2).err


def test_a_number_is_taken_whatever_its_folder_is_called(office: Office, run: Run) -> None:
    office.issue("number = 39\ndate = 2024-08-30\n", folder="2024/八月末")
    assert "2024年第39期已经有了" in run("new", "issue", "39", "--date", "2024-09-01", cwd=office.root, exits=2).err
    office.issue("number = ", folder="2024/40")
    assert "2024年第40期已经有了" in run("new", "issue", "40", "--date", "2024-09-01", exits=2).err
    office.issue("number = 42\ndate = 2024-08-30\n", folder="2024/41")
    assert "issue.toml，没有覆盖" in run("new", "issue", "41", "--date", "2024-09-01", exits=2).err


def test_a_folder_of_items_gets_its_issue_toml(office: Office, run: Run) -> None:
    office.item(issue="2024/39")
    run("new", "issue", "39", "--date", "2024-09-01", cwd=office.root, exits=0)
    run("compose", "39", exits=0)


def test_numbering_that_goes_on_keeps_its_folders(office: Office, run: Run) -> None:
    office.issue("number = 412\ndate = 2025-01-10\n", folder="412")
    run("new", "issue", "413", "--date", "2025-01-17", cwd=office.root, exits=0)
    text = (office.root / "issues/413/issue.toml").read_text(encoding="utf-8")
    assert text.startswith("#:schema ../../schemas/issue.schema.json\n")
    assert "2025年第412期已经有了" in run("new", "issue", "412", "--date", "2026-01-17", exits=2).err


# workspaces


def test_a_new_workspace_can_be_composed_as_a_draft_at_once(tmp_path: Path, run: Run) -> None:
    said = run("init", "新县", cwd=tmp_path, exits=0).out
    assert said == (
        "已建好工作目录；先在 新县/bulletin.toml 里改好报名、单位、栏目、分送范围和署名\n"
        "看样子：先 cd 新县，再运行 bulletin compose 1 --draft\n"
    )
    root = tmp_path / "新县"
    year = next((root / "issues").iterdir()).name
    assert files_below(root) == [
        "bulletin.toml",
        "inbox",
        "issues",
        f"issues/{year}",
        f"issues/{year}/1",
        f"issues/{year}/1/issue.toml",
        f"issues/{year}/1/示例.toml",
        "layouts",
        "schemas",
        *(f"schemas/{name}" for name in SCHEMA_FILES),
    ]
    out = run("compose", "1", "--draft", cwd=root, exits=0).out
    assert f"已生成 out/新县政务快报{year}年第1期（草稿）.docx" in out
    assert {line.split(" ")[1] for line in out.splitlines()[:-1]} == {"IT111"}, "nothing but the names is missing"
    run("compose", "1", exits=1)
    settings = (root / "bulletin.toml").read_text(encoding="utf-8")
    (root / "bulletin.toml").write_text(settings.replace('name = ""', 'name = "李勉"'), encoding="utf-8")
    run("compose", "1", exits=0)
    assert run("check", exits=0).out == "2 个文件，没有问题\n"


@pytest.mark.parametrize(
    ("folder", "name", "issuer"),
    [
        ("新县", "新县政务快报", "新县人民政府办公室"),
        ("红旗区", "红旗区政务快报", "红旗区人民政府办公室"),
        ("yanjin", "××县政务快报", "××县人民政府办公室"),
        ("快报", "××县政务快报", "××县人民政府办公室"),
    ],
)
def test_names_come_from_the_folder_where_that_is_a_county_s(
    folder: str, name: str, issuer: str, tmp_path: Path, run: Run
) -> None:
    run("init", folder, cwd=tmp_path, exits=0)
    settings = tomllib.loads((tmp_path / folder / "bulletin.toml").read_text(encoding="utf-8"))
    assert (settings["name"], settings["issuer"]) == (name, issuer)
    run("init", f"{folder}2", "--name", "快报", "--issuer", "办公室", exits=0)
    settings = tomllib.loads((tmp_path / f"{folder}2" / "bulletin.toml").read_text(encoding="utf-8"))
    assert (settings["name"], settings["issuer"]) == ("快报", "办公室")


def test_the_current_folder_can_be_made_one_with_what_is_in_it(tmp_path: Path, run: Run) -> None:
    (tmp_path / "笔记.txt").write_text("下周一开会", encoding="utf-8")
    said = run("init", ".", cwd=tmp_path, exits=0).out
    assert said.endswith("\n看样子：运行 bulletin compose 1 --draft\n")
    assert "先在 bulletin.toml 里改好" in said
    assert (tmp_path / "笔记.txt").read_text(encoding="utf-8") == "下周一开会"


@pytest.mark.parametrize("name", ["bulletin.toml", "issues", "inbox", "layouts", "schemas"])
@pytest.mark.parametrize("kind", ["file", "folder", "broken link"])
def test_what_is_there_already_is_named_and_left_alone(name: str, kind: str, tmp_path: Path, run: Run) -> None:
    root = tmp_path / "office"
    root.mkdir()
    if kind == "file":
        (root / name).touch()
    elif kind == "folder":
        (root / name).mkdir()
    else:
        (root / name).symlink_to("nowhere")
    said = run("init", "office", cwd=tmp_path, exits=2).err
    assert said == f"错误：{root} 里已经有 {name}，什么都没有写；请换一个文件夹，或先移开\n"
    assert files_below(root) == [name]


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("file", "file 不是文件夹；请换一个名称，或先移开"),
        ("file/office", "路径中有一段不是文件夹，请核对"),
        ("CON", "不能用“CON”作文件夹名：是系统保留的名称；请换一个"),
        ("a:b", "作文件夹名：含有"),
        ("长" * 300, "作文件夹名：太长"),
    ],
)
def test_a_folder_that_cannot_be_made_is_told(folder: str, said: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "file").touch()
    assert said in run("init", folder, cwd=tmp_path, exits=2).err
    assert files_below(tmp_path) == ["file"]
    assert "请写在 init 后面" in run("-C", ".", "init", "x", exits=2).err


def test_a_disk_that_fills_up_leaves_nothing_behind(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) == 5:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "磁盘已满" in run("init", "a/新县", cwd=tmp_path, exits=2).err
    assert files_below(tmp_path) == []


# the files themselves


def test_new_files_are_all_written_or_none(tmp_path: Path) -> None:
    there = tmp_path / "乙"
    there.write_text("旧", encoding="utf-8")
    with pytest.raises(BulletinError, match=r"已经有 .*乙，没有覆盖"):
        atomic.write_new({tmp_path / "a/甲": b"1", there: b"2"})
    assert files_below(tmp_path) == ["乙"]
    assert there.read_text(encoding="utf-8") == "旧"
    atomic.write_new({tmp_path / "a/b/甲": b"1", tmp_path / "a/丙": b"2"})
    assert (tmp_path / "a/b/甲").read_bytes() == b"1"
    assert files_below(tmp_path) == ["a", "a/b", "a/b/甲", "a/丙", "乙"]


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_appears_meanwhile_is_not_replaced(
    links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the disk has hard links or, as a memory stick, none."""

    def without_links(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", without_links)
    atomic.write_new({tmp_path / "甲": b"1"})
    assert (tmp_path / "甲").read_bytes() == b"1"
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    with pytest.raises(BulletinError, match="有同名的文件"):
        atomic.write_new({tmp_path / "乙": b"2", tmp_path / "甲": b"2"})
    assert files_below(tmp_path) == ["甲"]
    assert (tmp_path / "甲").read_bytes() == b"1"


def test_replacing_keeps_permissions_and_links(tmp_path: Path) -> None:
    path, link = tmp_path / "a/甲", tmp_path / "b/链接"
    path.parent.mkdir()
    link.parent.mkdir()
    path.write_bytes(b"1")
    path.chmod(0o640)
    link.symlink_to("../a/甲")
    atomic.replace(link, b"2")
    assert link.is_symlink()
    assert path.read_bytes() == b"2"
    assert path.stat().st_mode & 0o777 == 0o640
    assert files_below(tmp_path) == ["a", "a/甲", "b", "b/链接"]
    atomic.replace(tmp_path / "丙", b"3")
    assert (tmp_path / "丙").read_bytes() == b"3"


def test_what_cannot_be_replaced_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "甲"
    path.write_bytes(b"1")
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda *_: False)  # as for a file that is write-protected
        with pytest.raises(BulletinError, match="没有权限"):
            atomic.replace(path, b"2")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BulletinError, match="磁盘已满"):
        atomic.replace(path, b"2")
    assert path.read_bytes() == b"1"
    assert files_below(tmp_path) == ["甲"]
    (tmp_path / "文件夹").mkdir()
    monkeypatch.undo()
    with pytest.raises(BulletinError, match="写不了文件"):
        atomic.replace(tmp_path / "文件夹", b"2")


# the command line


@pytest.mark.parametrize("command", [["new"], ["new", "item"], ["new", "issue"], ["init"], ["schema"]])
def test_help_is_chinese_and_has_an_example(command: list[str], run: Run) -> None:
    text = run(*command, "--help", exits=0).out
    assert f"用法：bulletin {' '.join(command)}" in text
    assert f"例：\n  bulletin {command[0]}" in text
    assert not re.search("Usage|Options|Show this|required|default", text)


@pytest.mark.parametrize(
    "arguments", [["new", "item"], ["new", "issue", "9"], ["init", "x"], ["schema", "layout"], ["new", "--help"]]
)
def test_nothing_heavy_is_imported(arguments: list[str], office: Office) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bulletin_cli", *arguments],
        cwd=office.root, capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    imported = {line.split("|")[-1].strip().split(".")[0] for line in done.stderr.decode().splitlines() if "|" in line}
    assert "typer" in imported
    assert not imported & {"docx", "lxml", "rich", "tree_sitter", "pydantic"}
    if arguments[0] == "schema" or "--help" in arguments:
        assert not imported & {"pathvalidate", "tomli_w"}


def test_an_empty_call_of_the_group_shows_its_help_and_a_wrong_one_a_hint(run: Run) -> None:
    assert "用法：bulletin new 命令" in run("new", exits=2).err
    assert "没有 itm 这个命令，是不是“item”？" in run("new", "itm", exits=2).err
    assert "缺少期号" in run("new", "issue", exits=2).err
    assert "期号不对：0 超出范围" in run("new", "issue", "0", exits=2).err
    assert "缺少文件夹" in run("init", exits=2).err

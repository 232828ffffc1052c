"""`bulletin batch`: what is composed, what is left alone, and what is said of it."""

from __future__ import annotations

import functools
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import BULLETIN, ISSUE, ITEM, Office, Run, run_process
from documents import member, png
from hypothesis import given
from hypothesis import strategies as st

import bulletin_cli
from bulletin_cli.batch.workspaces import Shard
from bulletin_cli.compose.package import Origin, State, pack, read_seal
from bulletin_cli.publish import pdf

NAME = "测试快报2024年第{}期"
FAULTY = ITEM.replace("截至", "截止至")
STAMPED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d ")


def add_issue(office: Office, number: int, item: str = ITEM, *, year: int = 2024, more: str = "") -> Path:
    office.issue(f"number = {number}\ndate = {year}-09-0{number % 9 + 1}\n{more}", folder=f"{year}/{number}")
    return office.item(content=item.replace("3个", f"{number + 3}个"), issue=f"{year}/{number}")


def statuses(run: Run, *options: str, cwd: Path) -> dict[Any, str]:
    """Number → what became of the issue, in one run; JSON must be whole whatever the exit code."""
    told = json.loads(run("batch", "--format", "json", *options, cwd=cwd).out)
    assert told["schema_version"] == 1
    assert sum(told["counts"].values()) == len([each for each in told["issues"] if each["number"] is not None])
    return {each["number"]: each["status"] for each in told["issues"]}


def edit(document: Path) -> None:
    opened = docx.Document(str(document))
    opened.paragraphs[0].runs[0].text = "改过的快报"
    opened.save(str(document))


@pytest.fixture
def two(office: Office) -> Office:
    """A workspace of two issues."""
    add_issue(office, 39)
    return office


# ---- what is composed


def test_new_issues_are_composed_and_then_left_alone(two: Office, run: Run) -> None:
    assert statuses(run, cwd=two.root) == {38: "composed", 39: "composed"}
    assert two.composed == [f"{NAME.format(38)}.docx", f"{NAME.format(39)}.docx"]
    before = [path.stat().st_ino for path in sorted((two.root / "out").iterdir())]
    assert statuses(run, cwd=two.root) == {38: "unchanged", 39: "unchanged"}
    assert [path.stat().st_ino for path in sorted((two.root / "out").iterdir())] == before


def test_what_compose_made_is_up_to_date_for_batch_and_the_same_to_the_byte(office: Office, run: Run) -> None:
    run("compose", "38", cwd=office.root, exits=0)
    document = office.root / "out" / f"{NAME.format(38)}.docx"
    composed = document.read_bytes()
    assert statuses(run, cwd=office.root) == {38: "unchanged"}
    assert statuses(run, "--all", cwd=office.root) == {38: "composed"}
    assert document.read_bytes() == composed


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("issues/2024/38/甲.toml", "3个", "5个"),
        ("issues/2024/38/issue.toml", "2024-08-23", "2024-08-24"),
        ("bulletin.toml", "副县长", "县长"),
        ("layouts/own.toml", "gbt9704", "yanjin"),
    ],
)
def test_a_change_of_any_input_is_composed(name: str, before: str, after: str, office: Office, run: Run) -> None:
    office.write("bulletin.toml", BULLETIN.replace('layout = "yanjin"', 'layout = "own"'))
    office.write("layouts/own.toml", 'extends = "gbt9704"\n')
    assert statuses(run, cwd=office.root) == {38: "composed"}
    path = office.root / name
    old = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    os.utime(path, (0, 0))  # the clock was set back meanwhile
    assert path.stat().st_mtime < old.st_mtime
    assert statuses(run, cwd=office.root) == {38: "composed"}
    assert statuses(run, cwd=office.root) == {38: "unchanged"}


def test_a_layouts_picture_is_an_input(office: Office, run: Run) -> None:
    picture = office.write("layouts/head.png", png(2, 1))
    office.write(
        "layouts/own.toml", 'extends = "yanjin"\n[masthead]\nelements = [{ picture = "head.png", width = "20mm" }]\n'
    )
    office.write("bulletin.toml", BULLETIN.replace('layout = "yanjin"', 'layout = "own"'))
    assert statuses(run, cwd=office.root) == {38: "composed"}
    assert statuses(run, cwd=office.root) == {38: "unchanged"}
    picture.write_bytes(png(1, 2))
    assert statuses(run, cwd=office.root) == {38: "composed"}


def test_added_removed_and_renamed_items_are_changes(office: Office, run: Run) -> None:
    statuses(run, cwd=office.root)
    second = office.item("乙.toml", ITEM.replace("3个", "400个").replace("项目", "园区"))
    assert statuses(run, cwd=office.root) == {38: "composed"}
    second.rename(second.with_name("丙.toml"))
    assert statuses(run, cwd=office.root) == {38: "composed"}
    second.with_name("丙.toml").unlink()
    assert statuses(run, cwd=office.root) == {38: "composed"}


def test_a_new_version_of_the_program_composes_again(office: Office, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    statuses(run, cwd=office.root)
    for module in ("bulletin_cli.edition", "bulletin_cli.batch.standing"):
        monkeypatch.setattr(f"{module}.__version__", "99")
    assert statuses(run, cwd=office.root) == {38: "composed"}
    assert bulletin_cli.__version__ not in member(
        office.root / "out" / f"{NAME.format(38)}.docx", "docProps/custom.xml"
    )


def test_times_line_ends_and_byte_order_marks_are_no_changes(two: Office, run: Run) -> None:
    statuses(run, cwd=two.root)
    for path in two.root.rglob("*.toml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
        os.utime(path, (time.time() + 10**6,) * 2)
    assert statuses(run, cwd=two.root) == {38: "unchanged", 39: "unchanged"}


def test_a_file_that_nothing_would_read_is_told_of_a_composed_issue_too(office: Office, run: Run) -> None:
    statuses(run, cwd=office.root)
    office.item("乙.toml.txt")
    assert statuses(run, cwd=office.root) == {38: "failed"}


def test_an_issue_goes_where_its_name_is_now(office: Office, run: Run) -> None:
    statuses(run, cwd=office.root)
    office.issue(ISSUE.replace("38", "40"))
    assert statuses(run, cwd=office.root) == {40: "composed"}
    assert len(office.composed) == 2


# ---- what is asked for


def test_numbers_and_years_limit_it(two: Office, run: Run) -> None:
    add_issue(two, 38, year=2023)
    assert statuses(run, "39", "--dry-run", cwd=two.root) == {39: "composed"}
    assert statuses(run, "--year", "2023", cwd=two.root) == {38: "composed"}
    assert two.composed == ["测试快报2023年第38期.docx"]


@pytest.mark.parametrize(
    "options", [("40",), ("38", "40"), ("--year", "1999"), ("--year", "0"), ("38", "--year", "1999"), ("--wait", "nan")]
)
def test_who_names_what_is_not_there_is_told(options: tuple[str, ...], office: Office, run: Run) -> None:
    said = run("batch", *options, cwd=office.root, exits=2).err
    assert said.startswith("错误：")
    assert len(said.splitlines()) == 1
    assert office.composed == []


def test_a_dry_run_says_everything_and_writes_nothing(two: Office, run: Run) -> None:
    two.item(content=FAULTY)
    done = run("batch", "--dry-run", "--pdf", cwd=two.root, exits=1)
    assert "NM101" in done.out
    assert "将生成 1，失败 1" in done.out
    assert not (two.root / "out").exists()


# ---- failures


def test_one_failure_never_stops_the_others(two: Office, run: Run) -> None:
    two.item(content=FAULTY)
    add_issue(two, 37, "title = ")
    done = run("batch", cwd=two.root, exits=1)
    assert two.composed == [f"{NAME.format(39)}.docx"]
    assert re.search(r"issues/2024/38/甲\.toml:4:\d+: NM101 错误", done.out)
    assert "IT102" in done.out
    assert done.out.splitlines()[-1] == "3 期：生成 1，失败 2"


def test_two_folders_of_one_issue_are_both_refused(two: Office, run: Run) -> None:
    two.issue(ISSUE, folder="2024/again")
    two.item(issue="2024/again")
    done = run("batch", cwd=two.root, exits=1)
    assert done.out.count("另有文件夹也是这一期") == 2
    assert two.composed == [f"{NAME.format(39)}.docx"]


def test_two_issues_of_one_file_name_do_not_overwrite_each_other(two: Office, run: Run) -> None:
    two.write("bulletin.toml", 'filename = "快报"\n' + BULLETIN)
    for options in ((), ("--force",)):
        assert run("batch", *options, cwd=two.root, exits=2).out.count("另有一期也要写成 快报.docx") == 2
        assert two.composed == []


def test_a_faulty_configuration_fails_its_workspace_and_no_other(office: Office, tmp_path: Path, run: Run) -> None:
    other = Office(tmp_path / "other")
    shutil.copytree(office.root, other.root)
    office.write("bulletin.toml", BULLETIN + "x = 1\n")
    done = run("batch", "--workspace", str(office.root), "--workspace", str(other.root), cwd=tmp_path, exits=2)
    assert "office/bulletin.toml:" in done.out
    assert "一期也没有生成" in done.out
    assert other.composed == [f"{NAME.format(38)}.docx"]


def test_a_missing_libreoffice_is_told_once_before_anything_is_done(
    two: Office, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(pdf, "_ELSEWHERE", ())
    assert run("batch", "--pdf", cwd=two.root, exits=2).err.count("LibreOffice") == 1
    assert two.composed == []


def test_a_pdf_that_is_missing_or_old_is_made(office: Office, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "to_pdf", lambda _: b"%PDF-1.7")
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: "soffice")
    statuses(run, cwd=office.root)
    assert statuses(run, "--pdf", cwd=office.root) == {38: "composed"}
    assert statuses(run, "--pdf", cwd=office.root) == {38: "unchanged"}
    office.item(content=ITEM.replace("3个", "5个"))
    assert statuses(run, cwd=office.root) == {38: "composed"}  # the document alone
    assert statuses(run, "--pdf", cwd=office.root) == {38: "composed"}
    assert statuses(run, "--pdf", cwd=office.root) == {38: "unchanged"}


@pytest.mark.parametrize("what", ["an annotated PDF", "somebody's own PDF"])
def test_a_pdf_that_is_kept_does_not_hold_the_document_back(
    what: str, office: Office, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "to_pdf", lambda _: b"%PDF-1.7")
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: "soffice")
    statuses(run, "--pdf", cwd=office.root)
    path = office.root / "out" / f"{NAME.format(38)}.pdf"
    path.write_bytes((path.read_bytes() if what == "an annotated PDF" else b"%PDF-1.4") + b"note")
    kept = path.read_bytes()
    assert statuses(run, "--pdf", cwd=office.root) == {38: "kept"}
    office.item(content=ITEM.replace("3个", "5个"))
    assert f"{path.name} " in run("batch", "--pdf", exits=0).out
    assert "5个" in member(path.with_suffix(".docx"), "word/document.xml")
    assert path.read_bytes() == kept


def test_an_old_pdf_beside_the_new_document_is_told(office: Office, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "to_pdf", lambda _: b"%PDF-1.7")
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: "soffice")
    statuses(run, "--pdf", cwd=office.root)
    office.item(content=ITEM.replace("3个", "5个"))
    assert "是以前的；要一起更新请加 --pdf" in run("batch", exits=0).out


@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_stands_in_the_place_of_a_document_is_named(what: str, two: Office, run: Run) -> None:
    path = two.root / "out" / f"{NAME.format(38)}.docx"
    if what == "folder":
        path.mkdir(parents=True)
    else:
        two.write(f"out/{path.name}", b"somebody's own")
    for options in (("--dry-run",), ()):
        done = run("batch", *options, cwd=two.root, exits=2)
        assert path.name in done.out
        assert "生成 1，失败 1" in done.out


def test_a_file_that_cannot_be_read_ends_with_2_as_compose_does(office: Office, run: Run) -> None:
    (office.root / "issues/2024/38/乙.toml").symlink_to("nowhere")
    assert run("compose", "38", cwd=office.root).code == 2
    run("batch", exits=2)


@pytest.mark.parametrize("name", ["issues/2024/38/乙.toml", f"out/{NAME.format(38)}.docx", "layouts/head.png"])
def test_a_pipe_is_not_waited_for(name: str, office: Office) -> None:
    office.write(
        "layouts/own.toml", 'extends = "yanjin"\n[masthead]\nelements = [{ picture = "head.png", width = "20mm" }]\n'
    )
    office.write("layouts/head.png", png(1, 1))
    office.write("bulletin.toml", BULLETIN.replace('layout = "yanjin"', 'layout = "own"'))
    assert run_process("batch", cwd=office.root).returncode == 0
    (office.root / name).unlink(missing_ok=True)
    os.mkfifo(office.root / name)
    done = run_process("batch", cwd=office.root)
    assert done.returncode == 2
    assert "这不是普通文件" in done.stdout.decode()


@given(data=st.data())
def test_a_damaged_document_is_somebody_elses_and_stops_nothing(data: st.DataObject) -> None:
    whole = _a_document()
    at = data.draw(st.integers(0, len(whole) - 1) | st.integers(len(whole) - 1500, len(whole) - 1))
    damaged = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    damaged = damaged[: data.draw(st.integers(at, len(damaged)))]
    if read_seal(damaged).state is State.SEALED:  # then it was the wrapping that was damaged, and nothing in it
        assert _parts(damaged) == _parts(whole)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@functools.cache
def _a_document() -> bytes:
    document = docx.Document()
    return pack(document, Origin("2024//38", "0" * 64, "1"))


def test_a_log_that_takes_no_more_stops_nothing(two: Office) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-m", "bulletin_cli", "batch"], cwd=two.root, stderr=full, check=False)
    assert done.returncode == 0
    assert len(two.composed) == 2


def test_strict_holds_back_what_has_warnings(two: Office, run: Run) -> None:
    two.write("bulletin.toml", BULLETIN + '[check.severity]\nNM101 = "warning"\n')
    two.item(content=FAULTY)
    assert statuses(run, "--dry-run", cwd=two.root) == {38: "composed", 39: "composed"}
    done = run("batch", "--strict", exits=1)
    assert "有警告，而 --strict 要求没有警告（1 处警告）" in done.out
    assert two.composed == [f"{NAME.format(39)}.docx"]
    assert "1 处警告" in run("batch", exits=0).out
    assert len(two.composed) == 2


# ---- edited by hand


def test_a_document_that_was_edited_is_kept_and_told(office: Office, run: Run) -> None:
    statuses(run, cwd=office.root)
    document = office.root / "out" / f"{NAME.format(38)}.docx"
    edit(document)
    edited = document.read_bytes()
    done = run("batch", cwd=office.root, exits=0)
    assert "生成之后有人改过，没有动它" in done.out
    assert "后来又有改动" not in done.out
    office.item(content=ITEM.replace("3个", "5个"))
    assert "后来又有改动" in run("batch", cwd=office.root, exits=0).out
    run("batch", "--strict", exits=1)
    assert document.read_bytes() == edited
    done = run("batch", "--force", exits=0)
    assert f"{NAME.format(38)}（备份1）.docx" in done.out
    assert (office.root / "out" / f"{NAME.format(38)}（备份1）.docx").read_bytes() == edited
    assert statuses(run, cwd=office.root) == {38: "unchanged"}


# ---- many workspaces


@pytest.fixture
def province(office: Office, tmp_path: Path) -> Path:
    for name in ("a", "b", "c", "d", "e"):
        shutil.copytree(office.root, tmp_path / "province" / name)
    (tmp_path / "province/notes").mkdir()
    (tmp_path / "province/readme.txt").write_text("")
    return tmp_path / "province"


def composed_in(province: Path) -> set[str]:
    return {path.parent.parent.name for path in province.glob("*/out/*.docx")}


def test_a_pattern_means_every_workspace_it_fits(province: Path, run: Run) -> None:
    done = run("batch", "--workspace", f"{province}/[ab]", "--workspace", f"{province}/d", cwd=province, exits=0)
    assert composed_in(province) == {"a", "b", "d"}
    assert done.out.splitlines()[-1] == "3 期：生成 3"
    run("-C", str(province / "e"), "batch", exits=0)
    assert composed_in(province) == {"a", "b", "d", "e"}


def test_a_workspace_named_twice_is_done_once(province: Path, run: Run) -> None:
    options = ("--workspace", f"{province}/a", "--workspace", f"{province}/./a/", "--workspace", "a*")
    assert run("batch", *options, cwd=province, exits=0).out.splitlines()[-1] == "1 期：生成 1"


def test_a_workspace_by_two_names_is_done_once(province: Path, run: Run) -> None:
    (province / "z").symlink_to("a")
    assert run("batch", "--workspace", f"{province}/[az]", cwd=province, exits=0).out.splitlines()[-1] == "1 期：生成 1"


def test_two_workspaces_of_one_out_are_told_apart(province: Path, run: Run) -> None:
    (province / "a/out").mkdir()
    (province / "b/out").symlink_to(province / "a/out")
    done = run("batch", "--workspace", f"{province}/*", "--wait", "60", cwd=province, exits=2)
    assert "同一个 out 文件夹" in done.out
    assert composed_in(province) >= {"a", "c", "d", "e"}


def test_of_several_workspaces_one_that_is_none_is_told_and_the_others_are_done(province: Path, run: Run) -> None:
    (province / "a/issues").rename(province / "a/x")
    (province / "a/issues").write_text("")
    options = ("--workspace", "a", "--workspace", "nowhere", "--workspace", "b")
    for more in ((), ("38",)):
        done = run("batch", *options, *more, cwd=province, exits=2)
        assert "nowhere 不是工作目录" in done.out
        assert "a/issues" in done.out
    assert composed_in(province) == {"b"}
    assert not (province / "nowhere").exists()
    github = run("batch", *options, "--format", "github", exits=2).out
    assert github.count("::error::") == 2


def test_the_current_workspace_is_in_one_share_too(province: Path, run: Run) -> None:
    said = [run("batch", "--shard", f"{part}/2", "--all", cwd=province / "a", exits=0).out for part in (1, 2)]
    assert sorted(each.splitlines()[-1] for each in said) == ["0 期", "1 期：生成 1"]


@pytest.mark.parametrize("named", ["nowhere", "z*", "notes", "readme.txt"])
def test_a_name_or_pattern_that_means_none_is_refused(named: str, province: Path, run: Run) -> None:
    assert run("batch", "--workspace", named, cwd=province, exits=2).err.startswith("错误：")


def test_shards_are_disjoint_and_whole(province: Path, run: Run) -> None:
    shares = []
    for part in (1, 2, 3):
        before = composed_in(province)
        run("batch", "--workspace", f"{province}/*", "--shard", f"{part}/3", cwd=province, exits=0)
        shares.append(composed_in(province) - before)
    assert set.union(*shares) == {"a", "b", "c", "d", "e"}
    assert sum(map(len, shares)) == 5


@given(names=st.lists(st.text(min_size=1), unique=True, max_size=50), parts=st.integers(1, 20))
def test_every_workspace_is_in_one_share_whatever_others_there_are(names: list[str], parts: int) -> None:
    for name in names:
        assert sum(Shard(part, parts).has(name) for part in range(1, parts + 1)) == 1


def test_shares_are_about_as_large() -> None:
    sizes = [sum(Shard(part, 8).has(f"/srv/bulletin/county{number}") for number in range(2843)) for part in range(1, 9)]
    assert max(sizes) < 1.2 * 2843 / 8


@pytest.mark.parametrize("shard", ["0/3", "4/3", "1", "1/0", "a/b", "-1/3", "1/3/3", ""])
def test_a_share_that_is_none_is_refused(shard: str, office: Office, run: Run) -> None:
    assert "K/N" in run("batch", "--shard", shard, cwd=office.root, exits=2).err


# ---- what is said


def test_without_a_terminal_every_line_of_the_log_has_its_time(two: Office) -> None:
    two.item(content=FAULTY)
    done = run_process("batch", cwd=two.root, TZ="Asia/Shanghai")
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 2
    assert all(STAMPED.match(line) and "+08:00" in line for line in lines), lines
    assert "NM101" in done.stdout.decode()


def test_quiet_says_nothing_where_nothing_failed(two: Office, run: Run) -> None:
    done = run("batch", "-q", cwd=two.root, exits=0)
    assert (done.out, done.err) == ("", "")
    two.item(content=FAULTY)
    done = run("batch", "-q", exits=1)
    assert "NM101" in done.out
    assert "第38期" in done.err


def test_json_tells_every_issue(two: Office, run: Run) -> None:
    two.item(content=FAULTY)
    told = json.loads(run("batch", "--format", "json", cwd=two.root, exits=1).out)
    assert told["counts"] == {"composed": 1, "unchanged": 0, "kept": 0, "failed": 1}
    assert [finding["code"] for finding in told["findings"]] == ["NM101"]
    failed, composed = sorted(told["issues"], key=lambda each: each["number"])
    assert failed["folder"] == "issues/2024/38"
    assert failed["path"] is None
    assert composed["path"] == f"out/{NAME.format(39)}.docx"
    github = run("batch", "--format", "github", exits=1).out
    assert github.startswith("::error file=issues/2024/38/甲.toml,line=4,")


def test_an_empty_workspace_is_no_failure(tmp_path: Path, run: Run) -> None:
    empty = Office(tmp_path / "empty")
    empty.write("bulletin.toml", BULLETIN)
    assert run("batch", cwd=empty.root, exits=0).out == "0 期\n"

"""`bulletin check --fix`, `--diff` and `--unsafe-fixes` through the command line."""

from __future__ import annotations

import os
import stat

import pytest
from conftest import BULLETIN, ITEM, Office, Run, run_process

FAULTY = "# 注：截止\n" + ITEM.replace("截至7月底", "截止7月底").replace("3个", "近30余个，联系电话13812345678")


def test_fix_puts_right_what_is_certain_and_reports_the_rest(office: Office, run: Run) -> None:
    path = office.item(content=FAULTY)
    out = run("check", "38", "--fix", cwd=office.root, exits=1).out
    assert path.read_text(encoding="utf-8") == FAULTY.replace("截止7月底", "截至7月底")
    assert "issues/2024/38/甲.toml：已改正 1 处" in out
    assert "NM101" not in out
    assert "NM102" in out
    assert "2 个文件，已改正 1 处，2 处错误" in out
    assert "已改正" not in run("check", "38", "--fix", exits=1).out


def test_unsafe_fixes_are_asked_for(office: Office, run: Run) -> None:
    path = office.item(content=FAULTY)
    assert "已改正 3 处" in run("check", "38", "--unsafe-fixes", cwd=office.root, exits=0).out
    text = path.read_text(encoding="utf-8")
    assert "近30个" in text
    assert "138****5678" in text
    assert text.startswith("# 注：截止\n")


def test_diff_shows_and_writes_nothing(office: Office, run: Run) -> None:
    path = office.item(content=FAULTY)
    result = run("check", "38", "--diff", cwd=office.root, exits=1)
    assert '-body = "截止7月底' in result.out
    assert '+body = "截至7月底' in result.out
    assert "没有写文件" in result.err
    assert path.read_text(encoding="utf-8") == FAULTY
    assert os.listdir(path.parent) == [path.name, "issue.toml"] or len(os.listdir(path.parent)) == 2


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_fix_keeps_byte_order_mark_line_ends_and_rights(mark: bytes, line_end: bytes, office: Office, run: Run) -> None:
    path = office.item(content=mark + FAULTY.encode().replace(b"\n", line_end))
    path.chmod(0o640)
    run("check", str(path), "--fix", cwd=office.root)
    assert path.read_bytes() == mark + FAULTY.replace("截止7月底", "截至7月底").encode().replace(b"\n", line_end)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("encoding", "called"), [("gb18030", "GB 18030"), ("utf-16", "UTF-16"), ("utf-16-be", "UTF-16")]
)
def test_fix_makes_a_file_utf_8_and_keeps_it_as_it_was(encoding: str, called: str, office: Office, run: Run) -> None:
    path = office.item(content=FAULTY.encode(encoding))
    out = run("check", "38", "--fix", cwd=office.root, exits=1).out
    assert f"已从 {called} 转成 UTF-8，原来的文件留作 issues/2024/38/甲.toml.bak" in out
    assert path.read_text(encoding="utf-8") == FAULTY.replace("截止7月底", "截至7月底")
    assert path.with_name("甲.toml.bak").read_bytes() == FAULTY.encode(encoding)
    assert "转成" not in run("check", "38", "--fix", exits=1).out


@pytest.mark.parametrize("target", [".", "bulletin.toml", "layouts/清河.toml"])
def test_fix_makes_the_configuration_utf_8_as_its_message_says(target: str, office: Office, run: Run) -> None:
    layout = 'extends = "gbt9704"\ntitle = "清河县的版式，报名居中"\n'
    name, text = ("layouts/清河.toml", layout) if target.startswith("layouts") else ("bulletin.toml", BULLETIN)
    path = office.write(name, text.encode("gb18030"))
    assert "用 bulletin check --fix 转换" in run("check", target, cwd=office.root, exits=2).out
    run("check", target, "--fix", exits=0)
    assert path.read_text(encoding="utf-8") == text


def test_a_file_of_utf_8_with_a_broken_byte_is_not_taken_for_another_encoding(office: Office, run: Run) -> None:
    broken = ITEM.encode().replace("项目".encode(), "项目".encode()[:-1], 1)
    path = office.item(content=broken)
    out = run("check", "38", "--fix", cwd=office.root, exits=1).out
    assert "IT101 错误 文件不是 UTF-8 编码，这里的字节已经损坏" in out
    assert path.read_bytes() == broken


def test_a_file_that_cannot_be_parsed_is_left_alone(office: Office, run: Run) -> None:
    path = office.item(content=FAULTY + "title = ")
    assert "IT102" in run("check", "38", "--fix", cwd=office.root, exits=1).out
    assert path.read_text(encoding="utf-8") == FAULTY + "title = "


def test_fix_writes_through_a_link(office: Office, run: Run) -> None:
    target = office.write("elsewhere/甲.txt", FAULTY)
    link = office.root / "inbox" / "甲.toml"
    link.parent.mkdir()
    link.symlink_to(target)
    run("check", "inbox", "--fix", cwd=office.root, exits=1)
    assert link.is_symlink()
    assert "截至7月底" in target.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(office: Office) -> None:
    path = office.item(content=FAULTY)
    path.parent.chmod(0o555)
    try:
        done = run_process("check", "38", "--fix", cwd=office.root, PYTHONUTF8="1")
    finally:
        path.parent.chmod(0o755)
    if os.geteuid() != 0:  # root writes anywhere
        assert done.returncode == 2
        assert "写不了文件" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_standard_input_is_fixed_to_standard_output(office: Office) -> None:
    done = run_process("check", "-", "--fix", cwd=office.root, stdin=FAULTY.encode(), PYTHONUTF8="1")
    assert done.stdout.decode() == FAULTY.replace("截止7月底", "截至7月底")
    assert "NM102" in done.stderr.decode()
    assert done.returncode == 1


def test_standard_input_is_reported_under_the_name_it_is_given(office: Office) -> None:
    name = "issues/2024/38/丁.toml"
    done = run_process("check", "-", "--stdin-filename", name, cwd=office.root, stdin=FAULTY.encode(), PYTHONUTF8="1")
    assert f"{name}:5:9: NM101" in done.stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--watch", "--fix"], "--watch 只报告"),
        (["--stdin-filename", "a.toml"], "--stdin-filename 要与标准输入一起用"),
        (["--diff", "--format", "json"], "--diff 只有文字形式"),
    ],
)
def test_options_that_do_not_go_together_are_refused(arguments: list[str], said: str, office: Office, run: Run) -> None:
    assert said in run("check", *arguments, cwd=office.root, exits=2).err


def test_json_tells_how_many_were_fixed(office: Office, run: Run) -> None:
    office.item(content=FAULTY)
    out = run("check", "38", "--fix", "--format", "json", cwd=office.root, exits=1).out
    assert '"fixed": 1' in out
    assert '"fix": {"safe": false, "replacement": "近30"}' in out


def test_standard_input_that_is_clean_once_fixed_ends_with_0(office: Office) -> None:
    text = ITEM.replace("截至7月底", "截止7月底")
    done = run_process("check", "-", "--fix", cwd=office.root, stdin=b"\xef\xbb\xbf" + text.encode(), PYTHONUTF8="1")
    assert done.returncode == 0
    assert done.stdout == b"\xef\xbb\xbf" + ITEM.encode()
    assert "NM101" not in done.stderr.decode()


def test_standard_input_of_no_known_encoding_comes_out_as_it_was(office: Office) -> None:
    done = run_process("check", "-", "--fix", cwd=office.root, stdin=b'title = "\xff\xfe\x01"', PYTHONUTF8="1")
    assert done.stdout == b'title = "\xff\xfe\x01"'
    assert done.returncode == 1


def test_a_file_that_cannot_be_written_stops_no_other(
    office: Office, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bulletin_cli import mending
    from bulletin_cli.errors import BulletinError

    path = office.item(content=FAULTY)
    other = office.item("乙.toml", FAULTY.replace("新开工项目", "全区已经复工的工地"))

    def replace(target: object, data: bytes) -> None:
        if target == path:
            raise BulletinError("写不了文件 甲.toml")
        other.write_bytes(data)

    monkeypatch.setattr(mending, "replace", replace)
    result = run("check", "38", "--fix", cwd=office.root, exits=2)
    assert "错误：写不了文件 甲.toml" in result.err
    assert "乙.toml：已改正 1 处" in result.out
    assert "甲.toml:5:9: NM101" in result.out


def test_terms_that_undo_each_other_are_refused(office: Office, run: Run) -> None:
    bulletin = (office.root / "bulletin.toml").read_text(encoding="utf-8")
    office.write("bulletin.toml", bulletin + '[check.terms]\n"项目" = "工程"\n"工程" = "项目"\n')
    assert "会来回改" in run("check", "38", "--fix", cwd=office.root, exits=2).out


def test_a_term_that_holds_itself_is_put_in_once(office: Office, run: Run) -> None:
    bulletin = (office.root / "bulletin.toml").read_text(encoding="utf-8")
    office.write("bulletin.toml", bulletin + '[check.terms]\n"路" = "路路通"\n')
    path = office.item(content=ITEM.replace("新开工项目3个", "新开工路路通项目3个，新修路3条"))
    run("check", "38", "--fix", cwd=office.root, exits=0)
    assert "新开工路路通项目3个，新修路路通3条" in path.read_text(encoding="utf-8")

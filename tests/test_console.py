"""The program on any console: Chinese where it can be shown, never an encoding error, and quick to start."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import pytest
from conftest import ITEM, Office, Run, run_process

ENGLISH = ("Usage", "Options", "Error", "Show this", "required", "default", "Missing", "No such", "Try ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        *([command, "--help"] for command in ("compose", "check", "show", "layouts")),
        ["layouts", "show", "--help"],
        [],
    ],
)
def test_help_is_chinese_and_has_an_example(arguments: list[str], run: Run) -> None:
    result = run(*arguments)
    text = result.out + result.err
    assert "用法：bulletin" in text
    assert "例：\n  bulletin " in text
    assert not [word for word in ENGLISH if word in text]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["composs", "38"], "没有 composs 这个命令，是不是“compose”？用法见 bulletin --help"),
        (["compose"], "缺少期号；用法见 bulletin compose --help"),
        (["compose", "38", "--drift"], "没有 --drift 这个选项，是不是 --draft？"),
        (["compose", "38", "39"], "多余的参数：39"),
        (["compose", "38", "--year"], "选项 --year 要写一个值"),
        (["compose", "38", "--year", "去年"], "选项 --year 不对：'去年' 不是整数"),
        (["check", "--format", "xml"], "选项 --format 不对：'xml' 不是 'text', 'json', 'github' 之一"),
    ],
)
def test_a_faulty_call_is_explained_in_chinese(arguments: list[str], said: str, run: Run) -> None:
    result = run(*arguments, exits=2)
    assert said in result.err
    assert not [word for word in ENGLISH if word in result.err]


def test_the_version_is_told(run: Run) -> None:
    assert run("--version", exits=0).out.startswith("bulletin 0.")


def test_code_page_936_gets_chinese_and_marks_what_it_lacks(office: Office) -> None:
    office.item(content=ITEM.replace("经济发展", "䶮"))
    done = run_process("check", "38", cwd=office.root, PYTHONIOENCODING="gbk")
    assert done.returncode == 1
    assert "没有“\\u4dae”这个栏目；栏目有：经济发展、民生保障" in done.stdout.decode("gbk")
    report = json.loads(run_process("check", "38", "--format", "json", cwd=office.root, PYTHONIOENCODING="gbk").stdout)
    assert "䶮" in report["findings"][0]["message"]


def test_an_ascii_console_gets_places_and_is_told_how_to_read_the_rest(office: Office) -> None:
    office.item("a.toml", ITEM.replace("经济发展", "䶮"))
    done = run_process("check", "38", cwd=office.root, PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert done.stdout.decode("ascii").startswith("issues/2024/38/a.toml:1:11: IT106")
    assert "PYTHONIOENCODING=utf-8" in done.stderr.decode("ascii")


def test_files_are_utf8_whatever_the_console(office: Office) -> None:
    done = run_process("compose", "38", cwd=office.root, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    assert office.composed == ["测试快报2024年第38期.docx"]


def test_a_system_without_chinese_file_names_is_told_the_remedy(office: Office) -> None:
    ascii_only = {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "utf-8"}
    done = run_process("compose", "38", cwd=office.root, stdin=b"", **ascii_only)
    assert done.returncode == 2
    assert "请设置 PYTHONUTF8=1 再试" in done.stderr.decode()


def on_terminal(*arguments: str, office: Office, **environment: str) -> str:
    """What the program shows on a terminal 80 cells wide."""
    master, slave = pty.openpty()
    variables = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", **environment}
    with subprocess.Popen(
        [sys.executable, "-m", "bulletin_cli", *arguments], cwd=office.root, stdout=slave, stderr=slave, env=variables
    ) as process:
        os.close(slave)
        shown = b""
        while True:
            try:
                piece = os.read(master, 4096)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            shown += piece
        process.wait(timeout=60)
    os.close(master)
    return shown.decode()


def test_a_terminal_shows_the_line_with_the_place_marked(office: Office) -> None:
    office.item("a.toml", ITEM.replace("经济发展", "经济").replace("3个", "4个"))
    shown = on_terminal("check", "38", office=office)
    assert "\x1b[1;31m错误" in shown
    assert '    section = "经济"\r\n' in shown
    assert "              ^^^^^^" in shown
    assert "\x1b" not in on_terminal("check", "38", office=office, NO_COLOR="1").replace("\x1b[1m", "").replace(
        "\x1b[0m", ""
    )


def test_a_pipe_gets_neither_colour_nor_lines(office: Office) -> None:
    done = run_process("show", "38", cwd=office.root, PYTHONIOENCODING="utf-8")
    out = done.stdout.decode()
    assert "开发区加快项目建设" in out
    assert not set(out) & set("\x1b─━│┃╭")


def test_show_lists_items_in_order_with_their_findings(example: Office, run: Run) -> None:
    example.write(
        "issues/2024/39/东屯镇.toml",
        (example.root / "issues/2024/39/东屯镇.toml")
        .read_text(encoding="utf-8")
        .replace('东屯镇"\norder', '东镇"\norder'),
    )
    result = run("show", "39", "--format", "json", cwd=example.root, exits=1)
    items = json.loads(result.out)["items"]
    assert [item["departments"] for item in items][:2] == [["农业农村局"], ["东镇"]]
    assert [item["findings"] for item in items] == [0, 1, 0, 0, 0]
    assert "县农业农村局抓紧抓实秋田管理确保颗粒归仓" in run("show", "39", exits=1).out


@pytest.mark.parametrize(
    "arguments", [["check", "38"], ["layouts", "show", "yanjin"], ["compose", "39"], ["show", "38", "--format", "json"]]
)
def test_only_composing_imports_docx_and_nothing_imports_rich_unasked(arguments: list[str], office: Office) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bulletin_cli", *arguments],
        cwd=office.root, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    imported = {line.split("|")[-1].strip().split(".")[0] for line in done.stderr.decode().splitlines() if "|" in line}
    assert "typer" in imported
    assert not imported & {"docx", "lxml", "rich", "tree_sitter", "pydantic"}


def test_a_closed_pipe_is_no_error(office: Office) -> None:
    command = f"{sys.executable} -m bulletin_cli layouts show gbt9704 | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=office.root, capture_output=True, check=False, timeout=60)
    assert done.stderr == b""


@pytest.mark.parametrize("arguments", ["check 38", "show 38", "layouts", "layouts show yanjin", "check -"])
@pytest.mark.parametrize("stream", [">&-", "2>&-", "<&-", ">/dev/full"])
def test_a_closed_or_full_stream_is_no_bug(arguments: str, stream: str, office: Office) -> None:
    command = f"{sys.executable} -m bulletin_cli {arguments} {stream}"
    done = subprocess.run(["bash", "-c", command], cwd=office.root, capture_output=True, check=False, timeout=60)
    assert b"Traceback" not in done.stderr
    if stream == ">/dev/full":
        assert done.returncode == 2
        assert "磁盘已满" in done.stderr.decode()


def test_a_folder_that_is_gone_is_told(office: Office) -> None:
    command = f"mkdir gone; cd gone; rmdir ../gone; {sys.executable} -P -m bulletin_cli check"
    done = subprocess.run(["bash", "-c", command], cwd=office.root, capture_output=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "当前文件夹已经不在了" in done.stderr.decode()


def test_a_layout_is_shown_in_utf8_to_a_file_and_made_harmless_on_a_terminal(office: Office) -> None:
    office.write("layouts/own.toml", 'extends = "gbt9704" # \u202e\n')
    done = run_process("layouts", "show", "own", cwd=office.root, PYTHONIOENCODING="gbk")
    assert done.stdout == (office.root / "layouts/own.toml").read_bytes()
    assert "\\u202e" in on_terminal("layouts", "show", "own", office=office)


def test_a_long_line_on_a_terminal_is_cut_round_the_place(office: Office) -> None:
    office.item("a.toml", ITEM.replace("截至", "字" * 300 + "\\u0001" + "字" * 300))
    shown = on_terminal("check", "38", office=office).splitlines()
    source = next(line for line in shown if line.startswith("    …"))
    assert "字\\u0001字" in source
    assert source.endswith("…")
    assert "^^^^^^" in shown[shown.index(source) + 1]

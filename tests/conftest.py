"""What the tests share: an office to work in, and the program run in it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bulletin_cli.commands.app import main

# a shell in the background starts what it starts with Ctrl-C ignored, and so would we the programs that we send it to
signal.signal(signal.SIGINT, signal.default_int_handler)

PROJECT = Path(__file__).resolve().parent.parent
EXAMPLE = PROJECT / "examples" / "yanjin"

BULLETIN = """\
name = "测试快报"
issuer = "测试县人民政府办公室"
layout = "yanjin"
sections = ["经济发展", "民生保障"]
departments = ["开发区", { name = "教体局", full_name = "测试县教育体育局", aliases = ["县教体局"] }, "塔铺街道"]
[[distribution]]
label = "本期发"
to = ["县委常委", "副县长"]
[[sign_off]]
role = "签发"
name = "李勉"
"""
ISSUE = "number = 38\ndate = 2024-08-23\n"
ITEM = """\
section = "经济发展"
department = "开发区"
title = "开发区加快项目建设"
body = "截至7月底，新开工项目3个。"
"""


@dataclass
class Result:
    """What a run of the program said and how it ended."""

    code: int
    out: str
    err: str


@dataclass
class Office:
    """A workspace in a temporary folder; each part is written by its own method."""

    root: Path

    def write(self, name: str, content: str | bytes) -> Path:
        """Writes one file, with its folders."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def item(self, name: str = "甲.toml", content: str | bytes = ITEM, *, issue: str = "2024/38") -> Path:
        """Writes an item of an issue."""
        return self.write(f"issues/{issue}/{name}", content)

    def issue(self, content: str = ISSUE, *, folder: str = "2024/38") -> Path:
        """Writes an issue.toml."""
        return self.write(f"issues/{folder}/issue.toml", content)

    @property
    def composed(self) -> list[str]:
        """The names of all files in out/, hidden ones as well."""
        return sorted(path.name for path in (self.root / "out").iterdir()) if (self.root / "out").exists() else []


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A workspace with one sound issue of one item."""
    office = Office(tmp_path / "office")
    office.write("bulletin.toml", BULLETIN)
    office.issue()
    office.item()
    return office


@pytest.fixture
def example(tmp_path: Path) -> Office:
    """A copy of the example workspace."""
    shutil.copytree(EXAMPLE, tmp_path / "yanjin", ignore=shutil.ignore_patterns("out"))
    return Office(tmp_path / "yanjin")


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the program in this process, by default in the office's folder."""

    def run_here(*arguments: str, cwd: Path | None = None, exits: int | None = None) -> Result:
        if cwd is not None:
            monkeypatch.chdir(cwd)
        capsys.readouterr()
        code = main(list(arguments))
        said = capsys.readouterr()
        if exits is not None:
            assert code == exits, f"{said.out}{said.err}"
        return Result(code, said.out, said.err)

    return run_here


def run_process(
    *arguments: str, cwd: Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Runs the program as a process of its own, as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "bulletin_cli", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )

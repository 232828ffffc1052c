"""What users install: the wheel, in an empty environment."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import PROJECT, Office

pytestmark = pytest.mark.slow


def test_the_built_wheel_composes_in_an_empty_environment(example: Office, tmp_path: Path) -> None:
    def call(*command: object, cwd: Path = tmp_path) -> str:
        done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, check=False, timeout=600)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    call(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, PROJECT)
    (wheel,) = tmp_path.glob("*.whl")
    layouts = (PROJECT / "layouts").rglob("*")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {f"bulletin_cli/{path.relative_to(PROJECT)}" for path in layouts if path.is_file()} <= names
    assert {f"bulletin_cli/skeletons/{name}.toml" for name in ("item", "issue", "bulletin", "sample")} <= names
    specimen = (PROJECT / "bulletin_cli/specimen").rglob("*.toml")
    assert {path.relative_to(PROJECT).as_posix() for path in specimen} <= names
    assert not [name for name in names if name.startswith(("tests", "examples", "layouts"))]

    call(sys.executable, "-m", "venv", tmp_path / "empty")
    folder = "Scripts" if sys.platform == "win32" else "bin"
    call(tmp_path / "empty" / folder / "python", "-m", "pip", "install", "--quiet", wheel)
    said = call(tmp_path / "empty" / folder / "bulletin", "compose", "38", cwd=example.root)
    assert "已生成 out/延津政务快报2024年第38期.docx：5 个栏目，7 条" in said
    assert (example.root / "out" / "延津政务快报2024年第38期.docx").exists()
    call(tmp_path / "empty" / folder / "bulletin", "layouts", "preview", "yanjin", "--no-pdf")
    assert (tmp_path / "preview" / "yanjin-长.docx").exists()

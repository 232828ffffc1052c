"""`bulletin schema`: what editors are told of our files is what reading validates with."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from conftest import PROJECT, Office, Run, run_process

from bulletin_cli.skeletons.editors import SCHEMAS

TAPLO = shutil.which("taplo", path=Path(sys.executable).parent)
needs_taplo = pytest.mark.skipif(TAPLO is None, reason="taplo has no wheel for this machine")

FILES = {
    "bulletin": sorted(PROJECT.glob("examples/*/bulletin.toml")),
    "issue": sorted(PROJECT.glob("examples/*/issues/**/issue.toml")),
    "item": sorted(
        path
        for folder in ("issues", "inbox")
        for path in PROJECT.glob(f"examples/*/{folder}/**/*.toml")
        if path.name != "issue.toml"
    ),
    "layout": sorted([*PROJECT.glob("layouts/*.toml"), *PROJECT.glob("examples/*/layouts/*.toml")]),
}

SOUND_ISSUE = "number = 38\ndate = 2024-08-23\n"
SOUND_ITEM = 'section = "经济发展"\ndepartment = "开发区"\ntitle = "标题"\nbody = "正文。"\n'
FAULTY = {
    "unknown key": ("item", SOUND_ITEM + 'titel = "x"\n', "titel"),
    "wrong type": ("issue", SOUND_ISSUE.replace("38", '"38"'), 'not of type "integer"'),
    "missing field": ("item", SOUND_ITEM.replace('title = "标题"\n', ""), '"title" is a required property'),
    "empty text": ("item", SOUND_ITEM.replace("标题", ""), "does not match"),
    "a date with a time": ("issue", SOUND_ISSUE.replace("08-23", "08-23T10:00:00"), 'not a "date"'),
    "no date": ("issue", SOUND_ISSUE.replace("2024-08-23", '"今天"'), 'not a "date"'),
    "empty list": ("bulletin", 'name = "甲"\nissuer = []\nsections = ["乙"]\ndepartments = ["丙"]\n', "anyOf"),
    "unknown key of a table": ("issue", SOUND_ISSUE + '[[sign_off]]\nrole = "签发"\nnmae = "李勉"\n', "nmae"),
    "no length": ("layout", '[page]\nwidth = "210"\n', "does not match"),
    "two elements in one": ("layout", '[masthead]\nelements = [{ text = "{name}", space = "1mm" }]\n', "oneOf"),
}


def schema_of(kind: str, run: Run) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(run("schema", kind, exits=0).out)
    return schema


def taplo(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Checks as editors do; nothing but the files named is looked at."""
    command = [str(TAPLO), "check", "--no-auto-config", "--colors", "never", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, check=False, timeout=60, encoding="utf-8")


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(inner)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_one_of_draft_07_and_names_no_host_of_ours(kind: str, run: Run) -> None:
    schema = schema_of(kind, run)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema_rs.meta.validate(schema)
    assert not any("$id" in node for node in nodes(schema))
    assert run("schema", kind).out.count("http") == 1
    assert not [key for node in nodes(schema) for key in node if key.startswith("x-")]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_field_has_a_description_in_chinese_that_says_how_it_is_written(kind: str, run: Run) -> None:
    for node in nodes(schema_of(kind, run)):
        if isinstance(node.get("title"), str):
            assert re.search("[一-鿿]", node["title"])
            assert node["description"].startswith(node["title"])
    department = schema_of("item", run)["properties"]["department"]
    assert department["description"] == (
        "报送单位（必填）：登记过的单位名称或别名；联合报送写成列表。"
        '写法：一个单位名，如 "教体局"；或单位名的列表，如 ["教体局", "市场监管局"]。'
    )
    filename = schema_of("bulletin", run)["properties"]["filename"]
    assert "可用 {name}、{year}、{series}、{number}、{total}。" in filename["description"]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_nothing_but_words_differs_from_what_reading_validates_with(kind: str, run: Run) -> None:
    def bare(schema: Any) -> Any:
        if isinstance(schema, list):
            return [bare(each) for each in schema]
        if not isinstance(schema, dict):
            return schema
        words = {key for key in schema if key in ("description", "$comment") and isinstance(schema[key], str)}
        return {key: bare(value) for key, value in schema.items() if key not in words and not key.startswith("x-")}

    assert bare(schema_of(kind, run)) == bare(SCHEMAS[kind])


@needs_taplo
@pytest.mark.parametrize("kind", SCHEMAS)
def test_editors_take_every_file_of_examples_and_layouts(kind: str, tmp_path: Path, run: Run) -> None:
    assert FILES[kind]
    (tmp_path / "schema.json").write_text(run("schema", kind, exits=0).out, encoding="utf-8")
    done = taplo("--schema", (tmp_path / "schema.json").as_uri(), *FILES[kind], cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"total={len(FILES[kind])} excluded=0" in done.stderr


@needs_taplo
@pytest.mark.parametrize("case", FAULTY)
def test_editors_find_what_is_wrong(case: str, tmp_path: Path, run: Run) -> None:
    kind, text, said = FAULTY[case]
    (tmp_path / "kind.schema.json").write_text(run("schema", kind, exits=0).out, encoding="utf-8")
    (tmp_path / "faulty.toml").write_text(f"#:schema kind.schema.json\n{text}", encoding="utf-8")
    done = taplo("faulty.toml", cwd=tmp_path)
    assert done.returncode == 1
    assert said in done.stderr


@needs_taplo
def test_editors_find_the_schema_that_a_skeleton_names(office: Office, run: Run) -> None:
    """Each skeleton is told faulty for what is empty in it, and for nothing else: its schema was found and read."""
    run("new", "item", "乙", "--issue", "38", cwd=office.root, exits=0)
    run("new", "item", "丙", "--section", "经济发展", exits=0)
    run("new", "issue", "39", "--date", "2024-08-30", exits=0)
    sound = taplo("issues/2024/39/issue.toml", cwd=office.root)
    assert sound.returncode == 0, sound.stderr
    for path in ("issues/2024/38/乙.toml", "inbox/丙.toml"):
        done = taplo(path, cwd=office.root)
        assert done.returncode == 1
        assert '"" does not match' in done.stderr
        assert "failed to load schema" not in done.stderr


def test_a_schema_is_utf8_whatever_the_console(tmp_path: Path) -> None:
    done = run_process("schema", "issue", cwd=tmp_path, PYTHONIOENCODING="gbk")
    assert json.loads(done.stdout.decode("utf-8"))["title"] == "期"


def test_an_unknown_kind_is_told(run: Run) -> None:
    assert "'items' 不是 'item', 'issue', 'bulletin', 'layout' 之一" in run("schema", "items", exits=2).err
    assert "缺少种类" in run("schema", exits=2).err

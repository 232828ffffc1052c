"""`bulletin rule`: the rules listed and explained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run

from bulletin_cli.checks.registry import RULES


def test_every_rule_is_listed_in_one_line(tmp_path: Path, run: Run) -> None:
    lines = run("rule", cwd=tmp_path, exits=0).out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [rule.code for rule in RULES]


def test_one_rule_is_explained_with_examples_and_source(tmp_path: Path, run: Run) -> None:
    out = run("rule", "nm101", cwd=tmp_path, exits=0).out
    assert out.startswith("NM101 ")
    for part in ("依据：", "自动改正：能（--fix）", "错：", "对：", "这样写是对的，不会报："):
        assert part in out


def test_a_group_is_listed_alone(tmp_path: Path, run: Run) -> None:
    codes = [line.split()[0] for line in run("rule", "PI", cwd=tmp_path, exits=0).out.splitlines()[1:]]
    assert codes == [rule.code for rule in RULES if rule.code.startswith("PI")]


def test_the_nearest_rule_is_named_for_one_that_is_none(tmp_path: Path, run: Run) -> None:
    assert "没有 NM999 这条规则，是不是“NM" in run("rule", "NM999", cwd=tmp_path, exits=2).err


@pytest.mark.parametrize("code", ["", "WD", "PU101"])
def test_rules_are_told_to_programs_as_well(code: str, tmp_path: Path, run: Run) -> None:
    rows = json.loads(run("rule", *filter(None, [code]), "--format", "json", cwd=tmp_path, exits=0).out)
    assert rows
    assert all(row["code"].startswith(code) and row["name"] and row["source"] for row in rows)

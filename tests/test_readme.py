"""What the READMEs say is what the program does."""

from __future__ import annotations

import re

import field_tables
import pytest
import rule_pages
from conftest import PROJECT, Run

READMES = ("README.md", "README.zh-CN.md")


def test_the_tables_of_fields_are_those_that_reading_validates_with() -> None:
    said = field_tables.README.read_text(encoding="utf-8")
    assert field_tables.written() == said, "run: python tests/field_tables.py"


@pytest.mark.parametrize("name", READMES)
def test_the_layout_shown_is_that_of_the_example(name: str) -> None:
    shown = re.search(
        r"<!-- layout -->\n```toml\n(.*?)```\n<!-- end -->", (PROJECT / name).read_text(encoding="utf-8"), re.DOTALL
    )
    assert shown is not None
    assert shown[1] == (PROJECT / "examples/yunchuan/layouts/yunchuan.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", READMES)
def test_every_picture_and_file_that_is_linked_is_there(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (PROJECT / name).read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (PROJECT / link).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_every_option_that_is_named_is_one(name: str, run: Run) -> None:
    commands = (
        "",
        "compose",
        "check",
        "batch",
        "archive",
        "show",
        "layouts",
        "layouts new",
        "layouts preview",
        "new item",
        "new issue",
        "init",
    )
    helps = "".join(run(*command.split(), "--help").out for command in commands)
    named = set(re.findall(r"`(?:bulletin )?(--[a-z]+)", (PROJECT / name).read_text(encoding="utf-8")))
    assert named
    assert {option for option in named if option not in helps} == set()


def test_the_page_of_rules_is_that_of_the_rulebook() -> None:
    assert rule_pages.RULES.read_text(encoding="utf-8") == rule_pages.page(), "run: python tests/rule_pages.py"

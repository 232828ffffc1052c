"""What the READMEs say is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import field_tables
import pytest
import rule_pages
from conftest import PROJECT, Office, Run

READMES = ("README.md", "README.zh-CN.md")
LAYOUTS_SHOWN = {
    "README.md": "examples/yunchuan/layouts/yunchuan.toml",
    "docs/layouts.md": "examples/qinghe/layouts/清河.toml",
}


@pytest.mark.parametrize("page", field_tables.PAGES, ids=lambda page: page.name)
def test_the_tables_of_fields_are_those_that_reading_validates_with(page: Path) -> None:
    assert field_tables.written(page) == page.read_text(encoding="utf-8"), "run: python tests/field_tables.py"


@pytest.mark.parametrize(("name", "layout"), LAYOUTS_SHOWN.items())
def test_the_layout_shown_is_that_of_the_example(name: str, layout: str, run: Run) -> None:
    shown = re.search(
        r"<!-- layout -->\n```toml\n(.*?)```\n<!-- end -->", (PROJECT / name).read_text(encoding="utf-8"), re.DOTALL
    )
    assert shown is not None
    assert shown[1] == (PROJECT / layout).read_text(encoding="utf-8")
    assert "没有问题" in run("layouts", "check", str(PROJECT / layout), exits=0).out


def test_every_line_of_the_head_that_is_explained_is_in_the_layout() -> None:
    """The worked example of docs/layouts.md."""
    page = (PROJECT / "docs/layouts.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| [^|]* \| `(\{ .* \},)` \|$", page.partition("<!-- layout -->")[0], re.MULTILINE)
    layout = (PROJECT / LAYOUTS_SHOWN["docs/layouts.md"]).read_text(encoding="utf-8")
    elements = layout.partition("elements = [\n")[2].partition("\n]")[0]
    assert explained == [line.strip() for line in elements.split("\n")]


def test_every_change_that_is_advised_is_one_that_layouts_can_say(office: Office, run: Run) -> None:
    """The table of docs/layouts.md: each `[table]` with the `key = value` behind it."""
    page = (PROJECT / "docs/layouts.md").read_text(encoding="utf-8")
    advised = page.partition("## 想要什么，改哪里")[2].partition("\n## ")[0].split("\n")
    tried = 0
    for row in advised:
        for table, rest in re.findall(r"`\[([a-z_.]+)\]`((?:(?!`\[)[^；])*)", row):
            for setting in re.findall(r"`([a-z_]+ = [^`]+)`", rest):
                office.write("layouts/own.toml", f'extends = "yanjin"\n[{table}]\n{setting}\n')
                run("layouts", "check", "own", cwd=office.root, exits=0)
                tried += 1
    assert tried > 15


@pytest.mark.parametrize("name", [*READMES, "docs/layouts.md"])
def test_every_picture_and_file_that_is_linked_is_there(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (PROJECT / name).read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not ((PROJECT / name).parent / link).exists()] == []


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

"""The rulebook: what each rule is about, with its source and examples, for people to read.

It stands in the .toml files beside the rules and is read when somebody asks for it, never to check a text.
"""

from __future__ import annotations

import datetime
import functools
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from bulletin_cli.checks.registry import BY_CODE
from bulletin_cli.checks.rule import Rule

_FOLDER = Path(__file__).with_name("rules")


class Page(NamedTuple):
    """What the rulebook says of a rule.

    `wrong` and `right` belong together one by one: the right one is what the rule's fix makes of the wrong one, where
    it has a fix. `silent` are texts that look faulty and are right. All stand in the `field`, in an item of
    `department` and an issue of `date`, where it matters.
    """

    rule: Rule
    name: str
    about: str
    source: str
    wrong: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    field: str = "body"
    department: str = ""
    date: datetime.date | None = None
    title: str = ""


@functools.cache
def pages() -> dict[str, Page]:
    """The page of each rule by its code, in the order of the registry."""
    tables = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        tables.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return {code: _page(BY_CODE[code], tables[code]) for code in BY_CODE if code in tables}


def _page(rule: Rule, table: dict[str, Any]) -> Page:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return Page(rule, **values)

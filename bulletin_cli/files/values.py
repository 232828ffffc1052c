"""Values out of a parsed file, as the types the model wants.

A value of the wrong type was noted by validation already; here it counts as not given, so that a draft can be
composed from what there is.
"""

from __future__ import annotations

import datetime
from typing import Any

Table = dict[str, Any]


def text(table: Table, key: str) -> str:
    """The text at `key`; "" where there is none."""
    value = table.get(key)
    return value if isinstance(value, str) else ""


def texts(table: Table, key: str) -> tuple[str, ...]:
    """The texts at `key`, be it one or a list."""
    value = table.get(key)
    if isinstance(value, str):
        return (value,)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def number(table: Table, key: str) -> int | None:
    """The whole number at `key`."""
    value = table.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def date(table: Table, key: str) -> datetime.date | None:
    """The date at `key`; a date in quotes is none."""
    value = table.get(key)
    return value if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime) else None


def tables(table: Table, key: str) -> list[Table]:
    """The tables in the list at `key`."""
    value = table.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def pairs(table: Table, key: str) -> list[tuple[str, str]]:
    """The texts in the table at `key`, each with its name."""
    value = table.get(key)
    return [(name, each) for name, each in value.items() if isinstance(each, str)] if isinstance(value, dict) else []

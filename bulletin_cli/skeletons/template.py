"""A commented file of this folder, with what is known already filled in."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import tomli_w

from bulletin_cli.errors import BulletinError
from bulletin_cli.files.text import unprintable, visible

Value = str | int | datetime.date | list[str]

_FIELD = re.compile(r"(?:# )?([a-z_]+) = ")  # one that is commented out gets a value as well
_NOTE = re.compile(r"(# (\S+)：)…$")


class Started(NamedTuple):
    """What was written: the file to fill in, and the schemas that were not there yet."""

    path: Path
    schemas: list[Path]


def fill(
    name: str, schema: str, values: Mapping[str, Value] | None = None, notes: Mapping[str, str] | None = None
) -> bytes:
    """The template `name` with its fields' `values`, and `notes` in place of the dots after the comments they belong to.

    `schema` is where its schema stands, from the file's own folder, with forward slashes. A comment without its note is
    left out. Raises BulletinError where a value has line ends or characters that do not show.
    """
    left = dict(values or {})
    lines = [f"#:schema {schema}"]
    for line in (Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8").splitlines()[1:]:
        if (field := _FIELD.match(line)) and field[1] in left:  # the first of that name: top-level ones stand above
            lines.append(_assignment(field[1], left.pop(field[1])))
        elif note := _NOTE.match(line):
            lines += [f"{note[1]}{visible(notes[note[2]])}"] if notes and note[2] in notes else []
        else:
            lines.append(line)
    assert not left, f"{name}.toml has no place for {left}"
    # an old Notepad shows a text without carriage returns as one line
    return "".join(f"{line}{os.linesep}" for line in lines).encode()


def _assignment(key: str, value: Value) -> str:
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str) and (unprintable(text) or visible(text) != text):
            raise BulletinError(f"“{text}”里有换行或控制字符；请改掉")
    return tomli_w.dumps({key: value}).rstrip("\n")

"""The pieces of a layout's texts: one that asks for what an issue or item may lack is left out whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bulletin_cli.files.source import Source
from bulletin_cli.files.validate import described
from bulletin_cli.findings import Severity
from bulletin_cli.layout.schema.layout import LAYOUT
from bulletin_cli.placeholders import names

if TYPE_CHECKING:
    from bulletin_cli.files.places import KeyPath

_MAY_LACK = ("total", "series", "secrecy", "serial", "copies", "author")
_MUST_SAY = ("name", "number", "issuer", "date", "department")  # a year or an ordinal is not missed
_AUTHOR = '["（{department}", " {author}", "）"]'
_TOTAL = '["第{number}期", "（总第{total}期）"]'


def check_pieces(source: Source, bases: Sequence[Source]) -> None:
    """Notes every piece of the layout that would take along what no other piece of its part prints (IT208).

    Those of its `bases` count as well, for it takes over what it does not say itself.
    """
    said: dict[KeyPath, list[list[str]]] = {}  # by table and key, as the nearest file has it
    for each in (source, *bases):
        here: dict[KeyPath, list[list[str]]] = {}
        for at, asked in _pieces(each):
            here.setdefault(at[:2], []).append(asked)
        said = here | said
    sure = {
        (at[0], name)
        for at, all_asked in said.items()
        for asked in all_asked
        if not _braced(_MAY_LACK, asked)
        for name in asked
    }
    for at, asked in _pieces(source):
        lacking, lost = _braced(_MAY_LACK, asked), _braced(_MUST_SAY, [n for n in asked if (at[0], n) not in sure])
        if lacking and lost:
            example = _AUTHOR if "author" in asked else _TOTAL
            message = f"没有 {lacking} 的时候，这一段整段不印，{lost} 也就印不出来；请分成几段写，如 {example}"
            source.report("IT208", message, at, severity=Severity.WARNING)


def _pieces(source: Source) -> list[tuple[KeyPath, list[str]]]:
    return [
        (at, names(text))
        for at, node, text in described(LAYOUT, source.values)
        if isinstance(text, str) and "x-placeholders" in node
    ]


def _braced(known: tuple[str, ...], asked: list[str]) -> str:
    return "、".join(f"{{{name}}}" for name in known if name in asked)

"""Names in braces, replaced as text: {number} in a layout, {year} in a file name.

The names are a closed set for each place. Nothing is evaluated: a value that holds braces is printed as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

_NAME = re.compile(r"\{([^{}]*)\}")


def fill(pieces: Iterable[str], values: Mapping[str, str]) -> str:
    """The pieces with every {name} replaced; a piece whose placeholder has no value ("") is left out whole."""
    return "".join(_NAME.sub(lambda name: values[name[1]], piece) for piece in pieces if _has_values(piece, values))


def names(text: str) -> list[str]:
    """The placeholders in `text`."""
    return _NAME.findall(text)


def unknown(text: str, known: Collection[str]) -> list[tuple[str, int, int]]:
    """What is wrong with the placeholders in `text`: a Chinese sentence, and from where to where it stands.

    A placeholder must be among `known`, and a brace belongs to a placeholder.
    """
    listed = "、".join(f"{{{name}}}" for name in known) or "无"
    faults = []
    for found in _NAME.finditer(text):
        name = found[1]
        if name not in known:
            import difflib  # needed only where there is a fault

            close = difflib.get_close_matches(name, known, n=1)
            hint = f"，是不是 {{{close[0]}}}？" if close else f"；这里可用的有：{listed}"
            faults.append((f"不认识的占位符 {{{name}}}{hint}", *found.span()))
    bare = _NAME.sub(lambda found: " " * len(found[0]), text)
    faults += [
        ("花括号没有配对，或不是英文的 { }；花括号里只能写占位符的名字", brace.start(), brace.end())
        for brace in re.finditer(r"[{}｛｝]", bare)
    ]
    return faults


def _has_values(piece: str, values: Mapping[str, str]) -> bool:
    return all(values[name] for name in names(piece))

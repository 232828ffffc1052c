"""A layout of the office's own: every setting of the one it is made from, ready to be changed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tomli_w

from bulletin_cli.console import width
from bulletin_cli.errors import BulletinError, reason
from bulletin_cli.files.source import Source, content
from bulletin_cli.files.text import visible
from bulletin_cli.files.values import Table
from bulletin_cli.files.workspace import Workspace
from bulletin_cli.layout.find import find_layout
from bulletin_cli.layout.read import layout_chain, read_layout
from bulletin_cli.layout.schema.layout import LAYOUT
from bulletin_cli.layout.schema.margins import FIRST_PAGE
from bulletin_cli.layout.schema.masthead import ELEMENT
from bulletin_cli.layout.schema.page import STYLE
from bulletin_cli.publish.atomic import write_new
from bulletin_cli.skeletons.editors import missing_schemas, schema_file
from bulletin_cli.skeletons.naming import ENDING, file_stem
from bulletin_cli.skeletons.template import Started

_TablePath = tuple[str, ...]  # of a table: ("styles", "title")

# What most counties change first. These tables stand first in the file, these keys without the mark of a comment.
_WANTED: dict[_TablePath, tuple[str, ...]] = {
    ("styles", "nameplate"): ("face", "size", "colour", "align", "line", "spacing"),
    ("masthead",): ("elements",),
    ("closing",): ("parts",),
}
_SAID_ABOVE = ("extends", "title")
_BEHIND = re.compile(r"[ \t]*(?:#[ \t]*(.*?))?[ \t]*(?:\r?\n|$)")
_ABOVE = re.compile(r"((?:^[ \t]*#.*\n)+)\Z", re.MULTILINE)


class _Setting(NamedTuple):
    """A key with its value as it is written, and what is said of it."""

    key: str
    value: str
    comment: str
    wanted: bool


def start_layout(workspace: Workspace, name: str, base: str) -> Started:
    """Writes the layout `name` of the office's own, which extends `base` and changes nothing yet.

    Raises BulletinError where the name is taken or cannot be used, and where `base` is missing or faulty.
    """
    own = workspace.layouts
    stem = file_stem(name)
    found = find_layout(base, own)
    assert found is not None, "a layout that somebody has looked up"
    layout, findings = read_layout(found, own)
    if layout is None:
        place = f"{findings[0].path}:{findings[0].place.line}:{findings[0].place.column}"
        raise BulletinError(f"{place}: {findings[0].message}；先改好它，再以 {base} 为底")
    chain = layout_chain(found, own)
    if stem in {source.path.stem for source in chain[1:]}:
        raise BulletinError(f"{base} 是以 {stem} 为底的，再有一个 {stem} 就绕成一圈；请换一个名称")
    schema = os.path.relpath(workspace.schemas / schema_file("layout"), own).replace(os.sep, "/")
    lines = [f"#:schema {schema}", *_text(stem, base, chain)]
    path = own / f"{stem}{ENDING}"
    missing = missing_schemas(workspace.schemas)
    # an old Notepad shows a text without carriage returns as one line
    text = "".join(f"{line}{os.linesep}" for line in lines).encode()
    write_new({path: text, **_pictures(chain, own), **missing})
    return Started(path, list(missing))


def _pictures(chain: Sequence[Source], own: Path) -> dict[Path, bytes]:
    """The pictures that the layout names, by where its copy will look for them; what is there already stays."""
    source = next((source for source in chain if "elements" in source.values.get("masthead", {})), chain[0])
    elements = source.values.get("masthead", {}).get("elements", [])
    names = [each["picture"] for each in elements if "picture" in each]
    wanted = {own / name: source.path.parent / name for name in names if not (own / name).exists()}
    try:
        return {path: content(picture) for path, picture in wanted.items()}
    except OSError as error:
        raise BulletinError(f"读不了图片 {error.filename}：{reason(error)}") from error


def _text(name: str, base: str, chain: Sequence[Source]) -> Iterator[str]:
    """The lines of the file below the first."""
    called, under = visible(name), visible(base)
    yield f"# 版式 {called}：以 {under} 为底，现在各项都与它相同；改了哪一项，就只有那一项不同。"
    yield "# 行首有 # 的各项还在沿用；要改就删去行首的 # 和空格，再改等号后面的值。方括号的各行留着不动。"
    yield f"# 改好先查：bulletin layouts check {called}；再看样子：bulletin layouts preview {called}"
    yield '# 长度写 mm、pt、字、行，如 "35mm"、"2字"；字号写名称或磅值，如 "三号"、"16pt"；颜色是红绿蓝三个值，如 "FF0000"。'
    yield "# 花括号里的 {name}、{number} 等排版时换成内容；说明里“5.2.1”这样的数是 GB/T 9704-2012 的条款。"
    yield ""
    yield _assignment("extends", base)
    yield _assignment("title", f"{name}：以 {base} 为底")
    tables = _tables(chain)
    yield from ("", "# 一、最常改的：报名、报头、版记。")
    for path in [path for path in _WANTED if path in tables and _is_used(path, chain)]:
        yield from ("", *_table(path, tables.pop(path), chain))
    yield from ("", "# 二、其余各项。")
    for path, sources in tables.items():
        yield from ("", *_table(path, sources, chain))
    yield ""
    yield f"# [styles.名字] 的各段里都可以写：{_keys_of(STYLE)}；没有写的，同 [styles.normal]。"
    yield f"# [masthead] 的 elements 里，一个花括号可以写：{_keys_of(ELEMENT)}。"
    if ("first_page",) not in _tables(chain):
        yield f"# [first_page] 首页与别的页不同时写：{_keys_of(FIRST_PAGE)}。"


def _is_used(path: _TablePath, chain: Sequence[Source]) -> bool:
    """Whether changing the table changes anything: a nameplate that is a picture has no type."""
    if path[0] != "styles":
        return True
    heads = (source.values.get("masthead", {}).get("elements") for source in chain)
    return any(element.get("style") == path[1] for element in next(filter(None, heads), []))


def _keys_of(description: Table) -> str:
    return "、".join(f"{key} {field['title']}" for key, field in description["properties"].items())


def _tables(chain: Sequence[Source]) -> dict[_TablePath, dict[str, Source]]:
    """The tables of the whole layout in their order, each key with the file whose value holds."""
    tables: dict[_TablePath, dict[str, Source]] = {}
    for source in reversed(chain):
        for path, key in _keys(source.values):
            if path or key not in _SAID_ABOVE:
                tables.setdefault(path, {})[key] = source
    return tables


def _keys(values: Table, path: _TablePath = ()) -> Iterator[tuple[_TablePath, str]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _keys(value, (*path, key))
        else:
            yield path, key


def _table(path: _TablePath, sources: dict[str, Source], chain: Sequence[Source]) -> Iterator[str]:
    above, behind = next(filter(any, (_header_comments(path, source) for source in chain)), ("", ""))
    yield from (f"# {line}" for line in above.splitlines())
    description = _description(path)
    said = behind or ("" if above else _sentence(description))
    yield f"[{'.'.join(map(_key, path))}]" + (f"  # {said}" if said else "")
    wanted = _WANTED.get(path, ())
    settings = [_setting((*path, key), source, wanted=key in wanted) for key, source in sources.items()]
    yield from _aligned(settings)


def _aligned(settings: Sequence[_Setting]) -> Iterator[str]:
    """The settings, their equals signs and comments one below another; a value of several lines has its comment above."""
    column = max(width(_key(setting.key)) for setting in settings)
    heads = [f"{'' if each.wanted else '# '}{_padded(_key(each.key), column)} = {each.value}" for each in settings]
    edge = max((width(head) for head in heads if "\n" not in head), default=0)
    for setting, head in zip(settings, heads, strict=True):
        if "\n" not in head:
            yield f"{_padded(head, edge)}  # {setting.comment}" if setting.comment else head
            continue
        if setting.comment:
            yield f"# {setting.comment}"
        first, *others = head.split("\n")
        yield first
        yield from (line if setting.wanted else f"# {line}" for line in others)


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - width(text))


def _setting(path: _TablePath, source: Source, *, wanted: bool) -> _Setting:
    span = source.places.values.get(path)
    if span is None:  # an array of tables
        value: Any = source.values
        for key in path:
            value = value[key]
        return _Setting(path[-1], _written(value), _sentence(_description(path)), wanted)
    start, end = span
    behind = _BEHIND.match(source.text, end)
    comment = (behind[1] if behind else "") or _sentence(_description(path))
    return _Setting(path[-1], source.text[start:end].replace("\r\n", "\n"), comment, wanted)


def _header_comments(path: _TablePath, source: Source) -> tuple[str, str]:
    """What the file says in the lines above the table's header, and behind it."""
    span = source.places.keys.get(path)
    if span is None:
        return "", ""
    text = source.text.replace("\r", " ")
    start = text.rfind("\n", 0, span[0]) + 1
    if not text[start : span[1]].lstrip().startswith("["):  # an inline table
        return "", ""
    above = _ABOVE.search(text[:start])
    said = "\n".join(line.strip().removeprefix("#").strip() for line in above[1].splitlines()) if above else ""
    behind = _BEHIND.match(text, text.index("]", span[0]) + 1)
    return said, (behind[1] if behind else "") or ""


def _description(path: _TablePath) -> Table:
    """How the schema describes what stands at `path`; of a style's table nothing but what it says itself."""
    node: Table = LAYOUT
    for key in path:
        node = node.get("properties", {}).get(key) or node.get("additionalProperties") or {}
    return {} if node is STYLE or not isinstance(node, dict) else node


def _sentence(description: Table) -> str:
    """“标题位置：run-in 接排在段首、own-line 单占一行。”."""
    return "：".join(filter(None, (description.get("title", ""), description.get("description", ""))))


def _key(key: str) -> str:
    return _assignment(key, 0).removesuffix(" = 0")


def _written(value: Any) -> str:
    """A value in one line, but for a list of tables or lists, which has one of them a line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_written(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        if any(isinstance(each, (dict, list)) for each in value):
            return "[\n" + "".join(f"  {_written(each)},\n" for each in value) + "]"
        return "[" + ", ".join(map(_written, value)) + "]"
    return _assignment("x", value).removeprefix("x = ")


def _assignment(key: str, value: Any) -> str:
    return tomli_w.dumps({key: value}).rstrip("\n")

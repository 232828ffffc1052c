"""A layout's file, and those it extends → Layout, with a finding for everything in them that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bulletin_cli.files.inputs import as_given, as_read
from bulletin_cli.files.pictures import PictureError, picture_data, picture_path, read_header
from bulletin_cli.files.source import Source, read
from bulletin_cli.files.validate import described, nearest, validate
from bulletin_cli.files.values import Table
from bulletin_cli.files.vector import is_vector, read_vector
from bulletin_cli.findings import Finding
from bulletin_cli.layout.build import build, check_complete
from bulletin_cli.layout.error import LayoutError
from bulletin_cli.layout.find import find_layout, layout_names
from bulletin_cli.layout.masthead import PictureFile
from bulletin_cli.layout.model import Layout
from bulletin_cli.layout.schema.layout import LAYOUT

if TYPE_CHECKING:
    from bulletin_cli.files.places import KeyPath


def read_layout(path: Path, own: Path | None) -> tuple[Layout | None, list[Finding]]:
    """The layout in the file `path`, those it extends looked for in `own` and among the built-in ones.

    None where there are findings.
    """
    chain, findings = _chain(path, own)
    for source in chain:
        validate(source, LAYOUT)
    findings += _found(chain)
    if findings:
        return None, findings
    merged: Table = {}
    for source in reversed(chain):
        merged = _merged(merged, _with_absolute_pictures(source))
    try:
        check_complete(merged)
        pictures: dict[str, PictureFile] = {}
        for source in chain:
            _check_styles(source, merged)
            pictures |= _read_pictures(source)
        if not _found(chain):
            files = [*map(as_read, chain), *(as_given(Path(name), file.content) for name, file in pictures.items())]
            return build(path.stem, merged, pictures)._replace(files=tuple(files)), []
    except LayoutError as error:
        chain[0].report(error.code, str(error), _there(chain[0].values, error.at))
    return None, _found(chain)


def _there(values: Table, at: KeyPath) -> KeyPath:
    """As much of the path as the file has: the rest may be in one that it extends."""
    value: Any = values
    for place, part in enumerate(at):
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return at[:place]
    return at


def layout_chain(path: Path, own: Path | None) -> list[Source]:
    """The layout's file, then the one it extends, and so on, as far as they can be read; nothing is checked."""
    return _chain(path, own)[0]


def layout_files(path: Path, own: Path | None) -> list[Path]:
    """Every file that the layout is made from, also those that it names and that are not there."""
    files = []
    for source in layout_chain(path, own):
        validate(source, LAYOUT)
        files += [source.path, *(() if source.findings else _pictures(source).values())]
    return files


def _found(chain: list[Source]) -> list[Finding]:
    return [finding for source in chain for finding in source.findings]


def _chain(path: Path, own: Path | None) -> tuple[list[Source], list[Finding]]:
    """The layout's source, then what it extends, and so on."""
    chain: list[Source] = []
    while True:
        source = read(path)
        if isinstance(source, Finding):
            return chain, [source]
        chain.append(source)
        base = source.values.get("extends")
        if not isinstance(base, str) or not base.strip():
            return chain, []
        read_already = frozenset(each.path for each in chain)
        found = find_layout(base, own, but=read_already)
        if found is None:
            if find_layout(base, own) is not None:
                message = f"版式“{base}”绕了一圈又沿用到自己；请改掉 extends"
            else:
                names = list(layout_names(own))
                message = f"没有“{base}”这个版式{nearest(base, names) or '；可用的有：' + '、'.join(names)}"
            source.report("LA103", message, ("extends",))
            return chain, []
        path = found


def _merged(base: Table, over: Table) -> Table:
    """`base` with what `over` says: tables are merged key by key, everything else is replaced."""
    both = [key for key in over if isinstance(over[key], dict) and isinstance(base.get(key), dict)]
    return {**base, **over, **{key: _merged(base[key], over[key]) for key in both}}


def _with_absolute_pictures(source: Source) -> Table:
    """The file's values, its pictures' paths taken from the folder the file stands in."""
    masthead = source.values.get("masthead", {})
    if "elements" not in masthead:
        return source.values
    folder = source.path.parent
    elements = [
        {**element, "picture": str(folder / element["picture"])} if "picture" in element else element
        for element in masthead["elements"]
    ]
    return {**source.values, "masthead": {**masthead, "elements": elements}}


def _check_styles(source: Source, merged: Table) -> None:
    styles = list(merged.get("styles", {}))
    for at, node, value in _texts(source):
        if node.get("x-style") and value not in styles:
            hint = nearest(value, styles) or f"；可用的有：{'、'.join(styles)}"
            source.report("LA102", f"没有“{value}”这种样式{hint}", at)


def _read_pictures(source: Source) -> dict[str, PictureFile]:
    """The pictures that the file names, by their whole paths; what is wrong with one is noted."""
    found = {}
    for index, path in _pictures(source).items():
        name = source.values["masthead"]["elements"][index]["picture"]
        try:
            data = picture_data(picture_path(name, source.path.parent), name)
            found[str(path)] = _picture(data, name)
        except PictureError as error:
            source.report("LA104", str(error), ("masthead", "elements", index, "picture"))
    return found


def _picture(data: bytes, name: str) -> PictureFile:
    if is_vector(data) or name.lower().endswith((".svg", ".svgz")):
        drawing = read_vector(data, name)
        return PictureFile(data, drawing.header, drawing.png, "image/png", drawing.svg)
    header = read_header(data, name)
    return PictureFile(data, header, data, header.media)


def _pictures(source: Source) -> dict[int, Path]:
    """The pictures that the file names, by the number of the element."""
    elements = enumerate(source.values.get("masthead", {}).get("elements", []))
    return {index: source.path.parent / each["picture"] for index, each in elements if "picture" in each}


def _texts(source: Source) -> Iterator[tuple[tuple[str | int, ...], Table, str]]:
    return ((at, node, value) for at, node, value in described(LAYOUT, source.values) if isinstance(value, str))

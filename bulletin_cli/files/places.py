"""Where a key, a value or a character of a string stands in a TOML file.

tomllib says what a file means but not where; a concrete syntax tree of the same text says where. It is built when
the first place is asked for: a file without findings never pays for it.
"""

from __future__ import annotations

import array
import bisect
import functools
import re
import tomllib
from collections.abc import Iterator

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from bulletin_cli.findings import Place

KeyPath = tuple[str | int, ...]
Span = tuple[int, int]  # offsets in characters of the text, end exclusive

_HEADERS = {"table", "table_array_element"}
_CONTAINERS = {"array", "inline_table"}
_ESCAPE = re.compile(r'\\(?:[btnfr"\\e]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})')
_LINE_CONTINUATION = re.compile(r"\\[ \t]*\r?\n[ \t\r\n]*")


@functools.cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_toml.language()))


class Places:
    """The places of one TOML text, which tomllib has accepted."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._data = text.encode()
        # tree-sitter counts bytes; lines are few, so characters are counted from the start of the line
        self._byte_starts = [0, *(match.end() for match in re.finditer(b"\n", self._data))]
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.keys: dict[KeyPath, Span] = {}
        self.values: dict[KeyPath, Span] = {}
        self.comments: list[str] = []
        self._last = 0, 0  # byte and offset asked for last
        self._arrays: dict[KeyPath, int] = {}  # arrays of tables → index of their last table
        self._characters: tuple[KeyPath, array.array[int], array.array[int]] | None = (
            None  # of the string asked for last
        )
        self._walk(_parser().parse(self._data).root_node)

    def place(self, start: int, end: int) -> Place:
        """The lines and columns of the characters from offset `start` to `end`."""
        return Place(*self._line_and_column(start), *self._line_and_column(max(start, end)))

    def key(self, path: KeyPath) -> Place:
        """Where the key at `path` stands; the nearest table above it where it stands nowhere."""
        return self._nearest(path, self.keys)

    def value(self, path: KeyPath) -> Place:
        """Where the value at `path` stands; the nearest table above it where it stands nowhere."""
        return self._nearest(path, self.values)

    def within(self, path: KeyPath, start: int, end: int) -> Place:
        """Where the characters `start` to `end` of the string at `path` stand, whatever quotes and escapes it has."""
        starts, ends = self.characters(path)
        return self.place(starts[start], ends[end - 1] if end > start else starts[start])

    def characters(self, path: KeyPath) -> tuple[array.array[int], array.array[int]]:
        """For each character of the string at `path` the offsets in the text from which and to which it is written.

        One more start than there are characters: that of the closing quotes.
        """
        if self._characters is None or self._characters[0] != path:
            starts, ends = array.array("l"), array.array("l")
            for start, end in _characters(self._text, *self.values[path]):
                starts.append(start)
                ends.append(end)
            self._characters = path, starts, ends
        return self._characters[1:]

    def offsets(self, place: Place) -> Span:
        """From which to which offset of the text a place reaches."""
        return (
            self._starts[place.line - 1] + place.column - 1,
            self._starts[place.end_line - 1] + place.end_column - 1,
        )

    def _nearest(self, path: KeyPath, spans: dict[KeyPath, Span]) -> Place:
        while path:
            if path in spans:
                return self.place(*spans[path])
            if path in self.keys:
                return self.place(*self.keys[path])
            path = path[:-1]
        return Place()

    def _line_and_column(self, offset: int) -> tuple[int, int]:
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def _span(self, node: Node) -> Span:
        return self._offset(node.start_byte), self._offset(node.end_byte)

    def _offset(self, byte: int) -> int:
        row = bisect.bisect_right(self._byte_starts, byte) - 1
        known_byte, known = self._byte_starts[row], self._starts[row]
        if known_byte <= self._last[0] <= byte:  # further on in the same line, as most nodes are
            known_byte, known = self._last
        offset = known + len(self._data[known_byte:byte].decode("utf-8", "replace"))
        self._last = byte, offset
        return offset

    def _walk(self, document: Node) -> None:
        for node in document.named_children:
            if node.type == "comment":
                self.comments.append(self._words(node))
            elif node.type == "pair":
                self._pair(node, ())
            elif node.type in _HEADERS:
                self._table(node)

    def _words(self, node: Node) -> str:
        return self._data[node.start_byte : node.end_byte].decode()

    def _table(self, node: Node) -> None:
        header, *pairs = node.named_children
        names = self._names(header)
        prefix: KeyPath = ()
        for name in names[:-1]:
            prefix = (*prefix, name)
            self.keys.setdefault(prefix, self._span(header))
            if prefix in self._arrays:
                prefix = (*prefix, self._arrays[prefix])
        path = (*prefix, names[-1])
        if node.type == "table_array_element":
            self.keys.setdefault(path, self._span(header))
            self._arrays[path] = self._arrays.get(path, -1) + 1
            path = (*path, self._arrays[path])
        self.keys[path] = self._span(header)
        for child in pairs:
            if child.type == "pair":
                self._pair(child, path)
            elif child.type == "comment":
                self.comments.append(self._words(child))

    def _pair(self, node: Node, above: KeyPath) -> None:
        self.comments += [self._words(child) for child in node.named_children if child.type == "comment"]
        key, value = [child for child in node.named_children if child.type != "comment"][:2]
        path = above
        for name in self._names(key):
            path = (*path, name)
            self.keys.setdefault(path, self._span(key))
        self._value(value, path)

    def _value(self, node: Node, path: KeyPath) -> None:
        self.values[path] = self._span(node)
        if node.type not in _CONTAINERS:
            return
        self.comments += [self._words(child) for child in node.named_children if child.type == "comment"]
        inside = [child for child in node.named_children if child.type != "comment"]
        for index, child in enumerate(inside):
            if child.type == "pair":
                self._pair(child, path)
            else:
                self._value(child, (*path, index))

    def _names(self, key: Node) -> list[str]:
        # tomllib reads the key, so that quoted and dotted ones mean the same here and there
        text = self._data[key.start_byte : key.end_byte].decode()
        table: object = tomllib.loads(f"{text} = 0")
        names: list[str] = []
        while isinstance(table, dict):
            ((name, table),) = table.items()
            names.append(name)
        return names


def _characters(text: str, start: int, end: int) -> Iterator[Span]:
    """Where each character of the string literal at start…end is written; at last the place of its closing quotes."""
    quote = text[start]
    width = 3 if text.startswith(quote * 3, start) and end - start >= 6 else 1
    position, stop = start + width, end - width
    if width == 3:  # the line end behind the opening quotes is not part of the string
        position += 2 if text.startswith("\r\n", position) else text.startswith("\n", position)
    while position < stop:
        first = position
        if quote == '"' and text[position] == "\\":
            if continuation := _LINE_CONTINUATION.match(text, position, stop):
                position = continuation.end()
                continue
            escape = _ESCAPE.match(text, position)
            assert escape, "tomllib accepted the escape"
            position = escape.end()
        else:
            position += 2 if text.startswith("\r\n", position) else 1
        yield first, position
    yield stop, stop

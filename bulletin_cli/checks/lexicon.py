"""Lexicons: words that are wrong, one entry a line, with the right ones and with what must stay silent.

    布署 = 部署
    签定 = 签订 ! 签定性       where the text spells the guard 签定性, nothing is said

Blank lines and lines that start with # say nothing. The files are in the folder lexicons/.
"""

from __future__ import annotations

import bisect
import functools
import operator
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bulletin_cli.checks.han import words
from bulletin_cli.checks.rule import grams

_FOLDER = Path(__file__).with_name("lexicons")
# looked up together, in one pass over a text
_NAMES = ("wrong_words", "look_alikes", "fixed_names", "similar_words", "pleonasms", "avoided_words", "doubled_words")
_FIRST = "$"  # sorts behind what is no entry: blank lines, and comments
_PREFIX = 2  # characters by which an entry is looked up


class Entry(NamedTuple):
    """One line of a lexicon."""

    wrong: str
    right: str = ""
    guards: tuple[str, ...] = ()


class Hit(NamedTuple):
    """A wrong word in a text, from `start` to `end` (exclusive)."""

    start: int
    end: int
    entry: Entry


@functools.lru_cache(maxsize=4)  # the rules of one text ask one after another
def hits(text: str) -> dict[str, list[Hit]]:
    """For each lexicon the entries that stand in the text and are not guarded there, none overlapping another."""
    found: dict[str, list[Hit]] = {name: [] for name in _NAMES}
    ends = dict.fromkeys(_NAMES, 0)
    for start, prefix in _places(text, _prefixes(_NAMES)):
        for name, entry in _starting_with(prefix):
            if start >= ends[name] and text.startswith(entry.wrong, start) and not _guarded(text, start, entry):
                ends[name] = start + len(entry.wrong)
                found[name].append(Hit(start, ends[name], entry))
    return found


@functools.cache
def _prefixes(names: tuple[str, ...]) -> frozenset[str]:
    """What entries of these lexicons start with."""
    first = operator.itemgetter(slice(_PREFIX))
    return frozenset[str]().union(*(map(first, _lines(name)) for name in names))


@functools.cache
def _starting_with(prefix: str) -> list[tuple[str, Entry]]:
    """The entries of all lexicons that start so, the longest first: of two that start alike the whole one is meant."""
    entries = [(name, _entry(line)) for name in _NAMES for line in _lines_starting_with(name, prefix)]
    return sorted(entries, key=lambda each: (-len(each[1].wrong), each[1].wrong))


def _lines_starting_with(name: str, prefix: str) -> Iterator[str]:
    lines = _lines(name)
    at = bisect.bisect_left(lines, prefix)
    while at < len(lines) and lines[at].startswith(prefix):
        yield lines[at]
        at += 1


def _places(text: str, prefixes: frozenset[str]) -> list[tuple[int, str]]:
    """Where in the text which of the prefixes stands, in order."""
    places = []
    for prefix in filter(prefixes.__contains__, grams(text)):
        start = text.find(prefix)
        while start >= 0:
            places.append((start, prefix))
            start = text.find(prefix, start + 1)
    return sorted(places)


def _guarded(text: str, start: int, entry: Entry) -> bool:
    """Whether one of the entry's guards, or its right word where that holds the wrong one, stands round it."""
    return any(stands_in(guard, text, start, entry.wrong) for guard in (*entry.guards, entry.right))


def stands_in(whole: str, text: str, start: int, part: str) -> bool:
    """Whether the `part` that stands at `start` of the text is a part of `whole` there."""
    offset = whole.find(part)
    while offset >= 0:
        if start >= offset and text.startswith(whole, start - offset):
            return True
        offset = whole.find(part, offset + 1)
    return False


@functools.lru_cache(maxsize=4)
def slips(text: str) -> list[Hit]:
    """The slips of the pen in the text: strings of confused characters that are no words where they stand.

    There are thousands of them (slips.txt: the wrong word and the right one in each line), and some stand in right
    texts across the end of a word, 通报|消息: so each hit is looked at again in the words round it.
    """
    return [
        Hit(start, start + len(entry.wrong), entry)
        for start, prefix in _places(text, _prefixes(("slips",)))
        for entry in _slips_starting_with(prefix)
        if text.startswith(entry.wrong, start) and _is_torn(text, start, len(entry.wrong))
    ]


_AROUND = 4  # characters on each side that tell the words apart


@functools.cache
def _slips_starting_with(prefix: str) -> list[Entry]:
    listed = (line.split() for line in _lines_starting_with("slips", prefix))
    return [Entry(wrong, right) for wrong, right in listed]


def _is_torn(text: str, start: int, size: int) -> bool:
    """Whether no word of the dictionary reaches from inside the characters to beyond them."""
    first = max(0, start - _AROUND)
    at = first
    for word in words(text[first : start + size + _AROUND]):
        end = at + len(word)
        overlaps = at < start + size and end > start
        if overlaps and (at < start or end > start + size):
            return False
        at = end
    return True


@functools.cache
def characters(name: str) -> dict[str, str]:
    """The lexicon of that name, whose entries are single characters."""
    return {line[0]: line[-1] for line in _lines(name)}


def read_entries(name: str) -> list[Entry]:
    """The entries of the lexicon of that name, sorted."""
    return list(map(_entry, _lines(name)))


@functools.cache
def _lines(name: str) -> list[str]:
    """The lines of a lexicon that are entries, sorted; each is taken apart when a text has its first two characters."""
    lines = sorted((_FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n"))
    return lines[bisect.bisect_left(lines, _FIRST) :]


def _entry(line: str) -> Entry:
    wrong, _, rest = line.partition("=")
    right, _, guards = rest.partition("!")
    return Entry(wrong.strip(), right.strip(), tuple(guards.split()))

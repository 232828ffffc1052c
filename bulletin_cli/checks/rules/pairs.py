"""Quotation marks, brackets and title marks (PU201–PU205): whether each has its partner, turned the right way."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from bulletin_cli.checks.han import LETTER
from bulletin_cli.checks.rule import Mark, Passage, Remedy, Rule
from bulletin_cli.findings import Severity

_PARTNERS = {"（": "）", "(": ")", "《": "》", "〈": "〉", "【": "】", "〔": "〕", "「": "」", "『": "』", "‘": "’"}
_ROUND = str.maketrans("()", "（）")  # a pair of two widths is a pair (WD103)
_OPENING = {key.translate(_ROUND) for key in _PARTNERS}
_CLOSING = {right.translate(_ROUND): left.translate(_ROUND) for left, right in _PARTNERS.items()}
_BRACKET = "[（）()《》〈〉【】〔〕「」『』‘’]"
_ORDINAL = r"(?:^|[\n。；：:，、,;\s（(])(?:[\d一二三四五六七八九十]{1,3}|[a-zA-Z]|[①-⑳])$"
_CROSSED = 3  # brackets that may be open inside one that is closed
_LEAD = 8  # characters before a bracket that show it to be an ordinal's


class _Quote(NamedTuple):
    at: int
    opens: bool


def unmatched(passage: Passage) -> Iterator[Mark]:
    """“加速度，: a quote or bracket without its partner."""
    text = passage.text
    lonely = [at for at in _lonely_brackets(text) if not _is_apostrophe(text, at) and not _is_ordinal(text, at)]
    for quotes in _unsound(text):
        if _faults(quotes, text) is None:
            lonely += _unpaired(quotes)
    for at in lonely:
        yield Mark(at, at + 1, f"“{text[at]}”没有与它配对的另一半，请补上或删去")


def _lonely_brackets(text: str) -> Iterator[int]:
    """The places of the brackets and single quotes that have no partner."""
    stack: list[tuple[str, int]] = []
    for found in re.finditer(_BRACKET, text):
        sign = found[0].translate(_ROUND)
        if sign in _OPENING:
            stack.append((sign, found.start()))
        elif _CLOSING[sign] in [opened for opened, _ in stack[-_CROSSED:]]:
            while stack[-1][0] != _CLOSING[sign]:
                yield stack.pop()[1]
            stack.pop()
        else:
            yield found.start()
    yield from (at for _, at in stack)


def _is_ordinal(text: str, at: int) -> bool:
    """Whether the bracket belongs to an ordinal, 1）, which has no other one."""
    return text[at] in "）)" and re.search(_ORDINAL, text[max(0, at - _LEAD) : at]) is not None


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at] in "‘’" and bool(re.match(r"[A-Za-z0-9]", text[at + 1 : at + 2]))


def _quotes_of(text: str) -> Iterator[list[_Quote]]:
    """The quotation marks of each paragraph; one that goes on from the paragraph before may open it again."""
    quotes: list[_Quote] = []
    start = depth = 0
    for line in text.split("\n"):
        own = [_Quote(start + found.start(), found[0] == "“") for found in re.finditer("[“”]", line)]
        if quotes and quotes[-1].opens and own and own[0].opens and not line[: own[0].at - start].strip():
            own = own[1:]  # the quotation goes on
        start += len(line) + 1
        quotes += own
        depth += sum(1 if quote.opens else -1 for quote in own)
        if depth <= 0 or not own:
            yield quotes
            quotes, depth = [], 0
    if quotes:
        yield quotes


def _alternates(quotes: list[_Quote]) -> bool:
    return len(quotes) % 2 == 0 and all(quote.opens == (index % 2 == 0) for index, quote in enumerate(quotes))


@functools.lru_cache(maxsize=4)  # three rules ask for them
def _unsound(text: str) -> list[list[_Quote]]:
    """The quotation marks of the paragraphs in which they do not simply open and close in turn."""
    return [quotes for quotes in _quotes_of(text) if not _alternates(quotes)]


def _nested(quotes: list[_Quote]) -> list[int] | None:
    """The marks of quotations inside quotations, where all are paired; None where they are not."""
    depth, inner = 0, []
    for quote in quotes:
        depth += 1 if quote.opens else -1
        if not 0 <= depth <= 2:
            return None
        if (quote.opens and depth == 2) or (not quote.opens and depth == 1):
            inner.append(quote.at)
    return inner if depth == 0 else None


def _faults(quotes: list[_Quote], text: str) -> list[int] | None:
    """The marks turned the wrong way; [] where quotations are nested, None where one has no partner."""
    if (inner := _nested(quotes)) is not None and not _looks_turned(inner, text):
        return []
    if len(quotes) % 2:
        return None
    return [quote.at for index, quote in enumerate(quotes) if quote.opens != (index % 2 == 0)]


def _looks_turned(inner: list[int], text: str) -> bool:
    """Whether what looks nested, “甲“和”乙”, is two quotations with their inner marks turned."""
    return any(text[at] == "“" and text[at + 1 : at + 2] in "和与及、，。；）" for at in inner)


def _unpaired(quotes: list[_Quote]) -> list[int]:
    """The marks without a partner, in a paragraph where most have one."""
    lonely, opened = [], None
    for quote in quotes:
        if quote.opens:
            if opened is not None:
                lonely.append(opened)
            opened = quote.at
        elif opened is None:
            lonely.append(quote.at)
        else:
            opened = None
    return [*lonely, *([opened] if opened is not None else [])]


def turned_quote(passage: Passage) -> Iterator[Mark]:
    """”一站式”: a quotation mark turned the wrong way."""
    for quotes in _unsound(passage.text):
        for at in _faults(quotes, passage.text) or []:
            right = "“" if passage.text[at] == "”" else "”"
            yield Mark(at, at + 1, f"引号方向反了，这里应为“{right}”", right)


def quote_inside_quote(passage: Passage) -> Iterator[Mark]:
    """“建设“五星”支部”: inside double marks stand single ones."""
    for quotes in _unsound(passage.text):
        inner = _nested(quotes)
        if inner and not _faults(quotes, passage.text):
            for start, end in zip(inner[::2], inner[1::2], strict=True):
                shown = passage.text[start : end + 1]
                right = f"‘{shown[1:-1]}’"
                yield Mark(start, end + 1, f"引号里面再用引号要用单引号，“{shown}”应为“{right}”", right)


def title_inside_title(passage: Passage) -> Iterator[Mark]:
    """《转发《意见》的通知》: inside title marks stand single ones."""
    for found in re.finditer(r"《[^《》\n]{0,60}(《([^《》\n]{1,60})》)(?=[^《》\n]{0,60}》)", passage.text):
        right = f"〈{found[2]}〉"
        yield Mark(*found.span(1), f"书名号里面再用书名号要用单书名号，“{found[1]}”应为“{right}”", right)


def straight_quotes(passage: Passage) -> Iterator[Mark]:
    """Quotation marks of a typewriter: " for “ and ”."""
    for sign in "\"'＂":
        if sign not in passage.text:
            continue
        for found in re.finditer(rf"(?<![A-Za-z\d{sign}]){sign}([^{sign}\n]{{1,80}}){sign}", passage.text):
            around = (
                passage.text[max(0, found.start() - 1) : found.start()] + passage.text[found.end() : found.end() + 1]
            )
            if re.search(LETTER, found[1]) or (re.search(LETTER, around) and not re.search(r"\d$", found[1])):
                before = passage.text[passage.text.rfind("\n", 0, found.start()) + 1 : found.start()]
                inside = sign == "'" and before.count("“") > before.count("”")
                marks = "‘’" if inside else "“”"
                right_text = f"{marks[0]}{found[1]}{marks[1]}"
                yield Mark(*found.span(), f"“{found[0]}”应为“{right_text}”：引号要用中文的", right_text)


RULES = (
    Rule("PU201", Severity.ERROR, unmatched, on=(*"“”‘’（）()《》〈〉【】〔〕「」『』",)),
    Rule("PU202", Severity.ERROR, turned_quote, on=("“", "”"), remedy=Remedy.SAFE),
    Rule("PU203", Severity.WARNING, quote_inside_quote, on=("“",), remedy=Remedy.UNSAFE),
    Rule("PU204", Severity.WARNING, title_inside_title, on=("《",), remedy=Remedy.UNSAFE),
    Rule("PU205", Severity.ERROR, straight_quotes, on=('"', "'", "＂"), remedy=Remedy.SAFE),
)

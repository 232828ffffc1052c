"""How quotation and title marks are written (PU202–PU205): which way they are turned, and which stand inside others."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from bulletin_cli.checks.han import LETTER
from bulletin_cli.checks.rule import Mark, Passage, Remedy, Rule, correction
from bulletin_cli.findings import Severity

_OPENERS = {"”": "“", "’": "‘", "》": "《", "〉": "〈"}
_MOST = 2000  # signs of a paragraph that is looked at: one with more is none
_SHOWN = 24  # characters of a quotation that are shown
_PLAIN = 20  # characters of a quotation that needs no other sign that it is one
_STOPS = "，。；：！？"


class _Sign(NamedTuple):
    at: int
    sign: str


class _Quotation(NamedTuple):
    """Where a quotation starts and ends, and the marks it should have; one that has no end ends where it starts."""

    start: int
    end: int
    left: str
    right: str


class _Nested(NamedTuple):
    """A quotation by its marks, how many it stands in, and the sign that opens the nearest of those."""

    start: int
    end: int
    sign: str
    depth: int
    outer: str


def straight_or_turned(text: str) -> dict[int, str]:
    """What the marks that PU205 and PU202 report should have been."""
    straight = _readings(_straight(text))
    return straight | _readings(_turned(text, straight))


def _readings(quotations: Iterator[_Quotation]) -> dict[int, str]:
    return {at: sign for start, end, left, right in quotations for at, sign in ((start, left), (end, right))}


def _requoted(text: str, quotation: _Quotation) -> Mark:
    """The mark of a quotation that should have other signs; a long one is shown by its ends."""
    start, end, left, right = quotation
    inner = text[start + 1 : end]
    shown = inner if len(inner) <= _SHOWN else f"{inner[:6]}…{inner[-6:]}"
    return Mark(start, end + 1, f"“{text[start]}{shown}{text[end]}”应为“{left}{shown}{right}”", f"{left}{inner}{right}")


def _by_paragraph(text: str, signs: str, readings: dict[int, str]) -> Iterator[list[_Sign]]:
    """Those signs of each paragraph that has some and not too many, read as `readings` says."""
    quotes: list[_Sign] = []
    for found in re.finditer(rf'[{signs}"＂\n]', text):
        at = found.start()
        if found[0] == "\n":
            if 0 < len(quotes) < _MOST:
                yield quotes
            quotes = []
        elif len(quotes) < _MOST and (sign := readings.get(at, found[0])) in signs:
            quotes.append(_Sign(at, sign))
    if 0 < len(quotes) < _MOST:
        yield quotes


def _nesting(quotes: list[_Sign]) -> list[_Nested] | None:
    """Each quotation; None where one lacks its partner."""
    stack: list[_Sign] = []
    nesting = []
    for quote in quotes:
        opener = _OPENERS.get(quote.sign)
        if opener is None:
            stack.append(quote)
        elif stack and stack[-1].sign == opener:
            opening = stack.pop()
            nesting.append(_Nested(opening.at, quote.at, opening.sign, len(stack), stack[-1].sign if stack else ""))
        else:
            return None
    return None if stack else nesting


def turned_quotes(passage: Passage) -> Iterator[Mark]:
    """”一站式”: quotation marks turned the wrong way."""
    text = passage.text
    if not _alternate(text):
        for quotation in _turned(text, _readings(_straight(text))):
            if text[quotation.start] == "”" or text[quotation.end] == "“":
                yield _requoted(text, quotation)


def _alternate(text: str) -> bool:
    """Whether double quotation marks open and close in turn, as they do in nearly every text."""
    signs = re.findall("[“”]", text)
    return signs == ["“", "”"] * (len(signs) // 2)


def _turned(text: str, readings: dict[int, str]) -> Iterator[_Quotation]:
    """The quotations of the paragraphs in which marks are turned the wrong way."""
    carried = 0  # quotations that go on in the next paragraph
    for quotes in _by_paragraph(text, "“”", readings):
        if not carried and len(quotes) % 2 == 0 and (_nesting(quotes) is None or _only_seem_nested(text, quotes)):
            meant = [_Sign(quote.at, "“”"[index % 2]) for index, quote in enumerate(quotes)]
            wrong = [index for index, quote in enumerate(quotes) if quote != meant[index]]
            if all(_may_be_turned(text, meant, index) for index in wrong):
                yield from (_Quotation(start.at, end.at, "“", "”") for start, end in _pairs(meant))
                continue
        carried += sum(1 if quote.sign == "“" else -1 for quote in quotes)


def _pairs(quotes: list[_Sign]) -> Iterator[tuple[_Sign, _Sign]]:
    return zip(quotes[::2], quotes[1::2], strict=True)


def _only_seem_nested(text: str, quotes: list[_Sign]) -> bool:
    """Whether “甲“和”乙”, nested by its marks, is two quotations whose inner marks are turned."""
    return any(index and sign == "“" and _is_end(text, at) for index, (at, sign) in enumerate(quotes))


def _is_end(text: str, at: int) -> bool:
    """Whether what stands behind the mark at `at` begins no quotation."""
    after = text[at + 1 : at + 2]
    return after in f"{_STOPS}、）》…—\n" or (after in "和与及" and text[at + 2 : at + 3] in ("”", "“"))


def _may_be_turned(text: str, meant: list[_Sign], index: int) -> bool:
    """Whether the quotation that turning this mark makes is one, by what stands round it or in it."""
    at, sign = meant[index]
    start, end = (at, meant[index + 1].at) if sign == "“" else (meant[index - 1].at, at)
    inner = text[start + 1 : end]
    before = text[at - 1] if at else "\n"
    is_plain = len(inner) <= _PLAIN and not any(stop in inner for stop in _STOPS)
    if not inner.strip():
        return False
    if sign == "“":
        return not _is_end(text, at) and (is_plain or before in f"{_STOPS}、（《—\n")
    return before not in "（《、：" and (is_plain or _is_end(text, at))


def quote_inside_quote(passage: Passage) -> Iterator[Mark]:
    """“建设“五星”支部”: inside double quotation marks stand single ones."""
    text = passage.text
    if _alternate(text):
        return
    for quotes in _by_paragraph(text, "“”‘’", {}):
        if not _only_seem_nested(text, quotes):
            yield from _inner(text, quotes, "“", "‘’")


def title_inside_title(passage: Passage) -> Iterator[Mark]:
    """《转发《意见》的通知》: inside title marks stand single ones."""
    text = passage.text
    for titles in _by_paragraph(text, "《》〈〉", {}):
        yield from _inner(text, titles, "《", "〈〉")
    for found in re.finditer(rf"《[^《》<>\n]{{0,60}}<({LETTER}[^<>《》\n]{{1,80}})>(?=[^<>《》\n]{{0,40}}》)", text):
        yield correction(found, f"〈{found[1]}〉", start=found.start(1) - 1)


def _inner(text: str, quotes: list[_Sign], sign: str, right: str) -> Iterator[Mark]:
    """The marks of what stands in such signs inside others of them, where all have their partners."""
    for nested in _nesting(quotes) or ():
        # of three in each other the innermost has the signs of the outermost
        if nested.sign == nested.outer == sign and nested.depth % 2:
            yield _requoted(text, _Quotation(nested.start, nested.end, *right))


def straight_quotes(passage: Passage) -> Iterator[Mark]:
    """Quotation marks of a typewriter: "一站式"."""
    for quotation in _straight(passage.text):
        if quotation.start == quotation.end:
            yield Mark(quotation.start, quotation.end + 1, "直引号应改为中文的引号“ ”，这一段里它没有配对")
        else:
            yield _requoted(passage.text, quotation)


def _straight(text: str) -> Iterator[_Quotation]:
    """The quotations that have a straight mark."""
    for quotes in _by_paragraph(text, '“”"＂', {}) if '"' in text or "＂" in text else ():
        places = _without_inches(text, [quote.at for quote in quotes if quote.sign not in "“”"])
        straight = [_Sign(at, '"') for at in places]
        curly = [quote for quote in quotes if quote.sign in "“”"]
        if not straight:
            continue
        if _nesting(curly) is None:
            yield from _half_straight(sorted([*curly, *straight]))
        elif len(straight) % 2:
            yield _Quotation(straight[0].at, straight[0].at, '"', '"')
        else:
            yield from _wholly_straight(text, curly, straight)
    is_inside = False
    single = r"(?<![A-Za-z0-9°′'])(?P<sign>['＇])([^'＇\"＂“”\n]{1,40})(?P=sign)(?![A-Za-z0-9])"
    for found in re.finditer(rf"[“”\"＂\n]|{single}", text) if "'" in text or "＇" in text else ():
        if not found["sign"]:
            is_inside = found[0] == "“" or (found[0] in '"＂' and not is_inside)
        elif re.search(LETTER, found[2]):
            yield _Quotation(found.start(), found.end() - 1, *("‘’" if is_inside else "“”"))


def _without_inches(text: str, places: list[int]) -> list[int]:
    """The straight marks but those that stand for inches, 55"电视."""
    kept: list[int] = []
    for at, following in itertools.zip_longest(places, places[1:]):
        is_inch = text[max(0, at - 1) : at].isdigit() and (following is None or text[following - 1].isdigit())
        if len(kept) % 2 or not is_inch:
            kept.append(at)
    return kept


def _half_straight(quotes: list[_Sign]) -> Iterator[_Quotation]:
    """“一站式": the quotations of a paragraph in which straight marks are partners of others."""
    opening: _Sign | None = None
    for quote in quotes:
        if opening is None or quote.sign == "“":
            opening = None if quote.sign == "”" else quote
            continue
        if '"' in (opening.sign, quote.sign):
            yield _Quotation(opening.at, quote.at, "“", "”")
        opening = None
    if opening is not None and opening.sign == '"':
        yield _Quotation(opening.at, opening.at, '"', '"')


def _wholly_straight(text: str, curly: list[_Sign], straight: list[_Sign]) -> Iterator[_Quotation]:
    """The quotations of a paragraph in which straight marks are partners of each other."""
    depth, starts = 0, {start.at: end.at for start, end in _pairs(straight)}
    for at, sign in sorted([*curly, *straight]):
        depth += {"“": 1, "”": -1}.get(sign, 0)
        if at in starts and _is_chinese(text, at, starts[at]):
            yield _Quotation(at, starts[at], *("‘’" if depth else "“”"))


def _is_chinese(text: str, start: int, end: int) -> bool:
    """Whether what stands in straight marks is no English or code."""
    around = text[max(0, start - 1) : start] + text[end + 1 : end + 2]
    return "=" not in around and bool(re.search(f"{LETTER}|[，。、；：（）]", around + text[start:end]))


RULES = (
    Rule("PU202", Severity.ERROR, turned_quotes, on="“”", remedy=Remedy.SAFE),
    Rule("PU203", Severity.WARNING, quote_inside_quote, on="“", remedy=Remedy.UNSAFE),
    Rule("PU204", Severity.WARNING, title_inside_title, on="《", remedy=Remedy.UNSAFE),
    Rule("PU205", Severity.ERROR, straight_quotes, on="\"'＂＇", remedy=Remedy.SAFE),
)

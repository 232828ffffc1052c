"""Quotation marks, brackets and title marks without a partner (PU201)."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from bulletin_cli.checks.rule import Mark, Passage, Rule
from bulletin_cli.checks.rules.quotes import straight_or_turned
from bulletin_cli.findings import Severity

_PARTNERS = dict(zip("“‘《〈（【〔[「『", "”’》〉）】〕]」』", strict=True))
_OPENERS = {right: left for left, right in _PARTNERS.items()}
_NAMES = {
    **dict(zip("“‘《〈", ("引号", "单引号", "书名号", "单书名号"), strict=True)),
    **dict(zip("（【〔[「『", ("括号", "方头括号", "六角括号", "方括号", "直角引号", "双直角引号"), strict=True)),
}
_ROUND = {"(": "（", ")": "）"}  # brackets of two widths are a pair (WD103)
_SIGN = r"[“”‘’《》〈〉（）()【】〔〕\[\]「」『』]"
# （1）, 〔2024〕 and [0,10); the minutes and seconds of 35°24’15”; the apostrophe
_LEFT_ALONE = (
    r"[\[(（〔【][0-9.,，、 ]{1,20}[\])）〕】]|(?<=[°′’][0-9])[’”]|(?<=[°′’][0-9][0-9])[’”]|(?<=[A-Za-z])’(?=[A-Za-z])"
)
_ORDINAL = r"(?<![^\s。；：:，、！？”])(?:[0-9]{1,2}|[a-zA-Z]|[①-⑳]|[一二三四五六七八九十]{1,2})[)）]"
_MOST = 50  # marks that are told of: a text with more is none
_MOST_SIGNS = 20_000  # likewise, that are looked at


class _Sign(NamedTuple):
    at: int
    sign: str


def without_partner(passage: Passage) -> Iterator[Mark]:
    """“加速度，: a quotation mark or bracket without its partner."""
    text = passage.text
    if _is_balanced(text):
        return
    for at, sign in itertools.islice(_unpaired(text, straight_or_turned(text)), _MOST):
        is_opening = sign in _PARTNERS
        beside = text[at + 1 : at + 5] if is_opening else text[max(0, at - 4) : at]
        word = re.search(r"^\w+" if is_opening else r"\w+$", beside)
        name = _NAMES[sign if is_opening else _OPENERS[sign]]
        here, there = ("前", "后") if is_opening else ("后", "前")
        place = f"“{word[0]}”{here}面的" if word else "这个"
        yield Mark(at, at + 1, f"{place}{here}{name}没有配对的{there}{name}，请补上")


def _is_balanced(text: str) -> bool:
    """Whether each mark has its partner, at a glance."""
    stack: list[str] = []
    for found in re.findall(_SIGN, text):
        sign = _ROUND.get(found, found)
        if sign in _PARTNERS:
            stack.append(sign)
        elif not stack or stack.pop() != _OPENERS[sign]:
            return False
    return not stack


def _unpaired(text: str, readings: dict[int, str]) -> Iterator[_Sign]:
    """The marks without a partner; `readings` says what some of them should have been, which others report."""
    stack: list[_Sign] = []
    opened, excused = Counter[str](), Counter[str]()
    signs = re.finditer(rf'(?P<alone>{_LEFT_ALONE})|(?P<ordinal>{_ORDINAL})|{_SIGN}|["＂]', text)
    for found in itertools.islice(signs, _MOST_SIGNS):
        at = found.end() - 1
        sign = readings.get(at, _ROUND.get(text[at], text[at]))
        opener = _OPENERS.get(sign, "")
        if found["alone"]:
            excused["（"] += text[found.start()] == "（" and text[found.start() - 1 : found.start()].isalpha()
            continue
        if sign in _PARTNERS:
            if sign != "“" or not _reopens(text, at, stack):
                stack.append(_Sign(at, sign))
                opened[sign] += 1
        elif opened[opener]:
            while (top := stack.pop()).sign != opener:
                yield top
                opened[top.sign] -= 1
                excused[top.sign] += 1
            opened[opener] -= 1
            excused["（"] += found["ordinal"] is not None
        elif found["ordinal"]:
            continue
        elif excused[opener]:  # （甲“乙）丙” is told of once; （分为：1）甲；2）乙） and 分为（1）甲；2）乙） are right
            excused[opener] -= 1
        elif opener and not _is_measure(text, at):
            yield _Sign(at, sign)
    yield from stack


def _is_measure(text: str, at: int) -> bool:
    """Whether a closing mark without an opening one is an inch, 55”液晶屏, or an apostrophe: Don’t, ’97."""
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 3]
    if text[at] == "’":
        return (before.isascii() and before.isalnum()) or after.isdigit()
    return text[at] == "”" and before.isdigit() and after in ("英寸", "液晶", "显示", "大屏", "电视", "LE")


def _reopens(text: str, at: int, stack: list[_Sign]) -> bool:
    """Whether a quotation goes on in a new paragraph, which repeats its opening mark."""
    if not stack or stack[-1].sign != "“" or not _starts_paragraph(text, at):
        return False
    opening = stack[-1].at
    return text[max(0, opening - 1) : opening] in ("：", ":", "，") or _starts_paragraph(text, opening)


def _starts_paragraph(text: str, at: int) -> bool:
    return text[max(0, at - 9) : at].rstrip(" \t\u3000")[-1:] in ("", "\n")


RULES = (Rule("PU201", Severity.ERROR, without_partner, on="“”‘’《》〈〉（）()【】〔〕[]「」『』"),)

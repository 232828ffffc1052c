"""Ordinals and enumerations (ST101–ST106): the mark behind an ordinal, and whether each follows the one before."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from bulletin_cli.checks.han import LETTER
from bulletin_cli.checks.rule import BODY, PREFACE, Mark, Passage, Remedy, Rule, correction
from bulletin_cli.findings import Severity
from bulletin_cli.words import ordinal_words

_HAN = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SENTENCES = "。；;：:！？”"  # what a sentence, or an item of a list in one, begins behind
_CLAUSES = f"{_SENTENCES}，、,"
_WORD = rf"(?={LETTER}|[“《])"


def _starts(text: str, at: int, behind: str = "") -> bool:
    """Whether a paragraph starts at `at`, or something behind one of those marks."""
    before = text[max(0, at - 9) : at].rstrip(" \t\u3000")[-1:]
    return before in behind or before == "\n"


def mark_after_bracketed_ordinal(passage: Passage) -> Iterator[Mark]:
    """（一）、加强: brackets and circles mark an ordinal well enough; （一）、（二） names two."""
    text = passage.text
    ordinal = rf"[（(](?:[{_HAN}]{{1,3}}|[0-9]{{1,2}})[）)]|(?<![0-9（(])[0-9]{{1,2}}[）)]|[①-⑳]"
    for found in re.finditer(rf"({ordinal})[、，,.．。：:]{_WORD}", text):
        if _starts(text, found.start(), f"{_SENTENCES}，,"):
            yield correction(found, found[1])


def mark_after_arabic_ordinal(passage: Passage) -> Iterator[Mark]:
    """1、明确: an Arabic ordinal has a full point."""
    for found in re.finditer(rf"([0-9]{{1,2}})(?:[、，：]|[.．]、){_WORD}", passage.text):
        if _starts(passage.text, found.start()):
            yield correction(found, f"{found[1]}.")


def mark_after_han_ordinal(passage: Passage) -> Iterator[Mark]:
    """一.提高: a Han ordinal has the mark 、."""
    for found in re.finditer(rf"([{_HAN}]{{1,3}})[.．,，：:。] ?(?![{_HAN}]){_WORD}", passage.text):
        if _starts(passage.text, found.start(), _CLAUSES if found[0].rstrip()[-1] in ".．" else ""):
            yield correction(found, f"{found[1]}、")


_COUNTING = rf"(?:第[{_HAN}]|其[{_HAN}]|首先|其次|再次|再者|最后|此外|另外)"


def mark_after_first(passage: Passage) -> Iterator[Mark]:
    """第一、 首先、: words that count have a comma; 第一、二产业 and 首先、其次 are lists."""
    text = passage.text
    demand = "[要是须应加抓强做落突压提狠切着深推建完健聚紧统坚]|必须|全面|严格|开展"
    for found in re.finditer(rf"({_COUNTING})、(?!{_COUNTING}|[{_HAN}两几0-9、，。]|最|全[省市县国])", text):
        is_sentence = _starts(text, found.start(), _SENTENCES)
        is_clause = found[1][0] != "第" or re.match(demand, text[found.end() : found.end() + 2])
        if is_sentence or (is_clause and _starts(text, found.start(), "，,")):
            yield correction(found, f"{found[1]}，")


def mark_after_one_is(passage: Passage) -> Iterator[Mark]:
    """一是、: behind 一是 the sentence goes on."""
    for found in re.finditer(rf"([{_HAN}]{{1,2}}[是要])[、：:](?![、，。；：])", passage.text):
        if _starts(passage.text, found.start(), f"{_CLAUSES}“（—"):
            yield correction(found, found[1])


class _Style(NamedTuple):
    """A way to number: the pattern of an ordinal (group 1), what it stands behind, and what shows that there is one."""

    level: int  # a paragraph that is numbered starts the numbering of the levels below again
    signs: tuple[str, ...]
    pattern: str
    behind: str


class _Ordinal(NamedTuple):
    at: int
    style: _Style
    words: str
    ordinal: str | None  # None where an enumeration may start in other words
    starts_paragraph: bool


_NO_PART = "(?![项款条目点种类级班]|[、和至与][（(])"  # （一）、（三）项 are parts of a law
_STYLES = (
    _Style(0, ("二、", "三、"), rf"([{_HAN}]{{1,3}})、(?![{_HAN}两0-9])", _SENTENCES),
    _Style(1, ("（二", "(二", "（三", "(三"), rf"[（(]([{_HAN}]{{1,3}})[）)]{_NO_PART}", _CLAUSES),
    _Style(2, ("2.", "3.", "2．", "3．", "2、", "3、"), rf"([0-9]{{1,2}})(?:[.．](?![0-9])|、{_WORD})", _SENTENCES),
    _Style(3, ("（2）", "(2)", "（3）", "(3)"), rf"[（(]([0-9]{{1,2}})[）)]{_NO_PART}", _CLAUSES),
    _Style(3, ("2）", "2)", "3）", "3)"), rf"(?<![0-9（(])([0-9]{{1,2}})[）)]{_NO_PART}", _CLAUSES),
    _Style(
        4,
        ("②", "③"),
        r"(?<![①-⑳图表第附注式见])(?<![①-⑳][、和至与])([①-⑳])(?![①-⑳号组班类路线]|[、和至与][①-⑳])",
        "",
    ),
    _Style(5, ("第二", "第三"), rf"第([{_HAN}]{{1,2}})(?:[，：]|、(?![第{_HAN}]))|首先|一是", f"{_SENTENCES}，“"),
    _Style(
        5,
        ("二是", "三是", "二要", "三要"),
        rf"([{_HAN}]{{1,3}})(?:是|要(?![素求点件害领道员塞职]))(?!\1[，、。；”])|首先|第一[，、]|一方面",
        f"{_CLAUSES}“（—",
    ),
)


def broken_enumeration(passage: Passage) -> Iterator[Mark]:
    """一是…三是: an ordinal that does not follow the one before; each first one starts again."""
    text = passage.text
    last: dict[_Style, _Ordinal] = {}
    outer: dict[_Style, int] = {}  # the number of an item inside which others are numbered alike
    for each in sorted(_ordinals(text)):
        style, previous, number = each.style, last.pop(each.style, None), _number(each.ordinal)
        if each.starts_paragraph:
            for lower in [other for other in last if other.level > style.level]:
                del last[lower]
            outer.clear()
        expected = _number(previous.ordinal) + 1 if previous else number
        is_inside = previous and not each.starts_paragraph and "。" not in text[previous.at : each.at]
        if previous and (number == 0 or (number == 1 and is_inside)):
            outer[style] = expected - 1
        elif number not in (1, expected) and number != outer.pop(style, -1) + 1:
            right = _written(each, expected)
            said = f"前面缺少“{right}”" if number > expected else f"与前面的接不上，似应为“{right}”"
            yield Mark(each.at, each.at + len(each.words), f"序号“{each.words}”{said}，请核对")
            continue
        if number:
            last[style] = each


def _ordinals(text: str) -> Iterator[_Ordinal]:
    """The ordinals of the text, style by style."""
    for style in _STYLES:
        if not any(sign in text for sign in style.signs):
            continue
        for found in re.finditer(style.pattern, text):
            is_first = found[1] is None or found[1] == "一"
            if style.behind == "" or _starts(text, found.start(), style.behind):
                words = found[0].rstrip("，：、" if style.level else "")
                yield _Ordinal(found.start(), style, words, found[1], _starts(text, found.start()))
            elif is_first and style.level == 5:
                yield _Ordinal(found.start(), style, found[0], None, starts_paragraph=False)


def _number(ordinal: str | None) -> int:
    if ordinal is None:
        return 0
    if ordinal in _CIRCLED:
        return _CIRCLED.index(ordinal) + 1
    if ordinal.isdecimal():
        return int(ordinal)
    tens, ten, ones = ordinal.rpartition("十")
    return (_HAN.find(tens) + 1 if tens else 1) * 10 * bool(ten) + (_HAN.find(ones) + 1 if ones else 0)


def _written(like: _Ordinal, number: int) -> str:
    """An ordinal of that number, written like the other."""
    ordinal = like.ordinal or ""
    if ordinal in _CIRCLED:
        right = _CIRCLED[min(number, len(_CIRCLED)) - 1]
    else:
        right = str(number) if ordinal.isdecimal() else ordinal_words(number)
    return like.words.replace(ordinal, right, 1)


_BRACKETED = [
    *map("".join, itertools.product("）)", "、，,.．。：:")),
    *map("".join, itertools.product(_CIRCLED, "、，,.．。：:")),
]
_ARABIC = [*map("".join, itertools.product("0123456789", "、，：")), ".、", "．、"]
_AFTER_HAN = [*map("".join, itertools.product(_HAN, ".．,，：:。"))]
_AFTER_FIRST = [f"{word}、" for word in f"{_HAN}先次者后外"]
_AFTER_IS = [*map("".join, itertools.product("是要", "、：:"))]

RULES = (
    Rule("ST101", Severity.ERROR, mark_after_bracketed_ordinal, on=_BRACKETED, remedy=Remedy.SAFE),
    Rule("ST102", Severity.ERROR, mark_after_arabic_ordinal, on=_ARABIC, remedy=Remedy.SAFE, fields=(BODY, PREFACE)),
    Rule("ST103", Severity.ERROR, mark_after_han_ordinal, on=_AFTER_HAN, remedy=Remedy.SAFE, fields=(BODY, PREFACE)),
    Rule("ST104", Severity.WARNING, mark_after_first, on=_AFTER_FIRST, remedy=Remedy.SAFE),
    Rule("ST105", Severity.WARNING, mark_after_one_is, on=_AFTER_IS, remedy=Remedy.SAFE),
    Rule("ST106", Severity.ERROR, broken_enumeration, on=[sign for style in _STYLES for sign in style.signs]),
)

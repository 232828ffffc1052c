"""Numbering and structure (ST): ordinals, enumerations, placeholders left in, and what the composer adds itself."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from bulletin_cli.checks.han import LETTER
from bulletin_cli.checks.rule import BODY, PREFACE, Mark, Passage, Remedy, Rule, correction
from bulletin_cli.findings import Severity
from bulletin_cli.words import ordinal_words

_HAN_ORDINALS = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CLAUSE = r"(?:(?<=[\n。；;：:，、！？”])|(?<![\s\S]))[ \u3000]{0,4}"  # where a clause starts
_PARAGRAPH = r"(?:(?<=\n)|(?<![\s\S]))[ \u3000]{0,4}"


def mark_after_bracketed_ordinal(passage: Passage) -> Iterator[Mark]:
    """（一）、加强: brackets mark an ordinal well enough."""
    for found in re.finditer(
        rf"{_CLAUSE}([（(][{_HAN_ORDINALS}\d]{{1,3}}[）)])[、，,.．。：:](?={LETTER}|[“《])", passage.text
    ):
        yield correction(found, found[1], start=found.start(1))


def comma_after_arabic_ordinal(passage: Passage) -> Iterator[Mark]:
    """1、明确: an Arabic ordinal has a full point."""
    for found in re.finditer(rf"{_PARAGRAPH}(\d{{1,2}})[、，](?={LETTER}|[“《])", passage.text):
        yield correction(found, f"{found[1]}.", start=found.start(1))


def mark_after_han_ordinal(passage: Passage) -> Iterator[Mark]:
    """一.提高: a Han ordinal has the mark 、."""
    for found in re.finditer(rf"{_PARAGRAPH}([{_HAN_ORDINALS}]{{1,3}})[.．,，：:](?={LETTER}|[“《 ])", passage.text):
        yield correction(found, f"{found[1]}、", start=found.start(1))


def mark_after_first(passage: Passage) -> Iterator[Mark]:
    """第一、 首先、: words that count have a comma."""
    words = rf"(?:第[{_HAN_ORDINALS}]|首先|其次|再次|再者|最后)"
    for found in re.finditer(rf"{_CLAUSE}({words})、(?!第?[{_HAN_ORDINALS}\d]|其次|再次|最后)", passage.text):
        yield correction(found, f"{found[1]}，", start=found.start(1))


def mark_after_one_is(passage: Passage) -> Iterator[Mark]:
    """一是、: behind 一是 the sentence goes on."""
    for found in re.finditer(rf"{_CLAUSE}([{_HAN_ORDINALS}][是要])[、：:]", passage.text):
        yield correction(found, found[1], start=found.start(1))


# how the first of an enumeration is written, without which there is none → how each of them is
_ENUMERATIONS = (
    (("一是",), rf"(?:{_CLAUSE}|(?<![之唯统第同单万])(?=一是))([{_HAN_ORDINALS}])是"),
    (("一要",), rf"{_CLAUSE}([{_HAN_ORDINALS}])要"),
    (("（一）",), rf"{_CLAUSE}（([{_HAN_ORDINALS}]{{1,3}})）"),
    (("（1）", "(1)"), rf"{_CLAUSE}[（(](\d{{1,2}})[）)]"),
    (("第一，", "第一、"), rf"{_CLAUSE}第([{_HAN_ORDINALS}])[，、](?!第)"),
    (("1.", "1．"), rf"{_PARAGRAPH}(\d{{1,2}})[.．](?!\d)"),
    (("一、",), rf"{_PARAGRAPH}([{_HAN_ORDINALS}]{{1,3}})、"),
    (("①",), f"([{_CIRCLED}])"),
)


def broken_enumeration(passage: Passage) -> Iterator[Mark]:
    """一是…三是: an ordinal that does not follow the one before; each first one starts again."""
    for first, pattern in _ENUMERATIONS:
        if not any(sign in passage.text for sign in first):
            continue
        last = 0
        for found in re.finditer(pattern, passage.text):
            number = _number(found[1])
            if number == 1 or (last and number == last + 1):
                last = number
            elif last and number:
                said = (
                    "重复了" if number == last else f"前面缺“{_like(found, last + 1)}”" if number > last else "次序不对"
                )
                words = found[0].strip()
                yield Mark(found.end() - len(words), found.end(), f"序号“{words.rstrip('，、')}”{said}，请核对")
                last = number


def _number(ordinal: str) -> int:
    if ordinal.isdecimal():
        return int(ordinal)
    if ordinal in _CIRCLED:
        return _CIRCLED.index(ordinal) + 1
    tens, _, ones = ordinal.rpartition("十")
    if not _:
        return _HAN_ORDINALS.find(ordinal) + 1
    return (_HAN_ORDINALS.find(tens) + 1 if tens else 1) * 10 + (_HAN_ORDINALS.find(ones) + 1 if ones else 0)


def _like(found: re.Match[str], number: int) -> str:
    """The ordinal of that number, written like the one found."""
    if found[1] in _CIRCLED:
        ordinal = _CIRCLED[min(number, len(_CIRCLED)) - 1]
    else:
        ordinal = str(number) if found[1].isdecimal() else ordinal_words(number)
    return found[0].strip().rstrip("，、").replace(found[1], ordinal, 1)


_PLACEHOLDER_SIGNS = (
    *(
        "X",
        "x",
        "Ｘ",
        "ｘ",
        "×",
        "✕",
        "○○",
        "●●",
        "□□",
        "■■",
        "△△",
        "☆☆",
        "【",
        "（待",
        "(待",
        "（请",
        "(请",
        "（需",
        "(需",
    ),
    *("（此处", "(此处", "TODO", "TBD", "FIXME", "todo", "tbd", "？？", "??", "？?", "__", "＿＿", "***", "###"),
    *("（ ", "（\u3000", "（数", "〔 ", "〔\u3000"),
)
_PLACEHOLDER = (
    r"(?<![A-Za-z0-9*])[XxＸｘ]{2,6}(?![A-Za-z0-9*型])|(?<![×✕])[×✕]{2,8}(?=[镇乡村县市区局委办街路年月日亿万元户人个家公同学名])|(?<![\d×])×(?=[镇乡村县市区局街月日年人户元个名])|"
    r"(?<![A-Za-z0-9])[XＸ×]{1,4}[年月日](?:[XＸ×\d]{1,4}[月日])?|(?<![一二三四五六七八九])[○●□■△☆]{2,}|"
    r"【[^【】\n]{0,12}(?:待|请|补充|填写|核实|核对|此处|插入|数据|图片|TODO)[^【】\n]{0,12}】|"
    r"[（(]此处[^（）()\n]{1,12}[）)]|[（(](?:待|请|需)(?:进一步)?(?:补充?|核实?|核对|确认|填写?|定|查|完善|更新)[^（）()\n]{0,8}[）)]|"
    r"(?<![A-Za-z])(?:TODO|TBD|FIXME|todo|tbd)(?![A-Za-z])|[？?]{2,}|_{2,}|＿{2,}|(?<![*\d])\*{3,}(?![*\d])|#{3,}|"
    r"（[ \u3000]{1,20}）|（数字）|（数据）|〔[ \u3000]+〕"
)


def placeholder_left_in(passage: Passage) -> Iterator[Mark]:
    """XX镇: a place that somebody meant to fill in."""
    for found in re.finditer(_PLACEHOLDER, passage.text):
        yield Mark(*found.span(), f"“{found[0]}”还没有填好，请补上")


_ENDS = tuple("。！？”…；")
_AFTER_TITLE = ("", *"。！；：:\n \u3000")
_ATTRIBUTION = r"[（(]([^（）()\n]{2,40})[）)][ \u3000]{0,4}。?\s{0,8}\Z"
_UNIT = r"(?:[局委办镇乡厅署处所站社]|街道|街办|办事处|中心|[医法检]院|公司|集团|[学党]校|总工会|妇联|残联|联合会|开发区|示范区|园区|支队|大队)\Z"


def wrong_attribution(passage: Passage) -> Iterator[Mark]:
    """（塔铺街办） under an item of another department."""
    if (typed := _typed_attribution(passage)) and typed[1] is False:
        own = "、".join(passage.item.departments) if passage.item else ""
        yield Mark(*typed[0].span(), f"末尾署的是“{typed[0][1]}”，报送单位却是“{own}”，请核对")


def typed_attribution(passage: Passage) -> Iterator[Mark]:
    """（开发区） at the end: the composer prints it already."""
    if (typed := _typed_attribution(passage)) and typed[1]:
        found = typed[0]
        before = found.string[: found.start()].rstrip()
        # the full stop behind a bracket is the sentence's, where it has none before it
        end = found.end() if before[-1:] in _ENDS else found.end(1) + 1
        shown = found.string[found.start() : end].rstrip()
        yield Mark(len(before), found.start() + len(shown), f"“{shown}”排版时会自动加上，应删去", "")


def _typed_attribution(passage: Passage) -> tuple[re.Match[str], bool] | None:
    """The bracket that ends the body where it names departments, and whether they are the item's own."""
    item = passage.item
    if item is None or not item.departments:
        return None
    found = re.compile(_ATTRIBUTION).search(passage.text, max(0, len(passage.text) - _TAIL))
    if found is None:
        return None
    own = {known for name in item.departments for known in _known_as(passage, name)}
    named = _named(passage, found[1], own)
    if named and all(name in own for name in named):
        return found, True
    ended = passage.text[: found.start()].rstrip()[-1:] in _ENDS
    are_units = any(_is_registered(passage, name) for name in named) or all(re.search(_UNIT, name) for name in named)
    return (found, False) if ended and named and are_units else None


def _named(passage: Passage, bracket: str, own: set[str]) -> list[str]:
    """The departments a bracket names; 人力资源和社会保障局 is one."""
    named: list[str] = []
    for name in filter(None, re.split(r"[、，,；;\s]", bracket)):
        is_one = name in own or _is_registered(passage, name)
        named += [name] if is_one else filter(None, re.split("[和与]", name))
    return named


def _known_as(passage: Passage, name: str) -> tuple[str, ...]:
    department = passage.publication.department(name) if passage.publication else None
    return department.known_as if department else (name,)


def _is_registered(passage: Passage, name: str) -> bool:
    return passage.publication is not None and passage.publication.department(name) is not None


def repeated_title(passage: Passage) -> Iterator[Mark]:
    """The body starts with the title once more."""
    title = passage.item.title.strip() if passage.item else ""
    start = len(passage.text) - len(passage.text.lstrip())
    if len(title) < _TITLE or not passage.text.startswith(title, start):
        return
    end = start + len(title)
    if passage.text[end : end + 1] not in _AFTER_TITLE:
        return  # 开展环境整治行动 goes on
    while end < len(passage.text) and (passage.text[end].isspace() or passage.text[end] in "。，：:"):
        end += 1
    rest = passage.text[end:].strip()
    yield Mark(start, end, "正文又写了一遍标题，应删去", "" if rest else None)


_BRACKETED = tuple(map("".join, itertools.product(f"{_HAN_ORDINALS}0123456789", "）)")))
_ARABIC = tuple(map("".join, itertools.product("0123456789", "、，")))
_HAN = tuple(map("".join, itertools.product(_HAN_ORDINALS, ".．,，：:")))
_TAIL = 80  # characters at the end of a body in which an attribution stands
_TITLE = 6  # characters; a shorter one may well be how a sentence starts

RULES = (
    Rule("ST101", Severity.ERROR, mark_after_bracketed_ordinal, on=_BRACKETED, remedy=Remedy.SAFE),
    Rule("ST102", Severity.ERROR, comma_after_arabic_ordinal, on=_ARABIC, remedy=Remedy.SAFE, fields=(BODY, PREFACE)),
    Rule("ST103", Severity.ERROR, mark_after_han_ordinal, on=_HAN, remedy=Remedy.SAFE, fields=(BODY, PREFACE)),
    Rule(
        "ST104",
        Severity.WARNING,
        mark_after_first,
        on=("第", "首先", "其次", "再次", "再者", "最后"),
        remedy=Remedy.SAFE,
    ),
    Rule(
        "ST105",
        Severity.WARNING,
        mark_after_one_is,
        on=("是、", "是：", "是:", "要、", "要：", "要:"),
        remedy=Remedy.SAFE,
    ),
    Rule("ST106", Severity.ERROR, broken_enumeration, on=tuple(sign for first, _ in _ENUMERATIONS for sign in first)),
    Rule("ST107", Severity.ERROR, placeholder_left_in, on=_PLACEHOLDER_SIGNS),
    Rule("ST108", Severity.WARNING, wrong_attribution, on=("）", ")"), fields=(BODY,)),
    Rule("ST109", Severity.WARNING, repeated_title, remedy=Remedy.UNSAFE, fields=(BODY,)),
    Rule("ST110", Severity.WARNING, typed_attribution, on=("）", ")"), remedy=Remedy.SAFE, fields=(BODY,)),
)

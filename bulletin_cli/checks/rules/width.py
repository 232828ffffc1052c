"""Width (WD): half-width marks and brackets beside Han, full-width figures, document numbers and rare kinds of space."""

import re
from collections import deque
from collections.abc import Iterator

from bulletin_cli.checks.han import LETTER, is_han, is_spaced_name
from bulletin_cli.checks.rule import BODY, TITLE, Mark, Passage, Remedy, Rule, correction
from bulletin_cli.findings import Severity

_CLOSING = frozenset("”’）》】〕」』")
_OPENING = frozenset("“‘（《【〔「『")
_NUMERALS = "一二三四五六七八九十"
_CLAUSES = "。；;：:，、！？”"  # what a clause begins behind
_WIDE = str.maketrans(",;:!?､", "，；：！？、")
_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_NARROW |= {ord("％"): "%", ord("．"): "."}
_RARE_SPACES = {
    "\t": "制表符",
    "\u00a0": "不间断空格",
    "\u202f": "窄不间断空格",
    "\u205f": "数学空格",
    "\u3000": "全角空格",
} | {chr(code): "特殊宽度的空格" for code in range(0x2000, 0x200B)}
# syllables of foreign and minority names: 阿不都.克里木 lacks a ·, no full stop
_SYLLABLES = frozenset(
    "阿艾巴比布达迪德多尔古哈赫吉江卡克库拉勒里丽力伦罗马买麦曼米姆穆木娜尼努帕热萨赛斯苏塔提吐托瓦维乌希亚依伊扎孜"
)
_LONGEST = 300  # characters between two brackets


def half_width_marks(passage: Passage) -> Iterator[Mark]:
    """Commas, semicolons, colons, ! and ? of half width beside Han; blanks that belong to them go too."""
    text = passage.shielded
    for found in re.finditer("[,;:!?､]++ *+", text):
        start, end = found.span()
        while start and text[start - 1] == " " and found.start() - start < 5:
            start -= 1
        # of the passage's own text: a title's 》 is a neighbour, an address is none
        left, right = passage.text[start - 1 : start] or "\n", passage.text[end : end + 1] or "\n"
        if is_han(left) or left in _CLOSING:
            is_wrong = right not in "=/"
        elif left.isspace() or not (left.isascii() or left in "‰℃"):
            is_wrong = False
        else:
            is_wrong = is_han(right) or right in _OPENING or (right == "\n" and left in "0123456789%")
        is_after_one_is = found[0][0] == ":" and re.search(f"[{_NUMERALS}][是要]$", text[max(0, start - 2) : start])
        if is_wrong and not is_after_one_is and not _follows_ordinal(text, start):
            yield correction(found, found[0].strip(" ").translate(_WIDE), start=start)


def half_width_stops(passage: Passage) -> Iterator[Mark]:
    """Full stops of half width at the end of a Chinese sentence."""
    text = passage.shielded
    for found in re.finditer(r"[.｡](?![.A-Za-z])(?<!\..) *+", text):
        start, end = found.span()
        left, right = passage.text[start - 1 : start] or "\n", passage.text[end : end + 1] or "\n"
        if (found[0][0] == "｡" or _ends_sentence(text, start, left, right)) and not _follows_ordinal(
            text, start, f"\n{_CLAUSES}"
        ):
            yield correction(found, "。")


def _ends_sentence(text: str, at: int, left: str, right: str) -> bool:
    if not (right in "\n”’“‘《（" or is_han(right) or right in "0123456789"):
        return False
    if left in "0123456789%":
        # 1.加强 and 12.5 are right; what ends a Chinese paragraph is no ordinal
        is_last = right == "\n" and re.search(rf"{LETTER}[0-9.]{{1,12}}%?$", text[max(0, at - 14) : at])
        return bool(is_last) or (left == "%" and is_han(right))
    if left in _NUMERALS and (right in _NUMERALS or right.isdigit() or text[max(0, at - 2)] == "第"):
        return False  # 五.四 lacks a ·, 第一.加强 a comma
    if left.isupper() and left.isascii():
        return text[max(0, at - 2)].isupper() and not right.isdigit()  # APP.方便, but not Inc.认证
    return (is_han(left) or left in _CLOSING) and not (left in _SYLLABLES and right in _SYLLABLES)


def _follows_ordinal(text: str, at: int, starts: str = "\n") -> bool:
    """Whether an ordinal alone stands before `at`, behind one of `starts`: the mark after it is for ST101 to ST105."""
    if text[at - 1 : at] not in frozenset(f"{_NUMERALS})）"):
        return False
    before = ("\n" if at < 10 else "") + text[max(0, at - 9) : at]
    bare, bracketed = f"[{_NUMERALS}]{{1,3}}", f"[(（][{_NUMERALS}0-9]{{1,3}}[)）]"
    return bool(re.search(rf"(?:[{starts}][ \t\u3000]*{bare}|[\n{_CLAUSES}][ \t\u3000]*{bracketed})$", before))


def half_width_brackets(passage: Passage) -> Iterator[Mark]:
    """Brackets of half width round Han."""
    for start, end in _bracketed(passage, "()"):
        if any(map(is_han, passage.text[start:end])):
            yield _rebracketed(passage.text, start, end)


def brackets_of_two_widths(passage: Passage) -> Iterator[Mark]:
    """A half-width bracket whose partner is full-width."""
    for start, end in _bracketed(passage, "(）", "（)"):
        if any(is_han(sign) or sign in "，。、；：？！“”" for sign in passage.text[max(0, start - 1) : end + 1]):
            yield _rebracketed(passage.text, start, end)


def _bracketed(passage: Passage, *pairs: str) -> Iterator[tuple[int, int]]:
    """Where text in such brackets starts and ends; not the department that ST110 finds at a body's end."""
    text, ending = passage.shielded, len(passage.text.rstrip("。 \t\u3000\n"))
    opened: deque[int] = deque(maxlen=16)
    for found in re.finditer(r"[()（）\n]", text):
        sign, at = found[0], found.start()
        if sign in "(（":
            opened.append(at)
        elif sign == "\n":
            opened.clear()
        # a list inside brackets, （流程：1)申请；2)受理）, has some that close nothing
        elif opened and not re.search(r"[：:；;。][ \t]*[0-9]{1,2}$", text[max(0, at - 5) : at]):
            start, end = opened.pop(), at + 1
            if text[start] + sign not in pairs or end - start > _LONGEST:
                continue
            if end != ending or not _names_department(passage, text[start + 1 : at]):
                yield start, end


def _names_department(passage: Passage, words: str) -> bool:
    if passage.field != BODY or passage.item is None:
        return False
    known = set(passage.item.departments)
    for name in passage.item.departments:
        department = passage.publication.department(name) if passage.publication else None
        known.update(department.known_as if department else ())
    named = [name for name in re.split(r"[、，,；;\s]|和|与", words) if name]
    return bool(named) and known.issuperset(named)


def _rebracketed(text: str, start: int, end: int) -> Mark:
    inner = text[start + 1 : end - 1]
    shown = inner if len(inner) <= 12 else f"{inner[:5]}…{inner[-5:]}"
    return Mark(start, end, f"“{text[start]}{shown}{text[end - 1]}”应为“（{shown}）”", f"（{inner}）")


def full_width_figures(passage: Passage) -> Iterator[Mark]:
    """Digits, letters and percent signs of full width, and a full-width point between digits."""
    text = passage.shielded
    for found in re.finditer(r"[０-９Ａ-Ｚａ-ｚ％．](?:[0-9A-Za-z.%０-９Ａ-Ｚａ-ｚ％]|．(?=[0-9０-９])){0,60}+", text):
        start, end = found.span()
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if found[0][0] == "．" and not (before.isdigit() and found[0][1:2].isdigit()):
            start += 1  # 1．加强 is right
        if (
            found[0] in "０Ｏｏ"
            and (before or after)
            and (before in "一二三四五六七八九十〇" or after in "一二三四五六七八九十〇")
        ):
            continue  # 二０二四年 is NM112's
        while start and text[start - 1] in "0123456789.%" and found.start() - start < 12:
            start -= 1
        while end > start and text[end - 1] == ".":  # a full stop, for WD105
            end -= 1
        right = text[start:end].translate(_NARROW)
        if right != text[start:end]:
            yield correction(found, right, start=start, end=end)


def document_number_brackets(passage: Passage) -> Iterator[Mark]:
    """The year of a document number in other brackets than 〔〕 (GB/T 9704 7.2.5)."""
    text = passage.shielded
    if "号" not in text:
        return
    ending = r"(?:(?P<half> ?[\])]) ?|[）】〗］」〕﹞〉])(?=第? ?[0-9]{1,5} ?号(?![线楼院门]))"
    for found in re.finditer(rf"(?:19|20)[0-9]{{2}}{ending}", text):
        opening = r" ?[\[(] ?$" if found["half"] else r"[（【〖［「〔﹝〈\[(]$"
        before = re.search(opening, text[max(0, found.start() - 3) : found.start()])
        if (
            before is None
            and (before := re.search(r"[（【〖［「〔﹝〈]$", text[max(0, found.start() - 1) : found.start()])) is None
        ):
            continue
        start = found.start() - len(before[0])
        right = f"〔{found[0][:4]}〕"
        if start and is_han(text[start - 1]) and text[start : found.end()] != right:
            yield correction(found, right, start=start)


def document_number_ordinals(passage: Passage) -> Iterator[Mark]:
    """第 or zeros before the number of a document; 令 and 公告 have 第 by right."""
    text = passage.shielded
    if "号" not in text:
        return
    for found in re.finditer(r"[\])）】〗］」〕﹞〉](?:第 ?0*|0+)([1-9][0-9]{0,4}号)", text):
        code = re.search(
            r"(.{1,2})[〔\[(（【〖［「﹝〈](?:19|20)[0-9]{2}$", text[max(0, found.start() - 7) : found.start()]
        )
        if code and is_han(code[1][-1]) and (found[0][1] != "第" or not re.search("令$|[公通]告$", code[1])):
            yield correction(found, found[1], start=found.start() + 1)


def rare_spaces(passage: Passage) -> Iterator[Mark]:
    """No-break, em and full-width spaces in running text, and blanks typed to indent a paragraph."""
    text = passage.text
    for found in re.finditer("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]++", text):
        start, end = found.span()
        before, after = text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
        if before == "\n":
            # the layout indents: what is typed would be printed as well
            if after != "\n":
                yield Mark(start, end, "“段首空格”应删去，排版时自动缩进", "")
            continue
        rare = next((sign for sign in found[0] if sign in _RARE_SPACES), None)
        if rare is None or (before.isascii() and after.isascii() and before.isalnum() and after.isalnum()):
            continue
        # 李　勉, 学党史　办实事: U+3000 is typed to be seen
        is_between_han = is_han(before) and is_han(after)
        if is_between_han and (
            is_spaced_name(text, start, end) or (rare in "\t\u3000" and _is_set_apart(passage, found))
        ):
            continue
        said = f"“{_RARE_SPACES[rare]}（U+{ord(rare):04X}）”应删去"
        yield Mark(start, end, said, "", safe=rare not in "\t\u3000" or not is_between_han)


def _is_set_apart(passage: Passage, found: re.Match[str]) -> bool:
    around = passage.text[max(0, found.start() - 8) : found.start()] + passage.text[found.end() : found.end() + 8]
    return passage.field == TITLE or any(sign in around for sign in "\u3000“”：")


_FULL_WIDTH = (*map(chr, range(ord("０"), ord("９") + 1)), *map(chr, range(ord("Ａ"), ord("ｚ") + 1)), "％", "．")

RULES = (
    Rule("WD101", Severity.ERROR, half_width_marks, on=(",", ";", ":", "!", "?", "､"), remedy=Remedy.SAFE),
    Rule("WD102", Severity.ERROR, half_width_brackets, on=("(",), remedy=Remedy.SAFE),
    Rule("WD103", Severity.ERROR, brackets_of_two_widths, on=("(", ")"), remedy=Remedy.SAFE),
    Rule("WD104", Severity.ERROR, full_width_figures, on=_FULL_WIDTH, remedy=Remedy.SAFE),
    Rule("WD105", Severity.ERROR, half_width_stops, on=(".", "｡"), remedy=Remedy.SAFE),
    Rule("WD106", Severity.ERROR, document_number_brackets, on=tuple("]）】)〗］」﹞〉"), remedy=Remedy.SAFE),
    Rule(
        "WD107",
        Severity.ERROR,
        document_number_ordinals,
        on=("第", "〕0", "]0", "）0", ")0", "】0"),
        remedy=Remedy.SAFE,
    ),
    Rule("WD108", Severity.WARNING, rare_spaces, on=(" ", *_RARE_SPACES), remedy=Remedy.SAFE),
)

"""Spaces (SP): blanks and paragraph ends where none belong, invisible characters and look-alikes of another block."""

import itertools
import re
import unicodedata
from collections.abc import Iterator

from bulletin_cli.checks.han import LETTER, is_han, is_spaced_name, joined_word
from bulletin_cli.checks.paragraphs import FINAL, UNITS, breaks
from bulletin_cli.checks.rule import TITLE, Mark, Passage, Remedy, Rule, correction
from bulletin_cli.findings import Severity

_MOST = 500  # places of one text that are looked up in the dictionary: a long item has as many words
_MARKS = "，。、；：？！（）“”‘’《》〈〉【】〔〕「」『』…—～"
_INVISIBLE = {
    "\u00ad": "软连字符",
    "\u200b": "零宽空格",
    "\u200c": "零宽不连字",
    "\u200d": "零宽连字",
    "\u2028": "行分隔符",
    "\u2029": "段落分隔符",
    "\u2060": "字连接符",
    "\ue5e5": "旧字库的空格",  # GBK's A3A0, as Word pastes it
    "\ufeff": "字节顺序标记",
    "\ufffc": "对象占位符",
}
_UNSEEN = (
    "\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffc"
    "\ue5e5\U000e0000-\U000e007f"
)
_VARIANTS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # only behind Han: emoji are made with them
_LINE_ENDS = frozenset("\x85\u2028\u2029")
# a page copied out of a PDF has them; NFKC leaves all but two as they are
_RADICALS = dict(
    zip(
        "⺁⺒⺝⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂巳月母民西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
# called compatibility ideographs, but unified ones
_UNIFIED = frozenset("\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27\ufa28\ufa29")


def words_split_by_blanks(passage: Passage) -> Iterator[Mark]:
    """Blanks inside a word of the dictionary; not between surname and name, nor in slogans and labels that are spread."""
    text, last = passage.text, 0
    blanks = re.finditer(rf"(?<={LETTER}) ++(?={LETTER})", text)
    for found in itertools.islice(blanks, _MOST):
        start, end = found.span()
        if start < last or _is_spread(text, start, end):
            continue
        left, right = _near_han(text, start - 1, -1), _near_han(text, end, 1)
        around = _at(text, left), _at(text, right)
        name = _joined_name(passage, *around)
        taken = name or joined_word(*around)
        if taken is None or (taken == (1, 1) and is_spaced_name(text, start, end)):
            continue
        if not name and min(taken) > 1 and not _is_stray(passage, start, end):
            continue
        start, last = left[-taken[0]], right[taken[1] - 1] + 1
        yield correction(found, text[start:last].replace(" ", ""), start=start, end=last)


def _near_han(text: str, at: int, step: int) -> list[int]:
    """The places of up to four Han from `at` on, in the order of the text, blanks left out."""
    places: list[int] = []
    for i in range(at, at + 12 * step, step):
        if not 0 <= i < len(text) or not (is_han(text[i]) or text[i] == " ") or len(places) == 4:
            break
        if is_han(text[i]):
            places.append(i)
    return places[::step]


def _at(text: str, places: list[int]) -> str:
    return "".join(text[place] for place in places)


def _joined_name(passage: Passage, left: str, right: str) -> tuple[int, int] | None:
    """The same for the names of the departments, which no dictionary has: 东屯 镇."""
    for department in passage.publication.departments if passage.publication else ():
        for name in department.known_as:
            at = (left + right).find(name)
            if 0 <= at < len(left) < at + len(name):
                return len(left) - at, at + len(name) - len(left)
    return None


def _is_spread(text: str, start: int, end: int) -> bool:
    """Whether the blank stands between pieces of one length, 团结 紧张 严肃, or spreads a label or a heading, 审 核：."""
    left = re.search(rf"(\W|^)({LETTER}{{1,8}})$", text[max(0, start - 9) : start])
    right = re.match(rf"({LETTER}{{1,8}})(\W|$)", text[end : end + 9])
    if not left or not right or len(left[2]) != len(right[1]):
        return False
    return " " in left[1] + right[2] or (
        len(right[1]) == 1 and left[1] in ("", "\n") and right[2] in ("", "\n", "：", ":")
    )


def _is_stray(passage: Passage, start: int, end: int) -> bool:
    """Whether a blank between two words stands alone in a long clause: 加强安全 生产监管工作."""
    around = passage.text[max(0, start - 5) : start] + passage.text[end : end + 5]
    return passage.field != TITLE and len(around) == 10 and all(map(is_han, around))


def blanks_beside_marks(passage: Passage) -> Iterator[Mark]:
    """Blanks before or after a full-width mark."""
    text, ending = passage.text, len(passage.text.rstrip("\n"))
    sign = f"(—{{1,2}}|…{{1,2}}|[{_MARKS}])"
    for found in re.finditer(rf"(?<=\S) ++{sign}(?: ++(?=\S))?|{sign} ++(?=\S|\n*\Z)", text):
        start, end = found.span()
        left, right = text[max(0, start - 1) : start], text[end : end + 1]
        mark = found[1] or found[2]
        is_english = mark[0] in "“”‘’…—～" and left.isascii() and right.isascii() and left + right
        if not is_english and not (right and right in ",;:!?."):  # those are WD101's, with their blanks
            # at the very end it shows before the attribution only
            severity = Severity.WARNING if end == ending and found[2] else None
            yield correction(found, mark)._replace(severity=severity)


def invisible_characters(passage: Passage) -> Iterator[Mark]:
    """Characters that nobody sees, and those that only the typist's own fonts know."""
    text = passage.text
    # what Unicode calls printable and is not wanted; the whole pattern takes a while to compile
    rare = (
        "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc\ufffd\U000e0100-\U000e01ef]"
    )
    if text.replace("\n", "").isprintable() and not re.search(rare, text):
        return
    private = "\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd"
    unseen = f"(?P<unseen>(?:[{_UNSEEN}]|(?<={LETTER})[{_VARIANTS}])++)"
    for found in re.finditer(f"{unseen}|[{private}]", text):
        start, end = found.span()
        code = f"U+{ord(found[0][0]):04X}"
        if found[0] == "\ue863":  # where GBK has it
            yield Mark(start, end, f"“旧字库的䶮（{code}）”应为“䶮”", "䶮", safe=False)
        elif found[0] == "\ufffd":
            yield Mark(start, end, f"这里的字在转换编码时丢失了（{code}），请补上原字")
        elif found["unseen"]:
            # Word's own line break: a paragraph ends there if a sentence does
            is_paragraph = not _LINE_ENDS.isdisjoint(found[0]) and text[start - 1 : start] in FINAL
            name = _INVISIBLE.get(found[0][0], "不可见字符")
            said = f"“{name}（{code}）”应{'为换行' if is_paragraph else '删去'}"
            yield Mark(start, end, said, "\n" if is_paragraph else "", safe=not re.search("[\ufff9-\ufffb]", found[0]))
        else:
            yield Mark(start, end, f"这里是自造字（{code}），别的电脑印不出来，请换成通用的字")


def sentences_over_two_paragraphs(passage: Passage) -> Iterator[Mark]:
    """A sentence that an Enter breaks in two."""
    text = passage.text
    for end, start, is_certain in breaks(text):
        left = text[max(0, end - 4) : end].split("\n")[-1].lstrip("0123456789.，、 ") or text[end - 1]
        right = text[start : start + 4].split("\n")[0].rstrip("0123456789.，、 ") or text[start]
        said = f"“{left}↵{right}”应为“{left}{right}”，一句话不能分在两段"
        yield Mark(end, start, said, "", safe=is_certain)


def compatibility_ideographs(passage: Passage) -> Iterator[Mark]:
    """Radicals and compatibility ideographs, which look like ordinary characters and are found by no search."""
    for found in re.finditer("[\u2e80-\u2fdf\uf900-\ufaff]", passage.text):
        sign = found[0]
        right = _RADICALS.get(sign) or unicodedata.normalize("NFKC", sign)
        shown = f"“{sign}（U+{ord(sign):04X}）”"
        if right != sign:
            yield Mark(*found.span(), f"{shown}应为“{right}”", right)
        elif sign not in _UNIFIED:
            yield Mark(*found.span(), f"{shown}是部首符号，请改成汉字")


def blanks_beside_digits(passage: Passage) -> Iterator[Mark]:
    """Blanks between Han and digits, where the house style has none; those of one date or quantity together."""
    if passage.publication and passage.publication.proofreading.spacing != "none":
        return
    text, spans = passage.shielded, [(-1, -1)]
    before_digit, behind_digit = rf"(?<={LETTER}) ++(?=[0-9])", rf"(?<=[0-9%‰]) ++(?={LETTER})"
    for found in re.finditer(
        rf"{before_digit}|{behind_digit}|(?<=[0-9][余多万亿千]) ++(?={LETTER})|(?<=[0-9]) ++(?=[%％‰])", text
    ):
        start, end = found.start() - 1, found.end() + 1
        if not any(is_han(sign) or sign in "%％‰" for sign in (text[start], text[end - 1])):
            continue
        if text[end - 1] not in UNITS and _numbers_paragraph(text, found.start()):
            continue
        while start and text[start].isdigit() and text[start - 1].isdigit() and found.start() - start < 8:
            start -= 1
        while text[end - 1].isdigit() and text[end : end + 1].isdigit() and end - found.end() < 8:
            end += 1
        if start <= spans[-1][1]:
            start = spans.pop()[0]
        spans.append((start, end))
    for start, end in spans[1:]:
        wrong = text[start:end]
        right = wrong.replace(" ", "")
        yield Mark(start, end, f"“{wrong}”应为“{right}”", right)


def _numbers_paragraph(text: str, at: int) -> bool:
    """Whether a number alone stands before `at` in its paragraph: 1 总体要求."""
    start = at
    while start and text[start - 1] in "0123456789." and at - start < 6:
        start -= 1
    return start < at and text[start - 1 : start] in ("", "\n")


RULES = (
    Rule("SP101", Severity.WARNING, words_split_by_blanks, on=(" ",), remedy=Remedy.SAFE),
    Rule("SP102", Severity.ERROR, blanks_beside_marks, on=(" ",), remedy=Remedy.SAFE),
    Rule("SP103", Severity.ERROR, invisible_characters, remedy=Remedy.SAFE),
    Rule("SP104", Severity.ERROR, sentences_over_two_paragraphs, on=("\n",), remedy=Remedy.SAFE),
    Rule("SP105", Severity.ERROR, compatibility_ideographs, remedy=Remedy.SAFE),
    Rule("SP106", Severity.WARNING, blanks_beside_digits, on=(" ",), remedy=Remedy.SAFE),
)

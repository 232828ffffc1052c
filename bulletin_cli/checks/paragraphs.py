"""Where a sentence is broken over two paragraphs: what SP104 reports and PU306 leaves alone."""

import re
from collections.abc import Iterator

from bulletin_cli.checks.han import LETTER, is_han, joined_word, words

FINAL = frozenset('。！？：；”’）》】…—.!?:;)"')  # what a paragraph may end with
UNITS = "年月日时分个名人户家元万亿千百次场处条份件台套项里米吨亩天期届岁"  # behind a number
_MOST = 500  # places of one text that are looked up in the dictionary: a long item has as many words


def broken_paragraphs(text: str) -> list[tuple[int, int]]:
    """Where a sentence runs on in the next paragraph: the end of the one, the start of the other, blanks left out."""
    return [(end, start) for end, start, _ in breaks(text)]


def breaks(text: str) -> Iterator[tuple[int, int, bool]]:
    """The same, and whether it is certain."""
    end, first, looked_at = 0, "", 0
    for found in re.finditer(r"[^\n]+", text):
        second = found[0].strip()
        if not second:
            continue
        start = found.start() + found[0].index(second[0])
        if first and first[-1] not in FINAL and looked_at < _MOST:
            looked_at += 1
            if (is_certain := _runs_on(first, second)) is not None:
                yield end, start, is_certain
        first, end = second, start + len(second)


_NUMBERED = r"[一二三四五六七八九十]{1,3}[是要、，．.]|[（(①-⑳]|[0-9]{1,2}[.．、)）]|第[一二三四五六七八九十]"
_STARTS = (  # how a paragraph begins
    r"[0-9]{1,4}[年月日时]|[^，。\n]{1,8}[后中时前来间]，|[“《【—]|其[一二三四五]|首先|其次|再次|最后|另外|此外|同时|与此|下一?步|接下来|今后|目前|当前|[今去明]年|近[日期年]"
    r"|日前|截[至止]|期间|活动|会[议上]|现场|随后|此次|本次|[该各我]|全[县镇乡市区街村局省国系校]|[县镇乡市区]|街道|[为在对以由从据]|经[过查核初]|作为|针对|围绕"
    rf"|按照|根据|依托|通过|坚持|聚焦|工作人员|志愿者|干部|群众|党员|{LETTER}{{2,4}}?(?:[镇乡局委办县区村]|街道|中心|公司|学校)|{LETTER}{{2,6}}："
)
_DANGLING = (  # words that end no sentence
    "的|和|与|及|以及|或|并|并且|且|在|对|向|把|被|将|为|由|从|于|至|让|使|给|按|以|因|其|该|各|每|共|约|近|已|已经|正在|先后|累计|分别|不|未|第|进一步|深入"
    "|不断|着力|大力|切实|确保|得到|达到|按照|根据|针对|围绕|聚焦|依托|关于|督促|鼓励|印发|召开|举办|加强|加大|强化|建立|发放"
)
_COMPLETE = (  # what a sentence ends with that lacks its mark only
    rf"(?:[0-9][余多]?[万亿]?(?:{LETTER}|[%％]){{1,3}}|提[升高]|增强|改善|解决|[整修]改|落实|好评|实处|基础|保障|贡献|成效|氛围|问题|满意|意度|[得全福]感|率"
    r"|(?:顺利|有序|稳步|圆满|成功).{2})$"
)


_HEADING = 40  # characters of a heading with an ordinal: （一）坚持高位推动，压实工作责任


def _runs_on(first: str, second: str) -> bool | None:
    """Whether the paragraph `second` goes on with the sentence of `first`: surely, perhaps (False), or not (None)."""
    if re.match(_NUMBERED, second):
        return None
    if _is_torn(first, second):
        return True
    if first[-1] in "，、,":  # or a list, one entry a line
        return False
    if len(first) <= _HEADING and re.match(_NUMBERED, first) and not re.search("[。；]", first):
        return None
    is_sentence = len(first) >= 15 and is_han(first[-1]) and re.search("[，；：。]", first)
    may_go_on = (
        is_sentence
        and not re.search(_COMPLETE, first[-9:])
        and (is_han(second[0]) or second[0].isdigit())
        and not re.match(_STARTS, second)
    )
    return False if may_go_on else None


def _is_torn(first: str, second: str) -> bool:
    if re.match("[，。、；：）”》！？%％]|等(?![待级候到])|的|了(?!解)", second) or _closes(first, second):
        return True
    counted = f"[余多]?(?:[{UNITS}]|公里|平方)"
    if re.search(r"(?<![0-9.-])[0-9.]{1,6}$", first[-7:]) and re.match(counted, second):
        return True
    is_heading = len(first) <= 30 and re.match(_NUMBERED, first) and not re.search("[，；。]", first)
    if is_heading or not is_han(first[-1]):
        return False
    left, right = re.split(r"[\W\dA-Za-z]", first[-4:])[-1], re.split(r"[\W\dA-Za-z]", second[:4])[0]
    taken = joined_word(left, right) if right else None
    is_dangling = re.fullmatch(_DANGLING, words(first[-6:])[-1]) and not re.search(_COMPLETE, first[-4:])
    return bool(is_dangling) or (taken is not None and min(taken) == 1)


def _closes(first: str, second: str) -> bool:
    """Whether a bracket or quotation that `first` leaves open is closed in `second`."""
    return any(
        first.count(opening) > first.count(closing) and re.match(f"[^{opening}{closing}]{{0,60}}{closing}", second)
        for opening, closing in ("（）", "“”", "《》")
    )

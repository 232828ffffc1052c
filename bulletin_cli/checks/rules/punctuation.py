"""Punctuation (PU101–PU102, PU301–PU310): marks that are doubled, in conflict, malformed, missing or out of place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from bulletin_cli.checks.han import LETTER
from bulletin_cli.checks.paragraphs import broken_paragraphs
from bulletin_cli.checks.rule import BODY, PREFACE, TITLE, Mark, Passage, Remedy, Rule, correction, corrections
from bulletin_cli.checks.rules import pairs, quotes
from bulletin_cli.findings import Severity

_MARKS = "，。、；：！？"
_WIDE = str.maketrans(",;.．", "，；。。")


def stops_between_quotations(passage: Passage) -> Iterator[Mark]:
    """“拉网式”、“地毯式”: the quotation marks part them well enough."""
    yield from corrections("”、“", "”“", passage.text)
    yield from corrections("’、‘", "’‘", passage.text)


def stops_between_titles(passage: Passage) -> Iterator[Mark]:
    """《甲》、《乙》: likewise."""
    yield from corrections("》、《", "》《", passage.text)
    yield from corrections("〉、〈", "〉〈", passage.text)


def _runs(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Where several marks stand in a row, and the marks as full-width ones."""
    for found in re.finditer(r"[，。、；：！？,;.．]{2,}+", text):
        start, end = found.span()
        before, after = text[start - 1 : start] or "\n", text[end : end + 1]
        if found[0].isascii() or found[0][0] in ",;":  # the latter is WD101's first
            continue
        is_spoken_of = before in "“‘（《" and after in ("”", "’", "）", "》")  # 逗号（，、）
        is_stop_of_other = found[0][0] in ".．" and before.isascii()  # 1.、 and Inc.，
        is_point = found[0][-1] in ".．" and re.match("[0-9A-Za-z]", after)
        if not is_spoken_of and not is_stop_of_other and not is_point:
            yield found, found[0].translate(_WIDE)


def doubled_mark(passage: Passage) -> Iterator[Mark]:
    """整改。。: a mark typed twice; three full stops are PU304's, ？？ is for ST107 or meant."""
    for found, marks in _runs(passage.text):
        is_ellipsis = re.fullmatch("。{3,}+", found[0])
        if set(marks) <= set("，。、；：") and len(set(marks)) == 1 and not is_ellipsis:
            yield correction(found, marks[0])


def marks_in_conflict(passage: Passage) -> Iterator[Mark]:
    """宣传，、引导: two marks where one can stand."""
    text = passage.text
    for found, marks in _runs(text):
        if len(set(marks)) == 1 or set(marks) <= set("！？") or "。。。" in marks:
            continue
        end = text[found.end() : found.end() + 1]
        # at the end of a sentence the mark that ends one; inside it that which says most
        order = "！？。" if end in ("", "\n", "”", "）") else "！？：、"
        right = next((mark for mark in order if mark in marks), "。" if order[-1] == "。" else marks[0])
        yield correction(found, right)


def ellipsis_and_so_on(passage: Passage) -> Iterator[Mark]:
    """广场……等区域: both say that there are more."""
    waiting = "[待候级于价额到着了来不你我他她您量腰同身闲]|一[等下会刻]|会[儿就]"
    for found in re.finditer(rf"…{{1,4}}(等等?)(?!{waiting})", passage.text):
        yield correction(found, found[1])
    for found in re.finditer(r"(?<=[^，。！？：；“”\n]{4})(?<![一再、好])(等等?)…{1,4}(?=[。，；\n]|\Z)", passage.text):
        if "、" in passage.text[max(0, found.start() - 12) : found.start()]:
            yield correction(found, found[1])


def malformed_ellipsis(passage: Passage) -> Iterator[Mark]:
    """。。。 for ……."""
    text = passage.text
    dots = r"(?<!。)。{3,12}(?!。)|(?<!\.)\.{3,8}(?!\.)|(?<![·・])[·・]{3,12}(?![·・])|(?<![…⋯])(?:…|⋯{1,2})(?![…⋯等])"
    for found in re.finditer(dots, text):
        before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
        if re.match(f"{LETTER}|[”’》）]", before) or re.match(f"{LETTER}|[“‘《]", after):
            yield correction(found, "……")


def mark_at_edge_of_bracket(passage: Passage) -> Iterator[Mark]:
    """（，共3处）: no mark right inside a bracket; a whole sentence in brackets keeps its full stop."""
    yield from corrections(r"([（【])[，。、；：]{1,3}(?![，。、；：）】])", r"\1", passage.text)
    yield from corrections(r"(?<![（【，。、；：])[，、；]{1,3}([）】])", r"\1", passage.text)
    yield from corrections(r"(?<![（【，。、；：！？”])。(）[，、；。])", r"\1", passage.text)


_EDGES = (
    *map("".join, itertools.product("（【", "，。、；：")),
    *map("".join, itertools.product("，、；", "）】")),
    "。）",
)
_ENDS = frozenset("。！？：；…—.!?:;\"'“‘】〕]*~～")  # what ends a paragraph, or is for other rules to judge
_HEADING = (
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．，：]|[（(]?[0-9]{1,2}[）).．、](?![0-9])|[①-⑳◆●■★▲◇]"
    r"|第[一二三四五六七八九十0-9]{1,3}[章节条篇])"
)
_LABEL = r"附件?[0-9一二三四五]{0,2}[：:]|[^，。；：“]{2,8}[：:][^，。；]{1,30}$|[（(].{1,40}[）)]$"
_SHORT = 25  # characters of a line without any mark that may be a heading or a signature
_LONG = 40  # characters of a heading that has an ordinal
_SENTENCE = 15  # characters of a line that is a sentence in spite of the quotation, title or bracket at its end


def paragraph_without_end(passage: Passage) -> Iterator[Mark]:
    """…救助3人: a paragraph that ends without a mark."""
    text = passage.text
    title = passage.item.title.strip() if passage.item else ""  # which ST109 reports
    lacking = []
    for found in re.finditer(r"[^\n]+", text):
        line = found[0].rstrip()
        if line and line[-1] not in _ENDS and line.strip() != title and _lacks_end(line.lstrip()):
            lacking.append(found.start() + len(line))
    broken = {end for end, _ in broken_paragraphs(text)} if lacking else set()  # which SP104 reports
    for end in lacking:
        if end in broken:
            continue
        if text[end - 1] in "，、":
            yield Mark(end - 1, end, f"段末的“{text[end - 1]}”应为“。”", "。")
        else:
            shown = re.split(f"[\\s{_MARKS}]", text[max(0, end - 6) : end])[-1] or text[end - 1]
            yield Mark(end - len(shown), end, f"段末缺少句号，“{shown}”应为“{shown}。”", f"{shown}。")


def _lacks_end(line: str) -> bool:
    """Whether a line that ends with none of the marks is a sentence that should."""
    marks = set(line) & set("，。；：！？、")
    if line[-1] in "，、":
        return line[-2:-1] not in tuple(_MARKS)  # those are PU301's and PU302's
    if "\t" in line or "|" in line or re.match(_LABEL, line):
        return False
    if not marks and len(line) <= _SHORT:
        return re.fullmatch(rf".{{5,}}[0-9][余多]?[万亿]?(?:(?![年月日号期]){LETTER}{{1,2}}|%)", line) is not None
    if not set("。！？；") & marks and re.match(_HEADING, line) and len(line) <= _LONG:
        # 1.统筹推进，压实责任; but 1.开展检查，发现问题9个 tells what was done
        return "，" in marks and any(map(str.isdigit, line[4:]))
    if line[-1] in "”’》）)":
        return bool(marks & set("，。；")) and len(line) >= _SENTENCE and _goes_on(line)
    return not re.search(r"(?:www\.|://|@)[\x21-\x7e]+$", line[-80:])


def _goes_on(line: str) -> bool:
    """Whether the quotation, title or bracket that ends the line is part of a sentence, and ends none itself."""
    if line[-2] in _ENDS:
        return False
    if line[-1] not in "）)":
        return line[-1] != "’"
    opening = max(line.rfind("（"), line.rfind("("))
    inner = line[opening + 1 : -1]
    # （东屯镇） or （供稿：东屯镇） behind a sentence is for ST108 and ST110
    return (
        opening > 0 and line[opening - 1] not in _ENDS | set("”） ") and bool(re.search("[0-9]|^[含其不包以]", inner))
    )


_DIGITS = "一二三四五六七八九"
_NEIGHBOURS = frozenset((*map("、".join, itertools.pairwise(_DIGITS)), "一、两", "两、三"))
_MEASURES = (
    r"个(?!季度|方面|层[面次]|环节|阶段|标段|批次|等级|产业|一)|[户名天家里米斤吨亩岁倍成趟遍轮回步件只头辆台把棵株处袋箱车批句口]|人(?![间座行民称次])|公里|公斤|千米"
    r"|小时|分钟|[次场](?![产供设])|年(?![级代度规生])"
)


def stop_in_approximate_number(passage: Passage) -> Iterator[Mark]:
    """三、四百户: a guess is written without a mark."""
    text = passage.text
    for found in re.finditer(rf"[{_DIGITS}两]、[{_DIGITS}](?=([十百千万亿]+)|{_MEASURES})", text):
        start = found.start()
        while start and text[start - 1] in "十百千" and found.start() - start < 4:
            start -= 2 if text[start - 2 : start - 1] in set(_DIGITS) else 1
        before, after = text[start - 1 : start] or "\n", text[found.end() : found.end() + 4]
        if before in f"第、—～至年月日周期初高大获列居前{_DIGITS}" or (before in "\n。；：" and not found[1]):
            continue
        is_guess = found[0] in _NEIGHBOURS and (found[1] or found[0] != "一、二")
        is_wide_guess = found[0] == "三、五" and after[:1] in ("天", "人", "户", "里") and start == found.start()
        if (is_guess or is_wide_guess) and not re.match("[十百千万亿]+(?:年代|强|[级佳])", after):
            yield correction(found, text[start : found.end()].replace("、", ""), start=start)


_TITLE_ENDS = "，。、；：！"


def title_ends_with_mark(passage: Passage) -> Iterator[Mark]:
    """A title has no mark at its end, but it may be a question; marks of half width are WD101's and WD105's first."""
    text = passage.text.rstrip()
    if text[-1:] in set(_TITLE_ENDS):
        end = len(text.rstrip(_TITLE_ENDS))
        shown = re.search(r"\w{0,4}[”’》）]?$", text[max(0, end - 5) : end])
        start = end - len(shown[0]) if shown else end
        yield Mark(start, len(text), f"标题末尾不用标点，“{text[start:]}”应为“{text[start:end]}”", text[start:end])


def hyphen_in_span_of_years(passage: Passage) -> Iterator[Mark]:
    """2018-2022年: a span of years has the dash —."""
    years = r"(?<![\dA-Za-z.〔\[/-])((?:19|20)\d{2})(年?)(?:--?|[－–―−─~ー一]|——)((?:19|20)\d{2})(?=学?年)"
    for found in re.finditer(rf"{years}|(?<![\dA-Za-z.〔\[/-])((?:19|20)\d\d)-(\d\d)(?=年)", passage.shielded):
        low, year, high = (found[1], found[2], found[3]) if found[1] else (found[4], "", found[5])
        if low[-len(high) :] < high:
            yield correction(found, f"{low}{year}—{high}")


_NO_TIME = r"比(?!赛)|配|战|胜|负|平|稀释|兑|按|倍|[扳领]先|定格|大胜|险胜|师生"
_TIME_BEFORE = r"(?:[午晨早晚夜间日号末周天起至到于在从自—～-]|星期.|周.|时间|[（(为是]|每[天日晚])$"
_TIME_AFTER = r"[至到—～-]|[前后起许分时开召准]|左右|结束|集合|正式|举[行办]|发车|停"


def wide_colon_in_time(passage: Passage) -> Iterator[Mark]:
    """8：30: the colon of a time is half-width; that of a ratio or a score is not meant."""
    text = passage.shielded
    for found in re.finditer(r"(?<![\d：:.])((?:[01]?\d|2[0-4])：[0-5]\d(?:：[0-5]\d)?)(?![\d：:%.])", text):
        before, after = text[max(0, found.start() - 12) : found.start()], text[found.end() : found.end() + 4]
        before = re.split("[，。；]", before)[-1]
        is_of_day = re.search("[午晨早晚夜日号]$|时间[为是：]?$", before)
        is_time = re.search(_TIME_BEFORE, before) or re.match(_TIME_AFTER, after)
        if is_of_day or (is_time and not re.search(_NO_TIME, before)):
            yield correction(found, found[0].replace("：", ":"))


_RUNS = [*map("".join, itertools.product("，。、；：！？.．", "，。、；：！？,;.．"))]
_YEARS = [*map("".join, itertools.product("0123456789年", "-－–―−─~ー一—"))]

RULES = (
    Rule("PU101", Severity.WARNING, stops_between_quotations, on=("”、", "’、"), remedy=Remedy.SAFE),
    Rule("PU102", Severity.WARNING, stops_between_titles, on=("》、", "〉、"), remedy=Remedy.SAFE),
    *pairs.RULES,
    *quotes.RULES,
    Rule("PU301", Severity.ERROR, doubled_mark, on=_RUNS, remedy=Remedy.SAFE),
    Rule("PU302", Severity.ERROR, marks_in_conflict, on=_RUNS, remedy=Remedy.UNSAFE),
    Rule("PU303", Severity.WARNING, ellipsis_and_so_on, on=("…等", "等…"), remedy=Remedy.UNSAFE),
    Rule("PU304", Severity.WARNING, malformed_ellipsis, on=("。。", "..", "··", "・・", "…", "⋯"), remedy=Remedy.SAFE),
    Rule("PU305", Severity.WARNING, mark_at_edge_of_bracket, on=_EDGES, remedy=Remedy.UNSAFE),
    Rule("PU306", Severity.WARNING, paragraph_without_end, remedy=Remedy.UNSAFE, fields=(BODY, PREFACE)),
    Rule("PU307", Severity.ERROR, stop_in_approximate_number, on=_NEIGHBOURS, remedy=Remedy.SAFE),
    Rule("PU308", Severity.WARNING, title_ends_with_mark, remedy=Remedy.SAFE, fields=(TITLE,)),
    Rule("PU309", Severity.WARNING, hyphen_in_span_of_years, on=_YEARS, remedy=Remedy.SAFE),
    Rule(
        "PU310", Severity.WARNING, wide_colon_in_time, on=[f"{digit}：" for digit in "0123456789"], remedy=Remedy.SAFE
    ),
)

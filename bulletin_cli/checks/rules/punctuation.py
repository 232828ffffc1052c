"""Punctuation (PU101–PU102, PU301–PU310): marks that are doubled, in conflict, malformed, missing or out of place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from bulletin_cli.checks.han import LETTER
from bulletin_cli.checks.paragraphs import broken_paragraphs
from bulletin_cli.checks.rule import BODY, PREFACE, TITLE, Mark, Passage, Remedy, Rule, correction, corrections
from bulletin_cli.checks.rules import pairs
from bulletin_cli.findings import Severity

_MARKS = "，。、；：！？"
_WEIGHT = {mark: weight for weight, mark in enumerate("、，：；。？！")}
_FINAL = "。！？：；”’）)…!?"
_HEADING = (
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]"
    r"|第[一二三四五六七八九十]{1,3}[章节条]|[◆●■])"
)
_SHORT = 12  # characters of a line that may be a heading without an ordinal
_LONG = 40  # characters of a heading with one


def _between(passage: Passage, pair: str, what: str) -> Iterator[Mark]:
    for found in re.finditer(f"{pair[0]}(、){pair[1]}", passage.text):
        yield Mark(*found.span(1), f"标有{what}的并列成分之间不用顿号，“、”应删去", "")


def stops_between_quotations(passage: Passage) -> Iterator[Mark]:
    """“拉网式”、“地毯式”: the quotation marks part them well enough."""
    yield from _between(passage, "”“", "引号")
    yield from _between(passage, "’‘", "引号")


def stops_between_titles(passage: Passage) -> Iterator[Mark]:
    """《甲》、《乙》: likewise."""
    yield from _between(passage, "》《", "书名号")


def doubled_mark(passage: Passage) -> Iterator[Mark]:
    """整改。。: a mark typed twice."""
    for found in re.finditer(
        r"([，、；：])\1{1,9}|(?<!。)。。(?!。)|。\.(?!\.)|，,|(?<![A-Za-z0-9.])\.。", passage.text
    ):
        yield correction(found, found[1] or ("，" if "，" in found[0] else "。"))


def marks_in_conflict(passage: Passage) -> Iterator[Mark]:
    """宣传，、引导: two marks where one can stand."""
    for found in re.finditer(rf"(?![！？]{{2}})([{_MARKS}])(?!\1)([{_MARKS}])", passage.text):
        yield correction(found, max(found[1], found[2], key=_WEIGHT.__getitem__))


def ellipsis_and_so_on(passage: Passage) -> Iterator[Mark]:
    """广场……等区域: both say that there are more."""
    for found in re.finditer(r"…{1,4}(等)(?![待候级级于额价腰到量身])|(?<![\s一“，。])(等)…{1,4}", passage.text):
        yield correction(found, "等")


def malformed_ellipsis(passage: Passage) -> Iterator[Mark]:
    """。。。 for ……."""
    text = passage.text
    for found in re.finditer(r"。{3,12}|(?<!\.)\.{3,12}(?!\.)|·{3,12}|(?<!…)…(?:…{2})?(?!…)", text):
        before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
        if re.match(f"{LETTER}|[”》）]", before) or re.match(f"{LETTER}|[“《]", after):
            yield correction(found, "……")


def mark_at_edge_of_bracket(passage: Passage) -> Iterator[Mark]:
    """（，共3处）: no mark right inside a bracket."""
    # a whole sentence in brackets keeps its full stop, unless another mark follows
    for found in re.finditer(
        r"([（(《【])[，。、；：]|[，、；：]([）)》】])|。([）)》】])(?=[，、；：。])", passage.text
    ):
        yield correction(found, found[1] or found[2] or found[3])


_EDGES = (
    *map("".join, itertools.product("（(《【", "，。、；：")),
    *map("".join, itertools.product("，、；：。", "）)》】")),
)


def paragraph_without_end(passage: Passage) -> Iterator[Mark]:
    """…救助3人: a paragraph that ends without a mark."""
    text = passage.text
    broken = {end for end, _ in broken_paragraphs(text)}
    title = passage.item.title.strip() if passage.item else ""  # which ST109 reports
    end, last_mark = 0, len(text.rstrip())
    for line in text.split("\n"):
        start, end = end, end + len(line) + 1
        said = line.rstrip()
        stop = start + len(said)
        last = said[-1:]
        ended = last in _FINAL and not (last in "）)" and stop < last_mark and _bracket_goes_on(said))
        if ended or stop in broken or said.strip() == title or _is_heading(said.strip()):
            continue
        if last in "，、,":
            yield Mark(stop - 1, stop, f"段末的“{last}”应为“。”", "。")
        elif last not in "：；—.":
            shown = said[-6:].lstrip()
            yield Mark(stop - len(shown), stop, f"“{shown}”后面缺句末标点，应加“。”", f"{shown}。")


def _bracket_goes_on(line: str) -> bool:
    """Whether the bracket that ends a line stands inside a sentence, not behind it: 劳动力（含监测对象）."""
    before = re.split("[（(]", line)[-2:-1]
    return bool(before) and before[0].rstrip()[-1:] not in _FINAL


def _is_heading(line: str) -> bool:
    if re.search(r"[。！？；]", line):
        return False
    return (len(line) <= _LONG and re.match(_HEADING, line) is not None) or (
        len(line) <= _SHORT and not re.search(r"[，、：\d]", line)
    )


def stop_in_approximate_number(passage: Passage) -> Iterator[Mark]:
    """三、四百户: a guess is written without a mark."""
    digits = "一二三四五六七八九"
    measures = (
        "[百千万亿十](?!级)|[个户人名家天岁里亩次件吨米斤元块座间条项趟批轮遍步句页倍](?![次级])|年(?![级度])|公里"
    )
    for found in re.finditer(
        rf"(?<![第、初高大列获居夺])([{digits}两])、([{digits}])(?={measures})(?!.、)", passage.text
    ):
        if digits.index(found[2]) == digits.index(found[1].replace("两", "二")) + 1:
            yield correction(found, found[1] + found[2])


_NEIGHBOURS = (*(f"{low}、{high}" for low, high in itertools.pairwise("一二三四五六七八九")), "两、三")


def title_ends_with_mark(passage: Passage) -> Iterator[Mark]:
    """A title has no mark at its end."""
    if passage.text.rstrip()[-1:] not in {*_MARKS, *",.;:!?…"}:
        return
    for found in re.finditer(r"[，。、；：！？,.;:!?…]{1,6}\s{0,4}\Z", passage.text):
        yield Mark(*found.span(), f"标题末尾不用标点，“{found[0].strip()}”应删去", "")


def hyphen_in_span_of_years(passage: Passage) -> Iterator[Mark]:
    """2018-2022年: a span of years has the dash —."""
    yield from corrections(
        r"(?<![\d.〔\[-])((?:19|20)\d{2}年?)(?:-{1,2}|－|–|~|——)((?:(?:19|20)\d{2}|\d{2}(?!\d))(?:学年度?|年度?))",
        r"\1—\2",
        passage.shielded,
    )


def wide_colon_in_time(passage: Passage) -> Iterator[Mark]:
    """8：30: the colon of a time is half-width."""
    text = passage.shielded
    for found in re.finditer(r"(?<![\d：:])((?:[01]?\d|2[0-4]))：([0-5]\d)(?:：([0-5]\d))?(?![\d：:%])", text):
        if not re.search(r"比[分例为是]?|配比|以|击败|战胜|负于|赔率", text[max(0, found.start() - 6) : found.start()]):
            yield correction(found, found[0].replace("：", ":"))


RULES = (
    Rule("PU101", Severity.WARNING, stops_between_quotations, on=("”、“", "’、‘"), remedy=Remedy.SAFE),
    Rule("PU102", Severity.WARNING, stops_between_titles, on=("》、《",), remedy=Remedy.SAFE),
    *pairs.RULES,
    Rule(
        "PU301",
        Severity.ERROR,
        doubled_mark,
        on=("，，", "、、", "；；", "：：", "。。", "。.", "，,", ".。"),
        remedy=Remedy.SAFE,
    ),
    Rule(
        "PU302",
        Severity.ERROR,
        marks_in_conflict,
        on=map("".join, itertools.product(_MARKS, repeat=2)),
        remedy=Remedy.UNSAFE,
    ),
    Rule("PU303", Severity.WARNING, ellipsis_and_so_on, on=("…等", "等…"), remedy=Remedy.UNSAFE),
    Rule("PU304", Severity.WARNING, malformed_ellipsis, on=("。。。", "...", "···", "…"), remedy=Remedy.SAFE),
    Rule("PU305", Severity.WARNING, mark_at_edge_of_bracket, on=_EDGES, remedy=Remedy.UNSAFE),
    Rule("PU306", Severity.WARNING, paragraph_without_end, remedy=Remedy.UNSAFE, fields=(BODY, PREFACE)),
    Rule("PU307", Severity.ERROR, stop_in_approximate_number, on=_NEIGHBOURS, remedy=Remedy.SAFE),
    Rule("PU308", Severity.WARNING, title_ends_with_mark, remedy=Remedy.SAFE, fields=(TITLE,)),
    Rule("PU309", Severity.WARNING, hyphen_in_span_of_years, on=("年",), remedy=Remedy.SAFE),
    Rule("PU310", Severity.WARNING, wide_colon_in_time, on=("：",), remedy=Remedy.SAFE),
)

"""How dates are written (NM110–NM112, NM115)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin_cli.checks.rule import Mark, Passage, correction

HAN_DAY = "[一二三四五六七八九十]{1,3}"
# 8月9号楼, 8月9号文件: what has a number of its own
NO_NUMBER = (
    "(?!线|楼|发电|厂房|主变|大棚|教学|宿舍|公寓|令|文件|台风|机[组井]|井|窗口|[展大餐会]?厅|泵|闸|地块|标段"
    "|院(?![长领])|桥|坑|仓|车(?!间)|船|馆|库|桩|墩|炉|病|卡|站|岗|门|店)"
)
# 近20年底 and 民国24年初 tell how long, or the year of another era
_LENGTH = (
    "(?:近|约|过去|历[时经]|满|长达|连续|[这余共刑龄期超达整了前后第]|时隔|经过|坚持|从事|不[到足]"
    "|民国|光绪|同治|咸丰|道光|嘉庆|乾隆|雍正|康熙)有?$"
)


def year_in_two_digits(passage: Passage) -> Iterator[Mark]:
    """24年以来: a year is written in full."""
    this_year, text = passage.date.year if passage.date else 2026, passage.shielded
    part = (
        "年?底(?![蕴子气线色数薪])|年?末(?!端)|年?初(?![心衷期步中级])|[上下]半年|第?[一二三四]季度|度(?![假过汛])"
        r"|(?:1[0-2]|[1-9])(?:[—～至-]\d\d?)?月(?!龄)|[春夏秋冬]季|[秋夏]粮"
    )
    topic = "以来|，?全[年县市区镇乡村]|工作(?:要点|总结|计划|报告)|财政|[预决]算"
    deed = "起|开始|启动|实施|成立|至今|建[成立]|投[产入]|[开动竣]工|印发|出台|落户|注册|立项|签"
    than = "同期|相比|增|提|下降|减"
    for found in re.finditer(
        rf"(\d(?<![\d.,〔\[～—A-Za-z-].)\d)年(?=(?P<part>{part})|(?P<topic>{topic})|(?P<deed>{deed})|{than})", text
    ):
        sign, year = text[max(0, found.start() - 1) : found.start()], 2000 + int(found[1])
        earliest = this_year - 20
        if found["part"]:
            is_year = not re.search(_LENGTH, text[max(0, found.start() - 4) : found.start()])
        elif found["topic"]:
            # 20年以来 may be how long, too
            is_year = sign in tuple("自从") or (sign in "，。；：、（“\n与比较对据在" and year % 5 > 0)
            earliest = this_year - (20 if sign in tuple("自从") else 4)
        else:
            is_year = sign in tuple("自从于" if found["deed"] else "与比较同于")
        if is_year and earliest <= year <= this_year + 3:
            yield correction(found, f"{year}年", start=found.start() - (sign in tuple("’'‘")))


def hao_for_ri(passage: Passage) -> Iterator[Mark]:
    """8月23号: in writing a day is 日."""
    text = passage.shielded
    day = rf"(?:\d{{1,2}}|{HAN_DAY})"
    month = r"(?:(?:[本当上下每次这]个?|(?<!\d)\d{1,2}|[一二三四五六七八九十]{1,2})月份?)"
    for found in re.finditer(rf"({month}{day}(?:[、～—至到和-]{day})?)号{NO_NUMBER}", text):
        yield correction(found, f"{found[1]}日")
    for found in re.finditer(rf"(?<=[日号])([、～—至到和及-]\d{{1,2}})号{NO_NUMBER}", text):
        if re.search(r"月\d{1,2}[日号]$", text[max(0, found.start() - 6) : found.start()]):
            yield correction(found, f"{found[1][1:]}日", start=found.start() + 1)
    for found in re.finditer(r"\d(?<![\d第月].)\d?号(?=[上下]午|晚上|凌晨|中午|当[天晚])", text):
        if 1 <= int(found[0][:-1]) <= 31:
            yield correction(found, f"{found[0][:-1]}日")


def zero_in_han_year(passage: Passage) -> Iterator[Mark]:
    """二0二四年: the zero of a year in Han is 〇."""
    digits = "一二三四五六七八九〇零0０oOＯ○◯"
    year = rf"[一二三四五六七八九](?<![{digits}百千十].)[{digits}]{{3}}"
    until = rf"[至到—～-][一二三四五六七八九][{digits}]{{3}}"
    for found in re.finditer(f"{year}(?=(?:{until})?学?年)", passage.shielded):
        right = re.sub("[零0０oOＯ○◯]", "〇", found[0])
        if right != found[0]:
            yield correction(found, right)


def leading_zero_in_date(passage: Passage) -> Iterator[Mark]:
    """08月03日: a date has no leading zeros."""
    forms = (
        r"(?<![\d.:：]0)[1-9]月(?:0[1-9]日?(?![\d:：]))?",
        r"(?<![\d.:：]0)[1-9](?=[至到—～-]\d{1,2}月)",
        r"(?<=月0)[1-9](?:日|(?=[号、至到—～和]))",
        r"(?<=[日号至到、—～和]0)[1-9]日",
    )
    for found in re.finditer(f"0(?:{'|'.join(forms)})", passage.shielded):
        yield correction(found, re.sub(r"(?<!\d)0", "", found[0]))
